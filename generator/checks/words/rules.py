"""The rules about texts, as ``rules.toml`` declares them, and the functions that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from fnmatch import translate
from functools import cache, lru_cache, partial
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from generator.checks.engine.context import Context, Words
from generator.checks.engine.looks import Unknown, Wrong
from generator.checks.engine.rule import Look, Reads, Rule, Test
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
from generator.checks.words.lexicon import Lexicon, WordPattern, WordRule, declared, lexicon
from generator.checks.words.printed import Seen
from generator.model import Line, Severity, Typed

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
# What looks at typed words in their printed line.
SEAMS: dict[str, Callable[[Context, Line, Typed], Seen | None]] = {
    "open_end": printed.open_end,
    "no_end": printed.no_end,
    "torn_pair": printed.torn_pair,
    "named_before": printed.named_before,
    "lead_twice": partial(printed.lead_twice, later=False),
    "lead_twice_later": partial(printed.lead_twice, later=True),
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


def _in_texts(context: Context, rule: WordRule) -> Iterator[Look]:
    """What a rule says of each text by itself, where it looks at its place."""
    words = lexicon(context.accounts.edition)
    reading = words.once(f"texts {rule.id}", lambda: _Reading(rule, words))
    texts = context.as_printed if rule.printed else context.words
    looked_at = reading.wrong if len(texts) <= _MOST_CLEAN else reading.wrong_anew
    for text in texts:
        here = reading.here(text)
        if here:
            yield looked_at(text, here) or text.right


class _Clean(set[tuple[Hashable, ...]]):
    """Where a rule has found nothing before: most texts are those of the last run again."""

    def remember(self, found: tuple[Hashable, ...]) -> None:
        """One more; with too many of them all others are forgotten."""
        if len(self) >= _MOST_CLEAN:
            self.clear()
        self.add(found)


_MOST_CLEAN = 2048  # a workbook with more texts would find nothing of its last run


class _Reading:
    """A rule about texts with the words of an edition, put together once for all workbooks."""

    def __init__(self, rule: WordRule, words: Lexicon) -> None:
        self._rule = rule
        self._every = [_Looking.of(pattern, words) for pattern in rule.patterns]
        places = [pattern.places for pattern in rule.patterns]
        self._anywhere = not any(places)
        self._places = _place_pattern(chain.from_iterable(places)) if all(places) else None
        self._clean = _Clean()

    def here(self, text: Words) -> list[_Looking]:
        """The patterns that look at the place of a text."""
        if self._anywhere:
            return self._every
        if self._places is not None and self._places.match(text.place) is None:
            return []
        return [one for one in self._every if one.stands(text)]

    def wrong(self, text: Words, here: list[_Looking]) -> Wrong | None:
        """What the first of these patterns that finds something says of a text."""
        key = (text.text,) if self._anywhere else (text.text, text.place)
        if key in self._clean:
            return None
        found = self.wrong_anew(text, here)
        if found is None:
            self._clean.remember(key)
        return found

    def wrong_anew(self, text: Words, here: list[_Looking]) -> Wrong | None:
        """The same without what is remembered."""
        return _wrong(self._rule, text, here)


def _place_pattern(places: Iterable[str]) -> re.Pattern[str]:
    """What any of these places matches; an asterisk stands for anything."""
    return re.compile("|".join(map(translate, places)))


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

    def stands(self, text: Words) -> bool:
        """Whether a text stands where the pattern looks."""
        return self.places is None or self.places.match(text.place) is not None


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


def _wrong(rule: WordRule, text: Words, looking: list[_Looking]) -> Wrong | None:
    for one in looking:
        if any(map(text.signs.isdisjoint, one.signs)):
            continue
        found, near = one.find(text.text)
        if found:
            message = _message(one.pattern, found, near)
            return Wrong(message, (text.cell,), rule.remedy, severity=_severity(one.pattern))
    return None


def _message(pattern: WordPattern, found: str, near: str) -> str:
    if pattern.hide and len(found) >= 10:
        found = f"{found[:4]}…{found[-2:]}"
    return pattern.message.format(found=found, near=near)


@lru_cache(maxsize=2048)  # several rules read every text
def _plain(text: str) -> str:
    """Full-width digits are digits."""
    return unicodedata.normalize("NFKC", text)


def _severity(pattern: WordPattern) -> Severity | None:
    return Severity(pattern.severity) if pattern.severity else None


def _at_seams(context: Context, rule: WordRule) -> Iterator[Look]:
    """What a rule says of typed words where they meet those of the template."""
    if context.lines is None:
        yield Unknown("正文没有排出来")
        return
    words, told = lexicon(context.accounts.edition), set[tuple[object, str]]()
    clean = words.once(f"seams {rule.id}", _Clean)
    patterns = words.once(f"patterns {rule.id}", lambda: _seam_patterns(rule, words))
    for line, seams in groupby(context.seams, key=itemgetter(0)):
        here = _in_line(line, patterns, clean)
        for _, typed in seams:
            wrong = _seam_fault(context, rule, here, line, typed) if here else None
            if wrong is None:
                yield context.right_of(typed.cell)
            elif (typed.cell, wrong.message) not in told:
                told.add((typed.cell, wrong.message))
                yield wrong


class _Seam(NamedTuple):
    """A pattern of a rule about seams, with its expression; None where a function looks."""

    pattern: WordPattern
    find: re.Pattern[str] | None


def _seam_patterns(rule: WordRule, words: Lexicon) -> list[_Seam]:
    return [_Seam(p, None if p.finder else words.compiled(p.find)) for p in rule.patterns]


def _in_line(line: Line, patterns: list[_Seam], clean: _Clean) -> list[_Seam]:
    """The patterns that may find something in a line: what is nowhere in it is at no seam."""
    if (line.text,) in clean:
        return []
    here = [one for one in patterns if one.find is None or one.find.search(line.text)]
    if not here:
        clean.remember((line.text,))
    return here


def seam_fault(
    context: Context, words: Lexicon, rule: WordRule, line: Line, typed: Typed
) -> Wrong | None:
    """What a rule says of a place where typed words meet printed ones."""
    here = _in_line(line, _seam_patterns(rule, words), _Clean())
    return _seam_fault(context, rule, here, line, typed)


def _seam_fault(
    context: Context, rule: WordRule, here: list[_Seam], line: Line, typed: Typed
) -> Wrong | None:
    """The first of these patterns that finds something where typed words meet printed ones."""
    for pattern, find in here:
        if find is None:
            seen = SEAMS[pattern.finder](context, line, typed)
        else:
            seen = printed.across(find, line, typed)
        if seen:
            around = printed.around(line, seen.start, seen.end)
            message = pattern.message.format(found=seen.found, around=around)
            return Wrong(message, (typed.cell,), rule.remedy, severity=_severity(pattern))
    return None


def rule_of(entry: WordRule) -> Rule:
    """The rule of the catalogue that an entry of the file is."""
    looks = partial(_at_seams if entry.seam else _in_texts, rule=entry)
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
