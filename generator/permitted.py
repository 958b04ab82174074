"""What ``edition.toml`` may say: numbers that make sense, phrases with the slots that are filled."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

# The greatest number that makes sense; six decimals of 万元 are 分.
_NUMBERS = {
    "amount_digits": 6,
    "percent_digits": 6,
    "score_digits": 6,
    "publish_within_days": 366,
    "execution_points": 100,
}
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


def misdeclared(data: dict[str, Any]) -> Iterator[str]:
    """What edition.toml says that cannot be used; KeyError where something is not said at all."""
    for key, most in _NUMBERS.items():
        if type(data[key]) is not int or not 0 <= data[key] <= most:
            yield f"edition.toml 的 {key} 应是 0 到 {most} 的整数，写的是 {data[key]!r}"
    for key in ("id", "name", "template"):
        if not isinstance(data[key], str):
            yield f"edition.toml 的 {key} 应是引号里的文字，写的是 {data[key]!r}"
    derived = data.get("derived_from", "printed")
    if derived not in ("printed", "exact"):
        yield f'edition.toml 的 derived_from 应是 "printed" 或 "exact"，写的是 {derived!r}'
    years = data["years"]
    if not isinstance(years, list) or not years or not all(type(year) is int for year in years):
        yield f"edition.toml 的 years 应是年度，例如 [2024]，写的是 {years!r}"
    phrases = data["phrases"]
    for table, slots in _SLOTS.items():
        worded = phrases.get(table, "")
        entries = worded if isinstance(worded, dict) else {"": worded}
        for key, words in entries.items():
            where = f"[phrases] 的 {table}{f'.{key}' if key else ''}"
            yield from _misworded(where, words, slots)
    if str(phrases["missing"]).count("{what}") != 1:
        yield f"edition.toml [phrases] 的 missing 要有一个 {{what}}，写的是 {phrases['missing']!r}"


def _misworded(where: str, words: Any, slots: frozenset[str]) -> Iterator[str]:
    """Wording that is no text or has other slots than the program fills."""
    try:
        used = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except (TypeError, ValueError):
        yield f"edition.toml {where} 应是文字，花括号要成对，写的是 {words!r}"
        return
    for name in sorted(used - slots):
        can = "、".join(f"{{{slot}}}" for slot in sorted(slots)) or "没有花括号的内容"
        yield f"edition.toml {where} 里不能用 {{{name}}}，可用的是：{can}"
