"""One sentence of the paper against the same one of the draft: what differs, slot by slot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum, auto

from msgspec import Struct

from generator.history.audited.lines import Sentence, Token
from generator.model import regex

_GAP = "\ue000"  # in the place of words that the paper does not give where they were looked for
_MARKER = regex(r"【待补充:([^】]*)】")
_UNIT = regex(r"^(?:万元|亿元|元|%|个百分点|辆|台|批次|批|人次|人|个)")
DIRECTIONS = (
    frozenset(("增加", "增长", "上升", "提高")),
    frozenset(("减少", "下降", "降低")),
    frozenset(("持平",)),
    frozenset(("大于", "高于")),
    frozenset(("小于", "低于")),
    frozenset(("等于",)),
)
_LONGEST_DIRECTION = 4  # signs of one that is all that differs
_DIRECTION = regex("|".join(word for group in DIRECTIONS for word in sorted(group)))


class DifferenceKind(Enum):
    """What two sentences differ in."""

    NUMBER = auto()  # another number
    LOST = auto()  # a number, or its unit, that the paper lacks
    ADDED = auto()  # a number that the draft does not print there
    DIRECTION = auto()  # increase for decrease
    WORDS = auto()
    GAP = auto()  # words that a sentence needs: the reason of a change


class SlotDifference(Struct, frozen=True):
    """What the paper says and what the draft would; ``start`` and ``end`` are in the paper's line.

    ``ours`` and ``theirs`` are the numbers that differ, None where there is none on that side;
    ``spots`` are the marked places of the draft that the difference touches, or that stand beside it.
    """

    kind: DifferenceKind
    said: str
    meant: str
    start: int
    end: int
    ours: Token | None = None
    theirs: Token | None = None
    spots: tuple[int, ...] = ()


class PrintedSlot(Struct, frozen=True):
    """A number of the paper and the one of the draft in its place.

    ``beside`` are the numbers of the paper's sentence.
    """

    ours: Token
    theirs: Token
    beside: frozenset[str] = frozenset()


class SentencePair(Struct, frozen=True):
    """Two sentences: the numbers in the same places, and what else differs."""

    paper: Sentence
    draft: Sentence
    slots: tuple[PrintedSlot, ...]
    differences: tuple[SlotDifference, ...]


def compared(paper: Sentence, draft: Sentence) -> SentencePair:
    """Lay the sentences beside each other; the numbering of a line is nobody's figure."""
    ours, mine = paper.body, _with_gaps(draft)
    slots, found = list[PrintedSlot](), list[SlotDifference]()
    keys = [t.key for t in ours], [t.key for t in mine]
    beside = frozenset(t.text for t in ours if t.value is not None)
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(ours[a:b], mine[c:d], strict=True)
            slots += [PrintedSlot(x, y, beside) for x, y in pairs if x.value is not None]
            continue
        at = ours[a].start if a < len(ours) else paper.end
        found.append(_difference(ours, (a, b), mine, (c, d), at))
    return SentencePair(paper, draft, tuple(slots), tuple(found))


def _with_gaps(draft: Sentence) -> Sequence[Token]:
    """The tokens with one for each marker of something that was not read."""
    markers = list(_MARKER.finditer(draft.line.text))
    if not markers:
        return draft.body
    found = list[Token]()
    for token in draft.body:
        marker = next((m for m in markers if m.start() <= token.start < m.end()), None)
        if marker is None:
            found.append(token)
        elif marker.start() == token.start:
            found.append(Token(_GAP + marker[1], token.start, None, token.spot))
    return found


def _difference(
    ours: Sequence[Token],
    mine: tuple[int, int],
    theirs: Sequence[Token],
    other: tuple[int, int],
    at: int,
) -> SlotDifference:
    here, there = ours[slice(*mine)], theirs[slice(*other)]
    said = "".join(t.text for t in here)
    meant = "".join(t.text for t in there)
    end = here[-1].start + len(here[-1].text) if here else at
    number, other_number = (
        next((t for t in side if t.value is not None), None) for side in (here, there)
    )
    kind = _kind(ours, mine, theirs, other)
    if kind is DifferenceKind.DIRECTION:
        said, meant = _word(ours, mine) or said, _word(theirs, other) or meant
    beside = theirs[max(0, other[0] - 2) : other[1] + 2]
    spots = tuple(dict.fromkeys(t.spot for t in there or beside if t.spot >= 0))
    return SlotDifference(kind, said, meant, at, end, number, other_number, spots)


def _kind(
    ours: Sequence[Token], mine: tuple[int, int], theirs: Sequence[Token], other: tuple[int, int]
) -> DifferenceKind:
    here, there = ours[slice(*mine)], theirs[slice(*other)]
    if any(t.text.startswith(_GAP) for t in there):
        return DifferenceKind.GAP
    if any(t.value is not None for t in there):
        return DifferenceKind.LOST
    if _turns(ours, mine, theirs, other):
        return DifferenceKind.DIRECTION
    after = "".join(t.text for t in theirs[other[0] : other[1] + 2])
    behind = other[0] and theirs[other[0] - 1].value is not None
    if behind and _UNIT.match(after) and there:
        return DifferenceKind.LOST
    return DifferenceKind.ADDED if any(t.value is not None for t in here) else DifferenceKind.WORDS


def _turns(
    ours: Sequence[Token], mine: tuple[int, int], theirs: Sequence[Token], other: tuple[int, int]
) -> bool:
    """True for one direction in the place of another, or for one that is there too many or not."""
    one, two = _word(ours, mine), _word(theirs, other)
    if one == two or any(one in group and two in group for group in DIRECTIONS):
        return False
    alone = max(mine[1] - mine[0], other[1] - other[0]) <= _LONGEST_DIRECTION
    return bool(one and two) or alone


def _word(tokens: Sequence[Token], where: tuple[int, int]) -> str:
    """The words of direction that a stretch holds or cuts through, "" for none."""
    begin = max(0, where[0] - 3)
    text, places = "", list[int]()
    for number in range(begin, min(len(tokens), where[1] + 3)):
        places += [number] * len(tokens[number].text)
        text += tokens[number].text
    words = _DIRECTION.finditer(text)
    inside = range(where[0], max(where[1], where[0] + 1))
    cut = range(where[0] - 1, where[0] + 1)
    empty = where[0] == where[1]
    return "".join(
        w.group()
        for w in words
        if (
            {*places[w.start() : w.end()]} >= {*cut}
            if empty
            else not {*places[w.start() : w.end()]}.isdisjoint(inside)
        )
    )


def pieces(found: SentencePair) -> Iterator[Token]:
    """The numbers of the paper's sentence that stand in no slot."""
    taken = {slot.ours.start for slot in found.slots}
    yield from (t for t in found.paper.body if t.value is not None and t.start not in taken)
