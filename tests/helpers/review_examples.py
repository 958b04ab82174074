"""Workbooks for the tests of the review page: the real one, changed or much larger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from msgspec.structs import replace

from generator.document.charts import charts
from generator.model import Cell, Fact, Facts, Finding, Mismatch, Row, Severity, Side, Table, Unit
from generator.pipeline import derive, render_draft
from generator.products import review
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL

FINDINGS = (
    Finding(
        "X04",
        Severity.ERROR,
        "01表本年支出合计 = 03表合计",
        (Cell("公开01表", "F33"), Cell("公开03表", "E7")),
        "公开01表58行",
        Mismatch(
            Side(Decimal(2_333_700), (Cell("公开01表", "F33"),)),
            Side(Decimal(2_337_300), (Cell("公开03表", "E7"),)),
            Decimal(100),
            Unit.YUAN,
        ),
        remedy="核对两格；差一位数字对调。",
    ),
    Finding("R09", Severity.WARNING, "原因 <写得太短> & 不清楚", (Cell("上年数", "F4"),)),
    Finding("W01", Severity.HINT, "没有印出来的一格", (Cell("备查", "B2"),)),
)


@cache
def real() -> Workbook:
    return read_workbook(REAL)


def given(workbook: Workbook, findings: tuple[Finding, ...] = FINDINGS) -> review.ReviewInput:
    """What the page of a workbook is made from, with every kind of section."""
    _, made = derive(workbook)
    return review.ReviewInput(
        draft_name="2023决算公开第1稿",
        workbook_name="2023.xlsx",
        edition=workbook.edition,
        facts=workbook.facts,
        draft=render_draft(workbook.edition, made),
        charts=charts(made, workbook.edition.money),
        findings=findings,
        comparisons=review.comparisons(made),
        coverage=(
            review.Covered("X04", "01表本年支出合计 = 03表合计", "未通过", "1", "错误 1 处"),
            review.Covered("X06", "政府性基金", "不适用", "", "表中没有数"),
        ),
        accepted=(review.Accepted(FINDINGS[1], "已向财政部门说明"),),
        requirements=(review.RequirementLine("公开九张表", "已满足", "第二部分"),),
    )


# --- a large one: 60 项, 30 projects -----------------------------------------------------------


def large() -> Workbook:
    """The real workbook with 60 项 in 3 类 and 12 款, and 30 projects of 12 indicators."""
    tables = dict(real().facts.tables)
    for form in ("income", "expenditure", "general"):
        tables[form] = _with_rows(tables[form], _code_rows(tables[form]))
    budget, subjects = tables["budget"], tables["subjects"]
    tables["budget"] = _with_rows(budget, _item_rows(budget))
    tables["subjects"] = _with_rows(subjects, _item_rows(subjects))
    projects, indicators = tables["projects"], tables["indicators"]
    tables["projects"] = _with_rows(
        projects, (_copy(projects.rows[0], f"p{n}", n, name=f"项目{n}") for n in range(30))
    )
    tables["indicators"] = _with_rows(
        indicators,
        (
            _copy(row, f"i{n}-{k}", 100 * n + k, project=f"项目{n}")
            for n in range(30)
            for k, row in enumerate(indicators.rows[:12])
        ),
    )
    return replace(real(), facts=Facts(tables))


def _with_rows(table: Table, rows: Iterator[Row]) -> Table:
    kept = tuple(rows)
    return replace(table, rows=kept, by_key={row.key: row for row in kept})


CODES = [f"{cls}{group:02}{item:02}" for cls in (201, 208, 210) for group in range(1, 5) for item in range(1, 6)]  # fmt: skip


def _code_rows(table: Table) -> Iterator[Row]:
    pattern = next(row for row in table.rows if len(row.key) == 7)
    yield table["total"]
    for number, code in enumerate(CODES):
        if code.endswith("0101"):
            yield _copy(pattern, code[:3], 3000 + number, name=f"某某支出{code[:3]}")
        if code.endswith("01"):
            yield _copy(pattern, code[:5], 2000 + number, name=f"某某事务{code[:5]}")
        yield _copy(pattern, code, 1000 + number, name=f"某某项目支出{code}")


def _item_rows(table: Table) -> Iterator[Row]:
    if "total" in table:
        yield table["total"]
    pattern = next(row for row in table.rows if row.key != "total")
    for number, code in enumerate(CODES):
        yield _copy(pattern, code, 1000 + number, code=code)


def _copy(row: Row, key: str, number: int, **texts: str) -> Row:
    """A row of its own cells, far below the real ones."""

    def fact(column: str, old: Fact) -> Fact:
        column_letter = re.sub(r"[0-9]", "", old.cell.address)
        cell = Cell(old.cell.sheet, f"{column_letter}{5000 + number}")
        return replace(old, cell=cell, value=texts.get(column, old.value))

    return Row(key, {column: fact(column, old) for column, old in row.cells.items()})


def changed(facts: Facts, change: Callable[[Fact], Fact]) -> Facts:
    """Facts with every cell put through ``change``."""
    tables = {}
    for key, table in facts.tables.items():
        rows = (
            Row(row.key, {column: change(old) for column, old in row.cells.items()})
            for row in table.rows
        )
        tables[key] = _with_rows(table, rows)
    return Facts(tables)
