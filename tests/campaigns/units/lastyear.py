"""Last year's figures, 年初预算 and 三公 of a random unit, with a reason wherever one is due."""

from __future__ import annotations

from decimal import Decimal

from . import catalogue
from .books import Books
from .printed import Printed, rows
from .texts import reason
from .unit import Dice, Row, Unit, half_up

# Line of 上年数 → the cell that it is compared with.
COMPARED = {
    "total": ("01", "31", "amount"),
    "income": ("02", "total", "total"),
    "expenditure": ("03", "total", "total"),
    "fiscal_total": ("04", "32", "amount"),
    "fiscal_general": ("04", "1", "amount"),
    "fiscal_fund": ("04", "2", "amount"),
    "fiscal_capital": ("04", "3", "amount"),
    "general_expenditure": ("05", "total", "total"),
}
REQUIRED = (
    "total",
    "income",
    "expenditure",
    "fiscal_total",
    "fiscal_general",
    "general_expenditure",
)


def last_year(unit: Unit, dice: Dice, books: Books) -> None:
    """上年数: its parts add up, and what was left over is what this year began with."""
    if unit.new:
        return
    fiscal_closing = sum(books.fiscal_sum(fund, "opening") for fund in catalogue.FUNDS)
    incomes = {f: dice.near(books.fiscal_sum(f, "income")) for f in catalogue.FUNDS}
    earned = dice.near(sum(sum(parts.values()) for parts in books.incomes.values()))
    incomes["general"] += max(0, fiscal_closing - sum(incomes.values()))
    opening = dice.amount(2, 6) if dice.chance(0.3) else 0
    own = max(dice.amount(2, 6) if dice.chance(0.2) else 0, books.opening - earned)
    income = sum(incomes.values()) + earned
    total = income + opening + own
    closing = fiscal_closing + books.opening
    spent = sum(incomes.values()) + opening - fiscal_closing
    general = spent if not incomes["fund"] + incomes["capital"] else dice.part(spent)
    found = {"total": total, "income": income, "expenditure": total - closing, "closing": closing}
    found |= {f"fiscal_{fund}": fen for fund, fen in incomes.items()}
    found |= {"fiscal_total": sum(incomes.values()) + opening, "general_expenditure": general}
    found |= {"fiscal_closing": fiscal_closing}
    for line, fen in found.items():
        if fen or line in REQUIRED or dice.chance(0.5):
            unit.row("prior", line)["prior"] = unit.typed(fen)
    _explain(unit, dice)
    _publish(unit, dice)


def _explain(unit: Unit, dice: Dice) -> None:
    printed = Printed(unit)
    for line, place in COMPARED.items():
        this = [printed.amount(*place)]
        if line == "total":
            this.append(printed.amount("01", "62"))
        if line == "fiscal_total":
            this.append(printed.amount("04", "64", "total"))
        base = unit.wan("prior", line, "prior") or Decimal(0)
        if any(amount != base for amount in this):
            unit.row("prior", line)["reason"] = reason(dice, this[0] - base, "prior")


def _publish(unit: Unit, dice: Dice) -> None:
    """What was published, as a roll-over writes it; sometimes one figure was corrected since."""
    if not dice.chance(0.2):
        return
    for row in unit.rows["prior"].values():
        if "prior" in row:
            row["published"] = row["prior"]
    row = unit.rows["prior"]["total"]
    if dice.chance(0.5):
        step = Decimal(12345) / 100 * (unit.scale if unit.money == "元" else 1)
        row["published"] = Decimal(row["published"]) + step
        row["correction"] = f"会计差错更正第{dice.number()}项，调减其他收入"


def budgets(unit: Unit, dice: Dice, books: Books) -> None:
    """年初预算 by 项, full-year budgets where they were adjusted, items that came and went."""
    adjusted = dice.chance(0.35)
    for fund, form in (("general", "05"), ("fund", "07"), ("capital", "08")):
        if fund != "general" and (not books.fiscal[fund] or dice.chance(0.3)):
            continue
        spent_in = "expenditure" if fund == "fund" else "total"
        listed = [code for code in rows(unit, form) if len(code) == 7]
        none_at_first = dice.chance(0.1)
        for code in listed:
            spent = unit.truth.get((form, code, spent_in), 0)
            initial = 0 if none_at_first or dice.chance(0.12) else dice.near(spent)
            _budget_row(unit, dice, code, (initial, spent), adjusted)
        _vanished(unit, dice, fund, adjusted)
    _explain_budgets(unit, dice, one=dice.chance(0.3))
    amounts = [Decimal(row["budget"]) for row in unit.rows.get("budget", {}).values()]
    if amounts and dice.chance(0.4):
        apart = dice.whole(-1, 1) if unit.money == "约万元" and len(amounts) > 1 else 0
        total = sum(amounts, Decimal(0))
        total += Decimal(apart) / 100 if total else 0
        unit.row("budget_total", "total")["budget"] = max(total, Decimal(0))


def _budget_row(
    unit: Unit, dice: Dice, code: str, amounts: tuple[int, int], adjusted: bool
) -> None:
    initial, spent = amounts
    row: Row = {"code": code, "name": unit.names[code], "budget": unit.typed(initial)}
    if adjusted and (spent > initial or dice.chance(0.4)):
        more = 0 if dice.chance(0.4) else dice.amount(-1, 5.5)
        row["full_budget"] = unit.typed(max(spent, initial if dice.chance(0.3) else 0) + more)
    unit.rows.setdefault("budget", {})[code] = row


def _vanished(unit: Unit, dice: Dice, fund: str, adjusted: bool) -> None:
    """An item that was budgeted and on which nothing was spent."""
    if not dice.chance(0.3):
        return
    names = {"general": catalogue.OF_GENERAL, "fund": catalogue.OF_FUND}.get(fund)
    codes = [code for code in names or catalogue.OF_CAPITAL if len(code) == 7]
    code = dice.random.choice(codes)
    if code in unit.rows.get("budget", {}):
        return
    row: Row = {"code": code, "name": catalogue.NAMES[code]}
    row |= {"group": catalogue.NAMES[code[:5]], "budget": unit.typed(dice.amount(2, 6))}
    row["type"] = {"general": "一般公共预算", "fund": "政府性基金", "capital": "国有资本经营"}[fund]
    if adjusted and dice.chance(0.5):
        row["full_budget"] = unit.typed(0)
    unit.rows.setdefault("budget", {})[code] = row
    unit.names |= {c: catalogue.NAMES[c] for c in (code, code[:5], code[:3])}


def _explain_budgets(unit: Unit, dice: Dice, one: bool) -> None:
    """A reason for each item; the same for all where nothing was budgeted, if ``one``."""
    printed, found = Printed(unit), unit.rows.get("budget", {})
    nothing = all(not row["budget"] for row in found.values())
    common = f"本年{dice.number()}月起安排预算，追加了经费"
    for code, row in found.items():
        initial = half_up(Decimal(row["budget"]) / unit.scale, 2)
        spent = spent_of(printed, code)
        if spent != initial:
            why = common if one and nothing else reason(dice, spent - initial, "budget")
            row["reason"] = why


def form_of(printed: Printed, code: str, row: Row) -> str:
    """The form of the kind of budget that an item belongs to."""
    found = next((f for f in KINDS if code in printed.codes[f]), "05")
    return next((f for f, kind in KINDS.items() if kind == row.get("type")), found)


KINDS = {"05": "一般公共预算", "07": "政府性基金", "08": "国有资本经营"}


def planned(unit: Unit, printed: Printed, form: str) -> Decimal:
    """The initial budgets of a kind, as typed and added up."""
    rows = unit.rows.get("budget", {}).items()
    own = (row["budget"] for code, row in rows if form_of(printed, code, row) == form)
    return sum(map(Decimal, own), Decimal(0))


def spent_of(printed: Printed, code: str) -> Decimal:
    """What was spent on an item, as printed."""
    form = next((f for f in ("05", "07", "08") if code in printed.codes[f]), "05")
    return printed.amount(form, code, "expenditure" if form == "07" else "total")


def three_public(unit: Unit, dice: Dice) -> None:
    """年初预算 and last year's figures of 三公, with their reasons."""
    for key in catalogue.OF_THREE_PUBLIC:
        spent = unit.truth.get(("09", "row", f"outturn_{key}"), 0)
        full = unit.truth.get(("09", "row", f"budget_{key}"), 0)
        row = unit.row("three_public", key)
        initial = full if dice.chance(0.4) else dice.near(full)
        if not full and dice.chance(0.12):
            initial = dice.amount(3, 5)
        if initial or dice.chance(0.3):
            row["budget"] = unit.typed(initial)
        if initial and not full:  # taken back in the course of the year, and said so
            unit.cells["09", "row", f"budget_{key}"] = Decimal(0)
        before = dice.near(spent) if spent else dice.amount(3, 5) * dice.chance(0.2)
        if not unit.new and (before or dice.chance(0.3)):
            row["prior"] = unit.typed(before)
    for column in ("budget", "prior"):
        if dice.chance(0.5):
            _state_totals(unit, column)
    _explain_three_public(unit, dice)


TOTALS_OF_THREE_PUBLIC = {
    "cars": ("purchase", "running"),
    "total": ("abroad", "cars", "reception"),
}


def _state_totals(unit: Unit, column: str) -> None:
    for whole, parts in TOTALS_OF_THREE_PUBLIC.items():
        given = [unit.row("three_public", part).get(column) for part in parts]
        amounts = [Decimal(amount) for amount in given if amount is not None]
        if amounts:
            unit.row("three_public", whole)[column] = sum(amounts, Decimal(0))


def stated(unit: Unit, key: str, column: str) -> Decimal | None:
    """A figure of 三公经费 as printed; a blank total is the sum of its parts."""
    row = unit.rows.get("three_public", {}).get(key, {})
    if column in row:
        return unit.wan("three_public", key, column)
    parts = [stated(unit, part, column) for part in TOTALS_OF_THREE_PUBLIC.get(key, ())]
    exact = [exact_of(unit, part, column) for part in TOTALS_OF_THREE_PUBLIC.get(key, ())]
    given = [value for value in exact if value is not None]
    return half_up(sum(given, Decimal(0)), 2) if any(part is not None for part in parts) else None


def exact_of(unit: Unit, key: str, column: str) -> Decimal | None:
    """The same before it is rounded, in 万元."""
    row = unit.rows.get("three_public", {}).get(key, {})
    if column in row:
        return Decimal(row[column]) / unit.scale
    exact = [exact_of(unit, part, column) for part in TOTALS_OF_THREE_PUBLIC.get(key, ())]
    given = [value for value in exact if value is not None]
    return sum(given, Decimal(0)) if given else None


def _explain_three_public(unit: Unit, dice: Dice) -> None:
    printed = Printed(unit)
    for key in ("total", "abroad", "cars", "purchase", "running", "reception"):
        spent, base = compared_of(unit, printed, key)
        row = unit.row("three_public", key)
        needed = key != "cars" or dice.chance(0.5)
        if spent != base and needed:
            row["budget_reason"] = reason(dice, spent - base, "budget")
        before = stated(unit, key, "prior") or Decimal(0)
        if not unit.new and spent != before and needed:
            row["reason"] = reason(dice, spent - before, "prior")


def columns_of(key: str) -> tuple[str, str]:
    """The columns of 公开09表 with what was spent on an item and its full-year budget."""
    suffix = "" if key == "total" else f"_{key}"
    return f"outturn{suffix}", f"budget{suffix}"


def compared_of(unit: Unit, printed: Printed, key: str) -> tuple[Decimal, Decimal]:
    """What was spent on an item of 三公, and the budget that it is compared with.

    The full-year budget; the initial one where there is no other, or where the other was met.
    """
    spent, full = (printed.amount("09", "row", column) for column in columns_of(key))
    initial = stated(unit, key, "budget") or Decimal(0)
    adjusted = bool(printed.exact(("09", "row", columns_of(key)[1])))
    planned = bool(exact_of(unit, key, "budget"))
    if planned and (not adjusted or (spent == full and spent != initial)):
        return spent, initial
    return spent, full
