"""A text cell is printed as it stands on the screen, or its cell is named."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from generator.model import Cell, Fact, InputProblem
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL, Spoil

Spoiled = Callable[[Spoil], Path]


def put(*cells: tuple[str, str, Any, str]) -> Spoil:
    """Cells as (sheet, address, value, number format)."""

    def change(book: Any) -> None:
        for sheet, address, value, code in cells:
            book[sheet][address] = value
            book[sheet][address].number_format = code

    return change


def fact(workbook: Workbook, sheet: str, address: str) -> Fact:
    tables = workbook.facts.tables.values()
    facts = (fact for table in tables for row in table.rows for fact in row.cells.values())
    return next(fact for fact in facts if fact.cell == Cell(sheet, address))


def told(workbook: Workbook) -> list[str]:
    return [f"{finding.rule} {finding.message}" for finding in workbook.findings]


def refused(path: Path) -> list[str]:
    with pytest.raises(InputProblem) as caught:
        read_workbook(path)
    return [f"{finding.rule} {finding.message}" for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (95.5, '0.0"%"', "95.5%"),
        (0.955, "0.0%", "95.5%"),
        (95.5, "0.00", "95.50"),
        (95.5, "General", "95.5"),
        (1 / 3, "General", "0.333333333"),
        (12345678901, "General", "12345678901"),
        (100000000000, "General", "1E+11"),
        (123456789012, "General", "1.23457E+11"),
        (7, "000", "007"),
        (12, '0"人"', "12人"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (0.5, "# ?/?", "1/2"),
        (123, "[DBNum1][$-804]General", "一百二十三"),
        (1.5, "[h]:mm", "36:00"),
        (True, "General", "TRUE"),
        ("完成", '@"（已验收）"', "完成（已验收）"),
    ],
)
def test_a_text_cell_prints_what_the_screen_shows(
    spoiled: Spoiled, value: Any, code: str, text: str
) -> None:
    workbook = read_workbook(spoiled(put(("项目指标", "F7", value, code))))
    assert fact(workbook, "项目指标", "F7").value == text


def test_names_are_read_as_they_are_shown(spoiled: Spoiled) -> None:
    workbook = read_workbook(spoiled(put(("项目绩效", "A4", 3, '"第"0"号项目"'))))
    assert fact(workbook, "项目绩效", "A4").value == "第3号项目"


def test_a_date_among_words_is_printed_as_shown_and_told(spoiled: Spoiled) -> None:
    day = datetime(2023, 7, 24)
    workbook = read_workbook(
        spoiled(put(("项目指标", "F5", day, 'yyyy"年"m"月"'), ("项目指标", "F9", day, "m-d")))
    )
    assert fact(workbook, "项目指标", "F5").value == "2023年7月"
    assert fact(workbook, "项目指标", "F9").value == "7-24"
    assert [line for line in told(workbook) if line.startswith("I31")] == [
        "I31 项目指标!F5 实际完成值（B）是日期，照屏幕上的样子写「2023年7月」",
        "I31 项目指标!F9 实际完成值（B）是日期，照屏幕上的样子写「7-24」",
    ]


def test_what_cannot_be_followed_is_named(spoiled: Spoiled) -> None:
    cells = put(("项目指标", "F7", 45200, "[$-2010401]dddd"), ("项目指标", "F8", -1, "yyyy/m/d"))
    assert refused(spoiled(cells)) == [
        "I30 项目指标!F7 实际完成值（B）看不出屏幕上显示成什么（数字格式「[$-2010401]dddd」）",
        "I30 项目指标!F8 实际完成值（B）看不出屏幕上显示成什么（数字格式「yyyy/m/d」）",
    ]


def test_a_conditional_number_format_is_named(spoiled: Spoiled) -> None:
    def change(book: Any) -> None:
        sheet = book["项目指标"]
        sheet["F7"], sheet["F8"], sheet["F9"] = 95.5, "95.5", 95.5
        style = DifferentialStyle(numFmt=NumberFormat(200, '0.0"%"'))
        rule = Rule(type="expression", dxf=style, formula=["TRUE"])
        sheet.conditional_formatting.add("F7:F8", rule)

    assert refused(spoiled(change)) == [
        "I30 项目指标!F7 实际完成值（B）看不出屏幕上显示成什么（条件格式在这里另定了数字格式）"
    ]


def test_a_format_that_hides_is_told_unless_it_hides_a_zero(spoiled: Spoiled) -> None:
    cells = put(("项目指标", "F7", 5, ";;;"), ("项目指标", "F8", 0, "0;-0;;@"))
    workbook = read_workbook(spoiled(cells))
    assert not fact(workbook, "项目指标", "F7").given
    assert not fact(workbook, "项目指标", "F8").given
    assert [line for line in told(workbook) if line.startswith("I33")] == [
        "I33 项目指标!F7 实际完成值（B）里有内容，但格式使它不显示，当作空白"
    ]


def test_number_cells_keep_their_stored_value(spoiled: Spoiled) -> None:
    workbook = read_workbook(spoiled(put(("公开05表", "F10", 171.96, '0"万元"'))))
    assert fact(workbook, "公开05表", "F10").value == Decimal("1719600.00")


def test_percentages_where_numbers_belong(spoiled: Spoiled) -> None:
    cells = put(
        ("公开05表", "F10", 0.5, "0%"),
        ("国有资产", "B6", 2, '0"%"'),
        ("国有资产", "B7", "50%", "General"),
        ("国有资产", "B8", 3, '0"‰"'),
        ("基本信息", "B5", 2023, "0%"),
    )
    assert refused(spoiled(cells)) == [
        "I04 公开05表!F10 事业运行·基本支出是百分数 50%，应是数字",
        "I10 基本信息!B5 决算年度是百分数 202300%，应是四位年份，例如 2023",
        "I04 国有资产!B6 主要领导干部用车是百分数 2%，应是数字",
        "I04 国有资产!B7 机要通信用车是文字「50%」，应是数字",
        "I04 国有资产!B8 应急保障用车是百分数 3‰，应是数字",
    ]


def test_names_are_one_line_and_long_texts_keep_theirs(spoiled: Spoiled) -> None:
    cells = put(
        ("基本信息", "B4", "某某\n单位", "@"),
        ("公开05表", "D12", "基本养老\n保险缴费支出", "@"),
        ("公开06表", "B7", "基本\x0b工资".replace("\x0b", "_x000B_"), "@"),
        ("项目绩效", "A4", "Project\nOne", "@"),
        ("重点工作", "C5", "第一行\n第二行", "@"),
        ("名词解释", "A4", "财政\n拨款收入", "@"),
    )
    workbook = read_workbook(spoiled(cells))
    assert fact(workbook, "基本信息", "B4").value == "某某单位"
    assert fact(workbook, "公开05表", "D12").value == "基本养老保险缴费支出"
    assert fact(workbook, "公开06表", "B7").value == "基本工资"
    assert fact(workbook, "项目绩效", "A4").value == "Project One"
    assert fact(workbook, "重点工作", "C5").value == "第一行\n第二行"
    assert fact(workbook, "名词解释", "A4").value == "财政拨款收入"


def test_characters_that_print_as_boxes_are_told(spoiled: Spoiled) -> None:
    cells = put(
        ("重点工作", "C5", "陈小\ue863、王小\ue001获奖😀", "@"), ("重点工作", "C6", "\u200b", "@")
    )
    workbook = read_workbook(spoiled(cells))
    assert fact(workbook, "重点工作", "C5").value == "陈小䶮、王小\ue001获奖😀"
    assert not fact(workbook, "重点工作", "C6").given
    assert [line for line in told(workbook) if line.startswith("I32")] == [
        "I32 重点工作!C5 含有多半印不出来的字符：U+E001、「😀」（U+1F600）"
    ]


def raw(path: Path, sheet: str, address: str, cell: str) -> Path:
    """A copy of the real workbook with one cell as this XML."""
    with zipfile.ZipFile(REAL) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    number = re.search(rf'name="{sheet}" sheetId="(\d+)"', parts["xl/workbook.xml"].decode())
    assert number
    part = f"xl/worksheets/sheet{number[1]}.xml"
    found = rf'<c r="{address}"(?: [^>]*)?(?:/>|>.*?</c>)'
    text, count = re.subn(found, lambda _: cell, parts[part].decode(), flags=re.DOTALL)
    assert count == 1
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


BROKEN = "文件被别的程序写坏了"


@pytest.mark.parametrize(
    ("sheet", "address", "cell", "says"),
    [
        ("公开05表", "F10", "<v>NaN</v>", f"I04 {{}}的数值「NaN」不是数字，{BROKEN}"),
        ("公开05表", "F10", f"<v>{'9' * 400}</v>", f"I04 {{}}的数值「{'9' * 20}…」大得没有表格能存，{BROKEN}"),
        ("公开05表", "F10", f"<v>{'9' * 300}</v>", "I04 {}的数值 1.000E+300 大得不合理"),
        ("项目指标", "F7", "<v>1e400</v>", f"I10 {{}}的数值「1e400」大得没有表格能存，{BROKEN}"),
    ],
)  # fmt: skip
def test_stored_numbers_that_are_none(
    tmp_path: Path, sheet: str, address: str, cell: str, says: str
) -> None:
    label = "事业运行·基本支出" if sheet == "公开05表" else "实际完成值（B）"
    path = raw(tmp_path / "2023.xlsx", sheet, address, f'<c r="{address}">{cell}</c>')
    assert refused(path) == [says.format(f"{sheet}!{address} {label}")]


@pytest.mark.parametrize(
    ("sheet", "address", "rule"),
    [("公开05表", "F10", "I04"), ("国有资产", "B6", "I04"), ("项目指标", "F7", "I10")],
)
@pytest.mark.parametrize("kind", ["#SPILL!", "#FIELD!", "#OTHER"])
def test_errors_of_all_kinds(
    tmp_path: Path, sheet: str, address: str, rule: str, kind: str
) -> None:
    cell = f'<c r="{address}" t="e"><f>A1</f><v>{kind}</v></c>'
    (line,) = refused(raw(tmp_path / "2023.xlsx", sheet, address, cell))
    assert line.startswith(f"{rule} {sheet}!{address} ")
    assert line.endswith(f"是公式错误 {kind}")


def test_a_raised_digit_is_no_digit_of_the_number(tmp_path: Path) -> None:
    run = '<r><t>2</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    cell = f'<c r="B6" t="inlineStr"><is>{run}</is></c>'
    assert refused(raw(tmp_path / "2023.xlsx", "国有资产", "B6", cell)) == [
        "I04 国有资产!B6 主要领导干部用车是文字「2¹」，应是数字"
    ]


@pytest.mark.parametrize("sheet", ["公开05表", "项目指标"])
def test_a_formula_with_an_empty_result_is_blank(tmp_path: Path, sheet: str) -> None:
    address = "F10" if sheet == "公开05表" else "F7"
    cell = f'<c r="{address}" t="str"><f>IF(1=1,"","")</f><v></v></c>'
    workbook = read_workbook(raw(tmp_path / "2023.xlsx", sheet, address, cell))
    assert not fact(workbook, sheet, address).given


@pytest.mark.parametrize(
    "typed", ["2①", "²", "٣", "9" * 5000], ids=["circled", "raised", "arabic", "long"]
)
@pytest.mark.parametrize(
    ("sheet", "address"), [("公开01表", "B33"), ("公开05表", "A40"), ("基本信息", "B6")]
)
def test_what_only_looks_like_a_number_is_no_line_page_or_edition(
    spoiled: Spoiled, sheet: str, address: str, typed: str
) -> None:
    path = spoiled(put((sheet, address, typed, "@")))
    if sheet == "公开01表":  # the label of the line tells which it is
        assert fact(read_workbook(path), sheet, "C33").label == "本年收入合计"
    elif sheet == "基本信息":
        assert refused(path)[0].startswith("I13 基本信息!B6 没有「")
    else:  # below the table: told, if it is no page
        with contextlib.suppress(InputProblem):
            read_workbook(path)
