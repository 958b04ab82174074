"""The nine tables as records: one row for each thing that has amounts, whatever the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.schema import Form, FormColumn
from generator.figures.disclosure import Disclosure
from generator.figures.tables import (
    CodeTable,
    ItemCell,
    ItemTable,
    LineTable,
    OfficialTable,
    table_of,
)
from generator.model import Figure


class DataRow(Struct, frozen=True):
    """One row.  ``part`` is 收入, 支出 or a block of 公开06表; what a table lacks is "".

    ``amounts`` has a column's key only where the form has such an amount in this row; a figure
    without a value is a blank cell.
    """

    amounts: Mapping[str, Figure]
    part: str = ""
    line: str = ""
    code: str = ""
    name: str = ""


class AmountColumn(Struct, frozen=True):
    """An amount column: its key, the header texts from top to bottom and the printed 栏次."""

    key: str
    path: tuple[str, ...]
    number: int = 0


class DataTable(Struct, frozen=True):
    """One official table; ``names`` are the Chinese names of the record fields that it uses."""

    form: Form
    columns: tuple[AmountColumn, ...]
    records: tuple[DataRow, ...]
    names: dict[str, str] = field(default_factory=dict)


_CODE = {"code": "功能分类科目编码", "name": "科目名称"}
_ITEM = {"part": "部分", "code": "科目代码", "name": "科目名称"}
_LINE = {"part": "部分", "line": "行次", "name": "项目"}


def data_tables(made: Disclosure, edition: Edition) -> tuple[DataTable, ...]:
    """The official tables in the order of the edition."""
    return tuple(_data_table(table_of(made.tables, form)) for form in edition.forms)


def _data_table(table: OfficialTable) -> DataTable:
    form = table.form
    if isinstance(table, LineTable):
        return DataTable(form, _of_sides(form), tuple(_lines(table)), _LINE)
    if isinstance(table, CodeTable):
        rows = (table.total, *table.rows)
        records = (DataRow(row.amounts, code=str(row.code), name=str(row.name)) for row in rows)
        return DataTable(form, tuple(map(_amounts, form.columns)), tuple(records), _CODE)
    if isinstance(table, ItemTable):
        return DataTable(form, (AmountColumn("amount", ("决算数",)),), tuple(_items(table)), _ITEM)
    return DataTable(form, tuple(map(_amounts, form.columns)), (DataRow(table.amounts),))


def _amounts(column: FormColumn, above: str = "") -> AmountColumn:
    path = column.path if above in ("", *column.path) else (above, *column.path)
    return AmountColumn(column.key, path, column.no)


def _of_sides(form: Form) -> tuple[AmountColumn, ...]:
    """The columns of both halves; one that both have (公开01表) is one, without a 栏次."""
    found: dict[str, AmountColumn] = {}
    for side in form.sides:
        for column in side.columns:
            amounts = _amounts(column, side.amount_label)
            again = column.key in found
            found[column.key] = replace(amounts, number=0) if again else amounts
    return tuple(found.values())


def _lines(table: LineTable) -> Iterator[DataRow]:
    """The left half, then the right half; rows without a label are no things."""
    for side, half in zip(table.form.sides, ("left", "right"), strict=False):
        cells = (getattr(row, half) for row in table.rows)
        for cell in cells:
            if cell.amounts:
                yield DataRow(cell.amounts, side.label, cell.number, name=str(cell.label))


def _items(table: ItemTable) -> Iterator[DataRow]:
    for label, half in zip(table.labels, ("first", "second", "third"), strict=False):
        cells: Iterator[ItemCell] = (getattr(row, half) for row in table.rows)
        for cell in cells:
            if cell.amount is not None:
                name = str(cell.name)
                yield DataRow({"amount": cell.amount}, label, code=str(cell.code), name=name)
    for key, label in table.total_labels.items():
        yield DataRow({"amount": table.totals[key]}, name=label)
