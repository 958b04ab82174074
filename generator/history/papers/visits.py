"""“三公”经费: budgets, last year's figures, reasons, counts and uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.history.papers.clauses import COMPARED, MONEY, Clauses, money
from generator.history.papers.folding import Folded, folded, number
from generator.history.papers.gathered import Gathered
from generator.history.papers.priors import take_change
from generator.history.papers.sections import PaperSections
from generator.model import regex

_ITEMS, _COUNTS = "three_public_items", "three_public_counts"
_START = 40  # characters in which a paragraph names its line
# Names that stand for the same line elsewhere.
_OTHER_NAMES = {
    "purchase": ("公务用车购置支出",),
    "running": (
        "公务用车运行费",
        "公务用车运行维护费用",
        "公务用车运行维护支出",
        "公务用车运行支出",
    ),
    "reception": ("国内公务接待支出", "公务接待支出"),
    "cars": ("公务用车购置及运行费", "公务用车购置和运行维护费"),
}
_TOTAL = regex(r'^.{0,30}"?三公"?经费.{0,20}支出')
_NEAR = 4  # signs before a name: 其中: or the like
_PART = regex(r"[^;。]+")
_OWN_REASON = regex(
    r"(?P<name>[^。;,]{3,24}?)(?:支出)?(?:决算)?(?:增加|减少|增长|下降)的?(?:主要)?原因(?:是|为|:)+(?P<why>[^。;]+)"
)
_CHANGED = regex(
    r"决算数?[较比](?:上年|20\d\d年)度?(?:增加|减少|增长|下降)的?(?:主要)?原因(?:是|为|:)+(?P<why>[^。;]+)"
)
_PLANNED = regex(r"决算数[^。]{0,30}预算数?(?:\([^)]*\))?[^。]{0,6}的")
_N = r"(\d[\d,]*)"
# What the counts of a line are, in the words of the national form.
_COUNTED = {
    "abroad": (("abroad_groups", rf"(?<!来访)团组?{_N}个"), ("abroad_people", rf"{_N}人次")),
    "purchase": (("cars_bought", rf"购[置买](?:更新)?(?:公务用车)?{_N}辆"),),
    "running": (("cars_owned", rf"保有量(?:为|共)?{_N}辆"),),
    "reception": (
        ("reception_batches", rf"(?:公务接待(?:共计?)?|来访团组(?:共计?)?){_N}(?:批次?|个)"),
        ("reception_people", rf"{_N}(?:批次?|个)[、,(][^;。]*?{_N}人次?"),
    ),
}
_FOREIGN = regex(rf"(?:外事接待|接待外宾){_N}批次?[、,]{_N}人次?(?:[,、]支出{MONEY})?")
_FOREIGN_SPENT = regex(rf"含外宾接待(?:支出|费)?{MONEY}")
_ALL_FOREIGN = regex(rf"均为外事接待[,、]?支出{MONEY}")
_USES = {"abroad": "abroad_use", "running": "running_use", "reception": "reception_use"}
_USE = regex(r"(?:主要用于|开支内容(?:主要)?(?:包括|为|是)):?")
# What goes on behind a use in the same paragraph: counts.
_NOT_USED = regex(
    r"。(?=20\d\d年|年末|截至)|[,;。](?=(?:国内)?公务接待\d|(?:共|全年)?(?:购置|购买)[^,。]{0,12}\d)"
)


def take_visits(sections: PaperSections, clauses: Clauses, gathered: Gathered) -> None:
    """The sheet 三公经费."""
    planned_here = "budget" in gathered.edition.blocks[_ITEMS][1].column_keys
    for key, line in _lines(sections.lines("three_public"), gathered):
        if planned_here:
            gathered.put(_ITEMS, key, "budget", clauses.initial_budget(line.text))
        if planned := _PLANNED.search(line.text):
            reason = clauses.reason(line, planned.start(), "差异原因")
            gathered.put(_ITEMS, key, "budget_reason", reason)
        if changed := _CHANGED.search(line.text):
            gathered.put(_ITEMS, key, "reason", line.cut(*changed.span("why")))
        if not line.text.startswith("无") and "当年无" not in line.text[:_START]:
            take_change(gathered, clauses, _ITEMS, key, line)
        _take_parts(line, clauses, gathered)
        _take_counts(key, line, gathered)
        _take_use(key, line, gathered)


def _take_parts(line: Folded, clauses: Clauses, gathered: Gathered) -> None:
    """Items that a comparison of the whole goes on with behind 其中, and the reason of each."""
    names = _names(gathered)
    compared = COMPARED.search(line.text)
    within = line.text.find("其中:", compared.end()) if compared else -1
    for part in _PART.finditer(line.text, within) if within >= 0 else ():
        key = _named(part[0], names)
        if key:
            said = Folded(f"与上年相比{line.cut(*part.span())}")
            take_change(gathered, clauses, _ITEMS, key, said)
    for found in _OWN_REASON.finditer(line.text):
        key = _named(found["name"], names)
        if key:
            gathered.put(_ITEMS, key, "reason", line.cut(*found.span("why")))


def _named(text: str, names: list[tuple[str, str]]) -> str:
    """The key of the line whose name a text begins with, "" for none."""
    found = [(len(name), key) for name, key in names if 0 <= text.find(name) <= _NEAR]
    return max(found, default=(0, ""))[1]


def _names(gathered: Gathered) -> list[tuple[str, str]]:
    """What the lines of the sheet are called, without the whole, with their keys."""
    return [
        (folded(name), line.key)
        for line in gathered.edition.blocks[_ITEMS][1].lines
        if line.key != "total"
        for name in (*line.names, *_OTHER_NAMES.get(line.key, ()))
    ]


def _lines(lines: list[Folded], gathered: Gathered) -> Iterator[tuple[str, Folded]]:
    """The paragraphs with the line of the sheet that each is about."""
    names = _names(gathered)
    for line in lines:
        head = line.text[:_START]
        found = [(head.find(name), -len(name), key) for name, key in names if name in head]
        if _TOTAL.match(line.text) and not (found and min(found)[0] < line.text.find("三公")):
            yield "total", line
        elif found:
            yield min(found)[2], line


def _take_counts(key: str, line: Folded, gathered: Gathered) -> None:
    for count, pattern in _COUNTED.get(key, ()):
        if found := re.search(pattern, line.text):
            gathered.put(_COUNTS, count, "value", number(found[found.lastindex or 1]))
    if key != "reception":
        return
    if found := _FOREIGN.search(line.text):
        gathered.put(_COUNTS, "foreign_batches", "value", number(found[1]))
        gathered.put(_COUNTS, "foreign_people", "value", number(found[2]))
        spent = money(found[3], found[4]) if found[3] else None
        if inside := _FOREIGN_SPENT.search(line.text):
            spent = money(inside[1], inside[2])
    elif found := _ALL_FOREIGN.search(line.text):
        for name in ("batches", "people"):
            everyone = gathered.cells.get((_COUNTS, f"reception_{name}", "value"))
            gathered.put(_COUNTS, f"foreign_{name}", "value", everyone)
        spent = money(found[1], found[2])
    else:
        return
    gathered.put(_COUNTS, "foreign_amount", "value", spent)


def _take_use(key: str, line: Folded, gathered: Gathered) -> None:
    found = _USE.search(line.text)
    if found and key in _USES:
        following = _NOT_USED.search(line.text, found.end())
        words = line.cut(found.end(), following.start() if following else None).rstrip("。；，;, ")
        gathered.put(_COUNTS, _USES[key], "value", words)
