"""What a planted mistake is, and the vocabulary in which plants are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from msgspec.structs import replace

from generator.model import Cell, Fact, Facts, Row, Table
from generator.workbook.reading.facts import Workbook
from tests.gallery.changing import Edit, Put, Typed, changed

Change = Callable[[Workbook], Workbook]
REAL, DEPARTMENT, HOSPITAL, NEW = "2023", "行政部门", "事业单位", "新设单位"
BOOKS = (REAL, DEPARTMENT, HOSPITAL, NEW)


@dataclass(frozen=True)
class Plant:
    """One mistake in the workbook ``book``: told at one of ``places`` of the changed workbook.

    A place is ``table.row.column``, ``table.row`` (any cell of it) or ``table`` (its sheet).
    """

    kind: str
    name: str
    book: str
    change: Change
    places: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.kind}：{self.name}（{self.book}）"


def cells_at(facts: Facts, place: str) -> tuple[str, frozenset[Cell]]:
    """The sheet that a place means as a whole, else "" and its cells."""
    table, *rest = place.split(".")
    if not rest:
        return facts.tables[table].sheet, frozenset()
    row = _row_named(facts.tables[table], rest[0])
    keys = rest[1:] or list(row.cells)
    return "", frozenset(row.cells[key].cell for key in keys)


def _row_named(table: Table, name: str) -> Row:
    return table.rows[int(name[1:])] if name.startswith("#") else table[name]


def edits(*made: Edit) -> Change:
    """The edits of the gallery."""
    return lambda workbook: replace(workbook, facts=changed(workbook, made))


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(workbook: Workbook) -> Workbook:
        for one in changes:
            workbook = one(workbook)
        return workbook

    return change


def _with(
    workbook: Workbook, tables: Iterable[str], change: Callable[[Row], Row | None]
) -> Workbook:
    made = dict(workbook.facts.tables)
    for key in tables:
        rows = tuple(row for row in map(change, made[key].rows) if row is not None)
        made[key] = replace(made[key], rows=rows, by_key={row.key: row for row in rows})
    return replace(workbook, facts=Facts(made))


CODED = ("income", "expenditure", "general", "fund", "capital", "budget", "subjects")


def recoded(codes: dict[str, tuple[str, str]], tables: Sequence[str] = CODED) -> Change:
    """Codes typed as other codes with the names of these, in all the tables."""

    def change(row: Row) -> Row:
        if row.key not in codes:
            return row
        code, name = codes[row.key]
        cells = {**row.cells, "code": replace(row["code"], value=code)}
        if "name" in cells:
            cells["name"] = replace(row["name"], value=name)
        return Row(code, cells)

    return lambda workbook: _with(workbook, tables, change)


def renamed(code: str, name: str, tables: Sequence[str]) -> Change:
    """A code under another name."""

    def change(row: Row) -> Row:
        if row.key != code:
            return row
        return Row(code, {**row.cells, "name": replace(row["name"], value=name)})

    return lambda workbook: _with(workbook, tables, change)


def swapped(table: str, one: str, other: str) -> Change:
    """Two columns exchanged in every row that has both."""

    def change(row: Row) -> Row:
        if not {one, other} <= row.cells.keys():
            return row
        a, b = row[one], row[other]
        moved = {one: replace(a, value=b.value), other: replace(b, value=a.value)}
        return Row(row.key, {**row.cells, **moved})

    return lambda workbook: _with(workbook, [table], change)


def lines_swapped(table: str, one: str, other: str, *columns: str) -> Change:
    """What stands in two lines exchanged."""

    def change(workbook: Workbook) -> Workbook:
        rows = workbook.facts.tables[table].by_key

        def moved(row: Row) -> Row:
            if row.key not in (one, other):
                return row
            from_ = rows[other if row.key == one else one]
            cells = {c: replace(row[c], value=from_[c].value) for c in columns}
            return Row(row.key, {**row.cells, **cells})

        return _with(workbook, [table], moved)

    return change


def shifted(table: str, *columns: str) -> Change:
    """Every value one column further to the right; the first column is left blank."""

    def change(row: Row) -> Row:
        values: list[Typed] = [None, *(row[column].value for column in columns[:-1])]
        moved = {c: replace(row[c], value=v) for c, v in zip(columns, values, strict=True)}
        return Row(row.key, {**row.cells, **moved})

    return lambda workbook: _with(workbook, [table], change)


def row_shifted(table: str, column: str, first: int = 0) -> Change:
    """A column pasted one row too low."""

    def change(workbook: Workbook) -> Workbook:
        rows = workbook.facts.tables[table].rows
        before = {
            row.key: rows[n - 1][column].value if n > first else None
            for n, row in enumerate(rows)
            if n >= first
        }

        def moved(row: Row) -> Row:
            if row.key not in before:
                return row
            return Row(row.key, {**row.cells, column: replace(row[column], value=before[row.key])})

        return _with(workbook, [table], moved)

    return change


def cleared(table: str) -> Change:
    """A table of which nothing was pasted: no amount, no code."""

    def change(row: Row) -> Row | None:
        if row.key.isdigit() and "code" in row.cells and table != "basic":
            return None
        cells = {
            c: replace(f, value=None) if isinstance(f.value, Decimal) else f
            for c, f in row.cells.items()
        }
        return Row(row.key, cells)

    return lambda workbook: _with(workbook, [table], change)


def each(table: str, column: str, value: Callable[[Row, Workbook], Typed]) -> Change:
    """Another value in a column of every row."""

    def change(workbook: Workbook) -> Workbook:
        def typed(row: Row) -> Row:
            found = value(row, workbook)
            return Row(row.key, {**row.cells, column: replace(row[column], value=found)})

        return _with(workbook, [table], typed)

    return change


def added(place: str, more: Decimal) -> Change:
    """So much more in a cell, less where it is negative."""
    table, key, column = place.split(".")

    def change(workbook: Workbook) -> Workbook:
        now = workbook.facts.tables[table][key][column].value
        before = now if isinstance(now, Decimal) else Decimal(0)
        return edits(Put(place, before + more))(workbook)

    return change


def copied(source: str, place: str) -> Change:
    """What stands in another cell."""
    table, key, column = source.split(".")

    def change(workbook: Workbook) -> Workbook:
        return edits(Put(place, workbook.facts.tables[table][key][column].value))(workbook)

    return change


def times(factor: str, table: str, *rows: str, column: str = "value") -> Change:
    """Amounts in the other unit of money."""

    def change(row: Row) -> Row:
        fact = row.cells.get(column)
        if (rows and row.key not in rows) or fact is None or not isinstance(fact.value, Decimal):
            return row
        if fact.unit != "元":
            return row
        return Row(row.key, {**row.cells, column: _scaled(fact, factor)})

    return lambda workbook: _with(workbook, [table], change)


def _scaled(fact: Fact, factor: str) -> Fact:
    assert isinstance(fact.value, Decimal)
    return replace(fact, value=fact.value * Decimal(factor))
