"""The sentences as they are printed: what goes wrong where typed words meet the template's own.

The rules about texts look at a cell by itself.  Here the line of the rendered draft is read, and
only what lies across the seam between typed and printed words is told, with the cell behind it:
what stands inside a cell is told by those rules, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.engine.spots import TextFault
from generator.checks.words.brackets import SIGNS, unpaired
from generator.checks.words.wording import BODIES, DOUBLED, STOPS, in_order
from generator.model import Line, Severity, Typed

Finder = Callable[[Context, Line, Typed], TextFault | None]
_REACH = 16  # two words of eight


def _seams(line: Line, words: Typed) -> tuple[int, ...]:
    """Where the words meet what is printed before and after them."""
    return tuple(at for at in (words.start, words.end) if 0 < at < len(line.text))


def _across(pattern: re.Pattern[str], line: Line, words: Typed) -> re.Match[str] | None:
    """The first match that lies across a seam of the words."""
    for at in _seams(line, words):
        for found in pattern.finditer(line.text, max(0, at - _REACH), at + _REACH):
            if found.start() < at < found.end():
                return found
    return None


def _around(line: Line, start: int, end: int) -> str:
    """The printed words around a place, to be found in the draft."""
    end = min(end, start + 2 * _REACH)
    before, after = max(0, start - 6), min(len(line.text), end + 6)
    dots = "…" if before else "", "…" if after < len(line.text) else ""
    return f"「{dots[0]}{line.text[before:after]}{dots[1]}」"


# What a word printed by the template and one typed make together, or two units of a number.
_TWICE = re.compile(
    r"是是(?!否|非)|的的(?![确士])|于于(?!洪|都|谦)|系系(?!统|列|数)|因因(?!素|公|病)|指指(?!标|定|导|挥)"
    r"|由由|为为(?![民人期])|看看|(?:万元|亿元)(?:万?元)|元元|[%％][%％]|元万元"
)


def doubled(_: Context, line: Line, words: Typed) -> TextFault | None:
    """保障|保障, 是|是, 万元|万元."""
    found = _across(DOUBLED, line, words)
    if found and not in_order(line.text, found):
        hint = Severity.HINT if BODIES.fullmatch(found[1]) else None
        return TextFault(f"印出来词语重复：{_around(line, *found.span())}", hint)
    found = _across(_TWICE, line, words)
    return TextFault(f"印出来词语重复：{_around(line, *found.span())}") if found else None


_SEAM_STOPS = re.compile(rf"{STOPS.pattern}|[，、；：。][”’」』][，、；：。]|[,.;:][，。；：、]")


def stops(context: Context, line: Line, words: Typed) -> TextFault | None:
    """减少、|。 and a text that ends with 、 or without any stop.

    In a table a line may be broken anywhere, and a text need not end with a stop.
    """
    found = _across(_SEAM_STOPS, line, words)
    if found:
        return TextFault(f"印出来标点重复：{_around(line, *found.span())}")
    text = line.text.rstrip()
    if words.end < len(text) or len(text) < 2:
        return None
    last = context.printed_of(words.cell).endswith(line.text[words.start : words.end])
    if text[-1] in "，、," and (last or not line.in_table):
        return TextFault(f"句子末尾是「{text[-1]}」：{_around(line, len(text) - 1, len(text))}")
    if not line.in_table and "。" in text and "\u4e00" <= text[-1] <= "\u9fa5":
        message = f"句子末尾没有标点：{_around(line, len(text), len(text))}"
        return TextFault(message, Severity.HINT)
    return None


_DOUBLE_MARKS = re.compile(r"《《|》》|““|””|「「|」」|【【|】】")


def paired(context: Context, line: Line, words: Typed) -> TextFault | None:
    """A line whose brackets do not pair though those of the whole cell do; not in a table."""
    if found := _across(_DOUBLE_MARKS, line, words):
        return TextFault(f"印出来括号、引号重复：{_around(line, *found.span())}")
    if line.in_table or SIGNS.isdisjoint(line.text) or not (message := unpaired(line.text)):
        return None
    told = any(unpaired(context.printed_of(part.cell)) for part in line.typed)  # by W06
    if told or unpaired(line.text[: words.start] + line.text[words.end :]):
        return None
    return TextFault(f"印出来的一段里{message}：{_around(line, words.start, words.end)}")


_NAMED = re.compile(
    r"(?!反映|指|是指)([\u4e00-\u9fa5（）()]{2,30})[：:—－-]+(?=反映|指(?![挥导标定数])|是指)"
)


def once(context: Context, line: Line, words: Typed) -> TextFault | None:
    """主要原因是人员增加的|主要原因是…; 行政运行（项）：一般行政管理事务：|反映…."""
    own = line.text[words.start : words.end]
    if line.text[: words.start].endswith(("：", ":")) and (named := _NAMED.match(own)):
        return TextFault(
            f"解释前面又写了「{named[1]}」：{_around(line, words.start, words.start + 8)}"
        )
    lead = _lead(context, line.text[: words.start])
    at = own.find(lead) if lead else -1
    if at < 0:
        return None
    later = any(stop in own[:at] for stop in "，；。")
    message = f"「{lead}」印了两遍：{_around(line, words.start + at, words.start + at + len(lead))}"
    return TextFault(message, Severity.HINT if later else None)


def _lead(context: Context, before: str) -> str:
    """The lead with which the sentence goes over into the typed words, "" if there is none."""
    spoken = context.unlinked(before[-20:])
    return next((lead for lead in context.leads if spoken.endswith(lead)), "") if spoken else ""


def _alone(line: Line, words: Typed) -> bool:
    """Words that meet nothing: the text of a cell, and the year."""
    own = line.text[words.start : words.end]
    whole = line.in_table and len(own) == len(line.text)
    return own.isdigit() or (whole and own[-1:] not in "，、,")


def _each(context: Context, finder: Finder, remedy: str) -> Iterator[Look]:
    if context.lines is None:
        yield Unknown("正文没有排出来")
        return
    told = set[tuple[object, str]]()
    for line in context.lines:
        for words in line.typed:
            if _alone(line, words):
                continue
            spot = finder(context, line, words)
            if spot is None:
                yield Right((words.cell,))
            elif (words.cell, spot.message) not in told:
                told.add((words.cell, spot.message))
                yield Wrong(spot.message, (words.cell,), remedy, severity=spot.severity)


def _rule(rule: str, title: str, finder: Finder, remedy: str) -> Rule:
    test = partial(_each, finder=finder, remedy=remedy)
    basis = "印出来的句子：填报的文字接在版式的文字之后"
    return Rule(
        rule,
        title,
        Severity.WARNING,
        basis,
        test,
        "没有填文字",
        WORDS,
        ("E39",),
        reads=Reads.INPUTS,
    )


RULES = (
    _rule("W41", "印出来的词语不重复", doubled, "删去填报文字里与正文重复的词。"),
    _rule("W42", "印出来的句子标点完整", stops, "改正这一格开头或末尾的标点。"),
    _rule("W43", "印出来的括号引号成对", paired, "改正这一格的括号、引号。"),
    _rule("W44", "正文说过的话不再写", once, "只写正文这句话还没有说的。"),
)
