"""Differences of two editions as text for a person and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from generator.editions import Edition
from generator.upkeep.comparing import Difference


def as_text(old: Edition, new: Edition, differences: Sequence[Difference]) -> str:
    """What ``gen template diff`` prints."""
    return "\n".join(_lines(old, new, differences))


def _lines(old: Edition, new: Edition, differences: Sequence[Difference]) -> Iterator[str]:
    if not differences:
        yield f"版式 {old.id} 与 {new.id} 相同。"
        return
    yield f"版式 {old.id} → {new.id}：{len(differences)} 处不同"
    for part, group in groupby(differences, lambda difference: difference.part):
        yield part
        for difference in group:
            yield from _shown(difference)


def _shown(difference: Difference) -> Iterator[str]:
    place, old, new = difference.place, difference.old, difference.new
    if old and new and len(old) + len(new) <= 60:
        yield f"  {place}：{old} → {new}"
    elif old and new:
        yield f"  {place}："
        yield f"    − {old}"
        yield f"    + {new}"
    elif new:
        yield f"  增加 {place}：{new}"
    else:
        yield f"  删去 {place}：{old}"


def as_json(old: Edition, new: Edition, differences: Sequence[Difference]) -> dict[str, Any]:
    """The object that ``gen template diff --json`` prints."""
    return {
        "old": old.id,
        "new": new.id,
        "equal": not differences,
        "differences": [
            {"part": d.part, "place": d.place, "old": d.old, "new": d.new} for d in differences
        ],
    }
