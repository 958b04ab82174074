"""The PDF of a draft and the page numbers of its contents."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import office
import pytest
from conftest import REAL

from generator import printing
from generator.model import InputProblem
from generator.pipeline import build


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    outcome = build(REAL, tmp_path_factory.mktemp("printing"))
    assert outcome.written is not None
    return outcome.written.path.read_bytes()


@pytest.fixture
def _fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", office.environment()["FONTCONFIG_FILE"])


def document(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def test_page_numbers_go_into_the_fields() -> None:
    field = (
        "<w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )
    numbered = printing.with_page_numbers(field, {"_Toc1": 12})
    assert "<w:r><w:rPr><w:b/></w:rPr><w:t>12</w:t></w:r>" in numbered
    assert printing.with_page_numbers(numbered, {"_Toc1": 12}) == numbered
    assert printing.with_page_numbers(field, {}) == field


@pytest.mark.usefixtures("_fonts")
def test_the_contents_name_the_pages_of_the_pdf(draft: bytes, tmp_path: Path) -> None:
    finished = printing.print_draft(draft)
    pdf = tmp_path / "draft.pdf"
    pdf.write_bytes(finished.pdf)
    texts = [re.sub(r"\s", "", text) for text in office.page_texts(pdf)]
    entries = re.findall(r"(第[一二三四五六]部分[^…\.]*?)\.{5,}(\d+)", "".join(texts[1:3]))
    assert len(entries) == 6
    for title, page in entries:
        held = [text for text in texts[3:] if title in text]
        assert held
        assert f"—{page}—" in held[0]


@pytest.mark.usefixtures("_fonts")
def test_the_pdf_is_tagged_and_archivable(draft: bytes) -> None:
    pdf = printing.print_draft(draft).pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"zh-CN" in pdf


def test_without_libreoffice_it_says_what_to_install(
    draft: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "office", lambda: None)
    with pytest.raises(InputProblem) as caught:
        printing.print_draft(draft)
    assert caught.value.findings[0].message == "没有找到 LibreOffice，目录没有页码，也没有 PDF"
    assert "安装 LibreOffice" in caught.value.findings[0].remedy
