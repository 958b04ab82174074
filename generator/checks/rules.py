"""Rules that are not equations: what must be filled in, and where a reason is due."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change
from generator.figures.disclosure import Disclosure
from generator.forms import Block, Sheet
from generator.model import Cell, Finding, Severity
from generator.phrasing import Marks, Phrasing, unmarked


def required(accounts: Accounts) -> Iterator[Finding]:
    """R01: cells that the forms declare as required and that are blank."""
    for sheet in accounts.edition.sheets:
        for block in sheet.blocks:
            if _waived(accounts, block):
                continue
            if block.kind == "list":
                yield from _required_in_list(accounts, sheet, block)
            else:
                yield from _required_lines(accounts, block)


def _waived(accounts: Accounts, block: Block) -> bool:
    """True when a line of the workbook says that the block does not concern this unit."""
    return bool(block.waived) and accounts.text(*block.waived[:2]).value == block.waived[2]


def _required_lines(accounts: Accounts, block: Block) -> Iterator[Finding]:
    table = accounts.facts[block.id]
    for line in block.lines:
        for column, fact in table[line.key].cells.items():
            if line.needs(column) and not fact.given:
                yield _blank(fact.label or line.label, fact.cell)


def _required_in_list(accounts: Accounts, sheet: Sheet, block: Block) -> Iterator[Finding]:
    rows = [row for row in accounts.facts[block.id].rows if row.key != "total"]
    if block.required and not rows:
        yield _blank(block.title or sheet.title, Cell(sheet.name, ""))
    for row in rows:
        for column in block.columns:
            if column.required and not column.live and not row[column.key].given:
                yield _blank(column.label, row[column.key].cell)


def _blank(label: str, cell: Cell) -> Finding:
    return Finding(
        "R01", Severity.ERROR, f"没有填「{label}」", (cell,), "填报要求", remedy="填写这一格。"
    )


def reasons(accounts: Accounts, disclosure: Disclosure) -> Iterator[Finding]:
    """R02: a change that a disclosure must explain, without a reason."""
    phrasing = Phrasing(accounts.edition, Marks())
    for name, change in _changes(disclosure):
        if change.needs_reason and not change.reason and change.reason.cell is not None:
            words = phrasing.change_amount(change)
            yield Finding(
                "R02",
                Severity.ERROR,
                f"{name}{unmarked(words)}，没有写原因",
                (change.reason.cell, *change.amount.cells),
                "部门决算公开要求说明增减变化的原因",
                remedy="在原因一格里写明；正文中暂时印出待补充的标记。",
            )


def _changes(d: Disclosure) -> Iterator[tuple[str, Change]]:
    """Every change whose reason the document prints."""
    yield "收、支总计比上年", d.overview.change
    yield "本年收入合计比上年", d.income.change
    yield "本年支出合计比上年", d.expenditure.change
    yield "财政拨款收、支总计比上年", d.fiscal.change
    for fund in d.fiscal.funds:
        yield f"{fund.name}收入比上年", fund.change
    yield "一般公共预算财政拨款支出比上年", d.general.change
    for item in (*d.general.items, *d.fund.budgets, *d.capital.budgets):
        yield f"{item.name}比年初预算", item.change
    for cost in d.three_public.items:
        yield f"{cost.name}比预算", cost.budget_change
        yield f"{cost.name}比上年", cost.change
    if d.unit.is_government:
        yield "机关运行经费比上年", d.operating.change
