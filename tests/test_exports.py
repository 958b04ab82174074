"""Tables as other programs write them, one at a time: what is read of them, and what is told."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pytest

from generator.editions import load
from generator.workbook.exports.continuing import continued
from generator.workbook.exports.evaluations import Evaluated, read_evaluation
from generator.workbook.exports.official import ReadForm, read_official
from generator.workbook.exports.regions import regions
from generator.workbook.reading.cells import Looks, Range
from generator.workbook.reading.opening import Grid

EDITION = load("2023")
Rows = list[list[Any]]


def grid(rows: Rows, ranges: list[Range] | None = None) -> Grid:
    values = {
        (row, column): value
        for row, cells in enumerate(rows, start=1)
        for column, value in enumerate(cells, start=1)
        if value is not None
    }
    return Grid("表", values, frozenset(), frozenset(), ranges or [])


def official(form: str, rows: Rows, ranges: list[Range] | None = None) -> ReadForm | str:
    """A table in 万元, read under the declaration of its form."""
    (region,) = regions(grid(rows, ranges))
    return read_official(EDITION.form(form), region, "万元")


def amounts(found: ReadForm | str) -> dict[str, Any]:
    """Row → its only amount, in 元."""
    assert isinstance(found, ReadForm)
    return {row.key: fact.value for row in found.rows for fact in row.cells.values()}


# --- two sides ---------------------------------------------------------------------------------

TITLE: Rows = [["2023年度收入支出决算总表"], ["金额单位：万元"]]
INCOME = ["五、事业收入", "六、经营收入", "八、其他收入"]
SPENDING = ["一、一般公共服务支出", "二、外交支出", "三、国防支出"]


def test_three_lines_of_a_side_are_enough() -> None:
    lines = [[a, 1.5, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    found = official("totals", [*TITLE, ["项目", "金额", "项目", "金额"], *lines])
    assert list(amounts(found).values()) == [Decimal(15000)] * 3 + [Decimal(25000)] * 3


@pytest.mark.parametrize(
    ("left", "right"), [(INCOME, []), ([], SPENDING), (INCOME[:2], SPENDING), (INCOME, INCOME)]
)
def test_a_table_of_two_sides_without_the_lines_of_one(left: list[str], right: list[str]) -> None:
    lines = [[a, 1.5, b, 2.5] for a, b in zip_longest(left, right)]
    found = official("totals", [*TITLE, ["项目", "金额", "项目", "金额"], *lines])
    assert found == "找不到收入、支出两侧的项目"


def test_an_amount_of_no_line_of_the_form_is_told_and_the_rest_taken() -> None:
    lines = [[a, 1.5, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    lines.append(["九、捐赠收入", 7, "甲", None])
    found = official("totals", [*TITLE, ["项目", "金额", "项目", "金额"], *lines])
    assert len(amounts(found)) == 6
    assert isinstance(found, ReadForm)
    (told,) = found.problems
    assert told.message == "表!B7 「九、捐赠收入」不是这张表的项目，没有取"


@pytest.mark.parametrize(("beside", "taken"), [(None, True), (3, False)])
def test_of_two_columns_that_may_be_meant_none_is_taken(beside: int | None, taken: bool) -> None:
    lines = [[a, 1.5, beside, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    found = official("totals", [*TITLE, ["项目", "本年完成数", None, "项目", "金额"], *lines])
    assert isinstance(found, ReadForm) == taken
    assert taken or found == "收入一侧找不到「金额」一栏"


def two_wide(*columns: int) -> list[Range]:
    """The head of a table of two sides, and its three lines, merged over two of these columns."""
    return [Range(row, column, row, column + 1) for column in columns for row in range(3, 7)]


@pytest.mark.parametrize("at", [0, 1])
def test_an_amount_below_a_head_over_two_columns(at: int) -> None:
    """Whichever of them it stands in; above the head, words may stand in both."""
    cells = [[a, None, None, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    for row in cells:
        row[1 + at] = 1.5
    heads = [["项目", "金额", None, "项目", "金额"]]
    above: Rows = [TITLE[0], [None, "2023年度", "金额单位：万元"]]
    found = official("totals", [*above, *heads, *cells], [Range(3, 2, 3, 3)])
    assert list(amounts(found).values()) == [Decimal(15000)] * 3 + [Decimal(25000)] * 3
    assert isinstance(found, ReadForm)
    letter = "BC"[at]
    told = [str(fact.cell) for row in found.rows for fact in row.cells.values()]
    assert told == [f"表!{letter}{n}" for n in (4, 5, 6)] + [f"表!E{n}" for n in (4, 5, 6)]


def test_signatures_below_two_columns_that_are_one() -> None:
    lines = [[a, None, 1.5, None, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    signed = ["单位负责人：甲", "财务负责人：乙", "制表人：丙", "日期：今天"]
    heads = [["项目", None, "金额", None, "项目", "金额"]]
    found = official("totals", [*TITLE, *heads, *lines, signed], two_wide(1, 3))
    assert len(amounts(found)) == 6


def test_columns_that_both_have_amounts_stay_two() -> None:
    lines = [[a, 1.5, None, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    lines[2][2] = 3
    heads = [["项目", "金额", None, "项目", "金额"]]
    found = official("totals", [*TITLE, *heads, *lines], [Range(3, 2, 3, 3)])
    assert found == "收入一侧找不到「金额」一栏"


def test_an_amount_over_rows_leaves_no_room_beside_it() -> None:
    """What stands beside its second row would be hidden by it."""
    lines = [[a, 1.5, None, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    lines[1][1:3] = [None, 3]
    heads = [["项目", "金额", None, "项目", "金额"]]
    ranges = [Range(3, 2, 3, 3), Range(4, 2, 5, 2)]
    found = official("totals", [*TITLE, *heads, *lines], ranges)
    assert found == "收入一侧找不到「金额」一栏"


def test_blank_merged_cells_hide_nothing() -> None:
    lines = [[a, None, 1.5, b, 2.5] for a, b in zip(INCOME, SPENDING, strict=True)]
    heads = [["项目", "金额", None, "项目", "金额"]]
    ranges = [Range(3, 2, 3, 3), Range(4, 2, 6, 2)]
    found = official("totals", [*TITLE, *heads, *lines], ranges)
    assert len(amounts(found)) == 6


# --- sums of columns -----------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "taken"), [(2, True), (3, False)])
def test_a_table_is_refused_where_most_rows_do_not_add_up(wrong: int, taken: bool) -> None:
    codes = [
        ["2010101", "行政运行"],
        ["2010102", "一般行政管理事务"],
        ["2010103", "机关服务"],
        ["2010150", "事业运行"],
    ]
    spent = [[9 if n < wrong else 3, 1, 2] for n in range(4)]
    rows: Rows = [
        ["2023年度一般公共预算财政拨款支出决算表"],
        [None, None, None, None, "金额单位：万元"],
        ["功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        *(code + amounts for code, amounts in zip(codes, spent, strict=True)),
    ]
    found = official("general", rows)
    assert isinstance(found, ReadForm) == taken, found
    assert taken or str(found).startswith("栏目对不上")


# --- numbers that are not what they look like ----------------------------------------------------

FUNCTIONS: Rows = [
    ["2023年度一般公共预算财政拨款支出决算表"],
    [None, None, None, None, "金额单位：万元"],
    ["功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    ["2010101", "行政运行", 65.5, 65.5, 0],
    ["2010102", "一般行政管理事务", 45, None, 45],
]


def looking(code: str, places: Iterable[tuple[int, int]], percent: bool = False) -> Grid:
    """The table with a number format at some places."""
    made = grid(FUNCTIONS)
    shown = set(places) & made.values.keys()
    looks = Looks(dict.fromkeys(shown, code))
    percents = frozenset(shown if percent else ())
    return Grid("表", made.values, percents, frozenset(), looks=looks)


AMOUNTS = [(row, column) for row in (4, 5) for column in (3, 4, 5)]


def test_a_number_of_which_the_screen_shows_another_one_is_not_taken_and_told() -> None:
    (region,) = regions(looking('0.00,"千"', [(5, 3)]))
    found = read_official(EDITION.form("general"), region, "万元")
    assert amounts(found) == {"2010101": Decimal(0), "2010102": Decimal(450000)}
    assert isinstance(found, ReadForm)
    assert found.rows[1]["total"].value is None
    told = [finding.message for finding in found.problems if finding.rule == "I48"]
    assert told == [
        "表!C5 显示「0.05千」，存的却是另一个数，没有取："
        "把格式改为「数值」，与表头的金额单位核对，再给出它"
    ]


@pytest.mark.parametrize(
    ("code", "percent", "why"),
    [
        ("0!.0000", False, "表!C4 显示「0.0066」，存的却是另一个数（共 4 格），没有取"),
        ("0.00%", True, "表!C4 行政运行·小计是百分数 6550.00%，应是数字"),
    ],
)
def test_a_table_of_which_no_number_can_be_read_is_not_called_blank(
    code: str, percent: bool, why: str
) -> None:
    sheet = looking(code, AMOUNTS, percent)
    values = {place: value for place, value in sheet.values.items() if value != 0}
    numbers = Grid("表", values, sheet.percent, frozenset(), looks=sheet.looks)
    (region,) = regions(numbers)
    found = read_official(EDITION.form("general"), region, "万元")
    assert isinstance(found, str)
    assert found.startswith(why)


def test_amounts_in_another_unit_than_the_head_says_are_no_blank_table() -> None:
    rows = [*FUNCTIONS[:3], ["2010101", "行政运行", "655,000.00元", "655,000.00元", None]]
    assert official("general", rows) == (
        "表!C4 行政运行·小计是文字「655,000.00元」，应是数字（共 2 处）"
    )


# --- 三公 -----------------------------------------------------------------------------------------


def test_the_kinds_of_spending_need_both_groups_in_one_row() -> None:
    kinds = ["合计", "因公出国（境）费用", "公务用车购置费", "公务用车运行费", "公务接待费"]
    title = ["2023年度财政拨款“三公”经费支出决算表"]
    for heads in (["项目", "预算数", None], ["项目", None, None], ["项目", None, "决算数"]):
        rows: Rows = [title, ["", "", "金额单位：万元"], heads, *([kind, 1, 2] for kind in kinds)]
        assert official("three_public", rows) == "找不到预算数、决算数各栏"


ACROSS: Rows = [
    ["2023年度财政拨款“三公”经费支出决算表"],
    [None, None, None, None, None, "金额单位：万元"],
    ["预算数", *[None] * 5, "决算数", *[None] * 5],
    ["合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费"] * 2,
    [None, None, "小计", "公务用车购置费", "公务用车运行费", None] * 2,
]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ([], ""),
        (["1.50万元", None, None, None, None, "1.50万元"] * 2, [15000] * 4),
        (
            ["15,000.00元", None, None, None, None, "15,000.00元"] * 2,
            "表!A6 预算数·合计是文字「15,000.00元」，应是数字（共 4 处）",
        ),
    ],
)
def test_the_row_of_three_public_is_the_one_of_amounts(row: list[str], found: Any) -> None:
    """Nothing but notes below the heads is a blank table; amounts with their unit are none."""
    notes: Rows = [["注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。"]]
    spans = [
        *(Range(3, at, 3, at + 5) for at in (1, 7)),
        *(Range(4, at, 4, at + 2) for at in (3, 9)),
        *(Range(4, at, 5, at) for at in (1, 2, 6, 7, 8, 12)),
    ]
    read = official("three_public", [*ACROSS, *([row] if row else []), *notes], spans)
    if isinstance(read, ReadForm):
        (line,) = read.rows
        assert [fact.value for fact in line.cells.values() if fact.given] == found
    else:
        assert read == found


KINDS = [
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
]
COLUMNS = {"meant": [12, 0, 9, 0, 9, 3], "spent": [7, 0, 5, 0, 5, 2], "other": [10, 1, 7, 1, 6, 2]}
OUTTURN = ("决算数", "spent")


@pytest.mark.parametrize(
    "columns",
    [
        [("年初预算数", "other"), ("全年预算数", "meant"), OUTTURN],
        [("全年预算数（调整后）", "meant"), ("年初预算数", "other"), OUTTURN],
        [("预算数", "other"), ("调整预算数", "meant"), OUTTURN],
        [("2022年决算数", "other"), ("2023年预算数", "meant"), ("2023年决算数", "spent")],
        [("2023年度预算", "meant"), ("2023年度决算", "spent")],
        [("预算数", "meant"), ("上年决算数", "other"), ("本年决算数", "spent")],
        [("年初预算数", "meant"), OUTTURN],
    ],
)
@pytest.mark.parametrize("down", [True, False])
def test_the_budget_of_three_public_is_the_adjusted_one_of_this_year(
    columns: list[tuple[str, str]], down: bool
) -> None:
    heads, numbers = zip(*((head, COLUMNS[name]) for head, name in columns), strict=True)
    head: Rows = [
        ["2023年度财政拨款“三公”经费支出决算表"],
        [None, None, None, None, None, "金额单位：万元"],
    ]
    spans = []
    if down:
        table: Rows = [["项目", *heads], *map(list, zip(KINDS, *numbers, strict=True))]
    else:
        table = [
            [cell for name in heads for cell in (name, *[None] * 5)],
            *(row[:6] * len(heads) for row in ACROSS[3:]),
            [number for column in numbers for number in column],
        ]
        starts = range(1, 6 * len(heads), 6)
        spans = [Range(3, at, 3, at + 5) for at in starts]
        spans += [Range(4, at + 2, 4, at + 4) for at in starts]
        spans += [Range(4, at + n, 5, at + n) for at in starts for n in (0, 1, 5)]
    read = official("three_public", [*head, *table], spans)
    assert isinstance(read, ReadForm), read
    (line,) = read.rows
    wanted = [number * 10000 for number in COLUMNS["meant"] + COLUMNS["spent"]]
    assert [fact.value for fact in line.cells.values()] == wanted


# --- self-evaluation -----------------------------------------------------------------------------


def evaluated(rows: Rows) -> Evaluated:
    found = read_evaluation(grid(rows), "", EDITION)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("部门预算项目", "部门预算项目"),
        ("1.部门预算项目", "部门预算项目"),
        ("部门预算项目（A）", "部门预算项目"),
        ("部门预算项目（AB）", None),
        ("部门预算项目 财政专项资金", None),
        ("本单位", None),
        ("", None),
    ],
)
def test_a_choice_without_ticks_stands_alone(said: str, category: str | None) -> None:
    found = evaluated(
        [
            ["2023年度项目支出绩效自评表"],
            ["项目名称", "档案管理"],
            ["项目类别", said],
            ["一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值"],
        ]
    )
    fact = found.fields.get("category")
    assert (fact.value if fact else None) == category


def test_key_work_has_an_item_and_what_came_of_it() -> None:
    found = evaluated(
        [
            ["重要事项", "工作内容及目标", "完成情况"],
            ["低保", "应保尽保", "已完成"],
            ["养老", "新建三处", None],
            [None, None, "注：截至年底"],
        ]
    )
    assert [row["item"].value for row in found.rows] == ["低保"]


# --- tables on several pages ----------------------------------------------------------------------


def part(*rows: list[Any]) -> ReadForm:
    """A page of 公开05表: a code or 合计 and an amount a row."""
    found = official("general", [*FUNCTIONS[:3], *([code, None, n, n, None] for code, n in rows)])
    assert isinstance(found, ReadForm)
    return found


PAGES = [
    [["合计", 60], ["201", 50], ["20101", 50]],
    [["2010101", 50], ["208", 6]],
    [["20805", 6], ["2080505", 6], ["221", 4]],
]


def test_the_pages_of_a_table_are_one() -> None:
    found = continued([part(*page) for page in PAGES])
    assert found is not None
    keys = [code for page in PAGES for code, _ in page]
    assert [row.key for row in found.rows] == ["total", *keys[1:]]
    assert found.problems == ()


@pytest.mark.parametrize(
    "second",
    [
        [["2010101", 50], ["208", 6]],  # 4 of the third page is lacking
        [["2010101", 50], ["208", 6], ["221", 4], ["20101", 50]],  # a row twice
        [["合计", 10], ["208", 10]],  # another unit
    ],
)
def test_tables_that_are_no_pages_of_one_stay_apart(second: list[list[Any]]) -> None:
    assert continued([part(*PAGES[0]), part(*second)]) is None
    assert continued([part(*PAGES[1]), part(*PAGES[2])]) is None


# --- 06 -------------------------------------------------------------------------------------------

ITEMS: Rows = [
    ["301", "工资福利支出", 50],
    ["30101", "基本工资", 30],
    ["30102", "津贴补贴", 20],
    ["302", "商品和服务支出", 15.5],
    ["30201", "办公费", 15.5],
]
BASIC: Rows = [["2023年度一般公共预算财政拨款基本支出决算表"], [None, None, None, "金额单位：万元"]]


def listed(*heads: str) -> Rows:
    """One list of all items under some of 合计, 人员经费, 公用经费 and others."""

    def put(head: str, code: str, amount: float) -> float | None:
        kind = "人员经费" if code.startswith("301") else "公用经费"
        return (
            777
            if "预算" in head
            else amount
            if head not in ("人员经费", "公用经费", "")
            else (amount if head == kind else None)
        )

    sums = {"人员经费": 50, "公用经费": 15.5, "年初预算数": 777}
    return [
        *BASIC,
        ["经济分类科目编码", "科目名称", *heads],
        [None, "合计", *(sums.get(head, 65.5) for head in heads)],
        *(
            [code, name, *(put(head, code, amount) for head in heads)]
            for code, name, amount in ITEMS
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "totals"),
    [
        (listed("合计", "人员经费", "公用经费"), True),
        (listed("人员经费", "公用经费", "合计"), True),
        (listed("人员经费", "公用经费"), True),
        (listed("年初预算数", "决算数", "人员经费", "公用经费"), True),
        (listed("决算数"), False),
        (listed("年初预算数", "决算数"), False),
        (
            [
                *BASIC,
                ["科目编码", "科目名称", "金额"] * 2,
                *(a + b for a, b in zip(ITEMS[:2], ITEMS[3:], strict=True)),
                [*ITEMS[2], "合计", None, 15.5],
            ],
            False,
        ),
    ],
)
def test_the_items_of_one_list_and_without_their_totals(rows: Rows, totals: bool) -> None:
    found = official("basic", rows)
    assert isinstance(found, ReadForm), found
    assert found.problems == ()
    wanted = {code: Decimal(str(amount)) * 10000 for code, _, amount in ITEMS}
    sums = {"personnel": Decimal(500000), "public": Decimal(155000)} if totals else {}
    assert {row.key: row["amount"].value for row in found.rows} == wanted | sums


@pytest.mark.parametrize(
    "lines",
    [
        [["301", "工资福利支出", 50], ["30101", "基本工资", 30]],  # not all of it
        [["201", "一般公共服务支出", 50], ["2010101", "行政运行", 50]],  # another classification
        [["30101", "基本工资", 30], ["30102", "津贴补贴", 20]],  # nothing to hold it against
    ],
)
def test_items_that_may_be_others_are_not_taken_without_their_totals(lines: Rows) -> None:
    found = official("basic", [*BASIC, ["科目编码", "科目名称", "决算数"], *lines])
    assert found == "找不到「人员经费合计」；找不到「公用经费合计」"
