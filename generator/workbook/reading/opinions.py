"""The sheet 审稿意见: what reviewers changed and said, one row each, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.model import Cell
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import label_key

SHEET = "审稿意见"
HEADINGS = (
    ("编号", 10),
    ("审改稿", 20),
    ("审改人", 10),
    ("时间", 17),
    ("类别", 8),
    ("位置", 24),
    ("原文", 36),
    ("改为", 36),
    ("批注", 30),
    ("归属", 30),
    ("采纳情况", 10),
    ("说明", 30),
)
STATES = ("采纳", "部分采纳", "不采纳")
REFUSED = "不采纳"
KEY, STATE, REASON = "编号", "采纳情况", "说明"
HEAD = 3  # the row of the headings


class Opinion(Struct, frozen=True):
    """A row of the sheet: the key of an entry, what became of it, and why.

    ``words`` are what the row asks for, ``cell`` is where what became of it stands.
    """

    key: str
    state: str
    reason: str
    cell: Cell
    words: str = ""

    @property
    def closed(self) -> bool:
        """True when it was taken, or refused with a reason."""
        return self.state in STATES and (self.state != REFUSED or self.reason != "")


class OpinionSheet(Struct, frozen=True):
    """The sheet as it stands: its rows, and the first one that is free.  ``columns`` by heading."""

    rows: tuple[Opinion, ...] = ()
    name: str = SHEET
    free: int = HEAD + 1
    columns: tuple[int, ...] = tuple(range(1, len(HEADINGS) + 1))
    there: bool = False


def is_opinions(name: str) -> bool:
    """True for the name of the sheet."""
    return label_key(name) == label_key(SHEET)


def read_opinions(grids: Mapping[str, Grid]) -> OpinionSheet:
    """The sheet of a workbook; an empty one where there is none or nobody can find its heading."""
    grid = next((grid for grid in grids.values() if is_opinions(grid.sheet)), None)
    if grid is None:
        return OpinionSheet()
    bottom = max((row for row, _ in grid.values), default=HEAD)
    head, columns = _head(grid)
    if head is None:
        return OpinionSheet((), grid.sheet, bottom + 1, there=True)
    rows = tuple(_rows(grid, columns, range(head + 1, bottom + 1)))
    found = tuple(columns.get(label_key(name), 0) for name, _ in HEADINGS)
    return OpinionSheet(rows, grid.sheet, bottom + 1, found, there=True)


def _head(grid: Grid) -> tuple[int | None, dict[str, int]]:
    for row, _ in grid.find(label_key(KEY)):
        columns = {grid.label(row, column): column for r, column in grid.values if r == row}
        if label_key(STATE) in columns:
            return row, columns
    return None, {}


def _rows(grid: Grid, columns: Mapping[str, int], rows: Iterable[int]) -> Iterable[Opinion]:
    names = (KEY, STATE, REASON, "批注", "改为", "原文")
    places = [columns.get(label_key(name), 0) for name in names]
    for row in rows:
        found = [str(grid.values.get((row, c)) or "").strip() for c in places]
        key, state, reason = found[:3]
        if key:
            words = next(filter(None, found[3:]), "")
            yield Opinion(key.upper(), state, reason, grid.cell(row, places[1]), words)
