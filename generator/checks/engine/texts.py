"""Typed texts: what the rules about texts look at."""

from __future__ import annotations

from collections.abc import Set
from functools import cached_property

from msgspec import Struct

from generator.checks.engine.looks import Right
from generator.checks.words.lexicon import Lexicon
from generator.model import Cell


class Words(Struct, frozen=True, dict=True):
    """A text that a person typed: the block of the input sheet, its column or line, the cell.

    ``row`` is the line again, or the row of a grid or list; ``lexicon`` knows what rules look for.
    """

    block: str
    key: str
    text: str
    cell: Cell
    lexicon: Lexicon
    row: str = ""

    @cached_property
    def place(self) -> str:
        """Block, row and column."""
        return f"{self.block}.{self.row}.{self.key}"

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters of the text without one of which some rule has nothing to find."""
        return self.lexicon.signs_in(self.text)


class Texts(Struct, frozen=True, dict=True):
    """All texts of a workbook by their numbers, and which of them have what a rule looks for.

    A rule looks at thousands of texts and finds nothing in nearly all: what it asks first is
    answered for all of them at once.
    """

    words: tuple[Words, ...]

    @cached_property
    def right(self) -> tuple[Right, ...]:
        """That a rule found nothing in them."""
        return tuple(Right((words.cell,)) for words in self.words)

    @cached_property
    def every(self) -> frozenset[int]:
        """The numbers of all."""
        return frozenset(range(len(self.words)))

    def having(self, signs: tuple[frozenset[str], ...]) -> Set[int]:
        """The numbers of the texts with at least one sign of each of these sets."""
        if not signs:
            return self.every
        fitting = (
            numbers
            for own, numbers in self._by_signs.items()
            if not any(map(own.isdisjoint, signs))
        )
        return set().union(*fitting)

    @cached_property
    def _by_signs(self) -> dict[frozenset[str], list[int]]:
        found: dict[frozenset[str], list[int]] = {}
        for number, words in enumerate(self.words):
            found.setdefault(words.signs, []).append(number)
        return found
