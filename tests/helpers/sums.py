"""The relations that the official tables must keep, written down from the forms once more.

Independent of ``generator/checks``: a list of sums over the cells of the tables, against which
the campaign of ``spoiling.py`` measures what the checks notice.  A place is
``form.row.column``; ``{c}`` stands for each code of the form that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Cell, Fact, Facts

CLASSES = [
    "201",
    "202",
    "203",
    "204",
    "205",
    "206",
    "207",
    "208",
    "210",
    "211",
    "212",
    "213",
    "214",
    "215",
    "216",
    "217",
    "219",
    "220",
    "221",
    "222",
    "223",
    "224",
    "229",
    "231",
    "232",
    "234",
]
COLUMNS = {
    "income": ["total", "fiscal", "superior", "business", "operating", "affiliated", "other"],
    "expenditure": ["total", "basic", "project", "to_superior", "operating", "to_affiliated"],
    "general": ["total", "basic", "project"],
    "fund": ["opening", "income", "expenditure", "basic", "project", "closing"],
    "capital": ["total", "basic", "project"],
}
FUNDS = ("general", "fund", "capital")

# One line each: whole = part + part − part …, or whole >= part + part for a part and its whole.
FIXED = """
totals.income.amount = totals.general.amount + totals.fund.amount + totals.capital.amount + totals.superior.amount\
 + totals.business.amount + totals.operating.amount + totals.affiliated.amount + totals.other.amount
totals.total_income.amount = totals.income.amount + totals.surplus_used.amount + totals.opening.amount
totals.total_expenditure.amount = totals.expenditure.amount + totals.allocation.amount + totals.closing.amount
totals.total_income.amount = totals.total_expenditure.amount
fiscal.income.amount = fiscal.general.amount + fiscal.fund.amount + fiscal.capital.amount
fiscal.opening.amount = fiscal.opening_general.amount + fiscal.opening_fund.amount + fiscal.opening_capital.amount
fiscal.total_income.amount = fiscal.income.amount + fiscal.opening.amount
fiscal.total_income.amount = fiscal.total_expenditure.total
totals.income.amount = income.total.total
income.total.fiscal = totals.general.amount + totals.fund.amount + totals.capital.amount
totals.general.amount = fiscal.general.amount
totals.fund.amount = fiscal.fund.amount
totals.capital.amount = fiscal.capital.amount
totals.superior.amount = income.total.superior
totals.business.amount = income.total.business
totals.operating.amount = income.total.operating
totals.affiliated.amount = income.total.affiliated
totals.other.amount = income.total.other
totals.expenditure.amount = expenditure.total.total
fiscal.expenditure.total = general.total.total + fund.total.expenditure + capital.total.total
fiscal.expenditure.general = general.total.total
fiscal.expenditure.fund = fund.total.expenditure
fiscal.expenditure.capital = capital.total.total
fund.total.opening = fiscal.opening_fund.amount
fund.total.income = fiscal.fund.amount
fund.total.closing = fiscal.closing.fund
general.total.basic = basic.personnel.amount + basic.public.amount
basic.personnel.amount = basic.301.amount + basic.303.amount
three_public.row.budget = three_public.row.budget_abroad + three_public.row.budget_cars + three_public.row.budget_reception
three_public.row.budget_cars = three_public.row.budget_purchase + three_public.row.budget_running
three_public.row.outturn = three_public.row.outturn_abroad + three_public.row.outturn_cars + three_public.row.outturn_reception
three_public.row.outturn_cars = three_public.row.outturn_purchase + three_public.row.outturn_running
totals.opening.amount = prior.closing.prior
fiscal.opening.amount = prior.fiscal_closing.prior
three_public_items.total.budget = three_public_items.abroad.budget + three_public_items.cars.budget\
 + three_public_items.reception.budget
three_public_items.cars.budget = three_public_items.purchase.budget + three_public_items.running.budget
three_public_items.total.prior = three_public_items.abroad.prior + three_public_items.cars.prior\
 + three_public_items.reception.prior
three_public_items.cars.prior = three_public_items.purchase.prior + three_public_items.running.prior
procurement.total.value = procurement.goods.value + procurement.works.value\
 + procurement.services.value
performance.outturn.value = expenditure.total.total
three_public.row.outturn_abroad >= basic.30212.amount
three_public.row.outturn_purchase >= basic.31013.amount
three_public.row.outturn_running >= basic.30231.amount
three_public.row.outturn_reception >= basic.30217.amount
three_public.row.outturn_reception >= three_public_counts.foreign_amount.value
fiscal.expenditure.total >= three_public.row.outturn
basic.public.amount >= operating.operating.this
procurement.goods.value + procurement.works.value + procurement.services.value\
 >= procurement.sme.value
procurement.sme.value >= procurement.small.value
procurement.goods.value >= procurement.sme_goods.value
procurement.works.value >= procurement.sme_works.value
procurement.services.value >= procurement.sme_services.value
performance.budget.value >= performance.outturn.value
prior.total.prior >= prior.income.prior
prior.total.prior >= prior.expenditure.prior + prior.closing.prior
prior.total.prior >= prior.fiscal_total.prior
prior.income.prior >= prior.fiscal_general.prior + prior.fiscal_fund.prior\
 + prior.fiscal_capital.prior
prior.fiscal_total.prior >= prior.general_expenditure.prior + prior.fiscal_closing.prior
"""
ROWS = """
income.{c}.total = income.{c}.fiscal + income.{c}.superior + income.{c}.business + income.{c}.operating\
 + income.{c}.affiliated + income.{c}.other
expenditure.{c}.total = expenditure.{c}.basic + expenditure.{c}.project + expenditure.{c}.to_superior + expenditure.{c}.operating\
 + expenditure.{c}.to_affiliated
general.{c}.total = general.{c}.basic + general.{c}.project
fund.{c}.closing = fund.{c}.opening + fund.{c}.income - fund.{c}.expenditure
fund.{c}.expenditure = fund.{c}.basic + fund.{c}.project
capital.{c}.total = capital.{c}.basic + capital.{c}.project
expenditure.{c}.basic >= general.{c}.basic + fund.{c}.basic + capital.{c}.basic
expenditure.{c}.project >= general.{c}.project + fund.{c}.project + capital.{c}.project
"""


@dataclass(frozen=True)
class Relation:
    """``whole`` = signed sum of ``parts``; ``gap`` 元 are missing now, ``room`` 元 are allowed.

    ``at_least``: the whole may be larger than its parts.
    """

    name: str
    signs: dict[Cell, int]
    gap: Decimal
    room: Decimal
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """True when no more than rounding is missing."""
        return self._allows(self.gap)

    def broken_by(self, cell: Cell, change: Decimal) -> bool:
        """True when adding ``change`` 元 to the cell leaves more than rounding."""
        return not self._allows(self.gap + self.signs[cell] * change)

    def _allows(self, gap: Decimal) -> bool:
        return gap >= -self.room if self.at_least else abs(gap) <= self.room


def relations(facts: Facts) -> dict[Cell, list[Relation]]:
    """Cell → the relations that it takes part in, of those that hold now.

    Cells that are blank are zero; a blank whole is left to the program and relates nothing.
    """
    found: dict[Cell, list[Relation]] = {}
    for line in _lines(facts):
        relation = _relation(facts, line)
        if relation is not None and relation.holds:
            for cell in relation.signs:
                found.setdefault(cell, []).append(relation)
    return found


def _lines(facts: Facts) -> Iterator[str]:
    yield from FIXED.strip().splitlines()
    for line in ROWS.strip().splitlines():
        for row in facts[line.partition(".")[0]].rows:
            yield line.replace("{c}", row.key)
    for column, form in (("amount", "totals"), *((c, "fiscal") for c in ("total", *FUNDS))):
        parts = " + ".join(f"{form}.{code}.{column}" for code in CLASSES)
        yield f"{form}.expenditure.{column} = {parts}"
    for column in ("total", *FUNDS):
        yield f"fiscal.total_expenditure.{column} = fiscal.expenditure.{column} + fiscal.closing.{column}"
    for line in (*CLASSES, "expenditure", "closing", "total_expenditure"):
        yield f"fiscal.{line}.total = " + " + ".join(f"fiscal.{line}.{fund}" for fund in FUNDS)
    for fund in FUNDS:
        yield f"fiscal.total_expenditure.{fund} = fiscal.{fund}.amount + fiscal.opening_{fund}.amount"
    yield from _trees(facts)
    projects = [row.key for row in facts["projects"].rows]
    yield from (f"projects.{key}.budget >= projects.{key}.outturn" for key in projects)
    if projects:
        yield "expenditure.total.project >= " + " + ".join(
            f"projects.{key}.outturn" for key in projects
        )
    for code in CLASSES:
        yield f"totals.{code}.amount = expenditure.{code}.total"
        yield f"totals.{code}.amount >= fiscal.{code}.total"
        yield f"fiscal.{code}.general = general.{code}.total"
        yield f"fiscal.{code}.fund = fund.{code}.expenditure"
        yield f"fiscal.{code}.capital = capital.{code}.total"


def _trees(facts: Facts) -> Iterator[str]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项 in each column; 公开06表; 年初预算."""
    for form, columns in COLUMNS.items():
        codes = [row.key for row in facts[form].rows if row.key.isdigit()]
        for whole in ("total", *codes):
            length = 3 if whole == "total" else len(whole) + 2
            above = "" if whole == "total" else whole
            below = [c for c in codes if len(c) == length and c.startswith(above)]
            for column in columns if below else ():
                parts = " + ".join(f"{form}.{code}.{column}" for code in below)
                yield f"{form}.{whole}.{column} = {parts}"
    items = [row.key for row in facts["basic"].rows if row.key.isdigit()]
    for whole in (code for code in items if len(code) == 3):
        below = [code for code in items if len(code) == 5 and code.startswith(whole)]
        if below:
            yield f"basic.{whole}.amount = " + " + ".join(f"basic.{code}.amount" for code in below)
    public = [c for c in items if len(c) == 3 and c not in ("301", "303")]
    yield "basic.public.amount = " + " + ".join(f"basic.{code}.amount" for code in public)
    budget = [row.key for row in facts["budget"].rows if row.key != "total"]
    if budget:
        yield "budget.total.budget = " + " + ".join(f"budget.{code}.budget" for code in budget)


def _relation(facts: Facts, line: str) -> Relation | None:
    whole, sign, parts = line.partition(" >= " if " >= " in line else " = ")
    terms = [*((1, place) for place in whole.split(" + ")), *_signed(parts)]
    placed = [(sign, _fact(facts, place)) for sign, place in terms]
    given = [(s, f, f.value) for s, f in placed if f is not None and isinstance(f.value, Decimal)]
    wholes = [fact for sign, fact in placed[: whole.count(" + ") + 1]]
    if not any(fact is not None and fact.given for fact in wholes):
        return None
    gap = sum((sign * value for sign, _, value in given), Decimal(0))
    filled = sum(1 for _, fact, value in given if value and fact not in wholes)
    exact = all(facts[place.partition(".")[0]].unit == "元" for _, place in terms)
    room = Decimal(0) if exact else (max(filled, 1) + 1) * Decimal(50)
    return Relation(line, {f.cell: s for s, f, _ in given}, gap, room, sign == " >= ")


def _signed(parts: str) -> Iterator[tuple[int, str]]:
    for part in parts.replace(" - ", " + !").split(" + "):
        yield (1 if part.startswith("!") else -1), part.strip("!")


def _fact(facts: Facts, place: str) -> Fact | None:
    form, row, column = place.split(".")
    return facts[form][row].cells.get(column) if row in facts[form] else None
