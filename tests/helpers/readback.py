"""A workbook read back from its paper against the one that the paper was made from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from generator.model import Fact, Table, rounded
from generator.workbook.reading.facts import Workbook
from tests.helpers.opening import opened

Differing = tuple[str, str, str, object, object]
_WAN = Decimal(10000)


def official_differences(given: Workbook, read: Workbook) -> tuple[int, list[Differing]]:
    """How many cells of the official tables were given, and those that came back otherwise.

    The official tables are those of the edition, which a region may give sheets of any name.

    Amounts are compared as they are printed; of a total the words are not.
    """
    count, differing = 0, list[Differing]()
    for table in (given.facts[form.id] for form in given.edition.forms):
        for row, column, fact in _given(table):
            count += 1
            there = read.facts[table.id].by_key.get(row)
            other = there.cells.get(column) if there else None
            if _printed(fact) != (_printed(other) if other else None):
                differing.append(
                    (table.id, row, column, fact.value, other.value if other else None)
                )
    return count, differing


def _given(table: Table) -> Iterator[tuple[str, str, Fact]]:
    for row in table.rows:
        for column, fact in row.cells.items():
            words_of_total = row.key == "total" and not isinstance(fact.value, Decimal)
            if fact.given and not words_of_total:
                yield row.key, column, fact


def _printed(fact: Fact) -> object:
    value = fact.value
    return rounded(value / _WAN, 2) if isinstance(value, Decimal) else value


def cells_of(path: Path) -> dict[tuple[str, str], tuple[object, str]]:
    """Every cell of a workbook with its value and its comment."""
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.comment.text if cell.comment else "")
        for sheet in opened(path)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None or cell.comment
    }
