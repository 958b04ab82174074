"""Merged cells: words count for every row, a number belongs to none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.model import Severity
from generator.pipeline import check
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, Spoil


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


def test_what_merged_cells_cover_is_told_and_not_printed(spoiled: Callable[[Spoil], Path]) -> None:
    """Other programs keep the values below; a paragraph was printed once for each."""

    def change(book: Any) -> None:
        sheet = book["职责"]
        sheet.merged_cells.add("A4:B6")  # unlike merge_cells, this leaves what stands there

    path = spoiled(change)
    found = check(path)
    (told,) = [f for f in found.findings if f.rule == "I46"]
    assert told.severity is Severity.WARNING
    assert "职责 A5、A6 被合并单元格盖住" in told.message
    assert list(map(str, told.cells)) == ["职责!A5", "职责!A6"]
    texts = [row["paragraph"].text for row in read_workbook(path).facts.tables["duties"].rows]
    assert len(set(texts)) == len(texts)


def test_the_same_words_below_a_merged_cell_are_no_news(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        sheet = book["上年数"]
        for row in range(4, 8):
            sheet.cell(row, 6).value = "人员增加"
        sheet.merged_cells.add("F4:F7")

    found = check(spoiled(change))
    assert not [f for f in found.findings if f.rule in ("I08", "I46")]


def test_a_cell_merged_over_two_items_belongs_to_neither(spoiled: Callable[[Spoil], Path]) -> None:
    found = check(spoiled(merge("基本信息", "B5:C6")))
    told = [f.message for f in found.findings if f.rule == "I08"]
    assert told == ["基本信息!B5 这里是合并单元格，看不出是哪一项的内容"]
