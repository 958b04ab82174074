"""三公: sums, parts, budgets, and quantities and uses against amounts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, COUNTED, ENVELOPE, WORDS, Look, Rule
from generator.figures.arithmetic import cells_of
from generator.model import Figure, Severity

_COUNTS = "three_public_counts"


def three_public_sums(context: Context) -> Iterator[Look]:
    """年初预算数 and 上年决算数 of 三公: 合计 = 出国 + 用车 + 接待; 用车 = 购置 + 运行."""
    for column in ("budget", "prior"):
        for line in context.accounts.edition.blocks["three_public_items"][1].lines:
            left = context.given("three_public_items", line.key, column)
            if line.of and left.given:
                parts = [
                    context.accounts.stated("three_public_items", key, column) for key in line.of
                ]
                if left.nil or any(part.given for part in parts):  # else S10 asks for them
                    yield summed(context, f"三公经费 {left.label} = 各项之和", left, parts)


def split(context: Context) -> Iterator[Look]:
    """年初预算数 and 上年决算数 of 三公 are given by lines, not as a total alone."""
    lines = context.accounts.edition.blocks["three_public_items"][1].lines
    labels = {line.key: line.label for line in lines}
    for column in ("budget", "prior"):
        for line in lines:
            whole = context.given("three_public_items", line.key, column)
            parts = [context.accounts.stated("three_public_items", key, column) for key in line.of]
            if not parts or whole.nil:
                continue
            if any(part.given for part in parts):
                yield Right(whole.cells)
            else:
                names = "、".join(labels[key] for key in line.of)
                message = f"三公经费 {whole.label}只填了总数，没有分开填"
                remedy = f"分别填写{names}，没有的填 0；正文中暂时印出待补充的标记。"
                blank = cells_of(parts)
                yield Wrong(message, (*blank, *whole.cells), remedy, blank=blank)


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
    spent = context.amount("three_public.row.outturn")
    if not spent.nil:
        whole = context.amount("fiscal.expenditure.total")
        yield summed(
            context, "{fiscal.mark}财政拨款支出应不小于“三公”经费", whole, [spent], at_least=True
        )


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
        amount = context.amount(f"three_public.row.{column}")
        for line in lines:
            count = context.given(_COUNTS, line)
            if not (amount.nil and count.nil):
                yield _matched(context, amount, count, name, owned=line == "cars_owned")


def _matched(context: Context, amount: Figure, count: Figure, name: str, *, owned: bool) -> Look:
    """One amount against one of its quantities; cars are owned without being paid for."""
    cells = (*count.cells, *amount.cells)
    if not amount.nil and count.nil and context.accounts.shows(amount):
        blank = "「{}」填了 0" if count.given else "没有填「{}」"
        message = f"有{name}，{blank.format(count.label)}"
        severity = None if count.given else Severity.TODO
        remedy = "填写数量；金额填错的改正{three_public}。"
        return Wrong(message, cells, remedy, severity=severity, blank=count.cells)
    if amount.nil and not owned:
        message = f"填了「{count.label}」，{{three_public}}没有{name}"
        remedy = "核对数量和金额；金额不足 50 元的不必改。"
        severity = Severity.HINT if _rounded_away(context, amount, count) else None
        return Wrong(message, cells, remedy, severity=severity)
    return Right(cells)


def _rounded_away(context: Context, amount: Figure, count: Figure) -> bool:
    """True where an amount below the 50 元 with which 0.01 万元 begins may stand behind a nil."""
    in_wan = context.accounts.facts["three_public"].unit != "元"
    return in_wan and (amount.given or count.amount <= _FEW)


_FEW = 3


# The use that is told of an amount of 公开09表, and whether a disclosure must tell it.
_USES = (
    ("outturn_abroad", "abroad_use", Severity.TODO),
    ("outturn_running", "running_use", Severity.HINT),
    ("outturn_reception", "reception_use", Severity.HINT),
)


def uses(context: Context) -> Iterator[Look]:
    """What an amount of 三公 was spent on is told."""
    for column, line, severity in _USES:
        amount, use = (
            context.amount(f"three_public.row.{column}"),
            context.accounts.text(_COUNTS, line),
        )
        if amount.nil or use.cell is None:
            continue
        if use:
            yield Right((use.cell,))
        else:
            label = context.accounts.facts[_COUNTS][line]["value"].label
            message = f"没有写「{label}」，正文不写用途"
            cells = (use.cell, *amount.cells)
            yield Wrong(message, cells, "写明用途。", severity=severity, blank=cells[:1])


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
    received = context.amount("three_public.row.outturn_reception")
    if received.nil or context.given(_COUNTS, "foreign_batches").nil:
        return
    for line in ("foreign_people", "foreign_amount"):
        figure = context.given(_COUNTS, line)
        if figure.given:
            yield Right(figure.cells)
        else:
            message = f"有外事接待，没有填「{figure.label}」"
            yield Wrong(message, figure.cells, "填写这一格；正文中暂时印出待补充的标记。")


def foreign_batches(context: Context) -> Iterator[Look]:
    """Where people or an amount are stated of foreign guests, the batches are."""
    batches = context.given(_COUNTS, "foreign_batches")
    stated = [context.given(_COUNTS, line) for line in ("foreign_people", "foreign_amount")]
    filled = [figure for figure in stated if not figure.nil]
    if filled and batches.nil:
        message = f"填了外事接待的人次或支出，「{batches.label}」空着；正文不写外事接待"
        cells = (*batches.cells, *cells_of(filled))
        yield Wrong(message, cells, "填写批次，或清除人次和支出。", blank=batches.cells)
    elif filled:
        yield Right(batches.cells)


def foreign_part(context: Context) -> Iterator[Look]:
    """外事接待支出 is part of 公务接待费."""
    part = context.given(_COUNTS, "foreign_amount")
    if not part.nil:
        whole = context.amount("three_public.row.outturn_reception")
        yield summed(
            context,
            "{three_public.mark}公务接待费应不小于外事接待支出",
            whole,
            [part],
            at_least=True,
        )


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
        "S10",
        "“三公”年初预算、上年数分项填写",
        Severity.TODO,
        "部门决算公开要求公务用车购置费和运行维护费分列",
        split,
        "没有填合计，由程序算出",
        WORDS,
        ("E08",),
    ),
    Rule(
        "S02",
        "“三公”经费不超过财政拨款支出",
        _E,
        "{three_public}{three_public/outturn}栏",
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
        "{three_public}{three_public/outturn_reception}栏",
        foreign_part,
        "没有外事接待支出",
        AT_LEAST,
        ("X27",),
    ),
    Rule(
        "S06",
        "外事接待的批次、人次、支出都要填",
        Severity.TODO,
        "部门决算公开要求列明团组、人次、车辆、批次",
        foreign_counts,
        "没有外事接待",
        WORDS,
        ("E09",),
    ),
    Rule(
        "S08",
        "“三公”经费写明用途",
        _W,
        "部门决算公开要求说明因公出国（境）开支内容",
        uses,
        _NONE,
        WORDS,
        ("E09",),
    ),
    Rule(
        "S09",
        "外事接待有人次、支出的填批次",
        Severity.TODO,
        "部门决算公开要求列明团组、人次、车辆、批次",
        foreign_batches,
        "没有外事接待",
        WORDS,
        ("E09",),
    ),
)
