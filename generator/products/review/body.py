"""The document's own text, tables and charts as HTML, with its numbers marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from generator.document import Spot
from generator.model import Figure, Finding, Severity
from generator.products.review.catalogue import Catalogue, figure_key
from generator.products.review.drawing import picture
from generator.products.review.markup import joined
from generator.products.review.model import (
    Block,
    Chart,
    Comparison,
    DocumentTable,
    Paragraph,
    Piece,
    ReviewInput,
    Section,
    TableCell,
)
from generator.products.review.results import comparison_figure, note

_NUMBER = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*[%％]?")
_DIGIT = re.compile("[0-9０-９]")
_STYLES = {
    "Date": "title",
    "TableTitle": "title",
    "Caption": "title",
    "TableNumber": "right",
    "TableHead": "small",
    "TableHeadWide": "small",
    "TableNote": "small",
}


@dataclass
class Counts:
    """How many numbers stand in the document, by who wrote them."""

    program: int = 0
    typed: int = 0
    unknown: int = 0


@dataclass
class BodyWriter:
    """Writes the document; learns on the way which figure stands where."""

    given: ReviewInput
    catalogue: Catalogue
    spots: tuple[Spot, ...]
    found: Mapping[int, list[tuple[int, Finding]]]
    counts: Counts = field(default_factory=Counts)
    _section: str = ""
    _shown: set[int] = field(default_factory=set)
    _tables: int = 0

    def sections(self, sections: Iterable[Section]) -> Markup:
        """The whole document."""
        return joined((part for section in sections for part in self._blocks(section)), "\n")

    def _blocks(self, section: Section) -> Iterator[Markup]:
        if section.heading:
            self._section = section.heading.text
            yield self._heading(section.heading, section.id)
            yield self._notes(section.heading)
        for block in section.blocks:
            yield self._block(block)
            yield self._notes(block)

    def _block(self, block: Block) -> Markup:
        if isinstance(block, DocumentTable):
            return self._table(block)
        if isinstance(block, Chart):
            return self._chart(block)
        if block.level < 0:
            return Markup("<h1>{}</h1>").format(self._inline(block))
        text = Markup(f'<p class="{_style(block.style)}">{self._inline(block)}</p>')
        return text + self._comparisons(block)

    def _heading(self, heading: Paragraph, anchor: str) -> Markup:
        return Markup('<h{n} id="{id}" tabindex="-1">{text}</h{n}>').format(
            n=heading.level + 1, id=anchor, text=self._inline(heading)
        )

    # --- findings and comparisons at their place

    def _notes(self, block: Block) -> Markup:
        numbers = (piece.spot for piece in _pieces(block))
        notes = (item for number in numbers for item in self.found.get(number, ()))
        return joined(note(number, finding) for number, finding in notes)

    def _comparisons(self, paragraph: Paragraph) -> Markup:
        here = {
            figure_key(self.given.draft.printed[spot.index])
            for piece in paragraph.pieces
            if piece.spot >= 0 and not (spot := self.spots[piece.spot]).kind
        }
        return joined(
            self._comparison(number, comparison)
            for number, comparison in enumerate(self.given.comparisons)
            if number not in self._shown and figure_key(comparison.change.this) in here
        )

    def _comparison(self, number: int, comparison: Comparison) -> Markup:
        self._shown.add(number)
        return comparison_figure(comparison, self.given.edition)

    # --- inline

    def _inline(self, paragraph: Paragraph) -> Markup:
        return joined(map(self._piece, paragraph.pieces))

    def _piece(self, piece: Piece) -> Markup:
        if piece.spot < 0:
            return _lines(piece.text)
        spot = self.spots[piece.spot]
        if spot.kind == "":
            return self._figure(piece, self.given.draft.printed[spot.index])
        return self._typed(piece, spot) if spot.kind == "t" else self._unknown(piece)

    def _figure(self, piece: Piece, figure: Figure) -> Markup:
        number = _DIGIT.search(piece.text) is not None
        self.counts.program += number
        self.counts.unknown += number and not figure.cells
        place = f"n{piece.spot}"
        entry = self.catalogue.figure(figure)
        self.catalogue.stands(entry, False, place, self._section)
        return _button("n" + self._severity(piece), place, "f", entry, piece.text)

    def _typed(self, piece: Piece, spot: Spot) -> Markup:
        text = self.given.draft.typed[spot.index]
        flagged = self._severity(piece)
        if text.value and not flagged and not _DIGIT.search(piece.text):
            return _lines(piece.text)  # words without a number: nothing to trace
        place, entry = f"n{piece.spot}", self.catalogue.text(text)
        self.catalogue.stands(entry, True, place, self._section)
        if not text.value:
            return _button("gap" + flagged, place, "t", entry, piece.text)
        numbers = len(_NUMBER.findall(piece.text))
        self.counts.typed += numbers
        if _NUMBER.fullmatch(piece.text):
            return _button("t" + flagged, place, "t", entry, piece.text)
        words = self._words(piece.text, entry)
        return Markup(f'<span class="w{flagged}" id="{place}">{words}</span>')

    def _words(self, text: str, entry: int) -> Markup:
        """Typed words, the numbers in them as buttons."""
        parts, at = [], 0
        for match in _NUMBER.finditer(text):
            parts += [_lines(text[at : match.start()]), _button("t", "", "t", entry, match[0])]
            at = match.end()
        return joined([*parts, _lines(text[at:])])

    def _unknown(self, piece: Piece) -> Markup:
        self.counts.unknown += 1
        return Markup('<span class="u" id="n{}">{}</span>').format(piece.spot, piece.text)

    def _severity(self, piece: Piece) -> str:
        severities = {finding.severity for _, finding in self.found.get(piece.spot, ())}
        worst = next((severity for severity in Severity if severity in severities), None)
        return f" has-{worst.value}" if worst else ""

    # --- tables and charts

    def _table(self, table: DocumentTable) -> Markup:
        self._tables += 1
        name = f"table{self._tables}"
        head, rest = table.rows[: table.head], table.rows[table.head :]
        return Markup(
            '<div class="table" role="region" tabindex="0" aria-labelledby="{n}"><table>'
            '<caption id="{n}">{caption}</caption>{head}<tbody>{rows}</tbody></table></div>'
        ).format(
            n=name,
            caption=f"表 {self._tables}：{self._section}",
            head=Markup("<thead>{}</thead>").format(self._rows(head, True)) if head else "",
            rows=self._rows(rest, False),
        )

    def _rows(self, rows: Iterable[tuple[TableCell, ...]], head: bool) -> Markup:
        lines = ("".join(self._cell(cell, head) for cell in row) for row in rows)
        return Markup("\n".join(f"<tr>{line}</tr>" for line in lines))

    def _cell(self, cell: TableCell, head: bool) -> Markup:
        tag, attributes = ("th", _scope(cell)) if head else ("td", "")
        if cell.columns > 1:
            attributes += f' colspan="{cell.columns}"'
        if cell.rows > 1:
            attributes += f' rowspan="{cell.rows}"'
        if self._is_amount(cell):
            attributes += ' class="amount"'
        inner = "<br>".join(map(self._inline, cell.paragraphs))
        return Markup(f"<{tag}{attributes}>{inner}</{tag}>")

    def _is_amount(self, cell: TableCell) -> bool:
        """True for a cell of nothing but a figure."""
        pieces = [piece for paragraph in cell.paragraphs for piece in paragraph.pieces]
        return len(pieces) == 1 and pieces[0].spot >= 0 and not self.spots[pieces[0].spot].kind

    def _chart(self, chart: Chart) -> Markup:
        data = self.given.charts.get(chart.name)
        if data is None:
            return Markup("")
        head = joined(
            Markup('<th scope="col">{}</th>').format(name)
            for name in ("", *(f"{series.name}（{data.unit}）" for series in data.series))
        )
        rows = joined(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                category, self._chart_row(chart.name, data, index)
            )
            for index, category in enumerate(data.categories)
        )
        return Markup(
            '<figure class="drawn">{}<details><summary>{}的数据和替代文字</summary><p>{}</p>'
            '<div class="table"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
            "</details></figure>"
        ).format(picture(chart.name, data), chart.name, self._inline(chart.told), head, rows)

    def _chart_row(self, name: str, data: Any, index: int) -> Markup:
        cells = []
        for number, series in enumerate(data.series):
            figure, value = series.figures[index], data.values(series)[index]
            place, entry = f"{name}-{number}-{index}", self.catalogue.figure(figure)
            if value is None:
                cells.append(Markup("<td></td>"))
                continue
            self.counts.program += 1
            self.catalogue.stands(entry, False, place, name)
            button = _button("n", place, "f", entry, f"{value:f}")
            cells.append(Markup('<td class="amount">{}</td>').format(button))
        return joined(cells)


def _pieces(block: Block) -> Iterator[Piece]:
    if isinstance(block, Paragraph):
        yield from block.pieces
    elif isinstance(block, Chart):
        yield from block.told.pieces
    elif isinstance(block, DocumentTable):
        for row in block.rows:
            for cell in row:
                for paragraph in cell.paragraphs:
                    yield from paragraph.pieces


def _scope(cell: TableCell) -> str:
    return ' scope="colgroup"' if cell.columns > 1 else ' scope="col"'


def _button(kind: str, place: str, data: str, entry: int, text: str) -> Markup:
    anchor = f' id="{escape(place)}"' if place else ""
    return Markup(
        f'<span class="{kind}"{anchor} role="button" tabindex="0"'
        f' data-{data}="{entry}">{_lines(text)}</span>'
    )


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n")) if "\n" in text else escape(text)


def _style(style: str) -> str:
    """The class of a paragraph: what the style is for, as far as it matters to the eye."""
    return _STYLES.get(style, "body")
