"""Where a stretch of a text is in another version of it, and how else a change may be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.history.differences.reading import PARAGRAPHS
from generator.history.differences.wording import redline

_FAR = 60  # characters that an insertion may be moved along equal ones

Span = tuple[int, int]


def spans_in(old: str, new: str, wide: bool = False) -> Callable[[int, int], Span]:
    """Where in ``old`` a stretch of ``new`` stands, given by its start and end.

    ``wide``: with all that changed at its edges.
    """
    if old == new:
        return lambda start, end: (start, end)
    blocks = list[tuple[int, int, int]]()  # of what is the same: begin in old, in new, length
    a = b = 0
    for segment in redline(old, new):
        size = len(segment.text)
        if segment.kind == "same":
            blocks.append((a, b, size))
        a += size if segment.kind != "new" else 0
        b += size if segment.kind != "old" else 0
    ends = [(0, 0, 0), *blocks, (len(old), len(new), 0)]

    def find(start: int, end: int) -> Span:
        behind = [x + start - y for x, y, size in ends if y <= start <= y + size]
        before = [x + end - y for x, y, size in ends if y <= end <= y + size]
        first = max(behind) if behind else max(x + size for x, y, size in ends if y <= start)
        last = min(before) if before else min(x for x, y, _ in ends if y >= end)
        if start == end or wide:  # between what is the same: all that stands there now
            return (min(behind) if behind else first), (max(before) if before else last)
        return first, max(first, last)

    return find


def ways(text: str, start: int, end: int, new: str) -> Iterator[tuple[int, int, str]]:
    """A change as it is, without what both sides have in common, and moved along equal signs."""
    yield start, end, new
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    yield start, end, new
    if (
        not new
        and text[start : start + len(PARAGRAPHS)] == PARAGRAPHS
        and end - start > len(PARAGRAPHS)
    ):
        yield start + len(PARAGRAPHS), end, new
    if (
        not new
        and text[end - len(PARAGRAPHS) : end] == PARAGRAPHS
        and end - start > len(PARAGRAPHS)
    ):
        yield start, end - len(PARAGRAPHS), new
    if new and start < end:
        return
    for step in (-1, 1):
        first, last, words = start, end, new
        for _ in range(_FAR):
            moved = _slid(text, first, last, words, step)
            if moved is None:
                break
            first, last, words = moved
            yield moved


def _slid(text: str, start: int, end: int, new: str, step: int) -> tuple[int, int, str] | None:
    """The same insertion or deletion one sign further; None where it would be another one."""
    if step < 0:
        sign = text[start - 1 : start]
        if not sign or sign != (new[-1:] or text[end - 1 : end]):
            return None
        return start - 1, end - 1, (sign + new[:-1] if new else "")
    sign = text[end : end + 1]
    if not sign or sign != (new[:1] or text[start : start + 1]):
        return None
    return start + 1, end + 1, (new[1:] + sign if new else "")
