"""The sheets 所属单位 and 抵消 are read by their headings; amounts are in 元, whatever was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.subordinates import (
    ELIMINATION_HEADINGS,
    UNIT_HEADINGS,
    read_subordinates,
)


def grid(sheet: str, *rows: list[Any]) -> Grid:
    """A sheet with these rows from its third on."""
    values = {
        (number, column): value
        for number, row in enumerate(rows, start=3)
        for column, value in enumerate(row, start=1)
    }
    return Grid(sheet, values, frozenset(), frozenset())


@pytest.mark.parametrize(("currency", "yuan"), [("元", 25), ("万元", 250_000)])
def test_what_is_eliminated_is_in_yuan(currency: str, yuan: int) -> None:
    headings = [name for name, _ in ELIMINATION_HEADINGS]
    row = [
        25 if "额" in heading else "2080101" if "编码" in heading else "甲" for heading in headings
    ]
    problems = Problems()
    found = read_subordinates({"抵消": grid("抵消", headings, row)}, currency, problems)
    (elimination,) = found.eliminations
    assert elimination.paid.amount == elimination.received.amount == Decimal(yuan)
    assert problems.findings == []


@pytest.mark.parametrize(("first", "address"), [(UNIT_HEADINGS[0][0], "A3"), ("名称", "A1")])
def test_a_heading_that_is_not_there_is_told_at_its_row(first: str, address: str) -> None:
    problems = Problems()
    read_subordinates({"所属单位": grid("所属单位", [first], ["甲"])}, "元", problems)
    (finding,) = problems.findings
    assert (finding.rule, str(finding.cells[0])) == ("I03", f"所属单位!{address}")
