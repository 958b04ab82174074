"""公开09表: one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.editions.schema import Form
from generator.model import Cell, Fact, Row
from generator.workbook.reading.notes import is_remark, without_notes, words_of
from generator.workbook.reading.official.shared import (
    absent,
    labelled_columns,
    read_number,
    summed,
)
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import label_key


def read_single(form: Form, reader: SheetReader) -> Iterator[Row]:
    """The one row below the header; blank where there is none."""
    grid = reader.grid
    last = (_column_number_row if form.numbered else _label_row)(form, grid)
    if last is None:
        what = f"栏次 1 至 {len(form.columns)} 的一行" if form.numbered else "栏目名称的一行"
        reader.problems.add("I03", f"找不到{what}", Cell(form.sheet, ""))
        return
    columns = labelled_columns(form, reader, range(last - 4, last + 1), 1)
    below = without_notes(grid, last + 1, ())
    row = next((r for r in below if _has_numbers(grid, r, columns.values())), None)
    computed = summed(form)
    facts = {}
    for column in form.columns:
        label = "·".join(column.path)
        at = columns.get(column.key)
        if at is None:
            facts[column.key] = absent(form.sheet, label, column)
        elif row is None:
            reader.read.add((last + 1, at))  # where it would stand: what is below is outside
            facts[column.key] = Fact(None, grid.cell(last + 1, at), label)
        else:
            total = column.key in computed
            facts[column.key] = read_number(reader, (row, at), label, total, column)
    yield Row("row", facts)


def _has_numbers(grid: Grid, row: int, columns: Iterable[int]) -> bool:
    """True for a row with amounts, right or mistyped; not for one that is a remark alone."""
    words = words_of(grid, row)
    remark = len(words) == 1 and not words[0][:1].isdigit()
    return any(grid.label(row, c) for c in columns) and not (remark and is_remark(words[0]))


def _label_row(form: Form, grid: Grid) -> int | None:
    """The row in which the header ends: every column has its own label there."""
    wanted = Counter(label_key(column.label) for column in form.columns)
    for row in range(1, grid.height + 1):
        if wanted <= Counter(grid.header(row, c) for c in range(1, grid.width + 1)):
            return row
    return None


def _column_number_row(form: Form, grid: Grid) -> int | None:
    wanted = [str(column.no) for column in form.columns]
    for row in range(1, grid.height + 1):
        texts = [t for c in range(1, grid.width + 1) if (t := grid.label(row, c))]
        if texts == wanted:
            return row
    return None
