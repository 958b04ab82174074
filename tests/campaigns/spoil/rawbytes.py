"""Bytes that a disk, a cable or a cut download spoils: in the file, or in a part of it."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import books

Bytes = bytearray


def _range(dice: random.Random, data: Bytes, most: int = 200) -> tuple[int, int]:
    at = dice.randrange(max(1, len(data)))
    return at, at + dice.randint(1, most)


def flip(dice: random.Random, data: Bytes) -> None:
    for _ in range(dice.choice((1, 1, 1, 3, 20))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def replace(dice: random.Random, data: Bytes) -> None:
    data[dice.randrange(len(data))] = dice.choice(b"\0\xff<>&\"'0123456789 /=x")


def cut_end(dice: random.Random, data: Bytes) -> None:
    del data[dice.randrange(len(data)) :]


def cut_out(dice: random.Random, data: Bytes) -> None:
    first, last = _range(dice, data)
    del data[first:last]


def zero(dice: random.Random, data: Bytes) -> None:
    first, last = _range(dice, data)
    data[first:last] = bytes(len(data[first:last]))


def insert(dice: random.Random, data: Bytes) -> None:
    first, last = _range(dice, data, 40)
    data[first:first] = dice.randbytes(last - first)


def repeat(dice: random.Random, data: Bytes) -> None:
    first, last = _range(dice, data)
    data[first:first] = data[first:last]


def swap(dice: random.Random, data: Bytes) -> None:
    length = dice.randint(1, 100)
    one, two = sorted(dice.randrange(max(1, len(data) - length)) for _ in range(2))
    data[one : one + length], data[two : two + length] = (
        data[two : two + length],
        data[one : one + length],
    )


def digit(dice: random.Random, data: Bytes) -> None:
    """Another digit somewhere, which leaves the part well formed more often than not."""
    places = [at for at in range(len(data)) if data[at] in b"0123456789"]
    if places:
        data[dice.choice(places)] = dice.choice(b"0123456789")


SPOILS: dict[str, Callable[[random.Random, Bytes], None]] = {
    spoil.__name__: spoil
    for spoil in (flip, replace, cut_end, cut_out, zero, insert, repeat, swap, digit)
}


def spoil(dice: random.Random, base: int, shared: bool) -> tuple[str, bytes]:
    """A workbook with some bytes wrong, and what was done."""
    name = dice.choice(list(SPOILS))
    if dice.random() < 0.3:
        data = Bytes(books.packed_base(base, shared))
        SPOILS[name](dice, data)
        return f"file {name}", bytes(data)
    found = books.parts(base, shared)
    sheets = list(books.sheet_parts(found).values())
    others = [part for part in found if part not in sheets and part.startswith("xl/")]
    part = dice.choice(sheets if dice.random() < 0.75 else others)
    data = Bytes(found[part])
    SPOILS[name](dice, data)
    found[part] = bytes(data)
    return f"part {name}", books.packed(found)
