"""A paper, and the draft that its facts would make, as lines and sentences that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import count
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.history.papers.blocks import PaperBlock, Passage
from generator.history.papers.folding import Folded, folded, number
from generator.history.papers.sections import bare, broken, is_title
from generator.model import regex

CELL = "|"  # between the cells of a row
_NUMBER = regex(r"(?<![\d.])-?\d[\d,]*(?:\.\d+)?")
_MARK = regex(f"{OPEN}([0-9]+){SHUT}|{CLOSE}")
_STOPS = "。;:"
_STOP = regex(rf"【[^】]*】|[{_STOPS}]|其中,")
_NUMBERING = regex(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)、?"
    r"|\d{1,3}(?:\.(?!\d)|、|\|))"
)


class Token(Struct, frozen=True):
    """A number, or one sign; where it stands in its line, and the marked place of the draft.

    ``value`` is None for a sign; ``spot`` is -1 for what no mark stands around.
    """

    text: str
    start: int
    value: Decimal | None = None
    spot: int = -1

    @property
    def key(self) -> str:
        """What it is compared by: numbers are alike."""
        return self.text if self.value is None else "#"


class AuditLine(Struct, frozen=True, dict=True):
    """A paragraph, or a row of a table (``row`` from 1), without blanks and in one width.

    ``block`` and ``row`` say where it stands; ``heading`` is the last heading above, ``place``
    the how manieth paragraph, or table, below it.  ``spots`` has the marked place of each sign of
    ``text``, and is empty for a paper.  ``until``: the last block of a paragraph that was broken.
    ``typed`` are the texts as they stand in the file, of a row those of its cells, and ``under``
    is the heading as it stands there.
    """

    text: str
    block: int
    row: int = 0
    heading: str = ""
    place: int = 0
    spots: tuple[int, ...] = ()
    until: int = 0
    typed: tuple[str, ...] = ()
    under: str = ""

    def cut(self, start: int, end: int) -> str:
        """What stands in the paper from one place of ``text`` up to another."""
        return self._source.cut(start, end)

    @cached_property
    def _source(self) -> Folded:
        return Folded(CELL.join(self.typed))

    @property
    def last(self) -> int:
        """The last block that it takes."""
        return self.until or self.block

    @property
    def titles(self) -> bool:
        """True for a heading."""
        return not self.row and not self.place

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The line cut behind each 。, ；, ： and 其中，, but not inside 【】."""
        found, start = list[Sentence](), 0
        for end in (stop.end() for stop in _STOP.finditer(self.text) if stop[0][0] != "【"):
            found.append(Sentence(self, start, end))
            start = end
        if start < len(self.text):
            found.append(Sentence(self, start, len(self.text)))
        return tuple(found)


class Sentence(Struct, frozen=True, dict=True):
    """A stretch of a line."""

    line: AuditLine
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.line.text[self.start : self.end]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Numbers and signs in order."""
        return tuple(self._tokens())

    @cached_property
    def body(self) -> tuple[Token, ...]:
        """The same without the numbering of the line, which is nobody's figure."""
        numbering = _NUMBERING.match(self.text) if self.start == 0 else None
        begin = numbering.end() if numbering else 0
        return tuple(token for token in self.tokens if token.start >= begin)

    def _tokens(self) -> Iterator[Token]:
        text, spots, at = self.line.text, self.line.spots, self.start
        for found in _NUMBER.finditer(text, self.start, self.end):
            yield from (Token(text[n], n, None, _at(spots, n)) for n in range(at, found.start()))
            at = found.end()
            digits = found[0].rstrip(",")
            yield Token(digits, found.start(), number(digits), _at(spots, at - 1))
        yield from (Token(text[n], n, None, _at(spots, n)) for n in range(at, self.end))

    @cached_property
    def key(self) -> str:
        """The sentence with its numbers alike."""
        return "".join(token.key for token in self.tokens)


def _at(spots: Sequence[int], place: int) -> int:
    return spots[place] if spots else -1


def paper_lines(
    blocks: Iterable[PaperBlock],
    without: Iterable[int] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> list[AuditLine]:
    """The lines of a paper or of a marked draft; ``without`` are tables to leave out.

    ``titles`` are those of the edition, for papers whose headings have no styles.
    """
    blocks = tuple(blocks)
    found, heading, skipped = list[AuditLine](), "", {*without, *_contents(blocks)}
    paragraphs, tables = count(1), count(1)
    for at, block in enumerate(blocks):
        if at in skipped:
            continue
        if isinstance(block, Passage):
            titled = is_title(block, titles) if titles else block.heading
            if titled:
                heading, paragraphs, tables = block.text, count(1), count(1)
            if not titled and found and _goes_on(found[-1], block.text, at):
                found[-1] = _joined(found[-1], _line(block.text, at))
                continue
            place = 0 if titled else next(paragraphs)
            found.append(_line(block.text, at, under=heading, place=place))
            continue
        place, rows = next(tables), dict[int, list[str]]()
        for (row, _), text in sorted(block.texts.items()):
            rows.setdefault(row, []).append(text)
        for row, texts in rows.items():
            line = _line(CELL.join(texts), at, row, heading, place)
            found.append(replace(line, typed=tuple(texts)))
    return [line for line in found if line.text]


_LEADER = regex(r"[.…·．]{3,}[-—\d]*$")


def _contents(blocks: Sequence[PaperBlock]) -> Iterator[int]:
    """The lines of a typed table of contents: behind 目录 up to where its first line comes again."""
    texts = [folded(b.text) if isinstance(b, Passage) else "" for b in blocks]
    yield from (n for n, text in enumerate(texts) if _LEADER.search(text))
    start = next((n for n, text in enumerate(texts) if text in ("目录", "目次")), -1)
    first = next((bare(text) for text in texts[start + 1 :] if text), "") if start >= 0 else ""
    again = [n for n, text in enumerate(texts) if n > start + 1 and bare(text) == first]
    if first and len(again) > 1:
        yield from range(start, again[1])


def _line(text: str, block: int, row: int = 0, under: str = "", place: int = 0) -> AuditLine:
    heading = folded(_MARK.sub("", under))
    if OPEN not in text:
        return AuditLine(folded(text), block, row, heading, place, typed=(text,), under=under)
    signs, spots, open_, at = list[str](), list[int](), list[int](), 0
    for mark in _MARK.finditer(text):
        plain = folded(text[at : mark.start()])
        signs.append(plain)
        spots += [open_[-1] if open_ else -1] * len(plain)
        at = mark.end()
        if mark[1] is not None:
            open_.append(int(mark[1]))
        elif open_:
            open_.pop()
    plain = folded(text[at:])
    spots += [-1] * len(plain)
    return AuditLine("".join((*signs, plain)), block, row, heading, place, tuple(spots))


def _goes_on(before: AuditLine, text: str, block: int) -> bool:
    """True where a converter broke a paragraph in two."""
    near = not before.row and before.place and before.last == block - 1
    return bool(near) and broken(before.text, text)


def _joined(one: AuditLine, two: AuditLine) -> AuditLine:
    spots = (*one.spots, *two.spots) if one.spots or two.spots else ()
    if spots:
        spots = tuple(s for line in (one, two) for s in line.spots or (-1,) * len(line.text))
    typed = ("".join((*one.typed, *two.typed)),)
    return replace(one, text=one.text + two.text, spots=spots, until=two.block, typed=typed)
