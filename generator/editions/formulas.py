"""The formulas that official forms print in their footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from generator.model import regex

Addend = tuple[int, str, str]  # sign, row and column of what a formula adds up for one cell


class Formula(Struct, frozen=True):
    """A printed formula.  ``axis`` 行: the numbers are 行次; 栏: 栏次 of each row.

    ``terms`` are (sign, number) pairs; ``printed`` is the text on the form.
    """

    axis: Literal["行", "栏"]
    target: int
    terms: tuple[tuple[int, int], ...]
    printed: str

    @property
    def sums(self) -> bool:
        """True where it computes a blank cell; a single term only says that two cells are equal."""
        return len(self.terms) > 1


_BLANK = regex(r"\s")
_TERM = regex(r"([+\-−－＋]?)(\d+|…+)")
_FORMULA = regex(
    r"(?P<target>\d+)(?P<axis>[行栏])(?:各行)?=（(?P<terms>[^）]*\d[^）]*)）(?P=axis)(?:各行)?"
)


def parse_formulas(texts: Iterable[str]) -> Iterator[Formula]:
    """The formulas printed in footnotes, e.g. ``58行=（32+33+…+57）行``.

    An ellipsis stands for the numbers between its neighbours.  Raises ValueError for a
    footnote that looks like a formula (has an equals sign) and cannot be read.
    """
    for text in texts:
        compact = _BLANK.sub("", text).replace("(", "（").replace(")", "）")
        found = list(_FORMULA.finditer(compact))
        if len(found) != compact.count("="):
            raise ValueError(f"附注中的公式读不懂：{text}")
        for match in found:
            terms = tuple(_terms(match["terms"]))
            axis: Literal["行", "栏"] = "行" if match["axis"] == "行" else "栏"
            yield Formula(axis, int(match["target"]), terms, match.group())


def _terms(text: str) -> Iterator[tuple[int, int]]:
    previous, gap = 0, False
    for sign, token in _TERM.findall(text):
        if token.startswith("…"):
            gap = True
            continue
        number = int(token)
        if gap:
            yield from ((1, between) for between in range(previous + 1, number))
        yield (-1 if sign in "-−－" and sign else 1), number
        previous, gap = number, False
