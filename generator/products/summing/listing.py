"""The rows of 所属单位 for units that are new, and both sheets where the workbook has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model import Cell
from generator.products.summing.eliminating import items
from generator.workbook.changing import CellEntry, NewSheet
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.subordinates import (
    ELIMINATION_HEADINGS,
    ELIMINATIONS_SHEET,
    HEAD,
    UNIT_HEADINGS,
    UNITS_SHEET,
    YEAR_WORDS,
    Subordinate,
    Subordinates,
)
from generator.workbook.reading.values import label_key

_TITLES = {
    UNITS_SHEET: (
        "所属单位：汇总哪些单位的工作簿，一行一个（部门本级也是一个）",
        "「工作簿」写文件名，或从本工作簿所在文件夹起的路径。gen sum 汇总，gen sum --check 核对。",
    ),
    ELIMINATIONS_SHEET: (
        "抵消：所属单位之间的往来，汇总时两边同时减去，一行一笔",
        "上级补助收入与对附属单位补助支出、附属单位上缴收入与上缴上级支出抵消；两边的数应相同。金额单位：",
    ),
}


def list_entries(
    sheets: Subordinates,
    new: Sequence[Subordinate],
    own: Workbook,
    units: Sequence[Workbook],
) -> tuple[list[CellEntry], tuple[NewSheet, ...]]:
    """What to enter so that 所属单位 names all units, and the sheets that are to be made."""
    made, entries = list[NewSheet](), list[CellEntry]()
    headings = ((UNITS_SHEET, UNIT_HEADINGS), (ELIMINATIONS_SHEET, ELIMINATION_HEADINGS))
    for name, columns in headings:
        if not sheets.sheets[name].there:
            made.append(_sheet(name, columns, own))
            entries += _head(name, columns, own)
    free = sheets.sheets[UNITS_SHEET]
    books = {label_key(b.facts["profile"]["name"]["value"].text): b for b in units}
    for row, unit in enumerate(new, start=free.free):
        kinds = _kinds(books.get(label_key(unit.name)))
        for column, text in enumerate((unit.name, unit.workbook, *kinds)):
            if text:
                entries.append(CellEntry(Cell(free.name, f"{'ABCD'[column]}{row}"), text))
    return entries, tuple(made)


def _kinds(book: Workbook | None) -> tuple[str, str]:
    """单位性质 and 预算级次 of a unit, as its own 基本信息 says."""
    if book is None:
        return "", ""
    profile = book.facts["profile"]
    return profile["unit_type"]["value"].text, profile["level"]["value"].text


def _sheet(name: str, columns: Iterable[tuple[str, int]], own: Workbook) -> NewSheet:
    choices: dict[int, tuple[str, ...]] = {}
    names = [heading for heading, _ in columns]
    if name == ELIMINATIONS_SHEET:
        choices = {
            names.index("支出项目") + 1: tuple(items(own.edition, "expenditure")),
            names.index("收入项目") + 1: tuple(items(own.edition, "income")),
            names.index("年度") + 1: YEAR_WORDS,
        }
    return NewSheet(name, tuple(width for _, width in columns), HEAD, choices)


def _head(name: str, columns: Iterable[tuple[str, int]], own: Workbook) -> Iterator[CellEntry]:
    title, remark = _TITLES[name]
    if name == ELIMINATIONS_SHEET:
        remark += own.facts["profile"].unit
    yield CellEntry(Cell(name, "A1"), title)
    yield CellEntry(Cell(name, "A2"), remark)
    for column, (heading, _) in enumerate(columns):
        yield CellEntry(Cell(name, f"{'ABCDEFGHIJ'[column]}{HEAD}"), heading)
