"""Columns of an official table that are one: a head, a label or an amount merged over several.

What reads the tables counts columns and looks for heads.  Here each column of the table gets one
number, however wide it is on the sheet, and every cell keeps its address there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import field

from generator.model import Cell
from generator.workbook.reading.cells import Looks, Place, Range
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import amount, label_key

T = TypeVar("T")


class NarrowedGrid(Grid):
    """A grid in whose ``rows`` columns were joined; ``cell`` says where a place stands all the same.

    ``starts`` has the first column of each on the sheet; ``moved`` the places of what stands in
    another one.
    """

    rows: range = range(0)
    starts: tuple[int, ...] = ()
    moved: dict[Place, Place] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """The address on the sheet."""
        if row in self.rows and column <= len(self.starts):
            row, column = self.moved.get((row, column), (row, self.starts[column - 1]))
        return Grid.cell(self, row, column)


def narrowed(grid: Grid, head: range) -> Grid:
    """The grid with one column for each of the table below ``head``; itself where that is so.

    Columns are one where a cell is merged over them and no row has something in two of them.  One
    in which nothing stands belongs to the one before it.
    """
    own = {place for place in _own_places(grid) if place[0] >= head.stop}
    rows = range(head.stop, _last_number(grid, head) + 1)
    groups = _groups(grid, [place for place in own if place[0] in rows], rows)
    if all(len(group) == 1 for group in groups):
        return grid
    return _Joining(grid, own, head.stop, groups).joined()


def _own_places(grid: Grid) -> Iterator[Place]:
    """Where something stands, also below a merged cell that says something else."""
    yield from grid.values
    yield from grid.errors
    yield from grid.uncomputed
    for place, value in grid.covered.items():
        if label_key(value) != grid.label(*grid.merged[place]):
            yield place


def _last_number(grid: Grid, head: range) -> int:
    """The last row with a number: below it stand signatures, side by side."""
    columns = range(1, grid.width + 1)
    for row in range(grid.height, head.stop - 1, -1):
        if any(amount(grid.values.get((row, column)))[0] is not None for column in columns):
            return row
    return grid.height


def _groups(grid: Grid, own: Iterable[Place], rows: range) -> list[list[int]]:
    """The columns up to the last one in which something stands, those together that are one."""
    stands = dict[int, set[int]]()
    for row, column in own:
        stands.setdefault(column, set()).add(row)
    reach = dict[int, int]()
    for area in grid.ranges:
        inside = range(max(area.top, rows.start), min(area.bottom + 1, rows.stop))
        if inside and grid.label(area.top, area.left):
            reach[area.left] = max(area.right, reach.get(area.left, 0))
            stands.setdefault(area.left, set()).update(inside)
    groups: list[list[int]] = []
    held, spanned = set[int](), 0
    for column in range(1, max(stands, default=0) + 1):
        here = stands.get(column, set())
        if groups and (not here or (column <= spanned and held.isdisjoint(here))):
            groups[-1].append(column)
            held, spanned = held | here, max(spanned, reach.get(column, 0))
        else:
            groups.append([column])
            held, spanned = here, reach.get(column, 0)
    return groups


class _Joining:
    """Where what stands on a sheet stands after its columns were joined, from a row on.

    Below the table, a row with two things in one column is left as it is, with all that follow.
    """

    def __init__(
        self, grid: Grid, own: Iterable[Place], first: int, groups: Sequence[Sequence[int]]
    ) -> None:
        self.grid, self.rows = grid, range(first, grid.height + 1)
        self.starts = tuple(group[0] for group in groups)
        self._numbers = {column: n for n, group in enumerate(groups, start=1) for column in group}
        shared = Counter(map(self._place, own))
        crowded = (row for (row, _), count in shared.items() if count > 1)
        self.rows = range(first, min(crowded, default=grid.height + 1))
        later = (at for at in own if at[0] in self.rows and at[1] not in self.starts)
        self.moved = {self._place(at): at for at in later if at[1] in self._numbers}

    def _place(self, at: Place) -> Place:
        row, column = at
        return (row, self._numbers.get(column, column)) if row in self.rows else at

    def _stays(self, at: Place) -> bool:
        """False beside what stands in the same column, as the format of a blank cell does."""
        if at[0] not in self.rows or at[1] not in self._numbers:
            return True
        place = self._place(at)
        return at == self.moved.get(place, (at[0], self.starts[place[1] - 1]))

    def _values(self, found: Mapping[Place, T]) -> dict[Place, T]:
        return {self._place(at): value for at, value in found.items() if self._stays(at)}

    def _places(self, found: Iterable[Place]) -> frozenset[Place]:
        return frozenset(self._place(at) for at in found if self._stays(at))

    def _areas(self, found: Iterable[Range]) -> list[Range]:
        return [self._area(area) for area in found]

    def _area(self, found: Range) -> Range:
        if found.bottom not in self.rows:
            return found
        last = max(self._numbers)  # an area may end beyond all that stands there
        left, right = (self._numbers[min(c, last)] for c in (found.left, found.right))
        return Range(found.top, left, found.bottom, right)

    def joined(self) -> NarrowedGrid:
        """The grid of fewer columns."""
        grid, looks = self.grid, self.grid.looks
        return NarrowedGrid(
            grid.sheet,
            self._values(grid.values),
            self._places(grid.percent),
            self._places(grid.uncomputed),
            self._areas(area for area in grid.ranges if grid.label(area.top, area.left)),
            self._values(grid.notes),
            self._values(grid.errors),
            Looks(
                self._values(looks.formats),
                self._values(looks.serials),
                self._areas(looks.conditional),
                looks.since_1904,
            ),
            formulas=self._places(grid.formulas),
            rows=self.rows,
            starts=self.starts,
            moved=self.moved,
        )
