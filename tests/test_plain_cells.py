"""Cells that are taken out before the parser sees them are read as it would read them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from generator.workbook.package import Damaged, Package
from generator.workbook.reading import plain
from generator.workbook.reading.cells import Sheet, read_sheets
from generator.workbook.reading.limits import Overfull
from generator.workbook.reading.plain import PlainCells
from tests.conftest import ROOT

WORKBOOKS = sorted((ROOT / "inputs").rglob("*.xlsx"))
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINK = f'<Relationship Type="{_OFFICE}/{{}}" Id="{{}}" Target="{{}}"/>'
_BOOK = f'<workbook xmlns:r="{_OFFICE}"><sheets><sheet name="甲" r:id="a"/></sheets></workbook>'
_STRINGS = "<sst><si><t>字</t></si><si><r><rPr><strike/></rPr><t>划去</t></r></si></sst>"
_STYLES = (
    '<styleSheet><fonts><font/><font><strike/></font></fonts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="10"/><xf numFmtId="14"/><xf fontId="1"/></cellXfs></styleSheet>'
)


def book(sheet: str, head: str = "", encoding: str = "utf-8") -> bytes:
    links = _LINK.format("worksheet", "a", "s.xml") + _LINK.format("sharedStrings", "b", "t.xml")
    links += _LINK.format("styles", "c", "f.xml")
    parts = {
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/t.xml": _STRINGS,
        "xl/f.xml": _STYLES,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(
            "xl/s.xml", f'{head}<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'.encode(encoding)
        )
    return written.getvalue()


def read(content: bytes) -> list[Sheet] | str:
    """The sheets, or why there are none."""
    try:
        return read_sheets(Package(content))
    except (Damaged, Overfull, ValueError) as error:
        return repr(error)


def by_the_parser(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Sheet] | str:
    with monkeypatch.context() as patched:
        patched.setattr(PlainCells, "taken", lambda cells, chunk: chunk)
        return read(content)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_delivered_workbooks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = path.read_bytes()
    assert read(content) == by_the_parser(content, monkeypatch)


CELLS = {
    "number": '<c r="A1" s="1"><v>0.5</v></c>',
    "date": '<c r="A1" s="2"><v>45000</v></c>',
    "blanks": '<c r="A1"/><c r="B1" s="1" t="n"></c><c r="C1"><v>1</v></c><c r="D1"/>',
    "blanks before a cell without a place": '<c r="B1"/><c r="C1"/><c><v>7</v></c>',
    "cells without a place": '<c r="D1"><v>1</v></c><c><v>2</v></c><c t="s"><v>0</v></c>',
    "words": '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲&#20057;&amp;&#10;_x0041_ </t></is></c>',
    "no words": '<c r="A1" t="inlineStr"><is><t></t></is></c>',
    "a text": '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c>',
    "a text without number": '<c r="A1" t="s"><v></v></c><c r="B1" t="s"/><c r="C1" t="s"><v> </v></c>',
    "formulas": '<c r="A1"><f>1+&lt;&#20057;</f><v>2</v></c><c r="B1"><f/><v/></c><c r="C1"><f>A</f></c>'
    '<c r="D1" t="str"><f t="shared" ref="D1:D2" si="0">A</f><v>甲&amp;</v></c>'
    '<c r="E1" t="str"><f t="shared" si="0"/><v></v></c><c r="F1" t="s"><f>A</f><v/></c>',
    "types": '<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1" t="x"><v>1</v></c>'
    '<c r="D1" t="d" s="2"><v>2024-10-11</v></c>',
    "no number": '<c r="A1"><v>1 2</v></c><c r="B1"><v> 3</v></c><c r="C1"><v>١</v></c>',
    "twice": '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    "elsewhere": '<c r="A7"><v>1</v></c><c r="XFE1"><v>1</v></c>',
    "no place": '<c r="A0"><v>1</v></c>',
    "struck through": '<c r="A1" s="3"><v>1</v></c><c r="B1" s="3"/>',
    "no style": '<c r="A1" s="4"><v>1</v></c><c r="B1" s="03"><v>1</v></c>',
    "more in it": '<c r="A1"><v>1</v><v>2</v></c><c r="B1" cm="1"><v>3</v></c>',
    "a cell in a cell": '<c r="A1"><v>1<c r="B1"><v>2</v></c></v></c><c r="C1"><v>3</v></c>',
    "a cell in something": '<x><c r="A1"><v>1</v></c></x><c r="B1"><v>2</v></c>',
    "a comment": '<!-- <c r="A1"><v>1</v></c> --><c r="B1"><v>2</v></c>',
    "an instruction": '<?a <c r="A1"><v>1</v></c> ?><c r="B1"><v>2</v></c>',
    "unparsed": '<c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"><v>1</v></c>]]></t></is></c>',
    "an attribute": '<c r="B1" a="<c r="A1"><v>1</v></c>"><v>2</v></c>',
    "an unknown sign": '<c r="A1"><f>&foo;</f><v>1</v></c>',
    "half a sign": '<c r="A1"><f>&amp</f><v>1</v></c><c r="B1"><f>;</f><v>1</v></c>',
    "a control character": '<c r="A1" t="inlineStr"><is><t>\x01</t></is></c>',
    "a character that is none": '<c r="A1" t="inlineStr"><is><t>\uffff</t></is></c>',
    "the end of what is unparsed": '<c r="A1" t="inlineStr"><is><t>]]></t></is></c>',
    "two ends": '<c r="A1"><f>]</f><v>1</v></c><c r="B1"><f>]></f><v>1</v></c>',
    "line ends": '<c r="A1" t="inlineStr"><is><t>a\r\nb\r</t></is></c><c r="B1" t="inlineStr"><is><t>\nc</t></is></c>',
    "attributes twice": '<c r="A1"><f a="1" a="1">A</f><v>1</v></c>',
}


@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_whatever_a_row_holds(cells: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = f'<sheetData><row r="1">{cells}</row></sheetData>'
    for sheet in (row, f"<sheetData/>{row}<!-- -->{row}"):
        assert read(book(sheet)) == by_the_parser(book(sheet), monkeypatch)


@pytest.mark.parametrize("around", ["</worksheet>{}", '<row r="1">{}', "<sheetData>{}</row>"])
def test_a_file_that_is_not_whole(around: str) -> None:
    assert "Damaged" in read(book(around.format('<c r="A1"><v>1</v></c>')))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "utf-7"])
def test_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲乙</t></is></c></row></sheetData>'
    content = book(row, f'<?xml version="1.0" encoding="{encoding}"?>\r\n', encoding)
    assert read(content) == by_the_parser(content, monkeypatch)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pieces_of_any_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "".join(
        cell for name, cell in CELLS.items() if name in ("words", "formulas", "a comment")
    )
    content = book(f'<sheetData><row r="1">{cells}</row></sheetData>')
    whole = by_the_parser(content, monkeypatch)
    monkeypatch.setattr("generator.workbook.package._CHUNK", size)
    assert read(content) == whole


def test_nearly_all_cells_are_plain() -> None:
    package, left = Package(WORKBOOKS[0].read_bytes()), 0
    for name in package.names:
        if name.startswith("xl/worksheets/sheet"):
            left += PlainCells().taken(package.read(name)).count(b"<c ")
    assert left < 20
    assert plain.MARK.encode() not in WORKBOOKS[0].read_bytes()
