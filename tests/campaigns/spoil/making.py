"""A spoilt workbook from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import books, markup, person, rawbytes

WAYS = ("字节", "XML", "手误")


@dataclass(frozen=True)
class Spoilt:
    """A workbook with something wrong; ``shared``: its base has its texts in one list."""

    seed: int
    base: int
    shared: bool
    way: str
    how: str
    content: bytes


def make(seed: int) -> Spoilt:
    """The workbook of a seed: the ways and the four workbooks take turns."""
    dice = random.Random(seed)
    way, base = WAYS[seed % 3], seed // 3 % len(books.BASES)
    shared = way != WAYS[2] and dice.random() < 0.5
    if way == WAYS[0]:
        how, content = rawbytes.spoil(dice, base, shared)
    elif way == WAYS[1]:
        how, content = markup.spoil(dice, base, shared)
    else:
        how, content = person.spoil(dice, base)
    return Spoilt(seed, base, shared, way, how, content)
