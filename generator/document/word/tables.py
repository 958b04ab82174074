"""Tables: rows and cells at their places in the grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from msgspec.structs import replace

from generator.document.word.blocks import (
    Merge,
    Signature,
    WordCell,
    WordParagraph,
    WordRow,
    WordTable,
)
from generator.document.word.paragraphs import (
    DELETED,
    INSERTED,
    ParagraphReader,
    joined,
    mark_revision,
    signature,
)
from generator.document.word.xml import P, W, properties
from generator.workbook.package import Element

_MOST_COLUMNS = 1000  # Word allows 63
# Made once: a large draft has 160,000 cells.
ROW, _CELL = f"{W}tr", f"{W}tc"
_TABLE = (ROW, _CELL, f"{W}tbl")
_CELL_PROPERTIES, _SPAN, _MERGE = f"{W}tcPr", f"{W}gridSpan", f"{W}vMerge"
_SLIVER = 15  # twips, less than the width of a border


def table(element: Element, reader: ParagraphReader, before: Iterable[WordRow] = ()) -> WordTable:
    """A table with all its rows, also those inside content controls and tracked changes.

    ``before`` are those that were taken out of it.
    """
    rows = (*before, *rows_in(element, reader))
    columns = _columns(element)
    return WordTable(tuple(_on_grid(row, columns) for row in rows) if columns else rows)


def rows_in(element: Element, reader: ParagraphReader) -> Iterator[WordRow]:
    """The rows that stand in an element."""
    return (_row(row, reader) for row in _parts(element, ROW))


def _columns(element: Element) -> list[int]:
    """For each column of the grid how many stand before it, without slivers; empty without any.

    LibreOffice puts columns of a twip between cells whose borders do not quite meet.
    """
    grid = next(element.iterchildren(f"{W}tblGrid"), None)
    given = () if grid is None else grid.iterchildren(f"{W}gridCol")
    widths = [column.get(f"{W}w", "") for column in given]
    kept = [not (width.isdecimal() and 0 < int(width) <= _SLIVER) for width in widths]
    return [] if all(kept) else [sum(kept[:number]) for number in range(len(kept) + 1)]


def _on_grid(row: WordRow, columns: list[int]) -> WordRow:
    """The row with its cells at their columns among those that are no slivers."""
    cells = list[WordCell]()
    for cell in row.cells:
        left, right = (
            columns[min(at, len(columns) - 1)] for at in (cell.column, cell.column + cell.span)
        )
        cells.append(replace(cell, column=left, span=max(1, right - left)))
    return replace(row, cells=tuple(cells))


def _parts(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, but none of a table inside."""
    for node in element:
        if node.tag == tag:
            yield node
        elif node.tag not in _TABLE:
            yield from _parts(node, tag)


def _row(row: Element, reader: ParagraphReader) -> WordRow:
    column, header = 0, False
    inserted: Signature | None = None
    deleted: Signature | None = None
    for given in _given(row, f"{W}trPr"):
        if given.tag == f"{W}gridBefore":
            column = _number(given)
        elif given.tag == f"{W}tblHeader":
            header = True
        elif given.tag in INSERTED:
            inserted = signature(given)
        elif given.tag in DELETED:
            deleted = signature(given)
    cells = list[WordCell]()
    for element in _parts(row, _CELL):
        cells.append(_cell(element, column, reader))
        column += cells[-1].span
    return WordRow(tuple(cells), header, inserted, deleted)


def _cell(cell: Element, column: int, reader: ParagraphReader) -> WordCell:
    span, merge = 1, ""
    for given in _given(cell, _CELL_PROPERTIES):
        tag = given.tag
        if tag == _SPAN:
            span = max(1, _number(given))
        elif tag == _MERGE:
            merge = "restart" if given.get(f"{W}val") == "restart" else "continue"
    return WordCell(tuple(_paragraphs(cell, reader)), column, span, cast(Merge, merge))


def _paragraphs(cell: Element, reader: ParagraphReader) -> Iterator[WordParagraph]:
    """The paragraphs of a cell; one whose end a tracked change took away is one with the next."""
    if reader.plain:
        yield from map(reader.read, cell.iter(P))
        return
    waiting: tuple[WordParagraph, Signature] | None = None
    for element in cell.iter(P):
        paragraph = reader.read(element)
        if waiting is not None:
            paragraph = joined(waiting[0], paragraph, waiting[1])
        end = mark_revision(element, DELETED)
        waiting = None if end is None else (paragraph, end)
        if end is None:
            yield paragraph
    if waiting is not None:
        yield waiting[0]


def _given(element: Element, tag: str) -> Element | tuple[()]:
    found = properties(element, tag)
    return () if found is None else found


def _number(element: Element) -> int:
    """What a property says, 0 for nonsense; never more than a table may have columns."""
    said = element.get(f"{W}val", "")
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and len(said) < 6 else 0
