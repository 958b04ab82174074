"""The PDF of a draft, the page numbers of its contents, and the programs behind them."""

from __future__ import annotations

import io
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from pypdf import PdfReader, PdfWriter

from generator.document.rendering import zipped
from generator.model import Severity
from generator.products.pdf import converting, faces, fonts
from generator.products.pdf.dating import undated
from generator.products.pdf.describing import alternatives, with_alternatives
from generator.products.pdf.faces import faces_of, printed_faces, replaced, samples
from generator.products.pdf.hanging import without_hanging_stops
from generator.products.pdf.numbering import with_page_numbers
from tests.conftest import ROOT, shared
from tests.helpers.prints import STEMS, Print, printed

TEMPLATE = ROOT / "templates" / "2023" / "template.docx"
STAND_INS = {
    "Times New Roman": "LiberationSerif",
    "仿宋_GB2312": "FandolFang-Regular",
    "宋体": "FandolSong-Regular",
    "方正小标宋简体": "NotoSerifCJKjp-Bold",
    "楷体_GB2312": "FandolKai-Regular",
    "黑体": "FandolHei-Regular",
}


@pytest.fixture(params=STEMS)
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Print:
    return printed(request.param, shared(tmp_path_factory))


def parts(docx: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(docx) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- page numbers ------------------------------------------------------------------------------


def test_page_numbers_go_into_the_fields() -> None:
    field = (
        "<w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )
    numbered = with_page_numbers(field, {"_Toc1": 12})
    assert "<w:r><w:rPr><w:b/></w:rPr><w:t>12</w:t></w:r>" in numbered
    assert with_page_numbers(numbered, {"_Toc1": 12}) == numbered
    assert with_page_numbers(field, {}) == field


def test_every_field_of_the_contents_has_its_number(document: Print) -> None:
    body = parts(document.docx)["word/document.xml"].decode("utf-8")
    fields = re.findall(r"PAGEREF _Toc\w+ .*?fldCharType=\"end\"", body, re.DOTALL)
    assert len(fields) > 30
    assert all(re.search(r"<w:t>\d+</w:t>", field) for field in fields)


# --- the PDF -----------------------------------------------------------------------------------


def test_the_pdf_is_tagged_and_archivable(document: Print) -> None:
    """What PDF/A-2b and PDF/UA ask of a file as a whole; no validator is to be had."""
    root: Any = document.reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert "/JavaScript" not in str(root.get("/Names", ""))
    assert not document.reader.is_encrypted
    assert document.reader.trailer["/ID"]


def test_the_pdf_has_the_title_of_the_document(document: Print) -> None:
    title = python_docx.Document(str(document.docx)).core_properties.title
    metadata = document.reader.metadata
    assert metadata is not None
    assert title.endswith("部门决算公开")
    assert metadata.title == title


def test_every_font_is_in_the_file(document: Print) -> None:
    fonts = [
        font
        for page in document.reader.pages
        for font in page["/Resources"].get("/Font", {}).get_object().values()  # type: ignore[attr-defined]
    ]
    assert fonts
    assert {str(font.get_object()["/BaseFont"]) for font in fonts if not _embedded(font)} == set()


def _embedded(font: Any) -> bool:
    font = font.get_object()
    for inner in font.get("/DescendantFonts", [font]):
        descriptor = inner.get_object().get("/FontDescriptor")
        if descriptor is None:
            return False
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object()):
            return False
    return True


def test_the_bookmarks_are_the_headings(document: Print) -> None:
    opened = python_docx.Document(str(document.docx))
    levels = {f"Heading {n}": n for n in (1, 2, 3)}
    written = [
        (levels[p.style.name], "".join(p.text.split()))
        for p in opened.paragraphs
        if p.style is not None and p.style.name in levels and p.text.strip()
    ]
    assert [(heading.level, heading.title) for heading in document.headings] == written


def elements(document: Print) -> Iterator[Any]:
    return _elements(document.reader.trailer["/Root"])


def _elements(root: Any) -> Iterator[Any]:
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, dict):
            yield element
            children = element.get("/K", [])
            children = children.get_object() if hasattr(children, "get_object") else children
            waiting += reversed(children if isinstance(children, list) else [children])


def test_a_screen_reader_finds_headings_tables_and_the_words_of_charts(document: Print) -> None:
    found = list(elements(document))
    kinds = Counter(str(element.get("/S")) for element in found)
    levels = Counter(heading.level for heading in document.headings)
    assert (kinds["/H1"], kinds["/H2"], kinds["/H3"]) == (levels[1], levels[2], levels[3])
    assert kinds["/Table"] >= 11 and kinds["/TH"] > 100
    body = parts(document.docx)["word/document.xml"].decode("utf-8")
    told = [element.get("/Alt") for element in found if element.get("/S") == "/Figure"]
    assert told == alternatives(body)
    assert all(re.match("图[1-4]：.*万元", text) for text in told)


def test_words_for_pictures_come_in_the_order_of_the_document() -> None:
    body = (
        '<wp:docPr id="1" name="图1" descr="甲 &amp; 乙"/><wp:docPr id="2" name="图2"/>'
        '<wp:docPr id="3" descr="丙" name="图3"></wp:docPr>'
    )
    assert alternatives(body) == ["甲 & 乙", "", "丙"]


def test_words_are_added_to_a_packed_pdf(tmp_path_factory: pytest.TempPathFactory) -> None:
    """As later versions of LibreOffice may write it."""
    pdf = printed(STEMS[0], shared(tmp_path_factory)).pdf.read_bytes()
    assert with_alternatives(pdf, ["一张"]) == pdf  # not as many as there are figures
    packed = pdf.replace(b"/S/Figure\n", b"/S /Figure")
    again = with_alternatives(packed, ["甲", "乙", "丙", "丁"])
    assert again.startswith(packed)
    assert b" obj<<" not in again[len(packed) :]
    root: Any = PdfReader(io.BytesIO(again)).trailer["/Root"]
    assert sorted(e["/Alt"] for e in _elements(root) if "/Alt" in e) == ["丁", "丙", "乙", "甲"]


def test_equal_documents_give_equal_pdfs() -> None:
    """In TrueType fonts; others get a number that LibreOffice counts on from document to document."""
    first = converting.pdf_of(tiny()).content
    time.sleep(1.1)
    second = converting.pdf_of(tiny()).content
    assert first != second
    assert undated(first) == undated(second)
    assert undated(undated(first)) == undated(first)


def test_a_pdf_without_its_time_is_whole(document: Print) -> None:
    """Every object stands where the table says, and the dates are the ones of the document."""
    reader = PdfReader(document.pdf, strict=True)
    root: Any = reader.trailer["/Root"]
    profile = root["/OutputIntents"][0].get_object()["/DestOutputProfile"].get_object().get_data()
    assert profile[24:36] == bytes.fromhex("07e8 0001 0001 0000 0000 0000")
    assert profile[36:40] == b"acsp"
    assert reader.metadata is not None
    assert str(reader.metadata["/CreationDate"]).startswith("D:20240101000000")
    assert b"CreateDate>2024-01-01T00:00:00" in root["/Metadata"].get_object().get_data()
    assert len(reader.pages) == len(document.pages)
    size: Any = reader.trailer["/Size"]
    for number in range(1, int(size)):
        reader.get_object(number)


def test_another_kind_of_pdf_stays_as_it_is() -> None:
    assert undated(b"%PDF-1.7\nwithout a table") == b"%PDF-1.7\nwithout a table"


@pytest.mark.parametrize("defaults", ["", "<w:pPrDefault/>", "<w:pPrDefault><w:pPr/></w:pPrDefault>", "<w:pPrDefault></w:pPrDefault>", "<w:pPrDefault><w:pPr></w:pPr></w:pPrDefault>"])  # fmt: skip
def test_stops_are_kept_from_hanging(defaults: str) -> None:
    changed = without_hanging_stops(f"<w:docDefaults><w:x/>{defaults}</w:docDefaults>")
    stated = '<w:pPrDefault><w:pPr><w:overflowPunct w:val="1"/></w:pPr></w:pPrDefault>'
    assert changed == f"<w:docDefaults><w:x/>{stated}</w:docDefaults>"


# --- faces -------------------------------------------------------------------------------------


def test_the_faces_of_the_template_are_known() -> None:
    assert set(faces_of(parts(TEMPLATE))) == set(STAND_INS)


def test_a_replaced_face_is_named_with_its_stand_in(tmp_path: Path) -> None:
    (finding,) = replaced(STAND_INS)
    assert finding.severity is Severity.HINT
    assert "「仿宋_GB2312」（用了 FandolFang-Regular）" in finding.message
    assert "方正小标宋简体（方正字库）" in finding.remedy


def test_a_poor_stand_in_is_a_warning() -> None:
    poor, alike = replaced({**STAND_INS, "仿宋_GB2312": "DejaVuSans", "微软雅黑": "DejaVuSans"})
    assert (poor.severity, alike.severity) == (Severity.WARNING, Severity.HINT)
    assert "「仿宋_GB2312」（用了 DejaVuSans）" in poor.message
    assert "「微软雅黑」（用了 DejaVuSans）" in poor.message
    assert "「仿宋_GB2312」" not in alike.message
    assert "软件包" not in poor.remedy  # none has anything like these two


def test_a_package_is_advised_only_to_those_who_have_not_installed_it() -> None:
    """Whether it is there is not looked up: the advice is a condition."""
    poor, _ = replaced({**STAND_INS, "黑体": "DejaVuSans", "Times New Roman": "DejaVuSerif"})
    assert poor.remedy.endswith(
        "还没有装软件包 fonts-liberation、fonts-noto-cjk 的 Debian，装上就有字形相近的。"
    )


def test_faces_that_are_there_are_not_mentioned() -> None:
    own = {
        "仿宋_GB2312": "FangSong_GB2312",
        "宋体": "SimSun",
        "黑体": "SimHei",
        "楷体_GB2312": "KaiTi_GB2312",
        "方正小标宋简体": "FZXBSJW--GB1-0",
        "Times New Roman": "TimesNewRomanPSMT",
    }
    assert replaced(own) == ()


def test_the_build_says_which_faces_it_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = printed(STEMS[0], shared(tmp_path_factory)).findings
    (finding,) = (text for text in said if text.startswith("P02"))
    assert all(f"「{face}」（用了 {font}）" in finding for face, font in STAND_INS.items())


def sampled(wanted: tuple[str, ...]) -> bytes:
    """The page of samples as LibreOffice prints it."""
    members = parts(TEMPLATE)
    body = samples(members["word/document.xml"].decode("utf-8"), wanted)
    members["word/document.xml"] = body.encode("utf-8")
    return converting.pdf_of(zipped(members, tuple(members))).content


def test_faces_are_read_from_the_bytes_of_a_plain_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pypdf reads them, which is not asked."""
    page = sampled(tuple(STAND_INS))
    monkeypatch.setattr(fonts, "_plain", lambda *_: [])
    assert printed_faces(page, tuple(STAND_INS)) == STAND_INS
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert printed_faces(page, tuple(STAND_INS)) == STAND_INS


def test_faces_of_a_packed_pdf_are_read_all_the_same() -> None:
    packed = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(sampled(tuple(STAND_INS)))).write(packed)
    assert not fonts._plain(packed.getvalue(), len(STAND_INS))
    assert printed_faces(packed.getvalue(), tuple(STAND_INS)) == STAND_INS


@pytest.mark.parametrize("text", ["公\N{ALEF SYMBOL}", "公A"])
def test_a_line_in_parts_is_not_taken_for_lines(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice sets the first one in two fonts, the second one in two steps."""
    monkeypatch.setattr(faces, "_CHINESE", text)
    page = sampled(("仿宋_GB2312",))
    for lines in (1, 2):
        assert not fonts._plain(page, lines)


def tiny() -> bytes:
    file = io.BytesIO()
    document = python_docx.Document()
    document.add_paragraph("Budget")
    document.save(file)
    return file.getvalue()
