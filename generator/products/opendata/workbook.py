"""The tables as printed, and the list of figures, as one .xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.document import Draft, Spot
from generator.figures.phrasing import Phrasing
from generator.model import Figure, regex
from generator.products.opendata.figures import table_name
from generator.products.review.model import Block, DocumentTable, Paragraph, Section, TableCell
from generator.workbook.widths import text_width
from generator.workbook.writing.areas import Area
from generator.workbook.writing.packing import describe, packed
from generator.workbook.writing.style import (
    CENTER,
    HEAD,
    LABEL,
    NOTE,
    TITLE,
    Look,
    put,
    set_page,
    set_widths,
)

FIGURES = "正文数字"
_NUMBER = regex(r"-?[0-9]+(\.[0-9]+)?")
_LONGEST_NAME = 31  # Excel takes no longer name of a sheet
_WIDEST, _NARROWEST = 40.0, 8.0


def workbook(
    document: Iterable[Section], draft: Draft, phrasing: Phrasing, figures: Sequence[Sequence[str]]
) -> bytes:
    """One sheet for each official table as the draft prints it, then the figures of the text."""
    book = Workbook()
    book.remove(book.active)
    places = draft.spots
    for section in document:
        if name := table_name(section):
            sheet = book.create_sheet(name[:_LONGEST_NAME])
            _TableSheet(sheet, draft, places, phrasing).write(section.blocks)
    _figures(book.create_sheet(FIGURES), figures)
    for sheet in book.worksheets:
        sheet.sheet_view.showGridLines = False
    describe(book, "决算公开数据")
    return packed(book)


class _TableSheet:
    """Writes the paragraphs and the table of one section, from the top down."""

    def __init__(
        self, sheet: Worksheet, draft: Draft, places: Sequence[Spot], phrasing: Phrasing
    ) -> None:
        self.sheet, self.draft, self.places, self.phrasing = sheet, draft, places, phrasing
        self.row = 1

    def write(self, blocks: Iterable[Block]) -> None:
        """The whole section; the table's columns set the width of everything."""
        blocks = tuple(blocks)
        table = next(block for block in blocks if isinstance(block, DocumentTable))
        width = sum(cell.columns for cell in table.rows[0])
        widths: list[float] = [_NARROWEST] * width
        for block in blocks:
            if isinstance(block, DocumentTable):
                self._table(block, widths)
            elif isinstance(block, Paragraph):
                self._line(block, width)
        set_widths(self.sheet, widths)
        set_page(self.sheet, self.row - 1, width, landscape=width > 8, one_page=False)

    def _line(self, paragraph: Paragraph, width: int) -> None:
        look = {
            "TableTitle": TITLE,
            "TableNumber": replace(NOTE, align="right", wrap=False),
        }.get(paragraph.style, replace(NOTE, wrap=False))
        area = Area(self.sheet.title, self.row, 1, self.row, width)
        put(self.sheet, area, " ".join(paragraph.text.split()), look)
        self.row += 1

    def _table(self, table: DocumentTable, widths: list[float]) -> None:
        taken: set[tuple[int, int]] = set()
        for number, cells in enumerate(table.rows):
            column = 1
            for cell in cells:
                while (number, column) in taken:
                    column += 1
                self._cell(cell, number, column, number < table.head)
                taken |= {
                    (number + down, column + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                }
                if cell.columns == 1:
                    words = text_width(_words(cell)) + 2
                    widths[column - 1] = min(max(widths[column - 1], words), _WIDEST)
                column += cell.columns
        self.sheet.freeze_panes = f"A{self.row + table.head}"
        self.sheet.print_title_rows = f"{self.row}:{self.row + table.head - 1}"
        self.row += len(table.rows)

    def _cell(self, cell: TableCell, number: int, column: int, head: bool) -> None:
        top = self.row + number
        area = Area(self.sheet.title, top, column, top + cell.rows - 1, column + cell.columns - 1)
        figure = None if head else self._figure(cell)
        value = None if figure is None else self.phrasing.value(figure)
        if value is None:
            words = _words(cell)
            look = HEAD if head else CENTER if words.isdigit() or cell.columns > 1 else LABEL
            put(self.sheet, area, words or None, look)
        else:
            put(self.sheet, area, value, _amount_look(value))

    def _figure(self, cell: TableCell) -> Figure | None:
        """The figure of a cell of nothing but a figure."""
        pieces = [piece for paragraph in cell.paragraphs for piece in paragraph.pieces]
        if len(pieces) != 1 or pieces[0].spot < 0 or self.places[pieces[0].spot].kind:
            return None
        return self.draft.printed[self.places[pieces[0].spot].index]


def _amount_look(value: Decimal) -> Look:
    digits = max(0, -int(value.as_tuple().exponent))
    return Look(align="right", format=f"0.{'0' * digits}" if digits else "0")


def _words(cell: TableCell) -> str:
    return "\n".join(paragraph.text.strip() for paragraph in cell.paragraphs)


def _figures(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """The list of figures: numbers as numbers, everything else as text."""
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row, start=1):
            area = Area(sheet.title, number, column, number, column)
            if number == 1:
                put(sheet, area, words, HEAD)
            elif column == 3 and _NUMBER.fullmatch(words):
                value = Decimal(words)
                put(sheet, area, value, _amount_look(value))
            else:
                put(sheet, area, words or None, LABEL)
    set_widths(sheet, (40, 34, 14, 8, 14, 60))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{len(rows)}"
    set_page(sheet, len(rows), 6, landscape=True, one_page=False)
