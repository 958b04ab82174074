"""The nine official tables as the Word template prints them, row by row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from generator.editions.schema import Form, FormSide
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import text_from
from generator.model import Figure, Text


class LineCell(Struct, frozen=True):
    """Half a row of 公开01表 or 公开04表; ``amounts`` is empty where the form has no line."""

    label: Text
    number: str
    strong: bool
    indent: int
    amounts: dict[str, Figure]


class LineRow(Struct, frozen=True):
    """A printed row of a form of lines; ``right`` is empty throughout where it has one side."""

    left: LineCell
    right: LineCell


class LineTable(Struct, frozen=True):
    """公开01表 or 公开04表.  ``labels`` are the names of its lines by key."""

    form: Form
    labels: dict[str, str]
    rows: tuple[LineRow, ...]


class CodeRow(Struct, frozen=True):
    """A row by function code; ``strong`` for 合计, 类 and 款."""

    code: Text
    name: Text
    amounts: dict[str, Figure]

    @property
    def strong(self) -> bool:
        """True where it adds up others."""
        return len(self.code.value) < 7


class CodeTable(Struct, frozen=True):
    """公开02, 03, 05, 07, 08表.  ``labels`` and ``groups`` are header texts by column key.

    ``nil``: no amount anywhere, so that the nil statement is printed below.
    """

    form: Form
    labels: dict[str, str]
    groups: dict[str, str]
    total: CodeRow
    rows: tuple[CodeRow, ...]
    nil: bool


class ItemCell(Struct, frozen=True):
    """Code, name and amount of one 经济分类科目; all empty where a block has ended."""

    code: Text
    name: Text
    strong: bool
    amount: Figure | None


_NO_ITEM = ItemCell(Text(""), Text(""), False, None)


class ItemRow(Struct, frozen=True):
    """A printed row of 公开06表: up to three blocks side by side."""

    first: ItemCell
    second: ItemCell = _NO_ITEM
    third: ItemCell = _NO_ITEM


class ItemTable(Struct, frozen=True):
    """公开06表."""

    form: Form
    labels: tuple[str, ...]
    rows: tuple[ItemRow, ...]
    total_labels: dict[str, str]
    totals: dict[str, Figure]


class SingleTable(Struct, frozen=True):
    """公开09表: one row of twelve amounts."""

    form: Form
    labels: dict[str, str]
    groups: dict[str, str]
    subgroups: dict[str, str]
    amounts: dict[str, Figure]
    nil: bool


OfficialTable = LineTable | CodeTable | ItemTable | SingleTable


class Tables(Struct, frozen=True):
    """The nine tables, by the keys of their forms; ``more`` are those that only a place has."""

    totals: LineTable
    income: CodeTable
    expenditure: CodeTable
    fiscal: LineTable
    general: CodeTable
    basic: ItemTable
    fund: CodeTable
    capital: CodeTable
    three_public: SingleTable
    more: dict[str, OfficialTable]


FORM_KEYS = tuple(name for name in Tables.__struct_fields__ if name != "more")


def tables(accounts: Accounts) -> Tables:
    """All nine, with the labels of the edition, and those that it has beyond them."""
    made: dict[str, Any] = {
        form.id: _MAKERS[form.layout](accounts, form) for form in accounts.edition.forms
    }
    return Tables(
        **{key: made.pop(key) for key in FORM_KEYS},
        more=made,
    )


def table_of(found: Tables, form: Form) -> OfficialTable:
    """The table of a form, one of the nine or another."""
    return found.more[form.id] if form.id in found.more else getattr(found, form.id)


def _line_table(accounts: Accounts, form: Form) -> LineTable:
    halves = [_line_cells(accounts, form, side) for side in form.sides]
    left, right = (*halves, [])[:2]
    blank = LineCell(Text(""), "", False, 0, {})
    pairs = zip_longest(left, right, fillvalue=blank)
    labels = {line.key: line.label for side in form.sides for line in side.lines}
    return LineTable(form, labels, tuple(LineRow(a, b) for a, b in pairs))


def _line_cells(accounts: Accounts, form: Form, side: FormSide) -> list[LineCell]:
    cells = []
    for number in range(side.first, side.last + 1):
        line = side.by_no.get(number)
        if line is None:
            cells.append(LineCell(Text(""), str(number), False, 0, {}))
            continue
        amounts = {c.key: accounts.amount(form.id, line.key, c.key) for c in side.columns}
        cells.append(LineCell(Text(line.label), str(number), line.total, line.indent, amounts))
    return cells


def _code_table(accounts: Accounts, form: Form) -> CodeTable:
    keys = [c.key for c in form.columns]
    rows = tuple(
        CodeRow(
            Text(row.key, row["code"].cell),
            text_from(row["name"]) if row["name"].given else accounts.name_of(row.key),
            {key: accounts.amount(form.id, row.key, key) for key in keys},
        )
        for row in accounts.facts[form.id].rows
        if row.key != "total"
    )
    totals = {key: accounts.amount(form.id, "total", key) for key in keys}
    return CodeTable(
        form=form,
        labels={c.key: c.label for c in form.columns},
        groups={c.key: c.group for c in form.columns},
        total=CodeRow(Text(""), Text("合计"), totals),
        rows=rows,
        nil=all(f.nil for f in totals.values()),
    )


def _item_table(accounts: Accounts, form: Form) -> ItemTable:
    columns = [[line.key for line in block.lines] for block in form.blocks]
    printed = {code for column in columns for code in column}
    for row in accounts.facts[form.id].rows:
        if (
            row.key.isdigit()
            and row.key not in printed
            and not accounts.amount(form.id, row.key).nil
        ):
            _column_for(columns, row.key).append(row.key)
    cells = [[_item_cell(accounts, form, code) for code in sorted(column)] for column in columns]
    return ItemTable(
        form=form,
        labels=tuple(block.label for block in form.blocks),
        rows=tuple(ItemRow(*row) for row in zip_longest(*cells, fillvalue=_NO_ITEM)),
        total_labels={t.key: t.label for t in form.totals},
        totals={t.key: accounts.amount(form.id, t.key) for t in form.totals},
    )


def _column_for(columns: list[list[str]], code: str) -> list[str]:
    """The block that prints the code's 类, the last one for a 类 that none prints."""
    for column in columns:
        if code[:3] in column:
            return column
    return columns[-1]


def _item_cell(accounts: Accounts, form: Form, code: str) -> ItemCell:
    row = accounts.facts[form.id][code]
    printed = Text(code, row["code"].cell)
    return ItemCell(printed, text_from(row["name"]), len(code) == 3, accounts.amount(form.id, code))


def _single_table(accounts: Accounts, form: Form) -> SingleTable:
    amounts = {c.key: accounts.amount(form.id, "row", c.key) for c in form.columns}
    return SingleTable(
        form=form,
        labels={c.key: c.label for c in form.columns},
        groups={c.key: c.group for c in form.columns},
        subgroups={c.key: c.subgroup for c in form.columns},
        amounts=amounts,
        nil=all(figure.nil for figure in amounts.values()),
    )


_MAKERS: dict[str, Callable[[Accounts, Form], OfficialTable]] = {
    "lines": _line_table,
    "codes": _code_table,
    "items": _item_table,
    "single": _single_table,
}
