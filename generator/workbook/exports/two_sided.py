"""Tables with two sides by their labels: with 行次 or without, with budgets beside the outturn.

公开01 and 04, and 财决01 and 01-1 of the accounts software, where three blocks stand side by side
and each line has a budget, an adjusted budget and the outturn.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from generator.editions.schema import Form, FormRow, FormSide
from generator.model import Cell, Row, regex
from generator.workbook.reading.heads import without_money
from generator.workbook.reading.notes import without_notes
from generator.workbook.reading.official.aside import columns_aside
from generator.workbook.reading.official.shared import read_number
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import amount, label_key, short, whole

_NUMBERING = regex(r"^(?:[一二三四五六七八九十]+|\d+)[、.]|^其中:|^\(?[一二三四五六七八九十]+\)")
_OUTTURN = (
    "决算数",
    "本年决算数",
    "决算",
    "金额",
    "本年数",
    "支出决算数",
    "收入决算数",
    "决算金额",
)
_HEAD = 5  # rows above the first line
_LEAST = 3  # lines of a side that a column must have to be its labels


class _Block(NamedTuple):
    """A side on its sheet: the column of its labels, that of 行次 (0: none), its amounts."""

    labels: int
    numbers: int
    amounts: dict[str, int]


def read_two_sided(form: Form, reader: SheetReader) -> Iterator[Row]:
    """The lines that stand there; what cannot be found goes to the reader's problems."""
    grid = reader.grid
    columns = [_label_column(side, grid) for side in form.sides]
    if len(set(columns)) < len(columns) or not all(columns):
        reader.problems.add("I03", "找不到收入、支出两侧的项目", Cell(grid.sheet, ""))
        return
    ends = _label_columns(grid, columns)
    aside = _aside(form, grid, columns)
    for side, labels in zip(form.sides, columns, strict=True):
        end = min((c for c in ends if c > labels), default=grid.width + 1)
        block = _block(side, grid, labels, [c for c in range(labels + 1, end) if c not in aside])
        missing = [c.label for c in side.columns if c.key not in block.amounts]
        if missing:
            message = f"{side.label}一侧找不到「{'」「'.join(missing)}」一栏"
            reader.problems.add("I03", message, Cell(grid.sheet, ""))
        else:
            yield from _rows(form, side, reader, block)


def _plain(text: str) -> str:
    return _NUMBERING.sub("", text)


def _labels(side: FormSide) -> dict[str, list[FormRow]]:
    found: dict[str, list[FormRow]] = {}
    for line in side.lines:
        for name in line.names:
            found.setdefault(_plain(label_key(name)), []).append(line)
    return found


def _label_column(side: FormSide, grid: Grid) -> int:
    """The column with most labels of a side; 0 where none has enough of them."""
    known = _labels(side)
    counts: dict[int, set[str]] = {}
    for row, column in grid.values:
        text = _plain(grid.label(row, column))
        if text in known:
            counts.setdefault(column, set()).add(text)
    column = max(counts, key=lambda c: len(counts[c]), default=0)
    return column if column and len(counts[column]) >= min(_LEAST, len(known)) else 0


def _label_columns(grid: Grid, known: list[int]) -> list[int]:
    """The columns in which blocks begin, also one that no side has: 支出按经济分类."""
    heads = [column for row, column in grid.find("项目")]
    heads += [column for row, column in grid.find("项目(按支出性质和经济分类)")]
    return sorted({*known, *heads})


def _aside(form: Form, grid: Grid, columns: list[int]) -> frozenset[int]:
    """The columns of budgets and of other years: neither side has them."""
    first = min(map(partial(_first_line, grid=grid), form.sides, columns))
    return columns_aside(form, grid, range(max(1, first - _HEAD), first))


def _first_line(side: FormSide, labels: int, grid: Grid) -> int:
    return min(
        row for row, column in grid.values if column == labels and _is_line(side, grid, row, labels)
    )


def _block(side: FormSide, grid: Grid, labels: int, columns: list[int]) -> _Block:
    first = _first_line(side, labels, grid)
    heads = {
        column: [
            without_money(text)
            for row in range(max(1, first - _HEAD), first)
            if (text := grid.header(row, column))
        ]
        for column in columns
    }
    numbers = next(
        (c for c, stack in heads.items() if "行次" in stack or _counts(grid, c, first)), 0
    )
    amounts = {c: stack for c, stack in heads.items() if c != numbers and _has_any(grid, c, stack)}
    return _Block(labels, numbers, dict(_amounts(side, amounts)))


def _is_line(side: FormSide, grid: Grid, row: int, column: int) -> bool:
    return _plain(grid.label(row, column)) in _labels(side)


def _has_any(grid: Grid, column: int, stack: list[str]) -> bool:
    return bool(stack) or any(at == column for _, at in grid.values)


def _counts(grid: Grid, column: int, first: int) -> bool:
    """True for a column of numbers that count on without a gap: 行次 without its heading."""
    found = [whole(grid.label(row, column)) for row in range(first, grid.height + 1)]
    numbers = [n for n in found if n is not None]
    return len(numbers) > 5 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _amounts(side: FormSide, heads: dict[int, list[str]]) -> Iterator[tuple[str, int]]:
    """Column key → sheet column."""
    if len(side.columns) == 1:
        outturn = [c for c, stack in heads.items() if set(stack) & set(_OUTTURN)]
        only = outturn or list(heads)
        if len(only) == 1:
            yield side.columns[0].key, only[0]
        return
    taken: set[int] = set()
    for column in side.columns:
        names = {label_key(name) for name in column.names}
        if column.key == "total":
            names |= {"合计", "小计"}
        for at, stack in heads.items():
            if at not in taken and names & {text for text in stack}:
                taken.add(at)
                yield column.key, at
                break


def _rows(form: Form, side: FormSide, reader: SheetReader, block: _Block) -> Iterator[Row]:
    grid, known = reader.grid, _labels(side)
    seen: set[str] = set()
    printed = [label_key(name) for line in side.lines for name in line.names]
    for row in without_notes(grid, 1, printed):
        text = grid.label(row, block.labels)
        if not text:
            continue
        line = _line(known, text, grid.label(row, block.numbers) if block.numbers else "", seen)
        if line is None:
            _report(reader, row, block, text)
            continue
        seen.add(line.key)
        facts = {
            column.key: read_number(
                reader, (row, block.amounts[column.key]), line.label, False, line, column
            )
            for column in side.columns
        }
        yield Row(line.key, facts)


def _line(known: dict[str, list[FormRow]], text: str, at: str, seen: set[str]) -> FormRow | None:
    """The line of a label: by 行次 where labels repeat, then as it is printed, then in order."""
    lines = [line for line in known.get(_plain(text), ()) if line.key not in seen]
    by_number = [line for line in lines if whole(at) == line.no and line.no]
    exact = [line for line in lines if text in map(label_key, line.names)]
    return next(iter(by_number or exact or lines), None)


def _report(reader: SheetReader, row: int, block: _Block, text: str) -> None:
    """A line that the form does not have, with an amount."""
    filled = [c for c in block.amounts.values() if amount(reader.grid.values.get((row, c)))[0]]
    if filled and not text.isdigit() and text != "栏次":
        cell = reader.grid.cell(row, filled[0])
        reader.problems.add("I03", f"「{short(text)}」不是这张表的项目，没有取", cell)
