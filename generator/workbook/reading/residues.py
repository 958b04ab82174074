"""What binary fractions leave behind in a cell: -5.6e-17 is zero, 2.0000000001 is 2.

A spreadsheet computes with fractions of two, and shows the rest as nothing.  No amount, count or
score means anything behind the eighth decimal (of 万元, a hundredth of a 分); what is less than
half a 分 is no money.
"""

from __future__ import annotations

from decimal import Decimal

from generator.model import rounded

HALF_FEN = Decimal("0.005")
_LAST = 8  # decimals of a number that a person or a formula can mean
_REST = Decimal("0.0001")  # 元; so near to a whole 分 a sum of fractions of two ends


def without_rest(value: Decimal) -> Decimal:
    """A number without what lies behind its eighth decimal; unchanged where nothing does."""
    found = rounded(value, _LAST)
    return value if found == value and value else found.normalize() + 0


def money(value: Decimal) -> Decimal:
    """An amount in 元: nothing below half a 分, a whole 分 where only a rest is missing to it.

    Other decimals stay (a formula such as =A1/3): rule N04 names the cell.
    """
    if abs(value) < HALF_FEN:
        return Decimal(0)
    fen = rounded(value, 2)
    return fen if value != fen and abs(value - fen) <= _REST else value
