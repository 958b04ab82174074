"""How much room a text takes: in the cell of a spreadsheet, in a column of a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

LINE_HEIGHT = 15.0


def text_width(text: str) -> int:
    """How wide a text is, counted in half-width characters."""
    return max(len(line) + sum(map(_LAST_NARROW.__lt__, line)) for line in text.split("\n"))


_LAST_NARROW = "\u2000"


def height_for(text: str, width: float) -> float:
    """The height in points that a wrapped text needs in a cell of that width."""
    if 2 * len(text) <= width - 1 and "\n" not in text:
        return LINE_HEIGHT + 3
    lines = sum(max(1, ceil(text_width(line) / (width - 1))) for line in text.split("\n"))
    return lines * LINE_HEIGHT + 3


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line a row for a terminal, columns below each other; whole numbers stand to the right."""
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def _padded(text: str, width: int) -> str:
    space = " " * (width - _columns(text))
    return f"{space}{text}" if text.isdigit() else f"{text}{space}"


def _columns(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
