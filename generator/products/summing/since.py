"""What changed in the units since the department was filled from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from generator.model import Cell
from generator.products.summing.amounts import SumPart
from generator.products.summing.differing import SumDifference
from generator.products.summing.placing_sums import amount_kept, kept
from generator.workbook.exports.record import SummedValue, TakenValue


def with_changes(entry: SumDifference, taken: object, owners: Mapping[str, str]) -> SumDifference:
    """The difference with the parts that are others now than the record ``taken`` has them.

    ``owners`` is the name of each unit by its workbook, as the record calls that.  A difference
    that these changes make is not one of a unit larger than the department.  Where no unit changed,
    the department's own cell did.
    """
    if not isinstance(taken, SummedValue):
        return entry
    since = tuple(_changes(entry, taken, owners))
    if not since:
        return replace(entry, filled=taken.value)
    less = sum((part.value - amount_kept(was) for part, was in since), Decimal(0))
    if abs(entry.difference + less) > entry.tolerance:
        return replace(entry, since=since)
    moved = tuple(dict.fromkeys(part.file for part, _ in since))
    return replace(entry, since=since, moved=moved, larger=None)


def _changes(
    entry: SumDifference, taken: SummedValue, owners: Mapping[str, str]
) -> Iterator[tuple[SumPart, str]]:
    then = {_place(part.file, part.sheet, part.address): part for part in taken.parts}
    for part in entry.summed.parts if entry.summed is not None else ():
        cell = part.cells[0] if part.cells else Cell("", "")
        before = then.pop(_place(part.file, cell.sheet, cell.address), None)
        if before is None and part.value:
            yield part, ""  # the record leaves out what was blank or nil
        elif before is not None and before.value != kept(part):
            yield part, before.value
    for gone in then.values():
        yield _gone(entry, gone, owners), gone.value


def _place(file: str, sheet: str, address: str) -> tuple[str, str, str]:
    """A unit's amount is known by its workbook, in which rows may have moved."""
    return (file, "", "") if file else (file, sheet, address)


def _gone(entry: SumDifference, before: TakenValue, owners: Mapping[str, str]) -> SumPart:
    """What was added up and is blank now; of a unit that is no longer listed, without its name."""
    cell = Cell(before.sheet, before.address)
    owner = owners.get(before.file, "") if before.file else before.sheet
    return SumPart(owner, before.file, Decimal(0), entry.unit, (cell,))
