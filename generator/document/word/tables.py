"""Tables: rows and cells at their places in the grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from generator.document.word.blocks import Merge, Signature, WordCell, WordRow, WordTable
from generator.document.word.paragraphs import DELETED, INSERTED, ParagraphReader, signature
from generator.document.word.xml import W, properties
from generator.workbook.package import Element

_MOST_COLUMNS = 1000  # Word allows 63


def table(element: Element, reader: ParagraphReader) -> WordTable:
    """A table with all its rows, also those inside content controls and tracked changes."""
    return WordTable(tuple(_row(row, reader) for row in _parts(element, f"{W}tr")))


def _parts(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, but none of a table inside."""
    for node in element:
        if node.tag == tag:
            yield node
        elif node.tag not in (f"{W}tr", f"{W}tc", f"{W}tbl"):
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
    for element in _parts(row, f"{W}tc"):
        cells.append(_cell(element, column, reader))
        column += cells[-1].span
    return WordRow(tuple(cells), header, inserted, deleted)


def _cell(cell: Element, column: int, reader: ParagraphReader) -> WordCell:
    span, merge = 1, ""
    for given in _given(cell, f"{W}tcPr"):
        if given.tag == f"{W}gridSpan":
            span = max(1, _number(given))
        elif given.tag == f"{W}vMerge":
            merge = "restart" if given.get(f"{W}val") == "restart" else "continue"
    paragraphs = tuple(reader.read(paragraph) for paragraph in cell.iter(f"{W}p"))
    return WordCell(paragraphs, column, span, cast(Merge, merge))


def _given(element: Element, tag: str) -> Element | tuple[()]:
    found = properties(element, tag)
    return () if found is None else found


def _number(element: Element) -> int:
    """What a property says, 0 for nonsense; never more than a table may have columns."""
    said = element.get(f"{W}val", "")
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and len(said) < 6 else 0
