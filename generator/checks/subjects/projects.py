"""Projects of 预算绩效: little carried out without a reason, more planned than by the whole unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, Look, Reads, Rule
from generator.figures.arithmetic import cells_of, from_fact
from generator.model import Severity, regex
from generator.workbook.reading.values import label_key

_LOW = Decimal("0.7")
NONE_SAID = regex(r"(?:无|没有|暂无|无偏差|不适用|(?:全部|已|均)?(?:达成|完成|达到).*)[。.;；]?")
"""What says that nothing deviated from the plan."""


def carried_out(context: Context) -> Iterator[Look]:
    """Where little of the plan was spent, the deviation says why."""
    for row in context.accounts.facts["projects"].rows:
        budget, outturn = from_fact(row["budget"]), from_fact(row["outturn"])
        if budget.nil or not outturn.given or not row["deviation"].given:
            continue
        cells = (row["outturn"].cell, row["budget"].cell, row["deviation"].cell)
        said = NONE_SAID.fullmatch(label_key(row["deviation"].text))
        if said and outturn.amount < _LOW * budget.amount:
            rate = int(100 * outturn.amount / budget.amount)
            message = f"项目「{row['name'].text}」只执行了 {rate}%，偏差原因写的是「{row['deviation'].text}」"
            yield Wrong(message, cells, "核对预算数和执行数；没有执行完的写明原因。")
        else:
            yield Right(cells)


def within_whole(context: Context) -> Iterator[Look]:
    """What is planned for the projects is part of what is planned for the unit."""
    whole = context.given("performance", "budget")
    budgets = [from_fact(row["budget"]) for row in context.accounts.facts["projects"].rows]
    given = [figure for figure in budgets if not figure.nil]
    if whole.nil or not given:
        return
    yield Claim(
        "部门整体支出预算数应不小于各项目全年预算数之和",
        whole,
        tuple((1, figure) for figure in given),
        "预算绩效自评表",
        exact(context.accounts, "performance", "projects"),
        at_least=True,
        remedy=f"核对各项目的全年预算数（{cells_of(given)[0]} 起）和部门整体支出预算数。",
    )


_W = Severity.WARNING
RULES = (
    Rule(
        "K15",
        "没有执行完的项目说明偏差",
        _W,
        "预算绩效自评表",
        carried_out,
        "没有自评项目",
        "执行率不到 70% 即提示",
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K16",
        "项目预算之和不超过整体预算",
        _W,
        "预算绩效自评表",
        within_whole,
        "没有填整体预算数和项目预算数",
        AT_LEAST,
        ("X28", "X29"),
        reads=Reads.INPUTS,
    ),
)
