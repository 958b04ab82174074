"""年初预算 against 支出决算, 项 by 项: one account of it for each of the three kinds of budget."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from generator.figures import budget_rows as rows
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, text_from
from generator.figures.budget_rows import Amounts
from generator.figures.reasons import Entry, without_flat
from generator.model import Cell, Figure, Text


class Plan(Struct, frozen=True):
    """年初预算, 全年预算 (after adjustment) and 支出决算 of one 项 or of a whole budget.

    The completions have no value when the budget is nil.  ``adjusted``: the full-year budget
    differs from the initial one.  ``change`` is 支出决算 against 年初预算, with the reason.
    """

    initial: Figure
    full: Figure
    adjusted: bool
    outturn: Figure
    completion: Figure
    full_completion: Figure
    change: Change

    @property
    def amounts(self) -> tuple[Figure, ...]:
        """The three amounts."""
        return self.initial, self.full, self.outturn

    @property
    def compared(self) -> bool:
        """True when a reason is told of a comparison: with 年初预算, or with 全年预算."""
        full = self.change.full
        known = self.change.direction != "unknown"  # a blank 年初预算数 is asked for
        return not self.initial.nil or (known and full is not None and not full.flat)

    @property
    def met(self) -> bool:
        """True when nothing was planned at first and all of what was planned later was spent."""
        return self.initial.nil and self.change.full is not None and self.change.full.flat


class ItemBudget(Struct, frozen=True):
    """One 项 with its plan.

    ``over``: more was spent than the full-year budget, or than the initial one where no other is
    given, and by more than rounding can make.  ``asked`` is the cell of its 全年预算数.  ``typed``
    are the words of its row by column, also of columns that only the edition knows.
    """

    code: str
    class_name: Text
    group_name: Text
    name: Text
    plan: Plan
    over: bool
    asked: Cell
    typed: dict[str, Text]

    @property
    def change(self) -> Change:
        """支出决算 against 年初预算."""
        return self.plan.change


def _plan(accounts: Accounts, label: str, found: Amounts, change: Change) -> Plan:
    """Completion is 支出决算 / 年初预算, and / 全年预算."""
    return Plan(
        found.initial,
        found.full,
        _adjusted(accounts, found),
        found.outturn,
        accounts.share(f"{label}完成年初预算", found.outturn, found.initial),
        accounts.share(f"{label}完成全年预算", found.outturn, found.full),
        change,
    )


def _adjusted(accounts: Accounts, found: Amounts) -> bool:
    return not accounts.alike(found.full, found.initial)


def _change(accounts: Accounts, label: str, found: Amounts) -> Change:
    """支出决算 against 年初预算 with the reason typed there, and beside it against 全年预算.

    None is due where nothing was planned at first and all that was planned later was spent; that
    it is 与全年预算数持平 is then what the sentence says itself.
    """
    outturn, initial, reason = found.outturn, found.initial, found.reason
    against = accounts.against(f"{label}与年初预算", outturn, initial, reason)
    if _adjusted(accounts, found):
        full = accounts.against(f"{label}与全年预算", outturn, found.full, reason)
        met = initial.nil and full.flat
        told = without_flat(reason) if met else reason
        against = replace(against, full=full, optional=met, reason=told)
    if found.row and not initial.given and not against.flat:
        return replace(against, direction="unknown")
    return against


def whole_plan(accounts: Accounts, form_id: str) -> Plan:
    """One kind of budget as a whole; a reason for all of it may be given."""
    found = rows.of_kind(accounts, form_id)
    return _plan(accounts, "", found, _told(accounts)[form_id])


def _told(accounts: Accounts) -> dict[str, Change]:
    """The changes of the kinds by form, and of the rows by form and code, with their reasons."""
    return accounts.told("budget", lambda: _entries(accounts))


def _entries(accounts: Accounts) -> dict[str, Entry]:
    lines = {line.key: line.name for line in accounts.edition.blocks["budget_totals"][1].lines}
    found = {}
    for form_id in rows.FORMS:
        name = f"{lines[form_id]}财政拨款支出"
        whole = _change(accounts, name, rows.of_kind(accounts, form_id))
        found[form_id] = Entry(name, replace(whole, optional=True))
    for row in accounts.facts["budget"].rows:
        if row.key != "total":
            form_id, name = rows.form_of(accounts, row), accounts.name_of(row.key).value or row.key
            amounts = rows.amounts(accounts, form_id, row.key)
            entry = Entry(f"{name}（项）", _change(accounts, name, amounts), (form_id,))
            found[f"{form_id} {row.key}"] = entry
    return found


def item_budgets(accounts: Accounts, form_id: str) -> tuple[ItemBudget, ...]:
    """Every 项 with an expenditure or a budget of that kind."""
    items = (item_budget(accounts, form_id, code) for code in rows.codes(accounts, form_id))
    return tuple(item for item in items if any(map(accounts.shows, item.plan.amounts)))


def item_budget(accounts: Accounts, form_id: str, code: str) -> ItemBudget:
    """One 项; without a row in 年初预算 its budget is nil, and the reason is due there."""
    name = accounts.name_of(code)
    name = name or replace(name, value=code)
    found = rows.amounts(accounts, form_id, code)
    change = _told(accounts).get(f"{form_id} {code}") or _change(accounts, str(name), found)
    return ItemBudget(
        code=code,
        class_name=accounts.name_of(code[:3]),
        group_name=accounts.name_of(code[:5]),
        name=name,
        plan=_plan(accounts, str(name), found, change),
        over=rows.over(accounts, form_id, found),
        asked=found.row["full_budget"].cell if found.row else found.initial.cells[0],
        typed=_typed(accounts, found),
    )


def _typed(accounts: Accounts, found: Amounts) -> dict[str, Text]:
    columns = accounts.edition.blocks["budget"][1].columns
    words = [column.key for column in columns if column.kind in ("text", "long")]
    nowhere = Text("", found.initial.cells[0])
    return {key: text_from(found.row[key]) if found.row else nowhere for key in words}
