"""第三部分 一至四: totals, income, expenditure and fiscal totals (公开01–04表)."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, ratio
from generator.model import Figure, Text


@dataclass(frozen=True)
class Part:
    """One kind of income or expenditure with its share of the whole."""

    name: Text
    amount: Figure
    share: Figure


@dataclass(frozen=True)
class Overview:
    """一、收入支出决算总体情况 (公开01表31行、62行)."""

    total: Figure
    expenditure_total: Figure
    change: Change


@dataclass(frozen=True)
class Structure:
    """二、收入 or 三、支出: the total, its change and the kinds that are not nil."""

    total: Figure
    change: Change
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class FundIncome:
    """Fiscal income of one kind of fund (公开04表1–3行) against last year."""

    name: Text
    income: Figure
    change: Change


@dataclass(frozen=True)
class Fiscal:
    """四、财政拨款收入支出决算总体情况 (公开04表32行、64行)."""

    total: Figure
    expenditure_total: Figure
    change: Change
    funds: tuple[FundIncome, ...]


def overview(accounts: Accounts) -> Overview:
    """收、支总计 against last year."""
    total = accounts.amount("01", "total_income")
    return Overview(
        total,
        accounts.amount("01", "total_expenditure"),
        accounts.against_prior("收、支总计", total, "total"),
    )


def income(accounts: Accounts) -> Structure:
    """本年收入合计 and its kinds; shares of 公开02表合计行1栏."""
    return _structure(accounts, "02", "income", "本年收入合计")


def expenditure(accounts: Accounts) -> Structure:
    """本年支出合计 and its kinds; shares of 公开03表合计行1栏."""
    return _structure(accounts, "03", "expenditure", "本年支出合计")


def _structure(accounts: Accounts, form_id: str, line: str, label: str) -> Structure:
    whole = accounts.amount(form_id, "total", "total")
    columns = [c for c in accounts.edition.form(form_id).columns if c.key != "total"]
    parts = []
    for column in columns:
        amount = accounts.amount(form_id, "total", column.key)
        if not amount.nil:
            share = ratio(f"{column.label}占{label}的比重", amount, whole)
            parts.append(Part(Text(column.label), amount, share))
    return Structure(whole, accounts.against_prior(label, whole, line), tuple(parts))


_FUNDS = {
    "general": "一般公共预算财政拨款",
    "fund": "政府性基金预算财政拨款",
    "capital": "国有资本经营预算财政拨款",
}


def fiscal(accounts: Accounts) -> Fiscal:
    """财政拨款收、支总计, and each kind of fund that had income this year or last."""
    total = accounts.amount("04", "total_income")
    funds = []
    for key, name in _FUNDS.items():
        amount = accounts.amount("04", key)
        against = accounts.against_prior(f"{name}收入", amount, f"fiscal_{key}")
        if against.direction != "none":
            funds.append(FundIncome(Text(name), amount, against))
    against = accounts.against_prior("财政拨款收、支总计", total, "fiscal_total")
    spent = accounts.amount("04", "total_expenditure", "total")
    return Fiscal(total, spent, against, tuple(funds))
