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
    "02": ["total", "fiscal", "superior", "business", "operating", "affiliated", "other"],
    "03": ["total", "basic", "project", "to_superior", "operating", "to_affiliated"],
    "05": ["total", "basic", "project"],
    "07": ["opening", "income", "expenditure", "basic", "project", "closing"],
    "08": ["total", "basic", "project"],
}
FUNDS = ("general", "fund", "capital")

# One line each: whole = part + part − part …, or whole >= part + part for a part and its whole.
FIXED = """
01.income.amount = 01.general.amount + 01.fund.amount + 01.capital.amount + 01.superior.amount\
 + 01.business.amount + 01.operating.amount + 01.affiliated.amount + 01.other.amount
01.total_income.amount = 01.income.amount + 01.surplus_used.amount + 01.opening.amount
01.total_expenditure.amount = 01.expenditure.amount + 01.allocation.amount + 01.closing.amount
01.total_income.amount = 01.total_expenditure.amount
04.income.amount = 04.general.amount + 04.fund.amount + 04.capital.amount
04.opening.amount = 04.opening_general.amount + 04.opening_fund.amount + 04.opening_capital.amount
04.total_income.amount = 04.income.amount + 04.opening.amount
04.total_income.amount = 04.total_expenditure.total
01.income.amount = 02.total.total
02.total.fiscal = 01.general.amount + 01.fund.amount + 01.capital.amount
01.general.amount = 04.general.amount
01.fund.amount = 04.fund.amount
01.capital.amount = 04.capital.amount
01.superior.amount = 02.total.superior
01.business.amount = 02.total.business
01.operating.amount = 02.total.operating
01.affiliated.amount = 02.total.affiliated
01.other.amount = 02.total.other
01.expenditure.amount = 03.total.total
04.expenditure.total = 05.total.total + 07.total.expenditure + 08.total.total
04.expenditure.general = 05.total.total
04.expenditure.fund = 07.total.expenditure
04.expenditure.capital = 08.total.total
07.total.opening = 04.opening_fund.amount
07.total.income = 04.fund.amount
07.total.closing = 04.closing.fund
05.total.basic = 06.personnel.amount + 06.public.amount
06.personnel.amount = 06.301.amount + 06.303.amount
09.row.budget = 09.row.budget_abroad + 09.row.budget_cars + 09.row.budget_reception
09.row.budget_cars = 09.row.budget_purchase + 09.row.budget_running
09.row.outturn = 09.row.outturn_abroad + 09.row.outturn_cars + 09.row.outturn_reception
09.row.outturn_cars = 09.row.outturn_purchase + 09.row.outturn_running
01.opening.amount = prior.closing.prior
04.opening.amount = prior.fiscal_closing.prior
three_public.total.budget = three_public.abroad.budget + three_public.cars.budget\
 + three_public.reception.budget
three_public.cars.budget = three_public.purchase.budget + three_public.running.budget
three_public.total.prior = three_public.abroad.prior + three_public.cars.prior\
 + three_public.reception.prior
three_public.cars.prior = three_public.purchase.prior + three_public.running.prior
procurement.total.value = procurement.goods.value + procurement.works.value\
 + procurement.services.value
performance.outturn.value = 03.total.total
09.row.outturn_abroad >= 06.30212.amount
09.row.outturn_purchase >= 06.31013.amount
09.row.outturn_running >= 06.30231.amount
09.row.outturn_reception >= 06.30217.amount
09.row.outturn_reception >= three_public_counts.foreign_amount.value
04.expenditure.total >= 09.row.outturn
06.public.amount >= operating.operating.this
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
02.{c}.total = 02.{c}.fiscal + 02.{c}.superior + 02.{c}.business + 02.{c}.operating\
 + 02.{c}.affiliated + 02.{c}.other
03.{c}.total = 03.{c}.basic + 03.{c}.project + 03.{c}.to_superior + 03.{c}.operating\
 + 03.{c}.to_affiliated
05.{c}.total = 05.{c}.basic + 05.{c}.project
07.{c}.closing = 07.{c}.opening + 07.{c}.income - 07.{c}.expenditure
07.{c}.expenditure = 07.{c}.basic + 07.{c}.project
08.{c}.total = 08.{c}.basic + 08.{c}.project
03.{c}.basic >= 05.{c}.basic + 07.{c}.basic + 08.{c}.basic
03.{c}.project >= 05.{c}.project + 07.{c}.project + 08.{c}.project
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
        for row in facts[line[:2]].rows:
            yield line.replace("{c}", row.key)
    for column, form in (("amount", "01"), *((c, "04") for c in ("total", *FUNDS))):
        parts = " + ".join(f"{form}.{code}.{column}" for code in CLASSES)
        yield f"{form}.expenditure.{column} = {parts}"
    for column in ("total", *FUNDS):
        yield f"04.total_expenditure.{column} = 04.expenditure.{column} + 04.closing.{column}"
    for line in (*CLASSES, "expenditure", "closing", "total_expenditure"):
        yield f"04.{line}.total = " + " + ".join(f"04.{line}.{fund}" for fund in FUNDS)
    for fund in FUNDS:
        yield f"04.total_expenditure.{fund} = 04.{fund}.amount + 04.opening_{fund}.amount"
    yield from _trees(facts)
    projects = [row.key for row in facts["projects"].rows]
    yield from (f"projects.{key}.budget >= projects.{key}.outturn" for key in projects)
    if projects:
        yield "03.total.project >= " + " + ".join(f"projects.{key}.outturn" for key in projects)
    for code in CLASSES:
        yield f"01.{code}.amount = 03.{code}.total"
        yield f"01.{code}.amount >= 04.{code}.total"
        yield f"04.{code}.general = 05.{code}.total"
        yield f"04.{code}.fund = 07.{code}.expenditure"
        yield f"04.{code}.capital = 08.{code}.total"


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
    items = [row.key for row in facts["06"].rows if row.key.isdigit()]
    for whole in (code for code in items if len(code) == 3):
        below = [code for code in items if len(code) == 5 and code.startswith(whole)]
        if below:
            yield f"06.{whole}.amount = " + " + ".join(f"06.{code}.amount" for code in below)
    public = [c for c in items if len(c) == 3 and c not in ("301", "303")]
    yield "06.public.amount = " + " + ".join(f"06.{code}.amount" for code in public)
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
