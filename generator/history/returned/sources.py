"""The lines of a draft with the source of each of their words: cells, figures, the edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.document import Draft, Spot
from generator.document.word import WordDrawing
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.history.differences.reading import CHART, HEADER, marked_lines
from generator.model import Cell, Figure, Text, regex

_MARK = regex(f"{OPEN}([tu]?)([0-9]+){SHUT}|{CLOSE}")


class SourceSpan(Struct, frozen=True):
    """Where words of a cell stand in a line, or a figure; neither: digits of unknown origin."""

    start: int
    end: int
    typed: Text | None = None
    figure: Figure | None = None


class SourceLine(Struct, frozen=True):
    """A line of the draft; what no span covers are the edition's words.

    ``cells``: those of a chart's series.
    """

    text: str
    spans: tuple[SourceSpan, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def bounds(self) -> tuple[int, ...]:
        """Where another source begins."""
        ends = {at for span in self.spans for at in (span.start, span.end)}
        return tuple(sorted(ends))


def source_lines(draft: Draft) -> tuple[SourceLine, ...]:
    """The lines of a draft as ``lines_of`` gives them, with their sources."""
    known = draft.spots
    charts = list(_charts(draft, known))
    found = list[SourceLine]()
    for marked in marked_lines(draft):
        if marked.startswith(CHART):
            found.append(SourceLine(marked, cells=charts.pop(0) if charts else ()))
        else:
            numbered = None if marked.startswith(HEADER) else known
            found.append(_line(draft, marked, numbered))
    return tuple(found)


def _charts(draft: Draft, known: Sequence[Spot]) -> Iterator[tuple[Cell, ...]]:
    """For each series the cells of the figures that the chart's text alternative tells."""
    for block in draft.words.blocks:
        if isinstance(block, WordDrawing):
            marks = (int(m[2]) for m in _MARK.finditer(block.alternative) if m[2])
            cells = tuple(dict.fromkeys(c for number in marks for c in known[number].cells))
            yield from (cells for _ in block.series)


def _line(draft: Draft, marked: str, known: Sequence[Spot] | None) -> SourceLine:
    text, at = "", 0
    waiting, spans = list[tuple[str, int, int]](), list[SourceSpan]()
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[2] is not None:
            spot = known[int(mark[2])] if known is not None else None
            kind, index = (spot.kind, spot.index) if spot else (mark[1], int(mark[2]))
            waiting.append((kind, index, len(text)))
        elif waiting:
            kind, index, start = waiting.pop()
            typed = draft.typed[index] if kind == "t" else None
            figure = draft.printed[index] if kind == "" else None
            spans.append(SourceSpan(start, len(text), typed, figure))
    return SourceLine(text + marked[at:], tuple(spans))
