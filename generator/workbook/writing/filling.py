"""What goes into the cells of a workbook: typed values, total formulas, live formulas."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from generator.workbook.writing.areas import Key
from generator.workbook.writing.formulas import live_formulas, total_formulas
from generator.workbook.writing.places import Places
from generator.workbook.writing.style import CellValue


class Values(Struct, frozen=True):
    """Values to write into a new workbook: (table id, row key, column key) → value.

    Tables are the official forms "totals" … "three_public" and the blocks of the input sheets.  Rows are line
    keys, codes of 公开06, "row" of 公开09, or positions "0", "1", … of forms by code and lists,
    whose 合计 row is "total".  Columns are column keys, ``code`` and ``name`` of forms by code,
    ``amount`` of 公开06, ``value`` of fields.  None leaves a cell as it is in a blank workbook.
    ``notes`` are comments beside the cells.
    """

    cells: Mapping[Key, CellValue] = field(default_factory=dict)
    notes: Mapping[Key, str] = field(default_factory=dict)

    def rows_used(self) -> dict[str, int]:
        """How many rows of each open table are filled or commented."""
        used: dict[str, int] = {}
        for table, row, _ in (*self.cells, *self.notes):
            if row.isdigit():
                used[table] = max(used.get(table, 0), int(row) + 1)
        return used


class Filling(Struct, frozen=True):
    """The value or formula of every cell, by key."""

    typed: Mapping[Key, CellValue]
    totals: Mapping[Key, str]
    live: Mapping[Key, str]
    notes: Mapping[Key, str]

    def at(self, key: Key) -> tuple[CellValue, bool]:
        """What stands in a cell, and whether it is a formula."""
        value = self.typed.get(key)
        formula = self.live.get(key) or self.totals.get(key)
        if value is None and formula:
            return formula, True
        return value, False


def fill(places: Places, content: Values, defaults: Mapping[Key, CellValue]) -> Filling:
    """The filling for a laid-out workbook.

    Raises KeyError naming every key that is no cell of this edition or holds a live formula.
    """
    live = live_formulas(places)
    unknown = [key for key in content.cells if key not in places.cells or key in live]
    if unknown:
        names = "、".join(".".join(key) for key in unknown)
        raise KeyError(f"工作簿里没有这些可填的格子：{names}")
    typed = {**defaults, **content.cells}
    return Filling(typed, total_formulas(places), live, content.notes)
