"""Papers as old Word documents and as PDFs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter

from generator.cli import main
from generator.history.papers import PaperRead, read_paper
from generator.history.papers.pages import (
    Glyph,
    PageLine,
    cell_text,
    lines_of,
    margins_of,
    paragraphs,
)
from generator.workbook import office
from tests.conftest import REAL, shared
from tests.helpers.office import saved
from tests.helpers.prints import Print, printed

Key = tuple[str, str, str]


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Print:
    """The final version of the real workbook."""
    return printed(REAL.stem, shared(tmp_path_factory))


@pytest.fixture(scope="module")
def from_word(final: Print) -> dict[Key, object]:
    return plain(read_paper(final.docx))


def plain(read: PaperRead) -> dict[Key, object]:
    """The cells; where a line of a paragraph was broken is not seen in every PDF."""
    return {
        key: value.replace("\n", "") if isinstance(value, str) else value
        for key, value in read.content.cells.items()
    }


def test_a_pdf_says_what_the_word_document_says(final: Print, from_word: dict[Key, object]) -> None:
    read = read_paper(final.pdf)
    assert read.unread == ()
    assert plain(read) == from_word


def test_an_old_word_document(final: Print, from_word: dict[Key, object]) -> None:
    assert plain(read_paper(saved(final.docx, "doc", Path()))) == from_word


def test_an_old_word_document_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    Path("paper.doc").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    result = gen("new", "2024", "--from", "paper.doc")
    assert result.exit_code == 2
    assert (
        "是旧格式 Word 文档（.doc），要经 LibreOffice 转换；没有找到 LibreOffice" in result.output
    )
    assert "另存为 .docx" in result.output


def test_a_pdf_without_its_reader(final: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    result = gen("read", final.pdf, "--out", "read.xlsx")
    assert result.exit_code == 2
    assert "读 PDF 要用 pdfplumber，还没有安装" in result.output
    assert f"{sys.executable} -m pip install pdfplumber" in result.output.replace("\n", "")


def locked(path: Path, final: Print) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(final.pdf), pages=(0, 1))
    writer.encrypt("secret")
    writer.write(path)


def blank(path: Path, _: Print) -> None:
    writer = PdfWriter()
    writer.add_blank_page(500, 700)
    writer.write(path)


def cut(path: Path, final: Print) -> None:
    path.write_bytes(final.pdf.read_bytes()[:50_000])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (locked, "设有打开密码"),
        (blank, "里面没有文字，多半是扫描件"),
        (cut, "内容已损坏"),
        (lambda path, _: path.write_bytes(b"%PDF-1.7\nnothing"), "内容已损坏"),
    ],
    ids=["locked", "blank", "cut", "nothing"],
)
def test_a_pdf_that_cannot_be_read(
    final: Print, make: Callable[[Path, Print], object], told: str
) -> None:
    make(Path("paper.pdf"), final)
    result = gen("read", "paper.pdf", "--out", "read.xlsx")
    assert result.exit_code == 2
    assert told in result.output and "Traceback" not in result.output


def test_a_paper_given_as_a_workbook_is_told_what_reads_it(final: Print) -> None:
    shutil.copy(final.pdf, "2023.pdf")
    result = gen("check", "2023.pdf")
    assert result.exit_code == 2 and "gen read" in result.output


# --- lines of a page ---------------------------------------------------------------------------


def line(text: str, left: float = 80, top: float = 100, size: float = 10) -> PageLine:
    glyphs = (
        Glyph(sign, left + at * size, top, left + (at + 1) * size, top + size)
        for at, sign in enumerate(text)
    )
    return PageLine(tuple(glyphs))


def test_digits_of_another_face_stay_in_their_line() -> None:
    """They stand a little higher: with the usual tolerance they fall out of the line."""
    signs = [*line("支出万元").glyphs, *line("233.37", left=100, top=96).glyphs]
    moved = [
        g._replace(left=g.left + 60, right=g.right + 60) if g.text in "万元" else g for g in signs
    ]
    below = line("下一行", top=115).glyphs
    assert [found.text for found in lines_of([*below, *moved])] == ["支出233.37万元", "下一行"]


def test_lines_that_go_on_and_lines_that_do_not() -> None:
    full = "这一行写满了这一行写满了这一行写满了这一行写满了"
    lines = [
        line(full),
        line("到这里完了。"),
        line(f"{full[:22]}。"),
        line("2. 另一项"),
        line("尾", left=120),
    ]
    assert paragraphs(lines, margins_of(lines)) == [
        f"{full}到这里完了。",
        f"{full[:22]}。",
        "2. 另一项",
        "尾",
    ]


def test_a_cell_whose_lines_are_centred() -> None:
    lines = [line("保障档案工作高质", left=85), line("量完成", left=110)]
    assert cell_text(lines, 85) == "保障档案工作高质量完成"
    assert cell_text(lines, 160) == "保障档案工作高质\n量完成"


def test_a_number_that_did_not_fit_goes_on() -> None:
    assert (
        cell_text([line("婚姻登记合格率"), line("100%，年检率")], 105)
        == "婚姻登记合格率100%，年检率"
    )
