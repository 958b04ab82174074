"""Changing one amount changes exactly the places in the draft that depend on it, or is reported."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pytest
from msgspec.structs import replace

from generator import checks
from generator.document import Draft
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.figures.phrasing import marked_texts, unmarked
from generator.model import Cell, Fact, Facts, Row, Table, Unit
from generator.pipeline import derive, render_draft
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL

STEP = Decimal("1.1") * 10000


@dataclass(frozen=True)
class Printed:
    """One place of the draft that the program wrote."""

    part: str
    position: int
    text: str
    cells: frozenset[Cell]


@cache
def real() -> Workbook:
    return read_workbook(REAL)


@cache
def real_draft() -> Draft:
    return drawn(real())


def drawn(workbook: Workbook) -> Draft:
    return render_draft(workbook.edition, derive(workbook)[1])


def printed(draft: Draft) -> list[Printed]:
    return [
        Printed(part, position, text, frozenset(draft.printed[index].cells))
        for part, xml in draft.marked.items()
        for position, (index, text) in enumerate(marked_texts(xml))
    ]


def amounts() -> list[Fact]:
    """Every cell with an amount, outside blank ones."""
    return [
        fact
        for table in real().facts.tables.values()
        for row in table.rows
        for fact in row.cells.values()
        if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN and fact.value != 0
    ]


def changed(facts: Facts, cell: Cell, by: Decimal) -> Facts:
    def fact(old: Fact) -> Fact:
        if old.cell != cell or not isinstance(old.value, Decimal):
            return old
        return replace(old, value=old.value + by)

    def rows(table: Table) -> Iterator[Row]:
        for row in table.rows:
            yield Row(row.key, {column: fact(old) for column, old in row.cells.items()})

    tables = {}
    for key, table in facts.tables.items():
        new = tuple(rows(table))
        tables[key] = replace(table, rows=new, by_key={row.key: row for row in new})
    return Facts(tables)


SAMPLE = random.Random(2023).sample(range(len(amounts())), 40)


@pytest.mark.parametrize("index", SAMPLE)
def test_a_changed_amount_changes_what_names_its_cell_and_nothing_else(index: int) -> None:
    cell = amounts()[index].cell
    workbook = replace(real(), facts=changed(real().facts, cell, STEP))
    before, after = printed(real_draft()), printed(drawn(workbook))
    if len(before) == len(after):
        differing = [a for a, b in zip(before, after, strict=True) if a.text != b.text]
        assert all(cell in place.cells for place in differing)
        named = [b for b in before if cell in b.cells]
        assert set(differing) <= set(named)
        shown = bool(differing)
    else:  # a sentence or row appeared or went: only places that name the cell may do so
        kept = {(p.text, p.cells) for p in before} ^ {(p.text, p.cells) for p in after}
        assert all(cell in cells for _, cells in kept)
        shown = bool(kept)
    accounts = Accounts(workbook.facts, workbook.edition)
    findings = checks.run(accounts, disclosure(accounts)).findings
    reported = [finding for finding in findings if cell in finding.cells]
    assert shown or reported, f"{cell} changes nothing and nobody is told"


def test_text_without_marks_does_not_change() -> None:
    """The delivered file has the same text as the marked one, and no mark in it."""
    draft = real_draft()
    for xml in draft.marked.values():
        assert not any("\ufdd0" <= c <= "\ufdef" for c in unmarked(xml.decode("utf-8")))


def test_the_same_workbook_gives_the_same_bytes() -> None:
    assert drawn(real()).docx == real_draft().docx
