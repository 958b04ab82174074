"""公开06表 from an export: blocks side by side, or one list with 人员经费 and 公用经费 beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.editions.schema import Form
from generator.model import Row
from generator.workbook.reading.notes import TOTALS, filled, without_notes
from generator.workbook.reading.official.aside import columns_aside
from generator.workbook.reading.official.items import item_row, read_items
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import label_key

_TOTAL = ("合计", "小计", "基本支出合计", "基本支出", "本年支出合计", "决算数", "金额")
_ROUNDING = Decimal(50)  # 元 that an amount in 万元 with two decimals is off at most


class _List(NamedTuple):
    """Where one list of all items has what: ``parts`` are its columns by the totals of the form."""

    header: int
    codes: list[int]
    name: int
    total: int
    parts: dict[str, int]


def read_basic(form: Form, reader: SheetReader) -> Iterator[Row]:
    """The items, and the totals where they stand there; see ``read_items``."""
    found = _list(form, reader.grid)
    if found is None:
        yield from read_items(form, reader)
        return
    seen: dict[str, int] = {}
    for row in without_notes(reader.grid, found.header + 1, TOTALS):
        words = {reader.grid.label(row, column) for column in (*found.codes, found.name)} - {""}
        if words and words <= TOTALS:
            for total in form.totals:
                place = row, found.parts[total.key]
                yield Row(total.key, {"amount": reader.amount(*place, total.label, True)})
            continue
        own = filled(reader.grid, row, found.parts.values())
        column = found.total or (own or list(found.parts.values()))[0]
        yield from item_row(reader, row, (found.codes, found.name, column), seen)


def _list(form: Form, grid: Grid) -> _List | None:
    """One list with a column for each total of the form; None for blocks."""
    header, name = next(grid.find("科目名称"), (0, 0))
    aside = columns_aside(form, grid, range(header - 1, header + 3), name + 1)
    heads: dict[str, int] = {}
    for row in (header, header + 1):
        for column in range(name + 1, grid.width + 1):
            if column not in aside:
                heads.setdefault(grid.label(row, column), column)
    parts = {t.key: heads.get(label_key(t.label).removesuffix("合计"), 0) for t in form.totals}
    if not name or not all(parts.values()):
        return None
    total = next((heads[text] for text in _TOTAL if text in heads), 0)
    return _List(header, list(range(1, name)), name, total, parts)


def items_add_up(rows: Sequence[Row]) -> bool:
    """True where every 类 is what its 款 come to: an export without totals is whole then."""
    amounts = {row.key: value for row in rows if isinstance(value := row["amount"].value, Decimal)}
    groups = {
        key: [a for other, a in amounts.items() if len(other) == 5 and other.startswith(key)]
        for key in amounts
        if len(key) == 3
    }
    return any(groups.values()) and all(
        abs(amounts[key] - sum(parts)) <= _ROUNDING * (len(parts) + 1)
        for key, parts in groups.items()
    )
