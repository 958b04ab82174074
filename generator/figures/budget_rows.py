"""The rows of 年初预算 by kind of budget, and what the sheet says of each kind as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import from_fact, signed_total, text_from, total
from generator.model import Cell, Fact, Figure, Row, Text, Unit

FORMS = ("general", "fund", "capital")
"""The forms of 一般公共预算, 政府性基金 and 国有资本经营: also the lines of 各类预算合计 and the choices of
预算类型."""

SPENT = {"general": "total", "fund": "expenditure", "capital": "total"}
"""The column of each form that says what was spent."""


class Amounts(Struct, frozen=True):
    """年初预算, 全年预算 (the initial one where no other is typed) and 支出决算, with the reason.

    ``row`` is None for a 项 that the sheet does not have: its budget is nil.
    """

    initial: Figure
    full: Figure
    outturn: Figure
    reason: Text
    row: Row | None = None


def amounts(accounts: Accounts, form_id: str, code: str) -> Amounts:
    """What is known of one 项."""
    row = _kinds(accounts).rows[form_id].get(code)
    name = accounts.name_of(code).value or code
    outturn = (
        accounts.amount(form_id, code, SPENT[form_id])
        if code in accounts.facts[form_id]
        else absent(f"{name}支出决算", accounts.facts[form_id].sheet)
    )
    if row is None:
        sheet = accounts.facts["budget"].sheet
        initial = absent(f"{name}年初预算", sheet)
        return Amounts(initial, initial, outturn, Text("", Cell(sheet, "")))
    return Amounts(_initial(row), _full(row), outturn, text_from(row["reason"]), row)


def over(accounts: Accounts, form_id: str, found: Amounts) -> bool:
    """True when more was spent than was planned in the end, by more than rounding can make."""
    excess = found.outturn.amount - found.full.amount
    return excess > accounts.rounding(1, "budget", form_id)


def of_kind(accounts: Accounts, form_id: str) -> Amounts:
    """One kind of budget as a whole: as it is stated, else added up.

    The full-year budget is the initial one as long as it cannot be told (see ``unadjusted``).
    """
    found, initial = rows(accounts, form_id), _stated(accounts, form_id, "budget")
    given = initial is not None
    start = from_fact(initial) if initial else total("年初预算合计", map(_initial, found))
    full, reason = (_stated(accounts, form_id, column) for column in ("full_budget", "reason"))
    end = from_fact(full) if full else start
    if not full and _adjusted(found) and not unadjusted(accounts, form_id):
        end = _moved(start, found) if given else total("全年预算合计", map(_full, found))
    said = text_from(reason or accounts.facts["budget_totals"][form_id]["reason"])
    return Amounts(start, end, accounts.amount(form_id, "total", SPENT[form_id]), said)


def _moved(start: Figure, found: Iterable[Row]) -> Figure:
    """A stated 合计 with what was adjusted: it keeps the rounding residue that it has."""
    changed = [row for row in found if row["full_budget"].given]
    moves = [term for row in changed for term in ((1, _full(row)), (-1, _initial(row)))]
    return signed_total("全年预算合计", [(1, start), *moves])


def unadjusted(accounts: Accounts, form_id: str) -> tuple[str, ...]:
    """The 项 of a kind because of which its full-year budget is not known.

    全年预算数 is typed only where it differs from 年初预算数.  A 项 on which more was spent than
    that was adjusted without a word: a sum over all would be less than what was planned.
    """
    if not _adjusted(rows(accounts, form_id)) or _stated(accounts, form_id, "full_budget"):
        return ()  # the sheet does not speak of full-year budgets, or says the whole of it
    every = codes(accounts, form_id)
    return tuple(c for c in every if over(accounts, form_id, amounts(accounts, form_id, c)))


def _adjusted(found: Iterable[Row]) -> bool:
    return any(row["full_budget"].given for row in found)


def _stated(accounts: Accounts, form_id: str, column: str) -> Fact | None:
    """What the sheet says in a column of a kind as a whole; None for nothing."""
    own = accounts.facts["budget_totals"][form_id][column]
    if own.given:
        return own
    common = accounts.facts["budget"]["total"][column]
    return common if common.given and meant(accounts) == form_id else None


def meant(accounts: Accounts) -> str:
    """The kind that the 合计 row speaks of: the only one with rows; "" for several kinds.

    Of several it is still one whose rows alone it adds up, where it is not the sum of all.
    """
    present = [form_id for form_id in FORMS if rows(accounts, form_id)]
    if len(present) < 2:
        return present[0] if present else FORMS[0]
    fact = accounts.facts["budget"]["total"]["budget"]
    if not isinstance(fact.value, Decimal) or _adds_up(accounts, fact.value, FORMS):
        return ""
    alone = [form_id for form_id in present if _adds_up(accounts, fact.value, (form_id,))]
    return alone[0] if len(alone) == 1 else ""


def _adds_up(accounts: Accounts, stated: Decimal, forms: Iterable[str]) -> bool:
    parts = [_initial(row) for form_id in forms for row in rows(accounts, form_id)]
    gap = stated - sum((part.amount for part in parts), Decimal(0))
    return abs(gap) <= accounts.rounding(len(parts), "budget")


def codes(accounts: Accounts, form_id: str) -> list[str]:
    """The 项 of a form and of the budget rows of its kind."""
    spent = {row.key for row in accounts.code_rows(form_id, 7)}
    return sorted(spent | {row.key for row in rows(accounts, form_id)})


def rows(accounts: Accounts, form_id: str) -> list[Row]:
    """The rows of one kind, in the sheet's order; none for "", which is no kind."""
    return list(_kinds(accounts).rows.get(form_id, {}).values())


class _Kinds(Struct, frozen=True):
    """Form → code → row.  ``guessed``: of a row the kind is not typed, but told by the forms."""

    rows: Mapping[str, Mapping[str, Row]]
    guessed: bool


def _kinds(accounts: Accounts) -> _Kinds:
    found = accounts.once("budget kinds", lambda: _sorted(accounts))
    # What was worked out before is asked for again: rules are known by the sheets they look at.
    for table in ("budget", *(FORMS if found.guessed else ())):
        accounts.facts[table]
    return found


def _sorted(accounts: Accounts) -> _Kinds:
    found: dict[str, dict[str, Row]] = {form_id: {} for form_id in FORMS}
    items = [row for row in accounts.facts["budget"].rows if row.key != "total"]
    for row in items:
        found[form_of(accounts, row)].setdefault(row.key, row)
    return _Kinds(found, not all(row["type"].given for row in items))


def form_of(accounts: Accounts, row: Row) -> str:
    """The form that 预算类型 means; where it is blank, the first one that has the code."""
    if row["type"].given:
        return accounts.edition.choice("budget", "type", row["type"].text)
    return next((f for f in FORMS if row.key in accounts.facts[f]), FORMS[0])


def _initial(row: Row) -> Figure:
    return from_fact(row["budget"])


def _full(row: Row) -> Figure:
    return from_fact(row["full_budget"] if row["full_budget"].given else row["budget"])


def absent(label: str, sheet: str) -> Figure:
    """A row that the sheet does not have: nil, as on the official form."""
    return Figure(None, Unit.YUAN, label, (Cell(sheet, ""),), missing="表中没有这一行")
