"""The first sheet: what the workbook is for, how to fill it in, and a table of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.schema import Form, InputSheet
from generator.workbook.writing.areas import Area
from generator.workbook.writing.places import Places
from generator.workbook.writing.progress import DUE, state
from generator.workbook.writing.style import (
    COMPUTED,
    GUIDE,
    HEAD,
    HEADER,
    LABEL,
    NOTE,
    SECTION,
    TABS,
    TITLE,
    WANTED,
    Look,
    computed,
    fit_height,
    link_to,
    put,
    set_page,
    set_widths,
)

_WIDTHS = (6.0, 18.0, 42.0, 58.0, 16.0)
_PURPOSE = (
    "本工作簿收集部门决算公开所需的全部数字和文字。填好后由程序核对各表，"
    "生成 Word 公开稿；每一项只在一个格子里填一次。"
)
_STEPS = (
    "先填「基本信息」。单位全称、决算年度和金额单位会自动出现在各表的标题和表头里。",
    "再填{first}至{last}。可以从决算软件导出公开表，连同表头从 A1 格起整张复制粘贴过来；"
    "也可以只粘贴数字（选择性粘贴→数值），或者逐格填写。",
    "合计、总计、小计可以不填：表里的公式会自动算出；粘贴时盖掉公式也没有关系，"
    "程序照您填的数核对，有出入会列出来。",
    "然后从左到右填其余各表。上年数按上年公开的数填；有增减的，写出原因。",
    "空格和 0 不一样：空格表示没有填或者不涉及，0 表示填了、数是零。"
    "公开表里没有数的格子空着即可，印出来都是空格；数量、上年数等格子，没有发生的填 0。",
    "浅黄色的格子必须填，填好后颜色自动消失；灰色的格子自动计算，不用填。"
    "带红色小三角的格子有批注，把鼠标移上去就能看到。",
    "行不够时在表格中间插入行，不要加在最后一行下面；多出来的空行不用删除。"
    "一格里换行按 Alt+Enter。",
    "填报表的公式受保护，没有密码；确实要改，用「审阅→撤销工作表保护」。不要改工作表的名称和表头文字。",
    "填好后保存，再运行 gen build 生成公开稿；提示有错的，按提示里的表名和格子改正后再运行。",
)
_LEGEND = (
    ("", "要填的格子（可以空着的）"),
    (WANTED, "必须填，或者有差异必须写原因"),
    (COMPUTED, "自动计算，不用填（公开表里可以直接盖掉）"),
    (HEADER, "表头，不要改"),
)
_HEADINGS = ("序号", "工作表", "内容", "说明", "进度")
_PLAIN = Look(border=False, wrap=True)
_NEXT = Look(border=False, bold=True, align="right")
_STATE = computed(Look(align="center"))


def write_guide(sheet: Any, places: Places, edition: Edition, year: int) -> None:
    """The whole sheet."""
    set_widths(sheet, _WIDTHS)
    _line(sheet, 1, f"{year}年度部门决算公开填报工作簿", TITLE)
    sheet.row_dimensions[1].height = 34
    _line(sheet, 2, _PURPOSE, NOTE)
    _line(sheet, 3, f"版式：{edition.name}", NOTE)
    row = _steps(sheet, 5, edition)
    row = _legend(sheet, row + 1)
    row = _index(sheet, row + 1, places, edition.in_order)
    set_page(sheet, row - 1, len(_WIDTHS), landscape=False, one_page=True)
    sheet.sheet_properties.tabColor = TABS["guide"]


def _area(row: int, left: int, right: int = 0) -> Area:
    return Area(GUIDE, row, left, row, right or left)


def _line(sheet: Any, row: int, text: str, look: Look) -> None:
    put(sheet, _area(row, 1, len(_WIDTHS)), text, look)
    fit_height(sheet, row, text, sum(_WIDTHS), least=18)


def _steps(sheet: Any, row: int, edition: Edition) -> int:
    _line(sheet, row, "怎样填写", SECTION)
    names = {"first": edition.forms[0].sheet, "last": edition.forms[-1].sheet}
    for number, step in enumerate(_STEPS, start=1):
        text = step.format(**names)
        put(sheet, _area(row + number, 1), number, replace(_PLAIN, align="center"))
        put(sheet, _area(row + number, 2, len(_WIDTHS)), text, _PLAIN)
        fit_height(sheet, row + number, text, sum(_WIDTHS[1:]), least=20)
    return row + len(_STEPS) + 1


def _legend(sheet: Any, row: int) -> int:
    _line(sheet, row, "颜色", SECTION)
    for number, (fill, text) in enumerate(_LEGEND, start=1):
        put(sheet, _area(row + number, 2), None, Look(fill=fill))
        put(sheet, _area(row + number, 3, 4), text, _PLAIN)
        sheet.row_dimensions[row + number].height = 18
    return row + len(_LEGEND) + 1


def _index(sheet: Any, row: int, places: Places, order: Sequence[Form | InputSheet]) -> int:
    """The sheets, how far each is, and above them the first one that lacks something."""
    put(sheet, _area(row, 1, 3), "目录", SECTION)
    states = _area(row + 2, len(_WIDTHS)).to(_area(row + 1 + len(order), len(_WIDTHS)))
    names = _area(row + 2, 2).to(_area(row + 1 + len(order), 2))
    put(sheet, _area(row, 4, len(_WIDTHS)), _next_sheet(names, states), _NEXT, formula=True)
    sheet.row_dimensions[row].height = 20
    row += 1
    for column, text in enumerate(_HEADINGS, start=1):
        put(sheet, _area(row, column), text, HEAD)
    for number, (name, title, text) in enumerate(map(_entry, order), start=1):
        row += 1
        put(sheet, _area(row, 1), number, replace(LABEL, align="center"))
        link_to(sheet, _area(row, 2), name, name, LABEL)
        put(sheet, _area(row, 3), title, LABEL)
        put(sheet, _area(row, 4), text, LABEL)
        put(sheet, _area(row, 5), state(places, order[number - 1]) or None, _STATE, formula=True)
        fit_height(sheet, row, text, _WIDTHS[3], least=20)
    return row + 1


def _next_sheet(names: Area, states: Area) -> str:
    """Which sheet to go to; a table that is blank may be so by right, but not the first ones."""
    lacking = f'MATCH("还差*",{states.address},0)'
    due = f'MATCH("{DUE}",{states.address},0)'
    first = f'MATCH("还空着",{states.corner}:{states.address.split(":")[0][0]}{states.top + 3},0)'
    found = f"MIN({','.join(f'IFERROR({place},999)' for place in (lacking, due, first))})"
    return f'=IF({found}=999,"必填的都填了","下一张："&INDEX({names.address},{found}))'


def _entry(item: Form | InputSheet) -> tuple[str, str, str]:
    """Sheet name, title and one line of explanation."""
    if isinstance(item, Form):
        first = next(iter(item.notes), "").removeprefix("注：").removeprefix("1. ")
        return item.sheet, item.title, first.split("。")[0] + "。"
    return item.name, item.title, item.help
