"""Where everything lies on an input sheet, worked out from its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest

from msgspec import Struct

from generator.editions.schema import Block, InputColumn, InputRow, InputSheet, Kind
from generator.workbook.widths import text_width
from generator.workbook.writing.areas import SPARE_ROWS, Area, Key

SHEET_TOP = 3


class BlockPlan(Struct, frozen=True, dict=True):
    """A block of an input sheet; ``spans`` are the sheet columns of its label and columns."""

    block: Block
    sheet: str
    top: int
    spans: tuple[tuple[int, int], ...]
    rows: int

    @property
    def header(self) -> int:
        """The row of the column labels."""
        return self.top + bool(self.block.title)

    @property
    def first(self) -> int:
        """The first row to fill in, below the total row where there is one."""
        return self.header + 1 + bool(self.block.total)

    @property
    def last(self) -> int:
        """The last row of the block."""
        return self.first + self.rows - 1

    def area(self, row: int, column: str, bottom: int = 0) -> Area:
        """The cell of a column in a row, or the column down to ``bottom``."""
        left, right = self.column_spans[column]
        return Area(self.sheet, row, left, bottom or row, right)

    @cached_property
    def lines(self) -> dict[str, InputRow]:
        """The fixed lines by key."""
        return {line.key: line for line in self.block.lines}

    def kind(self, key: str, column: InputColumn) -> Kind:
        """In fields the line says what kind of value it takes, elsewhere the column."""
        return self.lines[key].kind if self.block.kind == "fields" else column.kind

    @property
    def column_spans(self) -> dict[str, tuple[int, int]]:
        """Column key → its sheet columns."""
        spans = self.spans if self.block.kind == "list" else self.spans[1:]
        return {c.key: span for c, span in zip(self.block.columns, spans, strict=True)}

    def row_keys(self) -> Iterator[tuple[str, int]]:
        """Row key → sheet row: lines by key, list rows by position, the total row first."""
        if self.block.total:
            yield "total", self.first - 1
        for index in range(self.rows):
            key = self.block.lines[index].key if self.block.lines else str(index)
            yield key, self.first + index

    def reasons_above(self, key: str) -> tuple[int, ...]:
        """The sheet rows of the lines whose reason holds for a line, and of those whose for these."""
        rows, found = dict(self.row_keys()), dict[str, None]()
        waiting = list(self.lines[key].reason_from)
        while waiting:
            other = waiting.pop(0)
            if other not in found:
                found[other] = None
                waiting += self.lines[other].reason_from
        return tuple(rows[other] for other in found)

    def is_total(self, key: str) -> bool:
        """True for the 合计 row of a list; a grid may have a line of that key."""
        return bool(self.block.total) and key == "total"

    def cells(self) -> Iterator[tuple[Key, Area]]:
        """Every cell that holds a value, by its key."""
        for key, row in self.row_keys():
            for column in self.block.columns:
                stated = column.total or column.in_total or column.live_total
                if not self.is_total(key) or stated:
                    yield (self.block.id, key, column.key), self.area(row, column.key)


def block_plans(
    sheet: InputSheet, widths: Sequence[float], used: Mapping[str, int]
) -> Iterator[BlockPlan]:
    """The blocks of a sheet below each other; ``used`` says how many list rows will be filled."""
    top = SHEET_TOP
    for block in sheet.blocks:
        rows = len(block.lines) or max(block.rows, used.get(block.id, 0) + SPARE_ROWS)
        plan = BlockPlan(block, sheet.name, top, _spans(block, widths), rows)
        yield plan
        top = plan.last + 2


def _column_widths(block: Block) -> list[float]:
    widths: list[float] = [column.width for column in block.columns]
    if block.kind == "list":
        return widths
    labels = [block.label, *(line.label for line in block.lines)]
    longest = max(text_width(label) for label in labels) + 4
    return [min(max(longest, 16), 60), *widths]


def sheet_widths(sheet: InputSheet) -> tuple[float, ...]:
    """Widths that suit the widest block; the last column of a narrower one may span several."""
    rows = [_column_widths(block) for block in sheet.blocks if block.label_span == 1]
    most = max(map(len, rows))
    rows = [row if len(row) == most else row[:-1] for row in rows]
    return tuple(max(column) for column in zip_longest(*rows, fillvalue=0))


def _spans(block: Block, widths: Sequence[float]) -> tuple[tuple[int, int], ...]:
    if block.label_span > 1:  # below the columns of the list above
        first = block.label_span + 1
        return ((1, block.label_span), *((first + n, first + n) for n in range(len(block.columns))))
    wanted = _column_widths(block)
    last = end = len(wanted)
    while end < len(widths) and sum(widths[last - 1 : end]) < wanted[-1]:
        end += 1
    return (*((n, n) for n in range(1, last)), (last, end))
