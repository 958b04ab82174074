"""What is written into the workbook for the edits that were taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.history.returned.entries import ReviewEntry
from generator.history.returned.model import CellChange
from generator.history.returned.telling import review_row
from generator.model import Cell, Value
from generator.workbook.changing.entries import CellEntry


class Taken(Struct, frozen=True):
    """``cells`` are to be written for ``entries``; ``refused`` cannot be, with the reason."""

    cells: tuple[CellEntry, ...]
    entries: tuple[ReviewEntry, ...]
    refused: tuple[tuple[ReviewEntry, str], ...]


def taken(accepted: Iterable[ReviewEntry], formulas: frozenset[Cell]) -> Taken:
    """All edits of a cell together; none of them where they contradict each other.

    ``formulas`` are the cells that compute themselves: nothing is written into them.
    """
    by_cell: dict[Cell, list[ReviewEntry]] = {}
    for entry in accepted:
        if entry.owner.change is not None:
            by_cell.setdefault(entry.owner.change.cell, []).append(entry)
    cells, done, refused = list[CellEntry](), list[ReviewEntry](), list[tuple[ReviewEntry, str]]()
    for cell, entries in by_cell.items():
        value = _together([e.owner.change for e in entries if e.owner.change is not None])
        if cell in formulas:
            refused += [(entry, f"{cell} 是公式，请改它的来源") for entry in entries]
        elif value is None:
            refused += [(entry, f"{cell} 有几处互相矛盾的修改") for entry in entries]
        else:
            done += entries
            cells.append(CellEntry(cell, value[0], "审改稿"))
    return Taken(tuple(cells), tuple(done), tuple(refused))


def _together(changes: Sequence[CellChange]) -> tuple[Value] | None:
    """What the cell says with all its changes; None where they contradict each other."""
    spliced = sorted({(c.start, c.end, c.words) for c in changes if c.start >= 0})
    whole = {c.value for c in changes if c.start < 0}
    if whole:
        return (whole.pop(),) if len(whole) == 1 and not spliced else None
    text, at = "", 0
    old = changes[0].old if isinstance(changes[0].old, str) else ""
    last = -1
    for start, end, words in spliced:
        if start < at or start == last:
            return None
        text += old[at:start] + words
        at, last = end, start
    return ((text + old[at:]).strip() or None,)


def as_rows(file: str, entries: Iterable[ReviewEntry]) -> list[tuple[str, ...]]:
    """The entries as rows of the sheet 审稿意见."""
    return [_row(file, entry) for entry in entries]


def _row(file: str, entry: ReviewEntry) -> tuple[str, ...]:
    key, author, kind, *words = review_row(entry)
    return (key, file, author, entry.date.replace("T", " ").rstrip("Z"), kind, *words)
