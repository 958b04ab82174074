"""Tags that Word split over runs, put together again before anything is compiled.

The markup between the halves of a tag stays where it is: docxtpl would take it out, and with it
one end of a field or of a link that begins in the tag and ends behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from generator.document.template.package import Element, W
from generator.document.template.revisions import remove
from generator.model import regex

_WHOLE = regex(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
# What a person cannot see in a tag and what would be printed beside its value.
_SIGNS = frozenset(
    f"{W}{name}" for name in ("softHyphen", "noBreakHyphen", "br", "cr", "tab", "ptab", "sym")
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def gather(root: Element) -> None:
    """Every tag under ``root`` into the run in which it begins."""
    for paragraph in root.iter(f"{W}p"):
        pieces = [e for e in _own(paragraph) if e.tag == f"{W}t"]
        if len(pieces) > 1:
            _gather(paragraph, pieces)


def _gather(paragraph: Element, pieces: list[Element]) -> None:
    texts = [piece.text or "" for piece in pieces]
    words, starts = "".join(texts), [0, *accumulate(map(len, texts))]
    for match in reversed([*_WHOLE.finditer(words)]):
        first = max(i for i, start in enumerate(starts[:-1]) if start <= match.start())
        last = max(i for i, start in enumerate(starts[:-1]) if start < match.end())
        if first == last:
            continue
        begin, end = pieces[first], pieces[last]
        begin.text = (begin.text or "")[: match.start() - starts[first]] + match.group()
        begin.set(_SPACE, "preserve")
        end.text = (end.text or "")[match.end() - starts[last] :]
        end.set(_SPACE, "preserve")
        _empty(paragraph, begin, end)


def _empty(paragraph: Element, begin: Element, end: Element) -> None:
    """Take out what is seen between the beginning of a tag and its end, and runs left empty."""
    every = [*_own(paragraph)]
    for element in every[every.index(begin) + 1 : every.index(end) + 1]:
        seen = element.tag in _SIGNS and element.get(f"{W}type") not in ("page", "column")
        if seen or (element.tag == f"{W}t" and (element is not end or not end.text)):
            run = element.getparent()
            remove(element)
            if all(child.tag == f"{W}rPr" for child in run):
                remove(run)


def _own(paragraph: Element) -> Iterator[Element]:
    """What stands in the runs of a paragraph, without that of text boxes in it."""
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is paragraph:
            yield from run
