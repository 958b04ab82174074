"""Tables with the columns of a list of the input sheets: 重点工作, the units of a department."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.editions.schema import Block, InputColumn
from generator.history.papers.folding import NUMBER, folded, number
from generator.history.papers.gathered import Gathered
from generator.history.papers.grids import LabelledGrid
from generator.workbook.reading.values import number as amount_in


def take_list(grid: LabelledGrid, gathered: Gathered) -> None:
    """A table with the columns of a list of the input sheets, whatever numbers its rows."""
    for block in (block for sheet in gathered.edition.asked for block in sheet.blocks):
        typed = {c.key: folded(c.label) for c in block.columns if not c.live}
        if block.kind != "list" or len(typed) < 2 or gathered.has(block.id):
            continue
        for row in grid.rows()[:3]:
            columns = grid.columns(row, typed)
            # Two columns alone tell little: any table has names and remarks.
            told = len(typed) > 2 or grid.filled(row) <= len(typed) + 1
            if len(columns) == len(typed) and told:
                _take_rows(grid, range(row + 1, grid.grid.height + 1), block, columns, gathered)
                return


def _take_rows(
    grid: LabelledGrid, rows: range, block: Block, columns: dict[str, int], gathered: Gathered
) -> None:
    for row in rows:
        texts = {key: grid.text(row, column) for key, column in columns.items()}
        if any(texts.values()):
            at = gathered.next_row(block.id)
            for column in (c for c in block.columns if c.key in texts):
                gathered.put(block.id, at, column.key, value_of(column, texts[column.key]))


def value_of(column: InputColumn, text: str) -> str | Decimal | None:
    """A text as the column takes it: a number where it wants one."""
    if column.kind not in ("amount", "count", "score"):
        return text or None
    return number_in(text)


def number_in(text: str) -> Decimal | None:
    """The number that a cell begins with: 20分, 35万元."""
    found = re.match(NUMBER, folded(text))
    return number(found[0]) if found and amount_in(found[0])[0] is not None else None
