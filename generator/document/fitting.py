"""Official tables that would spill a few rows onto a second page get rows low enough to stay on one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import ceil

from msgspec import Struct

from generator.document.paragraphs import Page, ParagraphLook, looks, page_at, pages, varied
from generator.figures.phrasing import unmarked
from generator.model import regex
from generator.workbook.widths import text_width

_BLOCK = regex(r"<w:tbl>.*?</w:tbl>|<w:p(?: [^>]*)?>.*?</w:p>|<w:p/>", re.DOTALL)
_TABLE_END = "</w:tbl>"
_ROW = regex(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_CELL = regex(r"<w:tc>.*?</w:tc>", re.DOTALL)
_STYLE = regex(r'<w:pStyle w:val="([^"]*)"/>')
# What the schema wants before w:spacing.
_BEFORE_SPACING = regex(
    rf"{_STYLE.pattern}(?:<w:(?:keepNext|keepLines|pageBreakBefore|widowControl)\b.*?/>)*"
)
_PROPERTIES = regex(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_HEIGHT = regex(r'(<w:trHeight w:val=")(\d+)(" w:hRule="atLeast"/>)')
_SHOWN = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_MARGINS = 120  # left and right of the text of a cell, in twentieths of a point
_LOWEST = 235  # of a row: below it the lines of 五号 would touch
_STEP = 15


def fitted(body: str, styles: bytes) -> str:
    """The body with lower rows in the tables that are only a little too long for their page.

    Reckoned from the exact heights of lines that the styles give; a table that shares its page with
    another one, and one of a template whose rows say no height, stays as it is.
    """
    known, sections = looks(styles), pages(body)
    made, end = list[str](), 0
    for start, after in _tables(body):
        page, table = page_at(sections, start), body[start:after]
        if page and "<w:tblHeader/>" in table and _may_spill(table, page):
            above = _height_above(body[end:start], known)
            if above is not None:
                below = _height_below(body, after, known)
                made += [body[end:start], _lowered(table, known, page.height - above - below)]
                end = after
    return "".join([*made, body[end:]])


def _tables(body: str) -> Iterator[tuple[int, int]]:
    """Where each table begins and ends."""
    start = body.find("<w:tbl>")
    while start >= 0:
        after = body.index(_TABLE_END, start) + len(_TABLE_END)
        yield start, after
        start = body.find("<w:tbl>", after)


def _may_spill(table: str, page: Page) -> bool:
    """Whether it is worth reckoning: rows with two lines are not yet counted."""
    return sum(int(found[2]) for found in _HEIGHT.finditer(table)) > page.height * 0.55


def _height_above(before: str, known: Mapping[str, ParagraphLook]) -> int | None:
    """The height of what stands above on the same page; None where a table does, too."""
    blocks = _BLOCK.findall(before, max(0, before.rfind(_TABLE_END)))
    height = None
    for block in blocks:
        look = _look(block, known)
        if look.breaks:
            height = 0
        if height is not None:
            height += _paragraph_height(block, look, _WIDE)
        if "<w:sectPr>" in block or 'w:type="page"' in block:
            height = 0
    return height


def _height_below(body: str, start: int, known: Mapping[str, ParagraphLook]) -> int:
    """The height of the notes below a table; what follows them may well go over."""
    height = 0
    for found in _BLOCK.finditer(body, start):
        look = _look(found[0], known)
        other = found[0].startswith("<w:tbl>") or "<w:sectPr>" in found[0]
        if other or look.breaks or look.line > _NOTE:
            break
        height += _paragraph_height(found[0], look, _WIDE)
    return height


_WIDE = 9000  # the width of what stands above and below a table, at least
_NOTE = 300  # the line of a note is no higher


def _lowered(table: str, known: Mapping[str, ParagraphLook], room: int) -> str:
    """The table with rows just low enough for the room; as it is where that would not do."""
    if _lowest(table) > room:
        return table  # of several pages: its cells need not be looked at
    rows = [_row(row, known) for row in _ROW.findall(table)]
    tallest = max(row.least for row in rows)
    if sum(row.height(tallest) for row in rows) <= room:
        return table
    for height in range(tallest - _STEP, _LOWEST - 1, -_STEP):
        if sum(row.height(height) for row in rows) <= room:
            return _with_rows_of(table, known, height)
    return table


def _lowest(table: str) -> int:
    """What its rows are high at least, however low they are made."""
    return sum(min(int(found[2]), _LOWEST) + _BORDER for found in _HEIGHT.finditer(table))


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


class _Row(Struct, frozen=True):
    """The least height of a row, and of each of its cells how many lines it has of which height."""

    least: int
    cells: tuple[tuple[tuple[int, int], ...], ...]

    def height(self, limit: int) -> int:
        """Its height where neither a line nor a row need be higher than the limit."""
        lines = (sum(n * min(line, limit) for n, line in cell) for cell in self.cells)
        return max([min(self.least, limit), *lines]) + _BORDER


_BORDER = 8


def _row(row: str, known: Mapping[str, ParagraphLook]) -> _Row:
    least = _HEIGHT.search(row)
    cells = _CELL.findall(row)
    if max(map(len, _SHOWN.findall(row)), default=0) < _SHORT:
        cells = cells[:1]  # one line everywhere
    return _Row(int(least[2]) if least else 0, tuple(_cell(cell, known) for cell in cells))


_SHORT = 8  # signs that go into any cell


def _cell(cell: str, known: Mapping[str, ParagraphLook]) -> tuple[tuple[int, int], ...]:
    width = re.search(r'<w:tcW w:w="(\d+)"', cell)
    if 'w:vMerge w:val="restart"' in cell or width is None:
        return ()  # it has the rows below as well
    paragraphs = [(block, _look(block, known)) for block in _BLOCK.findall(cell, 4)]
    room = int(width[1]) - _MARGINS
    return tuple((_lines(block, look, room), look.line) for block, look in paragraphs)


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
    text = unmarked("".join(_SHOWN.findall(paragraph)))
    return max(1, ceil(text_width(text) / 2 * look.size / max(width, look.size, 1)))
