"""Plain cells: taken out of the XML of a sheet before it is parsed, with a mark in their place.

Nearly all cells are an address, a style, and a number or a text; as a tree they are most of what
reading a workbook takes.  Here they are known by how they are written.  Their words and formulas
stay with the parser, in the mark, which judges the file as if nothing had been taken; whatever is
written otherwise is read from the tree.  What a cell says is decided in ``cells`` for both.
"""

from __future__ import annotations

import os
import re

from msgspec import Struct, field

from generator.model import regex
from generator.workbook.package import Element

# Every place is in Excel's range.  Numbers and the like are written in plain signs, other results
# of formulas are text, and no formula has a shared string as its result.
_BLANK = r'[A-Z]{1,2}+[1-9][0-9]{0,5}+"(?: s="[0-9]{1,5}+"|)(?: t="n"|)(?:/>|></c>)'
_PLACE = r'([A-Z]{1,2}+)([1-9][0-9]{0,5}+)"(?: s="([0-9]{1,5}+)"|)'
_WORDS = r' t="inlineStr"><is><t(?: xml:space="preserve"|)>([^<]*+)</t></is></c>'
_FORMULA = r'(?<!"s">)<f(?=[ />])(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+</f>)(?:<v/>(?=</c>)|)'
_VALUE = r"<v>(?:([!-%'-;=?-~]++)|([^<]*+))</v>"
_PLAIN = regex(
    rf'<c r="(?<=[c"/]><c r=")(?:{_BLANK}<c r=")*+{_PLACE}'
    rf'(?:{_WORDS}|(?: t="([a-z]{{1,3}}+)"|)(?:/>|>(?:({_FORMULA})|)(?:{_VALUE}|)</c>))'
)
_OTHERWISE_ENCODED = regex(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)

PlainCell = tuple[str, str, str | None, str | None, str | None, str | None, str | None, str | None]
"""Letters and number of the place, style, type, formula and value as written.

Before and behind the last three: that there are words, or a value in words.
"""

# No file can have them.
MARK = f"plain{os.urandom(6).hex()}"
_BETWEEN = f"|{os.urandom(6).hex()}|"


class PlainCells(Struct):
    """The plain cells of one sheet, those that stand side by side together."""

    _runs: list[list[PlainCell]] = field(default_factory=list)
    _last: bytes = b""
    _usual: bool = True

    def taken(self, chunk: bytes) -> bytes:
        """The next piece of the XML of the sheet, with marks."""
        # In a comment or CDATA what looks like a cell is none.
        if b"<!" in chunk or self._last + chunk[:1] == b"<!" or _OTHERWISE_ENCODED.match(chunk):
            self._usual = False
        self._last = chunk[-1:]
        if not self._usual:
            return chunk
        pieces = _PLAIN.split(chunk.decode("latin-1"))
        left, start = pieces[:1], 0
        cells = list(zip(*(pieces[at::9] for at in range(1, 9)), strict=True))
        for end, behind in enumerate(pieces[9::9], start=1):
            if behind or end == len(cells):
                left += self._mark(cells[start:end], behind), behind
                start = end
        return "".join(left).encode("latin-1")

    def _mark(self, run: list[PlainCell], behind: str) -> str:
        if len(run) == 1 and behind.startswith("</row>") and run[0][3:] == _NOTHING:
            return ""
        self._runs.append(run)
        texts = [text for cell in run for text in (cell[3], cell[7]) if text is not None]
        formulas = [cell[5] for cell in run if cell[5]]
        said = f"{_BETWEEN.join(texts)}{''.join(formulas)}"
        return f'<{MARK} n="{len(self._runs) - 1}">{said}</{MARK}>'

    def cells(self, mark: Element) -> tuple[list[PlainCell], list[str]]:
        """The cells of a mark, before each of which may be blank ones, and their words in order.

        They are given once, and forgotten.
        """
        number = int(mark.get("n"))
        run, self._runs[number] = self._runs[number], []
        return run, (mark.text or "").split(_BETWEEN)


_NOTHING = (None,) * 5
