"""Redlines: what was deleted and inserted inside a line, with numbers as whole words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from generator.history.differences.reading import kind
from generator.model import regex

Kind = Literal["same", "old", "new"]

_TOKEN = regex(r" \| |[0-9][0-9,]*(?:\.[0-9]+)?[%％]?|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.5  # two lines with less in common are one deleted and one inserted
_MOST = 100_000  # pairs of lines that are weighed against each other
_MOST_EQUAL = 2_000_000  # pairs of equal items
_AROUND = 24  # characters that stay on each side of a change


class Segment(Struct, frozen=True):
    """A stretch of a changed line: in both, only in the old, or only in the new one."""

    kind: Kind
    text: str


def aligning(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """What two sequences have in common.

    Where both are long and repeat themselves, looking at every pair of equal items would take
    minutes: then the commonest items count for nothing.
    """
    count = Counter(new)
    pairs = sum(count[item] for item in old)
    return SequenceMatcher(None, old, new, autojunk=pairs > _MOST_EQUAL)


def redline(old: str, new: str) -> tuple[Segment, ...]:
    """The old line with the changes that make it the new one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = aligning(before, after)
    gone: list[str] = []
    come: list[str] = []
    found: list[Segment] = []
    codes = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        inner = 0 < number < len(codes) - 1
        if tag == "equal" and not (inner and _is_crumb(before[a:b])):
            found += _segments(gone, come)
            gone, come = [], []
            found.append(Segment("same", "".join(before[a:b])))
        else:
            gone += before[a:b]
            come += after[c:d]
    return tuple([*found, *_segments(gone, come)])


def _is_crumb(tokens: Sequence[str]) -> bool:
    """A single character between two changes: easier to read as changed too."""
    return len(tokens) == 1 and len(tokens[0]) == 1


def _segments(gone: Sequence[str], come: Sequence[str]) -> Iterator[Segment]:
    if gone:
        yield Segment("old", "".join(gone))
    if come:
        yield Segment("new", "".join(come))


def shortened(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The redline with long unchanged stretches cut down to what stands around the changes."""
    last = len(segments) - 1
    return tuple(
        _cut(segment, number == 0, number == last) if segment.kind == "same" else segment
        for number, segment in enumerate(segments)
    )


def _cut(segment: Segment, first: bool, last: bool) -> Segment:
    text = segment.text
    head = "" if first else text[:_AROUND]
    tail = "" if last else text[-_AROUND:]
    if len(text) <= len(head) + len(tail) + _AROUND:
        return segment
    return Segment("same", f"{head}…{tail}")


def paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Lines that replace each other, in order: indexes of old and new, None where one is alone.

    Of all ways to pair them without crossing, one with the most in common is taken.
    """
    if len(old) * len(new) > _MOST:
        yield from ((number, None) for number in range(len(old)))
        yield from ((None, number) for number in range(len(new)))
        return
    best = _best(old, new)
    a = b = 0
    while a < len(old) or b < len(new):
        if a < len(old) and best[a][b] == best[a + 1][b]:
            yield a, None
            a += 1
        elif b < len(new) and best[a][b] == best[a][b + 1]:
            yield None, b
            b += 1
        else:
            yield a, b
            a, b = a + 1, b + 1


def _best(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """[a][b]: the most that the lines from a and from b on can have in common."""
    before, after = [_bag(line) for line in old], [_bag(line) for line in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            alike = _alike(before[a], after[b]) if kind(old[a]) == kind(new[b]) else 0.0
            pair = best[a + 1][b + 1] + alike if alike >= _ALIKE else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], pair)
    return best


def likeness(one: str, other: str) -> float:
    """The share of tokens that two lines have in common, whatever their order."""
    return _alike(_bag(one), _bag(other))


def _bag(line: str) -> Counter[str]:
    return Counter(_TOKEN.findall(line))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of tokens in common, whatever their order."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
