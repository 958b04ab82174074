"""Whether the reason of a change speaks of an increase or of a decrease."""

from __future__ import annotations

import re

from generator.checks.words.lexicon import Lexicon

_NOT = re.compile(r"(无|未|没有|不再|不)(?:有|再)?$")
_CLAUSES = re.compile(r"[，。；,;\n]")
_THIS_YEAR = re.compile(r"本年|今年")


def spoken_against(text: str, year: int, words: Lexicon, *, up: bool) -> str:
    """The word of a reason that speaks against its change, when none speaks for it; or "".

    What speaks against is read narrowly, what speaks for it generously.
    """
    ways = words.words("spoken_down"), words.words("spoken_up")
    against, along = ways if up else ways[::-1]
    if not any(word in text for word in against):
        return ""
    if _first(_not_earlier(text, year, words), along):
        return ""
    clauses = _of_this_year(words["beside_the_change"].sub("", text), year, words)
    if not up:
        clauses = [clause for clause in clauses if not words["unspent"].search(clause)]
    return _first(clauses, against)


def head_against(head: str, words: Lexicon, *, up: bool) -> str:
    """The word of a head that compares the other way than the change; "" if none, or both do.

    The head is what repeats the sentence before a reason comes to the point.
    """
    ways = words.words("head_down"), words.words("head_up")
    against, along = ways if up else ways[::-1]
    if any(word in head for word in along):
        return ""
    return next((word for word in against if word in head), "")


def _earlier(clause: str, year: int, words: Lexicon) -> bool:
    return bool(words["earlier_year"].search(clause)) or f"{year - 1}年" in clause


def _not_earlier(text: str, year: int, words: Lexicon) -> list[str]:
    return [clause for clause in _CLAUSES.split(text) if not _earlier(clause, year, words)]


def _of_this_year(text: str, year: int, words: Lexicon) -> list[str]:
    """The clauses about this year; one about an earlier year holds on until this year is named."""
    clauses = _CLAUSES.split(text)
    named = [_THIS_YEAR.search(clause) is not None or f"{year}年" in clause for clause in clauses]
    told, earlier = list[str](), False
    for at, clause in enumerate(clauses):
        if _earlier(clause, year, words):
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
