"""Columns of a budget or of another year that stand beside those of a form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.editions.schema import Form
from generator.model import HAN, regex
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import label_key

# 一般公共预算, 政府性基金预算 and 国有资本经营预算 are where money comes from.
_BUDGET = regex(
    r"(?<!公共)(?<!基金)(?<!经营)预算(?:数|额|金额)?(?:\([^()]*\))?$|^调整(?:后|预算)?(?:数|额|金额)?$"
)
_LAST_YEAR = regex(r"^[比较与]?(?:上年|上一年|去年)(?!.*结[转余])")
_YEAR = regex(r"(20\d\d)年度?(?:决算|收入|支出|实际|执行|完成|发生)*(?:数|额|金额|情况)?")

_WORDS = regex(HAN)


def columns_aside(form: Form, grid: Grid, rows: range, start: int = 1) -> frozenset[int]:
    """The columns from ``start`` on whose head in ``rows`` names what the form does not have."""
    strange = set(_strange(form, grid, rows, start))
    found = set[int]()
    if not strange:
        return frozenset()
    for row in rows:
        for column in range(start, grid.width + 1):
            if _head_of(grid, row, column, rows.stop, start) in strange:
                found.add(column)
    return frozenset(found)


def _strange(form: Form, grid: Grid, rows: range, start: int) -> Iterator[str]:
    """The heads of a budget, unless the form has one itself, and of all but the latest year."""
    texts = {grid.label(row, c) for row in rows for c in range(start, grid.width + 1)}
    named = {text: kind for text in texts if (kind := _kind(text))}
    if not named:
        return
    own = set(_own(form))
    budgets = any(_kind(text) == "budget" for text in own)
    latest = max((kind for kind in named.values() if kind.isdigit()), default="")
    for text, kind in named.items():
        if text not in own and kind != latest and not (kind == "budget" and budgets):
            yield text


@lru_cache(maxsize=4096)  # most heads are those of every other sheet
def _kind(text: str) -> str:
    """What a head names: budget, last, a year; "" for anything else."""
    if _BUDGET.search(text):
        return "budget"
    if _LAST_YEAR.search(text):
        return "last"
    year = _YEAR.fullmatch(text)
    return year[1] if year else ""


def _own(form: Form) -> Iterator[str]:
    for column in (*form.columns, *(c for side in form.sides for c in side.columns)):
        yield from map(label_key, (*column.path, *column.names))


def _head_of(grid: Grid, row: int, column: int, stop: int, start: int) -> str:
    """What stands above a column; a head that is not merged reaches over the blanks right of it.

    So a group is read of which only the first cell is filled: one has labels below it.
    """
    if grid.label(row, column) or (row, column) in grid.merged:
        return grid.header(row, column)
    left = next((c for c in range(column - 1, start - 1, -1) if grid.label(row, c)), 0)
    if not left or (row, left) in grid.merged:
        return ""
    below = range(row + 1, stop)
    is_group = all(any(_WORDS.search(grid.label(r, c)) for r in below) for c in (left, column))
    return grid.label(row, left) if is_group else ""
