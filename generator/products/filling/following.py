"""Rows that follow from the tables: codes and names are not typed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.editions import Edition
from generator.editions.schema import Block
from generator.figures.unit import OFFICES
from generator.model import Fact, Row, Table, Value
from generator.products.filling.placing import (
    ListRow,
    Placed,
    Sheets,
    in_unit,
    place_fields,
    place_list,
)
from generator.workbook.exports.evaluations import Evaluated

# The forms with a spending column by 项, and that column.
SPENDING = (("general", "total"), ("fund", "expenditure"), ("capital", "total"))
ITEM = 7  # digits of a 项

Tables = Mapping[str, tuple[Row, ...]]
"""Rows by form, as they stand in the workbook once it is filled."""


def follow(edition: Edition, tables: Tables, sheets: Sheets) -> Iterator[tuple[str, Placed]]:
    """Sheet name → what follows for it from the nine tables."""
    blocks = {block.id: (sheet, block) for sheet in edition.asked for block in sheet.blocks}
    if "budget" in blocks:
        sheet, block = blocks["budget"]
        rows = list(_budget_rows(tables))
        yield sheet.name, place_list(block, sheet, _new(rows, block, sheets), sheets, "")
    if "subjects" in blocks:
        sheet, block = blocks["subjects"]
        rows = [
            ListRow({"code": (row.key, None)}, ("code",)) for row in _items(tables, "expenditure")
        ]
        yield sheet.name, place_list(block, sheet, _new(rows, block, sheets), sheets, "")
    if "operating" in blocks:
        sheet, block = blocks["operating"]
        yield sheet.name, place_fields(block, dict(_operating(edition, tables, sheets)), sheets, "")


def _items(tables: Tables, form: str) -> Iterator[Row]:
    yield from (row for row in tables.get(form, ()) if len(row.key) == ITEM and row.key.isdigit())


def _budget_rows(tables: Tables) -> Iterator[ListRow]:
    for form, column in SPENDING:
        for row in _items(tables, form):
            if row.cells[column].value:
                name = row.cells["name"].value if "name" in row.cells else None
                yield ListRow({"code": (row.key, None), "name": (name, None)}, ("code",))


def _new(rows: list[ListRow], block: Block, sheets: Sheets) -> list[ListRow]:
    """Without the codes that the list has already: what a person wrote there stays."""
    table = sheets.facts.tables.get(block.id)
    known = set(table.by_key) if table is not None else set()
    once = {row.cells["code"][0]: row for row in rows}
    return [row for code, row in once.items() if code not in known]


def _operating(
    edition: Edition, tables: Tables, sheets: Sheets
) -> Iterator[tuple[tuple[str, str], tuple[Value, Fact | None]]]:
    """机关运行经费 of a single 行政 or 参公 unit is its 公用经费 (公开06表)."""
    profile = sheets.facts.tables["profile"]
    kind, entity = (
        edition.choice("profile", line, profile[line]["value"].text)
        for line in ("unit_type", "entity")
    )
    public = next((row for row in tables.get("basic", ()) if row.key == "public"), None)
    if kind in OFFICES and entity == "unit" and public is not None:
        amount = in_unit(public["amount"], sheets.facts.tables["operating"].unit)
        if isinstance(amount, Decimal):
            yield ("operating", "this"), (amount, None)


# --- self-evaluation forms and key work ----------------------------------------------------------


def evaluation_rows(
    evaluated: Evaluated, edition: Edition, sheets: Sheets, source: str
) -> Iterator[tuple[str, Placed]]:
    """Sheet name → what a form says for it."""
    if evaluated.kind == "key_work":
        yield _placed("key_work", evaluated.rows, ("item",), edition, sheets, source)
    elif evaluated.kind == "whole":
        sheet, block = edition.blocks["performance"]
        unit = sheets.facts.tables[block.id].unit
        values = {(key, "value"): (in_unit(f, unit), f) for key, f in evaluated.fields.items()}
        yield sheet.name, place_fields(block, values, sheets, source)
        yield _placed("goals", evaluated.rows, ("goal", "level3"), edition, sheets, source)
    elif "name" in evaluated.fields:
        project = Row("0", evaluated.fields)
        yield _placed("projects", [project], ("name",), edition, sheets, source)
        rows = [
            Row(row.key, {"project": evaluated.fields["name"], **row.cells})
            for row in evaluated.rows
        ]
        yield _placed("indicators", rows, ("project", "level3"), edition, sheets, source)


def _placed(
    block_id: str,
    rows: list[Row],
    known_by: tuple[str, ...],
    edition: Edition,
    sheets: Sheets,
    source: str,
) -> tuple[str, Placed]:
    sheet, block = edition.blocks[block_id]
    unit = sheets.facts.tables[block_id].unit
    made = [
        ListRow({key: (in_unit(f, unit), f) for key, f in row.cells.items() if f.given}, known_by)
        for row in rows
        if all(key in row.cells for key in known_by)
    ]
    return sheet.name, place_list(block, sheet, made, sheets, source)


def standing(table: Table) -> tuple[Row, ...]:
    """The rows of a table that the workbook has already."""
    return tuple(row for row in table.rows if any(f.given for f in row.cells.values()))
