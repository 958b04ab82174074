"""The kinds of places for typed words, and what an edition says may stand in front of them.

They are ``[[slots]]`` of edition.toml; ``seams.py`` takes off what they name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

import msgspec

from generator.editions.schema import Declared
from generator.kept.expressions import compiled


class SlotWords(Declared, frozen=True):
    """What may stand in front of typed words, or behind them.

    ``leads`` are cut off with all that stands before them; ``openings`` only where they open the
    text.  ``甲|乙``: 甲 is cut off where 乙 follows.  ``restated`` are words that may stand before a
    lead; of those in ``subjects`` only what the printed sentence speaks of, a number with one of
    ``units`` only if it is printed before or a word of ``bases`` says what it is compared with.
    ``kept`` begin like a lead and are none.  ``ends`` are cut off at the end, ``tails`` are said
    once.
    """

    leads: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


class Slot(SlotWords, frozen=True, kw_only=True):
    """One kind of place for typed words, as the edition declares it.

    ``names`` are the ends of the names that the template gives such a place (``required("…")``).
    ``codes``: a 科目 may be named with its code.
    """

    id: str
    names: tuple[str, ...] = ()
    codes: bool = False

    @cached_property
    def named(self) -> bool:
        """True where the sentence names what the words explain: 行政运行|反映."""
        return any(lead.startswith("|") for lead in self.leads)

    @cached_property
    def lead(self) -> AnyOf:
        """One of the leads at a place."""
        return _any_of(self.leads, cut=True)

    @cached_property
    def opening(self) -> AnyOf:
        """A lead that counts only where it opens the text."""
        return _any_of(self.openings, cut=True)

    @cached_property
    def base(self) -> AnyOf:
        """What an amount is compared with."""
        return _any_of(self.bases)

    @cached_property
    def filler(self) -> AnyOf:
        """A word that restates what the sentence says whatever it is about."""
        return _any_of(self.restated)

    @cached_property
    def subject(self) -> AnyOf:
        """What a sentence may be about."""
        return _any_of(self.subjects)

    @cached_property
    def unit(self) -> AnyOf:
        """The unit behind a number that may be restated."""
        return _any_of(self.units)

    @cached_property
    def exception(self) -> AnyOf:
        """What begins like a lead and is none."""
        return _any_of(self.kept)


class AnyOf:
    """One of some words, the longest that fits; with ``cut``, what stands behind ``|`` only follows.

    There are hundreds of words, and most places of a text begin like none of them: those with one
    first sign are put together when a text has that sign.
    """

    def __init__(self, words: Sequence[str], cut: bool = False) -> None:
        parts = (word.partition("|") if cut else (word, "", "") for word in words)
        ordered = sorted(parts, key=lambda part: len(part[0]) + len(part[2]), reverse=True)
        self._by_sign: dict[str, list[str]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        for before, _, after in ordered:
            for sign in before[:1] or f"{after[:1]}{_BLANKS}":
                self._by_sign.setdefault(sign, []).append(_pattern(before, after))

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Where one of them stands at a place of a text; None where none does."""
        sign = text[at : at + 1]
        if sign not in self._by_sign:
            return None
        if sign not in self._compiled:
            self._compiled[sign] = compiled("|".join(self._by_sign[sign]))
        return self._compiled[sign].match(text, at)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place of a text where one of them stands; None without any."""
        return next(filter(None, (self.match(text, at) for at in range(len(text) + 1))), None)


_BLANKS = " \u3000"


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...], cut: bool = False) -> AnyOf:
    return AnyOf(words, cut)


def _pattern(before: str, after: str) -> str:
    blank = f"[{_BLANKS}]*"
    spaced = blank.join(map(re.escape, before))
    return f"{spaced}(?={blank}{re.escape(after)})" if after else spaced


PLAIN = Slot(id="")


def slots_from(
    slots: Sequence[Slot] | None, shared: SlotWords, leads: tuple[str, ...]
) -> tuple[Slot, ...]:
    """The slots of an edition.toml, each with what ``[restated]`` shares among them.

    One that was made before there were slots (None) has the ``leads`` of ``[phrases]`` in every
    place.
    """
    if slots is None:
        return (Slot(id="", names=("",), leads=leads),)
    return tuple(_with(slot, shared) for slot in slots)


def _with(slot: Slot, shared: SlotWords) -> Slot:
    lists = SlotWords.__struct_fields__
    both = {name: (*getattr(shared, name), *getattr(slot, name)) for name in lists}
    return msgspec.structs.replace(slot, **both)


def slot_named(slots: Sequence[Slot], what: str) -> Slot:
    """The slot whose name ``what`` ends with, the longest that fits; one without leads if none."""
    fitting = [(len(name), slot) for slot in slots for name in slot.names if what.endswith(name)]
    return max(fitting, key=lambda pair: pair[0], default=(0, PLAIN))[1]
