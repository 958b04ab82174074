"""Comparing two sides in the exact unit in which they were given.

Tolerance: amounts given in 元 must agree exactly; amounts given in 万元 were each rounded to
two decimals, so a sum of n parts may differ by the rounding envelope (n+1) × 0.005 万元.
A difference within the envelope is a hint (尾差), beyond it the rule's own severity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from generator.figures.accounts import WAN, Accounts
from generator.figures.arithmetic import cells_of
from generator.model import Figure, Finding, Severity, Side
from generator.phrasing import trimmed

Term = tuple[int, Figure]


@dataclass(frozen=True)
class Claim:
    """``left`` (one figure) against the signed sum of ``right``; ``at_least``: left ≥ right.

    ``exact``: both sides were given in 元.  ``name`` says in words what is claimed.
    """

    rule: str
    name: str
    left: Figure
    right: tuple[Term, ...]
    basis: str
    exact: bool
    at_least: bool = False
    severity: Severity = Severity.ERROR
    remedy: str = ""


def test(claim: Claim) -> Finding | None:
    """The finding of a claim that does not hold; None when it holds."""
    right = sum((sign * figure.amount for sign, figure in claim.right), Decimal(0))
    gap = claim.left.amount - right
    if gap == 0 or (claim.at_least and gap > 0):
        return None
    tolerance = envelope(claim)
    small = abs(gap) <= tolerance
    severity = Severity.HINT if small else claim.severity
    remedy = "四舍五入的尾差，不必改动。" if small else claim.remedy or slip(claim, right)
    return Finding(
        claim.rule,
        severity,
        claim.name,
        cells_of([claim.left, *(figure for _, figure in claim.right)]),
        claim.basis,
        (_side(claim.left.amount, [(1, claim.left)]), _side(right, claim.right)),
        f"{in_wan(abs(gap))} 万元",
        f"{in_wan(tolerance)} 万元" if tolerance else "0",
        remedy,
    )


def envelope(claim: Claim) -> Decimal:
    """The largest difference in 元 that rounding alone can make."""
    if claim.exact:
        return Decimal(0)
    parts = sum(1 for _, figure in claim.right if not figure.nil)
    return (max(parts, 1) + 1) * WAN * Decimal("0.005")


def in_wan(amount: Decimal) -> str:
    """An amount of 元 written in 万元 with every digit it has."""
    return trimmed(amount / WAN)


def _side(value: Decimal, terms: tuple[Term, ...] | list[Term]) -> Side:
    """A side with the cells in which something stands; all of them when all are blank."""
    figures = [figure for _, figure in terms]
    filled = [figure for figure in figures if figure.given]
    return Side(f"{in_wan(value)} 万元", cells_of(filled or figures))


def slip(claim: Claim, right: Decimal) -> str:
    """What to do, naming the usual slip of the hand where the two numbers show one."""
    left = claim.left.amount
    guess = next((name for name, shows in _SLIPS if shows(left, right)), "")
    advice = "核对这些单元格，改正后再运行。"
    return f"{guess}：{advice}" if guess else advice


def _swapped(left: Decimal, right: Decimal) -> bool:
    a, b = _digits(left), _digits(right)
    if len(a) != len(b):
        return False
    differing = [i for i in range(len(a)) if a[i] != b[i]]
    return (
        len(differing) == 2
        and a[differing[0]] == b[differing[1]]
        and a[differing[1]] == b[differing[0]]
    )


def _lost_digit(left: Decimal, right: Decimal) -> bool:
    short, long = sorted((_digits(left), _digits(right)), key=len)
    return len(long) == len(short) + 1 and any(
        long[:i] + long[i + 1 :] == short for i in range(len(long))
    )


def _wrong_unit(left: Decimal, right: Decimal) -> bool:
    small, large = sorted((abs(left), abs(right)))
    return small > 0 and abs(large / small - WAN) < WAN / 1000


def _wrong_sign(left: Decimal, right: Decimal) -> bool:
    return left == -right


def _digits(amount: Decimal) -> str:
    return in_wan(abs(amount)).replace(".", "")


_SLIPS: tuple[tuple[str, Callable[[Decimal, Decimal], bool]], ...] = (
    ("像是正负号写反", _wrong_sign),
    ("像是元和万元混用", _wrong_unit),
    ("像是两位数字对调", _swapped),
    ("像是多写或漏写了一位数字", _lost_digit),
)


def exact(accounts: Accounts, *tables: str) -> bool:
    """True when all the tables were given in 元."""
    return all(accounts.facts[table].unit == "元" for table in tables)
