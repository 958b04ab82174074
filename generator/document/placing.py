"""Where in the draft the cells of the workbook show: for comments and for the review page."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from msgspec import Struct

from generator.document.paragraphs import paragraph_start
from generator.document.word import BODY
from generator.figures.phrasing import Kind, marked_places
from generator.model import Cell, Finding

if TYPE_CHECKING:
    from generator.document.rendering import Draft

_CONTENTS = b'<w:pPr><w:pStyle w:val="TOC'


class Spot(Struct, frozen=True, gc=False):
    """A marked place of the body, counted from 0 in reading order.

    ``paragraph`` is where its paragraph starts in the marked XML.  ``listed`` is False in the
    table of contents, which only repeats headings.
    """

    number: int
    kind: Kind
    index: int
    cells: tuple[Cell, ...]
    paragraph: int
    listed: bool


class Spots(Sequence[Spot]):
    """Every marked place of the body; each is made when it is asked for, a large draft has 150,000."""

    def __init__(self, draft: Draft) -> None:
        self._printed, self._typed = draft.printed, draft.typed
        self._kinds, self._listed = list[Kind](), bytearray()
        self._indexes, self._paragraphs = array("L"), array("Q")
        xml = draft.marked.get(BODY, b"")
        at, end, listed = 0, 0, True
        for place in marked_places(xml):
            start = paragraph_start(xml, end, place.start)
            if start >= 0:
                at, listed = start, not _in_contents(xml, start)
            end = place.end
            self._kinds.append(place.kind)
            self._listed.append(listed)
            self._indexes.append(place.index)
            self._paragraphs.append(at)

    def __len__(self) -> int:
        return len(self._kinds)

    @overload
    def __getitem__(self, number: int) -> Spot: ...
    @overload
    def __getitem__(self, number: slice) -> list[Spot]: ...
    def __getitem__(self, number: int | slice) -> Spot | list[Spot]:
        if isinstance(number, slice):
            return [self._spot(one) for one in range(*number.indices(len(self)))]
        return self._spot(range(len(self))[number])

    def __iter__(self) -> Iterator[Spot]:
        return map(self._spot, range(len(self)))

    def _spot(self, number: int) -> Spot:
        kind, index = self._kinds[number], self._indexes[number]
        listed = bool(self._listed[number])
        return Spot(number, kind, index, self._cells(kind, index), self._paragraphs[number], listed)

    def _cells(self, kind: Kind, index: int) -> tuple[Cell, ...]:
        if kind == "t":
            cell = self._typed[index].cell
            return (cell,) if cell else ()
        return self._printed[index].cells if kind == "" else ()


def _in_contents(xml: bytes, paragraph: int) -> bool:
    """True for a paragraph whose style is one of the table of contents."""
    return xml.startswith(_CONTENTS, xml.find(b">", paragraph) + 1)


def spots_of(findings: Sequence[Finding], places: Iterable[Spot]) -> tuple[Spot | None, ...]:
    """For each finding the place that it concerns: the first one of the first cell that shows.

    A cell that shows nowhere is looked for by its sheet as a whole when no other one shows.
    """
    if not findings:
        return ()
    wanted = {cell for finding in findings for cell in finding.cells}
    by_cell: dict[Cell, Spot] = {}
    by_sheet: dict[str, Spot] = {}
    for spot in places:
        if spot.listed:
            for cell in spot.cells:
                if cell in wanted:
                    by_cell.setdefault(cell, spot)
                by_sheet.setdefault(cell.sheet, spot)
    by_cell.update((Cell(sheet, ""), spot) for sheet, spot in by_sheet.items())
    return tuple(_spot(finding, by_cell) for finding in findings)


def _spot(finding: Finding, by_cell: dict[Cell, Spot]) -> Spot | None:
    return next((by_cell[cell] for cell in finding.cells if cell in by_cell), None)
