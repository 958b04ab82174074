"""The document's own text, tables and charts as the page shows them, its numbers marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from generator.document import Spot
from generator.document.charts import ChartData
from generator.model import WEIGHTS, Figure, Finding, regex
from generator.products.review.catalogue import Catalogue, figure_key
from generator.products.review.drawing import Picture, picture
from generator.products.review.marking import ChangeMarks
from generator.products.review.model import (
    Block,
    Chart,
    Paragraph,
    Piece,
    ReviewInput,
    Section,
    TableCell,
)
from generator.products.review.results import Bars, bars

_NUMBER = regex(r"[0-9０-９]+(?:[.,][0-9]+)*[%％]?")
_DIGIT = regex("[0-9０-９]")
_STYLES = {
    "Date": "title",
    "TableTitle": "title",
    "Caption": "title",
    "TableNumber": "right",
    "TableHead": "small",
    "TableHeadWide": "small",
    "TableNote": "small",
}


class Counts(Struct):
    """How many numbers stand in the document, by who wrote them."""

    program: int = 0
    typed: int = 0
    unknown: int = 0


class Shown(NamedTuple):
    """A stretch of text on the page; one that ``opens`` a figure ("f") or text ("t") is a button.

    ``words`` are the stretches of typed words with numbers among them.
    """

    text: str
    kind: str = ""
    place: str = ""
    opens: str = ""
    entry: int = 0
    words: tuple[Shown, ...] = ()


_BREAK = Shown("\n")  # between the lines of a cell


class DrawnChart(NamedTuple):
    """A chart with its data; a ``Shown`` without text is a value that there is not."""

    drawn: Picture
    heads: tuple[str, ...]
    rows: tuple[tuple[str, list[Shown]], ...]


class BodyReader(Struct):
    """Reads the document for the page; learns on the way which figure stands where."""

    given: ReviewInput
    catalogue: Catalogue
    changes: ChangeMarks
    spots: Sequence[Spot]
    found: Mapping[int, list[tuple[int, Finding]]]
    counts: Counts = field(default_factory=Counts)
    section: str = ""
    tables: int = 0
    blocks: int = 0
    gaps: int = 0
    _compared: set[int] = field(default_factory=set)

    def enter(self, section: Section) -> Iterator[Block]:
        """The blocks of a section, its heading first."""
        if section.heading:
            self.section = section.heading.text
            yield section.heading
        for block in section.blocks:
            self.tables += block.kind == "table"
            self.blocks += 1
            yield block

    def changed(self, paragraphs: Iterable[Paragraph], place: str) -> int:
        """The number of the change that a line is, 0 for none; ``place`` is the id that it has."""
        number = self.changes.number(self.section, paragraphs)
        if number:
            self.changes.stands(number, place)
        return number

    def changed_row(self, row: Iterable[TableCell]) -> tuple[int, str]:
        """The number of the change that a row is, 0 for none, and the id that it gets."""
        number = self.changes.number(self.section, (one for cell in row for one in cell.paragraphs))
        place = f"r{number}" if number and number not in self.changes.placed else ""
        if place:
            self.changes.stands(number, place)
        return number, place

    # --- findings and comparisons at their place

    def notes(self, block: Block) -> Iterator[tuple[int, Finding]]:
        """The findings to be told behind a block, with their numbers."""
        if self.found:
            for piece in _pieces(block):
                yield from self.found.get(piece.spot, ())

    def comparisons(self, paragraph: Paragraph) -> Iterator[Bars]:
        """What is compared in a paragraph for the first time."""
        here = {
            figure_key(self.given.draft.printed[spot.index])
            for piece in paragraph.pieces
            if piece.spot >= 0 and not (spot := self.spots[piece.spot]).kind
        }
        for number, comparison in enumerate(self.given.comparisons):
            if number not in self._compared and figure_key(comparison.change.this) in here:
                self._compared.add(number)
                yield bars(comparison, self.given.edition)

    # --- inline

    def line(self, paragraph: Paragraph) -> list[Shown]:
        """The stretches of a paragraph."""
        return list(map(self._shown, paragraph.pieces))

    def _shown(self, piece: Piece) -> Shown:
        """A marked place, or the template's own words."""
        if piece.spot < 0:
            return Shown(piece.text)
        spot = self.spots[piece.spot]
        if spot.kind == "":
            return self._figure(piece, self.given.draft.printed[spot.index])
        return self._typed(piece, spot) if spot.kind == "t" else self._unknown(piece)

    def _figure(self, piece: Piece, figure: Figure) -> Shown:
        number = _DIGIT.search(piece.text) is not None
        self.counts.program += number
        self.counts.unknown += number and not figure.cells
        place = f"n{piece.spot}"
        entry = self.catalogue.figure(figure)
        self.catalogue.stands(entry, False, place, self.section)
        return Shown(piece.text, "n" + self._severity(piece), place, "f", entry)

    def _typed(self, piece: Piece, spot: Spot) -> Shown:
        text = self.given.draft.typed[spot.index]
        flagged = self._severity(piece)
        # A blank reason that another one stands for prints words, too.
        marker = self.given.edition.phrases.missing.split("{what}")[0]
        gap = not text.value and bool(marker) and marker in piece.text
        if not gap and not flagged and not _DIGIT.search(piece.text):
            return Shown(piece.text)  # words without a number: nothing to trace
        place, entry = f"n{piece.spot}", self.catalogue.text(text)
        self.catalogue.stands(entry, True, place, self.section)
        if gap:
            self.gaps += 1
            return Shown(piece.text, "gap" + flagged, place, "t", entry)
        words = tuple(_words(piece.text, entry))
        self.counts.typed += sum(1 for one in words if one.opens)
        if len(words) == 1 and words[0].opens:
            return Shown(piece.text, words[0].kind + flagged, place, words[0].opens, entry)
        return Shown(piece.text, "w" + flagged, place, words=words)

    def _unknown(self, piece: Piece) -> Shown:
        self.counts.unknown += 1
        return Shown(piece.text, "u", f"n{piece.spot}")

    def _severity(self, piece: Piece) -> str:
        severities = {finding.severity for _, finding in self.found.get(piece.spot, ())}
        worst = next((severity for severity in WEIGHTS if severity in severities), None)
        return f" has-{worst.value}" if worst else ""

    # --- tables and charts

    def cells(
        self, row: Iterable[TableCell], change: int
    ) -> Iterator[tuple[int, int, bool, str | list[Shown], int]]:
        """Columns and rows of each cell, whether it is nothing but a figure, and its stretches.

        Its text instead of the stretches where it is one that is not marked; the first one gets the
        number of the row's ``change``.
        """
        for cell in row:
            lines = [self.line(paragraph) for paragraph in cell.paragraphs]
            content = lines[0] if len(lines) == 1 else _broken(lines)
            only = content[0] if len(content) == 1 else _BREAK
            plain = only.text if only is not _BREAK and not only.kind else content
            yield cell.columns, cell.rows, only.opens == "f", plain, change
            change = 0

    def chart(self, chart: Chart) -> DrawnChart | None:
        """A chart that has data, each category of it with its values."""
        data = self.given.charts.get(chart.name)
        if data is None:
            return None
        numbers = range(len(data.series))
        rows = tuple(
            (category, [self._value(chart.name, data, number, index) for number in numbers])
            for index, category in enumerate(data.categories)
        )
        heads = tuple(f"{series.name}（{data.money.currency}）" for series in data.series)
        return DrawnChart(picture(chart.name, data), heads, rows)

    def _value(self, name: str, data: ChartData, number: int, index: int) -> Shown:
        series = data.series[number]
        value, entry = data.values(series)[index], self.catalogue.figure(series.figures[index])
        if value is None:
            return Shown("")
        self.counts.program += 1
        place = f"{name}-{number}-{index}"
        self.catalogue.stands(entry, False, place, name)
        return Shown(f"{value:f}", "n", place, "f", entry)


def _words(text: str, entry: int) -> Iterator[Shown]:
    """Typed words, the numbers in them as buttons."""
    at = 0
    for match in _NUMBER.finditer(text):
        if match.start() > at:
            yield Shown(text[at : match.start()])
        yield Shown(match[0], "t", "", "t", entry)
        at = match.end()
    if at < len(text):
        yield Shown(text[at:])


def _broken(lines: Iterable[list[Shown]]) -> list[Shown]:
    """Several lines as one, with breaks between them."""
    return [one for line in lines for one in (_BREAK, *line)][1:]


def _pieces(block: Block) -> Iterator[Piece]:
    if isinstance(block, Paragraph):
        yield from block.pieces
    elif isinstance(block, Chart):
        yield from block.told.pieces
    else:
        cells = (cell for row in block.rows for cell in row)
        yield from (piece for cell in cells for one in cell.paragraphs for piece in one.pieces)


def style_class(style: str) -> str:
    """The class of a paragraph: what the style is for, as far as it matters to the eye."""
    return _STYLES.get(style, "body")
