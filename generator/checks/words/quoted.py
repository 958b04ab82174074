"""Amounts and percentages that people type into texts, against the workbook's figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from generator.checks.engine.context import Context, Words
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look, Reads, Rule
from generator.checks.engine.slips import between
from generator.checks.words.clauses import clause
from generator.figures.phrasing import trimmed
from generator.model import Severity, Slip, SlipKind, Unit

_AMOUNT = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元)")
_SCALE = {"万元": Decimal(10**4), "亿元": Decimal(10**8), "元": Decimal(1)}
_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*[%％]")
_MONEY = re.compile(r"预算|决算|支出|收入|执行率|经费|拨款")
_LAW = re.compile(r"(?:单价|单位价值|标准|限额|以上|以下|以内|每|/)")
# Money and rates of the district, of firms and of households: no figure of the workbook.
_OF_OTHERS = re.compile(
    r"贷款|投资|签约|欠薪|减税|消费|产值|GDP|生产总值|争取|[人户]均|脱贫|居民|可支配|税收|全[省市区县]|村级"
)
_AIMED_AT = re.compile(r"压减|未达到?|未完成|力争")
_NO_YUAN = re.compile(
    r"(?:支出|收入|经费|拨款)(?:增加|减少|为|共|合计)?\d+(?:\.\d+)?万(?=[，。；）]|$)"
)
_ELSEWHERE = "核对这个数；确是别处的数，可以不改。"
_GENERAL = frozenset({"glossary", "subjects", "duties", "organisation", "units"})


def _known(context: Context, unit: Unit) -> frozenset[Decimal]:
    facts = {
        fact.value
        for fact in context.by_cell.values()
        if isinstance(fact.value, Decimal) and fact.unit is unit
    }
    figures = [f for f in context.figures if f.unit is unit]
    derived = {v for f in figures for v in (f.value, f.exact) if v is not None}
    return frozenset(abs(value) for value in facts | derived)


def combined(context: Context) -> frozenset[Decimal]:
    """What two amounts that stand together make: their sum and their difference, in 元."""
    pairs = (
        pair for group in _together(context) for pair in combinations({abs(v) for v in group}, 2)
    )
    return frozenset(made for a, b in pairs for made in (a + b, abs(a - b)))


def _together(context: Context) -> Iterator[list[Decimal]]:
    """Amounts of one row, of one column under the same heading, of one record of figures."""
    for table in context.accounts.facts.tables.values():
        columns: dict[tuple[str, str], list[Decimal]] = {}
        for row in table.rows:
            typed = {k: f.value for k, f in row.cells.items() if f.unit is Unit.YUAN}
            amounts = {k: v for k, v in typed.items() if isinstance(v, Decimal)}
            yield list(amounts.values())
            for column, value in amounts.items():
                columns.setdefault((column, _heading(row.key)), []).append(value)
        yield from columns.values()
    for record in context.records:
        yield [f.value for f in record if f.unit is Unit.YUAN and f.value is not None]


def _heading(key: str) -> str:
    """The code above a code; other rows stand together, a 合计 by itself."""
    if key.isdigit():
        return key[:-2] if len(key) > 3 else "类"
    return key if key == "total" else ""


def amounts(context: Context) -> Iterator[Look]:
    """An amount in a text is a figure of the workbook, or two of them together."""
    found = list(_matches(context, _AMOUNT))
    known = _known(context, Unit.YUAN) if found else frozenset()
    made: frozenset[Decimal] | None = None
    for words, match in found:
        scale, digits = _SCALE[match[2]], match[1].replace(",", "")
        value, reach = Decimal(digits) * scale, _half(digits) * scale
        if _among(value, reach, known):
            yield Right((words.cell,))
            continue
        made = combined(context) if made is None else made
        meant = _meant(value, known)
        if _among(value, reach, made) or (meant is None and _of_others(words, match)):
            yield Right((words.cell,))
            continue
        message = f"文字里的「{match.group()}」在工作簿里没有对应的数"
        if meant is None:
            yield Wrong(message, (words.cell,), _ELSEWHERE, severity=Severity.HINT)
            continue
        figure, kind = meant
        remedy = f"工作簿里有 {trimmed(figure / _SCALE['万元'])} 万元。"
        slip = Slip(kind)
        yield Wrong(message, (words.cell,), remedy, slip=slip, severity=Severity.WARNING)
    for words, match in _matches(context, _NO_YUAN):
        if not _of_others(words, match):
            yield Wrong(f"「{match.group()}」后面像是漏了「元」", (words.cell,), "写成「万元」。")


def _of_others(words: Words, match: re.Match[str]) -> bool:
    return bool(_OF_OTHERS.search("".join(clause(words.text, *match.span()))))


def _of_money(words: Words, match: re.Match[str]) -> bool:
    """True when the clause before the percentage speaks of budget or spending."""
    said, _ = clause(words.text, *match.span())
    return bool(_MONEY.search(said)) and words.block not in ("goals", "indicators")


def _matches(context: Context, pattern: re.Pattern[str]) -> Iterator[tuple[Words, re.Match[str]]]:
    for words in context.words:
        if words.block in _GENERAL:
            continue
        for match in pattern.finditer(words.text):
            around = words.text[max(0, match.start() - 6) : match.end() + 4]
            if not _LAW.search(around):
                yield words, match


def _half(digits: str) -> Decimal:
    """Half of the last written decimal."""
    exponent = Decimal(digits).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) / 2


def _among(value: Decimal, reach: Decimal, known: frozenset[Decimal]) -> bool:
    return any(abs(value - other) <= reach for other in known)


# So many digits, the zeros at the ends not counted, must stand in the longer of two numbers
# before their likeness is a slip; shorter ones meet by chance.
_TELLING = {SlipKind.LOST_DIGIT: 5, SlipKind.SWAPPED_DIGITS: 4, SlipKind.DECIMAL_POINT: 4}


def _meant(value: Decimal, known: frozenset[Decimal]) -> tuple[Decimal, SlipKind] | None:
    """The figure of some size, in 元, of which a slip makes the number; None: they meet by chance."""
    for other in sorted(known, reverse=True):
        if other < 100_000:
            break
        if (kind := between(value, other)) and _telling(kind, value, other):
            return other, kind
    return None


def _telling(kind: SlipKind, value: Decimal, other: Decimal) -> bool:
    """True for a slip that hardly comes about by chance; the mixed unit only where it is exact."""
    small, large = sorted((value, other))
    if large == small * _SCALE["万元"]:
        return True
    digits = max(
        len(f"{number.normalize():f}".replace(".", "").strip("0")) for number in (value, other)
    )
    return digits >= _TELLING.get(kind, 99)


def percentages(context: Context) -> Iterator[Look]:
    """A percentage said of budget or spending is a ratio of the workbook's figures."""
    found = [entry for entry in _matches(context, _PERCENT) if _of_money(*entry)]
    known = _known(context, Unit.RATIO) if found else frozenset()
    for words, match in found:
        right = _among(Decimal(match[1]) / 100, _half(match[1]) / 100, known)
        if (
            right
            or _of_others(words, match)
            or _AIMED_AT.search(clause(words.text, *match.span())[0])
        ):
            yield Right((words.cell,))
        else:
            message = f"文字里的「{match.group()}」与工作簿算出的比率都不同"
            yield Wrong(message, (words.cell,), "核对这个百分比；确是别处的数，可以不改。")


_REACH = "按文字里写出的位数四舍五入后相同"
RULES = (
    Rule(
        "W31",
        "文字里的金额有据",
        Severity.HINT,
        "工作簿的各个金额，以及同一行、同一栏两个金额的和与差",
        amounts,
        "文字里没有金额",
        _REACH,
        ("E21", "E26", "E28"),
        reads=Reads.NUMBERS,
    ),
    Rule(
        "W32",
        "文字里的比率有据",
        Severity.HINT,
        "工作簿算出的各个比率",
        percentages,
        "文字里没有收支比率",
        _REACH,
        ("E22", "E23", "E24"),
        reads=Reads.NUMBERS,
    ),
)
