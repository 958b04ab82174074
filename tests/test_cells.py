"""Cells are read as Excel stores them: the same values that openpyxl finds, from any program."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from generator.workbook.package import Damaged, Package, parsed
from generator.workbook.reading.cells import (
    Sheet,
    area_of,
    column_letters,
    read_sheets,
)
from generator.workbook.reading.limits import LAST_COLUMN, LAST_ROW
from generator.workbook.reading.stored import dated, serial
from tests.conftest import ROOT
from tests.helpers.opening import looked_at

WORKBOOKS = sorted((ROOT / "inputs").rglob("*.xlsx"))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def read(path: Path) -> list[Sheet]:
    return read_sheets(Package(path.read_bytes()))


def by_openpyxl(path: Path) -> list[dict[tuple[int, int], Any]]:
    book = looked_at(path, calculated=True)
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
    (0.9999999999, "h:mm"),
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
    assert sheet.merged == [(1, 1, 2, 2)]


def test_the_dates_that_chinese_excel_has_built_in(tmp_path: Path) -> None:
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in ("0", "31", "57", "none"))
    row = "".join(f'<c s="{style}"><v>45576</v></c>' for style in range(4))
    styles = f"<cellXfs>{formats}</cellXfs>"
    sheet = typed_by_hand(tmp_path / "book.xlsx", f"<row>{row}</row>", styles=styles)
    day = datetime(2024, 10, 11)
    assert sheet.values == {(1, 1): 45576, (1, 2): day, (1, 3): day, (1, 4): 45576}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>1<!-- 2 -->3</v></c>", 13),
        ("<c><v>1<?x y?>3</v></c>", 13),
        ("<c><v> 12.5\n</v></c>", 12.5),
        ("<c><v>-1.5E-7</v></c>", -1.5e-7),
        ("<c><v>.5</v></c>", 0.5),
        ('<c t="inlineStr"><is><t>甲<!-- x -->乙</t></is></c>', "甲乙"),
        ('<c t="str"><v>甲<![CDATA[<乙>]]></v></c>', "甲<乙>"),
        ('<c t="b"><v>true</v></c>', True),
        ('<c t="b"><v>FALSE</v></c>', False),
        ('<c t="d"><v>2024-10-11T08:30:00</v></c>', datetime(2024, 10, 11, 8, 30)),
        ('<c t="s"><v> 0 </v></c>', "甲"),
        ('<c t="inlineStr"><is><t>甲_x000D__x000A_乙_x0041_</t></is></c>', "甲\r\n乙A"),
        ('<c t="str"><v>_x005F_x000D_和_x005f_</v></c>', "_x000D_和_"),
        ('<c t="str"><v>x005F_和_x12_</v></c>', "x005F_和_x12_"),
        ('<c t="str"><v>_xD83D__xDE00_</v></c>', "😀"),
    ],
)
def test_what_is_stored_in_other_ways_is_read(tmp_path: Path, cell: str, value: Any) -> None:
    sheet = typed_by_hand(tmp_path / "book.xlsx", f"<row>{cell}</row>")
    assert sheet.values == {(1, 1): value}
    assert type(sheet.values[1, 1]) is type(value)
    assert sheet.errors == {}


RUN = '<r><rPr><vertAlign val="{}"/></rPr><t>{}</t></r>'


@pytest.mark.parametrize(
    ("height", "raised", "text"),
    [
        ("superscript", "1", "2¹"),
        ("superscript", "-3", "2⁻³"),
        ("subscript", "2", "2₂"),
        ("superscript", "注", "2注"),
        ("baseline", "1", "21"),
    ],
)
def test_raised_signs_stay_raised(tmp_path: Path, height: str, raised: str, text: str) -> None:
    run = f"<r><t>2</t></r>{RUN.format(height, raised)}"
    sheet = typed_by_hand(tmp_path / "book.xlsx", f'<row><c t="inlineStr"><is>{run}</is></c></row>')
    assert sheet.values == {(1, 1): text}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("<c><v>x</v></c>", "的数值「x」不是数字"),
        ("<c><v>NaN</v></c>", "的数值「NaN」不是数字"),
        (f"<c><v>{'x' * 20}</v></c>", f"的数值「{'x' * 20}」不是数字"),
        ("<c><v>INF</v></c>", "的数值「INF」不是数字"),
        ("<c><v>1_000</v></c>", "的数值「1_000」不是数字"),
        ("<c><v>１２</v></c>", "的数值「１２」不是数字"),
        ("<c><v>1 2</v></c>", "的数值「1 2」不是数字"),
        ("<c><v>1e400</v></c>", "的数值「1e400」大得没有表格能存"),
        (f"<c><v>{'9' * 400}</v></c>", f"的数值「{'9' * 20}…」大得没有表格能存"),
        (f"<c><v>{'9' * 5000}</v></c>", f"的数值「{'9' * 20}…」大得没有表格能存"),
        ('<c t="s"><v>9</v></c>', "引用的第 9 个文字不存在"),
        ('<c t="s"><v>-1</v></c>', "引用的第 -1 个文字不存在"),
        ('<c t="s"><v>x</v></c>', "引用的第 x 个文字不存在"),
        ('<c t="s"><v> </v></c>', "引用的文字没有编号"),
        ("<c><v> </v></c>", "里只有空格，不是数"),
        ('<c t="s"><v></v></c>', "引用的文字没有编号"),
        ('<c t="b"><v>2</v></c>', "的逻辑值「2」不是 TRUE 或 FALSE"),
        ('<c t="d"><v>2024-13-01</v></c>', "的日期「2024-13-01」读不懂"),
        ('<c t="x"><v>1</v></c>', "的类型「x」不明"),
        ('<c s="1"><v>1</v></c>', "的格式编号 1 不存在"),
        ('<c s="5"><v>1</v></c>', "的格式编号 5 不存在"),
        (
            '<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙<x/></t></r></is></c>',
            "的内容里套着别的内容",
        ),
        ("<c><v>1</v><v>2</v></c>", "在文件里存了两次"),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "在文件里存了两次"),
    ],
    ids=range(24),
)
def test_what_no_spreadsheet_wrote_is_told_of_its_cell(
    tmp_path: Path, cell: str, says: str
) -> None:
    styles = "<cellXfs><xf/></cellXfs>"
    sheet = typed_by_hand(tmp_path / "book.xlsx", f"<row>{cell}</row>", styles=styles)
    assert sheet.errors == {(1, 1): f"{says}，文件被别的程序写坏了"}
    assert sheet.values[1, 1].strip()  # or the row would count as blank


NEWER = "<conditionalFormatting><cfRule><dxf><numFmt/></dxf></cfRule><sqref>{}</sqref></conditionalFormatting>"
OLDER = '<conditionalFormatting sqref="{}"><cfRule dxfId="1"/></conditionalFormatting>'
PLAIN = '<conditionalFormatting sqref="{}"><cfRule dxfId="0"/></conditionalFormatting>'


@pytest.mark.parametrize(
    ("rule", "ref", "areas"),
    [
        (OLDER, "A1", [(1, 1, 1, 1)]),
        (OLDER, "A1:B2 $D$4", [(1, 1, 2, 2), (4, 4, 4, 4)]),
        (OLDER, "B:C", [(1, 2, 1_048_576, 3)]),
        (NEWER, "3:5", [(3, 1, 5, 16_384)]),
        (NEWER, "#REF!", []),
        (PLAIN, "A1", []),
    ],
)
def test_where_a_conditional_format_shows_another_number(
    tmp_path: Path, rule: str, ref: str, areas: list[Any]
) -> None:
    styles = "<dxfs><dxf/><dxf><numFmt/></dxf></dxfs>"
    sheet = typed_by_hand(tmp_path / "book.xlsx", rule.format(ref), styles=styles)
    assert sheet.looks.conditional == areas


@pytest.mark.parametrize("kind", ["#REF!", "#SPILL!", "#BLOCKED!", "#N/A", "#WHATEVER"])
def test_an_error_is_known_by_its_type(tmp_path: Path, kind: str) -> None:
    cell = f'<c t="e"><f>A9</f><v>{kind}</v></c>'
    sheet = typed_by_hand(tmp_path / "book.xlsx", f"<row>{cell}</row>")
    assert sheet.values == {(1, 1): kind}
    assert sheet.errors == {(1, 1): f"是公式错误 {kind}"}


@pytest.mark.parametrize(
    ("cell", "uncomputed"),
    [
        ('<c t="str"><f>""</f><v></v></c>', False),
        ('<c t="str"><f>""</f><v/></c>', False),
        ('<c t="str"><f>""</f></c>', False),
        ("<c><f>1+1</f><v></v></c>", True),
        ("<c><f>1+1</f></c>", True),
        ("<c><v/></c>", False),
        ('<c s="1"><v></v></c>', False),
        ('<c s="1"><f>1+1</f><v></v></c>', True),
        ('<c t="str"><v></v></c>', False),
    ],
)
def test_an_empty_text_is_a_result(tmp_path: Path, cell: str, uncomputed: bool) -> None:
    days = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    sheet = typed_by_hand(tmp_path / "book.xlsx", f"<row>{cell}</row>", styles=days)
    assert sheet.values == {}
    assert sheet.uncomputed == ({(1, 1)} if uncomputed else set())


@pytest.mark.parametrize("row", ['<c r="7"><v>1</v></c>', "<c>"])
def test_damaged_cells_raise(tmp_path: Path, row: str) -> None:
    with pytest.raises((LookupError, ValueError, Damaged)):
        typed_by_hand(
            tmp_path / "book.xlsx", f"<row>{row}</row>", styles="<cellXfs><xf/></cellXfs>"
        )


def test_a_part_is_read_without_its_comments_unless_it_is_to_be_written_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", "<a><!-- 甲 --><b/></a>")
    package = Package(path.read_bytes())
    assert [len(package.tree("a.xml")), len(package.tree("a.xml", whole=True))] == [1, 2]
    assert len(parsed(b"<a><!-- --></a>", "a.xml")) == 0


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("$B$2", (2, 2, 2, 2)),
        ("B2:D5", (2, 2, 5, 4)),
        ("B:D", (1, 2, LAST_ROW, 4)),
        ("2:5", (2, 1, 5, LAST_COLUMN)),
    ],
)
def test_areas_are_cells_columns_or_rows(said: str, area: tuple[int, ...]) -> None:
    assert area_of(said) == area


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize("number", [1, 59, 61, 45200])
@pytest.mark.parametrize("epoch", [datetime(1899, 12, 30), datetime(1904, 1, 1)])
def test_the_number_behind_a_day_is_the_one_that_shows_it(number: int, epoch: datetime) -> None:
    """Excel's 1900 has a 29 February, the 60th day."""
    assert serial(dated(number, "yyyy-mm-dd", epoch), epoch) == number
