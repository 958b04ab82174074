"""How far many units are: one page without anything external, and one workbook."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.products.checklist.book import Column, PrintedSheet, packed
from generator.products.checklist.styles import Colour
from generator.products.pages import rendered, static

_MOST_NAMED = 30  # units named for one cause


class Cause(NamedTuple):
    """A rule that says something of a unit: its id, what it asks for, how much it weighs."""

    rule: str
    title: str
    weight: str


class BoardRow(Struct, frozen=True):
    """One unit's workbook.

    ``sheets`` of the year are there to fill, ``filled`` are.  ``days`` are left for publication,
    negative when over, None where nobody knows; ``deadline`` says it in words.  ``causes`` has an
    entry for each error and warning.  ``trouble`` says why the workbook cannot be used, "" where it can.
    """

    unit: str
    year: str
    workbook: str
    filled: int = 0
    sheets: int = 0
    todo: int = 0
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    draft: int = 0
    reviews: int = 0
    final: bool = False
    published: bool = False
    days: int | None = None
    deadline: str = ""
    trouble: str = ""
    causes: tuple[Cause, ...] = ()

    @property
    def state(self) -> str:
        """In one word, the furthest step that was reached."""
        if self.trouble:
            return "不能使用"
        if self.published and self.final:
            return "已公开"
        if self.final:
            return "已定稿"
        if self.errors:
            return "有错误"
        if self.todo:
            return "在填"
        return "待定稿" if self.draft else "待出稿"


STATES = ("不能使用", "有错误", "在填", "待出稿", "待定稿", "已定稿", "已公开")
_COLOURS: dict[str, Colour] = {
    "不能使用": "red",
    "有错误": "red",
    "在填": "yellow",
    "待出稿": "yellow",
    "待定稿": "yellow",
    "已定稿": "green",
    "已公开": "green",
}


class SharedCause(NamedTuple):
    """A cause and the units that have it, how often in all."""

    cause: Cause
    units: tuple[str, ...]
    times: int

    @property
    def named(self) -> str:
        """The units, not more than a line or two of them."""
        more = f" 等 {len(self.units)} 个" if len(self.units) > _MOST_NAMED else ""
        return "、".join(self.units[:_MOST_NAMED]) + more


def shared_causes(rows: Iterable[BoardRow]) -> tuple[SharedCause, ...]:
    """Every cause with its units, the one that most units have first."""
    units = defaultdict[Cause, dict[str, None]](dict)
    times = Counter[Cause]()
    for row in rows:
        for cause in row.causes:
            units[cause][row.unit] = None
            times[cause] += 1
    found = (SharedCause(cause, tuple(names), times[cause]) for cause, names in units.items())
    return tuple(sorted(found, key=lambda s: (-len(s.units), -s.times, s.cause)))


def board_page(title: str, rows: Sequence[BoardRow], today: str) -> str:
    """The page: counts, a table to sort and to filter, and what fails most."""
    states = Counter(row.state for row in rows)
    return rendered(
        "board.html.j2",
        title=title,
        today=today,
        rows=rows,
        states=[(state, states[state]) for state in STATES if states[state]],
        causes=shared_causes(rows),
        css=static("board.css"),
        script=static("board.js"),
    )


_UNITS = (
    Column("序号", 6, True),
    Column("单位", 34),
    Column("年度", 7, True),
    Column("状态", 10, True, _COLOURS),
    Column("填好的表", 9, True),
    Column("待填", 7, True),
    Column("错误", 7, True),
    Column("警告", 7, True),
    Column("提示", 7, True),
    Column("草稿", 8, True),
    Column("审稿意见", 9, True),
    Column("公开期限", 16, True),
    Column("工作簿", 30),
    Column("说明", 40),
)
_CAUSES = (
    Column("规则", 8, True),
    Column("核对什么", 46),
    Column("程度", 8, True, {"错误": "red", "警告": "yellow"}),
    Column("单位数", 8, True),
    Column("次数", 8, True),
    Column("哪些单位", 70),
)


def board_book(title: str, rows: Sequence[BoardRow], today: str) -> bytes:
    """The workbook: the units, and what fails most."""
    tables = [
        PrintedSheet("单位", _UNITS, tuple(_unit_rows(rows))),
        PrintedSheet("共同的问题", _CAUSES, tuple(_cause_rows(rows))),
    ]
    return packed(title, f"{today} 的情况，由 gen status 得出。", tables)


def _unit_rows(rows: Sequence[BoardRow]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        counts = (row.todo, row.errors, row.warnings, row.hints)
        yield (
            str(number),
            row.unit,
            row.year,
            row.state,
            f"{row.filled}/{row.sheets}",
            *map(str, counts),
            f"第{row.draft}稿" if row.draft else "",
            str(row.reviews or ""),
            row.deadline,
            row.workbook,
            row.trouble,
        )


def _cause_rows(rows: Sequence[BoardRow]) -> Iterator[tuple[str, ...]]:
    for found in shared_causes(rows):
        rule, title, weight = found.cause
        yield rule, title, weight, str(len(found.units)), str(found.times), found.named
