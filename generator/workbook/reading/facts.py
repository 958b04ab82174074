"""From a file to facts: opens the workbook, finds its edition, reads every sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from generator.editions import Edition
from generator.editions.schema import Form, InputSheet
from generator.model import Cell, Facts, Finding, InputProblem, Table, Unread
from generator.workbook.exports.record import changed_files, origins_of, read_record
from generator.workbook.reading import origin, values
from generator.workbook.reading.heads import COLUMN_HEADS, head_rows, money_of
from generator.workbook.reading.inputs import absent_sheet, looks_like, read_sheet
from generator.workbook.reading.narrowing import narrowed
from generator.workbook.reading.official import read_form
from generator.workbook.reading.opening import Grid, open_workbook
from generator.workbook.reading.opinions import OpinionSheet, read_opinions
from generator.workbook.reading.origin import PROFILE, missing_sheet
from generator.workbook.reading.outside import tell_rest, tell_sheets
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.unread import blank_tables, unread_of
from generator.workbook.reading.unseen import (
    remark_far,
    remark_hidden,
    remark_merged,
    remark_rescaled,
    too_long,
)


class Workbook(Struct, frozen=True):
    """A workbook that could be read: its edition, its facts, and hints found on the way.

    ``unread``: what of it could not be read; only in an ``Unreadable``.  ``opinions`` is its sheet
    审稿意见.
    """

    path: Path
    edition: Edition
    facts: Facts
    findings: tuple[Finding, ...]
    unread: Unread | None = None
    opinions: OpinionSheet = field(default_factory=OpinionSheet)


class Unreadable(InputProblem):
    """Cells or rows cannot be read; what stands in the rest of the workbook is in ``rest``."""

    def __init__(self, findings: Iterable[Finding], rest: Workbook) -> None:
        super().__init__(findings)
        self.rest = rest


def read_workbook(path: Path) -> Workbook:
    """Read everything.

    Raises InputProblem with all problems of the file at once, Unreadable where the rest of the
    workbook can be checked all the same.
    """
    return facts_of(path, open_workbook(path))


def facts_of(path: Path, grids: dict[str, Grid]) -> Workbook:
    """Like ``read_workbook``, from sheets that were opened before."""
    edition = origin.edition_of(grids)
    problems = Problems()
    origin.refuse_newer(grids, problems)
    found = _by_name(grids, edition, problems)
    currency = origin.stated(found.get(values.label_key(PROFILE)), "金额单位", "万元")
    tables: dict[str, Table] = {}
    declared: tuple[Form | InputSheet, ...] = (*edition.forms, *edition.sheets)
    for sheet in declared:
        grid = _grid_of(sheet, found, problems)
        if grid is None:
            tables.update((table.id, table) for table in _absent(sheet, grids, edition, problems))
            continue
        if too_long(grid, problems):
            continue
        remark_far(grid, problems)
        head = head_rows(sheet, grid)
        table = narrowed(grid, head) if isinstance(sheet, Form) else grid
        columns = COLUMN_HEADS if isinstance(sheet, Form) else 0
        money = money_of(grid, head, problems, columns) or currency
        reader = SheetReader(table, problems, money)
        read = {table.id: table for table in _tables(sheet, reader)}
        remark_merged(reader)
        remark_hidden(grid, read.values(), problems)
        tables.update(read)
        tell_rest(sheet, head, reader)
    remark_rescaled(problems)
    tell_sheets(grids, declared, problems)
    _require_profile(tables, problems)
    if problems.fatal:
        unread = unread_of(problems.findings, declared, tables)
        if unread is None:
            raise InputProblem(problems.findings)
        rest = Facts(tables | dict(blank_tables(declared, tables)))
        raise Unreadable(problems.findings, Workbook(path, edition, rest, (), unread))
    origin.remark(edition, tables, problems)
    record = read_record(path)
    origins = dict(origins_of(record, tables.values()))
    findings = (*problems.findings, *changed_files(path, record))
    opinions = read_opinions(grids)
    return Workbook(path, edition, Facts(tables, origins=origins), findings, opinions=opinions)


def _tables(sheet: Form | InputSheet, reader: SheetReader) -> Iterator[Table]:
    if isinstance(sheet, Form):
        yield read_form(sheet, reader)
    else:
        yield from read_sheet(sheet, reader)


def _by_name(grids: dict[str, Grid], edition: Edition, problems: Problems) -> dict[str, Grid]:
    """The sheets by comparable name; two that differ in blanks or widths alone are told."""
    found: dict[str, Grid] = {}
    for grid in grids.values():
        key = values.label_key(grid.sheet)
        if key in found:
            _tell_twins(found[key], grid, problems)
        found.setdefault(key, grid)
    return found


def _tell_twins(first: Grid, second: Grid, problems: Problems) -> None:
    message = (
        f"有两张工作表是同一个名称：「{first.sheet}」和「{second.sheet}」（可能有一张是隐藏的）"
    )
    remedy = "只留下要用的一张，另一张删去，或者改成别的名称。"
    cells = Cell(first.sheet, ""), Cell(second.sheet, "")
    problems.add("I37", message, *cells, remedy=remedy)


def _grid_of(sheet: Form | InputSheet, found: dict[str, Grid], problems: Problems) -> Grid | None:
    """The sheet by its name or by one that older workbooks have for it; None without one."""
    names = (sheet.sheet,) if isinstance(sheet, Form) else (sheet.name, *sheet.also)
    there = [found[key] for key in map(values.label_key, names) if key in found]
    for other in there[1:]:
        _tell_twins(there[0], other, problems)
    if there and values.label_key(there[0].sheet) != values.label_key(names[0]):
        problems.renamed(there[0].sheet, names[0], Cell(there[0].sheet, ""))
    return there[0] if there else None


def _absent(
    sheet: Form | InputSheet, grids: dict[str, Grid], edition: Edition, problems: Problems
) -> Iterator[Table]:
    """Blank tables for an optional sheet, unless one that looks like it has another name."""
    if isinstance(sheet, Form):
        missing_sheet(sheet.sheet, grids, problems)
        return
    if sheet.id in edition.without:
        yield from absent_sheet(sheet)
        return
    known = {values.label_key(other.name) for other in edition.sheets}
    strange = [g for name, g in grids.items() if values.label_key(name) not in known]
    alike = [grid.sheet for grid in strange if looks_like(sheet, grid)]
    if alike or not sheet.optional:
        missing_sheet(sheet.name, grids, problems, alike)
    else:
        problems.lacking.append(f"工作表「{sheet.name}」")
        yield from absent_sheet(sheet)


def _require_profile(tables: dict[str, Table], problems: Problems) -> None:
    """Without the year nothing can be named or compared."""
    profile = tables.get("profile")
    if profile is not None and not profile["year"]["value"].given and not problems.fatal:
        cell = profile["year"]["value"].cell
        problems.add("I11", "没有填「决算年度」", cell)
