"""The rules about texts, as ``rules.toml`` declares them, and the functions that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fnmatch import translate
from functools import cache, lru_cache, partial
from itertools import chain
from typing import NamedTuple

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Wrong
from generator.checks.engine.rule import Look, Reads, Rule, Test
from generator.checks.engine.texts import Texts, Words
from generator.checks.words import (
    brackets,
    dating,
    naming,
    printed,
    privacy,
    quoted,
    rows,
    sentences,
    voice,
)
from generator.checks.words.lexicon import (
    Clean,
    Lexicon,
    WordPattern,
    WordRule,
    declared,
    lexicon,
)
from generator.kept.expressions import compiled
from generator.model import Severity

# What looks at a text and says what it found in it, "" for nothing.
FINDERS: dict[str, Callable[[str, Lexicon], str]] = {
    "brackets": brackets.brackets,
    "no_such_date": dating.no_such_date,
    "identity_number": privacy.identity_number,
    "mobile_number": privacy.mobile_number,
    "bank_account": privacy.bank_account,
    "person": privacy.person,
    "other_rate": quoted.other_rate,
}
# What is a rule by itself.
TESTS: dict[str, Test] = {
    "self_name": voice.self_name,
    "other_level": voice.other_level,
    "numbers_alone": sentences.numbers_alone,
    "unit_names": naming.unit_names,
    "districts": naming.districts,
    "years": dating.years,
    "amounts": quoted.amounts,
    "percentages": quoted.percentages,
    "repeated": rows.repeated,
    "numbered": rows.numbered,
}


def _in_texts(context: Context, rule: WordRule) -> Sequence[Look]:
    """What a rule says of each text by itself, where it looks at its place."""
    words = lexicon(context.accounts.edition)
    reading = words.once(f"texts {rule.id}", lambda: _Reading(rule, words))
    return reading.looks(context.printed_texts if rule.printed else context.typed_texts)


class _Reading:
    """A rule about texts with the words of an edition, put together once for all workbooks."""

    def __init__(self, rule: WordRule, words: Lexicon) -> None:
        self._rule = rule
        self._every = [_Looking.of(pattern, words) for pattern in rule.patterns]
        places = [pattern.places for pattern in rule.patterns]
        self._anywhere = not any(places)
        self._places = _place_pattern(chain.from_iterable(places)) if all(places) else None
        self._clean = Clean()

    def looks(self, texts: Texts) -> Sequence[Look]:
        """What it says of each text at whose place it looks."""
        looks: list[Look] = list(texts.right)
        numbers = self._looked_at(texts)
        for number, wrong in self._wrong(texts, numbers):
            looks[number] = wrong
        return looks if len(numbers) == len(looks) else [looks[number] for number in numbers]

    def _looked_at(self, texts: Texts) -> Sequence[int]:
        """The numbers of the texts at whose places a pattern looks."""
        if self._places is None:
            return range(len(texts.words))
        stands = self._places.match
        return [number for number, one in enumerate(texts.words) if stands(one.place)]

    def _wrong(self, texts: Texts, numbers: Iterable[int]) -> Iterator[tuple[int, Wrong]]:
        """What the first pattern that finds something in a text says of it."""
        new = {n: key for n in numbers if (key := self._key(texts.words[n])) not in self._clean}
        for one in self._every:
            for number in new.keys() & texts.having(one.signs):
                if wrong := self._found(one, texts.words[number]):
                    del new[number]
                    yield number, wrong
        self._clean.remember(new.values())

    def _key(self, text: Words) -> Hashable:
        return text.text if self._anywhere else (text.text, text.place)

    def _found(self, one: _Looking, text: Words) -> Wrong | None:
        """What a pattern says of a text."""
        if one.places and not one.places.match(text.place):
            return None
        found, near = one.find(text.text)
        if not found:
            return None
        message = _message(one.pattern, found, near)
        return Wrong(message, (text.cell,), self._rule.remedy, severity=one.pattern.weight)


def _place_pattern(places: Iterable[str]) -> re.Pattern[str]:
    """What any of these places matches; an asterisk stands for anything."""
    return compiled("|".join(map(translate, places)))


class _Looking(NamedTuple):
    """A pattern with what it is made of.

    Without one of each of ``signs`` there is nothing to find; without ``places`` it looks everywhere.
    """

    pattern: WordPattern
    signs: tuple[frozenset[str], ...]
    places: re.Pattern[str] | None
    find: Callable[[str], tuple[str, str]]

    @classmethod
    def of(cls, pattern: WordPattern, words: Lexicon) -> _Looking:
        """The pattern with the words of an edition."""
        places = _place_pattern(pattern.places) if pattern.places else None
        return cls(pattern, words.signs(pattern), places, _finding(pattern, words))


_NOTHING = ("", "")


def _finding(pattern: WordPattern, words: Lexicon) -> Callable[[str], tuple[str, str]]:
    """What finds something in a text; an expression is made where a text has its signs.

    It gives what it found, and for an expression the same with four characters before and after.
    """
    if pattern.finder:
        by_function = FINDERS[pattern.finder]
        return lambda text: (by_function(_reduced(pattern, words, text), words), "")

    @cache
    def search() -> Callable[[str], re.Match[str] | None]:
        return words.compiled(pattern.find, pattern.pairs).search

    def by_expression(text: str) -> tuple[str, str]:
        text = _reduced(pattern, words, text)
        match = search()(text)
        if match is None:
            return _NOTHING
        return match.group().strip(), text[max(0, match.start() - 4) : match.end() + 4]

    return by_expression


def _reduced(pattern: WordPattern, words: Lexicon, text: str) -> str:
    """The text as a pattern reads it."""
    text = _plain(text) if pattern.fold else text
    return words.compiled(pattern.ignore).sub("", text) if pattern.ignore else text


def _message(pattern: WordPattern, found: str, near: str) -> str:
    if pattern.hide and len(found) >= 10:
        found = f"{found[:4]}…{found[-2:]}"
    return pattern.message.format(found=found, near=near)


@lru_cache(maxsize=2048)  # several rules read every text
def _plain(text: str) -> str:
    """Full-width digits are digits."""
    return unicodedata.normalize("NFKC", text)


def rule_of(entry: WordRule) -> Rule:
    """The rule of the catalogue that an entry of the file is."""
    looks = partial(printed.at_seams if entry.seam else _in_texts, rule=entry)
    reads = Reads.INPUTS if entry.seam else Reads[entry.reads.upper()]
    return Rule(
        entry.id,
        entry.title,
        Severity(entry.severity),
        entry.basis,
        TESTS[entry.test] if entry.test else looks,
        entry.idle,
        entry.tolerance,
        entry.covers,
        reads,
    )


def of_group(name: str) -> tuple[Rule, ...]:
    """The rules of a group of the catalogue."""
    return tuple(rule_of(entry) for entry in declared().rules if entry.group == name)
