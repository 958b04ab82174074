"""The document's own text, tables and charts as the page shows them, its numbers marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from markupsafe import Markup
from msgspec import Struct, field

from generator.document import Spot
from generator.document.charts import ChartData
from generator.model import WEIGHTS, Figure, Finding, regex
from generator.products.review import inline
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


class DrawnChart(NamedTuple):
    """A chart with its data as HTML, "" for a value that there is not."""

    drawn: Picture
    heads: tuple[str, ...]
    rows: tuple[tuple[str, list[Markup]], ...]


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

    def line(self, paragraph: Paragraph, change: int = 0) -> Markup:
        """A paragraph as HTML, with the way to the ``change`` that it is (0: none)."""
        return Markup(self._line(paragraph) + inline.was(change))

    def _line(self, paragraph: Paragraph) -> str:
        return "".join(map(self._piece, paragraph.pieces))

    def _piece(self, piece: Piece) -> str:
        """A marked place, or the template's own words."""
        if piece.spot < 0:
            return inline.plain(piece.text)
        spot = self.spots[piece.spot]
        if spot.kind == "":
            return self._figure(piece, self.given.draft.printed[spot.index])
        return self._typed(piece, spot) if spot.kind == "t" else self._unknown(piece)

    def _figure(self, piece: Piece, figure: Figure) -> str:
        number = _DIGIT.search(piece.text) is not None
        self.counts.program += number
        self.counts.unknown += number and not figure.cells
        place = f"n{piece.spot}"
        entry = self.catalogue.figure(figure)
        self.catalogue.stands(entry, False, place, self.section)
        return inline.figure(piece.text, "n" + self._severity(piece), place, entry)

    def _typed(self, piece: Piece, spot: Spot) -> str:
        text = self.given.draft.typed[spot.index]
        flagged = self._severity(piece)
        # A blank reason that another one stands for prints words, too.
        marker = self.given.edition.phrases.missing.split("{what}")[0]
        gap = not text.value and bool(marker) and marker in piece.text
        if not gap and not flagged and not _DIGIT.search(piece.text):
            return inline.plain(piece.text)  # words without a number: nothing to trace
        place, entry = f"n{piece.spot}", self.catalogue.text(text)
        self.catalogue.stands(entry, True, place, self.section)
        if gap:
            self.gaps += 1
            return inline.typed(piece.text, "gap" + flagged, place, entry)
        shown, count = inline.words(piece.text, entry)
        self.counts.typed += count
        if inline.is_number(piece.text):
            return inline.typed(piece.text, "t" + flagged, place, entry)
        return inline.other(shown, "w" + flagged, place)

    def _unknown(self, piece: Piece) -> str:
        self.counts.unknown += 1
        return inline.other(inline.plain(piece.text), "u", f"n{piece.spot}")

    def _severity(self, piece: Piece) -> str:
        if piece.spot not in self.found:
            return ""
        severities = {finding.severity for _, finding in self.found[piece.spot]}
        worst = next((severity for severity in WEIGHTS if severity in severities), None)
        return f" has-{worst.value}" if worst else ""

    # --- tables and charts

    def row(self, row: Sequence[TableCell], head: bool) -> Markup:
        """A row as HTML; one of the ``head`` names its columns."""
        change = self.changes.number(self.section, (one for cell in row for one in cell.paragraphs))
        place = f"r{change}" if change and change not in self.changes.placed else ""
        if place:
            self.changes.stands(change, place)
        ways = chain((inline.was(change),), repeat(""))
        return inline.row(map(self._cell, row, ways, repeat(head)), change, place)

    def _cell(self, cell: TableCell, way: str, head: bool) -> str:
        """A cell as HTML, ended by the ``way`` to a change."""
        lines = inline.BREAK.join(map(self._line, cell.paragraphs))
        return inline.cell(lines + way, cell[1:], self._is_figure(cell), head and lines != "")

    def _is_figure(self, cell: TableCell) -> bool:
        """Whether there is nothing but a figure in it."""
        if len(cell.paragraphs) != 1 or len(cell.paragraphs[0].pieces) != 1:
            return False
        spot = cell.paragraphs[0].pieces[0].spot
        return spot >= 0 and self.spots[spot].kind == ""

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

    def _value(self, name: str, data: ChartData, number: int, index: int) -> Markup:
        series = data.series[number]
        value, entry = data.values(series)[index], self.catalogue.figure(series.figures[index])
        if value is None:
            return Markup("")
        self.counts.program += 1
        place = f"{name}-{number}-{index}"
        self.catalogue.stands(entry, False, place, name)
        return Markup(inline.figure(f"{value:f}", "n", place, entry))


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
