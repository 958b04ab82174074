"""The nine forms of a unit in 分: every cell with all its totals, from the books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from . import catalogue
from .books import Books
from .unit import Dice, Place

Truth = Counter[Place]
FORM_OF = {"general": "05", "fund": "07", "capital": "08"}


def forms(books: Books) -> Truth:
    """公开01 to 05, 07 and 08.  Cells that are nil are left out."""
    cells: Truth = Counter()
    for fund in catalogue.FUNDS:
        _fiscal(cells, books, fund)
    for kind, parts in books.incomes.items():
        for code, amount in parts.items():
            _add(cells, "02", code, {kind: amount, "total": amount})
    for kind, parts in books.spending.items():
        for code, amount in parts.items():
            _add(cells, "03", code, {kind: amount, "total": amount})
    _overview(cells, books)
    _fiscal_overview(cells, books)
    return Counter({place: fen for place, fen in cells.items() if fen})


def _add(cells: Truth, form: str, code: str, amounts: Mapping[str, int]) -> None:
    for row in (code, code[:5], code[:3], "total"):
        for column, fen in amounts.items():
            cells[form, row, column] += fen


def _fiscal(cells: Truth, books: Books, fund: str) -> None:
    for code, account in books.fiscal[fund].items():
        spent = {"total": account.spent, "basic": account.basic, "project": account.project}
        _add(cells, "02", code, {"fiscal": account.income, "total": account.income})
        _add(cells, "03", code, spent)
        if fund == "fund":
            moved = {key: getattr(account, key) for key in ("opening", "income", "closing")}
            spent = {**moved, "expenditure": spent.pop("total"), **spent}
        _add(cells, FORM_OF[fund], code, spent)


def _overview(cells: Truth, books: Books) -> None:
    lines = {str(n): books.fiscal_sum(f, "income") for n, f in enumerate(catalogue.FUNDS, 1)}
    for place, column in enumerate(catalogue.COLUMNS["02"][2:], 4):
        lines[str(place)] = cells["02", "total", column]
    fiscal = {key: sum(books.fiscal_sum(f, key) for f in catalogue.FUNDS) for key in _BALANCES}
    lines["27"] = cells["02", "total", "total"]
    lines["28"] = books.surplus_used
    lines["29"] = fiscal["opening"] + books.opening
    lines["31"] = lines["27"] + lines["28"] + lines["29"]
    for code, number in catalogue.LINES_01.items():
        lines[number] = cells["03", code, "total"]
    lines["58"] = cells["03", "total", "total"]
    lines["59"] = books.allocation
    lines["60"] = fiscal["closing"] + books.closing
    lines["62"] = lines["58"] + lines["59"] + lines["60"]
    assert lines["31"] == lines["62"]
    cells.update({("01", number, "amount"): fen for number, fen in lines.items()})


_BALANCES = ("opening", "closing")


def _fiscal_overview(cells: Truth, books: Books) -> None:
    left = Counter({"27": 0, "28": 0})
    for number, fund in enumerate(catalogue.FUNDS, 1):
        income, opening = books.fiscal_sum(fund, "income"), books.fiscal_sum(fund, "opening")
        left.update({str(number): income, "27": income, str(28 + number): opening, "28": opening})
        _fund_column(cells, books, fund)
    left["32"] = left["27"] + left["28"]
    cells.update({("04", number, "amount"): fen for number, fen in left.items()})
    assert left["32"] == cells["04", "64", "total"]


def _fund_column(cells: Truth, books: Books, fund: str) -> None:
    spent = "expenditure" if fund == "fund" else "total"
    closing = books.fiscal_sum(fund, "closing")
    column = {n: cells[FORM_OF[fund], c, spent] for c, n in catalogue.LINES_04.items()}
    column["59"] = books.fiscal_sum(fund, "spent")
    column |= {"60": closing, "64": column["59"] + closing}
    for number, fen in column.items():
        cells["04", number, fund] += fen
        cells["04", number, "total"] += fen


_LEAST = 1_000_000  # 分 of basic expenditure for each item that it is split into


def items(cells: Truth, dice: Dice, three_public: Mapping[str, bool]) -> None:
    """公开06表: the basic expenditure of the general budget, and what of 三公 is in it."""
    basic = cells["05", "total", "basic"]
    allowed = [code for key, code in catalogue.OF_THREE_PUBLIC.items() if three_public[key]]
    own = dice.random.sample(catalogue.PERSONNEL, dice.whole(2, 18))
    public = dice.random.sample(catalogue.PUBLIC, dice.whole(2, 20))
    unlisted = [code for code in catalogue.UNLISTED if dice.chance(0.08)]
    codes = own + public + unlisted + allowed
    if dice.chance(0.15):
        codes = own if dice.chance(0.5) else public + allowed
    dice.random.shuffle(codes)
    codes = codes[: max(1, basic // _LEAST)]
    for code, fen in dice.split(basic, codes).items():
        if code in allowed and fen < 10_000:  # too little for the quantities that belong to it
            code = "30199"
        row = "personnel" if code[:3] in ("301", "303") else "public"
        for key in (code, code[:3], row):
            cells["06", key, "amount"] += fen


def three_public(cells: Truth, dice: Dice, active: Mapping[str, bool]) -> None:
    """公开09表.  What was spent is within the full-year budget and part of fiscal spending."""
    spendable = cells["05", "total", "project"] + cells["07", "total", "project"]
    extra = dice.split(dice.part(spendable // 4 // dice.quantum * dice.quantum), active)
    for key, code in catalogue.OF_THREE_PUBLIC.items():
        spent = cells["06", code, "amount"]
        if active[key] and spent + extra.get(key, 0) >= 10_000:
            spent += extra.get(key, 0)
        budget = spent
        if (spent and dice.chance(0.7)) or dice.chance(0.1):
            budget += dice.amount(-2, 5) if dice.chance(0.9) else dice.quantum
        for column in _columns(key):
            cells["09", "row", f"outturn{column}"] += spent
            cells["09", "row", f"budget{column}"] += budget


def _columns(key: str) -> tuple[str, ...]:
    cars = ("_cars",) if key in ("purchase", "running") else ()
    return ("", f"_{key}", *cars)
