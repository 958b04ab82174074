"""Merged cells: words count for every row, a number belongs to none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import REAL, Spoil

from generator.pipeline import check


def merge(sheet: str, area: str) -> Spoil:
    def change(book: Any) -> None:
        book[sheet].merge_cells(area)

    return change


def test_a_reason_merged_over_rows_counts_for_each(spoiled: Callable[[Spoil], Path]) -> None:
    found = check(spoiled(merge("上年数", "F4:F8")))
    assert not found.unusable
    assert "R02" not in {f.rule for f in found.findings}


@pytest.mark.parametrize(
    ("sheet", "area"),
    [("年初预算", "E5:E6"), ("上年数", "B4:B5"), ("公开01表", "C7:C8"), ("公开02表", "F8:F9")],
)
def test_a_number_merged_over_rows_is_named(
    sheet: str, area: str, spoiled: Callable[[Spoil], Path]
) -> None:
    found = check(spoiled(merge(sheet, area)))
    told = [f.message for f in found.findings if f.rule == "I08"]
    first = area.partition(":")[0]
    assert told == [f"{sheet}!{first} 这里是合并单元格，看不出是哪一行的数"]


def test_titles_and_blank_cells_may_be_merged(spoiled: Callable[[Spoil], Path]) -> None:
    found = check(spoiled(merge("年初预算", "E60:E80")))
    assert found.findings == check(REAL).findings
