"""A department against the sum of its units: where they differ, each cause once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.editions import Edition
from generator.model import Unit
from generator.products.summing.amounts import AmountKey, Sum, SumPart


class SumDifference(Struct, frozen=True):
    """An amount of the department that is not the sum of its units.

    ``own`` is the department's part, None where nothing stands there; ``summed`` that of the
    units, None where none has such an amount.  ``larger`` is a unit whose amount alone is more than
    the department's.  ``since`` are parts that are others now than when they were added up, with
    what they were then, "" for blank or nil; ``moved`` are the workbooks of these parts where they
    are the whole difference.  ``filled`` is what the department's cell was filled with, where that
    is still the sum of the units, "" elsewhere.
    """

    key: AmountKey
    own: SumPart | None
    summed: Sum | None
    larger: SumPart | None = None
    since: tuple[tuple[SumPart, str], ...] = ()
    moved: tuple[str, ...] = ()
    filled: str = ""

    @property
    def difference(self) -> Decimal:
        """Department less units, in 元 or a count."""
        own = self.own.value if self.own is not None else Decimal(0)
        return own - (self.summed.value if self.summed is not None else Decimal(0))

    @property
    def unit(self) -> Unit:
        """What is counted."""
        given = self.own or self.summed
        return given.unit if given is not None else Unit.YUAN

    @property
    def tolerance(self) -> Decimal:
        """(n+1) × 0.005 万元 for n units whose amounts are in 万元; nothing in 元."""
        rounding = self.own.rounding if self.own is not None else Decimal(0)
        return rounding + (self.summed.rounding if self.summed is not None else Decimal(0))


def differences(
    own: Mapping[AmountKey, SumPart], sums: Mapping[AmountKey, Sum], edition: Edition
) -> tuple[SumDifference, ...]:
    """Where the department is not its units' sum by more than rounding can do.

    Not told is a total whose difference is that of its lines.
    """
    found = {}
    for key in dict.fromkeys((*sums, *own)):
        entry = SumDifference(key, own.get(key), sums.get(key))
        if abs(entry.difference) > entry.tolerance:
            found[key] = _with_larger(entry)
    totals = _totals(edition)
    return tuple(entry for key, entry in found.items() if not _follows(key, found, totals))


def _with_larger(entry: SumDifference) -> SumDifference:
    if entry.own is None or entry.summed is None or entry.own.value < 0:
        return entry
    part = max(entry.summed.parts, key=lambda part: part.value)
    if part.value - entry.own.value <= part.rounding + entry.own.rounding:
        return entry
    return SumDifference(entry.key, entry.own, entry.summed, part)


_Differing = Mapping[AmountKey, SumDifference]


def _follows(key: AmountKey, found: _Differing, totals: Mapping[str, set[str]]) -> bool:
    """True for a difference that is that of the lines or columns which make the total up."""
    table, row, column = key
    if column == "total":
        others = [k for k in found if k[0] == table and k[1] == row and k[2] != "total"]
        if others and _same(key, others, found):
            return True
    below = [k for k in found if k[0] == table and k[2] == column and _below(row, k[1])]
    nearest = [k for k in below if not any(_below(other[1], k[1]) for other in below if other != k)]
    if nearest and _same(key, nearest, found):
        return True
    return row in totals.get(table, ()) and any(
        k[0] == table and k[1] not in totals[table] and k[2] == column for k in found
    )


def _same(key: AmountKey, others: list[AmountKey], found: _Differing) -> bool:
    whole = sum((found[k].difference for k in others), Decimal(0))
    room = sum((found[k].tolerance for k in others), found[key].tolerance)
    return abs(whole - found[key].difference) <= room


def _below(row: str, other: str) -> bool:
    """True where a row is part of another: 2080150 of 20801, any 科目 of 合计."""
    if not other.isdigit():
        return False
    return row == "total" or (row.isdigit() and other != row and other.startswith(row))


def _totals(edition: Edition) -> dict[str, set[str]]:
    """The lines of a form or block that add up others."""
    found = defaultdict[str, set[str]](set)
    for form in edition.forms:
        lines = [line for side in form.sides for line in side.lines]
        found[form.id] = {line.key for line in lines if line.total or line.subtotal}
        found[form.id] |= {total.key for total in form.totals}
        found[form.id] |= {line.key for block in form.blocks for line in block.lines if line.total}
    for _, block in edition.blocks.values():
        found[block.id] = {line.key for line in block.lines if line.of}
    return found


def by_cause(entries: tuple[SumDifference, ...]) -> Iterator[tuple[SumDifference, ...]]:
    """The differences of one cause together: the same units changed, or the amount is the same.

    A balance is less by what an expenditure is more, and so is a row by what stands in another.
    """
    alike = defaultdict[object, list[SumDifference]](list)
    for entry in entries:
        alike[entry.moved or (abs(entry.difference), entry.unit)].append(entry)
    yield from map(tuple, alike.values())
