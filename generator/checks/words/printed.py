"""The sentences as they are printed: what goes wrong where typed words meet the template's own.

The rules about texts look at a cell by itself.  Here the line of the rendered draft is read, and
only what lies across the seam between typed and printed words is told, with the cell behind it:
what stands inside a cell is told by those rules, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, cast

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Unknown, Wrong
from generator.checks.engine.rule import Look
from generator.checks.words.brackets import SIGNS, brackets
from generator.checks.words.lexicon import Clean, Lexicon, WordPattern, WordRule, lexicon
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


def may_be_open(_: Context, line: Line) -> bool:
    """A line that ends with 、."""
    return line.text.rstrip().endswith(("，", "、", ","))


def open_end(context: Context, line: Line, words: Typed) -> Seen | None:
    """A text that ends with 、; in a table a line may be broken anywhere."""
    text = _ending(line, words)
    last = context.printed_of(words.cell).endswith(line.text[words.start : words.end])
    if text and (last or not line.in_table):
        return Seen(text[-1], len(text) - 1, len(text))
    return None


def may_lack_end(_: Context, line: Line) -> bool:
    """A line of sentences outside of tables."""
    return not line.in_table and "。" in line.text


def no_end(_: Context, line: Line, words: Typed) -> Seen | None:
    """Sentences of which the last has no stop; in a table a text need not end with one."""
    text = _ending(line, words)
    if text and "\u4e00" <= text[-1] <= "\u9fa5":
        return Seen(text[-1], len(text), len(text))
    return None


def may_be_torn(context: Context, line: Line) -> bool:
    """A line outside of tables whose brackets do not pair."""
    if line.in_table or SIGNS.isdisjoint(line.text):
        return False
    return bool(brackets(line.text, lexicon(context.accounts.edition)))


def torn_pair(context: Context, line: Line, words: Typed) -> Seen | None:
    """A line whose brackets do not pair though those of the whole cell do."""
    known = lexicon(context.accounts.edition)
    if any(brackets(context.printed_of(p.cell), known) for p in line.typed):
        return None  # told of the cell
    if brackets(line.text[: words.start] + line.text[words.end :], known):
        return None
    return Seen(brackets(line.text, known), words.start, words.end)


_NAMED = regex(
    rf"(?!反映|指|是指)((?:{HAN}|[（）()]){{2,30}})[：:—－-]+(?=反映|指(?![挥导标定数])|是指)"
)


def may_be_named(_: Context, line: Line) -> bool:
    """A line that says what something means."""
    return "反映" in line.text or "指" in line.text


def named_before(_: Context, line: Line, words: Typed) -> Seen | None:
    """行政运行（项）：一般行政管理事务：|反映…."""
    named = _NAMED.match(line.text[words.start : words.end])
    if not named or not line.text[: words.start].endswith(("：", ":")):
        return None
    return Seen(named[1], words.start, words.start + 8)


def may_lead_twice(context: Context, line: Line) -> bool:
    """A line that has the beginning of a lead twice."""
    return any(line.text.count(begun) > 1 for begun in context.lead_beginnings)


def lead_twice(context: Context, line: Line, words: Typed, *, later: bool) -> Seen | None:
    """主要原因是人员增加的|主要原因是…; ``later``: in a clause behind the first."""
    lead = context.lead_before(line.text[max(0, words.start - 20) : words.start])
    at = line.text.find(lead, words.start, words.end) if lead else -1
    if at < 0 or later is not any(stop in line.text[words.start : at] for stop in "，；。"):
        return None
    return Seen(lead, at, at + len(lead))


# Whether a line may be one for it at all, and what then looks at typed words in the line.
_Possible = Callable[[Context, Line], bool]
_Looked = Callable[[Context, Line, Typed], Seen | None]
SEAMS: dict[str, tuple[_Possible, _Looked]] = {
    "open_end": (may_be_open, open_end),
    "no_end": (may_lack_end, no_end),
    "torn_pair": (may_be_torn, torn_pair),
    "named_before": (may_be_named, named_before),
    "lead_twice": (may_lead_twice, partial(lead_twice, later=False)),
    "lead_twice_later": (may_lead_twice, partial(lead_twice, later=True)),
}


def at_seams(context: Context, rule: WordRule) -> Sequence[Look]:
    """What a rule says of typed words where they meet those of the template."""
    if context.lines is None:
        return [Unknown("正文没有排出来")]
    looks: list[Look | None] = list(context.right_seams)
    told = set[tuple[object, str]]()
    for number, wrong in _seams_wrong(context, rule):
        known = (wrong.cells, wrong.message)
        looks[number] = None if known in told else wrong  # said of another line already
        told.add(known)
    return [look for look in looks if look] if told else cast("list[Look]", looks)


def _seams_wrong(context: Context, rule: WordRule) -> Iterator[tuple[int, Wrong]]:
    """What a rule says of seams, by their numbers."""
    edition = context.accounts.edition
    clean = edition.once(f"seams {rule.id}", Clean)
    every = edition.once(f"patterns {rule.id}", lambda: _seam_patterns(rule, lexicon(edition)))
    seen = set[Hashable]()
    for seams in context.seams:
        key = (seams.line.text, seams.line.in_table)
        if key in clean:
            continue
        here = [one for one in every if one.possible(context, seams.line)]
        if not here:
            seen.add(key)
        for number, typed in enumerate(seams.typed if here else (), seams.at):
            if wrong := _seam_fault(context, rule, here, seams.line, typed):
                yield number, wrong
    clean.remember(seen)


class _Seam(NamedTuple):
    """A pattern of a rule about seams: whether a line may have it, and what it finds at a seam."""

    pattern: WordPattern
    possible: _Possible
    seen: _Looked


def _seam_patterns(rule: WordRule, words: Lexicon) -> list[_Seam]:
    return [
        _Seam(pattern, *(SEAMS[pattern.finder] if pattern.finder else _across(pattern, words)))
        for pattern in rule.patterns
    ]


def seam_fault(
    context: Context, words: Lexicon, rule: WordRule, line: Line, typed: Typed
) -> Wrong | None:
    """What a rule says of a place where typed words meet printed ones."""
    here = [one for one in _seam_patterns(rule, words) if one.possible(context, line)]
    return _seam_fault(context, rule, here, line, typed)


def _seam_fault(
    context: Context, rule: WordRule, here: Iterable[_Seam], line: Line, typed: Typed
) -> Wrong | None:
    """The first of these patterns that finds something where typed words meet printed ones."""
    for one in here:
        if seen := one.seen(context, line, typed):
            shown = around(line, seen.start, seen.end)
            message = one.pattern.message.format(found=seen.found, around=shown)
            return Wrong(message, (typed.cell,), rule.remedy, severity=one.pattern.weight)
    return None


def _across(pattern: WordPattern, words: Lexicon) -> tuple[_Possible, _Looked]:
    """An expression: a line without a match has none at a seam."""
    find = words.compiled(pattern.find)

    def possible(_: Context, line: Line) -> bool:
        return find.search(line.text) is not None

    def seen(_: Context, line: Line, typed: Typed) -> Seen | None:
        return across(find, line, typed)

    return possible, seen
