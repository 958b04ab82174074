"""Content controls, links and fields that hold an ``if`` without its ``endif``: taken off.

Word puts them around whatever is selected.  Around half of what a condition or loop takes in or
out they would be printed by halves; the words in them stay.
"""

from __future__ import annotations

from generator.document.template.package import Element, W
from generator.document.template.revisions import remove, unwrap
from generator.model import regex

_COMMAND = regex(r"\{%[-+]?\s*(?:p|tr|tc|r)?\s*(end)?(if|for|macro|elif|else)\b")
_CONTROL = f"{W}sdt"
_AROUND = (_CONTROL, f"{W}hyperlink", f"{W}fldSimple")
_WORDS, _MARK, _CODE = f"{W}t", f"{W}fldChar", f"{W}instrText"


def freed(root: Element) -> None:
    """Take off what is around half of a condition or loop, and keep what it holds."""
    for element in reversed([*root.iter(*_AROUND)]):  # the inner ones first
        if _half("".join(words.text or "" for words in element.iter(_WORDS))):
            for part in [*element] if element.tag == _CONTROL else ():
                unwrap(part) if part.tag == f"{W}sdtContent" else remove(part)
            unwrap(element)
    for marks, words in _fields(root):
        if _half(words):
            for mark in marks:
                remove(mark)


def _half(words: str) -> bool:
    """Whether a text has an ``if``, ``for`` or ``macro`` without its end, or an end without it."""
    depth = 0
    for ends, word in _COMMAND.findall(words):
        if depth == 0 and (ends or word in ("elif", "else")):
            return True
        depth += -1 if ends else word in ("if", "for", "macro")
    return depth > 0


def _fields(root: Element) -> list[tuple[list[Element], str]]:
    """The marks and codes of each field that ends, and all words between its beginning and end."""
    waiting: list[tuple[list[Element], list[str]]] = []
    done: list[tuple[list[Element], str]] = []
    for element in root.iter(_MARK, _CODE, _WORDS):
        if element.tag == _WORDS:
            for _, words in waiting:
                words.append(element.text or "")
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            waiting.append(([], []))
        if waiting:
            waiting[-1][0].append(element)
            if kind == "end":
                marks, words = waiting.pop()
                done.append((marks, "".join(words)))
    return done
