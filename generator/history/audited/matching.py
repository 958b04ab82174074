"""Which sentence of the paper is which one of the draft that its facts would make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from generator.history.audited.lines import AuditLine, Sentence
from generator.model import regex

_ALIKE = 0.6  # of two sentences at the same place
_FAR_ALIKE = 0.85  # of two at different places
_SHORTEST = 8  # signs of a sentence that is looked for elsewhere
_GAP = regex(r"【待补充:[^】]*】[。;,]?")
_MARK, _GAP_ALONE = "【待补充", regex(r"【待补充:[^】]*】")
_SURE = 0.95
_MOST = 40_000  # pairs of a stretch that are compared


class Matched(Struct, frozen=True):
    """Sentences of the paper with those of the draft, and what has none on either side."""

    pairs: tuple[tuple[Sentence, Sentence], ...]
    alone: tuple[Sentence, ...]
    lacking: tuple[Sentence, ...]


def matched(paper: Sequence[AuditLine], draft: Sequence[AuditLine]) -> Matched:
    """Equal ones first, numbers apart; then those alike at the same place, then anywhere."""
    ours = [sentence for line in paper for sentence in line.sentences]
    theirs = [sentence for line in draft for sentence in line.sentences]
    keys = [s.key for s in ours], [s.key for s in theirs]
    pairs = list[tuple[Sentence, Sentence]]()
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(ours[a:b], theirs[c:d], strict=True)
        elif (b - a) * (d - c) <= _MOST:
            pairs += _in_order(ours[a:b], theirs[c:d])
    pairs += _in_gaps(pairs, ours, theirs)
    pairs += _elsewhere(*_rest(pairs, ours, theirs))
    alone, lacking = _rest(pairs, ours, theirs)
    return Matched(tuple(pairs), tuple(alone), tuple(lacking))


def _rest(
    pairs: Sequence[tuple[Sentence, Sentence]], ours: list[Sentence], theirs: list[Sentence]
) -> tuple[list[Sentence], list[Sentence]]:
    taken = {id(sentence) for pair in pairs for sentence in pair}
    return [s for s in ours if id(s) not in taken], [s for s in theirs if id(s) not in taken]


def _in_order(ours: list[Sentence], theirs: list[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """The pairs that follow each other and are alike most of all together."""
    likes = [[_likeness(one, two, _ALIKE) for two in theirs] for one in ours]
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            both = likes[i][j] + best[i + 1][j + 1] if likes[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if likes[i][j] and best[i][j] == likes[i][j] + best[i + 1][j + 1]:
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _in_gaps(
    pairs: list[tuple[Sentence, Sentence]], ours: list[Sentence], theirs: list[Sentence]
) -> Iterator[tuple[Sentence, Sentence]]:
    """Sentences that begin with a mark of what was not read, by what stands before them."""
    place = {id(sentence): number for number, sentence in enumerate(ours)}
    after = {id(two): place[id(one)] + 1 for one, two in pairs}
    taken = {id(one) for one, _ in pairs}
    for before, gap in pairwise(theirs):
        at = after.get(id(before), len(ours))
        if at >= len(ours) or id(ours[at]) in taken:
            continue
        if _GAP.fullmatch(gap.text) or (_GAP.match(gap.text) and _around(ours[at].text, gap.text)):
            taken.add(id(ours[at]))
            yield ours[at], gap


def _elsewhere(ours: list[Sentence], theirs: list[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Sections that stand in another order."""
    left = {id(two): two for two in theirs if len(two.key) >= _SHORTEST}
    for one in ours if len(ours) * len(theirs) <= _MOST else ():
        if len(one.key) < _SHORTEST:
            continue
        likes = {key: _likeness(one, two, _FAR_ALIKE) for key, two in left.items()}
        best = max(likes, key=lambda key: likes[key], default=0)
        if best and likes[best]:
            yield one, left.pop(best)


_COMPARED = regex(r"(?:与|较|比|同)(?:#年|上年|上一年)(?:度|同期)?(?:决算数?)?(?:相比,?)?")
_LEAST_EQUAL = 2  # amounts that two sentences have in common


def _plain(sentence: Sentence) -> str:
    """A sentence with its numbers alike, and what a comparison begins with."""
    return _COMPARED.sub("比上年", sentence.key)


def _same_numbers(one: Sentence, two: Sentence) -> bool:
    """True where one sentence has every amount and rate of the other, in its order."""
    ours, theirs = ([t.text for t in s.tokens if "." in t.text and t.value] for s in (one, two))
    few, many = sorted((ours, theirs), key=len)
    rest = iter(many)
    return len(few) >= _LEAST_EQUAL and all(number in rest for number in few)


def _around(text: str, marked: str, least: int = 1) -> bool:
    """True where a sentence has all the words around the marks of another, in their order."""
    pieces = [piece for piece in _GAP_ALONE.split(marked) if piece]
    return sum(map(len, pieces)) >= least and bool(
        re.fullmatch(".*?".join(["", *map(re.escape, pieces), ""]), text)
    )


def _likeness(one: Sentence, two: Sentence, least: float) -> float:
    """How much two sentences are alike, 0 below ``least`` or where one is a row and one is not."""
    if (one.line.row == 0) is not (two.line.row == 0):
        return 0.0
    if one.key == two.key:
        return 1.0
    if _MARK in two.text and _around(one.text, two.text, _SHORTEST):
        return _SURE
    if _same_numbers(one, two):
        return _SURE
    matcher = SequenceMatcher(None, _plain(one), _plain(two), autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    found = matcher.ratio()
    return found if found >= least else 0.0
