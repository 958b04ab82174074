"""Rules where their limit is met to the last digit, and where only half of a condition holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator import checks
from generator.checks import State
from generator.checks.engine.todo import SheetTodo
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Severity
from tests.gallery.cases import OFFICE
from tests.gallery.changing import Add, Drop, Edit, InYuan, Put, changed, number, wan
from tests.gallery.rich import RICH
from tests.gallery.running import checked, found, real, report_on

_DEPARTMENT: tuple[Edit, ...] = (Put("profile.entity.value", "部门"), *OFFICE[1:])
_TWO_BUDGETS: tuple[Edit, ...] = (
    Add("budget", "2120803", name="城市建设支出", type="政府性基金", budget=wan("1")),
)


def state(title: str, *edits: Edit) -> State:
    accounts = Accounts(changed(real(), edits), real().edition)
    found = checks.requirements(accounts, disclosure(accounts))
    return next(r.state for r in found if r.title == title)


def test_assets_are_told_with_vehicles_and_equipment() -> None:
    vehicles, equipment = (
        Put(f"assets.{line}.value", number("2")) for line in ("vehicles", "equipment")
    )
    assert state("国有资产占用", vehicles) is State.UNMET
    assert state("国有资产占用", equipment) is State.UNMET
    assert state("国有资产占用", vehicles, equipment) is State.MET


@pytest.mark.parametrize(
    ("name", "told"), [("武汉市黄陂区民政局", 1), ("武汉市黄陂区社会保险中心", 0)]
)
def test_only_an_office_is_known_to_be_its_own_supervisor(name: str, told: int) -> None:
    supervised = Put("profile.supervisor.value", "武汉市黄陂区教育局")
    assert len(found("U08", *_DEPARTMENT, Put("profile.name.value", name), supervised)) == told


def test_a_total_of_several_budgets_stands_beside_that_of_one_of_them() -> None:
    stated = Put("budget.total.budget", wan("300"))
    assert len(found("B11", *_TWO_BUDGETS, stated)) == 1
    own = Put("budget_totals.general.budget", wan("208.72"))
    assert found("B11", *_TWO_BUDGETS, stated, own) == []


def test_a_total_that_is_that_of_one_budget_is_printed_as_such() -> None:
    (told,) = found("B11", *_TWO_BUDGETS, Put("budget.total.budget", wan("208.72")))
    assert "正文作为一般公共预算的合计印出" in told.message


def test_income_and_expenditure_exchanged_are_seen_in_yuan_too() -> None:
    lines = {"total": "250", "income": "240", "expenditure": "245", "closing": "10"}
    edits = [Put(f"prior.{line}.prior", wan(amount)) for line, amount in lines.items()]
    assert len(found("X39", *edits, InYuan("prior"))) == 1


def test_only_the_group_of_an_item_is_compared_with_its_code() -> None:
    group = Add("budget", "21011", name="行政事业单位医疗", group="抚恤", budget=wan("1"))
    assert found("C13", group) == []


def test_a_code_that_only_the_budget_knows_is_named_in_its_row() -> None:
    """Its 类 beside the code, its 款 in 所属款, its own name beside it."""
    unknown = Add("budget", "2999999", budget=wan("5"))
    cells = [cell.address for finding in found("C06", unknown) for cell in finding.cells]
    assert cells == ["A9", "C9", "B9"]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Put("profile.unit_type.value", "事业单位"), 1),
        (Put("profile.unit_type.value", "参公事业单位"), 0),
        (Put("profile.entity.value", "部门"), 0),  # with its institutions
    ],
)
def test_codes_of_another_kind_are_those_of_a_single_office_or_institution(
    edit: Edit, told: int
) -> None:
    tables = ("income", "expenditure", "general")
    office = [Put(f"{table}.2080150.name", "行政运行") for table in tables]
    assert len(found("C11", *office, edit)) == told


def test_two_unlisted_codes_of_a_group_with_one_name_are_told_each_with_the_other() -> None:
    both = [
        Add("budget", code, name="专项服务", type="一般公共预算", budget=wan("1"))
        for code in ("2080591", "2080592")
    ]
    assert [finding.message for finding in found("C09", *both)] == [
        "2080591 和 2080592 的名称都写成「专项服务」",
        "2080592 和 2080591 的名称都写成「专项服务」",
    ]
    assert found("C09", both[0]) == []


def test_a_reason_is_asked_for_on_the_sheet_that_has_no_row_for_it() -> None:
    (told,) = found("R02", Drop("budget", "2080150"))
    assert told.blank == (Cell("年初预算", ""),)


def test_a_target_that_is_met_exactly_is_met() -> None:
    for target in ("≤5%", "≥5%"):
        edits = Put("indicators.#3.target", target), Put("indicators.#3.result", "5%")
        full = [Put(f"indicators.#3.{column}", number("20")) for column in ("points", "score")]
        assert found("K12", *edits, *full) == []


@pytest.mark.parametrize(("last", "told"), [("11", 1), ("12", 0), ("13", 1)])
def test_the_points_of_a_goal_are_no_fewer_and_no_more_than_its_weight(
    last: str, told: int
) -> None:
    points = [Put(f"goals.#{n}.points", number("12")) for n in range(3)]  # of 48
    assert len(found("K02", *points, Put("goals.#3.points", number(last)))) == told


def test_a_budget_of_which_nothing_was_spent_is_asked_for() -> None:
    budget = [
        Put(f"three_public.row.{column}", wan("5")) for column in ("budget", "budget_running")
    ]
    (told,) = found("S11", *budget)
    running = real().facts["three_public_items"]["running"]["budget"].cell
    assert told.blank == (running,)


def test_a_list_of_one_unit_is_compared_with_the_text() -> None:
    said = Put("organisation.#0.paragraph", "纳入决算的有3个所属单位。")
    (told,) = found("U07", *_DEPARTMENT, Add("units", name="某站", type="公益一类事业单位"), said)
    assert told.message.endswith("下面列出 1 个") and told.severity is Severity.HINT


@pytest.mark.parametrize(("reason", "told"), [("同比增加9.4万元", 1), ("同比增加9.5万元", 0)])
def test_a_restated_amount_may_be_cut_off_and_not_a_whole_digit_less(
    reason: str, told: int
) -> None:
    """9.50 万元 more than in the year before."""
    edits = (
        Put("prior.total.prior", wan("223.87")),
        Put("prior.total.reason", f"{reason}，人员经费提标"),
    )
    assert len(found("R04", *edits)) == told


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (6, "上年数：还差 6 格（B2、B4、B6、B8、B10、B12）"),
        (7, "上年数：还差 7 格（B2、B4、B6、B8、B10、B12 等）"),
    ],
)
def test_six_places_to_fill_are_named_and_of_seven_the_first(cells: int, text: str) -> None:
    places = tuple(Cell("上年数", f"B{2 * n}") for n in range(1, cells + 1))
    assert SheetTodo("上年数", places).text == text


def test_of_two_subjects_a_meaning_speaks_of_the_one_it_names_whole() -> None:
    meaning = Put("subjects.2080505.meaning", "反映文化和旅游市场方面的支出。")
    told = [f.message for f in checked((meaning,)).findings if f.message.startswith("科目解释")]
    assert told == [
        "科目解释：2080505 是「机关事业单位基本养老保险缴费支出」，解释里说的是「文化和旅游市场」"
    ]


@pytest.mark.parametrize(
    ("reason", "told"), [("比2021年增加人员经费", 1), ("2021年增加编制，人员陆续到岗", 0)]
)
def test_the_year_before_the_last_is_the_base_only_behind_the_word(reason: str, told: int) -> None:
    assert len(found("W13", Put("prior.total.reason", reason))) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("赴江澜市云溪区人民医医院学习。", [Severity.HINT]),
        ("赴江澜市云谷区人民医院学习。", []),
        ("江澜市云谷区人民医院门诊量增长。", [Severity.WARNING]),
    ],
)
def test_a_name_with_a_slip_is_doubtful_where_others_are_visited(
    text: str, told: list[Severity]
) -> None:
    profile = Put("profile.name.value", "江澜市云溪区人民医院")
    said = found("W11", profile, Put("key_work.#0.result", text))
    cell = real().facts["key_work"].rows[0]["result"].cell
    assert [f.severity for f in said if cell in f.cells] == told


def test_a_sum_of_the_other_half_is_not_its_first_line() -> None:
    """31行=（58+59+60）行 of 公开01表; 60行 is the balance that is carried over."""
    edition, changes = real().edition, list(RICH)
    totals = replace(edition.form("totals"), extra=("31行=（58+59+60）行",))
    forms = tuple(totals if form.id == "totals" else form for form in edition.forms)
    workbook = replace(real(), edition=replace(edition, forms=forms))
    findings = report_on(changed(real(), changes), workbook).findings
    assert [f.message for f in findings if f.severity.serious and "行" in f.message] == []
