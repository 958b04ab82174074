"""Clauses that speak of other units and districts for a reason: visits, joint work, help."""

from __future__ import annotations

from generator.checks.words.clauses import clause
from generator.checks.words.lexicon import Lexicon
from generator.model import regex

_BEFORE = "(?:{visits_before})[^，。；]{0,16}$"  # 赴江夏区, 会同江夏区, 学习江夏区经验
_WITH = regex(r"[与和同跟](?=[^，。；]{0,8}$)")  # 与江夏区签订协议 takes both


def visited(text: str, start: int, end: int, words: Lexicon) -> bool:
    """True when the clause tells why it speaks of the place or unit ``text[start:end]``."""
    before, after = clause(text, start, end)
    if words.compiled(_BEFORE).search(before) or words["visits_after"].search(after):
        return True
    return bool(_WITH.search(before) and words["visits_together"].search(after))
