"""Numbers become words in one place only."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from generator import editions
from generator.figures.arithmetic import change, ratio
from generator.figures.phrasing import Marks, Phrasing, chinese_number, unmarked
from generator.model import Figure, Text, Unit, rounded

WAN = Decimal(10000)
VISIBLE = Decimal(50)


def figure(value: str | None, unit: Unit = Unit.YUAN) -> Figure:
    """A figure of so many 万元 (or of the plain number for other units)."""
    factor = WAN if unit is Unit.YUAN else Decimal(1)
    return Figure(None if value is None else Decimal(value) * factor, unit, "数")


@pytest.fixture
def phrasing() -> Phrasing:
    return Phrasing(editions.load("2023"), Marks())


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [("0.125", 2, "0.13"), ("2.5", 0, "3"), ("-0.005", 2, "-0.01"), ("1.005", 2, "1.01")],
)
def test_rounding_is_half_up(value: str, digits: int, text: str) -> None:
    assert str(rounded(Decimal(value), digits)) == text


@pytest.mark.parametrize(
    ("value", "prose", "table"),
    [
        ("233.37", "233.37万元", "233.37"),
        ("35", "35万元", "35.00"),
        ("10.5", "10.5万元", "10.50"),
        ("0", "0万元", ""),
        (None, "0万元", ""),
        ("99999999.99", "99999999.99万元", "99999999.99"),
        ("-3.1", "-3.1万元", "-3.10"),
        ("0.004", "0万元", "0.00"),
    ],
)
def test_amounts(phrasing: Phrasing, value: str | None, prose: str, table: str) -> None:
    assert unmarked(phrasing.wan(figure(value))) == prose
    assert unmarked(phrasing.cell(figure(value))) == table


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        ("9.65", "243.02", "4%"),
        ("233.37", "208.72", "111.8%"),
        ("171.96", "147.32", "116.7%"),
        ("222.95", "233.37", "95.5%"),
        ("10.42", "233.37", "4.5%"),
        ("1", "1", "100%"),
        ("0.01", "99999999.99", "0.1%以下"),
        ("0", "5", "0%"),
    ],
)
def test_percentages(phrasing: Phrasing, part: str, whole: str, text: str) -> None:
    assert unmarked(phrasing.pct(ratio("比", figure(part), figure(whole)))) == text


def test_no_percentage_of_nothing(phrasing: Phrasing) -> None:
    with pytest.raises(ValueError, match="无法计算"):
        phrasing.pct(ratio("比", figure("1"), figure("0")))


@pytest.mark.parametrize(
    ("this", "base", "text"),
    [
        ("233.37", "243.02", "减少9.65万元，下降4%"),
        ("243.02", "233.37", "增加9.65万元，增长4.1%"),
        ("5", "5", "持平"),
        ("5", "0", "增加5万元（上年度为0万元）"),
        ("5", None, "增加5万元（上年度为0万元）"),
        ("0", "5", "减少5万元，下降100%"),
        ("0", "0", "持平"),
        ("5.004", "5", "持平"),
        ("5", "0.003", "增加5万元（上年度为0万元）"),
        ("5", "0.005", "增加5万元，增长99900%"),
        ("5.005", "5", "增加0.01万元，增长0.1%"),
        ("0.005", "0", "增加0.01万元（上年度为0万元）"),
        ("0", "0.005", "减少0.01万元，下降100%"),
        ("99999999.99", "99999999.98", "增加0.01万元，增长0.1%以下"),
        ("125", "10", "增加115万元，增长1150%"),
        ("3", "-2", "增加5万元"),
        ("-2", "3", "减少5万元"),
        ("-2", "0", "减少2万元"),
    ],
)
def test_changes(phrasing: Phrasing, this: str, base: str | None, text: str) -> None:
    compared = change("数", figure(this), figure(base), Text(""), VISIBLE)
    assert unmarked(phrasing.change(compared)) == text


def test_a_missing_reason_shows(phrasing: Phrasing) -> None:
    assert phrasing.required(Text(""), "增减原因") == "【待补充：增减原因】"
    assert phrasing.required(Text("项目支出减少。"), "增减原因") == "项目支出减少"
    assert phrasing.required(Text("主要原因是：项目支出减少"), "增减原因") == "项目支出减少"
    assert phrasing.required(Text("主要原因是。"), "增减原因") == "【待补充：增减原因】"


def test_every_printed_number_is_marked(phrasing: Phrasing) -> None:
    text = phrasing.wan(figure("35"))
    assert text != unmarked(text)
    assert [f.label for f in phrasing.marks.printed] == ["数"]


def test_each_mark_names_its_place_in_the_list_of_its_kind() -> None:
    marks = Marks()
    places = [re.findall(r"\d+", marks.mark_unknown(words))[0] for words in ("三", "四")]
    assert [marks.unknown[int(place)] for place in places] == ["三", "四"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (200, "二百"),
        (919, "九百一十九"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (10000, "一万"),
        (10010, "一万零一十"),
        (12345, "一万二千三百四十五"),
        (100_000, "十万"),
        (110_000, "十一万"),
        (1_000_001, "一百万零一"),
        (100_000_000, "一亿"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_no_two_chinese_numbers_are_equal() -> None:
    assert len({chinese_number(number) for number in range(20_000)}) == 20_000
