"""What is no mistake is not told as one, and one thing is told once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from generator import checks
from generator.checks import State, Status
from generator.checks.engine import telling
from generator.checks.engine.slips import between, slip
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Figure, Finding, Severity, SlipKind, Unit
from tests.gallery.cases import FUND_ROWS, OFFICE
from tests.gallery.changing import Add, Blank, Drop, Edit, InYuan, Put, changed, number, wan
from tests.gallery.rich import RICH
from tests.gallery.running import checked, found, real, report_on

ITEMS = ("30101", "30102", "30107", "30108", "30110", "30113", "30228")


def large(*last_year: str) -> list[Finding]:
    """X33 of a department with items of thousands of 万元, and one of 40."""
    edits: list[Edit] = [Put(f"basic.{code}.amount", wan("5200")) for code in ITEMS]
    edits += [Put("basic.30229.amount", wan("40")), Put("totals.expenditure.amount", wan("90000"))]
    edits += [Put(f"prior.expenditure.{column}", wan("88000")) for column in last_year]
    return found("X33", *edits)


def test_a_large_department_is_measured_by_its_last_year() -> None:
    assert large("prior") == []
    assert large("prior", "published") == []
    assert [f.severity for f in large()] == [Severity.WARNING]


def all_items(amount: str) -> list[Finding]:
    """X33 where every 款 of 公开06表 has this amount in 万元, and last year says nothing of it."""
    codes = [row.key for row in real().facts["basic"].rows if len(row.key) == 5]
    return found("X33", *(Put(f"basic.{code}.amount", wan(amount)) for code in codes))


def test_amounts_that_would_be_nothing_in_yuan_are_not_taken_for_yuan() -> None:
    """59 items that come to 29,500 元 would be no unit; with 59,000 it may be one."""
    assert all_items("500") == []
    assert [f.severity for f in all_items("1000")] == [Severity.WARNING]


def test_a_balance_alone_may_be_explained() -> None:
    rows: list[Edit] = [
        Add("fund", row.key, **{**row.values, "expenditure": None, "project": None})
        for row in FUND_ROWS
    ]
    meaning = Add("subjects", "2120899", meaning="反映土地出让收入用于其他方面的支出。")
    assert found("C05", *rows, meaning) == []
    assert found("C05", meaning) != []


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_some_hundred_yuan_beside_a_budget_are_no_mixture(unit: str) -> None:
    """120 元 of 公务接待 against 9 万元."""
    edits = [
        *RICH,
        Put("three_public.row.outturn_reception", Decimal(120)),
        Put("three_public.row.budget_reception", wan("9")),
    ]
    sheets = ("three_public", "three_public_items")
    edits += [InYuan(sheet) for sheet in sheets] if unit == "元" else []
    assert found("X32", *edits) == []
    typed = Put("three_public.row.outturn_reception", Decimal(9))  # 9 typed where 元 were due
    assert len(found("X32", *edits, typed)) > 0


def received(amount: Decimal | None, batches: str) -> list[Severity]:
    counts = [
        Put(f"three_public_counts.reception_{key}.value", number(batches))
        for key in ("batches", "people")
    ]
    edits = (Put("three_public.row.outturn_reception", amount), *counts)
    return [f.severity for f in found("S03", *edits)]


def test_what_is_below_fifty_yuan_does_not_print() -> None:
    assert received(None, "3") == [Severity.HINT] * 2
    assert received(None, "4") == []  # 公开09表 is still to be filled in
    assert received(Decimal(0), "12") == [Severity.HINT] * 2
    assert received(wan("0.4"), "12") == []
    small = Put("three_public.row.outturn_reception", Decimal(30))
    assert found("S03", small) == []


def test_one_negative_income_is_told_once() -> None:
    codes = ("2089999", "20899", "208", "total")
    edits: list[Edit] = [Put(f"income.{code}.other", wan("-3")) for code in codes]
    edits += [Put("totals.other.amount", wan("-3")), Put("fiscal.closing.total", wan("3"))]
    (told,) = found("N01", *edits)
    assert len(told.cells) == 2 and told.cells[0].sheet == "公开01表"
    assert found("X34", *edits) == []
    apart = found("N01", *edits, Put("general.2101102.basic", wan("-1")))
    assert len(apart) == 2


WITHOUT = frozenset({"performance", "projects", "indicators", "key_work"})


def test_a_part_that_a_place_does_not_have_is_not_demanded() -> None:
    blocks = ("performance", "goals", "projects", "indicators", "key_work")
    edits: list[Edit] = [Blank("performance")]
    for block in blocks:
        rows = real().facts[block].rows
        if block == "performance":
            edits += [Put(f"performance.{row.key}.value", None) for row in rows]
        else:
            edits += [Drop(block, row.key) for row in rows]
    facts = changed(real(), edits)
    workbook = replace(real(), edition=replace(real().edition, without=WITHOUT))
    rules = {f.rule for f in report_on(facts, workbook).findings if f.severity.serious}
    assert not rules & {"R01", "K09", "K11"}
    accounts = Accounts(facts, workbook.edition)
    states = {r.title: r.state for r in checks.requirements(accounts, disclosure(accounts))}
    for title in ("整体支出绩效自评", "项目支出绩效自评", "重点工作完成情况"):
        assert states[title] is State.IDLE
    told = [f.rule for f in report_on(facts, real()).findings]
    assert "R01" in told and "K09" in told


def test_paragraphs_are_numbered_in_chinese_beyond_twenty() -> None:
    numbers = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一 二十二"

    def told(left_out: str = "") -> list[str]:
        text = "".join(f"{n}、培训；" for n in numbers.split() if n != left_out)
        return [f.message for f in found("W16", Put("key_work.#0.result", text))]

    assert told() == []
    assert told("二十") == ["编号「二十一、」前面的一条是 19"]


@pytest.mark.parametrize(
    ("meaning", "told"),
    [("反映养老方面的支出，不含住房公积金。", 0), ("反映为职工缴纳的住房公积金。", 1)],
)
def test_a_meaning_may_name_a_part_of_its_subject_beside_others(meaning: str, told: int) -> None:
    findings = checked((Put("subjects.2080505.meaning", meaning),)).findings
    assert len([f for f in findings if "解释里说的是「住房公积金」" in f.message]) == told


def test_a_total_has_no_other_reason_to_point_to() -> None:
    (finding,) = found("R05", Put("prior.total.reason", "同合计"))
    assert finding.message.endswith("写的是「同合计」，没有可以沿用的原因")


def test_a_reason_that_is_not_there_is_not_looked_at() -> None:
    without = [
        Put(f"{table.id}.{row.key}.{column}", None)
        for table in real().facts.tables.values()
        for row in table.rows
        for column, fact in row.cells.items()
        if column == "reason" and fact.given
    ]
    (entry,) = (e for e in checked(without).coverage if e.rule.id == "R05")
    assert (entry.status, entry.looked) == (Status.IDLE, 0)


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        ("11010519491231002X", 1),
        ("110105194912310026", 1),
        ("110105194913310021", 0),
        ("110105194912320025", 0),
    ],
)
def test_an_identity_number_is_known_by_its_date_of_birth(digits: str, told: int) -> None:
    assert len(found("W21", Put("key_work.#0.result", f"为居民{digits}办理补贴。"))) == told


def remedies(*edits: Edit) -> str:
    found = checked(edits).findings
    return "".join(telling.remedy(f) for f in found if f.mismatch and f.mismatch.unit is Unit.YUAN)


def test_a_row_is_guessed_only_where_no_other_reading_is_as_likely() -> None:
    assert "填错了一行（公开05表!E13）" in remedies(Put("general.2080505.total", wan("36.44")))
    opening: list[Edit] = [
        Put("fiscal.opening.amount", wan("3")),
        Put("fiscal.opening_general.amount", wan("2")),
    ]
    assert "填错了一行" not in remedies(*opening)  # the row below is part of it, its only one
    total = Put("income.total.total", wan("222.95"))
    assert "填错了一行" not in remedies(total)  # 合计 and its first 类


@pytest.mark.parametrize(
    ("found", "meant", "kind"),
    [
        ("-240.05", "240.05", SlipKind.SIGN),
        ("2400500", "240.05", SlipKind.CURRENCY),
        ("240.50", "240.05", SlipKind.SWAPPED_DIGITS),
        ("24.005", "240.05", SlipKind.DECIMAL_POINT),
        ("24005", "240.05", SlipKind.DECIMAL_POINT),
        ("240050", "240.05", SlipKind.DECIMAL_POINT),
        ("24.05", "240.05", SlipKind.LOST_DIGIT),
        ("240.15", "240.05", None),
    ],
)
def test_each_slip_of_the_hand_is_known(found: str, meant: str, kind: SlipKind | None) -> None:
    assert between(wan(found), wan(meant)) is kind


def test_of_two_numbers_that_may_have_slipped_neither_is_named() -> None:
    def figure(text: str, place: str) -> Figure:
        return Figure(wan(text), Unit.YUAN, "", (Cell("公开02表", place),))

    sure = ((1, figure("12", "B5")), (1, figure("3", "B6")))
    seen = slip(figure("24", "B4"), sure, wan("15"), {})
    assert seen is not None and seen.part == Cell("公开02表", "B5")  # 12 for 21
    unsure = ((1, figure("12", "B5")), (1, figure("1", "B6")))
    assert slip(figure("22", "B4"), unsure, wan("13"), {}) is None  # or 1 for 10


def test_a_sum_of_several_cells_is_not_taken_for_one_that_slipped() -> None:
    def figure(text: str, *places: str) -> Figure:
        cells = tuple(Cell("公开02表", place) for place in places)
        return Figure(wan(text), Unit.YUAN, "", cells)

    parts = ((1, figure("12", "B5", "B7")), (1, figure("3", "B6")))
    assert slip(figure("24", "B4"), parts, wan("15"), {}) is None


@pytest.mark.parametrize(("amount", "told"), [("0.02", True), ("0.05", False), ("12", False)])
def test_a_part_that_could_not_be_ten_thousand_times_as_much_is_only_small(
    amount: str, told: bool
) -> None:
    """Of 233 万元 spent, procurement of 200 万元 can have been meant, one of 500 not."""
    assert bool(found("X40", Put("procurement.goods.value", wan(amount)))) is told


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1", [Severity.WARNING]), ("0.1", []), ("0.09", []), ("0.0055", [Severity.ERROR])],
)
def test_a_large_unit_that_bought_for_one_wan_is_asked_and_not_refused(
    amount: str, told: list[Severity]
) -> None:
    """Of 15,000 万元 spent, 10,000 万元 can have been meant, 1 万元 just as well."""
    spent = Put("totals.expenditure.amount", wan("15000"))
    goods = [Put(f"procurement.{kind}.value", wan("0")) for kind in ("works", "services")]
    telling = found("X40", spent, *goods, Put("procurement.goods.value", wan(amount)))
    assert [finding.severity for finding in telling] == told


@pytest.mark.parametrize(("amount", "told"), [("0.01", False), ("0.0055", True), ("0.2", False)])
def test_of_what_is_next_to_nothing_a_whole_hundredth_of_wan_is_meant(
    amount: str, told: bool
) -> None:
    """Of 90,000 万元 spent."""
    spent = Put("totals.expenditure.amount", wan("90000"))
    goods = [Put(f"procurement.{kind}.value", wan("0")) for kind in ("works", "services")]
    assert bool(found("X40", spent, *goods, Put("procurement.goods.value", wan(amount)))) is told


@pytest.mark.parametrize(
    ("paragraph", "told"), [("我局是独立核算单位。", 2), ("我局决算含下属事业单位。", 0)]
)
def test_an_office_with_institutions_in_its_accounts_uses_their_codes(
    paragraph: str, told: int
) -> None:
    assert len(found("C11", *OFFICE, Put("organisation.#0.paragraph", paragraph))) == told


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("武汉市黄陂区民政局（本级）", "行政单位", 1),
        ("武汉市黄陂区民政局（本级）", "公益一类事业单位", 0),
        ("武汉市黄陂区社会救助局", "行政单位", 0),
    ],
)
def test_the_kind_of_a_department_is_that_of_its_own_office(
    name: str, kind: str, told: int
) -> None:
    department = (Put("profile.entity.value", "部门"), *OFFICE[1:])
    assert len(found("U09", *department, Add("units", name=name, type=kind))) == told


@pytest.mark.parametrize(("kind", "told"), [("公益一类事业单位", 1), ("参公事业单位", 0)])
def test_a_department_has_operating_funds_where_one_of_its_units_may(kind: str, told: int) -> None:
    edits = Put("operating.operating.this", wan("5")), Add("units", name="某中心", type=kind)
    assert len(found("O03", *edits)) == told
