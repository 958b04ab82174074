"""What figures and rules read and an edition does not declare: found before a workbook is read.

Everything is derived once from invented facts that answer every question, and what was asked
for without being declared is written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.catalogue import rules_of
from generator.checks.engine.acceptance import accept
from generator.checks.engine.context import Context
from generator.checks.engine.rule import outcomes
from generator.editions import Edition
from generator.editions.schema import Block, Form, InputColumn, InputRow, InputSheet
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Fact, Facts, Finding, InputProblem, Row, Severity, Table, Value
from generator.workbook.reading.official import absent_form

_CODES = ("201", "20101", "2010101")
FILLED = (0, -1)
"""Every cell is filled, with the first or the last choice everywhere."""
_DAY = date(2024, 10, 1)


def lacking(edition: Edition) -> tuple[str, ...]:
    """Each sheet, row or column that is read and not declared, in words; empty for a whole edition.

    Worked out once in a process for editions that declare the same.
    """
    return _lacking(alike(edition))


class DeclaredAlike(Struct, frozen=True, eq=False):
    """An edition, the same as others with its digest: what is worked out for one holds for all."""

    digest: str
    edition: Edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DeclaredAlike) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def alike(edition: Edition) -> DeclaredAlike:
    """By everything that is declared, apart from names, places and the Word template."""
    place = Path()
    bare = replace(edition, id="", name="", folders=(), template=place, template_changes="")
    declared = repr((bare, edition.function_codes, edition.economic_codes))
    return DeclaredAlike(hashlib.sha256(declared.encode()).hexdigest(), edition)


@lru_cache(maxsize=8)
def _lacking(declared: DeclaredAlike) -> tuple[str, ...]:
    edition = declared.edition
    told: dict[str, None] = {}
    for filled in (*FILLED, None):
        accounts = invented(edition, filled, told)
        try:
            context = Context(accounts, disclosure(accounts), guesses=False)
            for rule in rules_of(edition):
                outcomes(rule, context)
            accept(context, ())
        except KeyError as error:
            if not told:
                told[f"少了 {error.args[0]}"] = None
    return tuple(told)


def refused(edition: Edition, error: KeyError) -> InputProblem:
    """What to say of an edition with which a workbook could not be worked out.

    Raises the error again where the edition is not to blame.
    """
    found = lacking(edition)
    if not found:
        raise error
    message = f"版式「{edition.id}」的数据有误：{'；'.join(found)}"
    remedy = f"在 {edition.folders[0]} 的 forms.toml、sheets.toml 里补上，可以空着不填。"
    return InputProblem([Finding("版式", Severity.ERROR, message, remedy=remedy)])


def invented(edition: Edition, filled: int | None, told: dict[str, None]) -> Accounts:
    """Accounts in which every declared cell is filled, or blank for None, and nothing is missing.

    The cells of input sheets have block, row and column for an address.
    """
    asked = replace(edition)
    blocks = _Asked(dict(edition.blocks), partial(_no_block, told))
    asked.__dict__["blocks"] = blocks  # in place of the cached property
    tables = {form.id: _form_table(form, filled, told) for form in edition.forms}
    for sheet, block in edition.blocks.values():
        tables[block.id] = _block_table(sheet, block, filled, told)
    return Accounts(Facts(_Asked(tables, partial(_no_table, told))), asked)


_Entry = TypeVar("_Entry")


class _Asked(dict[str, _Entry]):
    """A mapping that writes down what it is asked for and does not have, and makes it up."""

    def __init__(self, entries: Mapping[str, _Entry], made: Callable[[str], _Entry]) -> None:
        super().__init__(entries)
        self._made = made

    def __missing__(self, key: str) -> _Entry:
        self[key] = self._made(key)
        return self[key]


def _no_block(told: dict[str, None], block: str) -> tuple[InputSheet, Block]:
    told[f"sheets.toml 少了 block「{block}」"] = None
    declared = Block(id=block, kind="list", columns=())
    return InputSheet(id=block, name=block, title=block, help="", blocks=(declared,)), declared


def _no_table(told: dict[str, None], table: str) -> Table:
    told[f"sheets.toml 少了 block「{table}」"] = None
    return _table(f"block「{table}」", table, table, (), told)


def _form_table(form: Form, filled: int | None, told: dict[str, None]) -> Table:
    rows = absent_form(form).rows
    if form.layout == "codes":
        rows = (*rows, *(_code_row(form, code) for code in _CODES))
    value = None if filled is None else Decimal(10000)
    made = [
        (row.key, {k: f if f.given else replace(f, value=value) for k, f in row.cells.items()})
        for row in rows
    ]
    return _table(f"forms.toml form「{form.id}」", form.id, form.sheet, made, told)


def _code_row(form: Form, code: str) -> Row:
    cell = Cell(form.sheet, "")
    facts = {key: Fact(words, cell) for key, words in (("code", code), ("name", "甲"))}
    return Row(code, facts | {column.key: Fact(None, cell) for column in form.columns})


def _block_table(
    sheet: InputSheet, block: Block, filled: int | None, told: dict[str, None]
) -> Table:
    made = []
    for line in block.lines or _list_rows(block, filled):
        fields = block.kind == "fields"
        entries = {
            c.key: (line if fields and isinstance(line, InputRow) else c) for c in block.columns
        }
        at = {k: Cell(sheet.name, f"{block.id}.{line.key}.{k}") for k in entries}
        made.append((line.key, {k: _fact(e, at[k], filled) for k, e in entries.items()}))
    if block.total:
        cell = Cell(sheet.name, "")
        made.append(("total", {c.key: Fact(None, cell, c.label) for c in block.columns}))
    return _table(f"sheets.toml block「{block.id}」", block.id, sheet.name, made, told)


def _list_rows(block: Block, filled: int | None) -> tuple[InputRow, ...]:
    """One row of an open list, named as the reader names it."""
    return (
        (InputRow(key=_CODES[-1] if block.key == "code" else "0", label=""),)
        if filled is not None
        else ()
    )


def _fact(entry: InputRow | InputColumn, cell: Cell, filled: int | None) -> Fact:
    value: Value = None
    if entry.kind in ("amount", "count", "score", "rate"):
        value = Decimal(10000)
    elif entry.kind == "choice":
        value = list(entry.choices.values())[filled or 0]
    elif entry.kind == "date":
        value = _DAY
    else:
        value = {"year": str(_DAY.year), "code": _CODES[-1]}.get(entry.kind, "甲")
    return Fact(value if filled is not None or entry.kind == "year" else None, cell, entry.label)


def _table(
    where: str,
    table: str,
    sheet: str,
    rows: Iterable[tuple[str, dict[str, Fact]]],
    told: dict[str, None],
) -> Table:
    def cell(row: str, column: str) -> Fact:
        told[
            f"{where}少了「{row}」一行的 {column} 栏"
            if row not in _CODES
            else f"{where}少了 {column} 栏"
        ] = None
        return Fact(None, Cell(sheet, ""), column)

    def missing(row: str) -> Row:
        told[f"{where}少了「{row}」一行"] = None
        return Row(row, _Asked({}, lambda column: Fact(None, Cell(sheet, ""), column)))

    made = tuple(Row(key, _Asked(cells, partial(cell, key))) for key, cells in rows)
    return Table(table, sheet, made, _Asked({row.key: row for row in made}, missing))
