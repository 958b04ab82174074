"""第三部分 五至八: the general budget by 类 and 项, basic expenditure, fund and capital budgets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, change, from_fact, ratio, text_from, total
from generator.model import Cell, Figure, Text, Unit


@dataclass(frozen=True)
class ClassShare:
    """One 类 of 公开05表: amount, share of the general budget, names of its 款."""

    name: Text
    amount: Figure
    share: Figure
    uses: tuple[Text, ...]


@dataclass(frozen=True)
class ItemBudget:
    """One 项: 年初预算 against 支出决算.  ``completion`` has no value when the budget is nil."""

    class_name: Text
    group_name: Text
    name: Text
    budget: Figure
    outturn: Figure
    completion: Figure
    change: Change


@dataclass(frozen=True)
class GeneralBudget:
    """五、一般公共预算财政拨款支出 (公开05表)."""

    total: Figure
    share: Figure
    change: Change
    classes: tuple[ClassShare, ...]
    budget: Figure
    completion: Figure
    items: tuple[ItemBudget, ...]


@dataclass(frozen=True)
class Items:
    """人员经费 or 公用经费 of 公开06表 with the 款 that are not nil."""

    total: Figure
    items: tuple[Text, ...]


@dataclass(frozen=True)
class BasicExpenditure:
    """六、一般公共预算财政拨款基本支出 (公开05表2栏、公开06表)."""

    total: Figure
    personnel: Items
    public: Items


@dataclass(frozen=True)
class FundItem:
    """One 项 of 公开07表 or 公开08表."""

    class_name: Text
    group_name: Text
    name: Text
    income: Figure
    expenditure: Figure


@dataclass(frozen=True)
class FundBudget:
    """七、政府性基金 (公开07表) and 八、国有资本经营 (公开08表, without balances)."""

    nil: bool
    opening: Figure
    income: Figure
    expenditure: Figure
    closing: Figure
    items: tuple[FundItem, ...]


def general_budget(accounts: Accounts) -> GeneralBudget:
    """Shares are of 公开05表合计行1栏; completion is 支出决算 / 年初预算."""
    whole = accounts.amount("05", "total", "total")
    spent = accounts.amount("01", "expenditure")
    budget = _budget_total(accounts)
    return GeneralBudget(
        total=whole,
        share=ratio("占本年支出合计的比重", whole, spent),
        change=accounts.against_prior("一般公共预算财政拨款支出", whole, "general_expenditure"),
        classes=tuple(_classes(accounts, whole)),
        budget=budget,
        completion=ratio("完成年初预算", whole, budget),
        items=tuple(_items(accounts)),
    )


def _classes(accounts: Accounts, whole: Figure) -> list[ClassShare]:
    found = []
    for row in accounts.code_rows("05", 3):
        amount = accounts.amount("05", row.key, "total")
        if amount.nil:
            continue
        uses = tuple(
            text_from(accounts.facts["05"][code]["name"])
            for code in accounts.children("05", row.key)
            if not accounts.amount("05", code, "total").nil
        )
        name = text_from(row["name"])
        found.append(ClassShare(name, amount, ratio(f"{name}占比", amount, whole), uses))
    return found


def _budget_total(accounts: Accounts) -> Figure:
    table = accounts.facts["budget"]
    stated = from_fact(table["total"]["budget"])
    if stated.given:
        return stated
    rows = [r for r in table.rows if r.key != "total"]
    return total("年初预算合计", [stated, *(from_fact(r["budget"]) for r in rows)])


def _items(accounts: Accounts) -> list[ItemBudget]:
    budget = accounts.facts["budget"]
    codes = {r.key for r in budget.rows if r.key != "total"}
    codes |= {r.key for r in accounts.code_rows("05", 7)}
    items = [_item(accounts, code) for code in sorted(codes)]
    return [item for item in items if not (item.budget.nil and item.outturn.nil)]


def _item(accounts: Accounts, code: str) -> ItemBudget:
    budget = accounts.facts["budget"]
    row = budget.by_key.get(code)
    name = accounts.name_of(code) or (text_from(row["name"]) if row else Text(code))
    outturn = (
        accounts.amount("05", code, "total")
        if code in accounts.facts["05"]
        else _absent(f"{name}支出决算", accounts.facts["05"].sheet)
    )
    planned = from_fact(row["budget"]) if row else _absent(f"{name}年初预算", budget.sheet)
    reason = text_from(row["reason"]) if row else Text("")
    return ItemBudget(
        class_name=accounts.name_of(code[:3]),
        group_name=accounts.name_of(code[:5]),
        name=name,
        budget=planned,
        outturn=outturn,
        completion=ratio(f"{name}完成年初预算", outturn, planned),
        change=change(f"{name}与年初预算", outturn, planned, reason, accounts.visible),
    )


def _absent(label: str, sheet: str) -> Figure:
    """A row that the sheet does not have: nil, as on the official form."""
    return Figure(Decimal(0), Unit.YUAN, label, (Cell(sheet, ""),), missing="表中没有这一行")


def basic_expenditure(accounts: Accounts) -> BasicExpenditure:
    """人员经费 = 301+303, 公用经费 = 302+310 …, as the totals of 公开06表 say."""
    return BasicExpenditure(
        accounts.amount("05", "total", "basic"),
        _basic_items(accounts, "personnel"),
        _basic_items(accounts, "public"),
    )


def _basic_items(accounts: Accounts, key: str) -> Items:
    form = accounts.edition.form("06")
    classes = accounts.item_children(form, key)
    names = [
        text_from(accounts.facts["06"][code]["name"])
        for cls in classes
        for code in accounts.item_children(form, cls)
        if not accounts.amount("06", code).nil
    ]
    return Items(accounts.amount("06", key), tuple(names))


def government_fund(accounts: Accounts) -> FundBudget:
    """公开07表; nil when every cell of it is."""
    columns = {key: accounts.amount("07", "total", key) for key in _FUND_COLUMNS}
    items = tuple(
        item
        for row in accounts.code_rows("07", 7)
        if not (item := _fund_item(accounts, "07", row.key, "income", "expenditure")).income.nil
        or not item.expenditure.nil
    )
    return FundBudget(all(f.nil for f in columns.values()), items=items, **columns)


_FUND_COLUMNS = ("opening", "income", "expenditure", "closing")


def state_capital(accounts: Accounts) -> FundBudget:
    """公开08表; its balances stand in 公开04表."""
    spent = accounts.amount("08", "total", "total")
    items = tuple(
        _fund_item(accounts, "08", row.key, "total", "total") for row in accounts.code_rows("08", 7)
    )
    income, opening = accounts.amount("04", "capital"), accounts.amount("04", "opening_capital")
    closing = accounts.amount("04", "closing", "capital")
    nil = spent.nil and income.nil
    return FundBudget(nil, opening, income, spent, closing, items)


def _fund_item(accounts: Accounts, form_id: str, code: str, income: str, spent: str) -> FundItem:
    return FundItem(
        accounts.name_of(code[:3]),
        accounts.name_of(code[:5]),
        accounts.name_of(code),
        accounts.amount(form_id, code, income),
        accounts.amount(form_id, code, spent),
    )
