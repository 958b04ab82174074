"""What the judge found: how many numbers of each kind, and where one is not what it must be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

NUMBER = r"-?\d+(?:\.\d+)?"
_DIGITS = re.compile(NUMBER)

Check = Callable[[re.Match[str]], None]


@dataclass
class Tally:
    """Counts by kind, and differences as sentences."""

    place: str = ""
    judged: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def same(self, kind: str, printed: object, expected: object, context: str = "") -> None:
        """One thing that is printed against what it must be."""
        self.judged[kind] += 1
        if printed != expected:
            self.wrong(f"{kind}：印的是 {printed}，应为 {expected}", context)

    def amount(self, kind: str, printed: str, expected: Decimal, context: str = "") -> None:
        """A printed number, without trailing zeros, against an amount."""
        self.same(kind, printed, plain(expected), context)

    def wrong(self, what: str, context: str = "") -> None:
        self.differences.append(f"{self.place}：{what}" + (f"  〔{context}〕" if context else ""))


def plain(value: Decimal) -> str:
    """35, 233.37, 0: as prose has it."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence, and what is looked at in it."""

    pattern: re.Pattern[str]
    check: Check


def clause(pattern: str, check: Check) -> Clause:
    """``N`` stands for a number, ``T`` for words that a person typed."""
    full = pattern.replace("<N>", f"({NUMBER})").replace("<T>", f"({TYPED}[0-9a-z]+{TYPED})")
    return Clause(re.compile(full), check)


TYPED = "\ue000"
"""Stands before and after the mark that replaces typed words."""


def scan(tally: Tally, text: str, clauses: list[Clause]) -> None:
    """Go through a paragraph; a number that no clause covers is a difference of its own."""
    at = 0
    while at < len(text):
        found = next((m for c in clauses if (m := _begun(c, text, at))), None)
        if found:
            at = found
        elif text[at] == TYPED:
            at = text.index(TYPED, at + 1) + 1
        elif number := _DIGITS.match(text, at):
            tally.wrong(f"没有核对的数 {number[0]}", text)
            at = number.end()
        else:
            at += 1


def _begun(part: Clause, text: str, at: int) -> int:
    """Where a clause that stands here ends; 0 if it does not."""
    match = part.pattern.match(text, at)
    if match is None or match.end() == at:
        return 0
    part.check(match)
    return match.end()
