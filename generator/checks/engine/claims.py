"""Comparing two sides in the exact unit in which they were given.

Tolerance: amounts given in 元 must agree exactly; amounts given in 万元 were each rounded to
two decimals, so a sum of n parts may differ by the rounding envelope (n+1) × 0.005 万元.  A
total that the program computed stands for the cells that it was computed from.
A difference within the envelope is a hint (尾差), beyond it the rule's own severity.
Counts and scores are never rounded: they agree exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.slips import Neighbours, slip
from generator.figures.accounts import WAN, Accounts
from generator.figures.arithmetic import cells_of
from generator.model import Figure, Mismatch, Severity, Side, Unit

Term = tuple[int, Figure]
_ROUNDED = "四舍五入的尾差，不必改动。"
_ADVICE = "核对这些单元格，改正后再运行。"
# Less is no difference but what fractions of two leave: half a 分; a score has no such decimals.
_NOTHING = {Unit.YUAN: Decimal("0.005"), Unit.SCORE: Decimal("0.000001")}


class Claim(Struct, frozen=True):
    """``left`` (one figure) against the signed sum of ``right``; ``at_least``: left ≥ right.

    ``exact``: both sides were given in 元.  ``name`` says in words what is claimed.
    """

    name: str
    left: Figure
    right: tuple[Term, ...]
    basis: str
    exact: bool
    at_least: bool = False
    remedy: str = ""

    @property
    def idle(self) -> bool:
        """True when nothing at all stands on either side."""
        return not self.left.given and not any(figure.given for _, figure in self.right)


def examine(claim: Claim, beside: Callable[[], Neighbours] | None) -> Right | Wrong | None:
    """What becomes of a claim; None when there is nothing to compare.

    ``beside`` gives what is needed to guess what the slip was, which takes most of the time; None:
    no guess.
    """
    if claim.idle:
        return None
    right = sum((sign * figure.amount for sign, figure in claim.right), Decimal(0))
    gap = claim.left.amount - right
    if abs(gap) < _NOTHING.get(claim.left.unit, 1) or (claim.at_least and gap > 0):
        return Right()
    cells = cells_of([claim.left, *(figure for _, figure in claim.right)])
    mismatch = Mismatch(
        _side(claim.left.amount, [claim.left]),
        _side(right, [figure for _, figure in claim.right]),
        envelope(claim),
        claim.left.unit,
        "元" if claim.exact else "万元",
    )
    if mismatch.rounding:
        return Wrong(claim.name, cells, _ROUNDED, mismatch, None, Severity.HINT, claim.basis)
    if claim.remedy:
        return Wrong(claim.name, cells, claim.remedy, mismatch, basis=claim.basis)
    typed = Decimal(1) if claim.exact else WAN
    seen = None if beside is None else slip(claim.left, claim.right, right, beside(), typed)
    return Wrong(claim.name, cells, _ADVICE, mismatch, seen, basis=claim.basis)


def envelope(claim: Claim) -> Decimal:
    """The largest difference that rounding alone can make, in the unit of the figures."""
    if claim.exact or claim.left.unit is not Unit.YUAN:
        return Decimal(0)
    parts = sum(_rounded_cells(figure) for _, figure in claim.right)
    cells = max(parts, 1) + max(_rounded_cells(claim.left), 1)
    return cells * WAN * Decimal("0.005")


def _rounded_cells(figure: Figure) -> int:
    """How many typed amounts are in it, each rounded by itself: one, or those of a sum."""
    if figure.nil and not figure.parts:
        return 0
    return sum(map(_rounded_cells, figure.parts)) or 1


def _side(value: Decimal, figures: list[Figure]) -> Side:
    """A side with the cells in which something stands; all of them when all are blank."""
    filled = [figure for figure in figures if figure.given]
    return Side(value, cells_of(filled or figures))


def exact(accounts: Accounts, *tables: str) -> bool:
    """True when all the tables were given in 元."""
    return all(accounts.facts[table].unit == "元" for table in tables)
