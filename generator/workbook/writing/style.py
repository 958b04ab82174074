"""How cells look: fonts, colours, number formats, and the few ways of writing into a cell."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.merge import MergedCellRange

from generator.editions.schema import Kind
from generator.workbook.reading.limits import LAST_COLUMN
from generator.workbook.widths import LINE_HEIGHT, height_for, text_width
from generator.workbook.writing.areas import Area

CellValue = Decimal | int | str | date | None

FACE = "宋体"
INK, LINK, QUIET = "000000", "0563C1", "808080"
HEADER, COMPUTED, WANTED = "DDEBF7", "EDEDED", "FFF2AB"
TABS = {"guide": "7F7F7F", "official": "2F75B5", "input": "70AD47"}
GUIDE = "填表说明"

FORMATS: dict[Kind, str] = {
    "amount": "#,##0.00",
    "count": "0",
    "score": "General",
    "rate": "0.0%",
    "date": 'yyyy"年"m"月"d"日"',
    "year": "0",
    "code": "@",
    "text": "@",
    "long": "@",
    "choice": "General",
}
TAKEN_OVER = f"{FORMATS['amount']};-{FORMATS['amount']};"
"""An amount that a formula takes over from a table: nil shows as blank."""
NUMBERS: tuple[Kind, ...] = ("amount", "count", "score", "rate")

_STYLES: WeakKeyDictionary[Workbook, dict[Look, StyleArray]] = WeakKeyDictionary()


class Look(Struct, frozen=True):
    """Everything about a cell but its value."""

    bold: bool = False
    size: float = 10.5
    color: str = INK
    underline: bool = False
    fill: str = ""
    align: str = "left"
    indent: int = 0
    wrap: bool = False
    border: bool = True
    format: str = "General"
    locked: bool = True


TITLE = Look(bold=True, size=16, align="center", border=False)
NOTE = Look(size=10, wrap=True, border=False)
HELP = Look(size=10, color=QUIET, wrap=True, border=False)
HEAD = Look(bold=True, align="center", wrap=True, fill=HEADER)
SECTION = Look(bold=True, size=12, border=False)
LABEL = Look(wrap=True)
CENTER = Look(align="center")
AMOUNT = Look(align="right", format=FORMATS["amount"], locked=False)
COUNT = Look(align="right", format=FORMATS["count"], locked=False)


def input_look(kind: Kind) -> Look:
    """A cell that a person fills in."""
    align = "right" if kind in NUMBERS else "left"
    wrap = kind in ("text", "long")
    return Look(align=align, wrap=wrap, format=FORMATS[kind], locked=False)


def computed(look: Look, locked: bool = True) -> Look:
    """The same cell when a formula stands in it."""
    return replace(look, fill=COMPUTED, locked=locked)


def put(sheet: Any, area: Area, value: CellValue, look: Look, *, formula: bool = False) -> None:
    """Write one value and style (and merge) its area.  Text is text even when it begins with =."""
    if area.address != area.corner:
        _merge(sheet, area)
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            _dress(sheet.cell(row, column), look)
    cell = sheet[area.corner]
    cell.value = value
    if isinstance(value, str) and not formula:
        cell.data_type = "s"
    cell.number_format = look.format  # again: a date has just set its own


def _merge(sheet: Any, area: Area) -> None:
    """Merge an area that no other covers, whose cells get their looks afterwards.

    ``merge_cells`` compares it with every one before, and dresses each cell in the first one's.
    """
    merged = MergedCellRange(sheet, area.address)
    sheet.merged_cells.ranges.add(merged)
    for row, column in islice(merged.cells, 1, None):
        sheet._cells[row, column] = MergedCell(sheet, row, column)


def _dress(cell: Cell, look: Look) -> None:
    """Give a cell its look: openpyxl compares whole styles at each cell, so once for a workbook."""
    styles = _STYLES.setdefault(cell.parent.parent, {})
    if look in styles:
        cell._style = copy(styles[look])  # a cell changes its own
        return
    cell.font = _font(look.bold, look.size, look.color, look.underline)
    cell.fill = solid(look.fill) if look.fill else PatternFill()
    cell.alignment = _alignment(look.align, look.indent, look.wrap)
    cell.border = _border(look.border)
    cell.number_format = look.format
    cell.protection = Protection(locked=look.locked)
    styles[look] = copy(cell._style)


@cache
def _font(bold: bool, size: float, color: str, underline: bool) -> Font:
    return Font(
        name=FACE, size=size, bold=bold, color=color, underline="single" if underline else None
    )


@cache
def solid(color: str) -> PatternFill:
    """A plain fill; the colour is given twice because conditional formats read the second."""
    return PatternFill("solid", start_color=color, end_color=color)


@cache
def _alignment(align: str, indent: int, wrap: bool) -> Alignment:
    return Alignment(horizontal=align, vertical="center", indent=indent, wrap_text=wrap)


@cache
def _border(drawn: bool) -> Border:
    if not drawn:
        return Border()
    side = Side(style="thin", color="808080")
    return Border(left=side, right=side, top=side, bottom=side)


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """Column widths from the first column on."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def free_other_cells(sheet: Any, widths: Sequence[float]) -> None:
    """Unlock the cells that nothing is written to: a row with locked cells cannot be deleted."""
    for number in range(1, len(widths) + 1):
        sheet.column_dimensions[get_column_letter(number)].protection = Protection(locked=False)
    first = len(widths) + 1
    rest = ColumnDimension(sheet, min=first, max=LAST_COLUMN, width=9)
    rest.protection = Protection(locked=False)
    sheet.column_dimensions[get_column_letter(first)] = rest


class GrowingRow(RowDimension):  # type: ignore[misc]
    """A row with a height to begin with, which the spreadsheet program still adapts."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 (openpyxl's name)
        """False: not set by hand."""
        return False


def fit_height(sheet: Any, row: int, text: str, width: float, least: float = LINE_HEIGHT) -> None:
    """Fix a row's height so that a wrapped text fits: merged cells do not grow by themselves."""
    sheet.row_dimensions[row].height = max(least, height_for(text, width))


def start_height(sheet: Any, row: int, height: float) -> None:
    """A height that changes with what is typed later."""
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)


def add_note(sheet: Any, area: Area, text: str) -> None:
    """A cell comment large enough for its text."""
    height = 24 + 20 * ceil(text_width(text) / 30)
    sheet[area.corner].comment = Comment(text, GUIDE, width=250, height=height)


def link_to(sheet: Any, area: Area, target: str, text: str, look: Look) -> None:
    """A cell that leads to the top of another sheet."""
    put(sheet, area, text, replace(look, color=LINK, underline=True))
    sheet[area.corner].hyperlink = Hyperlink(ref=area.corner, location=f"'{target}'!A1")


def add_back_link(sheet: Any, width: int) -> None:
    """返回目录, to the right of everything that is read or printed."""
    area = Area(sheet.title, 1, width + 1, 1, width + 1)
    link_to(sheet, area, GUIDE, "返回目录", Look(size=9, border=False))


def set_page(sheet: Any, bottom: int, right: int, *, landscape: bool, one_page: bool) -> None:
    """A4, one page wide; ``one_page`` also one page high."""
    sheet.print_area = f"A1:{get_column_letter(right)}{bottom}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.size = 9
