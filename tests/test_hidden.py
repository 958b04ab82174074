"""What the screen hides or strikes through is printed all the same: a hint says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from generator.model import Severity
from generator.pipeline import check
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.origin import is_foreign
from tests.conftest import EXAMPLES, REAL, Spoil
from tests.helpers.crafted import crafted, part_of
from tests.helpers.opening import told_by_reading


def hints(path: Path) -> list[str]:
    return [f.message for f in told_by_reading(path) if f.rule == "I42"]


def hide_row(book: Any) -> None:
    book["重点工作"].row_dimensions[11].hidden = True


def fold_rows(book: Any) -> None:
    book["重点工作"].row_dimensions.group(11, 11, hidden=True)


def hide_column(book: Any) -> None:
    book["上年数"].column_dimensions["F"].hidden = True


def hide_sheet(book: Any) -> None:
    book["职责"].sheet_state = "veryHidden"


def strike(book: Any) -> None:
    book["职责"]["A4"].font = Font(strike=True)


def strike_a_run(book: Any) -> None:
    book["职责"]["A4"] = CellRichText("一、", TextBlock(InlineFont(strike=True), "旧的职责"), "。")


TOLD: dict[str, tuple[Spoil, str]] = {
    "row": (hide_row, "重点工作 第 11 行是隐藏的，里面的内容照样会印出来：「"),
    "folded rows": (fold_rows, "重点工作 第 11 行是隐藏的"),
    "column": (hide_column, "上年数 F 列是隐藏的，里面的内容照样会印出来：「"),
    "sheet": (hide_sheet, "职责 整张表是隐藏的，里面的内容照样会印出来：「"),
    "struck cell": (strike, "职责 A4 的字画了删除线，里面的内容照样会印出来：「"),
    "struck words": (strike_a_run, "职责 A4 的字画了删除线"),
}


@pytest.mark.parametrize("kind", TOLD)
def test_hidden_words_are_told(kind: str, spoiled: Callable[[Spoil], Path]) -> None:
    change, message = TOLD[kind]
    found = hints(spoiled(change))
    assert len(found) == 1 and found[0].startswith(message), found


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (8, "第 4、5、6、7、8 行是隐藏的，"),
        (9, "第 4、5、6、7、8 等 6 行是隐藏的，"),
    ],
)
def test_the_first_hidden_rows_are_named(
    last: int, says: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        for row in range(4, last + 1):
            book["重点工作"].row_dimensions[row].hidden = True

    (hint,) = hints(spoiled(change))
    assert hint.startswith(f"重点工作 {says}")


@pytest.mark.parametrize(
    ("words", "shown"), [("职" * 20, f"「{'职' * 20}」"), ("职" * 21, f"「{'职' * 20}…」")]
)
def test_long_words_are_cut(words: str, shown: str, spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        strike(book)
        book["职责"]["A4"] = words

    (hint,) = hints(spoiled(change))
    assert hint.endswith(shown)


def test_a_row_without_height_is_hidden(tmp_path: Path) -> None:
    def flat(xml: bytes) -> bytes:
        return re.sub(rb'<row r="11"( ht="[^"]*")?', b'<row r="11" ht="0"', xml)

    path = crafted(tmp_path / "2023.xlsx", {part_of("重点工作"): flat})
    assert [message[:14] for message in hints(path)] == ["重点工作 第 11 行是隐藏"]


def test_protection_panes_and_hidden_official_sheets_are_read(
    spoiled: Callable[[Spoil], Path],
) -> None:
    def change(book: Any) -> None:
        for sheet in book:
            sheet.protection.sheet = True
            sheet.freeze_panes, sheet.auto_filter.ref = "B5", "A3:J20"
            sheet.sheet_state = "visible" if sheet.title == "基本信息" else "veryHidden"

    assert len(hints(spoiled(change))) > 15


def test_what_is_blank_or_not_printed_is_no_news(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["填表说明"].sheet_state = "hidden"
        book["基本信息"].row_dimensions[6].hidden = book["基本信息"].row_dimensions[14].hidden = (
            True
        )
        for row in range(200, 300):
            book["重点工作"].row_dimensions[row].hidden = True
        book["重点工作"].column_dimensions["Z"].hidden = True
        book["职责"]["A300"].font = Font(strike=True)

    assert hints(spoiled(change)) == []


@pytest.mark.parametrize("path", [REAL, *EXAMPLES], ids=lambda path: path.stem)
def test_the_delivered_workbooks_hide_nothing(path: Path) -> None:
    assert hints(path) == []


def test_a_workbook_whose_first_sheet_was_renamed_is_no_export(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "基本情况"
    book.worksheets[0]["A5"], book.worksheets[0]["B5"] = "决算年度", 2023
    book.save(tmp_path / "2023.xlsx")
    (finding,) = check(tmp_path / "2023.xlsx").findings
    assert (finding.rule, finding.message) == ("I02", "缺少工作表「基本信息」")


@pytest.mark.parametrize(
    ("sheets", "foreign"),
    [(["基本信息"], False), (["填 表说明", "其他"], False), (["Z01"], True)],
)
def test_a_file_without_a_sheet_of_ours_is_foreign(sheets: list[str], foreign: bool) -> None:
    grids = {name: Grid(name, {}, frozenset(), frozenset()) for name in sheets}
    assert is_foreign(grids) is foreign


@pytest.mark.parametrize("year", ["2023", ""])
def test_an_export_given_directly_is_told_what_to_do(year: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Z01 收入支出决算总表(财决01表)"
    sheet["A1"], sheet["A2"] = "收入支出决算总表", f"{year}年度" if year else "编制单位：某中心"
    book.create_sheet("Z02 收入决算表")
    book.create_sheet("Z03 支出决算表")
    book.save(tmp_path / "导出.xlsx")
    found = check(tmp_path / "导出.xlsx")
    assert found.unusable
    (finding,) = found.findings
    assert finding.rule == "I44" and finding.severity is Severity.ERROR
    named = "「Z01 收入支出决算总表(财决01表)」、「Z02 收入决算表」、「Z03 支出决算表」"
    assert f"只有工作表{named}，" in finding.message
    assert f"gen new {year or '年度'} 新建填报工作簿" in finding.remedy
