"""Rows put into lists, moved and cleared: which cells then say what, and where sheets grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.history.returned.growing_list import GrowingList, then
from generator.history.returned.list_rows import row_number
from generator.history.returned.model import RowEdit
from generator.model import Cell
from generator.workbook.changing import CellEntry, Growth
from generator.workbook.reading.cells import column_letters, place_of
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.inputs import placement
from generator.workbook.reading.opening import open_workbook
from generator.workbook.reading.values import label_key


class Laid(Struct, frozen=True):
    """``cells`` have the places that they have once ``growth`` is done."""

    cells: tuple[CellEntry, ...]
    growth: tuple[Growth, ...]


def laid(
    workbook: Workbook, edits: Iterable[RowEdit], cells: Sequence[CellEntry], close: bool = True
) -> Laid:
    """The cells with the rows that come, move and go; ``cells`` are what else is to be written.

    ``close``: no blank row is left where one went.

    Raises InputProblem when the workbook cannot be read.
    """
    wanted = list(dict.fromkeys([*edits, *_emptied(cells, workbook)]))
    if not wanted:
        return Laid(tuple(cells), ())
    grids = {label_key(grid.sheet): grid for grid in open_workbook(workbook.path).values()}
    said = {entry.cell: entry.value for entry in cells}
    lists = list[GrowingList]()
    for block_id in dict.fromkeys(edit.block for edit in wanted):
        sheet, block = workbook.edition.blocks[block_id]
        table = workbook.facts[block_id]
        grid = grids[label_key(table.sheet)]
        where = placement(block, sheet, grid)
        assert where is not None  # a row of it was read
        one = GrowingList(block, grid, where, table.rows, said)
        for edit in (edit for edit in wanted if edit.block == block_id):
            one.take(edit)
        if close:
            one.close()
        one.finish()
        lists.append(one)
    growth = [grown for one in lists for grown in one.growth()]
    own = {cell for one in lists for cell in one.cells}
    found = [_lower(entry, growth) for entry in cells if entry.cell not in own]
    found += [entry for one in lists for entry in one.entries(growth)]
    # from the bottom, where one goes before one comes: none moves those that are still to be
    growth.sort(key=lambda grown: (-grown.after, grown.count))
    return Laid(tuple(found), tuple(growth))


def _emptied(cells: Iterable[CellEntry], workbook: Workbook) -> Iterator[RowEdit]:
    """Rows that go with their one cell: paragraphs that were taken out, or joined with others."""
    blank = {entry.cell for entry in cells if entry.value is None}
    for _, block in workbook.edition.blocks.values():
        if block.kind != "list" or len(block.columns) > 1 or block.id not in workbook.facts.tables:
            continue
        for row in workbook.facts[block.id].rows:
            if any(fact.cell in blank for fact in row.cells.values()):
                number = row_number(row, block.columns)
                yield RowEdit("gone", block.id, number, 0, False, (), (), "")


def _lower(entry: CellEntry, growth: Iterable[Growth]) -> CellEntry:
    """The entry with the place that its cell has then."""
    row, column = place_of(entry.cell.address)
    address = f"{column_letters(column)}{then(row, entry.cell.sheet, growth)}"
    return CellEntry(Cell(entry.cell.sheet, address), entry.value, entry.source, entry.like)
