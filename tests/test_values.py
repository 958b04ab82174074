"""Cells as people and accounting software fill them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from generator.workbook import values


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
    ],
)
def test_numbers_as_people_write_them(typed: Any, read: str | None) -> None:
    value, problem = values.number(typed)
    assert problem == ""
    assert value == (None if read is None else Decimal(read))


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
        (1e20, "的数值 1.000E+20 大得不合理"),
    ],
)
def test_what_is_no_number_is_said(typed: Any, says: str) -> None:
    assert values.number(typed) == (None, says)


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
    ],
)
def test_codes_in_one_cell_or_three(cells: list[Any], code: str) -> None:
    assert values.code(cells) == (code, "")


@pytest.mark.parametrize("cells", [["20801500"], ["2080"], ["人员"], ["208O150"]])
def test_malformed_codes(cells: list[Any]) -> None:
    value, problem = values.code(cells)
    assert value is None
    assert "不是科目编码（应是 3、5 或 7 位数字）" in problem


@pytest.mark.parametrize(
    "typed", [datetime(2024, 10, 11), "2024-10-11", "2024年10月11日", "2024/10/11", "2024.10.11"]
)
def test_dates(typed: Any) -> None:
    assert values.day(typed) == (date(2024, 10, 11), "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (45576, "是数字 45576，应是日期，例如 2024-10-11"),
        ("2024-02-30", "是「2024-02-30」，没有这一天"),
        ("十月十一日", "是「十月十一日」，应是日期，例如 2024-10-11"),
    ],
)
def test_what_is_no_date_is_said(typed: Any, says: str) -> None:
    assert values.day(typed) == (None, says)


def test_words_keep_what_was_typed() -> None:
    assert values.text(" & <甲> {{ x }} 😀 ") == ("& <甲> {{ x }} 😀", "")
    assert values.text("一\r\n二") == ("一\n二", "")
    assert values.text("甲\x07乙") == ("甲乙", "")
    assert values.text(0.95, percent=True) == ("95%", "")
    assert values.text(1500) == ("1500", "")
    assert values.text("#REF!") == (None, "是公式错误 #REF!")
