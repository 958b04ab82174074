"""``rules.toml``: the rules about texts, and the lists of words that they are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from generator.editions import Edition
from generator.editions.files import read_toml
from generator.editions.schema import Declared
from generator.editions.strict import taken
from generator.kept.expressions import compiled
from generator.model import HAN, Finding, InputProblem, Severity, made_once, regex

Made = TypeVar("Made")


class WordPattern(Declared, frozen=True):
    """One thing that a rule looks for; the entries are explained at the head of the file."""

    message: str
    find: str = ""
    finder: str = ""
    severity: Literal["", "error", "warning", "hint"] = ""
    places: tuple[str, ...] = ()
    pairs: str = ""
    signs: str = ""
    ignore: str = ""
    fold: bool = False
    hide: bool = False
    wrong: str = ""

    @property
    def weight(self) -> Severity | None:
        """How much it weighs; None: as the rule says."""
        return Severity(self.severity) if self.severity else None


class WordRule(Declared, frozen=True, rename={"patterns": "pattern"}):
    """One rule about texts: its patterns, or the ``test`` that looks at them."""

    id: str
    group: str
    title: str
    severity: Literal["error", "warning", "hint"]
    covers: tuple[str, ...]
    right: str
    patterns: tuple[WordPattern, ...] = ()
    test: str = ""
    wrong: str = ""
    remedy: str = ""
    basis: str = "文字校对"
    idle: str = "没有填文字"
    tolerance: str = "不比较数字"
    reads: Literal["cells", "numbers"] = "cells"
    printed: bool = False
    seam: bool = False


class ReasonSentences(Declared, frozen=True):
    """Reasons that a rule about reasons must notice, or let stand."""

    rule: str
    base: Literal["prior", "budget"]
    way: Literal["up", "down"]
    wrong: str
    right: str


class WordsFile(Declared, frozen=True):
    """``rules.toml``."""

    lists: dict[str, str]
    parts: dict[str, str]
    rules: tuple[WordRule, ...] = msgspec.field(name="rule")
    reasons: tuple[ReasonSentences, ...] = msgspec.field(name="reason", default=())


@cache
def declared() -> WordsFile:
    """What ``rules.toml`` says.  Raises ValueError with every fault of it."""
    file = Path(__file__).with_name("rules.toml")
    return taken(WordsFile, read_toml(file), file.name)


_MOST_CLEAN = 2048


class Clean(set[Hashable]):
    """Where a rule has found nothing before: most texts are those of the last run again."""

    def remember(self, found: Collection[Hashable]) -> None:
        """Some more; with too many of them all others are forgotten."""
        if len(self) + len(found) > _MOST_CLEAN:
            self.clear()
        if len(found) <= _MOST_CLEAN:  # more would find nothing of their last run
            self.update(found)


_GIVEN = {"han": HAN}  # parts that Python has, too
_NAME = regex(r"\{([a-z_]+)\}")


class Lexicon:
    """The lists of words with what an edition adds, and the expressions made of them."""

    def __init__(self, added: Mapping[str, tuple[str, ...]]) -> None:
        self._added = added
        self._signs = frozenset(word[0] for words in added.values() for word in words)
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}
        self._signs_found: dict[frozenset[str], frozenset[str]] = {}
        self._kept: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What hangs on the lists alone, made when it is first asked for under this name."""
        return made_once(self._kept, name, make)

    def words(self, name: str) -> tuple[str, ...]:
        """The entries of a list or part, as expressions; those of an edition are plain words."""
        file = declared()
        own = (file.lists | file.parts | _GIVEN)[name].split()
        return (*own, *map(re.escape, self._added.get(name, ())))

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Any of the entries of a list or part."""
        return self.compiled(f"{{{name}}}")

    def compiled(self, find: str, pairs: str = "") -> re.Pattern[str]:
        """Any of some expressions; ``pairs``: for each pair of that list, either way round."""
        key = (find, pairs)
        if key not in self._compiled:
            self._compiled[key] = compiled(self._either(find.split(), pairs), re.MULTILINE)
        return self._compiled[key]

    def signs(self, pattern: WordPattern) -> tuple[frozenset[str], ...]:
        """Without one of each of these there is nothing to find."""
        return tuple(frozenset(group) | self._signs for group in pattern.signs.split("\n") if group)

    def signs_in(self, text: str) -> frozenset[str]:
        """The signs of any pattern that stand in a text; thousands of texts share a few such sets."""
        found = self._every_sign.intersection(text)
        return self._signs_found.setdefault(found, found)

    @cached_property
    def _every_sign(self) -> frozenset[str]:
        patterns = (pattern for rule in declared().rules for pattern in rule.patterns)
        return frozenset().union(*(group for one in patterns for group in self.signs(one)))

    def _either(self, finds: list[str], pairs: str = "") -> str:
        if pairs:
            both = [words.split("/") for words in self.words(pairs)]
            turned = [(a, b) for one, other in both for a, b in ((one, other), (other, one))]
            finds = [f.replace("{a}", a).replace("{b}", b) for f in finds for a, b in turned]
        return "|".join(_NAME.sub(self._part, find) for find in dict.fromkeys(finds))

    def _part(self, name: re.Match[str]) -> str:
        return f"(?:{self._either(list(self.words(name[1])))})"


def lexicon(edition: Edition) -> Lexicon:
    """The lexicon of an edition.  Raises InputProblem where it adds to a list that there is not."""
    return edition.once("lexicon", lambda: _lexicon(edition))


def _lexicon(edition: Edition) -> Lexicon:
    unknown = "、".join(sorted(edition.word_lists.keys() - declared().lists.keys()))
    if unknown:
        message = f"版式「{edition.id}」的数据有误：edition.toml 的 word_lists 里有 {unknown}，没有这张词表"
        remedy = f"检查 {edition.folders[0]} 里的文件；词表有：{'、'.join(declared().lists)}。"
        raise InputProblem([Finding("版式", Severity.ERROR, message, remedy=remedy)])
    return _of(tuple(sorted(edition.word_lists.items())))


@lru_cache(maxsize=8)
def _of(added: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    return Lexicon(dict(added))
