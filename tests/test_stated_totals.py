"""Totals of 三公经费 that a person may type or leave blank: last year's and the budget's."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.checks.engine import telling
from generator.editions import load
from generator.figures.accounts import Accounts
from generator.model import Figure, Severity
from generator.workbook.reading.facts import read_workbook
from generator.workbook.writing import write_workbook
from tests.gallery.changing import Edit, Put, changed, wan
from tests.gallery.running import found, real

COLUMNS = ("budget", "prior")


def typed(column: str, **amounts: str) -> tuple[Edit, ...]:
    return tuple(
        Put(f"three_public_items.{line}.{column}", wan(text)) for line, text in amounts.items()
    )


def stated(edits: tuple[Edit, ...], line: str, column: str) -> Figure:
    return Accounts(changed(real(), edits), real().edition).stated(
        "three_public_items", line, column
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_a_blank_total_is_the_sum_of_its_items(column: str) -> None:
    edits = typed(column, abroad="1", purchase="3", running="2", reception="0.5")
    cars, whole = stated(edits, "cars", column), stated(edits, "total", column)
    assert (cars.value, whole.value) == (wan("5"), wan("6.5"))
    blank = real().facts["three_public_items"]["total"][column].cell
    item = real().facts["three_public_items"]["running"][column].cell
    assert blank in whole.cells and item in whole.cells
    assert not found("S01", *edits)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_typed_total_is_kept_and_checked(column: str) -> None:
    edits = typed(column, total="7", purchase="3", running="2", reception="0.5")
    assert stated(edits, "total", column).value == wan("7")
    told = found("S01", *edits)
    assert [f.severity for f in told] == [Severity.ERROR]
    assert [telling.value(told[0], side) for side in told[0].sides] == ["7 万元", "5.5 万元"]


def test_a_blank_part_total_under_a_typed_total_is_no_error() -> None:
    edits = typed("prior", total="5.5", purchase="3", running="2", reception="0.5")
    assert not found("S01", *edits)


def test_all_blank_stays_blank_and_zero_stays_zero() -> None:
    assert not stated((), "total", "prior").given
    zero = stated(typed("prior", reception="0"), "total", "prior")
    assert zero.given and zero.nil


def test_a_change_against_last_year_uses_the_sum() -> None:
    from generator.figures.disclosure import disclosure

    edits = typed("prior", running="3", reception="0.5")
    made = disclosure(Accounts(changed(real(), edits), real().edition)).three_public
    assert made.total.change.base.value == wan("3.5")
    assert made.cars.change.base.value == wan("3")


def test_a_new_workbook_adds_them_up_and_reads_as_blank(tmp_path: Path) -> None:
    path = tmp_path / "2023.xlsx"
    write_workbook(load("2023"), path, 2023)
    sheet = openpyxl.load_workbook(path)["三公经费"]
    formulas = [
        (row[0].value, cell.value)
        for row in sheet.iter_rows()
        for cell in row[1:]
        if isinstance(cell.value, str) and "SUM(" in cell.value
    ]
    assert [name for name, _ in formulas] == ["合计"] * 2 + ["公务用车购置及运行维护费"] * 2
    assert formulas[2][1] == '=IF(COUNT(B7,B8)=0,"",SUM(B7,B8))'
    read = read_workbook(path)
    assert not read.facts["three_public_items"]["total"]["prior"].given
    assert not [f for f in read.findings if f.rule == "I09"]
