"""A rule that looks at every typed text by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from generator.checks.engine.context import Context, Words
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.model import Severity


class TextFault(NamedTuple):
    """What is wrong with a text; ``severity`` replaces the rule's own."""

    message: str
    severity: Severity | None = None


Finder = Callable[[Words], TextFault | None]


def spotting(
    rule: str,
    title: str,
    severity: Severity,
    finder: Finder,
    remedy: str,
    *covers: str,
    basis: str = "文字校对",
    printed: bool = False,
) -> Rule:
    """The rule that ``finder`` finds nothing in any text; ``printed``: as the draft prints it."""
    test = partial(_each, finder=finder, remedy=remedy, printed=printed)
    return Rule(rule, title, severity, basis, test, "没有填文字", WORDS, covers, Reads.CELLS)


def _each(context: Context, finder: Finder, remedy: str, printed: bool) -> Iterator[Look]:
    for words in context.as_printed if printed else context.words:
        if spot := finder(words):
            yield Wrong(spot.message, (words.cell,), remedy, severity=spot.severity)
        else:
            yield Right((words.cell,))
