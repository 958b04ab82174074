"""Recognising the usual slips of the hand from the two numbers that disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from generator.figures.accounts import WAN
from generator.model import Cell, Fact, Figure, Slip, SlipKind, Unit

Neighbours = Mapping[Cell, tuple[Fact, ...]]
_CENT = Decimal("0.01")


def slip(
    left: Figure,
    terms: Iterable[tuple[int, Figure]],
    right: Decimal,
    beside: Neighbours,
    typed: Decimal = WAN,
) -> Slip | None:
    """The slip that would explain the two numbers; None if none would.

    ``right`` is the sum of ``terms``; amounts in 元, which were typed in units of ``typed`` 元.
    ``beside`` are the rows next to a cell.
    """
    if left.unit is not Unit.YUAN:
        return None
    gap = left.amount - right
    if abs(gap) < _CENT:
        return Slip(SlipKind.UNROUNDED)
    if found := between(left.amount, right, typed):
        return Slip(found)
    readings = [_shifted(left, right, beside), *_of_parts(terms, gap, beside, typed)]
    seen = [reading for reading in readings if reading]
    return seen[0] if len(seen) == 1 else None  # of several readings none is likelier


def _of_parts(
    terms: Iterable[tuple[int, Figure]],
    gap: Decimal,
    beside: Neighbours,
    typed: Decimal,
) -> Iterator[Slip | None]:
    """The slip in each of the summed numbers that would explain the difference."""
    for sign, figure in terms:
        if figure.nil or len(figure.cells) != 1:
            continue
        part = _of_part(figure, figure.amount + sign * gap, beside, typed)
        yield replace(part, part=figure.cells[0]) if part else None


def between(found: Decimal, wanted: Decimal, typed: Decimal = WAN) -> SlipKind | None:
    """The slip that turns ``wanted`` into ``found``; None where either is zero."""
    if found == 0 or wanted == 0:
        return None
    numbers = found / typed, wanted / typed
    return next((kind for kind, shows in _SLIPS if shows(*numbers)), None)


def _of_part(figure: Figure, wanted: Decimal, beside: Neighbours, typed: Decimal) -> Slip | None:
    """A slip in one of the summed numbers; small gaps of it meet a lost last digit by chance."""
    found = figure.amount
    kind = between(found, wanted, typed)
    near = abs(found - wanted) * 50 < max(abs(found), abs(wanted))
    if kind and not (near and kind is SlipKind.LOST_DIGIT):
        return Slip(kind)
    return _shifted(figure, wanted, beside)


def _shifted(figure: Figure, wanted: Decimal, beside: Neighbours) -> Slip | None:
    """The wanted number, or the same number, stands in the row above or below."""
    if len(figure.cells) != 1 or wanted == figure.amount:
        return None
    near = beside.get(figure.cells[0], ())
    meant = [f for f in near if f.value in (wanted, figure.value) and f.value not in (None, 0)]
    return Slip(SlipKind.WRONG_ROW, meant=meant[0].cell) if len(meant) == 1 else None


def _swapped(found: Decimal, wanted: Decimal) -> bool:
    a, b = _digits(found), _digits(wanted)
    if len(a) != len(b):
        return False
    differing = [i for i in range(len(a)) if a[i] != b[i]]
    return (
        len(differing) == 2
        and a[differing[0]] == b[differing[1]]
        and a[differing[1]] == b[differing[0]]
    )


def _lost_digit(found: Decimal, wanted: Decimal) -> bool:
    short, long = sorted((_typed(found), _typed(wanted)), key=len)
    return len(long) == len(short) + 1 and any(
        long[:i] + long[i + 1 :] == short for i in range(len(long))
    )


def _wrong_unit(found: Decimal, wanted: Decimal) -> bool:
    small, large = sorted((abs(found), abs(wanted)))
    return abs(large / small - WAN) < WAN / 1000


# How many times as much an amount is that was typed in 元 for 万元, allowing for a real change.
_MIXED = (Decimal(2000), Decimal(50000))


def units_mixed(amount: Decimal, other: Decimal) -> bool:
    """True when one of two comparable amounts is about ten thousand times the other."""
    small, large = sorted((abs(amount), abs(other)))
    return small > 0 and _MIXED[0] <= large / small <= _MIXED[1]


def _wrong_point(found: Decimal, wanted: Decimal) -> bool:
    small, large = sorted((abs(found), abs(wanted)))
    return any(large == small * shift for shift in (10, 100, 1000))


def _wrong_sign(found: Decimal, wanted: Decimal) -> bool:
    return found == -wanted


def _digits(amount: Decimal) -> str:
    """The digits of a number with two decimals at least: 243.20 and 243.02 are both five."""
    value = abs(amount)
    exponent = value.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < -2 and value != value.quantize(_CENT)
    return f"{value.normalize() if fine else value.quantize(_CENT):f}".replace(".", "")


def _typed(amount: Decimal) -> str:
    """The digits without the zeros that nobody types."""
    return f"{abs(amount).normalize():f}".replace(".", "")


# The first that fits is told.
_SLIPS: tuple[tuple[SlipKind, Callable[[Decimal, Decimal], bool]], ...] = (
    (SlipKind.SIGN, _wrong_sign),
    (SlipKind.CURRENCY, _wrong_unit),
    (SlipKind.SWAPPED_DIGITS, _swapped),
    (SlipKind.DECIMAL_POINT, _wrong_point),
    (SlipKind.LOST_DIGIT, _lost_digit),
)
