"""第三部分 一至四: totals, income, expenditure and fiscal totals (公开01–04表)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, cells_of
from generator.model import Figure, Text


class Share(Struct, frozen=True):
    """One kind of income or expenditure with its share of the whole."""

    name: Text
    amount: Figure
    share: Figure


class Balance(Struct, frozen=True):
    """What the two totals of a year are made of besides income and expenditure.

    ``even``: both totals print alike, so that one sentence serves both; else ``spent`` is the
    change of the total on the side of expenditure.  ``sources`` and ``uses`` are the lines of
    either side that are not nil, empty where the year's income or expenditure stands alone.
    """

    even: bool
    spent: Change
    sources: tuple[TableLine, ...]
    uses: tuple[TableLine, ...]


class TableLine(Struct, frozen=True):
    """A line of 公开01表 or 公开04表 with its amount."""

    name: Text
    amount: Figure


class Overview(Struct, frozen=True):
    """一、收入支出决算总体情况 (公开01表31行、62行)."""

    total: Figure
    expenditure_total: Figure
    change: Change
    balance: Balance


class Structure(Struct, frozen=True):
    """二、收入 or 三、支出: the total, its change and the kinds that are not nil."""

    total: Figure
    change: Change
    parts: tuple[Share, ...]


class FundIncome(Struct, frozen=True):
    """Fiscal income of one kind of fund (公开04表1–3行) against last year."""

    name: Text
    income: Figure
    change: Change


class Fiscal(Struct, frozen=True):
    """四、财政拨款收入支出决算总体情况 (公开04表32行、64行)."""

    total: Figure
    expenditure_total: Figure
    change: Change
    balance: Balance
    funds: tuple[FundIncome, ...]

    @property
    def nothing(self) -> bool:
        """True for a unit without fiscal money this year and last."""
        return self.total.nil and self.expenditure_total.nil and self.change.flat


def overview(accounts: Accounts) -> Overview:
    """收、支总计 against last year."""
    total, spent = _both(
        accounts.amount("totals", "total_income"), accounts.amount("totals", "total_expenditure")
    )
    return Overview(
        total,
        spent,
        accounts.against_prior("收、支总计", total, "total"),
        _balance(
            accounts,
            (total, spent, accounts.against_prior("支出总计", spent, "total")),
            _lines(accounts, "totals", 0, ("income", "surplus_used", "opening"), "amount"),
            _lines(accounts, "totals", 1, ("expenditure", "allocation", "closing"), "amount"),
        ),
    )


def _both(income: Figure, expenditure: Figure) -> tuple[Figure, Figure]:
    """The two totals, each knowing the other's cells: what is said of one hangs on both."""
    cells = cells_of((income, expenditure))
    return replace(income, cells=cells), replace(expenditure, cells=cells)


def _balance(
    accounts: Accounts,
    totals: tuple[Figure, Figure, Change],
    sources: tuple[TableLine, ...],
    uses: tuple[TableLine, ...],
) -> Balance:
    income, expenditure, spent = totals
    even = accounts.alike(income, expenditure)
    balances = len(sources) > 1 or len(uses) > 1
    return Balance(even, spent, sources if balances else (), uses if balances else ())


def _lines(
    accounts: Accounts, form_id: str, side: int, keys: tuple[str, ...], column: str
) -> tuple[TableLine, ...]:
    labels = {line.key: line.label for line in accounts.edition.form(form_id).sides[side].lines}
    there = (key for key in keys if key in labels)  # a place may print no such line
    found = (TableLine(Text(labels[key]), accounts.amount(form_id, key, column)) for key in there)
    return tuple(line for line in found if accounts.shows(line.amount))


def income(accounts: Accounts) -> Structure:
    """本年收入合计 and its kinds; shares of 公开02表合计行1栏."""
    return _structure(accounts, "income", "income", "本年收入合计")


def expenditure(accounts: Accounts) -> Structure:
    """本年支出合计 and its kinds; shares of 公开03表合计行1栏."""
    return _structure(accounts, "expenditure", "expenditure", "本年支出合计")


def _structure(accounts: Accounts, form_id: str, line: str, label: str) -> Structure:
    whole = accounts.amount(form_id, "total", "total")
    columns = [c for c in accounts.edition.form(form_id).columns if c.key != "total"]
    amounts = {c.label: accounts.amount(form_id, "total", c.key) for c in columns}
    kept = {name: amount for name, amount in amounts.items() if accounts.shows(amount)}
    of_whole = accounts.shares(f"占{label}的比重", kept.values(), whole)
    parts = tuple(
        Share(Text(name), amount, found)
        for (name, amount), found in zip(kept.items(), of_whole, strict=True)
    )
    return Structure(whole, accounts.against_prior(label, whole, line), parts)


_FUNDS = {
    "general": "一般公共预算财政拨款",
    "fund": "政府性基金预算财政拨款",
    "capital": "国有资本经营预算财政拨款",
}


def fiscal(accounts: Accounts) -> Fiscal:
    """财政拨款收、支总计, and each kind of fund that had income this year or last."""
    total, spent = _both(
        accounts.amount("fiscal", "total_income"),
        accounts.amount("fiscal", "total_expenditure", "total"),
    )
    funds = []
    for key, name in _FUNDS.items():
        amount = accounts.amount("fiscal", key)
        against = accounts.against_prior(f"{name}收入", amount, f"fiscal_{key}")
        if accounts.shows(amount) or not against.flat:
            funds.append(FundIncome(Text(name), amount, against))
    against = accounts.against_prior("财政拨款收、支总计", total, "fiscal_total")
    balance = _balance(
        accounts,
        (total, spent, accounts.against_prior("财政拨款支出总计", spent, "fiscal_total")),
        _lines(accounts, "fiscal", 0, ("income", "opening"), "amount"),
        _lines(accounts, "fiscal", 1, ("expenditure", "closing"), "total"),
    )
    return Fiscal(total, spent, against, balance, tuple(funds))
