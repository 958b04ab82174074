"""Whatever stands on a sheet and was not read is told with its place; nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.editions import built_in, load
from generator.model import Finding, Severity
from generator.pipeline import check
from generator.workbook.writing.writer import write_workbook
from tests.conftest import EXAMPLES, REAL, Spoil
from tests.helpers.opening import opened, told_by_reading
from tests.test_heads import NAME
from tests.test_torn_sheets import unmerged

OUTSIDE = ("I05", "I35", "I36", "I37", "I39")


def told(path: Path, rules: tuple[str, ...] = OUTSIDE) -> list[Finding]:
    return [finding for finding in told_by_reading(path) if finding.rule in rules]


def put(sheet: str, *cells: tuple[str, Any]) -> Spoil:
    def change(book: Any) -> None:
        for address, value in cells:
            unmerged(book[sheet])[address] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cells", "place"),
    [
        ("公开05表", [("A50", 2299999), ("E50", 1.2)], "公开05表!A50"),
        ("公开07表", [("D8", 12.5)], "公开07表!D8"),  # below 合计
        ("公开05表", [("A60", 2299999), ("D60", "其他支出"), ("G60", "1.2")], "公开05表!A60"),
        ("公开01表", [("A45", "九、捐赠收入"), ("C45", 3.5)], "公开01表!C45"),
        ("公开04表", [("D50", "其他"), ("G50", 3.5)], "公开04表!G50"),
        ("公开06表", [("A40", "30199"), ("C40", 3.5)], "公开06表!A40"),
        ("公开09表", [("A8", 1.5), ("G8", 1.5), ("A12", 2.5)], "公开09表!A12"),
        ("公开09表", [("A12", 374)], "公开09表!A12"),  # below a table that is blank
        ("政府采购", [("B14", 12.5)], "政府采购!B14"),
        ("国有资产", [("B16", 4)], "国有资产!B16"),
        ("三公经费", [("G10", 4.5)], "三公经费!G10"),
        ("机关运行经费", [("H7", 12.34)], "机关运行经费!H7"),  # below what computes itself
        ("上年数", [("B15", 243.02), ("A15", "")], "上年数!B15"),
    ],
)
def test_an_amount_in_a_row_that_was_not_read_is_an_error(
    sheet: str,
    cells: list[tuple[str, Any]],
    place: str,
    spoiled: Callable[[Spoil], Path],
) -> None:
    (finding,) = told(spoiled(put(sheet, *cells)))
    assert (finding.rule, finding.severity) == ("I35", Severity.ERROR)
    assert place in map(str, finding.cells)


def test_a_second_row_of_amounts_is_an_error(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        sheet = unmerged(book["公开09表"])
        sheet.insert_rows(9, 2)
        for row in (8, 9):
            sheet[f"A{row}"] = sheet[f"F{row}"] = row

    (finding,) = told(spoiled(change))
    assert (finding.rule, str(finding.cells[0])) == ("I35", "公开09表!A9")


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("公开03表", [("M9", 12.5)]),
        ("公开03表", [("D6", 12.5)]),  # below 科目名称
        ("公开01表", [("I12", "1,234.50")]),
        ("公开05表", [("F2", 233.37)]),
        ("项目绩效", [("O4", 20)]),
        ("上年数", [("L4", 243.02), ("M5", 1)]),
        ("机构", [("D14", 7)]),  # right of a header
    ],
)
def test_an_amount_beside_a_table_is_a_warning(
    sheet: str, cells: list[tuple[str, Any]], spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(sheet, *cells)))
    assert (finding.rule, finding.severity) == ("I35", Severity.WARNING)
    assert [str(cell) for cell in finding.cells] == [f"{sheet}!{place}" for place, _ in cells]


@pytest.mark.parametrize(
    ("sheet", "address", "text"),
    [
        ("公开03表", "L10", "此行请领导核对"),
        ("公开03表", "L17", "此行请领导核对"),  # the last row
        ("项目绩效", "N4", "请核实"),
        ("上年数", "F16", "项目支出减少较多"),
        ("政府采购", "C5", "单位：元"),
    ],
)
def test_other_words_are_a_hint(
    sheet: str, address: str, text: str, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(sheet, (address, text))))
    assert (finding.rule, finding.severity) == ("I36", Severity.HINT)
    assert [str(cell) for cell in finding.cells] == [f"{sheet}!{address}"]


def below(row: int, *texts: str) -> list[tuple[str, Any]]:
    return [(f"A{row + number}", text) for number, text in enumerate(texts)]


SIGNED = ("单位负责人：张三      财务负责人：李四      制表人：王五", "第1页", "2024年8月12日")


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("公开01表", [("A1", f"{NAME}2023年度收入支出决算总表"), ("F2", "公开01表")]),
        ("公开01表", [("A3", f"编制单位：{NAME}"), ("F3", "金额单位：万元"), *below(43, *SIGNED)]),
        ("公开03表", [("A3", "单位编码"), ("B3", 420116001), *below(51, *SIGNED), ("E55", 1)]),
        ("公开05表", below(51, "备注：本表含上年结转安排的支出。", "2. 小数尾差。", "审核人：甲")),
        ("公开05表", [("A46", "备注：本表含上年结转安排的支出。"), ("D47", "单位负责人：张三")]),
        ("公开07表", below(8, f"{NAME}2023年度没有政府性基金预算财政拨款收支，故本表无数据。")),
        ("公开07表", [("D8", "无")]),
        ("公开07表", [("A8", "本表反映政府性基金收支情况"), ("A9", "本单位无此项收支")]),
        ("公开07表", [("A8", "小计"), ("E8", 0), ("G8", "0.00")]),
        ("公开08表", below(8, "本单位没有国有资本经营预算财政拨款支出，故本表无数据。")),
        ("公开09表", [("A8", "本单位2023年度无“三公”经费支出，故本表为空表。")]),
        (
            "公开06表",
            [("D33", "备注：含上年结转"), ("F33", None), ("E33", None), *below(37, *SIGNED)],
        ),
        ("公开04表", [("A30", "备注：结转含上年"), ("B30", None), *below(44, *SIGNED)]),
        ("公开03表", [("D7", "合  计")]),
        ("公开03表", [("A7", "合计"), ("D7", None)]),
        ("公开03表", [("A7", "合计"), ("D7", "合计")]),
        ("公开06表", [("A34", "人员经费\n合 计")]),
        ("政府采购", below(14, "填表人：张三", "注：按合同金额填列")),
    ],
)
def test_titles_notes_and_signatures_are_no_news(
    sheet: str, cells: list[tuple[str, Any]], spoiled: Callable[[Spoil], Path]
) -> None:
    outcome = check(spoiled(put(sheet, *cells)))
    assert [f for f in outcome.findings if f.rule[0] == "I"] == []
    assert outcome.exit_code == 0


@pytest.mark.parametrize("path", [REAL, *EXAMPLES], ids=lambda p: p.stem)
def test_the_examples_hold_nothing_outside(path: Path) -> None:
    assert [f for f in told_by_reading(path) if f.rule[0] == "I"] == []


@pytest.mark.parametrize("edition", sorted(built_in()))
def test_a_new_workbook_holds_nothing_outside(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "新.xlsx"
    write_workbook(load(edition), path, int(edition[-4:]))
    assert told(path) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([("A10", "小计"), ("E10", 12)], "「小计」一行有数，没有科目编码"),
        ([("A10", "备注：含结转"), ("E10", 12)], "「备注:含结转」一行有数，没有科目编码"),
        ([("D10", "事业运行"), ("A10", None)], "「事业运行」一行有数，没有科目编码"),
        ([("D10", None), ("A10", None)], "这一行没有科目编码"),
    ],
)
def test_words_with_an_amount_say_what_to_do(
    cells: list[tuple[str, Any]], words: str, spoiled: Callable[[Spoil], Path]
) -> None:
    found = [f for f in told(spoiled(put("公开05表", *cells))) if words in f.message]
    assert len(found) == 1
    assert "改正编码" not in found[0].remedy and "清除这一行" in found[0].remedy


@pytest.mark.parametrize(
    ("sheet", "name", "state"),
    [
        ("上年数", "上年数 ", "hidden"),
        ("上年数", "上 年 数", "visible"),
        ("公开01表", "公开０１表", "visible"),
        ("公开01表", "公开01表\u3000", "veryHidden"),
    ],
)
def test_two_sheets_of_almost_one_name_are_an_error(
    sheet: str, name: str, state: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        copy = book.copy_worksheet(book[sheet])
        copy.title, copy.sheet_state = name, state

    (finding,) = told(spoiled(change))
    assert finding.rule == "I37"
    assert f"「{sheet}」" in finding.message and f"「{name}」" in finding.message


def test_a_sheet_of_its_own_with_amounts_is_a_hint(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book.copy_worksheet(book["上年数"]).title = "上年数 (2)"
        book.create_sheet("Sheet1")
        book.create_sheet("说明")["A1"] = "2023年的说明"

    (finding,) = told(spoiled(change))
    assert (finding.rule, finding.severity) == ("I39", Severity.HINT)
    assert [str(cell) for cell in finding.cells] == ["上年数 (2)"]


def test_a_trailing_blank_alone_is_read(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["基本信息"].title = "基本信息 "
        book["上年数"].title = " 上年数"

    assert check(spoiled(change)).exit_code == 0


def test_what_stands_beside_a_list_without_entries_is_told(
    spoiled: Callable[[Spoil], Path],
) -> None:
    (finding,) = told(spoiled(put("核对说明", ("G5", -3.5))))
    assert (finding.rule, finding.severity) == ("I35", Severity.WARNING)
    assert list(map(str, finding.cells)) == ["核对说明!G5"]


@pytest.mark.parametrize(
    ("sheet", "address", "value"),
    [
        ("三公经费", "C5", "单位：万元/元"),
        ("基本信息", "B20", "0.1.0"),
        ("基本信息", "B20", "3.5万元"),
    ],
)
def test_words_over_a_formula_and_words_that_begin_with_a_number_are_told(
    sheet: str, address: str, value: str, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(sheet, (address, value))))
    assert (finding.rule, finding.severity) == ("I36", Severity.HINT)
    assert list(map(str, finding.cells)) == [f"{sheet}!{address}"]


def test_a_finding_in_a_row_hides_no_amount_beside_it(spoiled: Callable[[Spoil], Path]) -> None:
    cells = [("B26", "合计"), ("D26", 12.34)]
    found = told(spoiled(put("公开01表", *cells)), ("I35", "I45"))
    assert [(f.rule, str(f.cells[0])) for f in found] == [
        ("I45", "公开01表!B26"),
        ("I35", "公开01表!D26"),
    ]


def test_words_in_a_total_row_that_no_column_reads_are_told(
    spoiled: Callable[[Spoil], Path],
) -> None:
    """The budget's total has no kind of its own; what stands there was dropped without a word."""
    rows = opened(REAL)["年初预算"]
    row = next(r for r in range(4, 200) if rows.cell(r, 1).value == "合计")
    (finding,) = told(spoiled(put("年初预算", (f"D{row}", "一般公共预算"))))
    assert (finding.rule, finding.severity) == ("I36", Severity.HINT)
    assert list(map(str, finding.cells)) == [f"年初预算!D{row}"]


def test_an_amount_with_its_unit_below_a_table_is_told(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["公开07表"]["A30"].value, book["公开07表"]["E30"].value = "备用", "12.50万元"

    (told,) = [f for f in told_by_reading(spoiled(change)) if f.rule == "I35"]
    assert list(map(str, told.cells)) == ["公开07表!E30"]
