"""The head of a sheet, above its table: which rows it has, and what its words say.

One cell may hold several of them, as accounts software writes it:
``编制单位：甲局    2023年度    金额单位：万元``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.editions.schema import Form, InputSheet
from generator.kept.expressions import compiled
from generator.model import HAN, Cell, regex
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.values import label_key
from generator.workbook.reading.values import text as words_in

MONEY = ("元", "万元")
_LINK = "返回目录"
_LONGEST = 80  # characters; what is longer, or has a full stop, is a sentence and no head
_WITHOUT_HEADER = 3  # rows of title, remark and 部门：… where no header was found

_DIGIT = "〇○零一二三四五六七八九"
_YEAR = rf"(?:20\d\d|二[〇○零Oo0][{_DIGIT}Oo0]{{2}})"
_WHO = r"(?:编制|填报|编报|填制|报送|公开|预算|决算|会计)?(?:部门|单位)"
# What may follow right behind a unit of money: nothing, a sign, a year, the next entry.
_BEHIND = rf"(?!{HAN})|(?=整|{_YEAR}年|(?:金额|编制|填报|公开)?(?:部门|单位|日期)|公开\d|第\d)"
_CURRENCY = r"[十百千万亿]{0,2}(?:美|港|欧|日)?元"
_MONEY = regex(
    rf"单位(?:[:(]|(?={_CURRENCY}$))(?:人民币|RMB|¥)?"
    rf"(?P<unit>{_CURRENCY}(?:[/、或和]{_CURRENCY})*)(?:{_BEHIND})"
)
_OF_COLUMN = regex(r"(?<=.)\((?:单位:)?(万?元)\)$")
COLUMN_HEADS = 3  # rows below the head in which columns have their labels
_OTHER_SIGNS = str.maketrans("圆萬", "元万")
_BARE_MONEY = regex(r"(?<=单位:)万$")
_MONEY_BEHIND = regex(r"\(?(?:金额)?单位[:(]")
_MONEY_ALONE = regex(rf"\(?(?:人民币:?)?({_CURRENCY})\)?")
# A clause before it makes it a sentence: 惠及群众若干，金额单位：元.
_CLAUSE = regex(r"^(?!.*:)[^,;、]*(?<![表度])[,;、](?:金额|计量|货币)?$|[,;、!?].*[,;、!?]")
_NEXT = rf"(?:金额|计量|货币)?{_WHO}(?:名称|全称)?[:(]|(?:编制|填报)?(?:日期|时间):|{_YEAR}年|公开\d\d表"
_OWNER = regex(
    r"(?<!主管)(?<!上级)(?<!金额)(?<!计量)(?<!货币)"
    rf"{_WHO}(?:名称|全称)?(?:\([^)]*章\))?:(?P<name>.*?)(?={_NEXT}|$)"
)
_NO_NAME = regex(r"[、/%]|^\W*$")
_CODE_BEFORE = regex(r"^[\[(【]?\d[\d\-]*[\])】]?[-_—:]?")
_SEAL_BEHIND = regex(r"(?:\([^)]*章\))?[,;、。|_]*$")
# A year of three or five digits is a slip that is told as the wrong year it is.
_YEAR_SAID = regex(rf"(?:{_YEAR}|\d+(?=年))(?:年度?|度)?")
_YEARS = regex(rf"({_YEAR}|\d+)\s*年\s*(?:度|(?!度|[\d一二三四五六七八九十]+月))")
_ARABIC = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")


def head_rows(sheet: Form | InputSheet, grid: Grid) -> range:
    """The rows above the table: above the first one with two labels of its header."""
    labels = _labels(sheet)
    for row in range(1, grid.height + 1):
        shown = {grid.label(row, column) for column in range(1, grid.width + 1)}
        if len(shown & labels) >= min(2, len(labels)):
            return range(1, row)
    return range(1, min(grid.height, _WITHOUT_HEADER) + 1)


def _labels(sheet: Form | InputSheet) -> set[str]:
    """What stands in the header of a sheet, made comparable."""
    if isinstance(sheet, InputSheet):
        block = sheet.blocks[0]
        names = [name for column in block.columns for name in column.names]
        return {label_key(name) for name in (*names, *_row_label(block.kind, block.label))}
    columns = [*sheet.columns, *(column for side in sheet.sides for column in side.columns)]
    groups = [*(side.label for side in sheet.sides), *(block.label for block in sheet.blocks)]
    named = [part for column in columns for part in (*column.path, *column.names)]
    return {label_key(text) for text in (*_PRINTED, *groups, *named)}


def _row_label(kind: str, label: str) -> tuple[str, ...]:
    return () if kind == "list" else (label,)


_PRINTED = ("项目", "行次", "栏次", "科目名称", "科目编码", "科目代码", "功能分类科目编码", "类")


def head_texts(grid: Grid, rows: range) -> Iterator[tuple[Cell, str]]:
    """The typed texts of a head with their cells; sentences and our own link are left out."""
    for row, column in sorted(place for place in grid.values if place[0] in rows):
        value = grid.values[row, column]
        if not isinstance(value, str) or value == _LINK:
            continue
        said, _ = words_in(value, lines=False)
        if said and len(said) <= _LONGEST and "。" not in said:
            yield grid.cell(row, column), said


def money_of(grid: Grid, rows: range, problems: Problems, below: int = 0) -> str | None:
    """元 or 万元 as the head says, None where it says nothing; what it says wrongly is told.

    Heads of columns, such as 金额（元）, say it too: those in ``below`` rows under the head.
    """
    found = [(cell, unit) for cell, text in _entries(grid, rows) for unit in money_in(text)]
    columns = head_texts(grid, range(rows.stop, rows.stop + below))
    named = [(cell, match[1]) for cell, t in columns if (match := _OF_COLUMN.search(label_key(t)))]
    found += named
    strange = [entry for entry in found if entry[1] not in MONEY]
    for cell, unit in strange:
        message = f"表头的金额单位是「{unit}」，只能是元或万元"
        remedy = "把这张表的金额换算成元或万元，再改表头。"
        problems.add("I38", message, cell, remedy=remedy)
    known = {unit: cell for cell, unit in reversed(found) if unit in MONEY}
    if len(known) > 1:
        (unit, cell), (other, second) = sorted(known.items(), key=lambda entry: entry[1])
        message = f"表头写了两种金额单位：「{unit}」和「{other}」（{second}）"
        problems.add("I38", message, cell, second, remedy="只留下与金额相符的一个。")
        return None
    return next(iter(known), None)


def _entries(grid: Grid, rows: range) -> Iterator[tuple[Cell, str]]:
    """The texts of a head; what stands alone right of 金额单位： is one with it."""
    beside = {
        grid.cell(row, column + 1): f"{text.rstrip(':')}:"
        for row, column in grid.values
        if row in rows and (text := grid.label(row, column)).rstrip(":").endswith("单位")
    }
    return ((cell, beside.get(cell, "") + text) for cell, text in head_texts(grid, rows))


def money_in(text: str) -> Iterator[str]:
    """The units of money that a head cell names: 元, 万元, or one that is neither."""
    compact = _BARE_MONEY.sub("万元", label_key(text).translate(_OTHER_SIGNS))
    for found in _MONEY.finditer(compact):
        if not _CLAUSE.search(compact[: found.start()]):
            yield found["unit"]


def without_money(text: str) -> str:
    """The label of a column (made comparable) without its unit of money: 小计(元)."""
    return _OF_COLUMN.sub("", text) if text.endswith("元)") else text


def owner_in(text: str) -> str:
    """The name behind 部门：, 编制单位： and the like; "" where none stands."""
    for found in _OWNER.finditer(label_key(text)):
        name = _CODE_BEFORE.sub("", _SEAL_BEHIND.sub("", found["name"]))
        if len(name) > 2 and not _MONEY.match(f"单位:{name}") and not _NO_NAME.search(name):
            return name
    return ""


def years_in(text: str, titles: Iterable[str] = ()) -> tuple[str, ...]:
    """The years that a head cell is about: 2023年度, 二〇二三年, 2023 before a title; no dates."""
    compact = label_key(text)
    found = [match[1] for match in _YEARS.finditer(unicodedata.normalize("NFKC", text))]
    for title in titles:
        found += _dated(title).findall(compact)
    return tuple(dict.fromkeys(year.translate(_ARABIC) for year in found))


@lru_cache(maxsize=64)  # the titles of an edition
def _dated(title: str) -> re.Pattern[str]:
    return compiled(rf"({_YEAR})度?{re.escape(label_key(title))}")


def title_in(text: str, titles: Iterable[str]) -> tuple[str, str]:
    """The title that a head cell ends with, as given, and what stands before it; "" for none."""
    compact = _MONEY_BEHIND.split(label_key(text))[0]
    ending = [title for title in titles if compact.endswith(label_key(title))]
    if not ending:
        return "", ""
    title = max(ending, key=len)
    return title, compact.removesuffix(label_key(title))


def name_in_title(before: str) -> str:
    """The name of a body that stands before a title, without year and number; "" for none."""
    bare = _YEAR_SAID.sub("", before)
    bare = _NUMBERED.sub("", bare)
    bare = _GENERAL.sub("", bare)
    return bare if _BODY.search(bare) else ""


_NUMBERED = regex(r"^(?:附件|附表|表|公开)?[\d一二三四五六七八九十]*表?[-:、.]?")
_GENERAL = regex(r"(?:部门|单位)?(?:本级|汇总)?(?:决算)?(?:公开)?$")
_BODY = regex(
    rf"{HAN}{{2}}(?:局|委|办|厅|部|署|院|校|园|所|站|队|馆|处|会|团|台|社|室|县|区|市|乡|镇"
    r"|街道|中心|学|政府|公司|银行|法院|医院|基地|机关|大队|支队)(?:\([^)]*\))?$"
)
