"""Reading the nine official tables by their labels, codes and 行次, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions.schema import Form
from generator.model import Fact, Row, Table
from generator.workbook.reading.heads import head_rows, head_texts
from generator.workbook.reading.official.codes import read_codes
from generator.workbook.reading.official.items import absent_items, read_items
from generator.workbook.reading.official.lines import read_lines
from generator.workbook.reading.official.shared import absent
from generator.workbook.reading.official.single import read_single
from generator.workbook.reading.problems import SheetReader


def absent_form(form: Form) -> Table:
    """The table of a sheet that the workbook does not have, or whose rows were not found."""
    rows = tuple(_absent_rows(form))
    return Table(form.id, form.sheet, rows, {row.key: row for row in rows})


def is_whole(form: Form, table: Table) -> bool:
    """True for a table that has every row without which no figure can be formed."""
    return all(row.key in table for row in _absent_rows(form))


def _absent_rows(form: Form) -> Iterator[Row]:
    for side in form.sides:
        for line in side.lines:
            cells = {c.key: absent(form.sheet, line.label, line, c) for c in side.columns}
            yield Row(line.key, cells)
    if form.layout == "items":
        yield from absent_items(form, {})
        for total in form.totals:
            yield Row(total.key, {"amount": absent(form.sheet, total.label)})
    elif form.layout in ("codes", "single"):
        key = "total" if form.layout == "codes" else "row"
        named = {"name": absent(form.sheet, "科目名称")} if form.layout == "codes" else {}
        amounts = {column.key: absent(form.sheet, column.label, column) for column in form.columns}
        yield Row(key, named | amounts)


def read_form(form: Form, reader: SheetReader) -> Table:
    """Read one official table.  What cannot be found or read goes to the reader's problems."""
    read = {
        "lines": read_lines,
        "codes": read_codes,
        "items": read_items,
        "single": read_single,
    }
    rows = tuple(read[form.layout](form, reader))
    by_key = {row.key: row for row in rows}
    grid = reader.grid
    heads = (Fact(text, cell, "表头") for cell, text in head_texts(grid, head_rows(form, grid)))
    return Table(form.id, form.sheet, rows, by_key, reader.unit, tuple(heads))
