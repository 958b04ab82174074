"""Tables that go on over a page, in the middle of a row too."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from generator.editions import Edition, load
from generator.history.papers.blocks import PaperTable
from generator.history.papers.folding import folded
from generator.model import regex
from generator.workbook.reading.values import number


def with_tail(table: PaperTable, other: PaperTable, skipped: int, edition: Edition) -> PaperTable:
    """A table with the rows of another below it, without the first ``skipped``.

    Where the page ended inside a row, the first row of the other belongs to the last one.
    """
    tail = _row(other, skipped + 1)
    if not tail or not _is_tail(_row(table, table.height), tail, edition):
        return table.below(other, skipped)
    texts = dict(table.texts)
    for column, text in tail.items():
        place = (table.height, column)
        texts[place] = texts.get(place, "") + text
    return replace(table, texts=texts).below(other, skipped + 1)


def _row(table: PaperTable, row: int) -> dict[int, str]:
    """The texts of a row by their columns."""
    return {c: text for (r, c), text in table.texts.items() if r == row and text.strip()}


def _is_tail(last: dict[int, str], tail: dict[int, str], edition: Edition) -> bool:
    """True where every text goes on with the one above it, and one of them is a known name then.

    A name that is known as it stands is a row of its own, as is whatever has a code; amounts may
    stand in either half of a row, or be torn themselves.
    """
    words = {column: text for column, text in tail.items() if not _is_number(text)}
    amounts = (tail.keys() - words.keys()) & last.keys()
    torn = all(_is_torn(last[column], tail[column]) for column in amounts)
    coded = any(_is_code(text) for text in last.values()) and not any(map(_is_code, tail.values()))
    if not words or not words.keys() <= last.keys() or not torn:
        return not words and torn and coded
    known = _names(edition.id)
    whole = [folded(last[column] + text) for column, text in words.items()]
    alone = any(folded(text) in known for text in words.values())
    above = any(folded(last[column]) in known for column in words)
    return not alone and (any(name in known for name in whole) or (coded and not above))


def _is_number(text: str) -> bool:
    return number(text)[0] is not None


def _is_torn(first: str, rest: str) -> bool:
    """True for a number whose decimals stand on the next page: 122.8 and 0."""
    whole = first + rest
    return _WHOLE.fullmatch(whole) is not None and _WHOLE.fullmatch(first) is None


_WHOLE = regex(r"-?\d[\d,]*\.\d\d")


def _is_code(text: str) -> bool:
    return len(text) in (3, 5, 7) and text.isdigit()


@lru_cache(maxsize=8)
def _names(edition_id: str) -> frozenset[str]:
    """What rows of the official tables are called in an edition."""
    edition = load(edition_id)
    names = [n for f in edition.forms for s in f.sides for line in s.lines for n in line.names]
    names += [n for f in edition.forms for b in f.blocks for line in b.lines for n in line.names]
    names += [*edition.function_codes.values(), *edition.economic_codes.values()]
    return frozenset(map(folded, names))
