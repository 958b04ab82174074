"""What of the input sheets rules compare with something: found from invented facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from generator.checks.catalogue import rules_of
from generator.checks.engine.claims import Claim
from generator.checks.engine.context import Context
from generator.checks.engine.rule import Look, Reads
from generator.checks.lacking import FILLED, DeclaredAlike, alike, invented
from generator.editions import Edition
from generator.figures.arithmetic import cells_of
from generator.figures.disclosure import Disclosure, disclosure
from generator.model import Cell


def derived(edition: Edition) -> tuple[tuple[Disclosure, ...], frozenset[Cell]]:
    """All that a template may print of invented facts, and the cells that rules speak of.

    A rule that looks at every cell, or at every number, says nothing of what one is for.
    Worked out once in a process for editions that declare the same.
    """
    return _derived(alike(edition))


@lru_cache(maxsize=4)
def _derived(declared: DeclaredAlike) -> tuple[tuple[Disclosure, ...], frozenset[Cell]]:
    edition = declared.edition
    found, compared = list[Disclosure](), set[Cell]()
    for filled in FILLED:
        accounts = invented(edition, filled, {})
        found.append(disclosure(accounts))
        context = Context(accounts, found[-1], guesses=False)
        for rule in rules_of(edition):
            for look in rule.test(context):
                compared.update(_cells(look, rule.reads))
    return tuple(found), frozenset(compared)


def _cells(look: Look, reads: Reads) -> Iterable[Cell]:
    if isinstance(look, Claim):
        return cells_of([look.left, *(figure for _, figure in look.right)])
    return look.cells if reads is Reads.INPUTS else ()
