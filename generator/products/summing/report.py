"""What ``gen sum`` tells."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.model import Cell
from generator.products.filling.report import TableTaken
from generator.products.summing.differing import SumDifference
from generator.products.summing.units import UnitBook


class SumRemark(Struct, frozen=True):
    """Something that a person has to look at: the rule, the cell, what is wrong, what to do."""

    rule: str
    cell: Cell
    message: str
    remedy: str
    hint: bool = False


class SumReport(Struct, frozen=True):
    """``tables`` were filled, or ``differences`` found where only compared (``compared`` amounts).

    ``backup`` is the workbook as it was, None where nothing was written.  ``texts`` is what the units wrote, side by side.  ``cleared`` cells had a sum that no unit has any more.
    """

    department: Path
    units: tuple[UnitBook, ...]
    remarks: tuple[SumRemark, ...] = ()
    tables: tuple[TableTaken, ...] = ()
    differences: tuple[tuple[SumDifference, ...], ...] = ()
    compared: int = 0
    backup: Path | None = None
    record: Path | None = None
    texts: Path | None = None
    cleared: int = 0

    @property
    def unchecked(self) -> tuple[UnitBook, ...]:
        """The units that are not passed."""
        return tuple(unit for unit in self.units if unit.doubt)

    @property
    def stopped(self) -> bool:
        """True where nothing was added up: the workbook of a unit is lacking."""
        return any(unit.workbook is None for unit in self.units)

    @property
    def whole(self) -> bool:
        """True when the department is the sum of its units, all of them checked."""
        told = any(not remark.hint for remark in self.remarks)
        left = any(table.differing or table.problems for table in self.tables)
        return not (told or left or self.differences or self.unchecked)
