"""A PDF as LibreOffice writes it, plain and with one table of places, changed here and there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from generator.model import regex

Change = tuple[int, int, bytes]  # from, to, what stands there instead

_PLACE = regex(rb"(\d{10})(?= \d{5} n)")


def changed(pdf: bytes, changes: Sequence[Change]) -> bytes:
    """The PDF with the changes, its table of places and the place of the table following."""
    table = pdf.rfind(b"\nxref\n")
    changes = sorted(changes)
    ends = [end for _, end, _ in changes]
    shifts = [0, *accumulate(len(new) - (end - start) for start, end, new in changes)]

    def moved(place: bytes) -> int:
        return int(place) + shifts[bisect_right(ends, int(place))]

    tail = _PLACE.sub(lambda match: b"%010d" % moved(match[1]), pdf[table:])
    tail = re.sub(rb"(?<=startxref\n)\d+", lambda match: b"%d" % moved(match[0]), tail)
    head, at = [], 0
    for start, end, new in changes:
        head += [pdf[at:start], new]
        at = end
    return b"".join([*head, pdf[at:table], tail])
