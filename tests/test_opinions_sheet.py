"""The sheet 审稿意见 in whatever shape a person left it: nothing that stands there is written over."""

from __future__ import annotations

from typing import Any

from generator.model import Cell
from generator.workbook.changing.opinions import opinion_entries
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.opinions import SHEET, read_opinions


def sheet(values: dict[tuple[int, int], Any]) -> dict[str, Grid]:
    return {SHEET: Grid(SHEET, values, frozenset(), frozenset())}


def test_below_a_sheet_without_its_headings_the_next_row_is_free() -> None:
    found = read_opinions(sheet({(1, 1): "领导的意见", (5, 2): "数字再核对"}))
    entries, made = opinion_entries(found, [("Y1", "审改稿.docx")])
    assert [(entry.cell, entry.value) for entry in entries] == [
        (Cell(SHEET, "A6"), "Y1"),
        (Cell(SHEET, "B6"), "审改稿.docx"),
    ]
    assert made == ()
