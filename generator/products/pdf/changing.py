"""A PDF as LibreOffice writes it, plain and with one table of places, changed here and there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from generator.model import regex

Change = tuple[int, int, bytes]  # from, to, what stands there instead

_TABLE = regex(rb"(?<=startxref\n)\d+")  # behind the last place
_PLACE = regex(rb"(\d{10})(?= \d{5} n)")


def changed(pdf: bytes, changes: Sequence[Change]) -> bytes:
    """The PDF with the changes, its table of places and the place of the table following."""
    table = pdf.rfind(b"\nxref\n")
    changes = sorted(changes)
    ends = [end for _, end, _ in changes]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in changes)]

    def moved(place: int) -> int:
        return place + shifts[bisect_right(ends, place)]

    parts = _PLACE.split(pdf[table:])  # ten thousand places: no call for each match
    parts[1::2] = [b"%010d" % moved(place) for place in map(int, parts[1::2])]
    parts[-1] = _TABLE.sub(lambda match: b"%d" % moved(int(match[0])), parts[-1])
    head, at = [], 0
    for start, end, new in changes:
        head += [pdf[at:start], new]
        at = end
    return b"".join([*head, pdf[at:table], *parts])
