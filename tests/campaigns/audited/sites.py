"""Where in a finished paper a mistake of each kind can be made, by what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from docx.table import Table

from tests.helpers.wordpaper import WordPaper, place_of

OFFICIAL = 9
AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?=万元)")
RATE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=%)")
CHANGE = re.compile(
    r"(?P<up>增加|减少)(?P<amount>[\d.,]+)万元，(?P<way>增长|下降)(?P<rate>[\d.]+)%"
)
COMPARED = re.compile(r"支出决算数(?P<word>大于|小于)")
LIST = re.compile(r"主要包括：(?P<names>[^。；]+)")
REASON = re.compile(r"主要原因(?:是|：)(?P<words>[^。；]+)")
SHEETS = tuple(f"公开0{n}表" for n in range(1, 10))


@dataclass(frozen=True)
class Site:
    """A stretch of a paragraph: which paragraph of the paper, from where to where, how it is named."""

    paragraph: int
    start: int
    end: int
    text: str
    place: str


@dataclass(frozen=True)
class CellSite:
    """A cell of an official table, row and column from 1."""

    table: int
    row: int
    column: int
    text: str
    place: str


class Sites:
    """The sites of one paper."""

    def __init__(self, paper: WordPaper, sheets: tuple[str, ...] = SHEETS) -> None:
        self.paper, self.sheets = paper, sheets
        self.paragraphs = list(paper.paragraphs())

    @cached_property
    def first(self) -> int:
        """The number of the first official table: others may stand before it."""
        tables = range(len(self.paper.document.tables))
        return next(n for n in tables if _has(self.paper.table(n), "本年收入合计"))

    @cached_property
    def printed(self) -> set[Decimal]:
        """Every amount of an official table."""
        found = set[Decimal]()
        for number in range(self.first, self.first + OFFICIAL):
            for row in self.paper.table(number).rows:
                found |= {Decimal(t) for cell in row.cells if (t := _digits(cell.text))}
        return found

    def prose(self, pattern: re.Pattern[str]) -> Iterator[tuple[Site, re.Match[str]]]:
        """The matches in the explanation of the accounts."""
        inside = False
        for number, (heading, below, paragraph) in enumerate(self.paragraphs):
            if below == 0 and heading.startswith("第"):
                inside = heading.startswith("第三部分")
            if not inside or below == 0:
                continue
            for found in pattern.finditer(paragraph.text):
                place = place_of(heading, below)
                yield Site(number, *found.span(), found[0], place), found

    def amounts(self) -> list[Site]:
        """Amounts that an official table prints too."""
        return [s for s, m in self.prose(AMOUNT) if Decimal(m[0].replace(",", "")) in self.printed]

    def rates(self) -> list[Site]:
        """Rates of the accounts; those of performance forms are other ones."""
        return [s for s, _ in self.prose(RATE) if "绩效" not in s.place]

    def cells(self) -> list[CellSite]:
        """Amounts of the official tables that stand in one cell of the grid."""
        found = list[CellSite]()
        for number in range(OFFICIAL):
            table = self.paper.table(number + self.first)
            for at, column, text in amounts_in(table):
                place = f"{self.sheets[number]}第{at}行第{column}列"
                found.append(CellSite(number + self.first, at, column, text, place))
        return found


def amounts_in(table: Table) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of the cells with an amount that is not nil."""
    for at, row in enumerate(table.rows, start=1):
        seen = set[int]()
        for column, cell in enumerate(row.cells, start=1):
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            text = cell.text.strip()
            if re.fullmatch(r"[\d,]+\.\d\d", text) and Decimal(text.replace(",", "")):
                yield at, column, text


def _has(table: Table, words: str) -> bool:
    return any(words in cell.text for row in table.rows for cell in row.cells)


def _digits(text: str) -> str:
    plain = text.strip().replace(",", "")
    return plain if re.fullmatch(r"\d+\.\d\d", plain) else ""
