"""Amounts and percentages that people type into texts, against the workbook's figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look
from generator.checks.engine.slips import between
from generator.checks.engine.texts import Words
from generator.checks.words.clauses import clause
from generator.checks.words.lexicon import Lexicon, lexicon
from generator.figures.phrasing import trimmed
from generator.model import Severity, Slip, SlipKind, Unit, regex, rounded

_AMOUNT = regex(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元)")
_SCALE = {"万元": Decimal(10**4), "亿元": Decimal(10**8), "元": Decimal(1)}
_PERCENT = regex(r"(?<![\d.])(\d+(?:\.\d+)?)\s*[%％]")
_ELSEWHERE = "核对这个数；确是别处的数，可以不改。"
_GENERAL = frozenset({"glossary", "subjects", "duties", "organisation", "units"})


def _known(context: Context, unit: Unit) -> tuple[Decimal, ...]:
    """Every amount, or ratio, without its sign, each once, the smallest first."""
    facts = {
        fact.value
        for fact in context.by_cell.values()
        if isinstance(fact.value, Decimal) and fact.unit is unit
    }
    figures = [f for f in context.figures if f.unit is unit]
    derived = {v for f in figures for v in (f.value, f.exact) if v is not None}
    return tuple(sorted({abs(value) for value in facts | derived}))


def _combined(value: Decimal, reach: Decimal, groups: Iterable[Sequence[Decimal]]) -> bool:
    """True for what two amounts that stand together make, their sum or their difference."""
    return any(
        _among(value - one, reach, group, one) or _among(value + one, reach, group, one)
        for group in groups
        for one in group
    )


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
    known = _known(context, Unit.YUAN) if found else ()
    groups: list[list[Decimal]] | None = None
    for words, match in found:
        scale, digits = _SCALE[match[2]], match[1].replace(",", "")
        value, reach = Decimal(digits) * scale, _half(digits) * scale
        if _among(value, reach, known):
            yield Right((words.cell,))
            continue
        if groups is None:
            groups = [sorted({abs(v) for v in group}) for group in _together(context)]
        meant = _meant(value, known)
        if _combined(value, reach, groups) or (meant is None and _of_others(context, words, match)):
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
    for words, match in _matches(context, lexicon(context.accounts.edition)["without_yuan"]):
        if not _of_others(context, words, match):
            yield Wrong(f"「{match.group()}」后面像是漏了「元」", (words.cell,), "写成「万元」。")


def _of_others(context: Context, words: Words, match: re.Match[str]) -> bool:
    """True when the clause speaks of the district, of firms or of households."""
    others = lexicon(context.accounts.edition)["of_others"]
    return bool(others.search("".join(clause(words.text, *match.span()))))


def _of_money(context: Context, words: Words, match: re.Match[str]) -> bool:
    """True when the clause before the percentage speaks of budget or spending."""
    said, _ = clause(words.text, *match.span())
    money = lexicon(context.accounts.edition)["of_money"]
    return bool(money.search(said)) and words.block not in ("goals", "indicators")


def _matches(context: Context, pattern: re.Pattern[str]) -> Iterator[tuple[Words, re.Match[str]]]:
    of_a_law = lexicon(context.accounts.edition)["of_a_law"]
    for words in context.words:
        if words.block in _GENERAL:
            continue
        for match in pattern.finditer(words.text):
            around = words.text[max(0, match.start() - 6) : match.end() + 4]
            if not of_a_law.search(around):
                yield words, match


def _half(digits: str) -> Decimal:
    """Half of the last written decimal."""
    exponent = Decimal(digits).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) / 2


def _among(
    value: Decimal, reach: Decimal, known: Sequence[Decimal], but: Decimal | None = None
) -> bool:
    """True for a value that is no further than ``reach`` from one of those, the smallest first.

    ``but`` is one of them that does not count.
    """
    at = bisect_left(known, value - reach)
    if at < len(known) and known[at] == but:
        at += 1
    return at < len(known) and known[at] <= value + reach


# So many digits, the zeros at the ends not counted, must stand in the longer of two numbers
# before their likeness is a slip; shorter ones meet by chance.
_TELLING = {SlipKind.LOST_DIGIT: 5, SlipKind.SWAPPED_DIGITS: 4, SlipKind.DECIMAL_POINT: 4}


def _meant(value: Decimal, known: Sequence[Decimal]) -> tuple[Decimal, SlipKind] | None:
    """The figure of some size, in 元, of which a slip makes the number; None: they meet by chance."""
    for other in reversed(known):
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
    found = [entry for entry in _matches(context, _PERCENT) if _of_money(context, *entry)]
    known = _known(context, Unit.RATIO) if found else ()
    for words, match in found:
        right = _among(Decimal(match[1]) / 100, _half(match[1]) / 100, known)
        aimed_at = lexicon(context.accounts.edition)["aimed_at"]
        aimed = aimed_at.search(clause(words.text, *match.span())[0])
        if right or aimed or _of_others(context, words, match):
            yield Right((words.cell,))
        else:
            message = f"文字里的「{match.group()}」与工作簿算出的比率都不同"
            yield Wrong(message, (words.cell,), "核对这个百分比；确是别处的数，可以不改。")


def other_rate(text: str, words: Lexicon) -> str:
    """A rate that the two amounts before it in the sentence do not give, and what they give; or "".

    Whether a rate was rounded or cut off is its writer's matter.
    """
    for name, share in (("said_execution", True), ("said_change", False)):
        for found in words[name].finditer(text):
            a, b = (_in_yuan(found[side], found[f"{side}_unit"]) for side in ("base", "other"))
            said = Decimal(found["rate"])
            if not a or (found["base_unit"] in _SCALE) is not (found["other_unit"] in _SCALE):
                continue
            given = (b if share else abs(b - a)) / a * 100
            if abs(given - said) >= 2 * _half(found["rate"]):
                return f"「{found['rate']}%」与前面两个数不符，这两个数算出来是 {trimmed(rounded(given, 2))}%"
    return ""


def _in_yuan(digits: str, unit: str) -> Decimal:
    return Decimal(digits.replace(",", "")) * _SCALE.get(unit, Decimal(1))
