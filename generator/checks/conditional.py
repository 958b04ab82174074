"""Relations between tables that hold under a condition."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.comparing import Claim, exact
from generator.checks.context import Context
from generator.checks.identities import Identity, expand
from generator.checks.looks import Right, Wrong
from generator.checks.rule import AT_LEAST, ENVELOPE, WORDS, Look, Rule
from generator.model import Severity

_NON_FISCAL = ("superior", "business", "operating", "affiliated", "other", "surplus_used")


def all_fiscal(context: Context) -> bool:
    """True when every 元 of income and of the balances is a 财政拨款."""
    if any(not context.amount(f"totals.{line}.amount").nil for line in _NON_FISCAL):
        return False
    pairs = (
        ("totals.opening.amount", "fiscal.opening.amount"),
        ("totals.closing.amount", "fiscal.closing.total"),
    )
    figures = ((context.amount(a), context.amount(b)) for a, b in pairs)
    return all(context.accounts.same(a, b, ("totals", "fiscal")) for a, b in figures)


def fiscal_only(context: Context) -> Iterator[Look]:
    """With 财政拨款 alone, all spending is fiscal spending, 类 by 类 and 项 by 项."""
    if all_fiscal(context):
        yield from expand(context, _FISCAL_ONLY)


_FISCAL_ONLY = (
    Identity(
        "X31",
        "只有财政拨款：{totals.mark}{name} = {fiscal.mark}",
        "totals.*.amount",
        ("fiscal.*.total",),
    ),
    *(
        Identity(
            "X31",
            f"只有财政拨款：{{expenditure.mark}}{{name}}：{name} = {{general+fund+capital.mark}}",
            f"expenditure.#.{key}",
            (f"general.#.{key}", f"fund.#.{key}", f"capital.#.{key}"),
        )
        for key, name in (("basic", "基本支出"), ("project", "项目支出"))
    ),
)


def income_by_code(context: Context) -> Iterator[Look]:
    """Without carry-over, 财政拨款收入 of a 项 is what was spent on it."""
    balances = (context.amount("fiscal.opening.amount"), context.amount("fiscal.closing.total"))
    if all(figure.nil for figure in balances):
        yield from expand(context, _BY_CODE)


_BY_CODE = (
    Identity(
        "X24",
        "{income.mark}{name}：财政拨款收入 = {general+fund+capital.mark}支出",
        "income.#.fiscal",
        ("general.#.total", "fund.#.expenditure", "capital.#.total"),
    ),
)


def fiscal_balances(context: Context) -> Iterator[Look]:
    """The balances of 财政拨款 are part of all balances."""
    yield from expand(context, _BALANCES)


_BALANCES = tuple(
    Identity(
        "X34",
        f"{{totals.mark}}{name}应不小于 {{fiscal.mark}}{name}",
        f"totals.{key}.amount",
        (f"fiscal.{key}.{column}",),
        at_least=True,
    )
    for key, name, column in (
        ("opening", "年初结转和结余", "amount"),
        ("closing", "年末结转和结余", "total"),
    )
)


def within_full_budget(context: Context) -> Iterator[Look]:
    """What was spent on a 项 is within its whole year's budget, where one is given."""
    made, remedy = context.disclosure, "核对全年预算数（调整后的预算数）和决算数。"
    for item in (*made.general.items, *made.fund.budgets, *made.capital.budgets):
        full, spent = item.plan.full, item.plan.outturn
        if item.plan.adjusted:
            yield Claim(
                f"{item.name}决算应不超过全年预算",
                full,
                ((1, spent),),
                "年初预算 全年预算数",
                exact(context.accounts, "budget", "general", "fund", "capital"),
                at_least=True,
                remedy=remedy,
            )


def operating_expenditure(context: Context) -> Iterator[Look]:
    """经营支出 needs 经营收入 or money from before."""
    spent = context.amount("expenditure.total.operating")
    if spent.nil:
        return
    sources = [context.amount(f"totals.{line}.amount") for line in ("operating", "opening")]
    cells = (*spent.cells, *sources[0].cells)
    if all(source.nil for source in sources):
        yield Wrong("有经营支出，没有经营收入，也没有年初结转和结余", cells, "核对两格。")
    else:
        yield Right(cells)


def government_only(context: Context) -> Iterator[Look]:
    """行政单位 have neither 使用非财政拨款结余 nor 结余分配."""
    if context.choice("unit_type") != "行政单位" or context.choice("entity") == "部门":
        return
    for line in ("surplus_used", "allocation"):
        figure = context.amount(f"totals.{line}.amount")
        if figure.nil:
            yield Right(figure.cells)
        else:
            message = f"行政单位填了「{figure.label}」"
            yield Wrong(message, figure.cells, "这一行只有事业单位填写；核对单位类型和这一格。")


def allocation(context: Context) -> Iterator[Look]:
    """结余分配 comes from non-fiscal money."""
    figure = context.amount("totals.allocation.amount")
    if figure.nil:
        return
    if all_fiscal(context):
        yield Wrong("有结余分配，但没有非财政收入和结余", figure.cells, "核对这一格。")
    else:
        yield Right(figure.cells)


RULES = (
    Rule(
        "X13",
        "有经营支出须有经营收入或年初结余",
        Severity.WARNING,
        "{expenditure}{expenditure/operating}栏",
        operating_expenditure,
        "没有经营支出",
        WORDS,
        ("X13",),
    ),
    Rule(
        "X20",
        "行政单位没有结余分配和使用非财政拨款结余",
        Severity.WARNING,
        "{totals}{totals.surplus_used}、{totals.allocation}行",
        government_only,
        "不是行政单位",
        WORDS,
        ("X20",),
    ),
    Rule(
        "X21",
        "结余分配来自非财政资金",
        Severity.HINT,
        "{totals}{totals.allocation}行",
        allocation,
        "没有结余分配",
        WORDS,
        ("X21",),
    ),
    Rule(
        "X24",
        "没有结转时，各项财政拨款收入 = 支出",
        Severity.WARNING,
        "{income}{income/fiscal}栏",
        income_by_code,
        "有财政拨款结转，收入和支出可以不等",
        ENVELOPE,
        ("X24",),
    ),
    Rule(
        "X31",
        "只有财政拨款时，全部支出 = 财政拨款支出",
        Severity.ERROR,
        "{totals}、{expenditure.mark}与{fiscal,general,fund,capital.mark}",
        fiscal_only,
        "有非财政收入或结余",
        ENVELOPE,
        ("X11", "X12"),
    ),
    Rule(
        "X34",
        "全部结转和结余不小于其中的财政拨款结转",
        Severity.WARNING,
        "{totals}{totals.opening}、{totals.closing}行，{fiscal}{fiscal.opening}、{fiscal.closing}行",
        fiscal_balances,
        "没有结转和结余",
        AT_LEAST,
        ("X17", "X18"),
    ),
    Rule(
        "X36",
        "各项决算不超过全年预算",
        Severity.WARNING,
        "年初预算 全年预算数",
        within_full_budget,
        "没有填全年预算数",
        AT_LEAST,
        ("X23",),
    ),
)
