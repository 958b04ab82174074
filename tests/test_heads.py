"""What stands above a table: the unit of money, the unit's name, the year, the title."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.model import InputProblem
from generator.pipeline import check
from generator.workbook.reading.facts import read_workbook
from generator.workbook.reading.heads import money_in, name_in_title, owner_in, title_in, years_in
from tests.conftest import Spoil

NAME = "武汉市黄陂区人力资源和社会保障信息中心"
TITLES = ("收入支出决算总表", "支出决算表", "财政拨款收入支出决算总表")


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("金额单位：元", "元"),
        ("单位：人民币万元", "万元"),
        ("（单位：万元）", "万元"),
        ("单 位：万 元", "万元"),
        ("部门：武汉市甲中心 单位：万元", "万元"),
        ("部门：武汉市甲中心，单位：万元", "万元"),
        ("单位:万元 2023年度", "万元"),
        ("编制单位：武汉市甲局    2023年度    金额单位：元", "元"),
        ("2023年度收入支出决算总表（金额单位：元）", "元"),
        ("单位：元（列至角分）", "元"),
        ("万元", ""),
        ("单位：千元", "千元"),
        ("金额单位：百万元", "百万元"),
        ("单位：亿元", "亿元"),
        ("单位：美元", "美元"),
        ("单位：元/万元", "元/万元"),
        ("单位：圆", "元"),
        ("单位：萬元", "万元"),
        ("单位：万", "万元"),
        ("单位 万元", "万元"),
        ("单位：万人", ""),
        ("编制单位：万州区财政局", ""),
        ("编制单位：元谋县财政局", ""),
        ("单位：元氏县民政局", ""),
        ("单位：辆、台", ""),
        ("惠及群众若干，金额单位：元", ""),
    ],
)
def test_the_unit_of_money_in_a_head(text: str, money: str) -> None:
    assert list(money_in(text)) == ([money] if money else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("部门：武汉市甲中心", "武汉市甲中心"),
        ("编制单位：武汉市甲中心（公章）", "武汉市甲中心"),
        ("填报单位：420116001-武汉市甲中心", "武汉市甲中心"),
        ("公开部门：武汉市甲中心  2023年度  金额单位：万元", "武汉市甲中心"),
        ("单位名称：武汉市甲中心 2023年度 公开01表 单位：万元", "武汉市甲中心"),
        ("部门:武汉市甲中心单位:万元", "武汉市甲中心"),
        ("单位：元谋县财政局", "元谋县财政局"),
        ("单位：万元", ""),
        ("单位:万元 2023年度", ""),
        ("单位：元（列至角分）", ""),
        ("金额单位：万元", ""),
        ("主管部门：武汉市乙局", ""),
        ("部门：", ""),
    ],
)
def test_the_name_in_a_head(text: str, name: str) -> None:
    assert owner_in(text) == name


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年度收入支出决算总表", ("2023",)),
        ("２０２４年度支出决算表", ("2024",)),
        ("二〇二四年度收入支出决算总表", ("2024",)),
        ("二○二四年度收入支出决算总表", ("2024",)),
        ("二零二三年支出决算表", ("2023",)),
        ("2023支出决算表", ("2023",)),
        ("附件1 2023年度支出决算表", ("2023",)),
        ("武汉市甲中心2023年度收入支出决算总表", ("2023",)),
        ("单位:万元 2023年度", ("2023",)),
        ("202 年度支出决算表", ("202",)),
        ("编制日期：2024年8月12日", ()),
        ("收入支出决算总表", ()),
    ],
)
def test_the_year_in_a_head(text: str, years: tuple[str, ...]) -> None:
    assert years_in(text, TITLES) == years


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("武汉市甲中心2023年度收入支出决算总表", "收入支出决算总表", "武汉市甲中心"),
        ("2023年度武汉市甲局财政拨款收入支出决算总表", "财政拨款收入支出决算总表", "武汉市甲局"),
        ("附件1：2023年度部门支出决算表（单位：万元）", "支出决算表", ""),
        ("2023年度单位决算公开支出决算表", "支出决算表", ""),
        ("公开03表 支出决算表", "支出决算表", ""),
        ("支出决算", "", ""),
    ],
)
def test_the_title_in_a_head(text: str, title: str, name: str) -> None:
    found, before = title_in(text, TITLES)
    assert (found, name_in_title(before)) == (title, name)


def pasted(text: str, *sheets: str) -> Spoil:
    """The head that names the unit of money replaced by a text, in all nine sheets by default."""

    def change(book: Any) -> None:
        for sheet in book:
            if sheet.title in sheets or (not sheets and sheet.title.startswith("公开")):
                for row in sheet.iter_rows(max_row=3):
                    for cell in row:
                        if "金额单位" in str(cell.value or ""):
                            cell.value = text

    return change


def rules_of(path: Path) -> list[str]:
    """The findings about heads and sizes, without hints."""
    return [f.rule for f in check(path).findings if f.rule[0] in "IUX" and f.severity != "hint"]


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元",
        "单位：人民币万元",
        "（单位：万元）",
        "单位:万元 2023年度",
        f"部门：{NAME} 单位：万元",
        f"公开部门：{NAME}  2023年度  金额单位：万元",
        f"编制单位：{NAME}（公章） 二〇二三年度",
    ],
)
def test_a_right_head_is_no_finding(text: str, spoiled: Callable[[Spoil], Path]) -> None:
    assert rules_of(spoiled(pasted(text))) == []


@pytest.mark.parametrize(
    "title",
    [
        f"{NAME}2023年度收入支出决算总表",
        "二〇二三年度收入支出决算总表",
        "2023年度部门收入支出决算总表",
    ],
)
def test_a_right_title_is_no_finding(title: str, spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["公开01表"]["A1"] = title

    assert rules_of(spoiled(change)) == []


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("武汉市黄浦区教育局2023年度收入支出决算总表", ["U02"]),
        ("2023年度武汉市黄浦区教育局收入支出决算总表", ["U02"]),
        (f"{NAME}2022年度收入支出决算总表", ["U03"]),
        ("二〇二二年度收入支出决算总表", ["U03"]),
        ("武汉市黄浦区教育局2022年度收入支出决算总表", ["U02", "U03"]),
        ("2023年度支出决算表", ["U04"]),
    ],
)
def test_a_wrong_title_is_told_as_what_it_is(
    title: str, rules: list[str], spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        book["公开01表"]["A1"] = title

    assert rules_of(spoiled(change)) == rules


@pytest.mark.parametrize("place", ["A1", "C3", "R2"])
def test_the_unit_of_a_sheet_may_stand_anywhere_in_its_head(
    place: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        pasted("", "公开05表")(book)
        sheet = book["公开05表"]
        for area in list(sheet.merged_cells.ranges):
            if area.min_row < 4:
                sheet.unmerge_cells(str(area))
        sheet[place] = "金额单位：元"

    assert read_workbook(spoiled(change)).facts["general"].unit == "元"


@pytest.mark.parametrize(
    ("sheet", "place", "text"),
    [
        ("项目绩效", "J4", "惠及群众若干，金额单位：元"),
        ("项目绩效", "A2", "各项目都惠及群众，金额单位：元"),
        ("政府采购", "C5", "单位：元"),
        ("公开05表", "J9", "单位：元"),
    ],
)
def test_words_beside_or_below_the_head_do_not_switch_the_unit(
    sheet: str, place: str, text: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        book[sheet][place] = text
        book["政府采购"]["B5"] = 12

    facts = read_workbook(spoiled(change)).facts
    assert facts["projects"].rows[0]["budget"].value == Decimal(200_000)
    assert facts["procurement"]["goods"]["value"].value == Decimal(120_000)
    assert facts["general"].unit == "万元"


@pytest.mark.parametrize(
    ("label", "unit"), [("金额单位：", "元"), ("单位", "元"), ("", "万元"), ("类别", "万元")]
)
def test_a_unit_in_a_cell_of_its_own_needs_its_label(
    label: str, unit: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        pasted("", "公开05表")(book)
        book["公开05表"]["J2"], book["公开05表"]["K2"] = label, "元"

    assert read_workbook(spoiled(change)).facts["general"].unit == unit


def test_the_head_of_an_input_sheet_is_read(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["政府采购"]["D2"] = "单位：元"
        book["政府采购"]["B5"] = 120_000

    facts = read_workbook(spoiled(change)).facts
    assert facts["procurement"]["goods"]["value"].value == Decimal(120_000)


def test_two_units_in_a_head_are_an_error(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        book["公开05表"]["A2"] = "单位：元"
        book["公开05表"]["K3"] = "单位：万元"

    with pytest.raises(InputProblem) as caught:
        read_workbook(spoiled(change))
    (told,) = caught.value.findings
    assert told.rule == "I38"
    assert "公开05表!A2" in told.message and "公开05表!K3" in told.message


@pytest.mark.parametrize("unit", ["千元", "百万元", "亿元", "美元", "元/万元"])
def test_a_unit_that_is_neither_is_an_error(unit: str, spoiled: Callable[[Spoil], Path]) -> None:
    with pytest.raises(InputProblem) as caught:
        read_workbook(spoiled(pasted(f"金额单位：{unit}", "公开05表")))
    (told,) = caught.value.findings
    assert told.rule == "I38" and f"「{unit}」" in told.message
