"""Last year's figures, which are this year's less the printed change, and the reasons for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.editions.schema import InputRow
from generator.history.papers.clauses import COMPARED, MONEY, STATED, Clauses, Explained, money
from generator.history.papers.folding import Folded, folded
from generator.history.papers.gathered import Gathered
from generator.history.papers.sections import PaperSections
from generator.model import regex

# The record that tells of a line of 上年数.
_TOLD = {
    "overview": "total",
    "income": "income",
    "expenditure": "expenditure",
    "fiscal": "fiscal_total",
    "general": "general_expenditure",
}
_FUNDS = ("fiscal_general", "fiscal_fund", "fiscal_capital")


def take_priors(sections: PaperSections, clauses: Clauses, gathered: Gathered) -> None:
    """上年数 and 机关运行经费."""
    told = {line.key for line in gathered.edition.blocks["prior"][1].lines}
    for record, key in ((record, key) for record, key in _TOLD.items() if key in told):
        lines = sections.lines(record)
        if not any(take_change(gathered, clauses, "prior", key, line) for line in lines):
            _miss(gathered, key, lines)
    _take_funds(sections.lines("fiscal"), clauses, gathered)
    _take_operating(sections.lines("operating"), clauses, gathered)


def take_change(
    gathered: Gathered, clauses: Clauses, block: str, key: str, line: Folded, start: int = 0
) -> bool:
    """Last year's figure of a line and the reason, from a paragraph; False without a comparison."""
    change = clauses.change(line, start)
    if change is None or change.amount is None:
        return False
    this = _this(gathered, _line(gathered, block, key).this, line, change)
    if this is None:
        gathered.miss(block, key, "prior", "本年数没有读到，算不出上年数")
        return True
    gathered.put(block, key, "prior", this - change.amount)
    gathered.put(block, key, "reason", clauses.reason(line, change.end, "增减原因"))
    return True


def _this(gathered: Gathered, place: str, line: Folded, change: Explained) -> Decimal | None:
    """This year's figure: of the official table, or of the sentence where that fits its own rate.

    Where one of the two is wrong, the other one gives last year's figure.
    """
    form, *_ = place.split(".")
    said = _said(line.text)
    if gathered.missed(form):
        return said
    printed = gathered.amount(place)
    if said is None or abs(said - printed) <= _CENT or not _fits(said, line, change):
        return printed
    return printed if _fits(printed, line, change) else said


def _said(text: str) -> Decimal | None:
    """The first amount before the comparison that is no budget, in 万元."""
    compared = COMPARED.search(text)
    for found in re.finditer(MONEY, text[: compared.start()] if compared else ""):
        if not _BUDGET.search(text[: found.start()]):
            return money(found[1], found[2])
    return None


_BUDGET = regex(r"(?<!公共)(?<!基金)(?<!经营)预算(?:数|额)?(?:\([^()]*\))?(?:安排)?(?:为|是|共)?$")
_CENT = Decimal("0.01")
_RATE = regex(r"^[^;。]{0,12}?(\d[\d.]*)%")


def _fits(this: Decimal, line: Folded, change: Explained) -> bool:
    """True where a figure and its change give the rate that follows the change."""
    rate, amount = _RATE.match(line.text[change.end :]), change.amount or Decimal(0)
    if rate is None or this == amount:
        return False
    off = abs(abs(amount / (this - amount)) * 100 - Decimal(rate[1]))
    digits = len(rate[1].partition(".")[2])
    return off <= Decimal(1).scaleb(-digits)


def _line(gathered: Gathered, block: str, key: str) -> InputRow:
    return gathered.edition.blocks[block][1].line(key)


def _miss(gathered: Gathered, key: str, lines: Sequence[Folded]) -> None:
    if gathered.cells.get(("profile", "history", "value")):
        return
    line = _line(gathered, "prior", key)
    if lines and not gathered.amount(line.this):
        return
    why = "没有找到与上年相比的那句话" if lines else "没有找到写这项的一节"
    gathered.miss("prior", key, "prior", why)


def _take_funds(lines: Sequence[Folded], clauses: Clauses, gathered: Gathered) -> None:
    """Each kind of fund in the paragraph that lists them, found by its label."""
    block = gathered.edition.blocks["prior"][1]
    for key in (line.key for line in block.lines if line.key in _FUNDS):
        label = re.escape(folded(block.line(key).label))
        for line in lines:
            found = re.search(rf"{label}{STATED}", line.text)
            if found and take_change(gathered, clauses, "prior", key, _until_next(line, found)):
                break


def _until_next(line: Folded, found: re.Match[str]) -> Folded:
    """The part of a paragraph from a label up to the sentence of the next kind of fund."""
    other = re.compile(rf"[。;](?=[^。;]{{2,30}}收入{STATED})").search(line.text, found.end())
    return Folded(line.cut(found.start(), other.start() if other else None))


def _take_operating(lines: Sequence[Folded], clauses: Clauses, gathered: Gathered) -> None:
    for line in lines:
        found = re.search(rf"机关运行经费(?:财政拨款)?支出(?:决算)?(?:为|共)?{STATED}", line.text)
        if found is None:
            continue
        this = clauses.stated(found)
        gathered.put("operating", "operating", "this", this)
        change = clauses.change(line, found.end())
        if change is not None and change.amount is not None:
            gathered.put("operating", "operating", "prior", this - change.amount)
            reason = clauses.reason(line, change.end, "增减原因")
            gathered.put("operating", "operating", "reason", reason)
        return
