"""Reasons that a person writes once, and the totals of each kind of budget, of a random unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import labels
from .lastyear import (
    COMPARED,
    compared_of,
    form_of,
    planned,
    spent_of,
)
from .printed import Printed
from .texts import reason
from .unit import Dice, Unit, half_up

LINES = {"05": "general", "07": "fund", "08": "capital"}
"""Form → its line of 各类预算合计."""
_SPENT = {"05": "total", "07": "expenditure", "08": "total"}
_SAME = ("同上", "同上。", "见上", "与上一行相同", "原因同上", "同前")
_TOTALS = {  # where a blank reason is that of a total, the nearest first
    "income": ("total",),
    "expenditure": ("total",),
    "fiscal_total": ("total",),
    "fiscal_general": ("fiscal_total", "income"),
    "fiscal_fund": ("fiscal_total", "income"),
    "fiscal_capital": ("fiscal_total", "income"),
    "general_expenditure": ("expenditure", "fiscal_total"),
}


@dataclass(frozen=True)
class Told:
    """A change of the sheet: where its reason stands, what it is called, how it went."""

    block: str
    key: str
    column: str
    name: str
    gap: Decimal
    above: tuple[str, ...] = ()


def share(unit: Unit, dice: Dice) -> None:
    """State totals of kinds of budget, and let some reasons be those of others."""
    printed = Printed(unit)
    _totals(unit, dice, printed)
    if not unit.new:
        _write_once(unit, dice, _prior(unit, printed))
    if any(row["budget"] for row in unit.rows.get("budget", {}).values()):
        _write_once(unit, dice, _budgets(unit, printed))
    _write_once(unit, dice, _three_public(unit, printed))


def _totals(unit: Unit, dice: Dice, printed: Printed) -> None:
    """各类预算合计: the sum, off it by rounding where each was rounded by itself."""
    for form, line in LINES.items():
        initial = planned(unit, printed, form)
        if not initial or dice.chance(0.6):
            continue
        row = unit.row("budget_totals", line)
        if dice.chance(0.7):
            apart = dice.whole(-1, 1) if unit.money == "约万元" else 0
            row["budget"] = initial = max(initial + Decimal(apart) / 100, Decimal("0.01"))
        if dice.chance(0.4):
            spent = (printed.exact((form, "total", _SPENT[form])) or Decimal(0)) * unit.scale
            row["full_budget"] = max(_full(unit, printed, form), spent)
        gap = _gap(unit, printed, form, initial)
        if gap and dice.chance(0.6):
            row["reason"] = reason(dice, gap, "budget")


def _full(unit: Unit, printed: Printed, form: str) -> Decimal:
    """The full-year budgets of a kind added up; the initial one where no other is typed."""
    rows = unit.rows.get("budget", {}).items()
    own = [row for code, row in rows if form_of(printed, code, row) == form]
    return sum((Decimal(row.get("full_budget", row["budget"])) for row in own), Decimal(0))


def _gap(unit: Unit, printed: Printed, form: str, initial: Decimal) -> Decimal:
    """What was spent of a kind over its initial budget, as printed."""
    return printed.amount(form, "total", _SPENT[form]) - half_up(initial / unit.scale, 2)


def _prior(unit: Unit, printed: Printed) -> list[Told]:
    found, uneven = [], set[str]()
    for line, place in COMPARED.items():
        base = unit.wan("prior", line, "prior") or Decimal(0)
        gap = printed.amount(*place) - base
        other = {"total": ("01", "62", "amount"), "fiscal_total": ("04", "64", "total")}.get(line)
        if other and printed.amount(*other) - base != gap:
            gap = Decimal(0)  # two changes with one reason: left as it is, and so what is below
            uneven.add(line)
        above = () if uneven & {*_TOTALS.get(line, ())} else _TOTALS.get(line, ())
        found.append(Told("prior", line, "reason", labels.PRIOR[line], gap, above))
    return found


def _budgets(unit: Unit, printed: Printed) -> list[Told]:
    """The kinds as wholes come first; an item without a budget at first is left as it is."""
    found = []
    for form, line in LINES.items():
        total = unit.wan("budget_totals", line, "budget")
        initial = planned(unit, printed, form) if total is None else total * unit.scale
        gap = _gap(unit, printed, form, initial)
        name = f"{labels.BUDGET_TOTALS[line]}财政拨款支出"
        found.append(Told("budget_totals", line, "reason", name, gap))
    for code, row in unit.rows["budget"].items():
        gap = spent_of(printed, code) - (unit.wan("budget", code, "budget") or Decimal(0))
        own = form_of(printed, code, row)
        name = f"{row['name']}（项）"
        gap = gap if row["budget"] else Decimal(0)
        found.append(Told("budget", code, "reason", name, gap, (LINES[own],)))
    return found


def _three_public(unit: Unit, printed: Printed) -> list[Told]:
    found = []
    for key in labels.THREE_PUBLIC:
        spent, base = compared_of(unit, printed, key)
        name = "“三公”经费支出" if key == "total" else labels.THREE_PUBLIC[key]
        above = ("total",) if key in ("abroad", "reception") else ()
        found.append(Told("three_public", key, "budget_reason", name, spent - base, above))
    return found


def _write_once(unit: Unit, dice: Dice, told: Sequence[Told]) -> None:
    """Of changes that went the same way: 同上 after the row above, blank below a total."""
    by_key = {one.key: one for one in told}
    for number, one in enumerate(told):
        if not one.gap or not _words(unit, one):
            continue
        earlier = next((t for t in reversed(told[:number]) if _words(unit, t)), None)
        totals = [by_key[key] for key in one.above if key in by_key]
        alike = next((t for t in totals if _same_way(t, one)), None)
        row = unit.rows[one.block][one.key]
        if earlier is not None and _same_way(earlier, one) and dice.chance(0.12):
            row[one.column] = dice.random.choice(_SAME)
        elif alike is not None and _resolved(unit, alike) and dice.chance(0.15):
            earlier = alike
            del row[one.column]
        else:
            continue
        unit.shared[one.block, one.key, one.column] = _resolved(unit, earlier)


def _same_way(one: Told, other: Told) -> bool:
    return bool(one.gap) and (one.gap > 0) == (other.gap > 0)


def _words(unit: Unit, one: Told) -> str:
    return unit.text(one.block, one.key, one.column)


def _resolved(unit: Unit, one: Told) -> str:
    """What the change is called whose words hold for this one; "" where there are none."""
    own = one.name if _words(unit, one) else ""
    return unit.shared.get((one.block, one.key, one.column), own)
