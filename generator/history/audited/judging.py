"""What the sentences of a paper say, held against what its own tables and sentences give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from generator.document import Draft, Spot
from generator.editions import Edition
from generator.history.audited.lines import Sentence, Token
from generator.history.audited.places import PaperPlaces
from generator.history.audited.slots import (
    PrintedSlot,
    SentencePair,
    pieces,
)
from generator.history.papers.folding import folded
from generator.model import Cell, Figure, Unit, Unread, regex, rounded

_AROUND = 12  # signs of a sentence that are quoted before and after
_OFTEN = 5  # one in so many
_YEAR = regex(r"20\d\d")


class NumberStanding(StrEnum):
    """What became of a number of the prose."""

    AGREES = "相符"  # recomputed from what stands elsewhere in the paper
    SINGLE = "只此一处"  # the paper says it nowhere else
    DIFFERS = "不符"
    UNJUDGED = "未核对"  # in words of its own, or in a sentence that the edition does not know


class JudgedNumber(Struct, frozen=True):
    """A number of the prose: how it is printed, where, and what became of it."""

    text: str
    quoted: str
    place: Cell
    standing: NumberStanding


class Judge(Struct, dict=True):
    """Judges numbers and sentences; ``spots`` are the marked places of the draft.

    What hangs on cells that were ``unread`` is not judged.  ``rate_digits`` are the decimals that
    the paper writes its rates with: one that has fewer says that the next ones are zeros.  ``wrong`` are
    cells of official tables in which something is wrong already: nothing is asked for that follows.
    """

    unread: Unread
    draft: Draft
    spots: Sequence[Spot]
    places: PaperPlaces
    rate_digits: int = 0
    wrong: frozenset[Cell] = frozenset()

    @property
    def edition(self) -> Edition:
        """The edition by which the paper is read."""
        return self.places.paper.edition

    @cached_property
    def _sheets(self) -> frozenset[str]:
        return frozenset(form.sheet for form in self.edition.forms)

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the lines and codes of the official tables are called."""
        edition = self.edition
        labels = [line.label for f in edition.forms for side in f.sides for line in side.lines]
        labels += [line.label for f in edition.forms for block in f.blocks for line in block.lines]
        return frozenset(map(folded, (*labels, *edition.economic_codes.values())))

    def listed(self, name: str) -> bool:
        """True for the name of a line of an official table."""
        return len(name) > 1 and name in self._names

    def official(self, number: int) -> bool:
        """True for a marked place whose words or number stand in an official table."""
        return any(cell.sheet in self._sheets for cell in self.spots[number].cells)

    def is_name(self, number: int) -> bool:
        """True for a marked place with a name that stands in an official table or a list."""
        spot = self.spots[number]
        named = {cell for cell in spot.cells if self._named.get(cell)}
        return spot.kind != "" and bool(named)

    @cached_property
    def _named(self) -> dict[Cell, bool]:
        """The cells that hold the name of a 科目."""
        tables = self.places.facts.tables.values()
        rows = (row for table in tables for row in table.rows if "code" in row.cells)
        return {row["name"].cell: True for row in rows if "name" in row.cells}

    @cached_property
    def own_names(self) -> frozenset[str]:
        """What the body that publishes calls itself."""
        words = self.edition.words.get("self", {}).values()
        name = self.places.facts["profile"]["name"]["value"].text
        return frozenset(map(folded, ("本部门", "本单位", "我单位", "我部门", name, *words)))

    def figure(self, token: Token) -> Figure | None:
        """The figure that the draft prints at a token, None for words and the template's own."""
        spot = self.spots[token.spot] if token.spot >= 0 else None
        return self.draft.printed[spot.index] if spot and spot.kind == "" else None

    def numbers(
        self,
        pairs: Iterable[SentencePair],
        alone: Iterable[Sentence],
        labelled: Mapping[tuple[int, int], bool],
    ) -> Iterator[JudgedNumber]:
        """Every number of the prose, once; ``labelled`` says of some, by ``spot_of``, whether they agree."""
        for pair in pairs:
            for slot in pair.slots:
                yield self._number(pair.paper, slot.ours, self._standing(slot))
            for token in pieces(pair):
                yield self._number(
                    pair.paper, token, _by_label(labelled.get(spot_of(pair.paper, token)))
                )
        for sentence in alone:
            for token in sentence.body:
                if token.value is not None:
                    yield self._number(
                        sentence, token, _by_label(labelled.get(spot_of(sentence, token)))
                    )

    def _number(self, sentence: Sentence, token: Token, standing: NumberStanding) -> JudgedNumber:
        end = token.start + len(token.text)
        place = self.places.line(sentence.line)
        return JudgedNumber(token.text, quoted(sentence, token.start, end), place, standing)

    def _standing(self, slot: PrintedSlot) -> NumberStanding:
        figure = self.figure(slot.theirs)
        if self.doubtful(figure):
            return NumberStanding.UNJUDGED
        if not self.agree(slot):
            return NumberStanding.DIFFERS
        if figure is None and slot.ours.value != slot.theirs.value:
            return NumberStanding.UNJUDGED
        if figure is None:
            spot = self.spots[slot.theirs.spot] if slot.theirs.spot >= 0 else None
            own = spot is not None and spot.kind == "t" and not slot.theirs.text.startswith("20")
            return NumberStanding.UNJUDGED if own else NumberStanding.AGREES
        known = figure.formula or any(cell.sheet in self._sheets for cell in figure.cells)
        return NumberStanding.AGREES if known else NumberStanding.SINGLE

    def doubtful(self, figure: Figure | None) -> bool:
        """True where a figure is not known, or hangs on what could not be read."""
        return figure is not None and (figure.value is None or self.unread.touches(figure.cells))

    def tells(self, token: Token) -> bool:
        """True for the figure of an amount, share or count that is known, not nil, and not wrong."""
        figure = self.figure(token)
        if figure is None or figure.nil or self.doubtful(figure):
            return False
        return self.wrong.isdisjoint(figure.cells)

    def agree(self, slot: PrintedSlot) -> bool:
        """True for the same number, a rate with more or fewer decimals included."""
        ours, theirs = slot.ours.value, slot.theirs.value
        if ours is None or theirs is None or ours == theirs:
            return True
        figure = self.figure(slot.theirs)
        if self.doubtful(figure) or (figure is None and not _YEAR.fullmatch(slot.theirs.text)):
            return True  # nothing can be held against it; other numbers of a sentence are ordinals
        if figure is None and slot.theirs.text in slot.beside:
            return True  # the sentence names both years, in another order
        if figure is None or figure.unit is not Unit.RATIO:
            return False
        digits = max(decimals(ours), self.rate_digits)
        exact = (figure.amount, figure.amount if figure.exact is None else figure.exact)
        return any(rounded(abs(value) * 100, digits) == abs(ours) for value in exact)


def spot_of(sentence: Sentence, token: Token) -> tuple[int, int]:
    """Where in the paper a token stands: its block and its place in the line."""
    return sentence.line.block, token.start


def _by_label(agrees: bool | None) -> NumberStanding:
    if agrees is None:
        return NumberStanding.UNJUDGED
    return NumberStanding.AGREES if agrees else NumberStanding.DIFFERS


def rate_digits(judge: Judge, pairs: Iterable[SentencePair]) -> int:
    """The decimals that a good part of the rates of a paper have which are not whole."""
    rates = [
        slot
        for pair in pairs
        for slot in pair.slots
        if "." in slot.theirs.text and _is_rate(judge.figure(slot.theirs))
    ]
    counts = Counter(decimals(slot.ours.value) for slot in rates if slot.ours.value is not None)
    often = [digits for digits, count in counts.items() if count * _OFTEN >= len(rates)]
    return max(often, default=0)


def _is_rate(figure: Figure | None) -> bool:
    return figure is not None and figure.unit is Unit.RATIO


def quoted(sentence: Sentence, start: int, end: int) -> str:
    """The words around a place of a sentence."""
    begin, stop = max(sentence.start, start - _AROUND), min(sentence.end, end + _AROUND)
    words = sentence.line.cut(begin, stop).strip("。|")
    return f"{'…' if begin > sentence.start else ''}{words}{'…' if stop < sentence.end else ''}"


def decimals(value: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
