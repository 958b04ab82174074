"""Lines of the draft that are rows of lists on input sheets, one to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.editions.money import Money
from generator.editions.schema import Block, InputColumn
from generator.figures.arithmetic import unrounded
from generator.history.differences.reading import CELLS, PARAGRAPHS, ROW
from generator.history.returned.sources import SourceLine, SourceSpan
from generator.history.returned.values import cell_value
from generator.model import Cell, Row, Value, regex
from generator.workbook.reading.cells import place_of
from generator.workbook.reading.facts import Workbook

_DIGITS = regex(r"\d+")

Pattern = tuple[str | InputColumn, ...]
"""What is printed in a cell of a table, or in a paragraph: fixed words and what columns say."""


class TypedRow(Struct, frozen=True):
    """A row of a list, its sheet and its number there; ``unit`` is what its amounts are in."""

    block: Block
    sheet: str
    number: int
    facts: Row
    unit: str

    @property
    def own(self) -> tuple[Cell, ...]:
        """The cells of the row itself that say something."""
        facts = self.facts.cells.values()
        return tuple(f.cell for f in facts if f.given and _number(f.cell) == self.number)

    @property
    def place(self) -> str:
        """Sheet and number, in Chinese."""
        return f"「{self.sheet}」第 {self.number} 行"


class ListRows:
    """Finds the row of a list that a line prints, and what a new line beside it says."""

    def __init__(self, now: Sequence[SourceLine], workbook: Workbook, money: Money) -> None:
        """``money`` is what amounts are printed in."""
        self._now, self._money = now, money
        self.sheets = frozenset(sheet.name for sheet in workbook.edition.sheets)
        self._of: dict[Cell, TypedRow] = {}
        for row in _list_rows(workbook):
            self._of.update(dict.fromkeys(row.own, row))
        self._printed = {c for line in now for s in line.spans if (c := source_cell(s)) is not None}

    def at(self, at: int) -> TypedRow | None:
        """The row that line ``at`` prints with all that is printed of it, None for none."""
        line = self._now[at] if 0 <= at < len(self._now) else None
        cells = [] if line is None else [source_cell(span) for span in line.spans]
        if not cells or None in cells:
            return None
        rows = {(row.sheet, row.number): row for c in cells if c and (row := self._of.get(c))}
        # above stand the words that a blank cell repeats
        last = max(rows.values(), key=lambda row: row.number, default=None)
        if last is None:
            return None
        known = {fact.cell for fact in last.facts.cells.values()}
        shared = {c.key for c in last.block.columns if c.fill_down or c.shared}
        needed = {last.facts[k].cell for k in last.facts.cells if k not in shared} & set(last.own)
        whole = needed & self._printed <= set(cells) and len(needed) > 1
        return last if known.issuperset(c for c in cells if c) and whole else None

    def often(self, row: TypedRow) -> int:
        """In how many lines the row is printed as a whole."""
        found = (self.at(n) for n, line in enumerate(self._now) if line.spans)
        return sum(one is not None and one.place == row.place for one in found)

    def said(self, at: int, text: str) -> dict[str, Value] | str:
        """What a line beside line ``at`` says, by column; in Chinese why that cannot be told.

        Amounts are in the unit of the sheet; None is a blank cell.
        """
        row = self.at(at)
        assert row is not None
        patterns, words = self._patterns(at, row), _cells(text)
        if len(patterns) != len(words):
            return f"有 {len(words)} 栏，这张表是 {len(patterns)} 栏"
        found = dict[str, Value]()
        for pattern, said in zip(patterns, words, strict=True):
            columns = [part for part in pattern if isinstance(part, InputColumn)]
            match = _expression(pattern).fullmatch(said.strip())
            if match is None and not (columns and not said.strip()):
                return f"「{said.strip()}」没有单元格存放"
            for column, value in zip(columns, match.groups() if match else (), strict=False):
                made = cell_value(column, value.replace(PARAGRAPHS, "\n"), row.unit, self._money)
                if made is None and value.strip():
                    return f"「{column.label}」一栏不能填「{value.strip()}」"
                found[column.key] = made
        return found

    def columns(self, at: int) -> frozenset[str]:
        """The columns of the list that are printed in the table of line ``at``."""
        row = self.at(at)
        assert row is not None
        parts = (part for pattern in self._patterns(at, row) for part in pattern)
        return frozenset(part.key for part in parts if isinstance(part, InputColumn))

    def _patterns(self, at: int, row: TypedRow) -> list[Pattern]:
        """What stands in the cells of the line and of the rows around it, those blank in one, too."""
        whole = _patterns(self._now[at], row)
        if not self._now[at].text.startswith(ROW):
            return whole
        for step in (-1, 1):
            number = at + step
            while (other := self.at(number)) is not None and other.block is row.block:
                more = _patterns(self._now[number], other)
                if len(more) != len(whole) or not self._now[number].text.startswith(ROW):
                    break
                whole = [
                    a if _has_column(a) or not _has_column(b) else b
                    for a, b in zip(whole, more, strict=True)
                ]
                number += step
        return whole


def _list_rows(workbook: Workbook) -> Iterator[TypedRow]:
    """The rows of all lists with several columns."""
    for _, block in workbook.edition.blocks.values():
        if block.kind != "list" or len(block.columns) < 2 or block.id not in workbook.facts.tables:
            continue
        table = workbook.facts[block.id]
        for row in table.rows:
            number = row_number(row, block.columns)
            if row.key != "total" and number:
                yield TypedRow(block, table.sheet, number, row, table.unit)


def row_number(row: Row, columns: Iterable[InputColumn]) -> int:
    """Where a row is on its sheet, 0 for one that is not there: words that it repeats stand above."""
    own = (row[c.key].cell for c in columns if not c.fill_down and c.key in row.cells)
    return next((number for cell in own if (number := _number(cell))), 0)


def _number(cell: Cell) -> int:
    return place_of(cell.address)[0] if cell.address else 0


def source_cell(span: SourceSpan) -> Cell | None:
    """The one cell that words or a number come from as they are; None for any other."""
    if span.typed is not None:
        return span.typed.cell
    if span.figure is None:
        return None
    source = unrounded(span.figure)
    return source.cells[0] if not source.formula and len(source.cells) == 1 else None


def _patterns(line: SourceLine, row: TypedRow) -> list[Pattern]:
    """What is printed in each cell of a line."""
    columns = {fact.cell: key for key, fact in row.facts.cells.items()}
    by_key = {column.key: column for column in row.block.columns}
    first = len(ROW) if line.text.startswith(ROW) else 0
    found, pattern, at = list[Pattern](), list[str | InputColumn](), first
    for span in line.spans:
        cell = source_cell(span)
        assert cell is not None
        *whole, words = _cells_of(line.text[at : span.start], line)
        for part in whole:
            found.append((*pattern, part))
            pattern = []
        column = by_key[columns[cell]]
        if not (words == PARAGRAPHS and pattern and pattern[-1] is column):
            pattern += [words, column]
        at = span.end
    *whole, words = _cells_of(line.text[at:], line)
    for part in whole:
        found.append((*pattern, part))
        pattern = []
    return [*found, (*pattern, words)]


def _cells_of(text: str, line: SourceLine) -> list[str]:
    return text.split(CELLS) if line.text.startswith(ROW) else [text]


def _cells(text: str) -> list[str]:
    return text.removeprefix(ROW).split(CELLS) if text.startswith(ROW) else [text]


def _has_column(pattern: Pattern) -> bool:
    return any(isinstance(part, InputColumn) for part in pattern)


def _expression(pattern: Pattern) -> re.Pattern[str]:
    """What reads a cell that is printed so; its numbers, as of rows, may be others."""
    parts = (
        "(.*?)" if isinstance(part, InputColumn) else _DIGITS.sub(r"\\d*", re.escape(part.strip()))
        for part in pattern
    )
    return re.compile(r"\s*".join(parts), re.DOTALL)


def told_values(block: Block, values: Mapping[str, Value]) -> str:
    """What a row says, in Chinese."""
    labels = {column.key: column.label for column in block.columns}
    return "，".join(f"{labels[key]} {value}" for key, value in values.items() if value is not None)
