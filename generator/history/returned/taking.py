"""What is written into the workbook for the edits that were taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from generator.history.returned.entries import ReviewEntry
from generator.history.returned.model import CellChange, RowEdit
from generator.history.returned.telling import review_row
from generator.model import Cell, Value
from generator.workbook.changing.entries import CellEntry

LONGEST_TEXT = 32767  # signs of a cell; Excel calls a file with more damaged


class Taken(Struct, frozen=True):
    """``cells`` and ``rows`` are written for ``entries``; ``refused`` cannot be, with the reason."""

    cells: tuple[CellEntry, ...]
    rows: tuple[RowEdit, ...]
    entries: tuple[ReviewEntry, ...]
    refused: tuple[tuple[ReviewEntry, str], ...]


def taken(
    accepted: Iterable[ReviewEntry], formulas: frozenset[Cell], texts: dict[Cell, Value]
) -> Taken:
    """All edits of a cell together; none of them where they contradict each other.

    ``formulas`` are the cells that compute themselves: nothing is written into them.  ``texts``
    are what the cells say that are joined with others.
    """
    wanted, refused = list(accepted), list[tuple[ReviewEntry, str]]()
    while True:
        values, troubles = _values(wanted), dict[Cell, str]()
        rows = tuple(dict.fromkeys(e.owner.row for e in wanted if e.owner.row is not None))
        torn = set(_torn(rows, values))
        for cell in (cell for entry in wanted for cell in entry.owner.writes):
            if cell in formulas:
                troubles[cell] = f"{cell} 是公式，请改它的来源"
            elif _long(values.get(cell)):
                troubles[cell] = f"{cell} 放不下：一格最多 {LONGEST_TEXT} 个字"
            elif (cell in values and values[cell] is None) or cell in torn:
                troubles[cell] = f"{cell} 有几处互相矛盾的修改"
        if not troubles:
            break
        told = [
            (e, next((troubles[c] for c in e.owner.writes if c in troubles), "")) for e in wanted
        ]
        refused += [(entry, why) for entry, why in told if why]
        wanted = [entry for entry, why in told if not why]
    made = {cell: value[0] for cell, value in values.items() if value is not None}
    _join(wanted, made, texts)
    cells = tuple(CellEntry(cell, value, "审改稿") for cell, value in made.items())
    return Taken(cells, rows, tuple(wanted), tuple(refused))


def _torn(rows: Iterable[RowEdit], values: Collection[Cell]) -> Iterator[Cell]:
    """The cells of rows that go and are to say something else, or that go to several places."""
    often = Counter(cell for row in rows for cell in row.cells)
    for row in rows:
        gone = row.kind == "gone"
        yield from (cell for cell in row.cells if often[cell] > 1 or (gone and cell in values))


def _long(value: tuple[Value] | None) -> bool:
    return value is not None and isinstance(value[0], str) and len(value[0]) > LONGEST_TEXT


def _values(entries: Iterable[ReviewEntry]) -> dict[Cell, tuple[Value] | None]:
    """What each cell says with all changes of it; None where they contradict each other."""
    by_cell: dict[Cell, list[CellChange]] = {}
    for entry in entries:
        for change in entry.owner.changes:
            by_cell.setdefault(change.cell, []).append(change)
    return {cell: _together(changes) for cell, changes in by_cell.items()}


def _join(
    entries: Iterable[ReviewEntry], made: dict[Cell, Value], texts: dict[Cell, Value]
) -> None:
    """Put the words of cells behind those of others, from the last one on: three become one."""
    joins = [entry.owner.join for entry in entries if entry.owner.join is not None]
    for join in reversed(joins):
        first, second = (made.get(c, texts.get(c)) for c in (join.first, join.second))
        made[join.first] = f"{first or ''}{join.between}{second or ''}" or None
        made[join.second] = None


def _together(changes: Sequence[CellChange]) -> tuple[Value] | None:
    """What the cell says with all its changes; None where they contradict each other."""
    spliced = list(dict.fromkeys((c.start, c.end, c.words) for c in changes if c.start >= 0))
    whole = {c.value for c in changes if c.start < 0}
    if whole:
        return (whole.pop(),) if len(whole) == 1 and not spliced else None
    text, at = "", 0
    old = changes[0].old if isinstance(changes[0].old, str) else ""
    last = -1
    for start, end, words in sorted(spliced, key=lambda splice: splice[:2]):
        if start < at or (start == last and "\n" not in (words[:1], words[-1:], text[-1:])):
            return None
        text += old[at:start] + words
        at, last = end, start
    return ((text + old[at:]).strip() or None,)


def as_rows(file: str, entries: Iterable[ReviewEntry]) -> list[tuple[str, ...]]:
    """The entries as rows of the sheet 审稿意见."""
    return [_row(file, entry) for entry in entries]


def _row(file: str, entry: ReviewEntry) -> tuple[str, ...]:
    key, author, kind, *words = review_row(entry)
    when = entry.date.replace("T", " ").rstrip("Z")
    return (key, file, author, when, kind, *(text[:LONGEST_TEXT] for text in words))
