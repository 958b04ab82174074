"""What stands in a workbook where nobody looks: it is told, so that nothing is lost or published
unnoticed.
"""

from __future__ import annotations

from typing import Any

from generator.model import Cell, Finding, Severity
from generator.workbook.opening import Grid
from generator.workbook.problems import Problems

_LONGEST = 20_000  # rows of a sheet that is read; the longest lists have some thousand
_SHOWN = 3  # places that a message names


def too_long(grid: Grid, problems: Problems) -> bool:
    """True, with an error, for a sheet with more rows than any table or list has."""
    if grid.height <= _LONGEST:
        return False
    message = f"有内容的行太多，一直到第 {grid.height} 行"
    remedy = "填报表没有这么长。多半是把整本账贴了进来：只留要公开的行，多余的删去。"
    problems.add("I40", message, Cell(grid.sheet, ""), remedy=remedy)
    return True


def remark_far(grid: Grid, problems: Problems) -> None:
    """A warning for what stands too far from the table to be read."""
    if not grid.far:
        return
    places = sorted(grid.far)
    cells = tuple(grid.cell(*place) for place in places[:_SHOWN])
    words = "、".join(f"「{_short(grid.far[place])}」" for place in places[:_SHOWN])
    more = f"等 {len(places)} 格" if len(places) > _SHOWN else ""
    message = f"{'、'.join(map(str, cells))} {words}{more}离表格太远，没有读"
    remedy = "不要的，把这些单元格清除；要公开的，移到表格里。"
    problems.findings.append(Finding("I41", Severity.WARNING, message, cells, remedy=remedy))


def _short(value: Any, most: int = 20) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= most else f"{text[:most]}…"
