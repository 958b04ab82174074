"""The example workbooks build without a finding, and lie well on their pages."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from generator.editions import load
from generator.model import Severity
from generator.pipeline import build
from generator.products.outcome import Outcome
from generator.workbook.writing import write_workbook
from tests.conftest import ROOT
from tests.helpers import office
from tests.helpers.large import large_content

EXAMPLES = sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))
FORM = re.compile(r"公开0\d表")


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build(request.param, tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def laid_out(outcome: Outcome) -> list[str]:
    """The text of each page, set out as on the page."""
    assert outcome.written is not None
    pdf = office.to_pdf(outcome.written.path, outcome.written.path.parent)
    return office.page_texts(pdf)


@pytest.fixture
def pages(laid_out: list[str]) -> list[str]:
    """The text of each page, without blanks."""
    return [re.sub(r"\s", "", text) for text in laid_out]


def assert_clean(outcome: Outcome) -> None:
    assert [f.message for f in outcome.findings if f.severity is not Severity.HINT] == []
    assert outcome.exit_code == 0


def official(pages: list[str]) -> dict[str, list[str]]:
    """公开NN表 → its pages, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    current = ""
    for text in pages:
        if heading := FORM.search(text):
            current = heading.group()
        elif "第三部分" in text:
            current = ""
        if current:
            found[current].append(text)
    return found


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == ["事业单位", "新设单位", "行政部门"]


def test_an_example_has_no_error_and_no_warning(outcome: Outcome) -> None:
    assert_clean(outcome)


def test_no_page_is_blank(pages: list[str]) -> None:
    blank = [n for n, text in enumerate(pages, 1) if len(re.sub(r"[—\-\d]", "", text)) < 8]
    assert blank == []


def test_forms_of_fixed_rows_stand_on_one_page(pages: list[str]) -> None:
    forms = official(pages)
    for form in ("公开01表", "公开04表", "公开06表", "公开09表"):
        (page,) = forms[form]
        assert "注：" in page
        assert "合计" in page


def test_each_page_of_a_table_repeats_its_header(pages: list[str]) -> None:
    forms = official(pages)
    assert sorted(forms) == [f"公开{n:02d}表" for n in range(1, 10)]
    bare = [
        f"{form} 第{number}页"
        for form, held in forms.items()
        for number, text in enumerate(held[1:], 2)
        if "科目名称" not in text
    ]
    assert bare == []


def test_a_class_is_never_the_last_row_of_a_page(laid_out: list[str]) -> None:
    """A 类 or 款 stands with its first 项, and the notes with the last row."""
    for page in laid_out:
        codes = re.findall(r"^ *(\d{3}|\d{5}|\d{7})(?= )", page, re.MULTILINE)
        if codes and "科目名称" in page and "人员经费" not in page:
            assert len(codes[-1]) == 7, page


def test_a_long_workbook_builds(tmp_path: Path) -> None:
    path = tmp_path / "2023.xlsx"
    write_workbook(load("2023"), path, 2023, large_content())
    assert_clean(build(path, tmp_path))
