"""Where in the Word template the edition's words stand that somebody changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from generator.document.upkeep.template import template_lines
from generator.document.word import BODY
from generator.history.differences.reading import kind as beginning
from generator.history.returned.model import Edit
from generator.model import regex

_LONG = 40
_SIZES = (16, 8, 5)  # signs around an edit by which its paragraph is found
_AROUND = 24
_TAGS = regex(r"\{[{%#].*?[}%#]\}")


class _Words(Struct, frozen=True):
    """A stretch of a template without tags in it, and the heading above, with its tags."""

    text: str
    heading: str


class TemplateWords:
    """The standing words of a template."""

    def __init__(self, template: Mapping[str, bytes]) -> None:
        self._words = [
            _Words(part, line.heading)
            for line in template_lines(BODY, template)
            for part in map(str.strip, _TAGS.split(line.text))
            if part
        ]

    def place(self, edit: Edit) -> str:
        """The paragraph that has the words around an edit, in Chinese, as a person knows it."""
        found = next(self._found(edit), None)
        if found is None:
            return "版式里的文字：模板 template.docx 或 edition.toml"
        heading = _TAGS.sub("…", found.heading)
        shown = found.text if len(found.text) <= _LONG else f"{found.text[:_LONG]}…"
        under = f"「{heading}」下，" if heading and heading != shown else ""
        return f"版式里的文字，在模板 template.docx：{under}写着「{shown}」的地方"

    def _found(self, edit: Edit) -> Iterator[_Words]:
        """The stretches that stand around an edit: under its heading, in its line, elsewhere."""
        first = len(beginning(edit.text))
        around = edit.text[max(first, edit.start - _AROUND) : edit.end + _AROUND]
        middle = edit.start - max(first, edit.start - _AROUND)
        own = [words for words in self._words if _under(words.heading, edit.place)]
        yield from _with_pieces(own, around, middle)
        yield from sorted((w for w in own if w.text in edit.text), key=lambda w: -len(w.text))
        yield from _with_pieces(self._words, around, middle)


def _with_pieces(words: Sequence[_Words], around: str, middle: int) -> Iterator[_Words]:
    """Those that have a piece of a text in them, the longest piece nearest to its middle first."""
    whole = "\n".join(one.text for one in words)
    for size in _SIZES:
        starts = sorted(range(max(1, len(around) - size + 1)), key=lambda n: abs(n - middle))
        pieces = (around[at : at + size] for at in starts)
        for piece in (piece for piece in pieces if piece.strip() and piece in whole):
            yield from (one for one in words if piece in one.text)


@cache
def _under(heading: str, place: str) -> bool:
    """True where a heading of the template is printed as ``place``."""
    parts = map(re.escape, _TAGS.split(heading))
    return re.fullmatch(".*".join(parts), place) is not None
