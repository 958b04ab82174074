"""Relations between tables that hold under a condition."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.conditions import fiscal_only
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, WORDS, Look, Rule
from generator.model import Figure, Severity


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


def operating_income(context: Context) -> Iterator[Look]:
    """What earns 经营收入 costs something: 经营支出."""
    earned = context.amount("totals.operating.amount")
    spent = context.amount("expenditure.total.operating")
    if earned.nil:
        return
    if spent.nil:
        message = "有经营收入，没有经营支出"
        remedy = "核对经营支出是不是填进了基本支出、项目支出。"
        yield Wrong(message, (*earned.cells, *spent.cells), remedy)
    else:
        yield Right(earned.cells)


def government_only(context: Context) -> Iterator[Look]:
    """行政单位 have neither 使用非财政拨款结余 nor 结余分配."""
    unit_type = context.accounts.chosen("profile", "unit_type")
    if unit_type != "government" or context.disclosure.unit.is_department:
        return
    for figure in of_institutions(context):
        if figure.nil:
            yield Right(figure.cells)
        else:
            message = f"行政单位填了「{figure.label}」"
            yield Wrong(message, figure.cells, "这一行只有事业单位填写；核对单位类型和这一格。")


def of_institutions(context: Context) -> Iterator[Figure]:
    """The lines of 公开01表 that only a 事业单位 fills in."""
    for line in ("surplus_used", "allocation"):
        yield context.amount(f"totals.{line}.amount")


def allocation(context: Context) -> Iterator[Look]:
    """结余分配 comes from non-fiscal money."""
    figure = context.amount("totals.allocation.amount")
    if figure.nil:
        return
    if fiscal_only(context):
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
        "X37",
        "有经营收入须有经营支出",
        Severity.WARNING,
        "{totals}{totals.operating}行",
        operating_income,
        "没有经营收入",
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
