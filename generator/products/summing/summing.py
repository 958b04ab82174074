"""``gen sum``: a department's workbook from those of its units, or against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.history.drafts.beside import save_beside
from generator.model import Cell
from generator.products.filling.placing import Placed, Sheets, Wish, move_below
from generator.products.filling.report import TableTaken
from generator.products.summing.amounts import AmountKey, Sum, amounts_of, unplanned, unsplit
from generator.products.summing.department import Department, open_department
from generator.products.summing.differing import SumDifference, by_cause, differences
from generator.products.summing.listing import list_entries
from generator.products.summing.placing_sums import SumJob, jobs_of
from generator.products.summing.remarks import remarks_on
from generator.products.summing.report import SumReport
from generator.products.summing.since import with_changes
from generator.products.summing.texts import texts_of
from generator.products.summing.units import Examine
from generator.workbook.changing import CellEntry, Entered, enter
from generator.workbook.exports.record import (
    SummedValue,
    TakenValue,
    digest,
    from_workbook,
    keep_record,
    read_record,
)
from generator.workbook.reading.facts import Workbook


def sum_up(
    department: Path,
    files: Sequence[Path],
    examine: Examine,
    check: bool = False,
    replace_typed: bool = False,
) -> SumReport:
    """Add up the units of a department, and fill its workbook or, with ``check``, compare it.

    ``files`` are workbooks or folders of units that the sheet 所属单位 does not name yet.  Nothing
    is written or compared while a unit cannot be added up or 抵消 does not hold.  What a person typed is left and listed unless
    ``replace_typed``.  Raises InputProblem when the workbook cannot be read or written, or names no
    unit.
    """
    found = open_department(department, files, examine)
    report = SumReport(department, found.units, tuple(remarks_on(found)))
    if report.stopped:
        return replace(report, remarks=tuple(r for r in report.remarks if not r.hint))
    if any(remark.rule == "J04" for remark in report.remarks):
        return report
    sums = found.sums
    if check:
        return _compared(report, found, sums)
    return _filled(report, found, sums, replace_typed)


# --- comparing ----------------------------------------------------------------------------------


def _compared(report: SumReport, found: Department, sums: Mapping[AmountKey, Sum]) -> SumReport:
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
    report: SumReport, found: Department, sums: Mapping[AmountKey, Sum], replace_typed: bool
) -> SumReport:
    sheets = Sheets(found.workbook, found.grids)
    units = [unit.workbook for unit in found.units if unit.workbook is not None]
    jobs = list(jobs_of(sums, units, sheets))
    _renew(jobs, found)
    gone = tuple(_gone(found, sums))
    jobs += _clearing(gone)
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
        cleared=len(gone),
        record=_keep(found, jobs, entered, gone),
        texts=_texts(found.path, units),
    )


def _renew(jobs: Iterable[SumJob], found: Department) -> None:
    """Sums that still stand as they were filled in are nobody's own words: a new one replaces them."""
    ours = _summed_cells(found)
    for job in jobs:
        job.placed.wishes = [
            replace(wish, entry=replace(wish.entry, over=True)) if wish.entry.cell in ours else wish
            for wish in job.placed.wishes
        ]


def _summed_cells(found: Department) -> set[Cell]:
    """The cells that still say what was added up for them."""
    stands = found.workbook.facts.origins
    taken = read_record(found.path).cells
    return {cell for cell in stands if isinstance(taken.get(cell), SummedValue)}


def _gone(found: Department, sums: Mapping[AmountKey, Sum]) -> Iterator[Cell]:
    """Cells with a sum, still as it was filled in, that no unit has an amount for any more."""
    ours = _summed_cells(found)
    for key, part in amounts_of(found.workbook, "", "", whole=True).items():
        if key not in sums and part.cells[0] in ours:
            yield part.cells[0]


def _clearing(cells: Iterable[Cell]) -> Iterator[SumJob]:
    by_sheet = defaultdict[str, list[Wish]](list)
    for cell in cells:
        by_sheet[cell.sheet].append(Wish(CellEntry(cell, None, over=True)))
    yield from (SumJob(sheet, Placed(wishes)) for sheet, wishes in by_sheet.items())


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


def _keep(
    found: Department, jobs: Iterable[SumJob], entered: Entered, gone: Collection[Cell]
) -> Path | None:
    """Note of which units' cells each number is the sum."""
    stands = {entry.cell for entry in (*entered.written, *entered.equal)}
    taken = {cell: value for job in jobs for cell, value in job.origins.items() if cell in stands}
    if not taken:
        return None
    old = read_record(found.path)
    names = {
        from_workbook(unit.path, found.path): digest(unit.path.read_bytes()) for unit in found.units
    }
    kept = {cell: value for cell, value in old.cells.items() if cell not in gone}
    cells = {**kept, **taken}
    left = _units_in(old.cells) - _units_in(cells)  # no longer added up: may change as they like
    files = {name: kept_digest for name, kept_digest in old.files.items() if name not in left}
    return keep_record(found.path, replace(old, cells=cells, files={**files, **names}))


def _units_in(cells: Mapping[Cell, TakenValue | SummedValue]) -> set[str]:
    summed = (value for value in cells.values() if isinstance(value, SummedValue))
    return {part.file for value in summed for part in value.parts}
