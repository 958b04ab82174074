"""Reading the nine official tables by their labels, codes and 行次, wherever they stand."""

from __future__ import annotations

from generator.forms import Form
from generator.model import Fact, Table
from generator.workbook.heads import head_rows, head_texts
from generator.workbook.official.codes import read_codes
from generator.workbook.official.items import read_items
from generator.workbook.official.lines import read_lines
from generator.workbook.official.single import read_single
from generator.workbook.problems import SheetReader


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
