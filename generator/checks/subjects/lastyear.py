"""Last year's figures: among themselves, as opening balances, and not this year's once more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import AT_LEAST, ENVELOPE, WORDS, Look, Rule
from generator.figures.accounts import basis_of
from generator.figures.arithmetic import cells_of
from generator.model import Figure, Severity


def opening(context: Context, line: str, place: str, name: str) -> Iterator[Look]:
    """Opening balance = last year's closing balance."""
    if context.accounts.without_prior or context.accounts.unfilled:
        return
    this, last = context.amount(place), context.given("prior", line, "prior")
    if not last.given:
        if not this.nil:
            message = f"本年有年初数，没有填上年的{name}"
            cells = (*last.cells, *this.cells)
            remedy = "填写上年公开的数，没有的填 0。"
            yield Wrong(message, cells, remedy, severity=Severity.TODO, blank=last.cells)
        return
    remedy = "核对两格；有会计差错更正、归集调入调出等情况的，在核对说明里写明原因。"
    form = place.split(".")[0]
    claim_exact = exact(context.accounts, form, "prior")
    basis = basis_of(context.accounts.edition.form(form), "opening", "amount")
    yield Claim(f"年初数 = 上年{name}", this, ((1, last),), basis, claim_exact, remedy=remedy)


# Last year's figures among themselves: left line ≥ sum of the right lines.
_PRIOR = (
    ("total", "income"),
    ("total", "expenditure", "closing"),
    ("total", "fiscal_total"),
    ("income", "fiscal_general", "fiscal_fund", "fiscal_capital"),
    ("fiscal_total", "fiscal_general", "fiscal_fund", "fiscal_capital"),
    ("fiscal_total", "general_expenditure", "fiscal_closing"),
    ("closing", "fiscal_closing"),
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


def same_as_last_year(context: Context) -> Iterator[Look]:
    """Last year's figures are not this year's figures pasted again."""
    made = context.disclosure
    compared = (made.overview, made.income, made.expenditure, made.fiscal, made.general)
    pairs = [(made_.change.this, made_.change.base) for made_ in compared]
    given = [(this, base) for this, base in pairs if base.given and not this.nil]
    if len(given) < len(pairs):
        return
    cells = cells_of([base for _, base in given])
    if all(this.amount == base.amount for this, base in given):
        message = "上年数与本年数一分不差"
        yield Wrong(message, cells, "核对上年数：是不是把本年的数填进了上年一栏。")
    else:
        yield Right(cells)


def not_nil(context: Context) -> Iterator[Look]:
    """Last year's figures are not all zero, save those of a unit that did not exist."""
    if context.accounts.without_prior or context.accounts.unfilled:
        return
    lines = [row["prior"] for row in context.accounts.facts["prior"].rows]
    given = [fact for fact in lines if fact.given]
    if len(given) < _ENOUGH:
        return
    cells = tuple(fact.cell for fact in given)
    if any(fact.value for fact in given):
        yield Right(cells)
    else:
        history = context.accounts.facts["profile"]["history"]["value"].cell
        message = "上年数全是 0，上年情况没有选新成立"
        remedy = "填写上年公开的数；本年新成立的，在基本信息里选「新成立」。"
        yield Wrong(message, (*cells, history), remedy, explains=cells)


_ENOUGH = 3


def exchanged(context: Context) -> Iterator[Look]:
    """Last year's income and expenditure are not taken for each other.

    Seen where 总计 is not 支出＋年末结转, and to the 分 what stands for 收入＋年末结转.
    """
    if context.accounts.without_prior:
        return
    lines = ("total", "income", "expenditure", "closing")
    total, income, spent, closing = (context.given("prior", line, "prior") for line in lines)
    if not (total.given and income.given and spent.given) or total.nil:
        return
    cells = (*income.cells, *spent.cells)
    room = context.accounts.rounding(2, "prior")
    if abs(income.amount - spent.amount) <= room or income.amount > total.amount:
        return
    fits = abs(total.amount - income.amount - closing.amount) <= room
    if fits and abs(total.amount - spent.amount - closing.amount) > room:
        message = "上年数的收、支总计等于收入加年末结转，收入和支出像是填反了"
        yield Wrong(message, cells, "核对上年本年收入合计和本年支出合计两格。", explains=cells)
    else:
        yield Right(cells)


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
    _opening_rule("X17", "年末结转和结余", "closing", "totals.opening.amount"),
    _opening_rule("X18", "年末财政拨款结转和结余", "fiscal_closing", "fiscal.opening.amount"),
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
        "X35",
        "上年数不是本年数",
        Severity.HINT,
        "上年决算公开表",
        same_as_last_year,
        "没有上年数，或没有本年数",
        WORDS,
        ("X19",),
    ),
    Rule(
        "X38",
        "上年数不全是零",
        Severity.WARNING,
        "上年决算公开表",
        not_nil,
        "没有填上年数，或是新成立的单位",
        WORDS,
        ("X19",),
    ),
    Rule(
        "X39",
        "上年收入和支出没有填反",
        Severity.WARNING,
        "上年决算公开表",
        exchanged,
        "没有填上年数，或上年收支相等",
        ENVELOPE,
        ("X19",),
    ),
)
