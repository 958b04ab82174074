"""Numbers that a person typed before the rows of a list: 1, 2, 3 …"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model import Value
from generator.workbook.reading.inputs import Placement
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import label_key

_CALLED = label_key("序号")


class RowNumbers:
    """The columns 序号 of a list, declared or not, in which every number is one more."""

    def __init__(self, grid: Grid, where: Placement) -> None:
        self._grid, self._where = grid, where
        self.columns = tuple(filter(self._counts, range(1, grid.width + 1)))

    def _counts(self, column: int) -> bool:
        """True for a column that is typed; one that computes itself needs nothing."""
        grid, rows = self._grid, self._where.rows
        if grid.label(self._where.header, column) != _CALLED:
            return False
        said = [text for row in rows if (text := grid.label(row, column))]
        counted = [str(number) for number in range(1, len(said) + 1)]
        return said == counted and grid.formulas.isdisjoint((row, column) for row in rows)

    def numbered(self, row: int) -> bool:
        """True for a row with a number."""
        return any(self._grid.label(row, column) for column in self.columns)

    def differing(self, row: int, number: int) -> Iterator[tuple[int, Value]]:
        """What the row, 0 for one that is put in, does not say yet, by column; nothing for 0."""
        for column in self.columns:
            if self._grid.label(row, column) != (str(number) if number else ""):
                yield column, Decimal(number) if number else None
