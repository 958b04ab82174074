"""The characters of a page as lines, and lines as paragraphs, whatever program made the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from msgspec import Struct

from generator.model import regex

_LEVEL = 0.5  # of the size of a character: what is lower stands in another line
_SHORT = 2.2  # characters that may be missing at the end of a full line
_INDENT = 1.0
# What begins a paragraph wherever it stands.
_NUMBERED = regex(
    r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．]|\d{1,2}\.(?!\d))"
)


class Glyph(NamedTuple):
    """A character and its box, in points from the top left of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way down: digits of another face have another top and foot."""
        return (self.top + self.bottom) / 2


class PageLine(Struct, frozen=True):
    """Characters that stand side by side; ``sheet`` is the width of the page."""

    glyphs: tuple[Glyph, ...]
    sheet: int = 0

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @property
    def left(self) -> float:
        """Where its first visible character begins."""
        return next((g.left for g in self.glyphs if g.text.strip()), self.glyphs[0].left)

    @property
    def right(self) -> float:
        """Where its last visible character ends."""
        shown = [glyph.right for glyph in self.glyphs if glyph.text.strip()]
        return shown[-1] if shown else self.glyphs[0].left

    @property
    def top(self) -> float:
        """Where its highest character begins."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The height of its tallest character."""
        return max(glyph.bottom - glyph.top for glyph in self.glyphs)


def lines_of(glyphs: Iterable[Glyph], sheet: int = 0) -> list[PageLine]:
    """The lines from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        last = rows[-1][-1] if rows else None
        height = glyph.bottom - glyph.top
        if last is not None and glyph.middle - last.middle <= _LEVEL * height:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (PageLine(tuple(sorted(row, key=lambda g: g.left)), sheet) for row in rows)
    return [line for line in lines if line.text]


Margins = Mapping[int, tuple[float, float]]
"""Where full lines begin and end, by the width of the page: some lie across."""


def margins_of(lines: Iterable[PageLine]) -> Margins:
    """The outermost places where many lines begin and end."""
    sheets: dict[int, list[PageLine]] = {}
    for line in lines:
        sheets.setdefault(line.sheet, []).append(line)
    return {sheet: _margins(found) for sheet, found in sheets.items()}


def _margins(lines: Sequence[PageLine]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) > 20] or list(lines)
    least = max(1, len(long) // 20)
    lefts = Counter(int(line.left) for line in long)
    rights = Counter(int(line.right) for line in long)
    left = min((x for x, count in lefts.items() if count >= least), default=min(lefts))
    right = max((x for x, count in rights.items() if count >= least), default=max(rights))
    return float(left), float(right)


def paragraphs(lines: Sequence[PageLine], margins: Margins) -> list[str]:
    """The lines as paragraphs.

    A line goes on where the one before reaches the margin and it is not indented itself.
    """

    def goes_on(one: PageLine, two: PageLine) -> bool:
        full = one.right >= margins[one.sheet][1] - _needed(two)
        return full and two.left <= margins[two.sheet][0] + _INDENT * two.size

    return _joined(lines, goes_on)


def cell_text(lines: Sequence[PageLine], width: float) -> str:
    """The lines of a cell, which may be centred: one goes on where the next did not fit behind it."""
    return "\n".join(_joined(lines, lambda one, two: one.right - one.left > width - _needed(two)))


def _needed(line: PageLine) -> float:
    """The room that its first word takes: a number is not parted, signs hang together."""
    word = takewhile(lambda glyph: glyph.text.isascii() and glyph.text.strip(), line.glyphs)
    return _SHORT * line.size + sum(glyph.right - glyph.left for glyph in word)


def _joined(lines: Sequence[PageLine], goes_on: Callable[[PageLine, PageLine], bool]) -> list[str]:
    found: list[str] = []
    before: PageLine | None = None
    for line in lines:
        if before is not None and goes_on(before, line) and not _NUMBERED.match(line.text):
            found[-1] += line.text
        else:
            found.append(line.text)
        before = line
    return found
