"""What a reader can recompute from the page is computed from the amounts as printed."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import editions
from generator.document import Draft
from generator.editions import Edition
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change
from generator.figures.phrasing import Marks, Phrasing, unmarked
from generator.model import Cell, Facts, Figure, Text, Unit, rounded
from generator.pipeline import build
from generator.products.review.explaining import explain
from generator.products.review.model import ShareList
from generator.products.review.roundings import roundings
from tests.conftest import ROOT
from tests.helpers.doctext import lines

WAN = Decimal(10000)


def yuan(amount: str | Decimal, label: str = "数") -> Figure:
    return Figure(Decimal(amount), Unit.YUAN, label, (Cell("表", label),))


@pytest.fixture(scope="module")
def edition() -> Edition:
    return editions.load("2023")


@pytest.fixture
def phrasing(edition: Edition) -> Phrasing:
    return Phrasing(edition, Marks())


def accounts(edition: Edition) -> Accounts:
    return Accounts(Facts({}), edition)


def compared(edition: Edition, this: str | Decimal, base: str | Decimal) -> Change:
    books = accounts(edition)
    return books._change("数", yuan(this, "本年"), yuan(base, "上年"), Text(""))


@pytest.mark.parametrize(
    ("this", "base", "text"),
    [
        ("58803351.00", "50281949.00", "增加852.15万元，增长16.9%"),  # 5880.34 - 5028.19
        ("1000040", "999960", "持平"),  # 100.00 and 100.00: 80 元 apart
        ("1000050", "1000049.99", "增加0.01万元，增长0.1%以下"),  # 100.01 and 100.00: one 分
        ("49.99", "1000000", "减少100万元，下降100%"),
        ("600", "1000000", "减少99.94万元，下降99.9%"),
        ("350", "1000000", "减少99.96万元，下降99.96%"),  # to 100 % it would fall to nothing
        ("50", "0", "增加0.01万元（上年度为0万元）"),
        ("49", "0", "持平"),
        ("-49", "0", "持平"),
        ("1500000", "49", "增加150万元（上年度为0万元）"),
    ],
)
def test_changes(phrasing: Phrasing, edition: Edition, this: str, base: str, text: str) -> None:
    assert unmarked(phrasing.change(compared(edition, this, base))) == text


def test_equal_as_printed_needs_no_reason(edition: Edition) -> None:
    assert not compared(edition, "1000040", "999960").needs_reason
    assert compared(edition, "1000050", "1000049.99").needs_reason


def test_half_of_the_last_printed_digit_shows(edition: Edition) -> None:
    """50 元 print as 0.01 万元; of unrounded amounts so much makes a difference."""
    assert accounts(edition).shows(yuan("50")) and not accounts(edition).shows(yuan("49.99"))
    books = accounts(replace(edition, derived_from="exact"))
    assert books.alike(yuan("149.99"), yuan("100")) and not books.alike(yuan("150"), yuan("100"))


@pytest.mark.parametrize(
    ("outturn", "budget", "rate"),
    [("216049", "215951", 1), ("30", "40", Decimal("0.75")), ("30", "0", None)],
)
def test_only_a_budget_that_prints_as_nil_has_a_rate_of_the_exact_amounts(
    edition: Edition, outturn: str, budget: str, rate: Decimal | None
) -> None:
    assert accounts(edition).executed("执行率", yuan(outturn), yuan(budget)).value == rate


def test_a_part_that_is_nil_has_its_share(edition: Edition) -> None:
    found = accounts(edition).shares("占比", [yuan("0"), yuan("1000")], yuan("1000"))
    assert [share.value for share in found] == [0, 1]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        ("216000", "216100", "99.95%"),  # never 100 % of something else
        ("216100", "216000", "100.05%"),
        ("216049", "215951", "100%"),  # 21.60 of 21.60
        ("999999999900", "1000000000000", "99.99999999%"),
        ("100", "1000000000", "0.1%以下"),
        ("49", "1000000000", "0%"),
        ("199600", "200000", "99.8%"),
    ],
)
def test_shares(phrasing: Phrasing, edition: Edition, part: str, whole: str, text: str) -> None:
    share = accounts(edition).share("占比", yuan(part), yuan(whole))
    assert unmarked(phrasing.pct(share)) == text


def test_no_share_of_what_prints_as_nothing(edition: Edition) -> None:
    share = accounts(edition).share("占比", yuan("30"), yuan("49", "总数"))
    assert (share.value, share.missing) == (None, "总数不足最小单位")


def test_an_edition_may_derive_from_the_unrounded_amounts(edition: Edition) -> None:
    exact = replace(edition, derived_from="exact")
    found = compared(exact, "58803351.00", "50281949.00")
    assert unmarked(Phrasing(exact, Marks()).change(found)) == "增加852.14万元，增长16.9%"
    told = explain(found.amount, exact)
    assert told.values == "5880.3351 − 5028.1949 = 852.1402 万元 → 852.14 万元"
    assert told.otherwise == "按印出的数计算为 852.15 万元；按元计算为 852.14 万元"


def test_both_values_are_told(edition: Edition) -> None:
    """The calculation is that of the printed amounts; the other value stands beside it."""
    told = explain(compared(edition, "58803351.00", "50281949.00").amount, edition)
    assert told.values == "5880.34 − 5028.19 = 852.15 万元"
    assert told.otherwise == "按印出的数计算为 852.15 万元；按元计算为 852.14 万元"
    assert [part.amount for part in told.parts] == [Decimal("58803351.00"), Decimal("50281949.00")]


def test_nothing_is_told_where_both_print_alike(edition: Edition) -> None:
    assert explain(compared(edition, "58803400", "50281901").amount, edition).otherwise == ""


def test_a_flat_change_leads_to_both_values(phrasing: Phrasing, edition: Edition) -> None:
    phrasing.change(compared(edition, "1000049", "999951"))
    told = explain(phrasing.marks.printed[0], edition)
    assert told.values == "100 − 100 = 0 万元"
    assert told.otherwise == "按印出的数计算为 0 万元；按元计算为 0.01 万元"


def test_a_difference_that_does_not_show_has_no_reason(edition: Edition) -> None:
    """持平 as printed: the reason that was typed for 40 元 is neither printed nor called idle."""
    reason = Text("项目支出增加", Cell("上年数", "G4"))
    books = accounts(edition)
    same = books._change("数", yuan("1000040"), yuan("1000000"), reason)
    assert same.flat and same.hidden and not same.explained
    told = books._change("数", yuan("1000000"), yuan("1000000"), reason)
    assert told.flat and not told.hidden and told.explained


_CHANGE = re.compile(r"(增加|减少)([\d.]+)万元(?:，(?:增长|下降)([\d.]+)%)?(?:以下)?")


@pytest.mark.parametrize("seed", range(20))
def test_a_calculator_finds_every_change(phrasing: Phrasing, edition: Edition, seed: int) -> None:
    """Amounts in 元 of every size, near each other and far apart."""
    chance = random.Random(seed)
    for _ in range(50):
        base = Decimal(chance.randrange(10 ** chance.randint(1, 12))) / 100
        near = chance.random() < 0.5
        this = base + chance.randint(-9000, 9000) if near else base * chance.randint(0, 300) / 100
        this = max(this, Decimal(0))
        text = unmarked(phrasing.change(compared(edition, this, base)))
        shown, before = (rounded(amount / WAN, 2) for amount in (this, base))
        if shown == before:
            assert text == "持平"
            continue
        found = _CHANGE.match(text)
        assert found, text
        assert (found[1] == "增加") == (shown > before)
        assert Decimal(found[2]) == abs(shown - before)
        if found[3] and "以下" not in text:
            digits = max(1, len(found[3].partition(".")[2]))
            assert Decimal(found[3]) == rounded(abs(shown - before) / before * 100, digits)


def test_the_example_in_yuan(tmp_path: Path) -> None:
    outcome = build(ROOT / "inputs" / "examples" / "事业单位.xlsx", tmp_path)
    assert outcome.written is not None
    text = "\n".join(lines(outcome.written.path))
    assert "5880.34万元" in text and "852.15万元" in text and "852.14" not in text


def test_only_the_accounts_derive() -> None:
    """Who compares or divides amounts asks them, so that nothing is derived from other numbers."""
    deriving = re.compile(r"(?<![\w.])(?<!def )(?:change|share|shares|ratio)\(")
    sources = sorted((ROOT / "generator" / "figures").glob("*.py"))
    found = [path.name for path in sources if deriving.search(path.read_text("utf-8"))]
    assert found == ["accounts.py", "arithmetic.py"]


def test_the_review_page_lists_what_rounding_does(tmp_path: Path) -> None:
    outcome = build(ROOT / "inputs" / "examples" / "事业单位.xlsx", tmp_path)
    page = outcome.files["page"].read_text("utf-8")
    assert '<h2 id="roundings" tabindex="-1">四舍五入</h2>' in page
    assert "按印出的数计算为 852.15 万元；按元计算为 852.14 万元" in page
    assert "按印出的数计算为 97.4%；按元计算为 97.3%" in page


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        (("1", "1", "1"), ["印出的相加为 99.9%，是四舍五入的尾差，不用凑成 100%"]),
        (("1", "1", "4"), ["印出的相加为 100.1%，是四舍五入的尾差，不用凑成 100%"]),
        (("1", "1", "2"), []),
        (("1", "1"), []),
    ],
)
def test_shares_beside_a_hundred_are_told(
    edition: Edition, amounts: tuple[str, ...], says: list[str]
) -> None:
    books = accounts(edition)
    parts = [yuan(Decimal(amount) * WAN, f"第{n}项") for n, amount in enumerate(amounts)]
    whole = yuan(sum((part.amount for part in parts), Decimal(0)), "合计")
    lists = [ShareList("各项占比", tuple(books.shares("占比", parts, whole)))]
    draft = Draft({}, {}, ())
    assert [note for _, note in roundings(draft, lists, edition)] == says
