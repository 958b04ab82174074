"""Reading the nine official tables by their labels, codes and 行次, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.forms import Form
from generator.model import Fact, Table
from generator.workbook.official.codes import read_codes
from generator.workbook.official.items import read_items
from generator.workbook.official.lines import read_lines
from generator.workbook.official.single import read_single
from generator.workbook.opening import Grid
from generator.workbook.problems import SheetReader
from generator.workbook.values import label_key

_HEAD_ROWS = 8
_HEAD = re.compile(r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?:.|.*年度.*表$|公开\d\d表$")


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
    return Table(form.id, form.sheet, rows, by_key, reader.unit, tuple(_heads(form, reader.grid)))


def _heads(form: Form, grid: Grid) -> Iterator[Fact]:
    """Title, number and 部门：… as they stand in the first rows; formulas never calculated are left out."""
    title = label_key(form.title)
    for (row, column), value in sorted(grid.values.items()):
        text = grid.label(row, column)
        if row > _HEAD_ROWS or not isinstance(value, str):
            continue
        if text.endswith(title) or _HEAD.match(text):
            yield Fact(value.strip(), grid.cell(row, column), "表头")
