"""``gen fill``: tables that the office has already, into the workbook, with where each number is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field

from generator.figures.phrasing import trimmed
from generator.model import Cell, Row, Value
from generator.products.filling.following import evaluation_rows, follow, standing
from generator.products.filling.gathering import About, Gathering, gather
from generator.products.filling.placing import (
    Placed,
    Sheets,
    Wish,
    entry,
    move_below,
    place_form,
)
from generator.products.filling.remaining import remaining
from generator.products.filling.report import ExportPlace, FillReport, NotTaken, TableTaken
from generator.workbook.changing import CellEntry, Entered, Growth, enter
from generator.workbook.exports.files import Convert
from generator.workbook.exports.record import (
    FillRecord,
    TakenValue,
    digest,
    from_workbook,
    keep_record,
    read_record,
)
from generator.workbook.reading.facts import Unreadable, Workbook, facts_of
from generator.workbook.reading.opening import Grid, open_workbook


class _Job(Struct):
    """A table on its way into the workbook."""

    target: str
    title: str
    place: ExportPlace | None
    placed: Placed
    problems: list[str] = field(default_factory=list)


def fill_in(
    workbook: Path, files: Sequence[Path], convert: Convert, replace: bool = False
) -> FillReport:
    """Put the tables of ``files`` (or folders) into the workbook.

    What a person typed is left and listed unless ``replace`` is said; nothing is written on an
    error.  Raises InputProblem when the workbook cannot be read, is open or cannot be written.
    """
    grids = open_workbook(workbook)
    book = _readable(workbook, grids)
    sheets = Sheets(book, grids)
    profile = book.facts["profile"]
    about = About(profile["year"]["value"].text, profile["name"]["value"].text)
    found = gather(files, workbook, book.edition, about, convert)
    _agree_on_name(found, about)
    jobs = [*_tables(found, sheets), *_forms(found, sheets)]
    jobs += _name(found, about, sheets)
    jobs += _following(found, sheets)
    entered = _enter(workbook, jobs, replace)
    place = _keep(workbook, found, jobs, entered)
    return FillReport(
        workbook,
        tuple(_told(job, entered) for job in jobs if _says(job)),
        tuple(found.refused),
        entered.backup,
        place,
        remaining(workbook),
    )


def _readable(path: Path, grids: dict[str, Grid]) -> Workbook:
    """What of the workbook can be read; a table may be in doubt that is filled now."""
    try:
        return facts_of(path, grids)
    except Unreadable as problem:
        return problem.rest


def _agree_on_name(found: Gathering, about: About) -> None:
    """A workbook without a name takes tables of one unit only."""
    owners = dict.fromkeys(table.owner for table in found.tables if table.owner)
    if about.name or len(owners) < 2:
        return
    first = next(iter(owners))
    for table in [t for t in found.tables if t.owner and t.owner != first]:
        found.tables.remove(table)
        why = f"是「{table.owner}」的，别的表是「{first}」的"
        remedy = "在「基本信息」填好单位全称，再运行。"
        found.refused.append(NotTaken(f"{table.place}「{table.title}」", why, remedy))


def _tables(found: Gathering, sheets: Sheets) -> Iterable[_Job]:
    for table in found.tables:
        source = f"{table.place.file} "
        placed = place_form(table.form, table.read.rows, sheets, source)
        problems = [finding.message for finding in table.read.problems]
        title = f"{table.title}（{table.unit}）"
        yield _Job(table.form.sheet, title, table.place, placed, problems)


def _forms(found: Gathering, sheets: Sheets) -> Iterable[_Job]:
    edition = sheets.workbook.edition
    names = {"whole": "整体支出绩效自评表", "project": "项目支出绩效自评表", "key_work": "重点工作"}
    for evaluated, place in found.evaluations:
        title = names[evaluated.kind] + (f"：{evaluated.name}" if evaluated.name else "")
        problems = evaluated.problems
        for target, placed in evaluation_rows(evaluated, edition, sheets, f"{place.file} "):
            yield _Job(target, title, place, placed, problems)
            problems = []


def _name(found: Gathering, about: About, sheets: Sheets) -> Iterable[_Job]:
    """单位全称 where the workbook has none and the tables name one."""
    owner = next((table for table in found.tables if table.owner), None)
    fact = sheets.facts["profile"]["name"]["value"]
    if owner is not None and not about.name and fact.cell.address:
        wish = Wish(entry(fact.cell, owner.owner, str(owner.place)))
        yield _Job(fact.cell.sheet, "单位全称", owner.place, Placed([wish]))


def _following(found: Gathering, sheets: Sheets) -> Iterable[_Job]:
    edition = sheets.workbook.edition
    rows: dict[str, tuple[Row, ...]] = {
        form.id: standing(sheets.facts.tables[form.id]) for form in edition.forms
    }
    rows |= {table.form.id: table.read.rows for table in found.tables}
    if found.tables:
        for target, placed in follow(edition, rows, sheets):
            yield _Job(target, "由决算表得出", None, placed)


def _enter(workbook: Path, jobs: Iterable[_Job], replace: bool) -> Entered:
    jobs = list(jobs)
    move_below((job.target, job.placed) for job in jobs)
    entries = [wish.entry for job in jobs for wish in job.placed.wishes]
    growth = [Growth(job.target, *job.placed.growth) for job in jobs if job.placed.growth]
    return enter(workbook, entries, replace, growth)


def _says(job: _Job) -> bool:
    return bool(job.placed.wishes or job.placed.problems or job.problems or job.place)


def _told(job: _Job, entered: Entered) -> TableTaken:
    own = {wish.entry.cell for wish in job.placed.wishes}
    return TableTaken(
        job.target,
        job.title,
        job.place,
        sum(e.cell in own and e.value is not None for e in entered.written),
        sum(e.cell in own and e.value is not None for e in entered.equal),
        tuple(s for s in entered.differing if s.entry.cell in own),
        (*job.problems, *job.placed.problems),
    )


# --- the record --------------------------------------------------------------------------------


def _keep(workbook: Path, found: Gathering, jobs: Iterable[_Job], entered: Entered) -> Path | None:
    """Write down where the numbers come from; None where nothing was taken."""
    stands = {e.cell for e in (*entered.written, *entered.equal)}
    taken: dict[Cell, TakenValue] = {}
    for job in jobs:
        for wish in job.placed.wishes:
            if wish.fact is not None and job.place is not None and wish.entry.cell in stands:
                cell, fact = wish.entry.cell, wish.fact.cell
                value = _written(wish.entry)
                taken[cell] = TakenValue(job.place.file, fact.sheet, fact.address, value)
    if not taken:
        return None
    old = read_record(workbook)
    used = {value.file for value in taken.values()}
    names = {
        from_workbook(path, workbook): digest(content)
        for path, content in found.contents.items()
        if path.name in used
    }
    return keep_record(workbook, FillRecord({**old.cells, **taken}, {**old.files, **names}))


def _written(entered: CellEntry) -> str:
    value: Value = entered.value
    return trimmed(value) if isinstance(value, Decimal) else str(value)
