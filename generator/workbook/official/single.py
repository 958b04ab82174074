"""公开09表: one row."""

from __future__ import annotations

from collections.abc import Iterator

from generator.forms import Form
from generator.model import Cell, Row
from generator.workbook.official.shared import absent, is_note, labelled_columns, summed
from generator.workbook.opening import Grid
from generator.workbook.problems import SheetReader


def read_single(form: Form, reader: SheetReader) -> Iterator[Row]:
    """The one row below the 栏次; blank where there is none."""
    grid = reader.grid
    last = _column_number_row(form, grid)
    if last is None:
        count = len(form.columns)
        reader.problems.add("I03", f"找不到栏次 1 至 {count} 的一行", Cell(form.sheet, ""))
        return
    columns = labelled_columns(form, reader, range(max(1, last - 4), last + 1), 1)
    used = range(1, grid.width + 1)
    below = range(last + 1, grid.height + 2)
    row = next((r for r in below if not grid.row_blank(r, used) and not is_note(grid, r)), last + 1)
    row = row if not _is_note_before(grid, last + 1, row) else last + 1
    computed = summed(form)
    facts = {}
    for column in form.columns:
        label = "·".join(column.path)
        at = columns.get(column.key)
        facts[column.key] = (
            absent(form.sheet, label)
            if at is None
            else reader.amount(row, at, label, column.key in computed)
        )
    yield Row("row", facts)


def _is_note_before(grid: Grid, first: int, last: int) -> bool:
    return any(is_note(grid, row) for row in range(first, last))


def _column_number_row(form: Form, grid: Grid) -> int | None:
    wanted = [str(column.no) for column in form.columns]
    for row in range(1, grid.height + 1):
        texts = [t for c in range(1, grid.width + 1) if (t := grid.label(row, c))]
        if texts == wanted:
            return row
    return None
