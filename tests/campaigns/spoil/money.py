"""元 or 万元: what the head of a sheet says, else 金额单位 in 基本信息.

As the manual says, only the head counts, the rows above those with the titles of the columns; what
stands in a table or below it does not.
"""

from __future__ import annotations

import re

from .meaning import bare
from .reading import Grid, Seen

PROFILE = "基本信息"
_UNIT = re.compile(
    r"单位[:：](?:人民币)?(千元|百万元|万元|亿元|元)(?:[/、或和](万?元))?(?![一-龥])"
)
_ALONE = re.compile(r"\(?(?:人民币)?(万元|元)\)?")
_SENTENCE = re.compile(r"[,;、。!?]")


def money_of(sheet: str, seen: Seen, base: Seen) -> str | None:
    """The unit of a sheet; None where its head says two, or one that is neither."""
    grid = seen.sheets[sheet]
    said = set(_said(grid, head(grid, base.like(sheet))))
    if said:
        found = said.pop()
        return found if not said and found in ("元", "万元") else None
    return _stated(seen, "金额单位") or "万元"


def _stated(seen: Seen, label: str) -> str:
    """What stands right of a label in 基本信息."""
    grid = seen.like(PROFILE)
    beside = (grid.get((r, c + 1)) for (r, c), e in sorted(grid.items()) if bare(str(e.value)) == label)  # fmt: skip
    return next((bare(str(entry.value)) for entry in beside if entry), "")


def head(grid: Grid, before: Grid) -> range:
    """The rows above the titles of the columns, which are those of the unspoilt sheet."""
    titles = _titles(before)
    for row in sorted({row for row, _ in grid}):
        there = {bare(str(entry.value)) for (r, _), entry in grid.items() if r == row}
        if len(there & titles) >= min(2, len(titles)):
            return range(1, row)
    return range(1, 4)


def _titles(grid: Grid) -> set[str]:
    """The words of the first row that has 项目, 段落 or another title in it and of the next one."""
    firsts = (
        "项目", "收入", "人员经费", "预算数", "段落", "科目编码", "项目名称", "重要事项", "名词", "规则编号"
    )  # fmt: skip
    rows = sorted(r for (r, c), e in grid.items() if c == 1 and bare(str(e.value)) in firsts)
    if not rows:
        return set()
    within = range(rows[0], rows[0] + 2) if rows[0] > 3 else range(rows[0], rows[0] + 1)
    return {bare(str(e.value)) for (r, _), e in grid.items() if r in within}


def _said(grid: Grid, rows: range) -> list[str]:
    found = []
    for (row, column), entry in grid.items():
        if row not in rows or not isinstance(entry.value, str):
            continue
        text = bare(entry.value)
        left = grid.get((row, column - 1))
        if left and re.search("单位:?$", bare(str(left.value))) and (match := _ALONE.fullmatch(text)):  # fmt: skip
            found.append(match[1])
        for match in _UNIT.finditer(text):
            if not _SENTENCE.search(text[: match.start()].removesuffix("金额")):
                found += filter(None, match.groups())
    return found
