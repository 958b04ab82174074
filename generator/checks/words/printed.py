"""The sentences as they are printed: what goes wrong where typed words meet the template's own.

The rules about texts look at a cell by itself.  Here the line of the rendered draft is read, and
only what lies across the seam between typed and printed words is told, with the cell behind it:
what stands inside a cell is told by those rules, once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.checks.engine.context import Context
from generator.checks.words.brackets import SIGNS, brackets
from generator.checks.words.lexicon import lexicon
from generator.model import HAN, Line, Typed, regex


class Seen(NamedTuple):
    """What was found in a line, and the place that shows it."""

    found: str
    start: int
    end: int


_REACH = 16  # two words of eight: what an expression finds, and looks at behind it, is no longer


def across(pattern: re.Pattern[str], line: Line, words: Typed) -> Seen | None:
    """The first match that lies across a seam of the words, where they meet what is printed."""
    length = len(line.text)
    for at in (words.start, words.end):
        if not 0 < at < length:
            continue
        for found in pattern.finditer(line.text, max(0, at - _REACH), at + 2 * _REACH):
            if found.start() >= at:
                break
            if found.end() > at:
                return Seen(found.group(), *found.span())
    return None


def around(line: Line, start: int, end: int) -> str:
    """The printed words around a place, to be found in the draft."""
    end = min(end, start + 2 * _REACH)
    before, after = max(0, start - 6), min(len(line.text), end + 6)
    dots = "…" if before else "", "…" if after < len(line.text) else ""
    return f"「{dots[0]}{line.text[before:after]}{dots[1]}」"


def _ending(line: Line, words: Typed) -> str:
    """A line of more than one sign that ends with the typed words, without blanks; else ""."""
    text = line.text.rstrip()
    return text if words.end >= len(text) >= 2 else ""


def open_end(context: Context, line: Line, words: Typed) -> Seen | None:
    """A text that ends with 、; in a table a line may be broken anywhere."""
    text = _ending(line, words)
    last = context.printed_of(words.cell).endswith(line.text[words.start : words.end])
    if text and text[-1] in "，、," and (last or not line.in_table):
        return Seen(text[-1], len(text) - 1, len(text))
    return None


def no_end(_: Context, line: Line, words: Typed) -> Seen | None:
    """Sentences of which the last has no stop; in a table a text need not end with one."""
    text = _ending(line, words)
    if not line.in_table and "。" in text and "\u4e00" <= text[-1] <= "\u9fa5":
        return Seen(text[-1], len(text), len(text))
    return None


def torn_pair(context: Context, line: Line, words: Typed) -> Seen | None:
    """A line whose brackets do not pair though those of the whole cell do; not in a table."""
    known = lexicon(context.accounts.edition)
    if line.in_table or SIGNS.isdisjoint(line.text):
        return None
    message = brackets(line.text, known)
    if not message or any(brackets(context.printed_of(p.cell), known) for p in line.typed):
        return None  # in order, or told of the cell
    if brackets(line.text[: words.start] + line.text[words.end :], known):
        return None
    return Seen(message, words.start, words.end)


_NAMED = regex(
    rf"(?!反映|指|是指)((?:{HAN}|[（）()]){{2,30}})[：:—－-]+(?=反映|指(?![挥导标定数])|是指)"
)


def named_before(_: Context, line: Line, words: Typed) -> Seen | None:
    """行政运行（项）：一般行政管理事务：|反映…."""
    named = _NAMED.match(line.text[words.start : words.end])
    if not named or not line.text[: words.start].endswith(("：", ":")):
        return None
    return Seen(named[1], words.start, words.start + 8)


def lead_twice(context: Context, line: Line, words: Typed, *, later: bool) -> Seen | None:
    """主要原因是人员增加的|主要原因是…; ``later``: in a clause behind the first."""
    lead = context.lead_before(line.text[max(0, words.start - 20) : words.start])
    at = line.text.find(lead, words.start, words.end) if lead else -1
    if at < 0 or later is not any(stop in line.text[words.start : at] for stop in "，；。"):
        return None
    return Seen(lead, at, at + len(lead))
