"""Merged cells: words count for every row, a number belongs to none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.model import Severity
from generator.pipeline import check
from generator.workbook.reading.facts import Unreadable, read_workbook
from tests.conftest import REAL, Spoil
from tests.helpers.exports import ExportLayout, amounts, write_export
from tests.helpers.opening import told_by_reading


def merge(sheet: str, area: str) -> Spoil:
    def change(book: Any) -> None:
        book[sheet].merge_cells(area)

    return change


def test_a_reason_merged_over_rows_counts_for_each(spoiled: Callable[[Spoil], Path]) -> None:
    found = check(spoiled(merge("上年数", "F4:F8")))
    assert not found.unusable
    assert "R02" not in {f.rule for f in found.findings}


@pytest.mark.parametrize("wide", ["merged", "last"])
def test_a_table_pasted_with_columns_over_two_of_the_sheet(
    wide: str, spoiled: Callable[[Spoil], Path], tmp_path: Path
) -> None:
    source = read_workbook(REAL)
    layout = ExportLayout("wide", wide=wide, unit=source.facts["totals"].unit or "万元")
    (export,) = write_export(source, layout, tmp_path)

    def paste(book: Any) -> None:
        for pasted in load_workbook(export):
            sheet = book[pasted.title]
            for area in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(area))
            sheet.delete_rows(1, sheet.max_row)
            for cell in (
                cell for row in pasted.iter_rows() for cell in row if cell.value is not None
            ):
                sheet.cell(cell.row, cell.column, cell.value)
            for area in pasted.merged_cells.ranges:
                sheet.merge_cells(str(area))

    read = read_workbook(spoiled(paste))
    forms = source.edition.forms
    assert amounts(read.facts, forms) == amounts(source.facts, forms)
    first = read.facts["totals"].rows[0]["amount"].cell.address
    assert first == ("E6" if wide == "merged" else "F6")
    assert not [f for f in read.findings if f.rule in ("I08", "I35", "I46")]


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


def test_each_of_several_merged_numbers_is_named(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        for area in ("E5:E6", "E7:E8"):
            book["年初预算"].merge_cells(area)

    told = {str(f.cells[0]) for f in check(spoiled(change)).findings if f.rule == "I08"}
    assert told == {"年初预算!E5", "年初预算!E7"}


def test_a_percentage_below_a_merged_cell_is_covered(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        sheet = book["公开02表"]
        sheet["F11"], sheet["F11"].number_format = 0.5, "0%"
        sheet.merged_cells.add("F10:F11")

    told = [f.message for f in check(spoiled(change)).findings if f.rule == "I08"]
    assert told == ["公开02表!F10 这里是合并单元格，看不出是哪一行的数"]


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


@pytest.mark.parametrize(
    ("sheet", "area"),
    [
        ("公开04表", "F15:G15"),
        ("公开06表", "B6:C6"),
        ("公开09表", "A8:B8"),
        ("年初预算", "E5:F5"),
        ("整体绩效", "H13:I13"),
        ("整体绩效", "I18:I19"),
        ("项目绩效", "G4:H4"),
        ("项目指标", "H9:H10"),
    ],
)
def test_a_number_that_spans_several_cells_belongs_to_none(
    sheet: str, area: str, spoiled: Callable[[Spoil], Path]
) -> None:
    """Also where the covered cells hold the same number, which no other words would give away."""

    def change(book: Any) -> None:
        (first, *rest) = (cell for row in book[sheet][area] for cell in row)
        for cell in (first, *rest):
            cell.value = first.value = 12
        book[sheet].merged_cells.add(area)

    told = [f for f in told_by_reading(spoiled(change)) if f.rule in ("I08", "I46")]
    assert [f.rule for f in told] == ["I08"]
    assert str(told[0].cells[0]) == f"{sheet}!{area.partition(':')[0]}"


@pytest.mark.parametrize(
    ("sheet", "area", "kept"),
    [
        ("整体绩效", "D24:E24", True),
        ("项目指标", "C15:D15", True),
        ("整体绩效", "D24:F24", False),
        ("上年数", "F4:G4", False),
    ],
)
def test_words_that_span_several_cells_stand_in_the_first(
    sheet: str, area: str, kept: bool, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        (first, *rest) = (cell for row in book[sheet][area] for cell in row)
        for cell in (first, *rest):
            cell.value = "服务对象满意度" if kept or cell is first else None
        book[sheet].merged_cells.add(area)

    (told,) = [f for f in told_by_reading(spoiled(change)) if f.rule == "I46"]
    last = area.partition(":")[2]
    assert ("盖住" if kept else f"也占了 {last}") in told.message or f"、{last}" in told.message
    assert f"{sheet}!{last}" in map(str, told.cells)


@pytest.mark.parametrize(
    ("sheet", "area", "table", "row", "column"),
    [
        ("上年数", "F3:F4", "prior", "total", "reason"),
        ("年初预算", "J3:J5", "budget", "2080150", "reason"),
        ("整体绩效", "C12:C13", "goals", "13", "level1"),
        ("项目绩效", "A3:A4", "projects", "4", "name"),
        ("公开06表", "B5:B6", "basic", "301", "name"),
    ],
)
def test_a_title_merged_with_a_cell_below_is_not_its_words(
    sheet: str, area: str, table: str, row: str, column: str, spoiled: Callable[[Spoil], Path]
) -> None:
    try:
        facts = read_workbook(spoiled(merge(sheet, area))).facts
    except Unreadable as problem:
        facts = problem.rest.facts
    assert facts.tables[table][row][column].value is None


def test_a_weight_merged_over_the_rows_of_its_goal_counts_for_them(
    spoiled: Callable[[Spoil], Path],
) -> None:
    path = spoiled(merge("整体绩效", "B13:B16"))
    assert not [f for f in told_by_reading(path) if f.rule in ("I08", "I46")]
    weights = [r["weight"].value for r in read_workbook(path).facts.tables["goals"].rows[:4]]
    assert weights == [48] * 4
