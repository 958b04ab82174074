"""Columns of a budget or of last year beside those of a form: they are never taken for them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from generator.editions import load
from generator.model import Row
from generator.workbook.exports.official import ReadForm, read_official
from generator.workbook.exports.regions import regions
from generator.workbook.reading.cells import Range
from generator.workbook.reading.heads import COLUMN_HEADS, head_rows, money_of
from generator.workbook.reading.official import read_form
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader

EDITION = load("2023")
Rows = list[list[Any]]
# What stands above the columns that are not meant, and above those that are.
GROUPS = [
    ("年初预算数", "决算数"),
    ("全年预算数（调整预算数）", "本年支出"),
    ("2023年预算数", "2023年决算数"),
    ("2022年决算数", "2023年决算数"),
    ("2022年度", "2023年度"),
    ("上年决算数", "本年决算数"),
    ("上年数", "本年数"),
]
CODES = [
    (None, "合计"),
    ("201", "一般公共服务支出"),
    ("20126", "档案事务"),
    ("2012601", "行政运行"),
    ("2012604", "档案馆"),
]
MEANT = [
    (110.5, 65.5, 45),
    (110.5, 65.5, 45),
    (110.5, 65.5, 45),
    (65.5, 65.5, None),
    (45, None, 45),
]
STRANGE = [(100, 60, 40), (100, 60, 40), (100, 60, 40), (60, 60, None), (40, None, 40)]


def grid(rows: Rows, ranges: Iterable[Range] = ()) -> Grid:
    values = {
        (row, column): value
        for row, cells in enumerate(rows, start=1)
        for column, value in enumerate(cells, start=1)
        if value is not None
    }
    return Grid("表", values, frozenset(), frozenset(), ranges)


def exported(form: str, sheet: Grid) -> list[Row]:
    (region,) = regions(sheet)
    found = read_official(EDITION.form(form), region, "万元")
    assert isinstance(found, ReadForm), found
    assert not found.problems
    return list(found.rows)


def pasted(form: str, sheet: Grid) -> list[Row]:
    """As a sheet of the workbook, or the table of a paper."""
    problems = Problems()
    found = read_form(EDITION.form(form), SheetReader(sheet, problems, "万元"))
    assert not problems.fatal, problems.findings
    return list(found.rows)


def amounts(rows: Iterable[Row]) -> list[Decimal]:
    """What is given, in 万元."""
    facts = [fact for row in rows for key, fact in row.cells.items() if key not in ("code", "name")]
    return [fact.value / 10000 for fact in facts if isinstance(fact.value, Decimal)]


def given(numbers: Iterable[Iterable[float | None]]) -> list[Decimal]:
    return [Decimal(str(number)) for line in numbers for number in line if number is not None]


def by_codes(heads: tuple[str, str], first: bool, merged: bool) -> Grid:
    """公开05表 with both groups; the one that is not meant stands ``first`` or last."""
    strange, meant = heads
    groups = [strange, meant] if first else [meant, strange]
    parts = ["小计", "基本支出", "项目支出"]
    sides = (STRANGE, MEANT) if first else (MEANT, STRANGE)
    rows: Rows = [
        ["2023年度一般公共预算财政拨款支出决算表"],
        ["单位：某区档案局", *[None] * 6, "金额单位：万元"],
        ["功能分类科目编码", "科目名称", groups[0], None, None, groups[1]],
        [None, None, *parts, *parts],
        *([code or name, name if code else None, *left, *right]
          for (code, name), left, right in zip(CODES, *sides, strict=True)),
    ]  # fmt: skip
    ranges = [Range(3, 1, 4, 1), Range(3, 2, 4, 2), Range(3, 3, 3, 5), Range(3, 6, 3, 8)]
    return grid(rows, ranges if merged else ())


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("heads", GROUPS)
def test_two_groups_with_the_same_labels(heads: tuple[str, str], first: bool, merged: bool) -> None:
    sheet = by_codes(heads, first, merged)
    assert amounts(exported("general", sheet)) == given(MEANT)
    assert amounts(pasted("general", sheet)) == given(MEANT)


def test_a_budget_alone_is_no_outturn() -> None:
    rows = by_codes(("年初预算数", "预算调整数"), True, True)
    budgets = {place: "年初预算数" if v == "预算调整数" else v for place, v in rows.values.items()}
    sheet = Grid("表", budgets, frozenset(), frozenset(), rows.ranges)
    (region,) = regions(sheet)
    assert str(read_official(EDITION.form("general"), region, "万元")).startswith("找不到「")


FUNDS = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]


def two_sides(form: str, heads: list[str], parts: list[str], numbered: bool) -> Grid:
    """A form of two sides; column n of ``heads`` holds n·1000 + 7·line, its parts the same."""
    left, right = (list(side.lines) for side in EDITION.form(form).sides)
    order = ["行次"] if numbered else []
    wide = max(len(parts), 1)
    spread = [cell for head in heads for cell in (head, *[None] * (wide - 1))]
    rows: Rows = [
        [f"2023年度{EDITION.form(form).title}"],
        ["单位：某区档案局", "金额单位：万元"],
        ["收入", *[None] * (len(heads) + len(order)), "支出"],
        ["项目", *order, *heads, "项目", *order, *spread],
        [None, *order, *[None] * len(heads), None, *order, *parts * len(heads)],
    ]
    for at in range(max(len(left), len(right))):
        cells: list[Any] = []
        for lines, times in ((left, 1), (right, wide)):
            line = lines[at] if at < len(lines) else None
            put = [n * 1000 + 7 * at for n in range(len(heads)) for _ in range(times)]
            numbers = [line.no if line else None] if numbered else []
            cells += [line.label if line else None, *numbers]
            cells += put if line else [None] * len(put)
        rows.append(cells)
    at = len(heads) + 2 * len(order) + 3
    groups = [Range(4, at + wide * n, 4, at + wide * n + wide - 1) for n in range(len(heads))]
    return grid(rows, [area for area in groups if wide > 1])


@pytest.mark.parametrize("heads", [list(heads) for heads in GROUPS if heads[1] != "本年支出"])
@pytest.mark.parametrize(("form", "parts"), [("totals", []), ("fiscal", FUNDS)])
def test_two_sides_with_a_column_more(form: str, parts: list[str], heads: list[str]) -> None:
    sheet = two_sides(form, [*heads, "比上年增减"], parts, numbered=False)
    found = amounts(exported(form, sheet))
    assert found and all(1000 <= amount < 2000 for amount in found)
    sheet = two_sides(form, heads, parts, numbered=True)
    found = amounts(pasted(form, sheet))
    assert len(found) > 30 and all(1000 <= amount < 2000 for amount in found)


@pytest.mark.parametrize("heads", [["预算数", "决算数"], ["决算数", "上年决算数"], ["决算数"]])
def test_items_with_a_column_more(heads: list[str]) -> None:
    def put(meant: float) -> list[float]:
        return [meant if head == "决算数" else 777 for head in heads]

    block = ["科目编码", "科目名称", *heads]
    blank = [None] * (len(heads) - 1)
    rows: Rows = [
        ["2023年度一般公共预算财政拨款基本支出决算明细表"],
        ["单位：某区档案局", "金额单位：万元"],
        ["人员经费", *[None] * (len(heads) + 1), "公用经费"],
        [*block, *block],
        ["301", "工资福利支出", *put(50), "302", "商品和服务支出", *put(15.5)],
        ["30101", "基本工资", *put(50), "30201", "办公费", *put(15.5)],
        ["人员经费合计", None, *blank, 50, "公用经费合计", None, *blank, 15.5],
    ]
    if heads[0] == "决算数" and blank:  # the totals stand under their own column
        rows[-1] = ["人员经费合计", None, 50, None, "公用经费合计", None, 15.5, None]
    for found in (exported("basic", grid(rows)), pasted("basic", grid(rows))):
        assert amounts(found) == given([[50, 15.5] * 3])


def test_heads_of_a_form_that_sound_like_budgets_and_like_last_year() -> None:
    """年初结转和结余 is a column of its own, and so is what the general budget gave."""
    rows: Rows = [
        ["2023年度政府性基金预算财政拨款收入支出决算表"],
        ["单位：某区档案局", "金额单位：万元"],
        ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", None, None, "年末结转和结余"],
        [None, None, "2022年结转", None, "小计", "基本支出", "项目支出"],
        ["合计", None, 1, 20, 20, None, 20, 1],
        ["212", "城乡社区支出", 1, 20, 20, None, 20, 1],
    ]  # fmt: skip
    sheet = grid(rows, [Range(3, 5, 3, 7)])
    assert amounts(exported("fund", sheet)) == given([[1, 20, 20, 20, 1]] * 2)


@pytest.mark.parametrize(("unit", "factor"), [("元", 1), ("万元", 10000)])
def test_a_unit_of_money_in_the_heads_of_columns(unit: str, factor: int) -> None:
    rows = by_codes(("上年数", "本年数"), True, True)
    heads = {"小计": f"小计（{unit}）", "基本支出": f"基本支出（单位：{unit}）"}
    values = {place: heads.get(str(value), value) for place, value in rows.values.items()}
    del values[2, 8]
    sheet = Grid("表", values, frozenset(), frozenset(), rows.ranges)
    form = EDITION.form("general")
    problems = Problems()
    money = money_of(sheet, head_rows(form, sheet), problems, COLUMN_HEADS)
    assert (money, problems.findings) == (unit, [])
    found = read_form(form, SheetReader(sheet, problems, unit))
    assert amounts(found.rows) == [amount * factor / 10000 for amount in given(MEANT)]
    assert not problems.fatal
