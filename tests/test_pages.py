"""The pages as LibreOffice lays them out."""

from __future__ import annotations

import re
from pathlib import Path

import office
import pytest
from conftest import REAL

from generator.pipeline import build

FORMS = [f"公开{n:02d}表" for n in range(1, 10)]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    outcome = build(REAL, folder)
    assert outcome.written is not None
    return office.to_pdf(outcome.written.path, folder)


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[str]:
    return [re.sub(r"\s", "", text) for text in office.page_texts(pdf)]


def test_no_page_is_blank(pages: list[str]) -> None:
    blank = [
        number for number, text in enumerate(pages, 1) if len(re.sub(r"[—\-\d]", "", text)) < 8
    ]
    assert blank == []


@pytest.mark.parametrize("form", FORMS)
def test_each_official_table_stands_on_one_page(form: str, pages: list[str]) -> None:
    """Head, 合计 or 总计 and footnote of a table are on the same page."""
    holding = [text for text in pages if form in text]
    assert len(holding) == 1
    assert "注：" in holding[0]
    assert "合计" in holding[0] or "总计" in holding[0]


def test_the_fonts_are_the_ones_named(pdf: Path) -> None:
    """A face that is not one of these was replaced by the system's choice."""
    known = ("Fandol", "LiberationSerif", "LiberationSans", "NotoSerifCJK", "DejaVuSans")
    assert [name for name in office.fonts(pdf) if not name.startswith(known)] == []


def test_wide_tables_lie_on_landscape_pages(pdf: Path, pages: list[str]) -> None:
    sizes = office.page_sizes(pdf)
    wide = {
        form
        for form in FORMS
        for text, (width, height) in zip(pages, sizes, strict=True)
        if form in text and width > height
    }
    assert wide >= {"公开02表", "公开03表", "公开07表", "公开09表"}
    assert not wide & {"公开01表", "公开04表"}
