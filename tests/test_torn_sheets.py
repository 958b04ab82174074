"""Sheets that lack rows or columns: read or told, never the end of the program."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import check
from generator.workbook.reading.facts import read_workbook
from tests.conftest import Spoil


def unmerged(sheet: Any) -> Any:
    """The sheet without merged cells, so that rows and columns may be moved."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    return sheet


def test_a_printed_item_that_is_not_there_is_blank_and_keeps_its_code(
    spoiled: Callable[[Spoil], Path],
) -> None:
    def change(book: Any) -> None:
        for column in "DEF":
            book["公开06表"][f"{column}9"] = None

    path = spoiled(change)
    row = read_workbook(path).facts["basic"]["30203"]
    assert (row["code"].text, row["name"].text, row["amount"].value) == ("30203", "咨询费", None)
    assert check(path).exit_code == 0


@pytest.mark.parametrize(
    ("sheet", "columns"), [("公开03表", 3), ("公开05表", 3), ("公开06表", 1), ("公开08表", 3)]
)
def test_a_table_without_its_column_of_codes_is_told(
    sheet: str, columns: int, spoiled: Callable[[Spoil], Path]
) -> None:
    outcome = check(spoiled(lambda book: unmerged(book[sheet]).delete_cols(1, columns)))
    assert outcome.exit_code == 2
    assert any(
        finding.rule == "I03" and "左边没有科目" in finding.message for finding in outcome.findings
    )


def numbered_rows(book: Any) -> None:
    sheet = unmerged(book["公开03表"])
    sheet.insert_cols(1)
    sheet["A5"] = "序号"
    for row in range(7, 18):
        sheet.cell(row, 1).value = row - 6


def test_a_column_that_numbers_the_rows_is_no_code(spoiled: Callable[[Spoil], Path]) -> None:
    outcome = check(spoiled(numbered_rows))
    assert outcome.exit_code == 0
    assert [finding for finding in outcome.findings if finding.rule[0] == "I"] == []


def torn(book: Any, pick: random.Random) -> None:
    """Rows and columns deleted, inserted and cleared, cells moved, headers repeated."""
    sheet = unmerged(pick.choice([sheet for sheet in book if sheet.title != "填表说明"]))
    row, column = pick.randint(1, min(sheet.max_row, 50)), pick.randint(1, sheet.max_column)
    deed = pick.randrange(8)
    if deed == 0:
        sheet.delete_rows(row, pick.randint(1, 3))
    elif deed == 1:
        sheet.delete_cols(column)
    elif deed == 2:
        sheet.insert_rows(row)
    elif deed == 3:
        sheet.insert_cols(column)
    elif deed == 4:
        sheet.delete_rows(1, row)
    elif deed == 5:
        sheet.delete_rows(row, sheet.max_row)
    elif deed == 6:
        sheet.move_range(f"A1:N{row}", rows=pick.randint(1, 12), cols=pick.randint(0, 2))
    else:
        header = [[cell.value for cell in cells] for cells in sheet.iter_rows(max_row=8)]
        for cells in header:
            sheet.append(cells)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_torn_is_read_or_told(seed: int, spoiled: Callable[[Spoil], Path]) -> None:
    pick = random.Random(seed)

    def change(book: Any) -> None:
        for _ in range(pick.randint(1, 3)):
            torn(book, pick)

    outcome = check(spoiled(change))
    assert outcome.exit_code in (0, 1, 2)
    assert outcome.exit_code == 0 or outcome.findings
