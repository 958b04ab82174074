"""How much room a text takes in the cell of a spreadsheet."""

from __future__ import annotations

from math import ceil

LINE_HEIGHT = 15.0


def text_width(text: str) -> int:
    """How wide a text is, counted in half-width characters."""
    return max(sum(2 if ord(c) > 0x2000 else 1 for c in line) for line in text.split("\n"))


def height_for(text: str, width: float) -> float:
    """The height in points that a wrapped text needs in a cell of that width."""
    lines = sum(max(1, ceil(text_width(line) / (width - 1))) for line in text.split("\n"))
    return lines * LINE_HEIGHT + 3
