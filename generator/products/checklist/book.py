"""Tables as an .xlsx to print and to tick off: A4 landscape, one page wide, headings repeated."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.products.checklist.styles import (
    HEADING,
    NOTE,
    OPEN,
    TEXT,
    TITLE,
    WORD,
    Colour,
    Look,
)
from generator.workbook.widths import height_for

_HEADING_ROW = 2  # counted from 0: title, note, heading
_LONGEST = 32767  # characters of a cell
_A4 = 9
_FOOTER = "&C&9第 &P 页，共 &N 页"
_MADE = datetime(2000, 1, 1)  # always, so that the same content gives the same bytes


class Column(Struct, frozen=True):
    """A column: its heading and its width in characters.

    ``word``: single words in the middle; ``colours``: the colour that some of them stand on.
    ``open``: to be filled in, also where the sheet is protected.
    """

    label: str
    width: int
    word: bool = False
    colours: Mapping[str, Colour] | None = None
    open: bool = False

    def look(self, text: str) -> Look:
        """How a cell with that text looks."""
        if self.open:
            return OPEN
        return WORD[(self.colours or {}).get(text, "")] if self.word else TEXT


class PrintedSheet(Struct, frozen=True):
    """A table with a sheet to itself; rows that are too short end with blank cells."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def packed(title: str, source: str, tables: Sequence[PrintedSheet]) -> bytes:
    """The file; ``source`` stands above each table.  The same content gives the same bytes."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title, "author": "gen", "created": _MADE})
        looks = _Looks(book)
        for table in tables:
            sheet = book.add_worksheet(table.name)
            _lay_out(sheet, table)
            _fill(sheet, table, source, looks)
    return stream.getvalue()


class _Looks:
    """The formats of a book, each registered once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[int, tuple[Look, Format]] = {}

    def __getitem__(self, look: Look) -> Format:
        if id(look) not in self._made:  # the look is kept beside: its id is not given again
            self._made[id(look)] = look, self._book.add_format(look)
        return self._made[id(look)][1]


def _lay_out(sheet: Worksheet, table: PrintedSheet) -> None:
    last_row, last_column = _HEADING_ROW + len(table.rows), len(table.columns) - 1
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    sheet.autofilter(_HEADING_ROW, 0, last_row, last_column)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=1, bottom=1)
    sheet.set_footer(_FOOTER, {"margin": 0.5})
    sheet.repeat_rows(_HEADING_ROW)
    sheet.print_area(0, 0, last_row, last_column)


def _fill(sheet: Worksheet, table: PrintedSheet, source: str, looks: _Looks) -> None:
    sheet.write_string(0, 0, f"核对表：{table.name}", looks[TITLE])
    sheet.write_string(1, 0, source, looks[NOTE])
    for number, column in enumerate(table.columns):
        sheet.write_string(_HEADING_ROW, number, column.label, looks[HEADING])
    for at, row in enumerate(table.rows, start=_HEADING_ROW + 1):
        full = row + ("",) * (len(table.columns) - len(row))
        placed = list(zip(table.columns, full, strict=True))
        sheet.set_row(at, max(height_for(text, column.width) for column, text in placed))
        for number, (column, text) in enumerate(placed):
            _write(sheet, at, number, text[:_LONGEST], looks[column.look(text)])


def _write(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Text is text, also when it begins with ``=``; a blank keeps its look."""
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)
