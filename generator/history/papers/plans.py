"""年初预算: a line a 项, with the code that its printed names have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.history.papers.clauses import Clauses
from generator.history.papers.folding import Folded, folded
from generator.history.papers.gathered import Gathered
from generator.history.papers.sections import PaperSections, bare
from generator.model import regex

ITEM = regex(
    r"^(?:\(?\d{1,3}\)?[.、．]?)?(?P<names>(?P<top>[^。,:]{2,40}?)\(类\)(?P<mid>[^。:]{2,60}?)\(款\)"
    r"(?P<low>[^。:]{2,60}?)\(项\))[。.:,]?(?P<rest>.*)$"
)
_BUDGETS = ("general", "fund", "capital")
_FORMS = (*_BUDGETS, "expenditure", "income")
_USED = regex(r"主要用于:?(?P<words>.+?)[。;,]*(?=年初|支出决算|$)")
_OUTTURN = regex(r"支出决算(?:数)?(?:为|是)?-?\d")


class NamedItem(Struct, frozen=True):
    """A 项 as a sentence names it: the names as printed, and what the sentence says of it."""

    names: tuple[str, str, str]
    line: Folded
    start: int


class PrintedPlan(Struct, frozen=True):
    """A kind of budget: its 项, and what is said of the whole, in 万元; None where nothing is."""

    kind: str
    items: tuple[NamedItem, ...]
    clauses: Clauses
    stated: Decimal | None = None
    full: Decimal | None = None
    reason: str = ""


class ItemCodes:
    """Codes by their names: those of the paper's own tables, then those that the edition lists."""

    def __init__(self, gathered: Gathered) -> None:
        self.printed: dict[str, str] = {}
        for form, row in ((name, row) for name in _FORMS for row in gathered.rows(name)):
            code, name = (gathered.cells.get((form, row, key)) for key in ("code", "name"))
            if isinstance(code, str) and isinstance(name, str):
                self.printed.setdefault(code, name)
        known = gathered.edition.function_codes | self.printed
        self._folded = {code: folded(name) for code, name in known.items()}

    def code(self, names: tuple[str, str, str]) -> str:
        """The 7 digits of a 项, "" where the names fit none or several."""
        top, mid, low = map(folded, names)
        items = [c for c, name in self._folded.items() if len(c) == 7 and name == low]
        exact = [c for c in items if self._is(c[:5], mid) and self._is(c[:3], top)]
        near = exact or [c for c in items if self._is(c[:5], mid) or self._is(c[:3], top)]
        printed = [c for c in near if c in self.printed] or near
        if not items:
            return self._rest(top, mid, low)
        return printed[0] if len(printed) == 1 else ""

    def _rest(self, top: str, mid: str, low: str) -> str:
        """The code of 其他…支出 of a 款 that is known: in the classification it ends with 99."""
        groups = [c for c, name in self._folded.items() if len(c) == 5 and name == mid]
        own = [c for c in groups if self._is(c[:3], top)]
        named = low == f"其他{mid}" or low == f"其他{mid}支出"
        free = [f"{c}99" for c in own if f"{c}99" not in self._folded]
        return free[0] if named and len(free) == 1 else ""

    def _is(self, code: str, name: str) -> bool:
        return self._folded.get(code) == name


def named_items(lines: Sequence[Folded]) -> Iterator[NamedItem]:
    """The 项 that paragraphs begin with."""
    for line in lines:
        if found := ITEM.match(line.text):
            names = tuple(line.cut(*found.span(part)) for part in ("top", "mid", "low"))
            yield NamedItem((names[0], names[1], names[2]), line, found.start("rest"))


def take_plans(sections: PaperSections, clauses: Clauses, gathered: Gathered) -> None:
    """The sheet 年初预算 from the sections of the three kinds of budget."""
    codes = ItemCodes(gathered)
    plans = [_plan(kind, sections.lines(kind), clauses) for kind in _BUDGETS]
    sums = [
        sum((_take_item(item, plan, codes, gathered) for item in plan.items), Decimal(0))
        for plan in plans
    ]
    told = [(plan, total) for plan, total in zip(plans, sums, strict=True) if plan.items]
    for plan, total in told:
        _take_total(plan, total, len(told) == 1, gathered)
    if told and not gathered.missed("budget"):
        stated = (total if plan.stated is None else plan.stated for plan, total in told)
        gathered.put("budget", "total", "budget", sum(stated, Decimal(0)))


def _plan(kind: str, lines: Sequence[Folded], clauses: Clauses) -> PrintedPlan:
    """What the section of one kind of budget says of it as a whole, and its 项."""
    items = tuple(named_items(lines))
    for line in lines:
        if "年初" in line.text and not ITEM.match(line.text):
            stated, full = clauses.initial_budget(line.text), clauses.full_budget(line.text)
            return PrintedPlan(kind, items, clauses, stated, full, _reason(line, 0, clauses))
    return PrintedPlan(kind, items, clauses)


def _reason(line: Folded, start: int, clauses: Clauses) -> str:
    outturn = _OUTTURN.search(line.text, start)
    return clauses.reason(line, outturn.end(), "差异原因") if outturn else ""


def _take_item(item: NamedItem, plan: PrintedPlan, codes: ItemCodes, gathered: Gathered) -> Decimal:
    """One row of the sheet; its 年初预算.

    Where the whole had no budget, no part had one, and the paper gives one reason for all.
    """
    code, text = codes.code(item.names), item.line.text[item.start :]
    clauses = plan.clauses
    initial, reason = clauses.initial_budget(text), _reason(item.line, item.start, clauses)
    if initial is None and plan.stated == 0:
        initial, reason = Decimal(0), plan.reason
    if not code or initial is None:
        _miss(item, initial, gathered)
        return Decimal(0)
    row = gathered.next_row("budget")
    gathered.put("budget", row, "code", code)
    gathered.put("budget", row, "name", item.names[2])
    if code[:5] not in codes.printed:
        gathered.put("budget", row, "group", item.names[1])
    if code not in codes.printed:  # else the table that has it says which budget it is of
        gathered.put("budget", row, "type", _type(plan.kind, gathered))
    gathered.put("budget", row, "budget", initial)
    gathered.put("budget", row, "full_budget", clauses.full_budget(text))
    gathered.put("budget", row, "reason", reason)
    used = _USED.search(item.line.text, item.start)
    if used and "use" in gathered.edition.blocks["budget"][1].column_keys:
        gathered.put("budget", row, "use", item.line.cut(*used.span("words")))
    return initial


def _type(kind: str, gathered: Gathered) -> str:
    """The choice for a kind of budget, "" for the usual one."""
    columns = gathered.edition.blocks["budget"][1].columns
    choices = next((c.choices for c in columns if c.key == "type"), {})
    return "" if kind == _BUDGETS[0] else choices.get(kind, "")


def _miss(item: NamedItem, initial: Decimal | None, gathered: Gathered) -> None:
    name = "{}（类）{}（款）{}（项）".format(*item.names)
    why = (
        "没有写年初预算"
        if initial is None
        else f"的编码，公开表和科目表里都没有：请加一行，填编码、名称和年初预算 {initial} 万元"
    )
    gathered.miss("budget", "", "code", f"{name}{why}")


def _take_total(plan: PrintedPlan, total: Decimal, alone: bool, gathered: Gathered) -> None:
    """What the paper says of a kind of budget as a whole, where its 项 do not say it."""
    missed = gathered.missed("budget")
    if plan.stated is not None and plan.stated != total and (missed or not alone):
        gathered.put("budget_totals", plan.kind, "budget", plan.stated)
    gathered.put("budget_totals", plan.kind, "full_budget", plan.full)
    if plan.stated != 0:
        gathered.put("budget_totals", plan.kind, "reason", plan.reason)


def take_subjects(sections: PaperSections, gathered: Gathered) -> None:
    """科目解释, and the terms of its own that a unit explains behind them."""
    codes, lines = ItemCodes(gathered), sections.lines("narrative.subjects")
    for item in named_items(lines):
        meaning = item.line.cut(item.start).lstrip("：: ")
        code = codes.code(item.names)
        if not code:
            gathered.miss("subjects", "", "code", f"「{item.names[2]}」对不上科目编码")
            continue
        row = gathered.next_row("subjects")
        gathered.put("subjects", row, "code", code)
        gathered.put("subjects", row, "meaning", meaning)
    own = next(
        (n for n, line in enumerate(lines) if bare(line.source) == "其他专用名词"), len(lines)
    )
    for line in lines[own + 1 :]:
        _take_term(line, gathered)


def _take_term(line: Folded, gathered: Gathered) -> None:
    found = re.match(
        r"^(?:\(?\d{1,3}\)?[.、]|\([一二三四五六七八九十]+\))?([^:。]{2,40}):(.+)$", line.text
    )
    known = {folded(term.term) for term in gathered.edition.terms}
    if found and found[1] not in known:
        row = gathered.next_row("glossary")
        gathered.put("glossary", row, "term", line.cut(*found.span(1)))
        gathered.put("glossary", row, "meaning", line.cut(found.start(2)))
