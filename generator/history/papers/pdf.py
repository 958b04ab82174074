"""A PDF as the blocks of a paper, through pdfplumber, which is installed only where it is wanted."""

from __future__ import annotations

import io
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.pages import (
    Glyph,
    PageLine,
    cell_text,
    lines_of,
    margins_of,
    paragraphs,
)
from generator.model import regex
from generator.workbook.package import Damaged, TooMuch
from generator.workbook.reading.cells import Range

_MOST_PAGES = 400
_MOST_GLYPHS = 40_000  # of one page
_NEAR = 3.0  # points between edges that are one
_PADDING = 10.8  # points between the edges of a cell and its text, in Word's own tables
_PAGE_NUMBER = regex(r"[-—–\s]*\d{1,3}[-—–\s]*")
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError,
           TypeError, ValueError)  # fmt: skip


class NoPdfReader(Exception):
    """pdfplumber is not installed."""


class NoWords(Exception):
    """The pages are pictures."""


class Locked(Exception):
    """The file opens only with a password."""


class PageTable(Struct, frozen=True):
    """A table as it lies on a page: the boxes of its cells and the characters inside it."""

    boxes: tuple[tuple[float, float, float, float], ...]
    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(box[0] for box in self.boxes)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(box[2] for box in self.boxes)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(box[1] for box in self.boxes)


PagePiece = PageLine | PageTable


def pdf_blocks(content: bytes) -> tuple[PaperBlock, ...]:
    """The paragraphs and tables of a PDF.

    Raises NoPdfReader, NoWords, Locked, Damaged or TooMuch.
    """
    pages = [list(page) for page in _pages(content)]
    if not any(pages):
        raise NoWords
    repeated = _repeated(pages)
    pieces = [[piece for piece in page if not _is_furniture(piece, repeated)] for page in pages]
    return tuple(_blocks([piece for page in pieces for piece in page]))


def _pages(content: bytes) -> Iterator[list[PagePiece]]:
    """The pieces of each page from the top down."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError as error:
        raise NoPdfReader from error
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise TooMuch("pages")
            for page in pdf.pages:
                yield _pieces(page)
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise Locked from error
        raise Damaged("pdf") from error
    except _BROKEN as error:
        raise Damaged("pdf") from error


def _pieces(page: Any) -> list[PagePiece]:
    """The tables of a page and the lines outside them."""
    glyphs = [Glyph(c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars]
    if len(glyphs) > _MOST_GLYPHS:
        raise TooMuch("page")
    tables: list[PagePiece] = []
    for table in page.find_tables():
        left, top, right, bottom = table.bbox
        inside = {g for g in glyphs if left <= g.left < right and top <= g.middle < bottom}
        tables.append(PageTable(tuple(table.cells), tuple(inside)))
        glyphs = [glyph for glyph in glyphs if glyph not in inside]
    return sorted([*tables, *lines_of(glyphs, int(page.width))], key=lambda piece: piece.top)


def _repeated(pages: Sequence[Sequence[PagePiece]]) -> set[str]:
    """Lines that stand at the top or the bottom of most pages: headers, marks."""
    ends = Counter(
        piece.text
        for page in pages
        for piece in {id(p): p for p in (*page[:2], *page[-2:])}.values()
        if isinstance(piece, PageLine)
    )
    return {text for text, count in ends.items() if count > max(2, len(pages) // 2)}


def _is_furniture(piece: PagePiece, repeated: set[str]) -> bool:
    if isinstance(piece, PageTable):
        return False
    return piece.text in repeated or _PAGE_NUMBER.fullmatch(piece.text) is not None


def _blocks(pieces: Sequence[PagePiece]) -> Iterator[PaperBlock]:
    """Lines as paragraphs; tables that follow each other share the edges of their columns."""
    margins = margins_of(piece for piece in pieces if isinstance(piece, PageLine))
    at = 0
    while at < len(pieces):
        run = [pieces[at]]
        while at + len(run) < len(pieces) and _alike(run[-1], pieces[at + len(run)]):
            run.append(pieces[at + len(run)])
        at += len(run)
        tables = [piece for piece in run if isinstance(piece, PageTable)]
        edges = _clustered([x for table in tables for box in table.boxes for x in (box[0], box[2])])
        yield from (_table(table, edges) for table in tables)
        told = [piece for piece in run if isinstance(piece, PageLine)]
        yield from (Passage(text, pieced=True) for text in paragraphs(told, margins))


def _alike(one: PagePiece, other: PagePiece) -> bool:
    """True for two lines, and for two tables that lie between the same edges."""
    if isinstance(one, PageTable) and isinstance(other, PageTable):
        return abs(one.left - other.left) < _NEAR and abs(one.right - other.right) < _NEAR
    return isinstance(one, PageLine) and isinstance(other, PageLine)


def _clustered(edges: Sequence[float]) -> list[float]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _table(table: PageTable, edges: Sequence[float]) -> PaperTable:
    rows = _clustered([y for box in table.boxes for y in (box[1], box[3])])
    texts: dict[tuple[int, int], str] = {}
    merged: list[Range] = []
    held = _held(table, edges, rows)
    for left, top, right, bottom in table.boxes:
        place = Range(
            _at(rows, top), _at(edges, left), _at(rows, bottom) - 1, _at(edges, right) - 1
        )
        inside = [g for r in range(place.top, place.bottom + 1)
                  for c in range(place.left, place.right + 1) for g in held.get((r, c), ())]  # fmt: skip
        if text := cell_text(lines_of(inside), right - left - _PADDING):
            texts[place.top, place.left] = text
        if (place.top, place.left) != (place.bottom, place.right):
            merged.append(place)
    return PaperTable(texts, tuple(merged), len(edges) - 1)


def _held(
    table: PageTable, edges: Sequence[float], rows: Sequence[float]
) -> dict[tuple[int, int], list[Glyph]]:
    """The characters of each place of the grid, by their middles."""
    found: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in table.glyphs:
        place = (
            bisect_right(rows, glyph.middle),
            bisect_right(edges, (glyph.left + glyph.right) / 2),
        )
        found.setdefault(place, []).append(glyph)
    return found


def _at(edges: Sequence[float], edge: float) -> int:
    """The number of an edge, from 1."""
    return bisect_right(edges, edge + _NEAR / 2)


def how_to_install() -> str:
    """The command that installs what reads PDFs."""
    return f"运行 {sys.executable} -m pip install pdfplumber"
