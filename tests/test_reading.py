"""The reader finds things by labels, codes and 行次, in whatever shape they are pasted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from generator.model import Cell, Facts, InputProblem
from generator.pipeline import check
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, Spoil

Values = dict[tuple[str, str, str], Any]


def values(facts: Facts) -> Values:
    """Everything that was read, without where it stood; open lists by position."""
    found: Values = {}
    for table in facts.tables.values():
        for position, row in enumerate(table.rows):
            key = str(position) if row.key.isdigit() and len(row.key) < 3 else row.key
            for column, fact in row.cells.items():
                found[table.id, key, column] = fact.value
    return found


@pytest.fixture(scope="module")
def real() -> Values:
    return values(read_workbook(REAL).facts)


def insert_rows_above(book: Any) -> None:
    """A block pasted two rows lower, merged cells and all."""
    for name in ("公开01表", "公开04表", "公开09表"):
        sheet = book[name]
        sheet.insert_rows(1, 2)
        for area in list(sheet.merged_cells.ranges):
            area.shift(0, 2)


def a_remark_between_rows(book: Any) -> None:
    sheet = book["公开03表"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(10)
    sheet["L10"] = "此行请领导核对"


def codes_in_three_columns(book: Any) -> None:
    sheet = book["公开02表"]
    for area in list(sheet.merged_cells.ranges):
        if area.min_row >= 7:
            sheet.unmerge_cells(str(area))
    for row in range(8, 20):
        code = str(sheet.cell(row, 1).value or "")
        if code.isdigit():
            parts = [code[:3], code[3:5], code[5:7]]
            for column, part in enumerate(parts, start=1):
                sheet.cell(row, column).value = int(part) if part else None


def codes_as_numbers(book: Any) -> None:
    for name in ("公开02表", "公开03表", "公开05表"):
        for row in range(8, 20):
            cell = book[name].cell(row, 1)
            if str(cell.value or "").isdigit():
                cell.value = int(cell.value)


def numbers_as_text(book: Any) -> None:
    for name in ("公开01表", "公开05表", "公开06表"):
        for row in book[name].iter_rows():
            for cell in row:
                if isinstance(cell.value, float):
                    cell.value = f" {cell.value:,.2f}"


def zeros_and_dashes_for_blanks(book: Any) -> None:
    for column in "GHIJ":
        book["公开03表"][f"{column}11"] = "—"
    book["公开02表"]["G11"] = "-"


def in_yuan(book: Any) -> None:
    """The whole of 公开05表 in 元, as its head says."""
    sheet = book["公开05表"]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float) and cell.column > 4 and cell.row > 6:
                cell.value = round(cell.value * 10000)
            elif cell.value and "金额单位" in str(cell.value):
                cell.value = "金额单位：元"


def labels_with_blanks(book: Any) -> None:
    sheet = book["公开01表"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in ("总计", "本年收入合计", "本年支出合计"):
                cell.value = "　".join(cell.value)


def without_line_numbers_on_totals(book: Any) -> None:
    sheet = book["公开01表"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in (27, 31, 58, 62):
                cell.value = None


def another_years_label(book: Any) -> None:
    for row in book["公开01表"].iter_rows():
        for cell in row:
            if cell.value == "使用非财政拨款结余":
                cell.value = "使用非财政拨款结余（含专用结余）"


@pytest.mark.parametrize(
    "change",
    [
        insert_rows_above,
        a_remark_between_rows,
        codes_in_three_columns,
        codes_as_numbers,
        numbers_as_text,
        labels_with_blanks,
        without_line_numbers_on_totals,
        another_years_label,
        zeros_and_dashes_for_blanks,
        in_yuan,
    ],
)
def test_the_same_facts_in_another_shape(
    change: Spoil, spoiled: Callable[[Spoil], Path], real: Values
) -> None:
    read = values(read_workbook(spoiled(change)).facts)
    assert {k: v for k, v in read.items() if real[k] != v} == {}
    assert read.keys() == real.keys()


def test_zero_blank_and_absent_stay_apart(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["公开03表"]["G11"] = 0

    row = read_workbook(spoiled(change)).facts["expenditure"].rows[4]
    assert row["project"].value == Decimal(0)
    assert row["project"].given
    assert not row["to_superior"].given


def blank_totals(book: Any) -> None:
    """Every total of 公开01–05 left blank."""
    for name, first, last in (("公开02表", 7, 9), ("公开03表", 7, 9), ("公开05表", 7, 9)):
        for row in range(first, last + 1):
            for column in range(5, 12):
                cell = book[name].cell(row, column)
                if type(cell).__name__ == "Cell" and not isinstance(cell.value, str):
                    cell.value = None
    for row in book["公开01表"].iter_rows(min_row=7):
        for cell in row:
            if cell.row >= 33 and isinstance(cell.value, float):
                cell.value = None


def test_blank_totals_are_computed(spoiled: Callable[[Spoil], Path]) -> None:
    from generator.figures.accounts import Accounts

    workbook = read_workbook(spoiled(blank_totals))
    accounts = Accounts(workbook.facts, workbook.edition)
    wan = Decimal(10000)
    assert not workbook.facts["totals"]["total_income"]["amount"].given
    assert accounts.amount("totals", "total_income").value == Decimal("233.37") * wan
    assert accounts.amount("totals", "total_expenditure").value == Decimal("233.37") * wan
    assert accounts.amount("expenditure", "208", "basic").value == Decimal("187.95") * wan
    assert accounts.amount("expenditure", "total", "project").value == Decimal("35") * wan
    assert accounts.amount("general", "total", "total").value == Decimal("233.37") * wan


def test_a_project_item_without_its_parents(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        sheet = book["公开05表"]
        for column in range(1, 8):
            cell = sheet.cell(9, column)
            if type(cell).__name__ == "Cell":
                cell.value = None

    with pytest.raises(InputProblem) as caught:
        read_workbook(spoiled(change))
    assert [f.message for f in caught.value.findings] == [
        "公开05表!A10 科目 2080150 没有它的上级款 20801 一行"
    ]
    assert caught.value.findings[0].remedy == "在它上面补一行 20801，金额可以留空。"


@pytest.mark.parametrize(
    ("sheet", "label", "message"),
    [
        ("公开01表", "行次", "公开01表 找不到 2 个「行次」标题"),
        ("公开02表", "事业收入", "公开02表 找不到「事业收入」一栏"),
        ("公开03表", "科目名称", "公开03表 找不到「科目名称」标题"),
        ("公开06表", "公用经费合计", "公开06表 找不到「公用经费合计」"),
        ("上年数", "上年决算数", "上年数!A3 第 3 行的标题里找不到「上年决算数」"),
    ],
)
def test_a_label_that_is_not_there(
    sheet: str, label: str, message: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        for row in book[sheet].iter_rows():
            for cell in row:
                if str(cell.value or "").replace(" ", "").replace("\n", "") == label:
                    cell.value = "别的"

    with pytest.raises(InputProblem) as caught:
        read_workbook(spoiled(change))
    assert message in [f.message for f in caught.value.findings]


def test_an_optional_sheet_may_be_missing(spoiled: Callable[[Spoil], Path]) -> None:
    """A workbook made before a sheet was introduced is still read."""
    from generator import editions

    optional = [sheet for sheet in editions.load("2023").sheets if sheet.optional]
    assert optional

    def change(book: Any) -> None:
        for sheet in optional:
            del book[sheet.name]

    facts = read_workbook(spoiled(change)).facts
    assert all(facts[block.id].rows == () for sheet in optional for block in sheet.blocks)


def labelled(sheet: Any, label: str) -> Any:
    """The cell in which a label stands."""
    return next(c for row in sheet.iter_rows() for c in row if c.value == label)


def test_columns_and_lines_that_an_older_workbook_lacks(spoiled: Callable[[Spoil], Path]) -> None:
    """They are found by their labels where they are, and blank where they are not."""

    def filled(book: Any) -> None:
        budget, profile = book["年初预算"], book["基本信息"]
        budget.cell(5, labelled(budget, "全年预算数").column).value = 160
        profile.cell(labelled(profile, "上年情况").row, 2).value = "新成立"

    def removed(book: Any) -> None:
        for label in ("预算类型", "全年预算数", "所属款"):
            labelled(book["年初预算"], label).value = None
        labelled(book["基本信息"], "上年情况").value = None

    facts = read_workbook(spoiled(filled)).facts
    assert facts["budget"]["2080150"]["full_budget"].value == Decimal(1600000)
    assert facts["profile"]["history"]["value"].text == "新成立"
    without = read_workbook(spoiled(removed)).facts
    assert without["budget"]["2080150"]["full_budget"].value is None
    assert without["profile"]["history"]["value"].value is None


def test_a_line_under_the_label_of_an_older_workbook(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        label = labelled(book["三公经费"], "公务接待批次（批）")
        label.value = "国内公务接待批次（批）"
        book["三公经费"].cell(label.row, 2).value = 46

    counts = read_workbook(spoiled(change)).facts["three_public_counts"]
    assert counts["reception_batches"]["value"].value == Decimal(46)


def test_a_unit_without_a_last_year_need_not_fill_in_its_figures(
    spoiled: Callable[[Spoil], Path],
) -> None:
    def found(change: Spoil) -> tuple[list[str], list[str]]:
        """What is told, and the sheets that are still to be filled in."""
        outcome = check(spoiled(change))
        told = [finding.message for finding in outcome.findings]
        return told, [sheet.sheet for sheet in outcome.todo]

    def blank(book: Any) -> None:
        for row in book["上年数"].iter_rows(min_row=4, min_col=2, max_col=2):
            row[0].value = None

    def new(book: Any) -> None:
        blank(book)
        profile = book["基本信息"]
        profile.cell(labelled(profile, "上年情况").row, 2).value = "新成立"

    assert found(blank)[1] == ["上年数"]
    told, due = found(new)
    assert not [message for message in (*told, *due) if "上年" in message]


BLANKS = [
    ("重点工作", "C5", "key_work", 8),
    ("科目解释", "C4", "subjects", 4),
    ("年初预算", "J6", "budget", 5),
    ("上年数", "F4", "prior", 10),
]


@pytest.mark.parametrize(("sheet", "address", "table", "rows"), BLANKS, ids=[b[0] for b in BLANKS])
@pytest.mark.parametrize("typed", [" ", "\n", "\u3000"], ids=["space", "break", "wide"])
def test_a_cell_cleared_with_the_space_bar_is_blank(
    spoiled: Callable[[Spoil], Path], sheet: str, address: str, table: str, rows: int, typed: str
) -> None:
    def clear(book: Any) -> None:
        book[sheet][address] = typed

    facts = read_workbook(spoiled(clear)).facts
    assert len(facts[table].rows) == rows == len(read_workbook(REAL).facts[table].rows)
    cell = next(
        f for r in facts[table].rows for f in r.cells.values() if f.cell == Cell(sheet, address)
    )
    assert not cell.given


def head_again(book: Any) -> None:
    """公开05表 with its head once more between two rows."""
    sheet = book["公开05表"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(12, 3)
    for row, column in product((4, 5, 6), range(1, 8)):
        sheet.cell(row + 8, column).value = sheet.cell(row, column).value


def signed(name: str, below: str = "审核：李四") -> Spoil:
    """Signatures right below the rows of a table, in the place of its notes."""

    def change(book: Any) -> None:
        sheet = book[name]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        rows = range(7, sheet.max_row + 1)
        first = next(r for r in rows if str(sheet.cell(r, 1).value).startswith("注"))
        for row, column in product(range(first, sheet.max_row + 1), range(1, 10)):
            sheet.cell(row, column).value = None
        for column, text in ((1, "单位负责人：张三"), (3, below), (6, "日期：2024年3月5日")):
            sheet.cell(first, column).value = text

    return change


@pytest.mark.parametrize(
    "spoil",
    [head_again, *map(signed, ("公开01表", "公开03表", "公开04表", "公开05表", "公开06表"))],
)
def test_heads_again_and_signatures_are_words(
    spoil: Spoil, real: Values, spoiled: Callable[[Spoil], Path]
) -> None:
    assert values(read_workbook(spoiled(spoil)).facts) == real


@pytest.mark.parametrize("said", ["约12万元", "12.5"])
@pytest.mark.parametrize(("name", "rule"), [("公开01表", "I03"), ("公开06表", "I05")])
def test_an_amount_is_told_whatever_stands_left_of_it(
    name: str, rule: str, said: str, spoiled: Callable[[Spoil], Path]
) -> None:
    with pytest.raises(InputProblem) as caught:
        read_workbook(spoiled(signed(name, said)))
    assert [finding.rule for finding in caught.value.findings] == [rule]
