"""Where in the draft the cells of the workbook show: for comments and for the review page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.document.paragraphs import paragraph_start
from generator.document.rendering import Draft
from generator.document.word import BODY
from generator.figures.phrasing import Kind, marked_places
from generator.model import Cell, Finding

_CONTENTS = '<w:pStyle w:val="TOC'


class Spot(Struct, frozen=True):
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


def spots(draft: Draft) -> tuple[Spot, ...]:
    """Every marked place of the body."""
    xml = draft.marked.get(BODY, "")
    found, at, end, listed = list[Spot](), 0, 0, True
    for number, place in enumerate(marked_places(xml)):
        start = paragraph_start(xml, end, place.start)
        if start >= 0:
            at, listed = start, not _in_contents(xml, start)
        end = place.end
        cells = _cells(draft, place.kind, place.index)
        found.append(Spot(number, place.kind, place.index, cells, at, listed))
    return tuple(found)


def _in_contents(xml: str, paragraph: int) -> bool:
    """True for a paragraph whose style is one of the table of contents."""
    properties = xml.find("</w:pPr>", paragraph)
    return xml.find(_CONTENTS, paragraph, properties if properties >= 0 else len(xml)) >= 0


def _cells(draft: Draft, kind: Kind, index: int) -> tuple[Cell, ...]:
    if kind == "t":
        cell = draft.typed[index].cell
        return (cell,) if cell else ()
    return draft.printed[index].cells if kind == "" else ()


def spots_of(findings: Sequence[Finding], places: Iterable[Spot]) -> tuple[Spot | None, ...]:
    """For each finding the place that it concerns: the first one of the first cell that shows.

    A cell that shows nowhere is looked for by its sheet as a whole when no other one shows.
    """
    by_cell: dict[Cell, Spot] = {}
    by_sheet: dict[str, Spot] = {}
    for spot in places:
        if spot.listed:
            for cell in spot.cells:
                by_cell.setdefault(cell, spot)
                by_sheet.setdefault(cell.sheet, spot)
    by_cell.update((Cell(sheet, ""), spot) for sheet, spot in by_sheet.items())
    return tuple(_spot(finding, by_cell) for finding in findings)


def _spot(finding: Finding, by_cell: dict[Cell, Spot]) -> Spot | None:
    return next((by_cell[cell] for cell in finding.cells if cell in by_cell), None)
