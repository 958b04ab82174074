"""Cells are read as Excel stores them: the same values that openpyxl finds, from any program."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from generator.workbook.cells import Sheet, column_letters, read_sheets

WORKBOOKS = sorted((ROOT / "inputs").rglob("*.xlsx"))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def read(path: Path) -> list[Sheet]:
    with zipfile.ZipFile(path) as archive:
        return read_sheets(archive)


def by_openpyxl(path: Path) -> list[dict[tuple[int, int], Any]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        {
            (cell.row, cell.column): cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in (None, "")
        }
        for sheet in book.worksheets
    ]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_delivered_workbooks_read_as_openpyxl_reads_them(path: Path) -> None:
    assert [sheet.values for sheet in read(path)] == by_openpyxl(path)


FORMATTED = [
    (45576, "yyyy-mm-dd"),
    (45576.75, 'yyyy"年"m"月"d"日" h:mm'),
    (45576, "[$-804]yyyy/m/d;@"),
    (45576, "mm-dd-yy"),
    (45576, "0.00"),
    (45576, '"day "0'),
    (59, "yyyy-mm-dd"),
    (61, "yyyy-mm-dd"),
    (0.5, "h:mm"),
    (1.5, "[h]:mm:ss"),
    (-1, "yyyy-mm-dd"),
    (10**9, "yyyy-mm-dd"),
    (0.955, "0.0%"),
    (1, "0%"),
    (12.3, "[Red]0.00_);(0.00)"),
]


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
@pytest.mark.parametrize(
    "epoch", [datetime(1899, 12, 30), datetime(1904, 1, 1)], ids=lambda e: f"{e.year}"
)
def test_formats_read_as_openpyxl_reads_them(tmp_path: Path, epoch: datetime) -> None:
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.worksheets[0]
    for row, (value, shown) in enumerate(FORMATTED, start=1):
        sheet.cell(row, 1, value).number_format = "General"
        sheet.cell(row, 1).number_format = shown
    sheet["C1"], sheet["C2"], sheet["C3"] = True, date(2024, 10, 11), time(8, 30)
    sheet["C4"], sheet["C5"] = timedelta(hours=30), "#REF!"
    sheet["AB7"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙 "), "丙")
    book.save(tmp_path / "book.xlsx")
    (found,), (wanted,) = read(tmp_path / "book.xlsx"), by_openpyxl(tmp_path / "book.xlsx")
    assert found.values == wanted
    assert {place: type(value) for place, value in found.values.items()} == {
        place: type(value) for place, value in wanted.items()
    }
    assert found.percent == {(13, 1), (14, 1)}


def typed_by_hand(path: Path, rows: str, namespace: str = MAIN, styles: str = "") -> Sheet:
    """A workbook of one sheet with these rows."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = {"rId1": ("worksheet", "/xl/worksheets/sheet1.xml"), "rId2": ("sharedStrings", "s.xml")}
    links |= {"rId3": ("styles", "styles.xml")} if styles else {}
    related = "".join(
        f'<Relationship Id="{key}" Type="{rels}/{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    strings = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh><t>yi</t></rPh><r><t>丙</t></r></si>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{namespace}" xmlns:r="{rels}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<R xmlns="x">{related}</R>')
        archive.writestr("xl/s.xml", f'<sst xmlns="{namespace}">{strings}</sst>')
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>')
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>'
            '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C:C"/></mergeCells></worksheet>',
        )
    (sheet,) = read(path)
    return sheet


ROWS = (
    '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>1.50</v></c></row>'
    '<row r="4"><c r="B4" t="inlineStr"><is><t>丁</t></is></c><c><v>7</v></c>'
    '<c r="E4"><f>1+1</f></c><c r="F4"><f>1+1</f><v>2</v></c><c r="G4" t="d"><v>2024-10-11</v></c>'
    '<c r="H4" t="b"><v>0</v></c><c r="I4" t="str"><v> </v></c><c r="J4" t="e"><v>#N/A</v></c></row>'
)


@pytest.mark.parametrize("namespace", [MAIN, STRICT], ids=["transitional", "strict"])
def test_what_other_programs_write(tmp_path: Path, namespace: str) -> None:
    """Without addresses, with phonetic guides, with stored results, in the strict namespace."""
    sheet = typed_by_hand(tmp_path / "book.xlsx", ROWS, namespace)
    assert sheet.values == {
        (1, 1): "甲",
        (1, 2): "乙丙",
        (1, 3): 1.5,
        (4, 2): "丁",
        (4, 3): 7,
        (4, 6): 2,
        (4, 7): date(2024, 10, 11),
        (4, 8): False,
        (4, 9): " ",
        (4, 10): "#N/A",
    }
    assert sheet.uncomputed == {(4, 5)}
    assert sheet.merged == {(r, c): (1, 1) for r in (1, 2) for c in (1, 2)}


def test_the_dates_that_chinese_excel_has_built_in(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="57"/></cellXfs>'
    row = '<row><c><v>45576</v></c><c s="1"><v>45576</v></c><c s="2"><v>45576</v></c></row>'
    sheet = typed_by_hand(tmp_path / "book.xlsx", row, styles=styles)
    day = datetime(2024, 10, 11)
    assert sheet.values == {(1, 1): 45576, (1, 2): day, (1, 3): day}


@pytest.mark.parametrize(
    "row",
    [
        '<c r="7"><v>1</v></c>',
        '<c t="s"><v>9</v></c>',
        "<c><v>x</v></c>",
        '<c s="5"><v>1</v></c>',
        "<c>",
    ],
)
def test_damaged_cells_raise(tmp_path: Path, row: str) -> None:
    with pytest.raises((LookupError, ValueError, SyntaxError)):
        typed_by_hand(
            tmp_path / "book.xlsx", f"<row>{row}</row>", styles="<cellXfs><xf/></cellXfs>"
        )


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
