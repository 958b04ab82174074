"""机关运行经费: stated where it must be, against 公用经费, and by the kind of unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import AT_LEAST, ENVELOPE, WORDS, Look, Reads, Rule
from generator.checks.subjects.spending import summed
from generator.model import Severity, regex


def operating_equal(context: Context) -> Iterator[Look]:
    """机关运行经费 of a single 行政 or 参公 unit = 公用经费合计 of 公开06表."""
    if not context.disclosure.unit.is_government or context.disclosure.unit.is_department:
        return
    left, right = (
        context.given("operating", "operating", "this"),
        context.amount("basic.public.amount"),
    )
    if not left.given and not right.nil:
        yield Unknown(f"没有填机关运行经费（{left.cells[0]}）", left.cells)
        return
    yield summed(context, "机关运行经费 = {basic.mark}公用经费合计", left, [right])


def operating_stated(context: Context) -> Iterator[Look]:
    """行政 and 参公 units state their 机关运行经费, 0 where there is none."""
    if not context.disclosure.unit.is_government or not context.asks("operating"):
        return
    kind, public = context.choice("unit_type"), context.amount("basic.public.amount")
    for column in ("this",) if context.accounts.without_prior else ("this", "prior"):
        figure = context.given("operating", "operating", column)
        if not figure.given:
            message = f"{kind}没有填「{figure.label}」"
            yield Wrong(message, figure.cells, "填写这一格，没有的填 0；正文暂时按没有写。")
        elif column == "this" and figure.nil and not public.nil:
            message = f"{kind}有公用经费，「{figure.label}」填了 0"
            remedy = "机关运行经费是行政单位和参公事业单位的公用经费，核对这一格。"
            yield Wrong(message, (*figure.cells, *public.cells), remedy, severity=Severity.WARNING)
        else:
            yield Right(figure.cells)


def operating_part(context: Context) -> Iterator[Look]:
    """机关运行经费 of a department is part of its 公用经费."""
    left, right = (
        context.amount("basic.public.amount"),
        context.given("operating", "operating", "this"),
    )
    if not right.nil:
        yield summed(
            context, "{basic.mark}公用经费合计应不小于机关运行经费", left, [right], at_least=True
        )


def operating_of_offices(context: Context) -> Iterator[Look]:
    """机关运行经费 of a department is that of its offices: less than all, where it has institutions."""
    figure, public = (
        context.given("operating", "operating", "this"),
        context.amount("basic.public.amount"),
    )
    kinds = _kinds_of_units(context)
    institutions = [kind for kind in kinds if "事业" in kind and not _QUASI.search(kind)]
    if figure.nil or not institutions or not context.disclosure.unit.is_department:
        return
    if context.accounts.alike(figure, public) and public.amount >= _COUNTED:
        message = "机关运行经费等于全部公用经费，所属单位里却有事业单位"
        remedy = "机关运行经费只算行政单位和参公事业单位的公用经费。"
        cells = (*figure.cells, *public.cells)
        yield Wrong(message, cells, remedy, explains=figure.cells)
    else:
        yield Right(figure.cells)


_COUNTED = Decimal(1000)  # 元; less has no parts that could be told apart
_QUASI = regex(r"参公|参照")


def operating_none(context: Context) -> Iterator[Look]:
    """事业单位 that are not 参公 have no 机关运行经费."""
    if not context.disclosure.unit.is_institution or _has_offices(context):
        return
    figure = context.given("operating", "operating", "this")
    if figure.nil:
        yield Right(figure.cells)
    else:
        message = "单位类型是事业单位，填了机关运行经费"
        yield Wrong(message, figure.cells, "清除这一格，或改正基本信息里的单位类型。")


def _has_offices(context: Context) -> bool:
    """True when a department lists a unit that is 行政 or 参公."""
    kinds = _kinds_of_units(context)
    return any("行政" in kind or "参公" in kind or "参照" in kind for kind in kinds)


def _kinds_of_units(context: Context) -> list[str]:
    """What kinds of units a department lists; none where a place does not ask for them."""
    rows = context.accounts.facts["units"].rows
    return [row["type"].text for row in rows if "type" in row.cells]


_E, _W = Severity.ERROR, Severity.WARNING
RULES = (
    Rule(
        "O01",
        "行政、参公单位机关运行经费 = 公用经费",
        _W,
        "{basic}公用经费合计",
        operating_equal,
        "不是行政单位或参公事业单位，或是部门汇总",
        ENVELOPE,
        ("X15",),
    ),
    Rule(
        "O02",
        "机关运行经费不超过公用经费",
        _E,
        "{basic}公用经费合计",
        operating_part,
        "没有机关运行经费",
        AT_LEAST,
        ("X16",),
    ),
    Rule(
        "O05",
        "部门的机关运行经费不含事业单位",
        _W,
        "机关运行经费的口径：行政单位和参公事业单位",
        operating_of_offices,
        "不是部门，或所属单位里没有事业单位",
        WORDS,
        ("X16",),
    ),
    Rule(
        "O03",
        "事业单位没有机关运行经费",
        _W,
        "机关运行经费的口径：行政单位和参公事业单位",
        operating_none,
        "不是事业单位，或所属单位里有行政单位、参公事业单位",
        WORDS,
        ("X15",),
    ),
    Rule(
        "O04",
        "行政、参公单位填写机关运行经费",
        Severity.TODO,
        "部门决算公开要求说明机关运行经费",
        operating_stated,
        "不是行政单位或参公事业单位",
        WORDS,
        ("E07",),
        reads=Reads.INPUTS,
    ),
)
