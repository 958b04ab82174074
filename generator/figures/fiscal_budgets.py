"""第三部分 五至八: the general budget by 类 and 项, basic expenditure, fund and capital budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, text_from
from generator.figures.budget_items import ItemBudget, Plan, item_budget, item_budgets, whole_plan
from generator.figures.budget_rows import SPENT, absent, codes, rows, unadjusted
from generator.model import Figure, Text


class ClassShare(Struct, frozen=True):
    """One 类 of 公开05表: amount, share of the general budget, names of its 款."""

    name: Text
    amount: Figure
    share: Figure
    uses: tuple[Text, ...]


class GeneralBudget(Struct, frozen=True, dict=True):
    """五、一般公共预算财政拨款支出 (公开05表).

    ``unadjusted`` are the items because of which the full-year budget of all is not known.
    """

    total: Figure
    share: Figure
    change: Change
    classes: tuple[ClassShare, ...]
    plan: Plan
    items: tuple[ItemBudget, ...]
    unadjusted: tuple[ItemBudget, ...]

    @property
    def nothing(self) -> bool:
        """True when nothing was spent this year and last."""
        return self.total.nil and self.change.flat

    @cached_property  # each 项 asks for it
    def common_reason(self) -> Text:
        """The one reason that all 项 give where nothing was budgeted at first, "" otherwise."""
        reasons = {item.change.reason.value: item.change.reason for item in self.items}
        if (
            self.plan.change.reason
            or len(reasons) != 1
            or not all(item.plan.initial.nil for item in self.items)
        ):
            return Text("")
        return next(iter(reasons.values()))


class Items(Struct, frozen=True):
    """人员经费 or 公用经费 of 公开06表 with the 款 that are not nil."""

    total: Figure
    items: tuple[Text, ...]


class BasicExpenditure(Struct, frozen=True):
    """六、一般公共预算财政拨款基本支出 (公开05表2栏、公开06表)."""

    total: Figure
    personnel: Items
    public: Items


class FundItem(Struct, frozen=True):
    """One 项 of 公开07表 or 公开08表, with its budget."""

    opening: Figure
    income: Figure
    expenditure: Figure
    closing: Figure
    budget: ItemBudget

    @property
    def moved(self) -> bool:
        """True when the form has something for it, and not only 年初预算."""
        return not all(figure.nil for figure in self.amounts)

    @property
    def amounts(self) -> tuple[Figure, ...]:
        """What stands in the form."""
        return self.opening, self.income, self.expenditure, self.closing


class FundBudget(Struct, frozen=True):
    """七、政府性基金 (公开07表) and 八、国有资本经营 (公开08表, balances in 公开04表).

    ``nil``: nothing happened this year and nothing is left over.  ``planned``: 年初预算 has rows
    of this kind, so that completion is reported.  ``unadjusted``: as of the general budget.
    """

    nil: bool
    planned: bool
    opening: Figure
    income: Figure
    expenditure: Figure
    closing: Figure
    plan: Plan
    items: tuple[FundItem, ...]
    unadjusted: tuple[ItemBudget, ...]

    @property
    def budgets(self) -> tuple[ItemBudget, ...]:
        """The items whose completion is reported."""
        return tuple(item.budget for item in self.items) if self.planned else ()


def general_budget(accounts: Accounts) -> GeneralBudget:
    """Shares are of 公开05表合计行1栏; completion is 支出决算 / 年初预算."""
    whole = accounts.amount("general", "total", "total")
    spent = accounts.amount("totals", "expenditure")
    items = item_budgets(accounts, "general")
    return GeneralBudget(
        total=whole,
        share=accounts.share("占本年支出合计的比重", whole, spent),
        change=accounts.against_prior("一般公共预算财政拨款支出", whole, "general_expenditure"),
        classes=tuple(_classes(accounts, whole)),
        plan=whole_plan(accounts, "general"),
        items=items,
        unadjusted=_unadjusted(accounts, "general", items),
    )


def _classes(accounts: Accounts, whole: Figure) -> Iterator[ClassShare]:
    rows = accounts.code_rows("general", 3)
    amounts = [accounts.amount("general", row.key, "total") for row in rows]
    kept = [pair for pair in zip(rows, amounts, strict=True) if accounts.shows(pair[1])]
    found = accounts.shares("占比", (amount for _, amount in kept), whole)
    for (row, amount), of_whole in zip(kept, found, strict=True):
        uses = tuple(
            text_from(accounts.facts["general"][code]["name"])
            for code in accounts.children("general", row.key)
            if accounts.shows(accounts.amount("general", code, "total"))
        )
        yield ClassShare(text_from(row["name"]), amount, of_whole, uses)


def basic_expenditure(accounts: Accounts) -> BasicExpenditure:
    """人员经费 = 301+303, 公用经费 = 302+310 …, as the totals of 公开06表 say."""
    return BasicExpenditure(
        accounts.amount("general", "total", "basic"),
        _basic_items(accounts, "personnel"),
        _basic_items(accounts, "public"),
    )


def _basic_items(accounts: Accounts, key: str) -> Items:
    form = accounts.edition.form("basic")
    classes = accounts.item_children(form, key)
    names = [
        text_from(accounts.facts["basic"][code]["name"])
        for cls in classes
        for code in sorted(accounts.item_children(form, cls))  # as 公开06表 is printed
        if accounts.shows(accounts.amount("basic", code))
    ]
    return Items(accounts.amount("basic", key), tuple(names))


def government_fund(accounts: Accounts) -> FundBudget:
    """公开07表; nil when every cell of it is."""
    columns = [accounts.amount("fund", "total", key) for key in _FUND_COLUMNS]
    return _fund_budget(accounts, "fund", columns)


def state_capital(accounts: Accounts) -> FundBudget:
    """公开08表; its balances stand in 公开04表."""
    columns = [
        accounts.amount("fiscal", "opening_capital"),
        accounts.amount("fiscal", "capital"),
        accounts.amount("capital", "total", "total"),
        accounts.amount("fiscal", "closing", "capital"),
    ]
    return _fund_budget(accounts, "capital", columns)


_FUND_COLUMNS = ("opening", "income", "expenditure", "closing")


def _fund_budget(accounts: Accounts, form_id: str, columns: list[Figure]) -> FundBudget:
    items = [_fund_item(accounts, form_id, code) for code in codes(accounts, form_id)]
    amounts = (*columns, *(figure for item in items for figure in item.amounts))
    kept = tuple(
        item
        for item in items
        if any(map(accounts.shows, (*item.amounts, *item.budget.plan.amounts)))
    )
    opening, income, expenditure, closing = columns
    budgets = [item.budget for item in kept]
    return FundBudget(
        nil=all(figure.nil for figure in amounts),
        planned=bool(rows(accounts, form_id)),
        opening=opening,
        income=income,
        expenditure=expenditure,
        closing=closing,
        plan=whole_plan(accounts, form_id),
        items=kept,
        unadjusted=_unadjusted(accounts, form_id, budgets),
    )


def _unadjusted(
    accounts: Accounts, form_id: str, items: Iterable[ItemBudget]
) -> tuple[ItemBudget, ...]:
    known = unadjusted(accounts, form_id)
    return tuple(item for item in items if item.code in known)


def _fund_item(accounts: Accounts, form_id: str, code: str) -> FundItem:
    columns = {column.key for column in accounts.edition.form(form_id).columns}
    listed = code in accounts.facts[form_id]

    def amount(column: str) -> Figure:
        if listed and column in columns:
            return accounts.amount(form_id, code, column)
        return absent(f"{code} {column}", accounts.facts[form_id].sheet)

    return FundItem(
        amount("opening"),
        amount("income"),
        amount(SPENT[form_id]),
        amount("closing"),
        item_budget(accounts, form_id, code),
    )
