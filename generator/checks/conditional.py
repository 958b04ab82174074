"""Relations between tables that hold under a condition, or against last year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.checks.comparing import Claim, exact
from generator.checks.context import Context
from generator.checks.identities import Identity, expand
from generator.checks.looks import Right, Unknown, Wrong
from generator.checks.rule import AT_LEAST, ENVELOPE, WORDS, Look, Rule
from generator.model import Figure, Severity

_NON_FISCAL = ("superior", "business", "operating", "affiliated", "other", "surplus_used")


def all_fiscal(context: Context) -> bool:
    """True when every 元 of income and of the balances is a 财政拨款."""
    if any(not context.amount(f"01.{line}.amount").nil for line in _NON_FISCAL):
        return False
    pairs = (("01.opening.amount", "04.opening.amount"), ("01.closing.amount", "04.closing.total"))
    return all(context.amount(a).amount == context.amount(b).amount for a, b in pairs)


def fiscal_only(context: Context) -> Iterator[Look]:
    """With 财政拨款 alone, all spending is fiscal spending, 类 by 类 and 项 by 项."""
    if all_fiscal(context):
        yield from expand(context, _FISCAL_ONLY)


_FISCAL_ONLY = (
    Identity("X31", "只有财政拨款：01表{name} = 04表", "01.*.amount", ("04.*.total",)),
    *(
        Identity(
            "X31",
            f"只有财政拨款：03表{{name}}：{name} = 05＋07＋08表",
            f"03.#.{key}",
            (f"05.#.{key}", f"07.#.{key}", f"08.#.{key}"),
        )
        for key, name in (("basic", "基本支出"), ("project", "项目支出"))
    ),
)


def income_by_code(context: Context) -> Iterator[Look]:
    """Without carry-over, 财政拨款收入 of a 项 is what was spent on it."""
    balances = (context.amount("04.opening.amount"), context.amount("04.closing.total"))
    if all(figure.nil for figure in balances):
        yield from expand(context, _BY_CODE)


_BY_CODE = (
    Identity(
        "X24",
        "02表{name}：财政拨款收入 = 05＋07＋08表支出",
        "02.#.fiscal",
        ("05.#.total", "07.#.expenditure", "08.#.total"),
    ),
)


def operating_expenditure(context: Context) -> Iterator[Look]:
    """经营支出 needs 经营收入 or money from before."""
    spent = context.amount("03.total.operating")
    if spent.nil:
        return
    sources = [context.amount(f"01.{line}.amount") for line in ("operating", "opening")]
    cells = (*spent.cells, *sources[0].cells)
    if all(source.nil for source in sources):
        yield Wrong("有经营支出，没有经营收入，也没有年初结转和结余", cells, "核对两格。")
    else:
        yield Right(cells)


def opening(context: Context, line: str, place: str, name: str) -> Iterator[Look]:
    """Opening balance = last year's closing balance."""
    if context.accounts.without_prior or context.accounts.unfilled:
        return
    this, last = context.amount(place), context.given("prior", line, "prior")
    if not last.given:
        if not this.nil:
            yield Unknown(f"没有填上年的{name}（{last.cells[0]}）", last.cells)
        return
    remedy = "核对两格；有会计差错更正、归集调入调出等情况的，在核对说明里写明原因。"
    form = place.split(".")[0]
    claim_exact = exact(context.accounts, form, "prior")
    basis = "公开01表29行" if form == "01" else "公开04表28行"
    yield Claim(f"年初数 = 上年{name}", this, ((1, last),), basis, claim_exact, remedy=remedy)


def government_only(context: Context) -> Iterator[Look]:
    """行政单位 have neither 使用非财政拨款结余 nor 结余分配."""
    if context.choice("unit_type") != "行政单位" or context.choice("entity") == "部门":
        return
    for line in ("surplus_used", "allocation"):
        figure = context.amount(f"01.{line}.amount")
        if figure.nil:
            yield Right(figure.cells)
        else:
            message = f"行政单位填了「{figure.label}」"
            yield Wrong(message, figure.cells, "这一行只有事业单位填写；核对单位类型和这一格。")


def allocation(context: Context) -> Iterator[Look]:
    """结余分配 comes from non-fiscal money."""
    figure = context.amount("01.allocation.amount")
    if figure.nil:
        return
    if all_fiscal(context):
        yield Wrong("有结余分配，但没有非财政收入和结余", figure.cells, "核对这一格。")
    else:
        yield Right(figure.cells)


# Last year's figures among themselves: left line ≥ sum of the right lines.
_PRIOR = (
    ("total", "income"),
    ("total", "expenditure", "closing"),
    ("total", "fiscal_total"),
    ("income", "fiscal_general", "fiscal_fund", "fiscal_capital"),
    ("fiscal_total", "fiscal_general", "fiscal_fund", "fiscal_capital"),
    ("fiscal_total", "general_expenditure", "fiscal_closing"),
    ("expenditure", "general_expenditure"),
)


def prior_year(context: Context) -> Iterator[Look]:
    """A part of last year's figures is no larger than its whole."""
    if context.accounts.without_prior:
        return
    for whole, *parts in _PRIOR:
        left = context.given("prior", whole, "prior")
        right = [context.given("prior", part, "prior") for part in parts]
        if not left.given:
            yield Unknown(f"没有填{left.label}（{left.cells[0]}）", left.cells)
            continue
        terms = tuple((1, figure) for figure in right)
        names = "＋".join(_bare(figure) for figure in right)
        yield Claim(
            f"上年数：{_bare(left)}应不小于{names}",
            left,
            terms,
            "上年数",
            exact(context.accounts, "prior"),
            at_least=True,
        )


def _bare(figure: Figure) -> str:
    return figure.label.split("·")[0]


def _opening_rule(rule: str, name: str, line: str, place: str) -> Rule:
    return Rule(
        rule,
        f"年初结转 = 上年{name}",
        Severity.WARNING,
        "上年决算公开表",
        partial(opening, line=line, place=place, name=name),
        "没有年初结转和结余，或是新成立的单位",
        ENVELOPE,
        (rule,),
    )


RULES = (
    Rule(
        "X13",
        "有经营支出须有经营收入或年初结余",
        Severity.WARNING,
        "公开03表5栏",
        operating_expenditure,
        "没有经营支出",
        WORDS,
        ("X13",),
    ),
    _opening_rule("X17", "年末结转和结余", "closing", "01.opening.amount"),
    _opening_rule("X18", "年末财政拨款结转和结余", "fiscal_closing", "04.opening.amount"),
    Rule(
        "X19",
        "上年数的部分不超过全部",
        Severity.WARNING,
        "上年决算公开表",
        prior_year,
        "新成立的单位没有上年数",
        AT_LEAST,
        ("X19", "E28"),
    ),
    Rule(
        "X20",
        "行政单位没有结余分配和使用非财政拨款结余",
        Severity.WARNING,
        "公开01表28、59行",
        government_only,
        "不是行政单位",
        WORDS,
        ("X20",),
    ),
    Rule(
        "X21",
        "结余分配来自非财政资金",
        Severity.HINT,
        "公开01表59行",
        allocation,
        "没有结余分配",
        WORDS,
        ("X21",),
    ),
    Rule(
        "X24",
        "没有结转时，各项财政拨款收入 = 支出",
        Severity.WARNING,
        "公开02表2栏",
        income_by_code,
        "有财政拨款结转，收入和支出可以不等",
        ENVELOPE,
        ("X24",),
    ),
    Rule(
        "X31",
        "只有财政拨款时，全部支出 = 财政拨款支出",
        Severity.ERROR,
        "公开01表、03表与04、05、07、08表",
        fiscal_only,
        "有非财政收入或结余",
        ENVELOPE,
        ("X11", "X12"),
    ),
)
