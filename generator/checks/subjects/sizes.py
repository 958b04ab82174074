"""Amounts of a believable size: 元 and 万元 not taken for each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look, Rule
from generator.checks.engine.slips import units_mixed
from generator.checks.subjects.reasons import changes
from generator.figures.accounts import WAN
from generator.figures.arithmetic import from_fact
from generator.figures.phrasing import trimmed
from generator.model import Cell, Figure, Severity, Slip, SlipKind

_CURRENCY = "核对基本信息的「金额单位」和各表表头；确是这么多的，在核对说明里写明。"
_FEWEST = 5  # items of 公开06表 from which a size can be told
# As typed, in the stated unit: the smallest and the middle item of 公开06表 that a unit can have.
_ITEMS_IN_WAN = (Decimal(100), Decimal(1000))
_ITEM_IN_YUAN = Decimal(1000)
# 基本支出 in 元 that no unit with so many items gets by on: not one person's pay for a year.
_TOO_LITTLE = Decimal(30_000)
# 本年支出合计 of 100 亿元 in a workbook in 万元 may be 100 万元 in 元: a unit that can well be.
_DOUBTFUL = Decimal(100) * 10**8
_BELIEVABLE = Decimal(20)  # how many times as much a year can be as the one before
# 本年支出合计 in 元 that a unit can have, stated in 万元 and in 元.
_LARGEST, _SMALLEST = Decimal(200) * 10**8, Decimal(10**4)


def stated_unit(context: Context) -> Iterator[Look]:
    """The items of 公开06表 and the whole expenditure are of a size that the stated unit allows.

    Where they are large and yet possible, last year's figures say whether they are believable.
    """
    spent = context.amount("totals.expenditure.amount")
    items = sorted(_items(context), key=_size)
    currency = context.accounts.facts["profile"]["currency"]["value"].cell
    if found := _unlikely_items(context, items):
        message, certain = found
        severity = None if certain else Severity.WARNING
        yield Wrong(message, (currency, *items[0].cells), _CURRENCY, severity=severity)
    elif message := _unlikely_total(context, spent):
        yield Wrong(message, (currency, *spent.cells), _CURRENCY)
    elif items or not spent.nil:
        yield Right((currency,))


def _items(context: Context) -> Iterator[Figure]:
    """The 款 of 公开06表 with an amount."""
    for row in context.accounts.facts["basic"].rows:
        figure = from_fact(row["amount"])
        if row.key.isdigit() and len(row.key) == 5 and not figure.nil:
            yield figure


def _size(figure: Figure) -> Decimal:
    return abs(figure.amount)


def _unlikely_items(context: Context, items: list[Figure]) -> tuple[str, bool] | None:
    """What is unlikely about the items, and whether no unit can have such; None if nothing is."""
    unit = context.accounts.facts["basic"].unit
    spent = _size(context.amount("totals.expenditure.amount"))
    if len(items) < _FEWEST:
        return None
    scale = Decimal(1) if unit == "元" else WAN
    sizes, half = [_size(item) / scale for item in items], len(items) // 2
    least, middle = sizes[0], (sizes[half] + sizes[~half]) / 2
    if unit == "元":
        wrong, certain, other = middle < _ITEM_IN_YUAN, True, "万元"
    else:
        large, certain = middle >= _ITEMS_IN_WAN[1], least >= _ITEMS_IN_WAN[0]
        known = _as_published(context) or (not certain and _as_last_year(context))
        possible = sum(sizes) >= _TOO_LITTLE
        wrong, other = (large or certain) and possible and not known, "元"
        certain = certain and not (spent < _DOUBTFUL and _as_last_year(context))
    if not wrong:
        return None
    message = (
        f"{{basic}}以{unit}填报，{len(items)} 个款级科目最小的是 {trimmed(least)} {unit}，"
        f"居中的是 {trimmed(middle)} {unit}，像是以{other}填的"
    )
    return message, certain


def _as_published(context: Context) -> bool:
    """True where this year's expenditure is of the size of what was published for last year."""
    return _of_one_size(context, context.given("prior", "expenditure", "published"))


def _as_last_year(context: Context) -> bool:
    """True where it is of the size of last year's, as typed."""
    return _of_one_size(context, context.given("prior", "expenditure", "prior"))


def _of_one_size(context: Context, last: Figure) -> bool:
    spent = context.amount("totals.expenditure.amount")
    if last.nil or spent.nil:
        return False
    return 1 / _BELIEVABLE <= spent.amount / last.amount <= _BELIEVABLE


def _unlikely_total(context: Context, spent: Figure) -> str:
    unit = context.accounts.facts["totals"].unit
    if unit == "元" and 0 < _size(spent) < _SMALLEST:
        return f"{{totals}}以元填报，本年支出合计只有 {trimmed(spent.amount)} 元，像是以万元填的"
    if unit == "万元" and _size(spent) >= _LARGEST and not _as_published(context):
        total, hundred_million = trimmed(spent.amount / WAN), trimmed(spent.amount / 10**8)
        return f"{{totals}}以万元填报，本年支出合计有 {total} 万元（{hundred_million} 亿元），像是以元填的"
    return ""


def magnitudes(context: Context) -> Iterator[Look]:
    """This year against last year, and against the budget: not ten thousand times as much."""
    for name, figure, base in _compared(context):
        if figure.nil or base.nil:
            continue
        cells = (*figure.cells, *base.cells)
        if units_mixed(figure.amount, base.amount) and not _trifle(context, figure, base):
            this, other = (trimmed(f.amount / WAN) for f in (figure, base))
            message = f"{name}：{this} 万元和 {other} 万元相差约一万倍"
            slip = Slip(SlipKind.CURRENCY)
            yield Wrong(message, cells, "核对两格的金额单位。", slip=slip)
        else:
            yield Right(cells)


def _trifle(context: Context, figure: Figure, base: Figure) -> bool:
    """True for a row of 三公 of some hundred 元 beside an amount that the unit can well have."""
    if figure.cells[0].sheet not in _three_public_sheets(context):
        return False
    small, large = sorted((abs(figure.amount), abs(base.amount)))
    spent = context.amount("totals.expenditure.amount").amount
    return _TRIFLE[0] <= small < _TRIFLE[1] and large * 20 <= spent


def _three_public_sheets(context: Context) -> frozenset[str]:
    facts = context.accounts.facts
    return frozenset(facts[table].sheet for table in ("three_public", "three_public_items"))


_TRIFLE = (Decimal(50), Decimal(1000))  # 元


def _compared(context: Context) -> Iterator[tuple[str, Figure, Figure]]:
    for name, change in changes(context.disclosure):
        yield name, change.this, change.base
    made = context.disclosure
    for cost in made.three_public.items:
        yield f"{cost.name}年初预算与全年预算", cost.initial_budget, cost.full_budget
        yield f"{cost.name}年初预算与上年", cost.initial_budget, cost.change.base
    spent = context.amount("totals.expenditure.amount")
    for place in (
        "income.total.total",
        "expenditure.total.total",
        "fiscal.expenditure.total",
        "general.total.total",
    ):
        yield f"{{{place.partition('.')[0]}}}与{{totals}}的支出", context.amount(place), spent
    whole = made.evaluation.execution
    yield "整体支出执行数与预算数", whole.outturn, whole.budget
    for project in made.projects.projects:
        run = project.execution
        yield f"项目「{project.name}」执行数与预算数", run.outturn, run.budget


def against_spending(context: Context) -> Iterator[Look]:
    """Procurement and performance are of a size that the year's expenditure allows."""
    spent = context.amount("totals.expenditure.amount")
    projects = context.amount("expenditure.total.project")
    for name, figure, cells in _of_the_year(context) if not spent.nil else ():
        base = projects if name == _PROJECTS else spent
        mixed = not _possible(figure, spent) or _mixed_part(figure.amount, base.amount)
        if not figure.nil and mixed:
            this, whole = (trimmed(f.amount / WAN) for f in (figure, spent))
            message = f"{name} {this} 万元，本年支出合计 {whole} 万元，像是元和万元混用"
            # A unit may well buy for 1 万元 in a year of 15,000: it is asked, not refused.
            asked = name == _PROCURED and _TRIFLE[1] <= figure.amount < spent.amount
            yield Wrong(
                message,
                cells,
                "核对这些格子的金额单位；确是这么多的，在核对说明里写明。" if asked else _SAME_UNIT,
                slip=Slip(SlipKind.CURRENCY),
                explains=cells,
                severity=Severity.WARNING if asked else None,
            )
        elif not figure.nil:
            yield Right(cells)


def _of_the_year(context: Context) -> Iterator[tuple[str, Figure, tuple[Cell, ...]]]:
    """What is a part of the year's expenditure or about all of it, with all cells of its unit."""
    made, facts = context.disclosure, context.accounts.facts
    procured = tuple(row["value"].cell for row in facts["procurement"].rows)
    yield _PROCURED, made.procurement.total, procured
    whole = made.evaluation.execution
    yield "部门整体支出执行数", whole.outturn, (*whole.outturn.cells, *whole.budget.cells)
    columns = ("budget", "outturn")
    projects = tuple(row[c].cell for row in facts["projects"].rows for c in columns)
    yield _PROJECTS, made.projects.outturn, projects


_PROCURED = "政府采购支出总额"
_PROJECTS = "各项目执行数之和"
_SAME_UNIT = "核对这些格子的金额单位。"


def _mixed_part(part: Decimal, whole: Decimal) -> bool:
    """As ``units_mixed`` for what is a part: ten thousand times as much must still be one.

    1 万元 of procurement in 6,498 万元 is little, but 10,000 万元 could not have been meant.
    """
    return units_mixed(part, whole) and (
        abs(part) > abs(whole) or abs(part) * WAN <= _ROOM * abs(whole)
    )


_ROOM = Decimal("1.2")  # contracts are paid in other years, too


def _possible(figure: Figure, spent: Figure) -> bool:
    """Not many times the year's expenditure, nor so little that nobody would have counted it."""
    found, whole = abs(figure.amount), abs(spent.amount)
    if found > _MOST_TIMES * whole:
        return False
    if found * WAN > _ROOM * whole:
        return True
    typed_so = found % 100 == 0 or found < _CENTS  # 0.01 万元 or some 分: a real trifle
    return typed_so or found >= min(_TRIFLE[1], whole / 1000)


_MOST_TIMES = 50
_CENTS = Decimal("0.1")  # 元


RULES = (
    Rule(
        "X40",
        "采购、绩效的金额与本年支出相称",
        Severity.ERROR,
        "{totals}本年支出合计",
        against_spending,
        "没有政府采购和自评",
        "不超过本年支出的 50 倍，不少于 1000 元或本年支出的千分之一；不相差约一万倍；政府采购"
        "有 1000 元的，只是少为警告",
        ("E26",),
    ),
    Rule(
        "X32",
        "元和万元没有混用",
        Severity.WARNING,
        "上年数、预算数与决算数",
        magnitudes,
        "没有可以比较的数",
        "相差 2000 至 50000 倍即提示",
        ("E26",),
    ),
    Rule(
        "X33",
        "金额的大小与写明的金额单位相称",
        Severity.ERROR,
        "基本信息 金额单位，各表表头",
        stated_unit,
        "没有支出",
        "写明万元的：{basic}最小的款不到 100 万元、居中的不到 1000 万元，本年支出合计不到 200 亿元"
        "（当作元时基本支出不到 3 万元的、与上年公开的支出相近的不算；居中的款偏大而与上年决算数相近的不算，没有上年数可比的只作警告）；"
        "写明元的：居中的款不少于 1000 元，本年支出合计不少于 1 万元",
        ("E26",),
    ),
)
