"""Words and numbers that the reader did not find, taken from where the edition would print them.

The draft of a paper's facts marks what is missing.  Where the paper has words in the place of such a
mark, those are what was not found: the sentence itself says which cell they belong to.  Numbers that
nobody looked for are found in the same way: the draft is made with a number of no meaning in each
such cell, so that it prints every sentence of the edition, and the paper has its own in that place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from generator.document import Draft, Spot
from generator.history.audited.slots import (
    DifferenceKind,
    PrintedSlot,
    SentencePair,
    SlotDifference,
)
from generator.history.papers import PaperRead
from generator.history.papers.folding import Folded, number
from generator.history.papers.reading import with_more
from generator.model import Cell, Fact, Table, regex
from generator.workbook.reading.facts import Workbook
from generator.workbook.writing import Values
from generator.workbook.writing.areas import Key
from generator.workbook.writing.style import CellValue

_WORDS, _NUMBERS = frozenset({"text", "long"}), frozenset({"amount", "count", "score"})
_NUMBER = regex(r"(\d[\d,]*(?:\.\d+)?)(?:万元)?")
_NO_MEANING = {"amount": Decimal("11.11"), "count": Decimal(3), "score": Decimal(90)}
_BEFORE = 4  # signs before a number that are the edition's own
_WAN = Decimal(10000)


def probed(paper: PaperRead) -> PaperRead:
    """The paper with a number of no meaning in every single cell that is blank: see above."""
    found = {
        (block.id, line.key, "value"): _NO_MEANING[line.kind]
        for sheet in paper.edition.asked
        for block in sheet.blocks
        if block.kind == "fields"
        for line in block.lines
        if line.kind in _NO_MEANING and not line.live
    }
    return replace(paper, content=Values({**found, **paper.content.cells}, paper.content.notes))


def learned(
    paper: PaperRead,
    book: Workbook,
    pairs: Sequence[SentencePair],
    draft: tuple[Draft, Sequence[Spot]],
) -> PaperRead | None:
    """The paper with what is found in this way, None where there are none.

    ``book`` and ``draft``, which comes with its marked places, are those of the paper ``probed``.
    """
    made, spots = draft
    keys, found = dict(_keys(book)), dict[Key, CellValue]()
    for pair in pairs:
        for difference in pair.differences:
            if difference.kind is DifferenceKind.GAP and len(difference.spots) == 1:
                key, kind = _key(spots[difference.spots[0]], keys)
                _put(found, key, _value(pair, difference, kind))
        for slot in () if pair.paper.line.row else pair.slots:
            spot = spots[slot.theirs.spot] if slot.theirs.spot >= 0 else None
            if spot is not None and spot.kind == "" and not made.printed[spot.index].formula:
                key, kind = _key(spot, keys)
                _put(found, key, _counted(pair, slot, kind, paper.edition.money.of_yuan))
    found = {key: value for key, value in found.items() if key not in paper.content.cells}
    return with_more(paper, found) if found else None


def _key(spot: Spot, keys: Mapping[Cell, tuple[Key, str]]) -> tuple[Key | None, str]:
    return keys.get(spot.cells[0], (None, "")) if len(spot.cells) == 1 else (None, "")


def _put(found: dict[Key, CellValue], key: Key | None, value: CellValue) -> None:
    if key is not None and value is not None:
        found.setdefault(key, value)


def _counted(pair: SentencePair, slot: PrintedSlot, kind: str, of_yuan: Decimal) -> CellValue:
    """The number of a slot in 万元 or as a count, where the words before it are the edition's."""
    ours, theirs = (
        sentence.line.text[max(sentence.start, token.start - _BEFORE) : token.start]
        for sentence, token in ((pair.paper, slot.ours), (pair.draft, slot.theirs))
    )
    if kind not in _NUMBERS or ours != theirs or slot.ours.value is None:
        return None
    return slot.ours.value * of_yuan / _WAN if kind == "amount" else slot.ours.value


def _value(pair: SentencePair, found: SlotDifference, kind: str) -> CellValue:
    """What stands in the place of a mark, as a cell of that kind takes it; None for nothing."""
    if kind in _NUMBERS:
        digits = _NUMBER.fullmatch(found.said)
        return number(digits[1]) if digits else None
    line = pair.paper.line
    words = found.said if line.row else Folded("".join(line.typed)).cut(found.start, found.end)
    return words.strip("，,。；;：: ") or None if kind in _WORDS else None


def _keys(book: Workbook) -> Iterator[tuple[Cell, tuple[Key, str]]]:
    """The cells of the input sheets, with their keys among its content and what they take."""
    for sheet in book.edition.asked:
        for block in sheet.blocks:
            lines = {line.key: line.kind for line in block.lines}
            columns = {column.key: column.kind for column in block.columns}
            for row, key in _rows(book.facts.tables[block.id], block.kind == "list"):
                for column, fact in row.items():
                    kind = (lines if block.kind == "fields" else columns).get(
                        key if block.kind == "fields" else column, ""
                    )
                    if fact.cell.address:
                        yield fact.cell, ((block.id, key, column), kind)


def _rows(table: Table, listed: bool) -> Iterator[tuple[dict[str, Fact], str]]:
    """The cells of each row with its key; of a list its number."""
    rows = [row for row in table.rows if not (listed and row.key == "total")]
    for at, row in enumerate(rows):
        yield row.cells, str(at) if listed else row.key
