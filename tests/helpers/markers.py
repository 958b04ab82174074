"""The markers of missing content in a draft, with the cells in which it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document import BODY, Draft
from generator.figures.phrasing import marked_places, unmarked
from generator.model import Cell

MARKER = "【待补充："
MissingMarks = tuple[tuple[str, tuple[Cell, ...]], ...]


def markers(draft: Draft) -> MissingMarks:
    """Every marker of the body; the text is "" for one that is tied to no cell."""
    return tuple(_markers(draft))


def _markers(draft: Draft) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    xml = draft.marked[BODY]
    tied = 0
    for place in marked_places(xml):
        if MARKER not in place.text:
            continue
        tied += 1
        if place.kind:
            cell = draft.typed[place.index].cell
            yield place.text, (cell,) if cell else ()
        else:
            yield place.text, draft.printed[place.index].cells
    loose = unmarked(xml.decode("utf-8")).count(MARKER) - tied
    yield from (("", ()) for _ in range(loose))
