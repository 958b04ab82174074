"""The numbers of the text, in reading order, each with the clause that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.document import Draft
from generator.editions.naming import bare
from generator.model import Figure, regex
from generator.products.review.model import DocumentTable, Paragraph, Piece, Section

_DIGIT = regex("[0-9]")
_HEADS = ("TableHead", "TableHeadWide")
_CLAUSE = regex("[^。；：]*[。；：]?")


class PrintedNumber(Struct, frozen=True):
    """A number of the text.  ``place`` are the headings above it, ``text`` what is printed.

    ``clause`` is what it stands in: a clause of a paragraph, or the row of a table.
    """

    place: tuple[str, ...]
    clause: str
    text: str
    figure: Figure


def printed_figures(draft: Draft, document: tuple[Section, ...]) -> tuple[PrintedNumber, ...]:
    """Every number that the program wrote outside the official tables."""
    numbers = {spot.number: spot.index for spot in draft.spots if spot.kind == ""}
    found: list[PrintedNumber] = []
    headings: list[str] = []
    for section in document:
        if section.heading:
            headings[section.heading.level - 1 :] = [section.heading.text]
        if not table_name(section):
            found += [
                PrintedNumber(
                    tuple(headings), clause, piece.text, draft.printed[numbers[piece.spot]]
                )
                for piece, clause in _pieces(section)
                if piece.spot in numbers and _DIGIT.search(piece.text)
            ]
    return tuple(found)


def table_name(section: Section) -> str:
    """公开01表 … 公开09表 for the section of an official table, its title where none has a number.

    "" for any other section: the head with the unit of money stands above official tables only.
    """
    paragraphs = {b.style: b.text.strip() for b in section.blocks if isinstance(b, Paragraph)}
    if "TableNumber" in paragraphs:
        return paragraphs["TableNumber"]
    headed = section.heading and not paragraphs.keys().isdisjoint(_HEADS)
    return bare(section.heading.text) if headed and section.heading else ""


def _pieces(section: Section) -> Iterator[tuple[Piece, str]]:
    """The pieces of a section, each with the clause or row that it stands in."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from _clauses(block)
        elif isinstance(block, DocumentTable):
            for row in block.rows:
                paragraphs = [p for cell in row for p in cell.paragraphs]
                words = " ".join(p.text for p in paragraphs)
                yield from ((piece, words) for p in paragraphs for piece in p.pieces)


def _clauses(paragraph: Paragraph) -> Iterator[tuple[Piece, str]]:
    at, words = 0, paragraph.text
    for piece in paragraph.pieces:
        around = (m.group() for m in _CLAUSE.finditer(words) if m.start() <= at < m.end())
        yield piece, next(around, words).strip()
        at += len(piece.text)
