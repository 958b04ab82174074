"""Next year's workbook from this year's: what the forms declare with ``carry``.

This year's figures become last year's, standing text is copied, and everything to be written
anew is blank with last year's words as a comment beside it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.schema import Block, Form, InputColumn, InputRow
from generator.figures.accounts import WAN, Accounts
from generator.figures.arithmetic import from_fact
from generator.figures.phrasing import trimmed
from generator.history.papers import PaperRead, is_paper, read_paper
from generator.history.published import differing, final_of
from generator.history.published import told as told_of
from generator.model import Fact, Figure, Finding, InputProblem, Row, Severity, Table, Unit, Value
from generator.workbook.reading.facts import Unreadable, Workbook, read_workbook
from generator.workbook.reading.opening import LAST_YEAR
from generator.workbook.writing import Values, write_workbook

Key = tuple[str, str, str]
Entry = tuple[Key, Value, str]  # a cell, its value, and the comment beside it

CURRENCY = ("profile", "currency", "value")
_LONGEST_NOTE = 900


class _Old(Struct, frozen=True):
    """This year's accounts, and the currency in which the new workbook will state amounts.

    ``published`` are the amounts in 元 that were printed otherwise than they stand there now.
    """

    accounts: Accounts
    currency: str
    published: Mapping[Key, Decimal] = field(default_factory=dict)


def roll_over(
    source: Path,
    edition: Edition,
    year: int,
    currency: str | None,
    outputs: Path,
    read: Callable[[Path], PaperRead] = read_paper,
) -> tuple[Values, str]:
    """The content for ``year`` from the workbook of the year before, and what to tell about it.

    ``source`` may also be last year's published paper, which ``read`` reads back.  ``currency`` is
    元 or 万元, that of ``source`` where it is not given.  What was published is looked for in the
    records under ``outputs``.  Raises InputProblem when ``source`` cannot be read or is of another
    year.
    """
    if is_paper(source):
        workbook, told = _from_paper(source, read)
        _require_year(workbook, source, year)
        accounts = Accounts(workbook.facts, workbook.edition)
        return next_year(accounts, edition, currency), _said(told, accounts)
    workbook = read_workbook(source)
    _require_year(workbook, source, year)
    accounts = Accounts(workbook.facts, workbook.edition)
    final = final_of(source, str(year - 1), outputs)
    figures = dict(_published(_Old(accounts, ""), edition))
    found = differing(final, figures, workbook.edition.money)
    published = {key: c.printed for key, c in found.items() if c.printed is not None}
    told = _said(told_of(final, found), accounts)
    return next_year(accounts, edition, currency, published), told


def _require_year(workbook: Workbook, source: Path, year: int) -> None:
    fact = workbook.facts["profile"]["year"]["value"]
    if fact.text != str(year - 1):
        what = "公开稿" if is_paper(source) else "工作簿"
        message = f"{source.name} 是 {fact.text} 年度的{what}，不能结转到 {year} 年度"
        remedy = f"请给出 {year - 1} 年度的{what}。"
        raise InputProblem([Finding("I21", Severity.ERROR, message, (fact.cell,), remedy=remedy)])


def _from_paper(source: Path, read: Callable[[Path], PaperRead]) -> tuple[Workbook, str]:
    """The workbook that a paper was printed from, as far as it can be read, and what cannot.

    It is written and read like any other; what cannot be read then is left out and told.
    """
    found = read(source)
    unread = [f"{cell}  {why}" for cell, why in found.unread]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{source.stem}.xlsx"
        write_workbook(found.edition, path, found.year, found.content)
        try:
            workbook = read_workbook(path)
        except Unreadable as problem:
            workbook = problem.rest
            unread += [finding.message for finding in problem.findings]
    head = f"{source.name} 里没有读到的 {len(unread)} 处（gen read 可以把它写成上年的工作簿）："
    return workbook, "\n  ".join([head, *unread]) if unread else ""


def next_year(
    accounts: Accounts,
    edition: Edition,
    currency: str | None = None,
    published: Mapping[Key, Decimal] | None = None,
) -> Values:
    """The content of next year's workbook under ``edition``, from this year's accounts.

    Amounts are given in ``currency``, else in that of 基本信息, as the figures of this year were
    published.  Tables, rows and columns that the edition does not have are left out.
    ``published`` are the amounts in 元 that the final version printed otherwise.
    """
    old = _Old(accounts, currency or accounts.facts["profile"].unit, published or {})
    entries = [*_official(old, edition), *_inputs(old, edition)]
    if currency:
        entries.append((CURRENCY, currency, ""))
    return Values(
        {
            key: _worded(accounts.edition, edition, key, value)
            for key, value, _ in entries
            if value is not None
        },
        {key: note for key, _, note in entries if note},
    )


def _worded(old: Edition, new: Edition, key: Key, value: Value) -> Value:
    """A choice in the word that the new edition has for it; anything else as it is."""
    block, row, column = key
    if not isinstance(value, str) or block not in new.blocks:
        return value
    name = row if new.blocks[block][1].kind == "fields" else column
    return new.choices_of(block, name).get(old.choice(block, name, value), value)


def one_off(accounts: Accounts) -> tuple[str, ...]:
    """The names of the projects that were for this year alone: they are not carried over."""
    edition, table = accounts.edition, accounts.facts.tables.get("projects")
    rows = (
        table.rows
        if table and "type" in {c.key for c in edition.blocks["projects"][1].columns}
        else ()
    )
    once = [
        row for row in rows if edition.choice("projects", "type", row["type"].text) == "one_off"
    ]
    return tuple(row["name"].text for row in once)


def _said(told: str, accounts: Accounts) -> str:
    """What there is to tell, which balances stand in notes, and which projects were left out."""
    tables = dict.fromkeys(table for (table, _, _), _ in _closings(accounts))
    sheets = "".join(f"「{accounts.facts[table].sheet}」" for table in tables)
    balances = f"上年年末的结转和结余写在{sheets}年初一格的批注里。" if sheets else ""
    names = one_off(accounts)
    left = f"没有结转一次性项目：{'、'.join(names)}。今年还有的，在「项目绩效」「项目指标」里补上。"
    return "\n".join(filter(None, (told, balances, left if names else "")))


_OF_PROJECT = {"projects": "name", "indicators": "project"}


# Where a year begins, and where the year before it ended.
_OPENINGS: dict[Key, Key] = {
    ("totals", "opening", "amount"): ("totals", "closing", "amount"),
    ("fiscal", "opening_general", "amount"): ("fiscal", "closing", "general"),
    ("fiscal", "opening_fund", "amount"): ("fiscal", "closing", "fund"),
    ("fiscal", "opening_capital", "amount"): ("fiscal", "closing", "capital"),
}


def _closings(accounts: Accounts) -> Iterator[tuple[Key, Figure]]:
    """Where next year begins, with what this year ended with."""
    found = ((opening, accounts.amount(*closing)) for opening, closing in _OPENINGS.items())
    return ((opening, figure) for opening, figure in found if not figure.nil)


def _openings(old: _Old, edition: Edition) -> Iterator[tuple[Key, str]]:
    """What stood at the end of this year, beside the cells for the beginning of the next.

    It is not filled in: a table with nothing but this would no longer be blank.
    """
    for key, figure in _closings(old.accounts):
        if any(form.id == key[0] for form in edition.forms):
            yield key, f"上年年末：{trimmed(_in_currency(old, figure.amount))}"


def _official(old: _Old, edition: Edition) -> Iterator[Entry]:
    """The codes and names of this year, to confirm or delete; amounts blank."""
    yield from ((key, None, said) for key, said in _openings(old, edition))
    accounts = old.accounts
    for form in edition.forms:
        if form.layout == "codes" and form.id in accounts.facts.tables:
            yield from _code_rows(form, accounts.facts[form.id])


def _code_rows(form: Form, table: Table) -> Iterator[Entry]:
    rows = [row for row in table.rows if row.key != "total"]
    for position, row in enumerate(rows):
        yield (form.id, str(position), "code"), row.key, ""
        yield (form.id, str(position), "name"), row["name"].value, ""


def _inputs(old: _Old, edition: Edition) -> Iterator[Entry]:
    for sheet in edition.sheets:
        for block in sheet.blocks:
            table = old.accounts.facts.tables.get(block.id)
            if table is not None:
                read = _list_rows if block.kind == "list" else _fixed_rows
                yield from read(old, block, table)


def _published(old: _Old, edition: Edition) -> Iterator[tuple[Key, Figure]]:
    """The figures of this year that were published, by the cells that will state them."""
    for _, block in edition.blocks.values():
        table = old.accounts.facts.tables.get(block.id)
        for column in block.columns if table is not None else ():
            for line in block.lines if column.key == "published" else ():
                row = table.by_key.get(line.key) if table is not None else None
                figure = None if row is None else _figure(old, column.carry, row, line)
                if figure is not None:
                    yield (block.id, line.key, column.key), figure


def _fixed_rows(old: _Old, block: Block, table: Table) -> Iterator[Entry]:
    for line in block.lines:
        row = table.by_key.get(line.key)
        for column in block.columns:
            carry = line.carry or column.carry
            if row is not None and carry and not column.live:
                key = (block.id, line.key, column.key)
                yield from _carried(old, key, carry, row, column, line)


def _list_rows(old: _Old, block: Block, table: Table) -> Iterator[Entry]:
    """The rows in order; of the 合计 row what a person typed there, not what adds itself up."""
    once, named = one_off(old.accounts), _OF_PROJECT.get(block.id, "")
    left_out = [row.key for row in table.rows if named and row[named].text in once]
    rows = [row for row in table.rows if row.key != "total" and row.key not in left_out]
    keyed = [(str(position), row, block.columns) for position, row in enumerate(rows)]
    if block.total and "total" in table.by_key:
        stated = tuple(column for column in block.columns if column.in_total)
        keyed.append(("total", table.by_key["total"], stated))
    for position, row, columns in keyed:
        for column in columns:
            if column.carry and not column.live:
                key = (block.id, position, column.key)
                yield from _carried(old, key, column.carry, row, column, None)


def _carried(
    old: _Old, key: Key, carry: str, row: Row, column: InputColumn, line: InputRow | None
) -> Iterator[Entry]:
    figure = _figure(old, carry, row, line)
    if figure is not None:
        value = old.published.get(key, figure.value)
        yield key, None if value is None else _in_currency(old, value), ""
    elif column.key in row.cells:
        fact = row[column.key]
        if carry == "keep":
            yield key, _as_typed(old, fact), ""
        elif fact.given:
            yield key, None, f"{LAST_YEAR}{_words(old, fact)}"


def _figure(old: _Old, carry: str, row: Row, line: InputRow | None) -> Figure | None:
    """This year's figure that a cell takes over; None where it takes over something else."""
    if carry.startswith("{") and line is not None:
        place = line.refs[carry.strip("{}")].split(".")
        figure = old.accounts.amount(place[0], place[1], place[2])
        return replace(figure, value=figure.value or Decimal(0))
    return from_fact(row[carry.strip("[]")]) if carry.startswith("[") else None


def _as_typed(old: _Old, fact: Fact) -> Value:
    if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN:
        return _in_currency(old, fact.value)
    return fact.value


def _in_currency(old: _Old, amount: Decimal) -> Decimal:
    """An amount of 元 in the currency that the new workbook will state."""
    return amount if old.currency == "元" else amount / WAN


def _words(old: _Old, fact: Fact) -> str:
    value = _as_typed(old, fact)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    text = trimmed(value) if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _LONGEST_NOTE else f"{text[:_LONGEST_NOTE]}…"
