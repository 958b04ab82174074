"""Recognising the usual slips of the hand from the two numbers that disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from generator.figures.accounts import WAN
from generator.model import Cell, Fact, Figure, Unit

Neighbours = Mapping[Cell, tuple[Fact, ...]]
_CENT = Decimal("0.01")


def slip(
    left: Figure,
    terms: Iterable[tuple[int, Figure]],
    right: Decimal,
    beside: Neighbours,
    typed: Decimal = WAN,
) -> str:
    """A guess in words such as 像是两位数字对调, with the cell when a part is suspected; "" if none.

    ``right`` is the sum of ``terms``; amounts in 元, which were typed in units of ``typed`` 元.
    ``beside`` are the rows next to a cell.
    """
    if left.unit is not Unit.YUAN:
        return ""
    gap = left.amount - right
    if abs(gap) < _CENT:
        return "像是公式算出的小数没有取整到分"
    if found := named(left.amount, right, typed) or _shifted(left, right, beside):
        return found
    for sign, figure in terms:
        if figure.nil or len(figure.cells) != 1:
            continue
        wanted = figure.amount + sign * gap
        if found := _of_part(figure.amount, wanted, typed) or _shifted(figure, wanted, beside):
            return f"{figure.cells[0]} {found}"
    return ""


def named(found: Decimal, wanted: Decimal, typed: Decimal = WAN) -> str:
    """The slip that turns ``wanted`` into ``found``, or ""."""
    if found == 0 or wanted == 0:
        return ""
    numbers = found / typed, wanted / typed
    return next((name for name, shows in _SLIPS if shows(*numbers)), "")


def _of_part(found: Decimal, wanted: Decimal, typed: Decimal) -> str:
    """Like ``named``; small gaps of a part meet a lost last digit by chance."""
    guess = named(found, wanted, typed)
    near = abs(found - wanted) * 50 < max(abs(found), abs(wanted))
    return "" if near and guess == _LOST else guess


def _shifted(figure: Figure, wanted: Decimal, beside: Neighbours) -> str:
    """The wanted number, or the same number, stands in the row above or below."""
    if len(figure.cells) != 1 or wanted == figure.amount:
        return ""
    for fact in beside.get(figure.cells[0], ()):
        if fact.value in (wanted, figure.value) and fact.value not in (None, 0):
            return f"像是填错了一行（{fact.cell}）"
    return ""


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
    return small > 0 and abs(large / small - WAN) < WAN / 1000


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


_LOST = "像是多写或漏写了一位数字"
_SLIPS: tuple[tuple[str, Callable[[Decimal, Decimal], bool]], ...] = (
    ("像是正负号写反", _wrong_sign),
    ("像是元和万元混用", _wrong_unit),
    ("像是两位数字对调", _swapped),
    ("像是小数点错了位", _wrong_point),
    (_LOST, _lost_digit),
)
