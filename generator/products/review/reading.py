"""The rendered body of a draft → sections in reading order, with its marked places numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from generator.document import Draft
from generator.document.word import WordBlock, WordParagraph, WordRow, WordTable
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.model import regex
from generator.products.review.model import (
    Block,
    Chart,
    DocumentTable,
    Paragraph,
    Piece,
    Section,
    TableCell,
)

_MARKED = regex(f"{OPEN}([0-9]+){SHUT}([^{CLOSE}]*){CLOSE}")
_TITLE, _CONTENTS = "Title", "TOC"
_DEEPEST = 3


def sections(draft: Draft) -> tuple[Section, ...]:
    """The document cut at its headings, without its table of contents."""
    return tuple(sections_in_turn(draft))


def sections_in_turn(draft: Draft) -> Iterator[Section]:
    """The same one after the other: a large document is not held as a whole."""
    count, heading = 0, None
    found: list[Block] = []
    for block in _blocks(draft.words.blocks):
        if isinstance(block, Paragraph) and block.level > 0:
            yield Section(f"s{count}", heading, tuple(found))
            count, heading, found = count + 1, block, []
        else:
            found.append(block)
    yield Section(f"s{count}", heading, tuple(found))


def _blocks(read: Iterable[WordBlock]) -> Iterator[Block]:
    for block in read:
        if isinstance(block, WordTable):
            yield _table(block)
        elif not isinstance(block, WordParagraph):
            yield Chart(block.name, Paragraph(tuple(_pieces(block.alternative))))
        elif block.text.strip() and not block.style.id.startswith(_CONTENTS):
            yield _paragraph(block)


def _paragraph(read: WordParagraph) -> Paragraph:
    level = read.style.level if read.style.level <= _DEEPEST else 0
    shown = read.text.replace("\t", "\u3000")
    return Paragraph(tuple(_pieces(shown)), read.style.id, -1 if read.style.id == _TITLE else level)


def _pieces(text: str) -> Iterator[Piece]:
    if OPEN not in text:
        yield Piece(text)
        return
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[2], int(match[1]))
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


def _table(read: WordTable) -> DocumentTable:
    header = takewhile(lambda row: row.header, read.rows)
    rows = (tuple(_cells(read, number, row)) for number, row in enumerate(read.rows))
    return DocumentTable(tuple(rows), sum(1 for _ in header))


def _cells(read: WordTable, number: int, row: WordRow) -> Iterator[TableCell]:
    """The cells that start in a row; a table inside one is read line by line."""
    for cell in row.cells:
        if cell.merge != "continue":
            paragraphs = tuple(_paragraph(one) for one in cell.paragraphs if one.text.strip())
            yield TableCell(paragraphs, cell.span, read.depth(number, cell))
