"""An unreadable cell hides nothing but what depends on it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from generator import checks
from generator.checks import CheckReport, Status
from generator.checks.engine.doubt import doubt_of
from generator.cli import main
from generator.editions.schema import Form, InputSheet
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Facts, Row, Severity, Table, Unread
from generator.pipeline import check
from generator.workbook.reading.facts import Unreadable, Workbook, read_workbook
from generator.workbook.reading.unread import blank_tables
from tests.conftest import EXAMPLES, REAL, ROOT, Spoil


def put(*cells: tuple[str, str, Any]) -> Spoil:
    def change(book: Any) -> None:
        for sheet, address, value in cells:
            book[sheet][address] = value

    return change


MISTAKE = ("公开05表", "E7", 233.73)  # 233.37 in every other table
SLIP = ("重点工作", "C4", "保障保障社保卡业务。")


@pytest.mark.parametrize(
    ("unreadable", "rule"),
    [
        (("公开03表", "F10", "12x"), "I04"),
        (("公开06表", "C7", "#REF!"), "I04"),
        (("项目绩效", "G4", "二十"), "I04"),
        (("上年数", "B6", "约240"), "I04"),
        (("基本信息", "B12", "明天"), "I06"),
        (("基本信息", "B7", "其他"), "I07"),
        (("公开02表", "A10", "2O8"), "I05"),
    ],
)
def test_a_mistake_elsewhere_is_told_in_the_same_run(
    unreadable: tuple[str, str, Any], rule: str, spoiled: Callable[[Spoil], Path]
) -> None:
    outcome = check(spoiled(put(unreadable, MISTAKE, SLIP)))
    assert outcome.exit_code == 2
    found = [finding.rule for finding in outcome.findings]
    assert found[0] == rule
    assert {"F05", "W03"} <= set(found)


def test_a_sum_over_the_cell_is_not_told(spoiled: Callable[[Spoil], Path]) -> None:
    outcome = check(spoiled(put(("公开03表", "F7", "约198"))))
    assert [finding.rule for finding in outcome.findings] == ["I04"]
    assert outcome.report is not None
    states = {entry.rule.id: entry.status for entry in outcome.report.coverage}
    assert states["F03"] is states["H03"] is Status.NOT_RUN
    assert states["F02"] is Status.PASSED


def test_a_mistake_in_a_sum_over_the_cell_waits(spoiled: Callable[[Spoil], Path]) -> None:
    outcome = check(spoiled(put(("公开05表", "F7", "约198"), MISTAKE)))
    assert "F05" not in {finding.rule for finding in outcome.findings}


def test_a_mistake_that_one_value_of_the_cell_would_undo_waits(
    spoiled: Callable[[Spoil], Path],
) -> None:
    government = ("基本信息", "B8", "行政单位")  # with the codes of an institution
    assert "U09" in {finding.rule for finding in check(spoiled(put(government))).findings}
    found = check(spoiled(put(government, ("基本信息", "B7", "其他")))).findings
    assert "U09" not in {finding.rule for finding in found}


@pytest.mark.parametrize(
    ("cell", "sheets"),
    [
        (("项目绩效", "A4", "#REF!"), {"项目绩效"}),
        (("项目绩效", "G4", "二十"), set()),
        (("机构", "A4", "#REF!"), set()),
    ],
)
def test_what_says_whose_a_row_is_costs_the_sheet(
    cell: tuple[str, str, str], sheets: set[str], spoiled: Callable[[Spoil], Path]
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_workbook(spoiled(put(cell)))
    unread = caught.value.rest.unread
    assert unread is not None and unread.sheets == sheets


@pytest.mark.parametrize("sheet", ["公开02表", "公开09表", "项目指标", "年初预算"])
def test_without_a_sheet_the_others_are_checked(
    sheet: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        put(MISTAKE, SLIP)(book)
        del book[sheet]

    found = [finding.rule for finding in check(spoiled(change)).findings]
    assert found[0] == "I02" and {"F05", "W03"} <= set(found)


def test_both_are_told_on_the_terminal_and_as_json(spoiled: Callable[[Spoil], Path]) -> None:
    path = spoiled(put(("公开03表", "F10", "12x"), SLIP))
    result = CliRunner().invoke(main, ["build", str(path)])
    assert result.exit_code == 2 and not Path("outputs").exists()
    assert "错误 I04" in result.output and "警告 W03" in result.output
    assert "没有写出任何文件。改正后再运行，才能作其他核对。" in result.output
    told = json.loads(CliRunner().invoke(main, ["check", "--json", str(path)]).output)
    assert [finding["rule"] for finding in told["findings"]] == ["I04", "W03"]


@pytest.mark.parametrize(
    "cells",
    [
        [("基本信息", "B5", "今年")],
        [("基本信息", "B14", "千元")],
    ],
)
def test_without_the_year_or_the_unit_nothing_else_is_said(
    cells: list[tuple[str, str, Any]], spoiled: Callable[[Spoil], Path]
) -> None:
    rules = {finding.rule[0] for finding in check(spoiled(put(*cells, MISTAKE))).findings}
    assert rules == {"I"}


# --- whatever cannot be read, a workbook without a mistake has none -----------------------------


def run(workbook: Workbook, facts: Facts, unread: Unread | None = None) -> CheckReport:
    accounts = Accounts(facts, workbook.edition)
    return checks.run(accounts, disclosure(accounts), unread=unread)


def serious(report: CheckReport) -> list[tuple[str, str]]:
    hint = Severity.HINT
    return [(f.rule, f.message) for f in report.findings if f.severity is not hint]


def with_rows(facts: Facts, table: Table, rows: tuple[Row, ...]) -> Facts:
    changed = replace(table, rows=rows, by_key={row.key: row for row in rows})
    return Facts({**facts.tables, table.id: changed})


# Without these nothing can be said at all.
READ_FIRST = [("profile", key) for key in ("year", "currency", "edition", "program")]


def one_cell_less(facts: Facts, count: int) -> Iterator[tuple[Facts, Unread]]:
    """The facts with one cell unreadable, ``count`` times."""
    pick = random.Random(7)
    names = ("code", "name", "goal", "level1", "level2", "project", "group")  # they cost the sheet
    cells = [
        (table, row, column)
        for table in facts.tables.values()
        for row in table.rows
        for column, fact in row.cells.items()
        if fact.cell.address and column not in names and (table.id, row.key) not in READ_FIRST
    ]
    for table, row, column in pick.sample(cells, count):
        less = Row(row.key, {**row.cells, column: replace(row[column], value=None)})
        rows = tuple(less if entry is row else entry for entry in table.rows)
        unread = Unread(frozenset([row[column].cell]), frozenset())
        yield with_rows(facts, table, rows), unread


@pytest.mark.parametrize("path", [REAL, *EXAMPLES], ids=lambda p: p.stem)
def test_no_unreadable_cell_makes_a_mistake(path: Path) -> None:
    workbook = read_workbook(path)
    known = serious(run(workbook, workbook.facts))
    for facts, unread in one_cell_less(workbook.facts, 6):
        new = [entry for entry in serious(run(workbook, facts, unread)) if entry not in known]
        assert new == [], unread


def test_what_is_tried_in_an_unreadable_cell_is_of_the_kind_that_it_had() -> None:
    workbook = read_workbook(REAL)
    accounts = Accounts(workbook.facts, workbook.edition)

    def typed(facts: Facts) -> dict[Cell, type]:
        """What kind of value stands in each filled cell of the input sheets."""
        rows = ((table.id, row) for table in facts.tables.values() for row in table.rows)
        return {
            fact.cell: type(fact.value)
            for table, row in rows
            for fact in row.cells.values()
            if table in workbook.edition.blocks and (table, row.key) not in READ_FIRST
            if fact.cell.address and fact.given
        }

    kinds = typed(workbook.facts)
    for other in doubt_of(accounts, Unread(frozenset(kinds), frozenset())).others:
        assert typed(other.accounts.facts) == kinds


def test_no_missing_sheet_makes_a_mistake() -> None:
    workbook = read_workbook(ROOT / "inputs" / "examples" / "行政部门.xlsx")
    known = serious(run(workbook, workbook.facts))
    declared: list[Form | InputSheet] = [*workbook.edition.forms, *workbook.edition.sheets]
    names = dict.fromkeys(table.sheet for table in workbook.facts.tables.values())
    for name in list(names)[1::3]:
        kept = {key: t for key, t in workbook.facts.tables.items() if t.sheet != name}
        facts = Facts(kept | dict(blank_tables(declared, kept)))
        report = run(workbook, facts, Unread(frozenset(), frozenset([name])))
        assert [entry for entry in serious(report) if entry not in known] == [], name
