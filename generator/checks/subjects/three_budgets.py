"""The budgets of 三公: what was spent against them, and whether they stand in their own cells."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, WORDS, Look, Rule
from generator.checks.subjects.spending import summed
from generator.figures.arithmetic import cells_of
from generator.model import Cell, Figure, Severity

# Line of the sheet 三公经费 and end of the columns of 公开09表, the item's name.
_ITEMS = (
    ("abroad", "因公出国（境）费"),
    ("purchase", "公务用车购置费"),
    ("running", "公务用车运行维护费"),
    ("reception", "公务接待费"),
)


class _Item(Struct, frozen=True):
    """One item of 三公: outturn, full-year budget, initial budget."""

    name: str
    spent: Figure
    full: Figure
    initial: Figure


def _items(context: Context) -> list[_Item]:
    return [
        _Item(
            name,
            context.amount(f"three_public.row.outturn_{key}"),
            context.amount(f"three_public.row.budget_{key}"),
            context.accounts.stated("three_public_items", key, "budget"),
        )
        for key, name in _ITEMS
    ]


def within_budget(context: Context) -> Iterator[Look]:
    """No item of 三公 was spent beyond its whole year's budget, or its initial one if no other is given."""
    remedy = "核对预算数和决算数；用以前年度结转资金安排的，在核对说明里写明。"
    without_full = context.amount("three_public.row.budget").nil
    for item in _items(context):
        planned = item.initial if without_full and not item.initial.nil else item.full
        if not item.spent.nil:
            name = f"{{three_public.mark}}{item.name}：决算数应不超过预算数"
            claim = summed(context, name, planned, [item.spent], at_least=True)
            yield replace(claim, remedy=remedy)


def initial_given(context: Context) -> Iterator[Look]:
    """Where 三公 have a full-year budget, the sheet 三公经费 says what the initial one was."""
    full = context.amount("three_public.row.budget")
    lines = context.accounts.facts["three_public_items"].rows
    initial = [row["budget"] for row in lines if "budget" in row.cells]  # not asked everywhere
    cells = tuple(fact.cell for fact in initial)
    if full.nil or not initial:
        return
    if any(fact.given for fact in initial):
        yield Right(cells)
    else:
        sheet = context.accounts.facts["three_public_items"].sheet
        message = f"{{three_public}}有预算数，{sheet}表里年初预算数一栏空着"
        remedy = "填写年初批复的预算数；年初没有安排、年中追加的填 0。"
        yield Wrong(message, (*cells, *full.cells), remedy, blank=_asked(context) or cells)


def _asked(context: Context) -> tuple[Cell, ...]:
    """The blank initial budgets of the items that have an amount; the totals add up by themselves."""
    lines = {
        row.key: row["budget"].cell for row in context.accounts.facts["three_public_items"].rows
    }
    told = [
        key
        for (key, _), item in zip(_ITEMS, _items(context), strict=True)
        if not (item.full.nil and item.spent.nil)
    ]
    return tuple(cell for key in told if (cell := lines.get(key)))


def halves(context: Context) -> Iterator[Look]:
    """The two halves of 公开09表 are not exchanged.

    Seen where nothing was spent below its budget and something above it, and where what stands
    as the outturn is what the initial budget says, never what stands as the budget.
    """
    items = [item for item in _items(context) if not (item.spent.nil and item.full.nil)]
    if not items:
        return
    above = [item for item in items if item.spent.amount > item.full.amount]
    below = [item for item in items if item.spent.amount < item.full.amount]
    as_spent = [item for item in above if _same(context, item.initial, item.spent)]
    as_planned = [
        i for i in items if i not in as_spent and i in above and _same(context, i.initial, i.full)
    ]
    cells = cells_of([figure for item in items for figure in (item.spent, item.full)])
    if as_spent and not below and not as_planned:
        message = (
            "{three_public}的预算数和决算数两半像是填反了：决算数都不小于预算数，又等于年初预算"
        )
        remedy = "左边六栏填预算数，右边六栏填决算数；改正后再看其余的问题。"
        sheet = context.accounts.facts["three_public"].sheet
        yield Wrong(message, cells, remedy, explains=(Cell(sheet, ""),))
    else:
        yield Right(cells)


def _same(context: Context, one: Figure, other: Figure) -> bool:
    return not one.nil and context.accounts.alike(one, other)


_W = Severity.WARNING
_NONE = "没有“三公”经费"
RULES = (
    Rule(
        "S07",
        "“三公”经费各项不超过全年预算",
        _W,
        "{three_public}预算数、决算数",
        within_budget,
        _NONE,
        AT_LEAST,
        ("E09",),
    ),
    Rule(
        "S11",
        "“三公”经费年初预算数要填",
        Severity.TODO,
        "部门决算公开要求说明“三公”经费与年初预算的差异",
        initial_given,
        _NONE,
        WORDS,
        ("E09",),
    ),
    Rule(
        "S12",
        "“三公”预算数和决算数没有填反",
        Severity.ERROR,
        "{three_public}预算数、决算数",
        halves,
        _NONE,
        WORDS,
        ("E09",),
    ),
)
