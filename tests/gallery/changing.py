"""Small changes to the facts of a workbook, in memory: the vocabulary of the gallery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.schema import Kind
from generator.model import Cell, Fact, Facts, Row, Table, Unit
from generator.workbook.reading.facts import Workbook

Typed = Decimal | str | date | None

_UNITS: dict[Kind, Unit] = {"count": Unit.COUNT, "score": Unit.SCORE}


def wan(text: str) -> Decimal:
    """An amount of 万元 as the facts hold it, in 元."""
    return Decimal(text) * 10000


def number(text: str) -> Decimal:
    """A count or a score."""
    return Decimal(text)


@dataclass(frozen=True)
class Put:
    """Put a value into ``table.row.column``; ``#0`` as row is the first row of a list."""

    place: str
    value: Typed


class Add:
    """Append a row to a list or to a form by code."""

    def __init__(self, table: str, key: str = "", **values: Typed) -> None:
        self.table, self.key, self.values = table, key, values


@dataclass(frozen=True)
class Drop:
    """Take away a row."""

    table: str
    row: str


@dataclass(frozen=True)
class Head:
    """Paste a text above a form."""

    table: str
    text: str


@dataclass(frozen=True)
class InYuan:
    """Declare that a sheet's amounts were given in 元."""

    table: str


@dataclass(frozen=True)
class LastYear:
    """The comment of a roll-over: what stood in ``place`` in last year's workbook."""

    place: str
    text: str


@dataclass(frozen=True)
class Blank:
    """Clear every amount of a table."""

    table: str


Edit = Put | LastYear | Blank | Add | Drop | Head | InYuan


def changed(workbook: Workbook, edits: Sequence[Edit]) -> Facts:
    """The workbook's facts after the edits."""
    tables = dict(workbook.facts.tables)
    for edit in edits:
        named = edit.place if isinstance(edit, Put | LastYear) else edit.table
        key = named.split(".")[0]
        tables[key] = _apply(workbook.edition, tables[key], edit)
    return Facts(tables)


def _apply(edition: Edition, table: Table, edit: Edit) -> Table:
    if isinstance(edit, Put):
        return _put(table, edit.place, value=edit.value)
    if isinstance(edit, LastYear):
        return _put(table, edit.place, last_year=edit.text)
    if isinstance(edit, Blank):
        return _with_rows(table, [_blank(row) for row in table.rows])
    if isinstance(edit, Add):
        return _with_rows(table, [*table.rows, _new_row(edition, table, edit)])
    if isinstance(edit, Drop):
        dropped = _row_key(table, edit.row)
        return _with_rows(table, [row for row in table.rows if row.key != dropped])
    if isinstance(edit, Head):
        fact = Fact(edit.text, Cell(table.sheet, f"A{len(table.heads) + 1}"), "表头")
        return replace(table, heads=(*table.heads, fact))
    return replace(table, unit="元")


def _put(table: Table, place: str, **what: Any) -> Table:
    _, row_name, column = place.split(".")
    wanted = _row_key(table, row_name)
    cells = {**table[wanted].cells, column: replace(table[wanted][column], **what)}
    return _with_rows(
        table, [Row(row.key, cells) if row.key == wanted else row for row in table.rows]
    )


def _blank(row: Row) -> Row:
    cells = {
        column: replace(fact, value=None) if isinstance(fact.value, Decimal) else fact
        for column, fact in row.cells.items()
    }
    return Row(row.key, cells)


def _row_key(table: Table, name: str) -> str:
    return table.rows[int(name[1:])].key if name.startswith("#") else name


def _with_rows(table: Table, rows: Iterable[Row]) -> Table:
    kept = tuple(rows)
    return replace(table, rows=kept, by_key={row.key: row for row in kept})


def _new_row(edition: Edition, table: Table, edit: Add) -> Row:
    kinds = _columns(edition, table.id)
    last = max((_row_number(f.cell) for r in table.rows for f in r.cells.values()), default=3)
    key = edit.key or str(last + 1)
    cells = {}
    for index, (column, (label, kind)) in enumerate(kinds.items()):
        value = key if column == "code" and edit.key else edit.values.get(column)
        cell = Cell(table.sheet, f"{chr(65 + index)}{last + 1}")
        cells[column] = Fact(value, cell, label, _UNITS.get(kind, Unit.YUAN))
    return Row(key, cells)


def _columns(edition: Edition, table: str) -> dict[str, tuple[str, Kind]]:
    if table in edition.blocks:
        block = edition.blocks[table][1]
        return {c.key: (c.label, c.kind) for c in block.columns if not c.live}
    form = edition.form(table)
    named: dict[str, tuple[str, Kind]] = {
        "code": ("科目编码", "code"),
        "name": ("科目名称", "text"),
    }
    return named | {c.key: (c.label, "amount") for c in form.columns}


def _row_number(cell: Cell) -> int:
    match = re.search(r"\d+$", cell.address)
    return int(match.group()) if match else 3
