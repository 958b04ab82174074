"""Reasons that a person writes once for several changes: 同上, or blank below a total's reason.

The document prints the words where they were typed, and elsewhere says whose reason it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.arithmetic import Change, Shared
from generator.model import HAN, Text, regex

_BLANKS = regex(r"[\s，。；：,;:.、]")
_ABOVE = r"(?:述|文|面|列|一?[行项栏条格])?(?:所述)?"
_SAME = regex(
    rf"(?:主要)?(?:原因|理由)?(?:是|为)?(?:"
    rf"[同见如]上{_ABOVE}|同前{_ABOVE}|[与和同]上{_ABOVE}(?:的?原因)?(?:相同|一致|一样|同)"
    rf")(?:的?(?:主要)?原因)?"
)
_SAME_AS_TOTAL = regex(
    r"(?:主要)?(?:原因|理由)?(?:是|为)?[同见与和]?(?:收支)?(?:合计|总计|总体|总额)"
    r"(?:的?(?:主要)?原因)?(?:相同|一致|一样|同)?"
)


class Entry(Struct, frozen=True):
    """A change with the reason typed for it.

    ``name`` is what a sentence calls it; ``above`` are the keys of the entries whose reason holds
    where its own is blank, the nearest first.
    """

    name: str
    change: Change
    above: tuple[str, ...] = ()


def told(entries: Mapping[str, Entry]) -> dict[str, Change]:
    """The changes of a sheet's rows, in the sheet's order, with the reasons that hold for them."""
    known: dict[str, Change] = {}
    for key in entries:
        _tell(entries, key, known)
    return known


def _tell(entries: Mapping[str, Entry], key: str, known: dict[str, Change]) -> Change:
    if key not in known:
        change = entries[key].change
        known[key] = change  # what refers to itself in the end has no other reason
        source = _source(entries, key, known)
        if source:
            found = _tell(entries, source, known)
            known[key] = _shared(change, entries[source].name, found)
    return known[key]


def _source(entries: Mapping[str, Entry], key: str, known: dict[str, Change]) -> str:
    """The entry whose reason this one shares; "" for a reason of its own, or none."""
    entry = entries[key]
    words = _BLANKS.sub("", entry.change.reason.value)
    if _SAME.fullmatch(words):
        earlier = list(entries)[: list(entries).index(key)]
        return next((k for k in reversed(earlier) if entries[k].change.reason), "")
    if _SAME_AS_TOTAL.fullmatch(words):
        return _top(entries, key)
    above = [k for k in entry.above if k in entries]
    if words or not entry.change.needs_reason:
        return ""
    alike = [k for k in above if _alike(entry.change, _tell(entries, k, known))]
    return next((k for k in alike if known[k].reason), alike[0] if alike else "")


def _top(entries: Mapping[str, Entry], key: str) -> str:
    """The total above all others, where it is another entry and has a reason; else ""."""
    top = key
    while entries[top].above and entries[top].above[-1] in entries:
        top = entries[top].above[-1]
    return top if top != key and entries[top].change.reason else ""


def _alike(change: Change, other: Change) -> bool:
    """Both went up, or both went down, and a reason of the other is or must be told."""
    told = other.needs_reason or bool(other.reason)
    return told and (change.up, change.down) == (other.up, other.down)


def _shared(change: Change, name: str, source: Change) -> Change:
    """The change with the reason of ``source``, which may itself be another one's."""
    printed = source.explained and bool(source.reason)
    origin = source.shared or Shared(name, source.amount, printed, source.reason)
    return replace(change, reason=source.reason, shared=replace(origin, own=change.reason))


def says_same(text: str) -> bool:
    """True when a reason only points to another one: 同上, 同合计."""
    words = _BLANKS.sub("", text)
    return bool(_SAME.fullmatch(words) or _SAME_AS_TOTAL.fullmatch(words))


def says_flat(text: str) -> bool:
    """True when a reason says that nothing changed, and nothing else."""
    return bool(_FLAT.fullmatch("".join(text.split())))


# With nothing else said: 与上年持平, 无变化, 本年支出与上年相同.
_FLAT = regex(
    rf"(?:本年度?|今年)?(?:{HAN}{{0,8}}?(?:支出|收入|经费|总计|数|金额))?[与和同较比]?"
    r"(?:上年度?|上一年度?|去年|年初预算|全年预算|预算)?数?(?:相比)?"
    r"(?:持平|一致|相同|(?:没有|无|未发生)(?:增减)?(?:变化|变动)|无增减"
    r"|(?<!不)等于(?:上年|年初预算|全年预算|预算)(?:决算)?数?)[。；]?"
)


def without_flat(text: Text) -> Text:
    """The words, or none where they say only that two amounts are equal."""
    return replace(text, value="") if says_flat(text.value) else text
