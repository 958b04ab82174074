"""Numbers of which the screen shows another one: the stored number is read, and that is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.model import Finding, Severity
from generator.workbook.reading.facts import read_workbook
from tests.conftest import Spoil
from tests.helpers.opening import told_by_reading

# A cell of each kind: an amount of a form, of a fixed line, of a list; a count; a score.
CELLS = ("公开01表!F14", "上年数!B4", "年初预算!E5", "国有资产!B9", "整体绩效!I19")


def put(value: float | str, code: str, *, money: str = "") -> Spoil:
    def change(book: Any) -> None:
        for sheet, _, address in (place.partition("!") for place in CELLS):
            book[sheet][address].value = value
            book[sheet][address].number_format = code
        if money:
            for every in book.worksheets:
                for row in every.iter_rows(max_row=3):
                    for title in row:
                        if isinstance(title.value, str) and "万元" in title.value:
                            title.value = title.value.replace("万元", money)
            book["基本信息"]["B14"].value = money

    return change


def told(path: Path) -> list[Finding]:
    return [finding for finding in told_by_reading(path) if finding.rule == "I48"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (123456, "0!.0000", "显示「12.3456」"),
        (123456, "0.00,", "显示「123.46」"),
        (123456, '#,##0.0,"千"', "显示「123.5千」"),
        (123456, '[>=10000]0!.0,"万";0', "显示「12.3万」"),
        (123456, "0.00,;[Red]-0.00,", "显示「123.46」"),
        (123456, '[>=10000]0!.0,"万";General', "显示「12.3万」"),
        (123456, "[DBNum2]0.00,", "显示「壹贰叁.肆陆」"),
        (12, '0"亿"', "显示「12亿」"),
        (12, "-0", "显示「-12」"),
        (12, "(0.00)", "显示「(12.00)」"),
        (12, '"△"0', "显示「△12」"),
        (12, ";;;", "不显示"),
        (12, '"达标"', "显示「达标」"),
        (12, '0"元"', "显示「12元」"),
    ],
)
def test_another_number_on_the_screen_is_told_once(
    value: float, code: str, shown: str, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(value, code)))
    assert finding.severity is Severity.WARNING
    amounts = 3 if code == '0"元"' else 5  # a count or a score has no unit of money
    assert len(finding.cells) == amounts
    assert f"公开01表!F14 {shown}、" in finding.message
    assert "重新输入" in finding.remedy


@pytest.mark.parametrize(
    "code",
    [
        "0", "000", "0.00_);[Red](0.00)", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        "¥#,##0.00", "[$¥-804]#,##0.00", '0.00"万元"', '0"辆"', 'General"人"', '"第"0"名"', "0.0E+0",
        "# ?/?", "[DBNum2]0", "0;-0;;", '[>=10000]0!.0,"万";0', "0.00;[Red]0.00", "[=0]\"无\";0",
    ],
)  # fmt: skip
def test_the_same_number_in_another_shape_is_no_news(
    code: str, spoiled: Callable[[Spoil], Path]
) -> None:
    path = spoiled(put(12, code))
    assert not told(path)
    tables = read_workbook(path).facts.tables
    assert tables["budget"]["2080150"]["budget"].value == Decimal(120000)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2.5, "[Cyan]0"),  # 3: rounded half up, as every format does
        (12, "[$RMB]0"),  # nobody knows what the screen shows
    ],
)
def test_what_is_only_rounded_or_not_known_is_no_news(
    value: float, code: str, spoiled: Callable[[Spoil], Path]
) -> None:
    assert not told(spoiled(put(value, code)))


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [
        ("12.5", ";;;", None),
        ("12.5", '@"亿"', "12.5亿"),
        ("12.5", '"1"@', "112.5"),
        ("12.5", '"-"@', "-12.5"),
        ("12.5", '@"万元"', ""),
        ("（12.5）", '"合"@', ""),
        ("１２．５", "@_ ", ""),
        ("1,212.5万元", '"约"@', ""),
    ],
)
def test_a_number_given_as_text_in_a_format_for_texts_is_held_to_the_same(
    typed: str, code: str, shown: str | None, spoiled: Callable[[Spoil], Path]
) -> None:
    found = told(spoiled(put(typed, code)))
    amounts = [f for f in found if f.cells[0].sheet == "公开01表"]
    assert [f.message.partition(" ")[2].partition("、")[0] for f in amounts] == (
        [] if shown == "" else ["不显示" if shown is None else f"显示「{shown}」"]
    )


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0;0", "12"),
        ('0"元";0"元"', "12元"),
        ('[>=10]0!.0,"万";[<=-10]-0!.00"万";0', "-0.12万"),
    ],
)
def test_a_negative_number_that_does_not_look_like_one_is_told(
    code: str, shown: str, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(-12, code)))
    assert f"公开01表!F14 显示「{shown}」" in finding.message


@pytest.mark.parametrize(
    "code",
    [
        "0.00_);(0.00)", "0.00;[Red]0.00", "0.00;[颜色3]0", '0;"△"0', '0;"负"0', "0;[Red]-0",
        '#,##0.0_ ;[Red]\\(#,##0.0\\)', "[DBNum2]0", "[$¥-804]#,##0.00;[$¥-804]-#,##0.00", "+0;-0",
        '"¥"#,##0.00;[Red]"¥"-#,##0.00', "0;（0）", "[>=100]0.0;0.00", '0.00"万";-0.00"万"',
    ],
)  # fmt: skip
def test_a_negative_number_that_looks_like_one_is_no_news(
    code: str, spoiled: Callable[[Spoil], Path]
) -> None:
    cells = [cell for finding in told(spoiled(put(-12, code))) for cell in finding.cells]
    assert [cell for cell in cells if cell.sheet not in ("国有资产", "整体绩效")] == []


@pytest.mark.parametrize(
    ("value", "code"),
    [(1234567, "0!.0000"), (12500, "0!.0,"), (1234567, '0!.0000"万元"'), (12500, '0!.0,"万"')],
)
def test_a_sheet_in_yuan_may_show_ten_thousands(
    value: int, code: str, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(value, code, money="元")))
    assert tuple(map(str, finding.cells)) == CELLS[3:]  # the count and the score
