"""Filling in a workbook that was rolled over, as an accountant would, from another one's values."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.editions import load
from generator.model import Fact, Facts, Row, Table, Unit
from generator.workbook.reading.facts import read_workbook
from generator.workbook.writing.places import arrange
from tests.helpers.opening import opened

_LAST_YEARS = ("prior", "published", "correction")


def fill_in(path: Path, year: int, edition_id: str, source: Path) -> None:
    """Type this year's values into ``path``: those of ``source``, its years moved to ``year``.

    What was carried stays: last year's figures, standing texts, codes.  Totals are typed over
    their formulas.  With the same figures nothing has changed against last year, so that no
    reasons are typed there.
    """
    edition, carried = load(edition_id), read_workbook(path).facts
    given = read_workbook(source).facts
    before = int(given["profile"]["year"]["value"].text)
    used = {table.id: len(_rows(table)) for table in carried.tables.values()}
    places = arrange(edition, used).cells
    book = opened(path)
    for (table, row, column), area in places.items():
        fact = _fact(given, table, row, column)
        cell = book[area.sheet][area.corner]
        carried_over = cell.value is not None and cell.data_type != "f"
        if fact is None or not fact.given or carried_over or column in _LAST_YEARS:
            continue
        if (table, column) != ("prior", "reason"):
            cell.value = _moved(fact, year - before)
    book.save(path)


def _moved(fact: Fact, years: int) -> str | date | Decimal:
    """What is typed for a fact: amounts in 万元, years in texts and dates later by ``years``."""
    if isinstance(fact.value, str):
        return re.sub(r"20\d\d(?=年|$)", lambda m: str(int(m[0]) + years), fact.value)
    if isinstance(fact.value, date):
        return fact.value.replace(year=fact.value.year + years)
    assert fact.value is not None
    return fact.value / 10000 if fact.unit is Unit.YUAN else fact.value


def _rows(table: Table) -> list[Row]:
    return [row for row in table.rows if row.key != "total"]


def _fact(facts: Facts, table: str, row: str, column: str) -> Fact | None:
    """The fact at a writer's key: open rows are counted there, named here."""
    found = facts.tables.get(table)
    if found is None:
        return None
    if row.isdigit() and len(row) < 3:
        rows = _rows(found)
        return rows[int(row)].cells.get(column) if int(row) < len(rows) else None
    return found.by_key[row].cells.get(column) if row in found else None
