"""``gen sum``: a department's workbook from those of its units, or against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.history.drafts.beside import save_beside
from generator.model import Cell, Finding, InputProblem, Severity
from generator.products.filling.placing import Sheets, move_below
from generator.products.filling.report import TableTaken
from generator.products.summing.amounts import (
    AmountKey,
    Sum,
    SumPart,
    added,
    amounts_of,
    unplanned,
    unsplit,
)
from generator.products.summing.differing import SumDifference, by_cause, differences
from generator.products.summing.eliminating import (
    PAIRS,
    eliminated,
    executed_is_spent,
    items,
    wrong,
)
from generator.products.summing.listing import list_entries
from generator.products.summing.placing_sums import SumJob, jobs_of
from generator.products.summing.report import SumRemark, SumReport
from generator.products.summing.since import with_changes
from generator.products.summing.texts import texts_of
from generator.products.summing.units import Examine, UnitBook, given, opened
from generator.workbook.changing import Entered, enter
from generator.workbook.exports.record import (
    digest,
    from_workbook,
    keep_record,
    read_record,
)
from generator.workbook.reading.facts import Unreadable, Workbook, facts_of
from generator.workbook.reading.opening import Grid, open_workbook
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.subordinates import Subordinate, Subordinates, read_subordinates
from generator.workbook.reading.values import label_key


class _Department(Struct, frozen=True, dict=True):
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
    def sums(self) -> dict[AmountKey, Sum]:
        """The units' amounts less what is eliminated."""
        found = added(self.amounts)
        names = (label_key(u.listed.name) for u in self.units if u.workbook is not None)
        spent = {n for n, own in zip(names, self.amounts, strict=True) if executed_is_spent(own)}
        for key, part in eliminated(self.sheets.eliminations, self.workbook.edition, spent):
            before = found[key].parts if key in found else ()
            found[key] = Sum((*before, part))
        return found


def sum_up(
    department: Path,
    files: Sequence[Path],
    examine: Examine,
    check: bool = False,
    replace_typed: bool = False,
) -> SumReport:
    """Add up the units of a department, and fill its workbook or, with ``check``, compare it.

    ``files`` are workbooks or folders of units that the sheet 所属单位 does not name yet.  Nothing
    is written while a unit cannot be added up.  What a person typed is left and listed unless
    ``replace_typed``.  Raises InputProblem when the workbook cannot be read or written, or names no
    unit.
    """
    found = _opened(department, files, examine)
    report = SumReport(department, found.units, tuple(_remarks(found)))
    if report.stopped:
        return report
    sums = found.sums
    if check:
        return _compared(report, found, sums)
    if any(remark.rule == "J04" for remark in report.remarks):
        return report
    return _filled(report, found, sums, replace_typed)


def _opened(path: Path, files: Sequence[Path], examine: Examine) -> _Department:
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
    return _Department(path, workbook, grids, sheets, new, units)


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


# --- what has to be looked at -------------------------------------------------------------------


def _remarks(found: _Department) -> Iterator[SumRemark]:
    edition = found.workbook.edition
    names = {label_key(unit.listed.name): unit for unit in found.units}
    for cell, message, remedy in wrong(found.sheets.eliminations, names, edition):
        yield SumRemark("J04", cell, message, remedy)
    yield from _organisation(found, names)
    yield from _internal(found)
    yield from _unsplit(found)


def _organisation(found: _Department, names: Mapping[str, UnitBook]) -> Iterator[SumRemark]:
    """The units that 机构 lists are those that are added up."""
    rows = [row for row in found.workbook.facts["units"].rows if row["name"].text]
    listed = {label_key(row["name"].text): row["name"] for row in rows}
    if not listed:
        return
    for key, fact in listed.items():
        if key not in names:
            yield SumRemark(
                "J02",
                fact.cell,
                f"「{fact.text}」列在「机构」里，没有汇总",
                "把它的工作簿写进「所属单位」，或从「机构」里删去。",
            )
    cell = next(iter(listed.values())).cell
    for key, unit in names.items():
        if key not in listed:
            message = f"汇总了「{unit.listed.name}」，「机构」里没有列它"
            yield SumRemark("J02", cell, message, "补进「机构」的单位名单，或不汇总它。")


def _unsplit(found: _Department) -> Iterator[SumRemark]:
    """Lines that stay blank because a unit has only their total."""
    lacking: dict[SumPart, list[str]] = {}
    for (table, row, _), _, whole in unsplit(found.amounts):
        line = found.workbook.edition.blocks[table][1].line(row)
        lacking.setdefault(whole, []).append(line.label)
    for part, labels in lacking.items():
        message = (
            f"「{part.owner}」有「{part.label}」，没有分：{'、'.join(labels)}；部门的这几行没有汇总"
        )
        remedy = f"请它补填（{part.file} {part.cells[0]}），再运行。"
        yield SumRemark("J07", Cell(part.cells[0].sheet, ""), message, remedy, hint=True)


def _internal(found: _Department) -> Iterator[SumRemark]:
    """Payments between units that nobody eliminates are asked for."""
    edition = found.workbook.edition
    labels = {
        key: label
        for form in ("income", "expenditure")
        for label, key in items(edition, form).items()
    }
    units = [unit.workbook for unit in found.units if unit.workbook is not None]
    if found.sheets.eliminations:
        return
    for column, paid in PAIRS.items():
        has = [_has(books, "income", column) for books in units]
        pays = [_has(books, "expenditure", paid) for books in units]
        if any(has) and any(pays):
            message = f"有单位有「{labels[column]}」，有单位有「{labels[paid]}」，「抵消」里没有写"
            remedy = "是所属单位之间的往来，在「抵消」填一行；不是的，不用管。"
            yield SumRemark("J06", Cell("抵消", ""), message, remedy, hint=True)


def _has(workbook: Workbook, form: str, column: str) -> bool:
    rows = workbook.facts[form].rows
    return any(column in row.cells and row[column].value for row in rows)


# --- comparing ----------------------------------------------------------------------------------


def _compared(report: SumReport, found: _Department, sums: Mapping[AmountKey, Sum]) -> SumReport:
    name = found.workbook.facts["profile"]["name"]["value"].text
    own = amounts_of(found.workbook, name, "", whole=True)
    unknown = {key for key, _, _ in unsplit(found.amounts)}
    for key in unknown | {*unplanned(found.amounts)}:
        own.pop(key, None)  # what the units cannot say is not compared
    record = read_record(found.path).cells
    owners = {from_workbook(u.path, found.path): u.listed.name for u in found.units}
    entries = tuple(
        with_changes(entry, record.get(cell) if (cell := _cell(entry)) else None, owners)
        for entry in differences(own, sums, found.workbook.edition)
    )
    return replace(report, differences=tuple(by_cause(entries)), compared=len({*own, *sums}))


def _cell(entry: SumDifference) -> Cell | None:
    return entry.own.cells[0] if entry.own is not None and entry.own.cells else None


# --- filling ------------------------------------------------------------------------------------


def _filled(
    report: SumReport, found: _Department, sums: Mapping[AmountKey, Sum], replace_typed: bool
) -> SumReport:
    sheets = Sheets(found.workbook, found.grids)
    units = [unit.workbook for unit in found.units if unit.workbook is not None]
    jobs = list(jobs_of(sums, units, sheets))
    moved = move_below((job.sheet, job.placed) for job in jobs)
    for job in (job for job in jobs if job.growth is None):
        job.origins = {moved.get(cell, cell): value for cell, value in job.origins.items()}
    listing, made = list_entries(found.sheets, found.new, found.workbook, units)
    entries = [*listing, *(wish.entry for job in jobs for wish in job.placed.wishes)]
    growth = [job.growth for job in jobs if job.growth is not None]
    entered = enter(found.path, entries, replace_typed, growth, made)
    return replace(
        report,
        tables=tuple(_told(job, entered) for job in jobs),
        backup=entered.backup,
        record=_keep(found, jobs, entered),
        texts=_texts(found.path, units),
    )


def _texts(department: Path, units: Sequence[Workbook]) -> Path | None:
    """What the units wrote, beside the department's workbook; never over what is there."""
    content = texts_of(department.stem, units)
    return save_beside(department, "各单位文字", ".xlsx", content) if content else None


def _told(job: SumJob, entered: Entered) -> TableTaken:
    own = {wish.entry.cell for wish in job.placed.wishes}
    return TableTaken(
        job.sheet,
        "所属单位之和",
        None,
        sum(e.cell in own and e.value is not None for e in entered.written),
        sum(e.cell in own and e.value is not None for e in entered.equal),
        tuple(s for s in entered.differing if s.entry.cell in own),
        tuple(job.placed.problems),
    )


def _keep(found: _Department, jobs: Iterable[SumJob], entered: Entered) -> Path | None:
    """Note of which units' cells each number is the sum."""
    stands = {entry.cell for entry in (*entered.written, *entered.equal)}
    taken = {cell: value for job in jobs for cell, value in job.origins.items() if cell in stands}
    if not taken:
        return None
    old = read_record(found.path)
    names = {
        from_workbook(unit.path, found.path): digest(unit.path.read_bytes()) for unit in found.units
    }
    record = replace(old, cells={**old.cells, **taken}, files={**old.files, **names})
    return keep_record(found.path, record)
