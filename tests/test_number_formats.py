"""What a number shows under its format.

Where nothing else is said, LibreOffice 7.4 shows the same (export as text, 880 pairs
compared).  ``EXCEL`` are those where it does otherwise and Excel's documented behaviour counts:
General shows 11 characters, a point stays without digits behind it, ``!`` escapes in a Chinese
Excel, Chinese numerals need no language there, and 1900 has a 29 February.
"""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.workbook.reading.formats import NotFollowed, is_moment, shown
from generator.workbook.reading.number_formats import built_in, changes_text, is_date

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
GRADES = '[>=90]"优";[>=60]"合格";"不合格"'

SHOWN: list[tuple[Any, str, str]] = [
    # per cent signs, prefixes and units
    (95.5, '0.0"%"', "95.5%"),
    (95, r"0\%", "95%"),
    (0.955, "0.0%", "95.5%"),
    (0.955, "0%", "96%"),
    (0.9555, "0.00%", "95.55%"),
    (-0.05, "0%", "-5%"),
    (5, "0 %", "500 %"),
    (0.05, "%0", "%5"),
    (12, '0"人"', "12人"),
    (12, '"共"0"人次"', "共12人次"),
    (12, "0台", "12台"),
    (5, r"0\个", "5个"),
    (-5, '"共"0', "-共5"),
    (1.5, "0.0x", "1.5x"),
    # leading zeros, fixed decimals, thousands, scaling
    (95.5, "0.00", "95.50"),
    (95, "0.00", "95.00"),
    (95.5, "General", "95.5"),
    (7, "000", "007"),
    (12.5, "0000.00", "0012.50"),
    (12.5, "0,000", "0,013"),
    (0.5, "#.##", ".5"),
    (0, "#", ""),
    (0.5, "0.??", "0.5"),
    (1234567.891, "#,##0", "1,234,568"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234567.891, "#,##0,", "1,235"),
    (1234567.891, "0,", "1235"),
    (1234567.891, "#,##0.0,,", "1.2"),
    (1234567.891, '0.00,"千元"', "1234.57千元"),
    (12345678, '0"."0000', "1234.5678"),
    (12345678, '#,##0.00,,"百万"', "12.35百万"),
    (13800138000, "000-0000-0000", "138-0013-8000"),
    (2080505, "000 00 00", "208 05 05"),
    (12345.6, "# ##0.0", "12 345.6"),
    (1e20, "#,##0", "100,000,000,000,000,000,000"),
    # rounded half up, as decimals
    (1.005, "0.00", "1.01"),
    (2.675, "0.00", "2.68"),
    (0.285, "0.00", "0.29"),
    (2.5, "0", "3"),
    (-0.4, "0", "0"),
    # fractions and powers of ten
    (0.5, "# ?/?", "1/2"),
    (1.25, "# ??/??", "1  1/4"),
    (2.333, "# ?/?", "2 1/3"),
    (5, "# ?/?", "5"),
    (1.25, "?/?", "5/4"),
    (0.1, "?/?", "1/9"),
    (0.125, "# ??/16", "2/16"),
    (0.3, "# ?/2", "1/2"),
    (1.99, "# ?/?", "2"),
    (12345, "0.00E+00", "1.23E+04"),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.00012, "0.0E-0", "1.2E-4"),
    (0, "0.00E+00", "0.00E+00"),
    (5, '0E+0"次"', "5E+0次"),
    (9.999, "0.00E+00", "1.00E+01"),
    # sections
    (-1234.5, "0.00;[Red]-0.00", "-1234.50"),
    (-1234.5, "0.00;[Red]0.00", "1234.50"),
    (-1234.5, "0.00_);(0.00)", "(1234.50)"),
    (1234.5, "0.00_);(0.00)", "1234.50"),
    (0, '0.00;-0.00;"无"', "无"),
    (0, "0;-0;;@", ""),
    (5, ";;;", ""),
    (-5, '"正";"负";"零"', "负"),
    (95, GRADES, "优"),
    (60, GRADES, "合格"),
    (30, GRADES, "不合格"),
    (50, '[<60]"不合格"0;0', "不合格50"),
    (1, '[=1]"是";[=0]"否";General', "是"),
    (2, '[=1]"是";[=0]"否";General', "2"),
    (12.5, "@", "12.5"),
    (12, '"约"General', "约12"),
    (1.5, 'General"万元"', "1.5万元"),
    # padding, fill, money, colours
    (1234.5, ACCOUNTING, "1,234.50"),
    (0, ACCOUNTING, "-"),
    (12, "*-0", "12"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234.5, '_ "¥"* #,##0.00_ ', "¥1,234.50"),
    (1234.5, "[Color10]0", "1235"),
    # texts
    ("甲", '@"处"', "甲处"),
    ("甲", "0.00", "甲"),
    ("甲", '0;-0;0;"文本："@', "文本：甲"),
    ("甲", ";;;", ""),
    # dates and times; 45200 is 2023-10-01, a Sunday
    (45200, 'yyyy"年"m"月"', "2023年10月"),
    (45200, 'm"月"d"日"', "10月1日"),
    (45200, 'yyyy"年"', "2023年"),
    (45200, "[$-804]aaaa", "星期日"),
    (45200, "[$-804]dddd", "星期日"),
    (45200, "dddd", "Sunday"),
    (45200, "ddd", "Sun"),
    (45200, "yyyy/m/d;@", "2023/10/1"),
    (45200, "yy.m.d", "23.10.1"),
    (45200, "mmm-yy", "Oct-23"),
    (45200, "mmmmm", "O"),
    (45200, "[$-804]mmmm", "十月"),
    (45292, "[$-804]mmmm", "一月"),
    (45200, "[$-409]d-mmm-yy;@", "1-Oct-23"),
    (45200.5, "yyyy/m/d h:mm AM/PM", "2023/10/1 12:00 PM"),
    (45200.5, "[$-804]h:mm AM/PM", "12:00 下午"),
    (0.4375, "h:mm", "10:30"),
    (0.4375, "h", "10"),
    (0.9375, 'h"时"mm"分";@', "22时30分"),
    (0.5, "mm:ss.0", "00:00.0"),
    (0.5, "h:mm:ss.", "12:00:00."),
    (1.5, "[h]:mm", "36:00"),
    (1.5, '[h]"小时"mm"分"', "36小时00分"),
    (0.0208, "[mm]:ss", "29:57"),
    (61, "yyyy-mm-dd", "1900-03-01"),
    # Chinese numerals
    (123, "[DBNum1][$-804]General", "一百二十三"),
    (10, "[DBNum1][$-804]General", "一十"),
    (1005, "[DBNum1][$-804]General", "一千〇五"),
    (10500, "[DBNum2][$-804]General", "壹万零伍佰"),
    (100010001, "[DBNum1][$-804]General", "一亿〇一万〇一"),
    (123, '[DBNum2][$-804]General"元整"', "壹佰贰拾叁元整"),
    (45200, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十月一日"),
    (45229, '[DBNum1][$-804]m"月"d"日"', "十月三十日"),
    (45219, '[DBNum1][$-804]m"月"d"日"', "十月二十日"),
    # digits before the point that have no place of their own
    (233.37, ".00", "233.37"),
    (-233.37, ".00", "-233.37"),
    (0.5, ".00", ".50"),
    (0.953, ".0%", "95.3%"),
    (12.5, "¥.00", "¥12.50"),
    # the language of another country counts for dates alone
    (1.5, "[$-2C0A]0.0", "1.5"),
]

EXCEL: list[tuple[Any, str, str]] = [
    (95, "#.##", "95."),
    (12345678, '0!.0,"万元"', "1234.6万元"),
    (12345678, '0\\.0,"万元"', "1234.6万元"),
    (5, "G/通用格式", "5"),
    (5, 'G/通用格式"人"', "5人"),
    (-5, "0;[红色]0", "5"),
    (123, "[DBNum1]General", "一百二十三"),
    (123.45, "[DBNum2]General", "壹佰贰拾叁.肆伍"),
    (2023, "[DBNum1]0", "二〇二三"),
    (123, "[DBNum3]General", "１百２十３"),
    (123, "[DBNum2]", "壹佰贰拾叁"),  # brackets alone are General
    (-233.37, "[Red]", "-233.37"),
    (0.4375, '[DBNum1]h"时"mm"分"', "十时三十分"),
    (0.4375, '上午/下午h"时"mm"分"', "上午10时30分"),
    (0.9375, '上午/下午h"时"mm"分"', "下午10时30分"),
    (45200, "aaa", "日"),
    (45202, "aaaa", "星期二"),
    (45202, "[$-804]ddd", "周二"),
    (45200, 'e"年"', "2023年"),
    (45200, "[$-F800]dddd, mmmm dd, yyyy", "2023年10月1日"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (59, "yyyy-mm-dd", "1900-02-28"),
    (2958465, "yyyy-mm-dd", "9999-12-31"),
    (0, "[>100]0;0.0", "0.0"),
    (12345678901, "General", "12345678901"),
    (123456789012, "General", "1.23457E+11"),
    (1e15, "General", "1E+15"),
    (1.5e20, "General", "1.5E+20"),
    (1234567890.5, "General", "1234567891"),
    (1 / 3, "General", "0.333333333"),
    (0.1 + 0.2, "General", "0.3"),
    (-12345.678901234, "General", "-12345.6789"),
    (0.00001, "General", "0.00001"),
    (0.00001234567, "General", "1.23457E-05"),
    (1e-10, "General", "1E-10"),
    (99999999999.5, "General", "1E+11"),
]

NEVER = [
    (45200, "b"),  # the Buddhist year
    (45200, 'gge"年"'),  # Japanese eras
    (45200, "[$-2010401]dddd"),  # another calendar
    (45200, "[$-412]dddd"),  # another language
    (-1, "yyyy-mm-dd"),  # Excel shows ####
    (2958466, "yyyy-mm-dd"),
    (45200, "yyyy0"),
    (5, "[内置格式 23]"),
    (5, "0;0;0;@;0"),
    (5, "[>1]"),
    (5, "[=1]0;[=2]0"),  # no section: ####
    (-3, "[>=90]0;0.0"),  # with or without a minus sign
    (12, '@"处"'),
    (5, '0"'),
    (5, "0n"),
    (5, "0@0"),
    (5, ",0"),
    (5, "0%E+0"),
    (5, "0% ?/?"),
    (5, "[$-30804]General"),  # a language with digits of its own
    (5, "[$-th-TH,D00]0"),
    (5, "[DBNum2][$RMB]General"),  # 元、角、分 to WPS alone
]


def exact(value: Any) -> Any:
    return value if isinstance(value, str) else Decimal(f"{value:.15g}")


@pytest.mark.parametrize(("value", "code", "text"), [*SHOWN, *EXCEL])
def test_what_a_format_shows(value: Any, code: str, text: str) -> None:
    assert shown(exact(value), code) == text


@pytest.mark.parametrize(("value", "code"), NEVER)
def test_what_nobody_can_know_is_not_guessed(value: Any, code: str) -> None:
    with pytest.raises(NotFollowed):
        shown(exact(value), code)


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (0, 1.5, "1.5"),
        (2, 1.5, "1.50"),
        (4, 1234.5, "1,234.50"),
        (7, -5, "¥-5.00"),
        (9, 0.5, "50%"),
        (10, 0.5, "50.00%"),
        (12, 0.5, "1/2"),
        (14, 45200, "2023/10/1"),
        (17, 45200, "Oct-23"),
        (20, 0.4375, "10:30"),
        (22, 45200.5, "2023/10/1 12:00"),
        (27, 45200, "2023年10月"),
        (28, 45200, "10月1日"),
        (31, 45200, "2023年10月1日"),
        (32, 0.4375, "10时30分"),
        (34, 0.4375, "上午10时30分"),
        (37, -5, "-5"),
        (44, 5, "¥5.00"),
        (46, 1.5, "36:00:00"),
        (49, 5, "5"),
        (55, 0.9375, "下午10时30分"),
        (57, 45200, "2023年10月"),
        (58, 45200, "10月1日"),
    ],
)
def test_formats_that_a_chinese_excel_has_built_in(number: int, value: float, text: str) -> None:
    assert shown(exact(value), built_in(str(number))) == text


@pytest.mark.parametrize(
    ("seconds", "code", "text"),
    [
        ("1.6", "h:mm:ss", "0:00:02"),
        ("1.64", "mm:ss.0", "00:01.6"),
        ("1.64", 'mm:ss.0"秒"', "00:01.6秒"),
        ("59.6", "h:mm", "0:00"),
        ("59.6", "[mm]:ss", "01:00"),
    ],
)
def test_seconds_are_rounded_where_they_are_shown(seconds: str, code: str, text: str) -> None:
    assert shown(Decimal(seconds) / 86_400, code) == text


def test_dates_since_1904() -> None:
    assert shown(Decimal(2957003), "yyyy-mm-dd", since_1904=True) == "9999-12-31"
    with pytest.raises(NotFollowed):
        shown(Decimal(2957004), "yyyy-mm-dd", since_1904=True)
    assert shown(Decimal(43738), "yyyy-mm-dd", since_1904=True) == "2023-10-01"
    assert shown(Decimal(43738), "aaaa", since_1904=True) == "星期日"
    assert shown(Decimal(2957003), "yyyy-mm-dd", since_1904=True) == "9999-12-31"
    with pytest.raises(NotFollowed):
        shown(Decimal(2957004), "yyyy-mm-dd", since_1904=True)


@pytest.mark.parametrize(
    ("value", "code", "date"),
    [
        (45200, "yyyy/m/d", True),
        (45200, "[$-804]aaaa", True),
        (1.5, "[h]:mm", True),
        (45200, "[$-F800]dddd", True),
        (5, "[>100]yyyy;0", False),
        (5, '0"月"', False),
        (5, "[Red]0", False),
    ],
)
def test_dates_are_known_by_the_section_that_counts(value: int, code: str, date: bool) -> None:
    assert is_moment(Decimal(value), code) is date


@pytest.mark.parametrize(
    "code", ["General", "#,##0.00", "0.00E+00", '0"day"', "0!d", "[Red]0", "broken["]
)
def test_formats_without_a_date(code: str) -> None:
    assert not is_date(code)


def test_formats_that_change_a_text() -> None:
    assert [changes_text(code) for code in ('@"处"', ";;;", "@", ACCOUNTING, "yyyy/m/d;@")] == [
        True,
        True,
        False,
        False,
        False,
    ]


PIECES = [
    *'0#?.,%/@;-() "\\!_*[]^n', "E+0", "General", '"x"', "[h]", "[Red]", "[>5]", "[<=-1E2]", "[=",
    "[$¥-804]", "[$-F800]", "[DBNum1]", "[DBNum2]", "yyyy", "m", "mm", "mmmmm", "d", "dddd", "aaa",
    "h", "ss", ".00", "AM/PM", "上午/下午", "年", "16", "\n",
]  # fmt: skip
VALUES = ["0", "-1", "0.5", "-0.004", "45200.4375", "2958465.9999999", "1E+300", "-1E-300"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(VALUES))
def test_any_format_is_followed_or_refused(code: str, value: str) -> None:
    is_date(code)
    for stored in (Decimal(value), "甲"):
        with contextlib.suppress(NotFollowed):
            assert isinstance(shown(stored, code), str)
