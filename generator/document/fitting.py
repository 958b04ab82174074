"""Official tables that would spill a few rows onto a second page get rows low enough to stay on one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import ceil

from msgspec import Struct

from generator.document.paragraphs import (
    Page,
    ParagraphLook,
    Replacement,
    looks,
    page_of,
    varied,
)
from generator.figures.phrasing import unmarked
from generator.model import regex
from generator.workbook.widths import text_width

_BLOCK = regex(r"<w:tbl>.*?</w:tbl>|<w:p(?: [^>]*)?>.*?</w:p>|<w:p/>", re.DOTALL)
# What follows below a place: a paragraph, or where a table begins.
_BELOW = regex(rb"<w:tbl>|<w:p(?: [^>]*)?>.*?</w:p>|<w:p/>", re.DOTALL)
_TABLE, _TABLE_END, _HEADER = b"<w:tbl>", b"</w:tbl>", b"<w:tblHeader/>"
_ROW_START, _ROW_END = regex("<w:tr[ >]"), "</w:tr>"
_CELL = regex(r"<w:tc>.*?</w:tc>", re.DOTALL)
_STYLE = regex(r'<w:pStyle w:val="([^"]*)"/>')
# What the schema wants before w:spacing.
_BEFORE_SPACING = regex(
    rf"{_STYLE.pattern}(?:<w:(?:keepNext|keepLines|pageBreakBefore|widowControl)\b.*?/>)*"
)
_PROPERTIES = regex(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_HEIGHT = regex(r'(<w:trHeight w:val=")(\d+)(" w:hRule="atLeast"/>)')
_LEAST = regex(rb'<w:trHeight w:val="(\d+)" w:hRule="atLeast"/>')
_CELL_WIDTH = regex(r'<w:tcW w:w="(\d+)"')
_SHOWN = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_MARGINS = 120  # left and right of the text of a cell, in twentieths of a point
_LOWEST = 235  # of a row: below it the lines of 五号 would touch
_STEP = 15


def fitted(body: bytes, part: range, styles: bytes, first: bool) -> Iterator[Replacement]:
    """Lower rows for the tables of a section that are only a little too long for their page.

    All sections but the ``first`` begin a page.  Reckoned from the exact heights of lines that
    the styles give; a table that shares its page with another one, and one of a template whose
    rows say no height, stays as it is.
    """
    known, page = looks(styles), page_of(body, part)
    if page is None:
        return
    for start, after in _tables(body, part):
        if _may_spill(heights := _heights(body, start, after), page):
            above = _height_above(body, range(part.start, start), known, from_top=not first)
            if above is None:
                continue
            room = page.height - above - _height_below(body, range(after, part.stop), known)
            if _lowest(heights) > room:
                continue  # of several pages: its cells need not be looked at
            table = body[start:after].decode("utf-8")
            lowered = _lowered(table, styles, room)
            if lowered != table:
                yield Replacement(start, after, lowered.encode("utf-8"))


def _tables(body: bytes, part: range) -> Iterator[tuple[int, int]]:
    """Where each table of a section begins and ends."""
    start = body.find(_TABLE, part.start, part.stop)
    while start >= 0:
        after = body.index(_TABLE_END, start) + len(_TABLE_END)
        yield start, after
        start = body.find(_TABLE, after, part.stop)


def _heights(body: bytes, start: int, after: int) -> list[int]:
    """What the rows of an official table say that they are high at least; none of another one."""
    if body.find(_HEADER, start, after) < 0:
        return []
    return [int(found[1]) for found in _LEAST.finditer(body, start, after)]


def _may_spill(heights: Iterable[int], page: Page) -> bool:
    """Whether it is worth reckoning: rows with two lines are not yet counted."""
    return sum(heights) > page.height * 0.55


def _height_above(
    body: bytes, above: range, known: Mapping[str, ParagraphLook], from_top: bool
) -> int | None:
    """The height of what stands last in a part, on one page; None where a table does, too.

    ``from_top``: the part begins a page.
    """
    table = body.rfind(_TABLE_END, above.start, above.stop)
    text = body[max(above.start, table) : above.stop].decode("utf-8")
    height = 0 if from_top and table < 0 else None
    for block in _BLOCK.findall(text):
        look = _look(block, known)
        if look.breaks:
            height = 0
        if height is not None:
            height += _paragraph_height(block, look, _WIDE)
        if "<w:sectPr>" in block or 'w:type="page"' in block:
            height = 0
    return height


def _height_below(body: bytes, below: range, known: Mapping[str, ParagraphLook]) -> int:
    """The height of the notes below a table; what follows them may well go over."""
    height = 0
    for found in _BELOW.finditer(body, below.start, below.stop):
        block = found[0].decode("utf-8")
        look = _look(block, known)
        if block == "<w:tbl>" or "<w:sectPr>" in block or look.breaks or look.line > _NOTE:
            break
        height += _paragraph_height(block, look, _WIDE)
    return height


_WIDE = 9000  # the width of what stands above and below a table, at least
_NOTE = 300  # the line of a note is no higher


def _lowered(table: str, styles: bytes, room: int) -> str:
    """The table with rows just low enough for the room; as it is where that would not do."""
    rows = [_row(row, styles) for row in _rows(table)]
    tallest = max(row.least for row in rows)
    if sum(row.height(tallest) for row in rows) <= room:
        return table
    for height in range(tallest - _STEP, _LOWEST - 1, -_STEP):
        if sum(row.height(height) for row in rows) <= room:
            return _with_rows_of(table, looks(styles), height)
    return table


def _lowest(heights: Iterable[int]) -> int:
    """What rows are high at least, however low they are made."""
    return sum(min(height, _LOWEST) + _BORDER for height in heights)


def _with_rows_of(table: str, known: Mapping[str, ParagraphLook], height: int) -> str:
    """The table with no row higher than it must be, and lines that go into such rows."""

    def lower(found: re.Match[str]) -> str:
        return f"{found[1]}{min(int(found[2]), height)}{found[3]}"

    def close(found: re.Match[str]) -> str:
        look = known.get(found[1], _PLAIN)
        if look.line <= height:
            return found[0]
        return f'{found[0]}<w:spacing w:line="{height}" w:lineRule="exact"/>'

    return _BEFORE_SPACING.sub(close, _HEIGHT.sub(lower, table))


def _rows(table: str) -> Iterator[str]:
    """Each row; one inside a row counts as part of it up to its own end."""
    for part in table.split(_ROW_END)[:-1]:
        if start := _ROW_START.search(part):
            yield part[start.start() :] + _ROW_END


class _Row(Struct, frozen=True):
    """The least height of a row, and of each of its cells how many lines it has of which height."""

    least: int
    cells: tuple[tuple[tuple[int, int], ...], ...]

    def height(self, limit: int) -> int:
        """Its height where neither a line nor a row need be higher than the limit."""
        lines = (sum(n * min(line, limit) for n, line in cell) for cell in self.cells)
        return max([min(self.least, limit), *lines]) + _BORDER


_BORDER = 8


class _CellParagraph(Struct, frozen=True):
    """A paragraph of a cell: the room for its lines, and which texts of the row it has."""

    room: int
    look: ParagraphLook
    texts: tuple[int, ...]


class _RowFrame(Struct, frozen=True):
    """A row without its texts: its least height, and the paragraphs of each cell."""

    least: int
    cells: tuple[tuple[_CellParagraph, ...], ...]


def _row(row: str, styles: bytes) -> _Row:
    pieces = _SHOWN.split(row)
    texts, frame = pieces[1::2], _frame(tuple(pieces[::2]), styles)
    short = max(map(len, texts), default=0) < _SHORT
    cells = frame.cells[:1] if short else frame.cells  # short: one line everywhere
    return _Row(frame.least, tuple(_filled(cell, texts) for cell in cells))


_SHORT = 8  # signs that go into any cell


def _filled(cell: tuple[_CellParagraph, ...], texts: list[str]) -> tuple[tuple[int, int], ...]:
    """How many lines each paragraph of a cell takes with the texts of its row, and how high."""
    return tuple(
        (_count("".join([texts[at] for at in part.texts]), part.look, part.room), part.look.line)
        for part in cell
    )


@lru_cache(maxsize=256)  # rows differ in their texts: the template has a few dozen kinds of them
def _frame(pieces: tuple[str, ...], styles: bytes) -> _RowFrame:
    """The row of which these are the pieces between the texts."""
    numbered = [f"{piece}<w:t>{at}</w:t>" for at, piece in enumerate(pieces[:-1])]
    row = "".join([*numbered, pieces[-1]])
    least, known = _HEIGHT.search(row), looks(styles)
    cells = tuple(_cell(cell, known) for cell in _CELL.findall(row))
    return _RowFrame(int(least[2]) if least else 0, cells)


def _cell(cell: str, known: Mapping[str, ParagraphLook]) -> tuple[_CellParagraph, ...]:
    width = _CELL_WIDTH.search(cell)
    if 'w:vMerge w:val="restart"' in cell or width is None:
        return ()  # it has the rows below as well
    room = int(width[1]) - _MARGINS
    return tuple(
        _CellParagraph(room, _look(block, known), tuple(map(int, _SHOWN.findall(block))))
        for block in _BLOCK.findall(cell, 4)
    )


def _look(paragraph: str, known: Mapping[str, ParagraphLook]) -> ParagraphLook:
    properties = _PROPERTIES.match(paragraph, paragraph.find(">") + 1)
    if properties is None:
        return _PLAIN
    style = _STYLE.search(properties[0])
    look = known.get(style[1], _PLAIN) if style else _PLAIN
    styled = style is not None and properties[0] == f"<w:pPr>{style[0]}</w:pPr>"
    return look if styled else varied(look, properties[0])


_PLAIN = ParagraphLook()


def _paragraph_height(paragraph: str, look: ParagraphLook, width: int) -> int:
    return look.before + look.after + _lines(paragraph, look, width) * look.line


def _lines(paragraph: str, look: ParagraphLook, width: int) -> int:
    return _count("".join(_SHOWN.findall(paragraph)), look, width)


def _count(text: str, look: ParagraphLook, width: int) -> int:
    """How many lines a text takes."""
    if len(text) * look.size <= width:
        return 1  # no sign is wider than the size
    wide = text_width(unmarked(text)) / 2 * look.size
    return max(1, ceil(wide / max(width, look.size, 1)))
