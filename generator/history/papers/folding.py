"""Lines made comparable for patterns, with the way back to what stands in them.

Papers mix full and half width, and programs that convert them put blanks around numbers: patterns
look at a text without blanks in one width, and what they find is cut out of the line itself.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import cached_property, lru_cache

from msgspec import Struct

NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_QUOTES = str.maketrans(dict.fromkeys("“”「」『』〝〞＂", '"'))


class Folded(Struct, frozen=True, dict=True):
    """A line as it stands (``source``) and as patterns see it (``text``)."""

    source: str

    @cached_property
    def _kept(self) -> list[tuple[str, int]]:
        signs = ((_folded(sign), place) for place, sign in enumerate(self.source))
        return [(sign, place) for sign, place in signs if not sign.isspace()]

    @cached_property
    def text(self) -> str:
        """The line without blanks, in half width, quotes alike."""
        return "".join(sign for sign, _ in self._kept)

    def cut(self, start: int, end: int | None = None) -> str:
        """What stands in the line from one place of ``text`` up to another."""
        begin, stop = self.span(start, len(self._kept) if end is None else end)
        return self.source[begin:stop].strip()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the line stands what ``text`` has from one place up to another."""
        kept = self._kept[start:end]
        return (kept[0][1], kept[-1][1] + 1) if kept else (0, 0)


@lru_cache(maxsize=16384)
def _folded(sign: str) -> str:
    """One character for one: what would become several stays, as do ①, ² and the like."""
    if sign.isnumeric():
        return chr(ord(sign) - 0xFEE0) if "０" <= sign <= "９" else sign
    plain = unicodedata.normalize("NFKC", sign).translate(_QUOTES)
    return plain if len(plain) == 1 else sign


@lru_cache(maxsize=16384)  # labels and headings are looked at again and again
def folded(text: str) -> str:
    """A text as patterns see it."""
    return Folded(text).text


def number(text: str) -> Decimal:
    """A number that ``NUMBER`` found."""
    return Decimal(text.replace(",", ""))
