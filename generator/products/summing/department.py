"""A department's workbook, its sheets 所属单位 and 抵消, and its units, opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from generator.model import Cell, Finding, InputProblem, Severity
from generator.products.summing.amounts import AmountKey, Sum, SumPart, added, amounts_of
from generator.products.summing.eliminating import eliminated, executed_is_spent
from generator.products.summing.units import Examine, UnitBook, given, opened
from generator.workbook.exports.record import from_workbook
from generator.workbook.reading.facts import Unreadable, Workbook, facts_of
from generator.workbook.reading.opening import Grid, open_workbook
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.subordinates import Subordinate, Subordinates, read_subordinates
from generator.workbook.reading.values import label_key


class Department(Struct, frozen=True, dict=True):
    """The department's workbook, its two sheets, and its units."""

    path: Path
    workbook: Workbook
    grids: dict[str, Grid]
    sheets: Subordinates
    new: tuple[Subordinate, ...]
    units: tuple[UnitBook, ...]

    @cached_property
    def amounts(self) -> list[dict[AmountKey, SumPart]]:
        """What each unit gives."""
        return [
            amounts_of(u.workbook, u.listed.name, from_workbook(u.path, self.path))
            for u in self.units
            if u.workbook is not None
        ]

    @property
    def given(self) -> dict[str, dict[AmountKey, SumPart] | None]:
        """The same by the key of the unit's name; None for one that was not read."""
        amounts = iter(self.amounts)
        return {
            label_key(unit.listed.name): next(amounts) if unit.workbook is not None else None
            for unit in self.units
        }

    @property
    def sums(self) -> dict[AmountKey, Sum]:
        """The units' amounts less what is eliminated."""
        found = added(self.amounts)
        spent = {name for name, own in self.given.items() if own and executed_is_spent(own)}
        for key, part in eliminated(self.sheets.eliminations, self.workbook.edition, spent):
            before = found[key].parts if key in found else ()
            found[key] = Sum((*before, part))
        return found


def open_department(path: Path, files: Sequence[Path], examine: Examine) -> Department:
    """The department with its units; ``files`` are units, or folders of them, that are new.

    Raises InputProblem when the workbook cannot be read or names no unit.
    """
    grids = open_workbook(path)
    try:
        workbook = facts_of(path, grids)
    except Unreadable as problem:
        workbook = problem.rest  # a table may be in doubt that is filled now
    problems = Problems()
    sheets = read_subordinates(grids, workbook.facts["profile"].unit, problems)
    if problems.fatal:
        raise InputProblem(problems.findings)
    read: dict[Path, tuple[Workbook | None, Sequence[Finding]]] = {}

    def once(unit: Path) -> tuple[Workbook | None, Sequence[Finding]]:
        """Each workbook is read and checked once."""
        key = unit.resolve()
        if key not in read:
            read[key] = examine(unit)
        return read[key]

    known = {(path.parent / unit.workbook).resolve() for unit in sheets.units}
    paths = [file for file in given(files, path) if file.resolve() not in known]
    new = tuple(_listed(file, path, once) for file in paths)
    if not sheets.units and not new:
        raise _no_units(path)
    units = tuple(opened((*sheets.units, *new), path, workbook, once))
    return Department(path, workbook, grids, sheets, new, units)


def _listed(file: Path, department: Path, examine: Examine) -> Subordinate:
    """A unit as its own workbook names it."""
    workbook, _ = examine(file)
    name = workbook.facts["profile"]["name"]["value"].text if workbook else ""
    return Subordinate(name or file.stem, from_workbook(file, department), Cell("", ""))


def _no_units(path: Path) -> InputProblem:
    message = f"{path.name} 里没有「所属单位」表，不知道要汇总哪些单位"
    remedy = (
        f"第一次运行时给出各单位的工作簿，或放着它们的文件夹：gen sum {path.name} 文件夹。"
        "程序会建好「所属单位」和「抵消」两张表，以后只写 gen sum 和部门的工作簿。"
    )
    return InputProblem([Finding("J01", Severity.ERROR, message, remedy=remedy)])
