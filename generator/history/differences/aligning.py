"""Which lines of two texts are the same, replace each other, or stand in one of them alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct

from generator.history.differences.reading import HEADING
from generator.history.differences.wording import aligning, paired

MOST_PARTS = 4  # lines into which one is split, or that are joined

Pair = tuple[int | None, int | None]


class _Stretch(Struct, frozen=True):
    """Lines that stand for one of the other text: one, or several that are one there."""

    key: str
    start: int
    stop: int


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Which lines are the same or replace each other, by number; None where one is alone.

    Of lines that changed their places, as few as can be are alone.
    """
    before, after = _stretches(old, new), _stretches(new, old)
    mine, theirs = [one.key for one in before], [one.key for one in after]
    fixed = [(-1, -1), *_in_order(mine, theirs), (len(mine), len(theirs))]
    for (a, c), (b, d) in pairwise(fixed):
        if a >= 0:
            yield from _beside(before[a], after[c])
        yield from _between(old, new, before[a + 1 : b], after[c + 1 : d])


def squeezed(text: str) -> str:
    """A text without blanks and what marks its headings."""
    return "".join(text.replace(HEADING, "").split())


def _stretches(lines: Sequence[str], others: Sequence[str]) -> list[_Stretch]:
    """The lines; those in a row that are one line of the other text, or one that is several there."""
    known, own = set(others), set(lines)
    joined = _runs(lines, known)
    wholes = {squeezed(line) for line in others if line not in own}
    parted = {text for runs in _runs(others, own).values() for text, _ in runs}
    found, at = list[_Stretch](), 0
    while at < len(lines):
        line = lines[at]
        whole = squeezed(line) if line not in known else ""
        single = (whole if whole in parted else line, at + 1)
        text, stop = next((run for run in joined.get(at, ()) if run[0] in wholes), single)
        found.append(_Stretch(text, at, stop))
        at = stop
    return found


def _runs(lines: Sequence[str], known: set[str]) -> dict[int, list[tuple[str, int]]]:
    """start → (text, stop) of several lines in a row that the other text lacks, the longest first."""
    found: dict[int, list[tuple[str, int]]] = {}
    for start in range(len(lines)):
        text = squeezed(lines[start]) if lines[start] not in known else ""
        for stop in range(start + 1, min(start + MOST_PARTS, len(lines))):
            if not text or lines[stop] in known:
                break
            text += squeezed(lines[stop])
            found.setdefault(start, []).insert(0, (text, stop + 1))
    return found


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Of what stands once in both, as many as follow each other in both (by number).

    ``difflib`` takes the longest stretch first, and of a line that was moved over two others
    keeps the line.
    """
    once = {key for key, count in Counter(old).items() if count == 1}
    times = Counter(new)
    place = {key: number for number, key in enumerate(new) if times[key] == 1 and key in once}
    points = [(number, place[key]) for number, key in enumerate(old) if key in place]
    ends, last = list[int](), list[int]()  # the least end of a row of so many; its point
    before = list[int]()  # the point before each
    for number, (_, at) in enumerate(points):
        length = bisect_left(ends, at)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    found, point = list[tuple[int, int]](), last[-1] if last else -1
    while point >= 0:
        found.append(points[point])
        point = before[point]
    return found[::-1]


def _between(
    old: Sequence[str], new: Sequence[str], before: Sequence[_Stretch], after: Sequence[_Stretch]
) -> Iterator[Pair]:
    matcher = aligning([one.key for one in before], [one.key for one in after])
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(before[a:b], after[c:d], strict=True):
                yield from _beside(one, other)
            continue
        mine = [n for one in before[a:b] for n in range(one.start, one.stop)]
        theirs = [n for one in after[c:d] for n in range(one.start, one.stop)]
        for left, right in paired([old[n] for n in mine], [new[n] for n in theirs]):
            yield (
                None if left is None else mine[left],
                None if right is None else theirs[right],
            )


def _beside(one: _Stretch, other: _Stretch) -> Iterator[Pair]:
    return zip_longest(range(one.start, one.stop), range(other.start, other.stop))
