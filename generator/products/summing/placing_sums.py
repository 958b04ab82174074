"""Where the sums belong in the department's workbook, and which units' cells each is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from generator.editions.schema import Block, Form
from generator.figures.accounts import WAN
from generator.figures.phrasing import trimmed
from generator.model import Cell, Fact, Row, Unit, Value
from generator.products.filling.following import follow
from generator.products.filling.placing import (
    ListRow,
    Placed,
    Sheets,
    in_unit,
    place_fields,
    place_form,
    place_list,
)
from generator.products.summing.amounts import AmountKey, Sum, SumPart, blocks
from generator.workbook.changing import Growth
from generator.workbook.exports.record import SummedValue, TakenValue
from generator.workbook.reading.facts import Workbook

_SOURCE = "所属单位之和"


class SumJob(Struct):
    """The sums of one sheet on their way into the workbook; ``origins`` of each cell."""

    sheet: str
    placed: Placed
    origins: dict[Cell, SummedValue] = field(default_factory=dict)

    @property
    def growth(self) -> Growth | None:
        """Rows to be put in first."""
        return Growth(self.sheet, *self.placed.growth) if self.placed.growth else None


def jobs_of(
    sums: Mapping[AmountKey, Sum], units: Sequence[Workbook], sheets: Sheets
) -> Iterator[SumJob]:
    """The sums, table after table, in the order of the workbook."""
    edition = sheets.workbook.edition
    rows = {form.id: _form_rows(form, sums, units) for form in edition.forms}
    for form in edition.forms:
        placed = place_form(form, rows[form.id], sheets, "")
        if placed.wishes or placed.problems:
            yield _job(form.sheet, form.id, placed, sums, sheets)
    summed = set[str]()
    for block in blocks(edition):
        sheet = edition.blocks[block.id][0]
        wanted = {(row, column): found for (t, row, column), found in sums.items() if t == block.id}
        summed.add(sheet.name)
        if not wanted:
            continue
        if block.kind == "list":
            listed = _list_rows(block, wanted, units, sheets)
            placed = place_list(block, sheet, listed, sheets, "")
        else:
            unit = sheets.facts.tables[block.id].unit
            facts = {place: _fact(place, found) for place, found in wanted.items()}
            values = {place: (in_unit(fact, unit), fact) for place, fact in facts.items()}
            placed = place_fields(block, values, sheets, "")
        yield _job(sheet.name, block.id, placed, sums, sheets)
    for name, placed in follow(edition, rows, sheets):
        if name not in summed and placed.wishes:
            yield SumJob(name, placed)


def _fact(place: tuple[str, str], found: Sum) -> Fact:
    """A sum as if it stood in a cell: the address is its row and column."""
    row, column = place
    return Fact(found.value, Cell(_SOURCE, f"{row}.{column}"), found.parts[0].label, found.unit)


def _form_rows(
    form: Form, sums: Mapping[AmountKey, Sum], units: Sequence[Workbook]
) -> tuple[Row, ...]:
    cells: dict[str, dict[str, Fact]] = {}
    for (table, row, column), found in sums.items():
        if table == form.id:
            cells.setdefault(row, {})[column] = _fact((row, column), found)
    if form.layout != "codes":
        return tuple(Row(key, cells[key]) for key in sorted(cells))
    names = _names(form.id, units)
    return tuple(
        Row(key, cells[key] if key == "total" else {**_code(key, names), **cells[key]})
        for key in sorted(cells, key=lambda key: (key != "total", key))
    )


def _names(table: str, units: Sequence[Workbook]) -> dict[str, Row]:
    """科目编码 → the first unit's row that has it."""
    found: dict[str, Row] = {}
    for unit in units:
        for row in unit.facts[table].rows:
            found.setdefault(row.key, row)
    return found


def _code(key: str, names: Mapping[str, Row]) -> dict[str, Fact]:
    name = names[key].cells.get("name") if key in names else None
    cell = Cell(_SOURCE, key)
    found = {"code": Fact(key, cell, "科目编码")}
    if name is not None and name.given:
        found["name"] = Fact(name.value, cell, "科目名称")
    return found


def _list_rows(
    block: Block,
    wanted: Mapping[tuple[str, str], Sum],
    units: Sequence[Workbook],
    sheets: Sheets,
) -> Iterator[ListRow]:
    """A row for each 科目; what it is called and belongs to is as the first unit says."""
    unit, names = sheets.facts.tables[block.id].unit, _names(block.id, units)
    said = [c.key for c in block.columns if c.kind in ("text", "choice") and not c.live]
    for code in sorted({row for row, _ in wanted}):
        cells: dict[str, tuple[Value, Fact | None]] = {"code": (code, None)}
        for key in said:
            fact = names[code].cells.get(key) if code in names else None
            if fact is not None and fact.given:
                cells[key] = (fact.value, None)
        for column in block.columns:
            if (code, column.key) in wanted:
                fact = _fact((code, column.key), wanted[code, column.key])
                cells[column.key] = (in_unit(fact, unit), fact)
        yield ListRow(cells, ("code",))


def _job(
    sheet: str, table: str, placed: Placed, sums: Mapping[AmountKey, Sum], sheets: Sheets
) -> SumJob:
    origins = {}
    currency = sheets.facts.tables[table].unit
    for wish in placed.wishes:
        if wish.fact is not None and isinstance(wish.fact.value, Decimal):
            row, _, column = wish.fact.cell.address.partition(".")
            found = sums[table, row, column]
            origins[wish.entry.cell] = _summed(found, wish.fact, currency)
    return SumJob(sheet, placed, origins)


def _summed(found: Sum, fact: Fact, currency: str) -> SummedValue:
    value = in_unit(fact, currency)
    parts = tuple(_taken(part) for part in found.parts if part.value and part.cells)
    return SummedValue(trimmed(value) if isinstance(value, Decimal) else str(value), parts)


def _taken(part: SumPart) -> TakenValue:
    cell = part.cells[0]
    return TakenValue(part.file, cell.sheet, cell.address, kept(part))


def kept(part: SumPart) -> str:
    """A part as the record keeps it."""
    return amount_text(part.value, part.unit)


def amount_text(value: Decimal, unit: Unit) -> str:
    """An amount (in 元) in 万元 with all its decimals, or a count."""
    return f"{trimmed(value / WAN)} 万元" if unit is Unit.YUAN else trimmed(value)


def amount_kept(text: str) -> Decimal:
    """What ``kept`` wrote, in 元 or a count; 0 for "" (blank or nil)."""
    number, _, unit = text.partition(" ")
    return Decimal(number or 0) * (WAN if unit else 1)
