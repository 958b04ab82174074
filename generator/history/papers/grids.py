"""A table as labels and what stands beside and below them."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.history.papers.folding import folded
from generator.workbook.reading.opening import Grid


class LabelledGrid(Struct, frozen=True):
    """A table as labels and what stands beside them; merged cells count for their whole range."""

    grid: Grid

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, as typed."""
        place = self.grid.merged.get((row, column), (row, column))
        return str(self.grid.values.get(place, "")).strip()

    def shown(self, row: int, column: int) -> str:
        """The same, comparable."""
        return folded(self.text(row, column))

    def rows(self) -> range:
        """All rows."""
        return range(1, self.grid.height + 1)

    def filled(self, row: int) -> int:
        """How many columns of that row say something."""
        return sum(bool(self.shown(row, column)) for column in range(1, self.grid.width + 1))

    def columns(self, row: int, wanted: dict[str, str]) -> dict[str, int]:
        """Key → the column whose header in that row is the label, or begins with it."""
        found: dict[str, int] = {}
        for column in range(1, self.grid.width + 1):
            shown = self.shown(row, column)
            for key, label in wanted.items():
                if shown and _stem(shown) == _stem(label):
                    found.setdefault(key, column)
        return found


def _stem(label: str) -> str:
    """A label without the letter or unit in brackets behind it."""
    return re.sub(r"\([^)]*\)$", "", label)
