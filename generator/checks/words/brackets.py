"""Brackets and quotation marks in pairs, and what has the looks of a bracket and is none."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.checks.words.lexicon import Lexicon
from generator.model import HAN, regex

_OPEN = dict(zip("（(《【“‘「[〔〈", "））》】”’」]〕〉", strict=True))
_CLOSE = dict(zip("）)》】”’」]〕〉", "））》】”’」]〕〉", strict=True))
_ROUND = "）)"

SIGNS = frozenset({**_OPEN, **_CLOSE})
_SIGN = regex("[" + re.escape("".join(sorted(SIGNS))) + "]")

_MINUTES = regex(r"°\d{1,2}(?:\.\d+)?[’'](?:\d{1,2}(?:\.\d+)?[”\"])?")  # 30°52’
_ITEM = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])"
_ITEMS = regex(rf"(^|[\s；;。，：:、])[（(]?{_ITEM}[）)]")  # 1）综合科、2）业务科
_ITEM_BEFORE = regex(rf"(?:(?:^|[\s；;。，：:、]){_ITEM}|{HAN}[1aA一])$")


@lru_cache(maxsize=2048)  # of a line with several typed words, and of a cell in several lines
def brackets(text: str, words: Lexicon) -> str:
    """The first bracket or quotation mark without its partner, in words; "" if all have one.

    ``：12）`` may number an item or end a bracket; a text is wrong when both readings are.
    """
    if not _SIGN.search(text):
        return ""
    text = _MINUTES.sub("", words["interval"].sub("", text))  # [80，90)
    message = _unpaired(_ITEMS.sub(r"\1", text), numbered=False)
    return message if message and _unpaired(text, numbered=True) else ""


def _unpaired(text: str, *, numbered: bool) -> str:
    """The first sign without a partner; ``numbered``: a lone ） after 1, a or 一 is let stand."""
    stack = list[str]()
    for found in _SIGN.finditer(text):
        sign, at = found.group(), found.start()
        if sign in _OPEN:
            stack.append(sign)
        elif sign in _CLOSE:
            if stack and _OPEN[stack[-1]] == _CLOSE[sign]:
                stack.pop()
            elif not (
                numbered and sign in _ROUND and _ITEM_BEFORE.search(text, max(0, at - 4), at)
            ):
                return f"「{sign}」没有对应的前半个"
    return f"「{stack[-1]}」没有对应的后半个" if stack else ""
