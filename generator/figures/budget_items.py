"""年初预算 against 支出决算, 项 by 项: one account of it for each of the three kinds of budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, from_fact, signed_total, text_from, total
from generator.model import Cell, Figure, Row, Text, Unit

FORMS = ("05", "07", "08")
"""The forms of 一般公共预算, 政府性基金 and 国有资本经营, in the order of the choices of 预算类型."""


@dataclass(frozen=True)
class Plan:
    """年初预算, 全年预算 (after adjustment) and 支出决算 of one 项 or of a whole budget.

    The completions have no value when the budget is nil.  ``adjusted``: the full-year budget
    differs from the initial one.
    """

    initial: Figure
    full: Figure
    adjusted: bool
    outturn: Figure
    completion: Figure
    full_completion: Figure

    @property
    def amounts(self) -> tuple[Figure, ...]:
        """The three amounts."""
        return self.initial, self.full, self.outturn


@dataclass(frozen=True)
class ItemBudget:
    """One 项 with its plan; ``change`` is 支出决算 against 年初预算, with the reason typed there.

    ``over``: more was spent than the full-year budget, or than the initial one where no other is
    given, and by more than rounding can make.  ``asked`` is the cell of its 全年预算数.
    """

    code: str
    class_name: Text
    group_name: Text
    name: Text
    plan: Plan
    change: Change
    over: bool
    asked: Cell


def plan(accounts: Accounts, label: str, initial: Figure, full: Figure, outturn: Figure) -> Plan:
    """Completion is 支出决算 / 年初预算, and / 全年预算."""
    return Plan(
        initial,
        full,
        not accounts.alike(full, initial),
        outturn,
        accounts.share(f"{label}完成年初预算", outturn, initial),
        accounts.share(f"{label}完成全年预算", outturn, full),
    )


def item_budgets(accounts: Accounts, form_id: str, column: str) -> tuple[ItemBudget, ...]:
    """Every 项 with an expenditure (``column`` of the form) or a budget of that kind."""
    items = (item_budget(accounts, form_id, column, code) for code in codes(accounts, form_id))
    return tuple(item for item in items if any(map(accounts.shows, item.plan.amounts)))


def codes(accounts: Accounts, form_id: str) -> list[str]:
    """The 项 of a form and of the budget rows of its kind."""
    spent = {row.key for row in accounts.code_rows(form_id, 7)}
    return sorted(spent | {row.key for row in _rows(accounts, form_id)})


def budget_total(
    accounts: Accounts, form_id: str, items: Iterable[ItemBudget]
) -> tuple[Figure, Figure]:
    """The initial and the full-year budget of one kind, whose ``items`` are given.

    The stated 合计 of the sheet is meant when the sheet holds one kind only.  The full-year budget
    is the initial one where it cannot be told (see ``unadjusted``).
    """
    rows, table = _rows(accounts, form_id), accounts.facts["budget"]
    stated = from_fact(table["total"]["budget"])
    alone = stated.given and len(rows) == len(table.rows) - 1
    initial = stated if alone else total("年初预算合计", map(_initial, rows))
    if not _adjusted(rows) or unadjusted(accounts, form_id, items):
        return initial, initial
    if not alone:
        return initial, total("全年预算合计", map(_full, rows))
    changed = [row for row in rows if row["full_budget"].given]  # 27,780.16 + what was adjusted
    moves = [term for row in changed for term in ((1, _full(row)), (-1, _initial(row)))]
    return initial, signed_total("全年预算合计", [(1, initial), *moves])


def unadjusted(
    accounts: Accounts, form_id: str, items: Iterable[ItemBudget]
) -> tuple[ItemBudget, ...]:
    """The ``items`` of a kind because of which its full-year budget is not known.

    全年预算数 is typed only where it differs from 年初预算数.  A 项 on which more was spent than
    that was adjusted without a word: a sum over all would be less than what was planned.
    """
    if not _adjusted(_rows(accounts, form_id)):
        return ()  # the sheet does not speak of full-year budgets
    return tuple(item for item in items if item.over)


def _adjusted(rows: Iterable[Row]) -> bool:
    return any(row["full_budget"].given for row in rows)


def planned(accounts: Accounts, form_id: str) -> bool:
    """True when 年初预算 has rows of that kind."""
    return bool(_rows(accounts, form_id))


def _rows(accounts: Accounts, form_id: str) -> list[Row]:
    table = accounts.facts["budget"]
    return [r for r in table.rows if r.key != "total" and _form_of(accounts, r) == form_id]


def _form_of(accounts: Accounts, row: Row) -> str:
    """The form that 预算类型 means; where it is blank, the first one that has the code."""
    columns = accounts.edition.blocks["budget"][1].columns
    choices = next(c.choices for c in columns if c.key == "type")
    if row["type"].given:
        return FORMS[choices.index(row["type"].text)]
    return next((f for f in FORMS if row.key in accounts.facts[f]), FORMS[0])


def _initial(row: Row) -> Figure:
    return from_fact(row["budget"])


def _full(row: Row) -> Figure:
    return from_fact(row["full_budget"] if row["full_budget"].given else row["budget"])


def item_budget(accounts: Accounts, form_id: str, column: str, code: str) -> ItemBudget:
    """One 项; without a row in 年初预算 its budget is nil, and the reason is due there."""
    row = next((row for row in _rows(accounts, form_id) if row.key == code), None)
    name = accounts.name_of(code)
    name = name or replace(name, value=code)
    sheet = Cell(accounts.facts["budget"].sheet, "")
    outturn = (
        accounts.amount(form_id, code, column)
        if code in accounts.facts[form_id]
        else absent(f"{name}支出决算", accounts.facts[form_id].sheet)
    )
    initial = _initial(row) if row else absent(f"{name}年初预算", sheet.sheet)
    full = _full(row) if row else initial
    reason = text_from(row["reason"]) if row else Text("", sheet)
    against = accounts.against(f"{name}与年初预算", outturn, initial, reason)
    if row and not initial.given and not against.flat:
        against = replace(against, direction="unknown")
    return ItemBudget(
        code=code,
        class_name=accounts.name_of(code[:3]),
        group_name=accounts.name_of(code[:5]),
        name=name,
        plan=plan(accounts, str(name), initial, full, outturn),
        change=against,
        over=outturn.amount - full.amount > accounts.rounding(1, "budget", form_id),
        asked=row["full_budget"].cell if row else sheet,
    )


def absent(label: str, sheet: str) -> Figure:
    """A row that the sheet does not have: nil, as on the official form."""
    return Figure(None, Unit.YUAN, label, (Cell(sheet, ""),), missing="表中没有这一行")
