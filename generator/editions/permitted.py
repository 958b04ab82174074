"""The phrases of ``edition.toml`` have the slots that are filled, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from generator.editions.declared import Phrases

_SLOTS = {
    "missing": frozenset({"what"}),
    "separator": frozenset[str](),
    "least": frozenset({"least"}),
    "corrected": frozenset({"published", "prior", "reason"}),
    "same": frozenset({"name"}),
    "against": frozenset({"initial", "full"}),
    "against_initial": frozenset({"initial"}),
    "change": frozenset({"amount", "rate", "what"}),
    "change_amount": frozenset({"amount", "rate", "what"}),
    "direction": frozenset[str](),
    "compare": frozenset[str](),
}

_WAYS = ("up", "down", "flat", "from_zero", "to_zero")
_BRANCHES = {
    "change": (*_WAYS, "up_bare", "down_bare", "unknown"),
    "change_amount": (*_WAYS, "unknown"),
    "direction": _WAYS,
    "compare": _WAYS,
}
_WITH_AMOUNT = ("up", "down", "up_bare", "down_bare")  # a change without it would say nothing


def misworded(phrases: Phrases) -> Iterator[str]:
    """Phrases with braces that do not close, or with other slots than the program fills."""
    for table, slots in _SLOTS.items():
        worded = getattr(phrases, table)
        entries = worded if isinstance(worded, dict) else {"": worded}
        for key, words in entries.items():
            where = f"[phrases] 的 {table}{f'.{key}' if key else ''}"
            yield from _misworded(where, words, slots)
    for table, branches in _BRANCHES.items():
        yield from _misbranched(table, getattr(phrases, table), branches)
    if phrases.missing.count("{what}") != 1:
        yield f"edition.toml [phrases] 的 missing 要有一个 {{what}}，写的是 {phrases.missing!r}"


def _misbranched(table: str, worded: dict[str, str], branches: tuple[str, ...]) -> Iterator[str]:
    """Directions that there are not, or that have no words; changes that do not say the amount."""
    for key in sorted(worded.keys() - set(branches)):
        yield f"edition.toml [phrases] 的 {table} 里不认识 {key}，可用的有：{'、'.join(branches)}"
    for key in (key for key in branches if key not in worded):
        yield f"edition.toml [phrases] 的 {table} 里少了 {key}"
    for key in _WITH_AMOUNT if "unknown" in branches else ():
        if "{amount}" not in worded.get(key, "{amount}"):
            yield f"edition.toml [phrases] 的 {table}.{key} 要有 {{amount}}，写的是 {worded[key]!r}"


def _misworded(where: str, words: str, slots: frozenset[str]) -> Iterator[str]:
    """Wording that has other slots than the program fills."""
    try:
        used = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError:
        yield f"edition.toml {where} 的花括号要成对，写的是 {words!r}"
        return
    for name in sorted(used - slots):
        can = "、".join(f"{{{slot}}}" for slot in sorted(slots)) or "没有花括号的内容"
        yield f"edition.toml {where} 里不能用 {{{name}}}，可用的是：{can}"
