"""Words and numbers that the reader did not find, taken from where the edition would print them.

The draft of a paper's facts marks what is missing.  Where the paper has words in the place of such a
mark, those are what was not found: the sentence itself says which cell they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.document import Spot
from generator.history.audited.slots import DifferenceKind, SentencePair, SlotDifference
from generator.history.papers import PaperRead
from generator.history.papers.folding import Folded, number
from generator.model import Cell, Fact, Table
from generator.workbook.reading.facts import Workbook
from generator.workbook.writing import Values
from generator.workbook.writing.areas import Key
from generator.workbook.writing.style import CellValue

_WORDS, _NUMBERS = frozenset({"text", "long"}), frozenset({"amount", "count"})
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:万元)?")


def learned(
    paper: PaperRead, book: Workbook, pairs: Sequence[SentencePair], spots: Sequence[Spot]
) -> PaperRead | None:
    """The paper with what is found in this way, None where there are none."""
    keys = dict(_keys(book))
    found: dict[Key, CellValue] = {}
    for pair in pairs:
        for difference in pair.differences:
            if difference.kind is not DifferenceKind.GAP or len(difference.spots) != 1:
                continue
            spot = spots[difference.spots[0]]
            key, kind = keys.get(spot.cells[0], (None, "")) if len(spot.cells) == 1 else (None, "")
            value = _value(pair, difference, kind)
            if key is not None and value is not None and key not in paper.content.cells:
                found.setdefault(key, value)
    if not found:
        return None
    content = Values({**paper.content.cells, **found}, paper.content.notes)
    return replace(paper, content=content)


def _value(pair: SentencePair, found: SlotDifference, kind: str) -> CellValue:
    """What stands in the place of a mark, as a cell of that kind takes it; None for nothing."""
    if kind in _NUMBERS:
        digits = _NUMBER.fullmatch(found.said)
        return number(digits[1]) if digits else None
    line = pair.paper.line
    words = found.said if line.row else Folded("".join(line.typed)).cut(found.start, found.end)
    return words.strip("，,。；;：: ") or None if kind in _WORDS else None


def _keys(book: Workbook) -> Iterator[tuple[Cell, tuple[Key, str]]]:
    """The blank cells, with their keys among the content of a workbook and what they take."""
    for sheet in book.edition.asked:
        for block in sheet.blocks:
            lines = {line.key: line.kind for line in block.lines}
            columns = {column.key: column.kind for column in block.columns}
            for row, key in _rows(book.facts.tables[block.id], block.kind == "list"):
                for column, fact in row.items():
                    kind = (lines if block.kind == "fields" else columns).get(
                        key if block.kind == "fields" else column, ""
                    )
                    if not fact.given and fact.cell.address:
                        yield fact.cell, ((block.id, key, column), kind)


def _rows(table: Table, listed: bool) -> Iterator[tuple[dict[str, Fact], str]]:
    """The cells of each row with its key; of a list its number."""
    rows = [row for row in table.rows if not (listed and row.key == "total")]
    for at, row in enumerate(rows):
        yield row.cells, str(at) if listed else row.key
