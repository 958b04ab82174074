"""Cells as people and accounting software fill them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.workbook.reading import values


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("-", None),
        ("—", None),
        ("－", None),
        (0, "0"),
        ("0.00", "0.00"),
        (233.37, "233.37"),
        (0.1 + 0.2, "0.3"),
        ("233.37", "233.37"),
        (" 233.37 ", "233.37"),
        ("1,234,567.80", "1234567.80"),
        ("２３３．３７", "233.37"),
        ("(12.50)", "-12.50"),
        ("（12.50）", "-12.50"),
        ("-3", "-3"),
        (".5", "0.5"),
        (99999999.99, "99999999.99"),
        ("1 234 567.00", "1234567.00"),
        ("1\u00a0234\u202f567", "1234567"),
        ("１，２３４．５０", "1234.50"),
        ("－１２", "-12"),
        ("- 5.00", "-5.00"),
        ("\u202d171.96\u202c", "171.96"),
        ("35.00\r", "35.00"),
        ("\u200b", None),
        ("1" * 15, "1" * 15),
    ],
)
def test_numbers_as_people_write_them(typed: Any, read: str | None) -> None:
    value, problem = values.number(typed)
    assert problem == ""
    assert value == (None if read is None else Decimal(read))


@pytest.mark.parametrize(
    ("typed", "unit", "read"),
    [
        ("￥2,000,000.00", "元", "2000000.00"),
        ("¥1,234.5", "万元", "1234.5"),
        ("RMB 1,000.00", "万元", "1000.00"),
        ("rmb￥1,000", "元", "1000"),
        ("人民币 1,000.00元", "元", "1000.00"),
        ("￥１，２３４．５０", "元", "1234.50"),
        ("\u3000¥\u00a01,234.5 ", "元", "1234.5"),
        ("-¥5", "元", "-5"),
        ("¥-5.00", "元", "-5.00"),
        ("（￥1,234.50）", "元", "-1234.50"),
        ("¥(5)", "元", "-5"),
        ("¥ - ", "元", None),  # as a format for accountants shows nothing
        ("1,234.50元", "元", "1234.50"),
        ("(12) 万元", "万元", "-12"),
        ("(12元)", "元", "-12"),
        ("1,234.5", "万元", "1234.5"),
        (1234.5, "万元", "1234.5"),
    ],
)
def test_amounts_with_the_mark_of_the_currency(typed: Any, unit: str, read: str | None) -> None:
    assert values.amount(typed, unit=unit) == (None if read is None else Decimal(read), "")


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("1,234.50元", "万元"),
        ("￥12万元", "元"),
        ("12.5万", "万元"),
        ("12千元", "元"),
        ("¥", "元"),
        ("-¥", "元"),
        ("元", "元"),
        ("-¥-5", "元"),
        ("¥¥5", "元"),
        ("$5", "元"),
        ("5¥", "元"),
        ("¥1,23", "元"),
        ("¥约5", "元"),
        ("¥50%", "元"),
    ],
)
def test_amounts_that_say_another_unit_or_no_number(typed: str, unit: str) -> None:
    assert values.amount(typed, unit=unit) == (None, f"是文字「{typed}」，应是数字")


def test_a_count_has_no_currency() -> None:
    assert values.count("¥5")[0] is None and values.number("¥5")[0] is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("约200", "是文字「约200」，应是数字"),
        ("12万元", "是文字「12万元」，应是数字"),
        ("1,23", "是文字「1,23」，应是数字"),
        ("#REF!", "是公式错误 #REF!"),
        ("#DIV/0!", "是公式错误 #DIV/0!"),
        ("NaN", "是文字「NaN」，应是数字"),
        ("inf", "是文字「inf」，应是数字"),
        (float("nan"), "不是有限的数（NaN 或无穷大）"),
        (True, "是逻辑值 TRUE，应是数字"),
        (datetime(2023, 5, 1), "是日期 2023-05-01，应是数字"),
        (timedelta(days=233, hours=8, minutes=52), "是时间 5600:52，应是数字"),
        (timedelta(minutes=-90), "是时间 -1:30，应是数字"),
        (time(8, 5), "是时间 8:05，应是数字"),
        (1e20, "的数值 1.000E+20 大得不合理"),
        (10**307, "的数值 1.000E+307 大得不合理"),
        (10**400, "不是有限的数（NaN 或无穷大）"),
        ("50%", "是文字「50%」，应是数字"),
        ("#n/a", "是公式错误 #n/a"),
        ("#SPILL!", "是公式错误 #SPILL!"),
        ("Err:502", "是公式错误 Err:502"),
        ("#GETTING_DATA", "是公式错误 #GETTING_DATA"),
        ("＃REF!", "是公式错误 #REF!"),
        ("#####", "是公式错误 #####"),
    ],
)
def test_what_is_no_number_is_said(typed: Any, says: str) -> None:
    assert values.number(typed) == (None, says)


TWO_THINGS = [
    "2①", "2¹", "2₁", "①", "2\n3", "2\r3", "1 2", "１ ２", "1　2", "1\t2", "1\u00a02", "1\u20092",
    "12 34 567", "1 2345", "1,234 567", "½", "2½", "Ⅳ", "㈠", "⑴", "⒈", "二", "٣", "१२", "2(1)", "2\x073",
    "12\u202e34", "35.00\n12.00", "1.2.3", "12.5①", "0,5",
]  # fmt: skip


@pytest.mark.parametrize("typed", TWO_THINGS, ids=ascii)
def test_two_things_are_never_one_number(typed: str) -> None:
    for read in (values.number, values.count):
        value, problem = read(typed)
        assert value is None
        assert "应是数字" in problem


def test_a_percentage_is_no_amount_and_no_count() -> None:
    assert values.number(0.5, "50%") == (None, "是百分数 50%，应是数字")
    assert values.count(1, "100%") == (None, "是百分数 100%，应是数字")
    assert values.number(0, "0%") == (Decimal(0), "")


@pytest.mark.parametrize(
    "typed", ["202³", "2023①", "20 23", "20\n23", "二〇二三", "٢٠٢٣", "#REF!", "2023%"]
)
def test_years_are_four_plain_digits(typed: str) -> None:
    value, problem = values.year(typed)
    assert value is None
    assert problem


@pytest.mark.parametrize(
    "typed", ["2023", "２０２３", "2023年", "2023 年度", 2023, 2023.0, "2023\u200b"]
)
def test_years_as_people_write_them(typed: Any) -> None:
    assert values.year(typed) == ("2023", "")


@pytest.mark.parametrize("typed", [1.5, -1, "2.5"])
def test_counts_are_whole_and_not_negative(typed: Any) -> None:
    value, problem = values.count(typed)
    assert value is None
    assert "应是不小于 0 的整数" in problem


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["2080150", None, None], "2080150"),
        ([2080150], "2080150"),
        ([2080150.0], "2080150"),
        (["208", "01", "50"], "2080150"),
        ([208, 1, 50], "2080150"),
        ([208, 5, 5], "2080505"),
        (["208", "20801", "2080150"], "2080150"),
        (["2080505 ", "", ""], "2080505"),
        (["２０８０１５０"], "2080150"),
        (["208-01-50"], "2080150"),
        ([208, None, None], "208"),
        (["205 01 02"], "2050102"),
        (["205　01　02"], "2050102"),
        (["2080150\u200b"], "2080150"),
        (["205\u00a001\u00a002"], "2050102"),
    ],
)
def test_codes_in_one_cell_or_three(cells: list[Any], code: str) -> None:
    assert values.code(cells) == (code, "")


@pytest.mark.parametrize("cells", [
        ["20801500"], ["2080"], ["人员"], ["208O150"], ["205010①"], ["2050102①"], ["2080150¹"],
        ["208015²"], ["208\n05"], ["208\t05"], ["٢٠٨"], ["208", "0½"],
    ],
    ids=ascii,
)  # fmt: skip
def test_malformed_codes(cells: list[Any]) -> None:
    value, problem = values.code(cells)
    assert value is None
    assert "不是科目编码（应是 3、5 或 7 位数字）" in problem


@pytest.mark.parametrize(
    "typed",
    [
        datetime(2024, 10, 11),
        "2024年  10月\n11日",
        "2024-10-11",
        "2024年10月11日",
        "2024/10/11",
        "2024.10.11",
    ],
)
def test_dates(typed: Any) -> None:
    assert values.day(typed) == (date(2024, 10, 11), "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (45576, "是数字 45576，应是日期，例如 2024-10-11"),
        (True, "是逻辑值 TRUE，应是日期，例如 2024-10-11"),
        (time(12), "是时间 12:00，应是日期，例如 2024-10-11"),
        (timedelta(days=45576), "是时间 1093824:00，应是日期，例如 2024-10-11"),
        ("2024-02-30", "是「2024-02-30」，没有这一天"),
        ("2024-10-1 1", "是「2024-10-1 1」，应是日期，例如 2024-10-11"),
        ("2024-10-1¹", "是「2024-10-1¹」，应是日期，例如 2024-10-11"),
        ("#N/A", "是公式错误 #N/A，应是日期，例如 2024-10-11"),
        ("十月十一日", "是「十月十一日」，应是日期，例如 2024-10-11"),
    ],
)
def test_what_is_no_date_is_said(typed: Any, says: str) -> None:
    assert values.day(typed) == (None, says)


def test_words_keep_what_was_typed() -> None:
    assert values.text(" & <甲> {{ x }} 😀 ") == ("& <甲> {{ x }} 😀", "")
    assert values.text("一\r\n二") == ("一\n二", "")
    assert values.text("甲\x07乙") == ("甲乙", "")
    assert values.text("#REF!") == (None, "是公式错误 #REF!")
    assert values.text("完成率#DIV/0!") == (None, "里有公式错误 #DIV/0!")
    assert values.text("1号楼#2单元") == ("1号楼#2单元", "")
    assert values.text("甲\x0b乙\u2028丙") == ("甲\n乙\n丙", "")
    assert values.text("甲\n乙", lines=False) == ("甲乙", "")
    assert values.text("\u200b\u3164") == (None, "")


def test_a_date_in_the_place_of_a_year_is_told_as_a_date() -> None:
    told = "是日期 2023-10-01，应是四位年份，例如 2023"
    assert values.year(datetime(2023, 10, 1)) == (None, told)


def test_a_time_is_told_as_one_where_a_year_or_a_code_belongs() -> None:
    told = "是时间 48552:00，应是四位年份，例如 2023"
    assert values.year(timedelta(days=2023)) == (None, told)
    assert values.year(True) == (None, "是逻辑值 TRUE，应是四位年份，例如 2023")
    assert values.code([timedelta(days=208)])[1].startswith("「4992:00」不是科目编码")
    assert values.code(["208", datetime(2023, 5, 1)]) == (None, "是日期 2023-05-01，不是科目编码")
