"""A list of a sheet while rows come, go and move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, groupby
from typing import Any

from msgspec import Struct, field

from generator.editions.schema import Block, InputColumn
from generator.history.returned.list_rows import row_number
from generator.history.returned.model import RowEdit
from generator.history.returned.row_numbers import RowNumbers
from generator.model import Cell, Row, Value
from generator.workbook.changing import CellEntry, Growth
from generator.workbook.reading.inputs import Placement
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import significant

_SOURCE = "审改稿"


def then(row: int, sheet: str, growth: Iterable[Growth]) -> int:
    """Where a row that stays is once rows came and went on the sheets."""
    return row + sum(grown.count for grown in growth if grown.sheet == sheet and grown.after < row)


class _Slot(Struct):
    """A row as it is to be.

    ``number`` is where it is on the sheet, 0 for one that is put in.  ``says`` is what its cells
    say, ``means`` also what blank ones repeat of the row above.  ``beside`` is the row next to
    which it came, 0 for one that was there.  ``gone``: it was taken out.
    """

    number: int
    says: dict[str, Value] = field(default_factory=dict)
    means: dict[str, Value] = field(default_factory=dict)
    beside: int = 0
    total: bool = False
    gone: bool = False

    @property
    def filled(self) -> bool:
        """True for a row of the list that says something."""
        return not self.total and any(value is not None for value in self.says.values())


class GrowingList:
    """A list of a sheet while rows come and go."""

    def __init__(
        self,
        block: Block,
        grid: Grid,
        where: Placement,
        rows: Iterable[Row],
        said: Mapping[Cell, Value],
    ) -> None:
        """``said``: what cells are to say that other edits change."""
        self._grid, self._places, self._said = grid, where.columns, said
        self._numbers = RowNumbers(grid, where)
        self._columns = [
            c
            for c in block.columns
            if not c.live and where.columns.get(c.key, 0) not in (0, *self._numbers.columns)
        ]
        known = {row_number(row, self._columns): row for row in rows}
        self._slots = [self._slot(number, known.get(number)) for number in where.rows]
        self._means = {slot.number: dict(slot.means) for slot in self._slots}
        self._homeless: dict[str, dict[tuple[Value, ...], Value]] = {}
        self._taken_out: list[int] = []
        columns = (*self._numbers.columns, *(self._places[c.key] for c in self._columns))
        self.cells = {grid.cell(row, column) for row in where.rows for column in columns}

    def _slot(self, number: int, row: Row | None) -> _Slot:
        says = dict[str, Value]()
        for column in self._columns:
            cell = self._cell(number, column)
            value = self._said.get(cell, self._stands(number, column))
            if value is not None or cell in self._said:
                says[column.key] = value
        means = dict[str, Value]()
        for column in self._columns if row is not None else ():
            fact = row[column.key]  # type: ignore[index]
            means[column.key] = self._said.get(fact.cell, fact.value)
        return _Slot(number, says, means, total=row is not None and row.key == "total")

    def _cell(self, number: int, column: InputColumn) -> Cell:
        return self._grid.cell(number, self._places[column.key])

    def _stands(self, number: int, column: InputColumn) -> Value:
        """What a cell says on the sheet."""
        return _value(self._grid.values.get((number, self._places[column.key])))

    def _free(self, at: int) -> bool:
        """True where nothing stands in the row, so that another one may come there."""
        if not 0 <= at < len(self._slots) or self._slots[at].beside:
            return False
        slot = self._slots[at]
        places = [(slot.number, self._places[c.key]) for c in self._columns]
        filled = any(value is not None for value in slot.says.values())
        return not filled and not any(
            place in self._grid.formulas or place in self._grid.uncomputed for place in places
        )

    # --- edits -------------------------------------------------------------------------------------

    def take(self, edit: RowEdit) -> None:
        """A row goes, comes or moves."""
        falling = {c.key for c in self._columns if c.fill_down}
        if edit.kind == "put":
            given: dict[str, Value] = {k: v for k, v in edit.values if v is not None}
            says: dict[str, Value] = {k: v for k, v in given.items() if k not in falling}
            new = _Slot(0, says, self._means[edit.beside] | given, edit.beside)
            self._put(new, edit)
            return
        slot = self._slots[self._at(edit.row)]
        for column in self._columns:
            if column.shared and slot.says.get(column.key) is not None:
                homeless = self._homeless.setdefault(column.key, {})
                homeless[self._group(slot, column)] = slot.says.pop(column.key)
        if edit.kind == "moved":
            says = {k: v for k, v in slot.says.items() if k not in falling}
            self._put(_Slot(0, says, dict(slot.means), edit.beside), edit)
        slot.says, slot.gone = {}, True

    def _at(self, number: int) -> int:
        return next(at for at, slot in enumerate(self._slots) if slot.number == number)

    def _put(self, new: _Slot, edit: RowEdit) -> None:
        at = self._at(edit.beside)
        if edit.below:
            at += 1
            while at < len(self._slots) and self._slots[at].beside == edit.beside:
                at += 1
        free = at if edit.below else at - 1
        if self._free(free):
            new.number = self._slots[free].number
            self._slots[free] = new
        else:
            self._slots.insert(at, new)

    def _group(self, slot: _Slot, column: InputColumn) -> tuple[Value, ...]:
        """The rows that share a cell: those with the same words in the columns before it."""
        before = self._columns[: self._columns.index(column)]
        return tuple(slot.means.get(c.key) for c in before if c.fill_down)

    # --- how it then stands ----------------------------------------------------------------------------

    def close(self) -> None:
        """The rows below those that went move up; behind the last one come blank ones for them.

        So nothing below the list moves.
        """
        staying = [slot for slot in self._slots if not slot.gone]
        if not any(slot.number and not slot.total for slot in staying):
            return  # none is left after whose look rows could come
        self._taken_out = [slot.number for slot in self._slots if slot.gone]
        more = len(self._taken_out) - sum(not slot.number for slot in staying)
        last = max((at for at, s in enumerate(staying) if s.filled), default=len(staying) - 1)
        staying[last + 1 : last + 1] = [_Slot(0) for _ in range(more)]
        self._slots = staying

    def finish(self) -> None:
        """Every row says what it means; the first one stands where the first one stood."""
        filled = [slot for slot in self._slots if slot.filled]
        above = dict[str, Value]()
        for slot in filled:
            for column in (c for c in self._columns if c.fill_down):
                meant = slot.means.get(column.key)
                if (slot.says.get(column.key) or above.get(column.key)) != meant:
                    slot.says[column.key] = meant
                above[column.key] = meant
        for column in (c for c in self._columns if c.shared):
            self._share(filled, column)
        rows = [slot for slot in self._slots if not slot.total]
        first = next(at for at, slot in enumerate(rows) if slot.number)
        if first:  # no row is put in behind the heading or the total, whose look it would have
            rows[0].number, rows[first].number = rows[first].number, 0

    def _share(self, filled: Sequence[_Slot], column: InputColumn) -> None:
        """What the rows of a group share stands in its first one."""
        homeless = self._homeless.get(column.key, {})
        for group, rows in groupby(filled, lambda slot: self._group(slot, column)):
            first, *others = rows
            if first.says.get(column.key) is not None:
                continue
            holder = next((s for s in others if s.says.get(column.key) is not None), None)
            if group in homeless:
                first.says[column.key] = homeless[group]
            elif holder is not None:
                first.says[column.key] = holder.says.pop(column.key)

    def growth(self) -> Iterator[Growth]:
        """Where rows are put in or taken out."""
        yield from (Growth(self._grid.sheet, row - 1, -1) for row in self._taken_out)
        for at, slot in enumerate(self._slots):
            behind = self._slots[at + 1 :]
            count = next((n for n, other in enumerate(behind) if other.number), len(behind))
            if slot.number and count:
                yield Growth(self._grid.sheet, slot.number, count)

    def entries(self, growth: Iterable[Growth]) -> Iterator[CellEntry]:
        """What is written, once rows came and went on the sheets."""
        grown, last, away, counted = list(growth), 0, 0, 0
        for slot in self._slots:
            last, away = (slot.number, 0) if slot.number else (last, away + 1)
            row = then(last, self._grid.sheet, grown) + away
            counts = not slot.gone and (slot.beside > 0 or self._numbers.numbered(slot.number))
            counted += counts
            numbers = self._numbers.differing(slot.number, counted if counts else 0)
            for column, said in chain(self._differing(slot), numbers):
                yield CellEntry(self._grid.cell(row, column), said, _SOURCE)

    def _differing(self, slot: _Slot) -> Iterator[tuple[int, Value]]:
        """What a row does not say yet, by column."""
        for column in self._columns:
            said = slot.says.get(column.key)
            if said != (self._stands(slot.number, column) if slot.number else None):
                yield self._places[column.key], said


def _value(stands: Any) -> Value:
    """What a cell says, as it is written."""
    if isinstance(stands, datetime):
        return stands.date()
    if isinstance(stands, bool) or not isinstance(stands, int | float):
        return stands if isinstance(stands, str | date | Decimal) else None
    return significant(stands)
