"""Parts of a text: the clause and the sentence around a place, and what stands between 《 and 》."""

from __future__ import annotations

from generator.model import regex

_CLAUSE_ENDS = "，。；\n"
_SENTENCE_ENDS = "。\n"
_TITLE = regex(r"《[^《》]*》")


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]`` in its clause."""
    return _around(text, start, end, _CLAUSE_ENDS)


def sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]`` in its sentence."""
    return _around(text, start, end, _SENTENCE_ENDS)


def _around(text: str, start: int, end: int, marks: str) -> tuple[str, str]:
    left = max(text.rfind(mark, 0, start) for mark in marks) + 1
    right = min((at for mark in marks if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[left:start], text[end:right]


def without_titles(text: str) -> str:
    """The text with the titles of documents blanked out, every other place unmoved."""
    return _TITLE.sub(lambda found: " " * len(found.group()), text) if "《" in text else text
