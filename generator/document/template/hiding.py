"""Hidden words of a template: they are not printed, so they do not reach the draft either."""

from __future__ import annotations

import re

from generator.document.template.package import Element, W
from generator.document.template.revisions import remove
from generator.model import regex

_COMMAND = regex(r"\{[%#].*?[%#]\}", re.DOTALL)
_SHOWN = (f"{W}t", f"{W}tab", f"{W}br", f"{W}sym", f"{W}drawing", f"{W}pict", f"{W}object")


def without_hidden(root: Element, styles: frozenset[str]) -> int:
    """Take hidden words out; how many runs had any.

    Commands such as ``{%p if … %}`` are never printed; hiding them is a way to keep the template
    readable, and they stay.
    """
    count = 0
    for paragraph in [*root.iter(f"{W}p")]:
        runs = [run for run in paragraph.iter(f"{W}r") if _hidden(run, styles)]
        if runs:
            count += _taken(paragraph, runs)
    return count


def _hidden(run: Element, styles: frozenset[str]) -> bool:
    own = run.find(f"{W}rPr/{W}vanish")
    if own is not None:
        return own.get(f"{W}val", "1") not in ("0", "false", "off")
    paragraph = next(run.iterancestors(f"{W}p"))
    named = (run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle"))
    return any(style is not None and style.get(f"{W}val") in styles for style in named)


def _taken(paragraph: Element, runs: list[Element]) -> int:
    """Take the words of the hidden runs out of a paragraph, but for commands."""
    texts = list(paragraph.iter(f"{W}t"))
    whole = "".join(text.text or "" for text in texts)
    commands = [match.span() for match in _COMMAND.finditer(whole)]
    hidden, at, count = set(map(id, runs)), 0, 0
    for text in texts:
        words = text.text or ""
        if id(text.getparent()) in hidden:
            kept = "".join(
                letter
                for place, letter in enumerate(words, at)
                if any(start <= place < end for start, end in commands)
            )
            count += kept != words
            text.text = kept
        at += len(words)
    for run in runs:
        for child in [*run]:
            if child.tag in _SHOWN and not (child.tag == f"{W}t" and child.text):
                remove(child)
                count += child.tag != f"{W}t"
    return count
