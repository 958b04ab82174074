"""What a paragraph says of two amounts that it names itself, whatever its words are otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.history.audited.lines import AuditLine
from generator.history.audited.places import PaperPlaces
from generator.history.papers.clauses import COMPARED, MONEY, money
from generator.model import Finding, Severity, regex, rounded

_BOTH = regex(
    rf"预算数?(?:为|是|安排)?{MONEY}[,;](?:本年)?(?:支出)?决算(?:支出)?数?(?:为|是)?{MONEY}"
)
_WORD = regex(
    r"决算数?(?P<more>大于|高于|超过|多于)|决算数?(?P<less>小于|低于|少于)"
    r"|决算数?(?:等于|与[^,。;]{0,10}预算数?(?P<near>基本)?(?:持平|相同|一致|相等))"
)
_CHANGED = regex(
    rf"(?:支出决算数?|支出|合计|总计|收入)(?:各|均)?(?:为|是)?{MONEY}(?P<between>[^其]{{0,70}}?)"
    rf"{COMPARED.pattern}[^;。其]{{0,20}}?(?P<way>增加|减少){MONEY}[,，](?:增长|下降|上升|降低)(?P<rate>\d[\d.]*)%"
)
_RATE_REMEDY = "核对这三个数：本年数、增减额、增减率。"
_REMEDY = "核对增减方向，与前面的两个数一致。"


def contradicted(
    lines: Iterable[AuditLine], places: PaperPlaces, said: Sequence[Finding]
) -> Iterator[Finding]:
    """大于, 小于 or 持平 against the budget and the outturn before it; not told twice."""
    told = {f.cells[0] for f in said if f.rule in ("Q01", "Q02", "W33") and f.cells}
    known = {finding.cells[0] for finding in said if finding.rule == "Q02" and finding.cells}
    for line in lines:
        place = places.line(line)
        for found in _wrong(line.text) if not line.row else ():
            if place not in known:
                yield Finding("Q02", Severity.ERROR, found, (place,), remedy=_REMEDY)
        for found in _rates(line.text) if not line.row else ():
            if place not in told:
                yield Finding("Q01", Severity.ERROR, found, (place,), remedy=_RATE_REMEDY)


def _wrong(text: str) -> Iterator[str]:
    named = list(_BOTH.finditer(text))
    for at, both in enumerate(named):
        end = named[at + 1].start() if at + 1 < len(named) else len(text)
        word = _WORD.search(text, both.end(), end)
        if word is None or word["near"]:
            continue
        budget, outturn = money(both[1], both[2]), money(both[3], both[4])
        if _meant(word) != _sign(outturn - budget):
            yield f"「{word[0]}」与前面的数不符：预算 {both[1]}{both[2]}，决算 {both[3]}{both[4]}"


def _rates(text: str) -> Iterator[str]:
    """A rate of growth that its own amount and the figure before it do not give."""
    for found in _CHANGED.finditer(text):
        if re.search(rf"{MONEY}", found["between"]):
            continue
        this, change = money(found[1], found[2]), money(found[5], found[6])
        before = this - change if found["way"] == "增加" else this + change
        if before <= 0:
            continue
        digits, said = len(found["rate"].partition(".")[2]), Decimal(found["rate"])
        off = abs(change / before * 100 - said)
        if off > Decimal(1).scaleb(-digits) + _CENT / before * 100:
            meant = rounded(change / before * 100, digits)
            yield f"「{found['way']}{found[5]}{found[6]}」：增减率写的是 {said}%，应为 {meant}%"


_CENT = Decimal("0.02")  # both amounts are rounded


def _meant(word: re.Match[str]) -> int:
    return 1 if word["more"] else -1 if word["less"] else 0


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
