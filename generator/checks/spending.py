"""三公 and 机关运行经费: sums, parts, and quantities against amounts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.comparing import Claim, exact
from generator.checks.context import Context
from generator.checks.looks import Right, Unknown, Wrong
from generator.checks.rule import AT_LEAST, COUNTED, ENVELOPE, WORDS, Look, Rule
from generator.figures.arithmetic import cells_of
from generator.model import Figure, Severity

_COUNTS = "three_public_counts"


def three_public_sums(context: Context) -> Iterator[Look]:
    """年初预算数 and 上年决算数 of 三公: 合计 = 出国 + 用车 + 接待; 用车 = 购置 + 运行."""
    for column in ("budget", "prior"):
        for line in context.accounts.edition.blocks["three_public"][1].lines:
            left = context.given("three_public", line.key, column)
            if line.of and left.given:
                parts = [context.accounts.stated("three_public", key, column) for key in line.of]
                yield summed(context, f"三公经费 {left.label} = 各项之和", left, parts)


def summed(
    context: Context, name: str, left: Figure, parts: list[Figure], at_least: bool = False
) -> Claim:
    """``left`` = (or ≥) the sum of ``parts``, whatever sheets they stand on."""
    sheets = {cell.sheet for cell in cells_of([left, *parts])}
    tables = [t.id for t in context.accounts.facts.tables.values() if t.sheet in sheets]
    terms = tuple((1, part) for part in parts)
    is_exact = exact(context.accounts, *tables)
    return Claim(name, left, terms, left.cells[0].sheet, is_exact, at_least)


def three_public_part(context: Context) -> Iterator[Look]:
    """三公 is part of the fiscal expenditure."""
    spent = context.amount("09.row.outturn")
    if not spent.nil:
        whole = context.amount("04.expenditure.total")
        yield summed(context, "04表财政拨款支出应不小于“三公”经费", whole, [spent], at_least=True)


# 公开09表 column, the quantities that must stand beside its amount, what it is.
_QUANTITIES = (
    ("outturn_abroad", ("abroad_groups", "abroad_people"), "因公出国（境）费"),
    ("outturn_purchase", ("cars_bought",), "公务用车购置费"),
    ("outturn_running", ("cars_owned",), "公务用车运行维护费"),
    ("outturn_reception", ("reception_batches", "reception_people"), "公务接待费"),
)


def quantities(context: Context) -> Iterator[Look]:
    """An amount has its quantities, and quantities have their amount."""
    for column, lines, name in _QUANTITIES:
        amount = context.amount(f"09.row.{column}")
        for line in lines:
            count = context.given(_COUNTS, line)
            cells = (*count.cells, *amount.cells)
            if amount.nil and count.nil:
                continue
            if not amount.nil and count.nil:
                message = f"有{name}，没有填「{count.label}」"
                yield Wrong(message, cells, "填写数量；金额填错的改正公开09表。")
            elif amount.nil and line != "cars_owned":
                message = f"填了「{count.label}」，公开09表没有{name}"
                yield Wrong(message, cells, "核对数量和金额；金额不足 50 元的在核对说明里写明。")
            else:
                yield Right(cells)


# The larger quantity, the smaller one.
_ORDERED = (
    ("abroad_people", "abroad_groups"),
    ("reception_people", "reception_batches"),
    ("reception_batches", "foreign_batches"),
    ("reception_people", "foreign_people"),
    ("foreign_people", "foreign_batches"),
)


def ordered_counts(context: Context) -> Iterator[Look]:
    """人次 is no less than 团组 or 批次, foreign guests are part of all guests."""
    for large, small in _ORDERED:
        left, right = context.given(_COUNTS, large), context.given(_COUNTS, small)
        if not right.nil:
            yield summed(
                context, f"{left.label}应不小于{right.label}", left, [right], at_least=True
            )


def foreign_counts(context: Context) -> Iterator[Look]:
    """Foreign guests are stated in full: with the batches the people and the amount."""
    received = context.amount("09.row.outturn_reception")
    if received.nil or context.given(_COUNTS, "foreign_batches").nil:
        return
    for line in ("foreign_people", "foreign_amount"):
        figure = context.given(_COUNTS, line)
        if figure.given:
            yield Right(figure.cells)
        else:
            message = f"有外事接待，没有填「{figure.label}」"
            yield Wrong(message, figure.cells, "填写这一格；正文中暂时印出待补充的标记。")


def foreign_part(context: Context) -> Iterator[Look]:
    """外事接待支出 is part of 公务接待费."""
    part = context.given(_COUNTS, "foreign_amount")
    if not part.nil:
        whole = context.amount("09.row.outturn_reception")
        yield summed(context, "09表公务接待费应不小于外事接待支出", whole, [part], at_least=True)


def operating_equal(context: Context) -> Iterator[Look]:
    """机关运行经费 of a single 行政 or 参公 unit = 公用经费合计 of 公开06表."""
    if not context.disclosure.unit.is_government or context.choice("entity") == "部门":
        return
    left, right = (
        context.given("operating", "operating", "this"),
        context.amount("06.public.amount"),
    )
    if not left.given and not right.nil:
        yield Unknown(f"没有填机关运行经费（{left.cells[0]}）", left.cells)
        return
    yield summed(context, "机关运行经费 = 06表公用经费合计", left, [right])


def operating_stated(context: Context) -> Iterator[Look]:
    """行政 and 参公 units state their 机关运行经费, 0 where there is none."""
    if context.disclosure.unit.is_government:
        figure = context.given("operating", "operating", "this")
        if figure.given:
            yield Right(figure.cells)
        else:
            message = f"{context.choice('unit_type')}没有填「{figure.label}」"
            yield Wrong(message, figure.cells, "填写本年决算数，没有的填 0；正文暂时写成没有。")


def operating_part(context: Context) -> Iterator[Look]:
    """机关运行经费 of a department is part of its 公用经费."""
    left, right = (
        context.amount("06.public.amount"),
        context.given("operating", "operating", "this"),
    )
    if not right.nil:
        yield summed(context, "06表公用经费合计应不小于机关运行经费", left, [right], at_least=True)


def operating_none(context: Context) -> Iterator[Look]:
    """事业单位 that are not 参公 have no 机关运行经费."""
    if not context.disclosure.unit.is_institution or context.choice("entity") == "部门":
        return
    figure = context.given("operating", "operating", "this")
    if figure.nil:
        yield Right(figure.cells)
    else:
        message = "单位类型是事业单位，填了机关运行经费"
        yield Wrong(message, figure.cells, "清除这一格，或改正基本信息里的单位类型。")


_E, _W = Severity.ERROR, Severity.WARNING
_NONE = "没有“三公”经费"
RULES = (
    Rule(
        "S01",
        "“三公”年初预算、上年数合计 = 各项",
        _E,
        "三公经费",
        three_public_sums,
        "没有“三公”经费，或合计空着由程序算出",
        ENVELOPE,
        ("09-a",),
    ),
    Rule(
        "S02",
        "“三公”经费不超过财政拨款支出",
        _E,
        "公开09表7栏",
        three_public_part,
        _NONE,
        AT_LEAST,
        ("X14",),
    ),
    Rule(
        "S03",
        "“三公”金额与数量相配",
        _W,
        "部门决算公开要求列明团组、人次、车辆、批次",
        quantities,
        _NONE,
        COUNTED,
        ("X26", "X27", "E09"),
    ),
    Rule(
        "S04",
        "人次不小于团组、批次；外事是其中数",
        _W,
        "三公经费 数量与用途",
        ordered_counts,
        "没有填数量",
        COUNTED,
        ("X27",),
    ),
    Rule(
        "S05",
        "外事接待支出不超过公务接待费",
        _E,
        "公开09表12栏",
        foreign_part,
        "没有外事接待支出",
        AT_LEAST,
        ("X27",),
    ),
    Rule(
        "S06",
        "外事接待的批次、人次、支出都要填",
        _W,
        "部门决算公开要求列明团组、人次、车辆、批次",
        foreign_counts,
        "没有外事接待",
        WORDS,
        ("E09",),
    ),
    Rule(
        "O01",
        "行政、参公单位机关运行经费 = 公用经费",
        _W,
        "公开06表公用经费合计",
        operating_equal,
        "不是行政单位或参公事业单位，或是部门汇总",
        ENVELOPE,
        ("X15",),
    ),
    Rule(
        "O02",
        "机关运行经费不超过公用经费",
        _E,
        "公开06表公用经费合计",
        operating_part,
        "没有机关运行经费",
        AT_LEAST,
        ("X16",),
    ),
    Rule(
        "O03",
        "事业单位没有机关运行经费",
        _W,
        "机关运行经费的口径：行政单位和参公事业单位",
        operating_none,
        "不是事业单位，或是部门汇总",
        WORDS,
        ("X15",),
    ),
    Rule(
        "O04",
        "行政、参公单位填写机关运行经费",
        _E,
        "部门决算公开要求说明机关运行经费",
        operating_stated,
        "不是行政单位或参公事业单位",
        WORDS,
        ("E07",),
    ),
)
