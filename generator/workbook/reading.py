"""From a file to facts: opens the workbook, finds its edition, reads every sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import editions
from generator.editions import Edition
from generator.forms import Form, Sheet
from generator.model import Cell, Facts, Finding, InputProblem, Table
from generator.workbook import values
from generator.workbook.inputs import absent_sheet, read_sheet
from generator.workbook.official import read_form
from generator.workbook.opening import Grid, open_workbook
from generator.workbook.problems import Problems, SheetReader

_UNIT = re.compile(r"(?:金额)?单位:(?:人民币)?(万元|元)$")
_PROFILE = "基本信息"


@dataclass(frozen=True)
class Workbook:
    """A workbook that could be read: its edition, its facts, and hints found on the way."""

    path: Path
    edition: Edition
    facts: Facts
    findings: tuple[Finding, ...]


def read_workbook(path: Path) -> Workbook:
    """Read everything.  Raises InputProblem with all problems of the file at once."""
    grids = open_workbook(path)
    edition = editions.load(_edition_id(grids))
    problems = Problems()
    found = {values.label_key(name): grid for name, grid in grids.items()}
    currency = _stated(found.get(values.label_key(_PROFILE)), "金额单位", "万元")
    tables: dict[str, Table] = {}
    declared: tuple[Form | Sheet, ...] = (*edition.forms, *edition.sheets)
    for sheet in declared:
        name = sheet.sheet if isinstance(sheet, Form) else sheet.name
        grid = found.get(values.label_key(name))
        if grid is None:
            if isinstance(sheet, Sheet) and sheet.optional:
                tables.update((table.id, table) for table in absent_sheet(sheet))
            else:
                _report_missing_sheet(name, grids, problems)
            continue
        reader = SheetReader(grid, problems, _unit_of(grid) or currency)
        for table in _tables(sheet, reader):
            tables[table.id] = table
    _require_profile(tables, problems)
    if problems.fatal:
        raise InputProblem(problems.findings)
    return Workbook(path, edition, Facts(tables), tuple(problems.findings))


def _tables(sheet: Form | Sheet, reader: SheetReader) -> Iterator[Table]:
    if isinstance(sheet, Form):
        yield read_form(sheet, reader)
    else:
        yield from read_sheet(sheet, reader)


def _edition_id(grids: dict[str, Grid]) -> str:
    """The edition that 基本信息 names, else the one for its year."""
    grid = grids.get(_PROFILE)
    if grid is None:
        problems = Problems()
        _report_missing_sheet(_PROFILE, grids, problems)
        raise InputProblem(problems.findings)
    named = _stated(grid, "版式", "")
    if named:
        return named
    year, _ = values.year(_stated(grid, "决算年度", "") or None)
    if year is None:
        problems = Problems()
        problems.add("I11", "没有填「版式」和「决算年度」，不知道用哪个版式", Cell(_PROFILE, ""))
        raise InputProblem(problems.findings)
    return editions.edition_for_year(int(year))


def _stated(grid: Grid | None, label: str, default: str) -> str:
    """What stands right of a label."""
    if grid is None:
        return default
    for row, column in grid.find(label):
        if text := grid.label(row, column + 1):
            return text
    return default


def _unit_of(grid: Grid) -> str | None:
    """金额单位 as the sheet's head states it; the last one wins when it is pasted twice."""
    for row in range(1, min(grid.height, 12) + 1):
        for column in range(1, grid.width + 1):
            match = _UNIT.search(grid.label(row, column))
            if match:
                return match[1]
    return None


def _report_missing_sheet(name: str, grids: dict[str, Grid], problems: Problems) -> None:
    key = values.label_key(name)
    alike = [g.sheet for g in grids.values() if any(True for _ in g.find(key))]
    guess = [sheet for sheet in alike if sheet not in (name, "填表说明")]
    remedy = (
        f"工作表「{guess[0]}」里写有「{name}」：如果就是它，把它改名为「{name}」。" if guess else ""
    )
    problems.add("I02", f"缺少工作表「{name}」", remedy=remedy)


def _require_profile(tables: dict[str, Table], problems: Problems) -> None:
    """Without the year nothing can be named or compared."""
    profile = tables.get("profile")
    if profile is not None and not profile["year"]["value"].given and not problems.fatal:
        cell = profile["year"]["value"].cell
        problems.add("I11", "没有填「决算年度」", cell)
