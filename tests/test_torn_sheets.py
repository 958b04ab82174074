"""Sheets that lack rows or columns: read or told, never the end of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Spoil

from generator.pipeline import check
from generator.workbook.reading import read_workbook


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
    row = read_workbook(path).facts["06"]["30203"]
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
