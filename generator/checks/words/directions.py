"""Whether the reason of a change speaks of an increase or of a decrease."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.checks.words.lexicon import Lexicon
from generator.model import regex

_NOT = regex(r"(无|未|没有|不再|不)(?:有|再)?$")
_CLAUSES = regex(r"[，。；,;\n]")
_THIS_YEAR = regex(r"本年|今年")


def spoken_against(text: str, year: int, words: Lexicon, *, up: bool, budget: bool) -> str:
    """The word of a reason that speaks against its change, when none speaks for it; or "".

    What speaks against is read narrowly, what speaks for it generously.  ``budget``: the change is
    against the budget, else against last year.
    """
    clauses = _Clauses(year, words["before_the_budget" if budget else "before_this_year"])
    ways = words.words("spoken_down"), words.words("spoken_up")
    against, along = ways if up else ways[::-1]
    if not any(word in text for word in against):
        return ""
    if _first(clauses.not_earlier(text), along):
        return ""
    told = clauses.of_this_year(words["beside_the_change"].sub("", text))
    if not up:
        told = [clause for clause in told if not words["unspent"].search(clause)]
    return _first(told, against)


def head_against(head: str, words: Lexicon, *, up: bool) -> str:
    """The word of a head that compares the other way than the change, or not; "" if none, or both do.

    The head is what repeats the sentence before a reason comes to the point.
    """
    ways = words.words("head_down"), words.words("head_up")
    against, along = ways if up else ways[::-1]
    if any(word in head for word in along):
        return ""
    flat = words["head_flat"].search(head)
    return next((word for word in against if word in head), flat.group() if flat else "")


class _Clauses(NamedTuple):
    """The clauses of a reason, by the year that they speak of."""

    year: int
    before: re.Pattern[str]

    def earlier(self, clause: str) -> bool:
        last_year = re.search(rf"(?<![比较与和同]){self.year - 1}年", clause)
        return bool(last_year or self.before.search(clause))

    def not_earlier(self, text: str) -> list[str]:
        return [clause for clause in _CLAUSES.split(text) if not self.earlier(clause)]

    def of_this_year(self, text: str) -> list[str]:
        """Those about this year; one about an earlier year holds on until this year is named."""
        clauses = _CLAUSES.split(text)
        named = [bool(_THIS_YEAR.search(c)) or f"{self.year}年" in c for c in clauses]
        told, earlier = list[str](), False
        for at, clause in enumerate(clauses):
            if self.earlier(clause):
                earlier = any(named[at + 1 :])
            elif named[at] or not earlier:
                told.append(clause)
                earlier = False
        return told


def _first(clauses: list[str], words: tuple[str, ...]) -> str:
    for clause in clauses:
        for word in words:
            at = clause.find(word)
            if at >= 0 and not _NOT.search(clause[:at]):
                return word
    return ""
