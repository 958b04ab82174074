"""“三公”经费: budgets, last year's figures, reasons, counts and uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.history.papers.clauses import MONEY, Clauses, initial_budget, money
from generator.history.papers.folding import Folded, folded, number
from generator.history.papers.gathered import Gathered
from generator.history.papers.priors import take_change
from generator.history.papers.sections import PaperSections

_ITEMS, _COUNTS = "three_public_items", "three_public_counts"
_START = 40  # characters in which a paragraph names its line
# Names that stand for the same line elsewhere.
_OTHER_NAMES = {
    "running": ("公务用车运行费", "公务用车运行维护费用"),
    "cars": ("公务用车购置及运行费", "公务用车购置和运行维护费"),
}
_TOTAL = re.compile(r'^.{0,30}"?三公"?经费.{0,20}支出')
_PLANNED = re.compile(r"决算数[^。]{0,30}预算数?(?:\([^)]*\))?[^。]{0,6}的")
_N = r"(\d[\d,]*)"
# What the counts of a line are, in the words of the national form.
_COUNTED = {
    "abroad": (("abroad_groups", rf"团组?{_N}个"), ("abroad_people", rf"{_N}人次")),
    "purchase": (("cars_bought", rf"购[置买](?:更新)?(?:公务用车)?{_N}辆"),),
    "running": (("cars_owned", rf"保有量(?:为|共)?{_N}辆"),),
    "reception": (
        ("reception_batches", rf"公务接待(?:共计?)?{_N}批次?"),
        ("reception_people", rf"{_N}批次?[、,(][^;。]*?{_N}人次?"),
    ),
}
_FOREIGN = re.compile(rf"外事接待{_N}批次?[、,]{_N}人次?(?:[,、]支出{MONEY})?")
_ALL_FOREIGN = re.compile(rf"均为外事接待[,、]?支出{MONEY}")
_USES = {"abroad": "abroad_use", "running": "running_use", "reception": "reception_use"}
_USE = re.compile(r"主要用于|开支内容(?:主要)?(?:包括|为|是)")


def take_visits(sections: PaperSections, clauses: Clauses, gathered: Gathered) -> None:
    """The sheet 三公经费."""
    for key, line in _lines(sections.lines("three_public"), gathered):
        gathered.put(_ITEMS, key, "budget", initial_budget(line.text))
        if planned := _PLANNED.search(line.text):
            reason = clauses.reason(line, planned.start(), "差异原因")
            gathered.put(_ITEMS, key, "budget_reason", reason)
        if not line.text.startswith("无") and "当年无" not in line.text[:_START]:
            take_change(gathered, clauses, _ITEMS, key, line)
        _take_counts(key, line, gathered)
        _take_use(key, line, gathered)


def _lines(lines: list[Folded], gathered: Gathered) -> Iterator[tuple[str, Folded]]:
    """The paragraphs with the line of the sheet that each is about."""
    names = [
        (folded(name), line.key)
        for line in gathered.edition.blocks[_ITEMS][1].lines
        if line.key != "total"
        for name in (*line.names, *_OTHER_NAMES.get(line.key, ()))
    ]
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
        words = line.cut(found.end()).rstrip("。；，;, ")
        gathered.put(_COUNTS, _USES[key], "value", words)
