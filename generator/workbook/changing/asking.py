"""Looking at single cells as a person would before something is written into them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.model import Cell, Finding, InputProblem, Severity
from generator.workbook.changing.book import Book
from generator.workbook.changing.stale import formula_of
from generator.workbook.changing.writer import UNREADABLE
from generator.workbook.reading.cells import place_of
from generator.workbook.reading.opening import content_of, package_of


def formulas_in(path: Path, cells: Iterable[Cell]) -> frozenset[Cell]:
    """Those of the cells that hold a formula.  Raises InputProblem for what is no workbook."""
    asked = list(cells)
    try:
        book = Book(content := content_of(path), package_of(path, content))
        found = set[Cell]()
        for name in {cell.sheet for cell in asked}:
            sheet = book.sheet(book.named(name))
            found |= {
                c
                for c in asked
                if c.sheet == name and formula_of(sheet.cell(place_of(c.address))) is not None
            }
        return frozenset(found)
    except UNREADABLE as error:
        message, remedy = f"{path.name}：内容已损坏", "用 Excel 或 WPS 打开并另存一次。"
        raise InputProblem([Finding("I01", Severity.ERROR, message, remedy=remedy)]) from error
