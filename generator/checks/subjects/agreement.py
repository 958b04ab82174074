"""预算绩效 against the other texts: what an indicator reached is the same number wherever it is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.model import HAN, Fact, Severity, regex
from generator.workbook.reading.values import label_key

# The words that say what is counted are left out where the number itself stands: 开展检查次数, 开展检查12次.
_COUNTED = regex(r"(?:完成|实际)?(?:数量|次数|人数|人次|户数|件数|个数|面积|里程|总数|数)$")
_REACHED = regex(r"(?:达到|达|为|共|约)?(\d+(?:\.\d+)?)([^\d\s，。；、,;（()）]{1,4})")
_LINK = r"(?:累计|共计|合计|总计|共)?(?:达到|达|为|共|完成)?(?:了)?"
# Part of the year, part of the whole, another year: another number is right there.
_PARTIAL = regex(
    r"上半年|下半年|季度|月|其中|上年|去年|同比|比|增|减|目标|计划|拟|将|不少于|以上|每"
)
_SHORTEST = 4


def one_value(context: Context) -> Iterator[Look]:
    """An indicator that a text names with its unit of count has the value that its form gives."""
    texts = [(words, label_key(words.text)) for words in context.words]
    for (name, unit), (number, result) in _indicators(context).items():
        for words, text in texts:
            if name not in text:
                continue
            if words.key == "target" or words.cell == result.cell:
                continue  # what is aimed at is another number
            said = _said(text, name, unit)
            if said is None:
                continue
            cells = (words.cell, result.cell)
            if said == number:
                yield Right(cells)
            else:
                message = f"「{name}」这里是 {said}{unit}，绩效自评表里是 {number}{unit}"
                yield Wrong(message, cells, "核对哪一处是对的；说的不是同一件事的，不必改。")


def _indicators(context: Context) -> dict[tuple[str, str], tuple[str, Fact]]:
    """What was reached, by what is counted and its unit; none that two forms give."""
    found = list[tuple[tuple[str, str], tuple[str, Fact]]]()
    for table in ("goals", "indicators"):
        for row in context.accounts.facts[table].rows:
            match = _REACHED.fullmatch(label_key(row["result"].text))
            name = _COUNTED.sub("", label_key(row["level3"].text))
            if match and len(name) >= _SHORTEST:
                found.append(((name, match[2]), (match[1], row["result"])))
    times = Counter(key for key, _ in found)
    return {key: value for key, value in found if times[key] == 1}


def _said(text: str, name: str, unit: str) -> str | None:
    """The number that a text gives of what is counted; None where it gives none, or only a part."""
    match = _named(name, unit).search(text)
    if match is None or _PARTIAL.search(re.split("[。；;]", text[: match.end()])[-1]):
        return None
    return match[1]


@lru_cache(maxsize=512)
def _named(name: str, unit: str) -> re.Pattern[str]:
    """The words of an indicator right before a number of its unit."""
    return re.compile(
        rf"{re.escape(name)}(?:{_COUNTED.pattern[:-1]})?{_LINK}(\d+(?:\.\d+)?){re.escape(unit)}(?!{HAN})"
    )


RULES = (
    Rule(
        "K17",
        "同一指标各处的数相同",
        Severity.WARNING,
        "预算绩效自评表",
        one_value,
        "没有别处写到的指标",
        WORDS,
        ("X28",),
        reads=Reads.INPUTS,
    ),
)
