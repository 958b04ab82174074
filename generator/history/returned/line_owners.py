"""Whose the edit of a whole line is: it went, came, moved, was parted or joined with the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END
from generator.history.differences.reading import PARAGRAPHS, ROW, flat
from generator.history.differences.reading import kind as beginning
from generator.history.returned.list_rows import ListRows
from generator.history.returned.model import CellChange, CellJoin, Edit, Owner
from generator.history.returned.row_owners import RowOwners
from generator.history.returned.sources import SourceLine, SourceSpan
from generator.history.returned.values import text_change
from generator.model import Cell, Fact

_NEW_ROW = "新的一行，请在工作簿相应的表里加"
_NEAR = 40  # lines in which a cell is looked for that a new sentence could go to


class _Paragraph(Struct, frozen=True):
    """A line that is a paragraph of a cell whose lines are paragraphs."""

    fact: Fact
    words: str

    def change(self, start: int, end: int, new: str) -> CellChange | None:
        """What becomes of the cell when the words from start up to end become new."""
        return text_change(self.fact, self.words, start, end, new)

    def gone(self) -> CellChange | None:
        """What becomes of the cell without the paragraph."""
        return self.change(0, len(self.words), "")


class LineOwners:
    """Finds the owner of the edits of whole lines in the draft as it is ``now``."""

    def __init__(
        self,
        now: Sequence[SourceLine],
        facts: Mapping[Cell, Fact],
        lone: frozenset[Cell],
        at: Mapping[int, int],
        rows: ListRows,
    ) -> None:
        """``lone``: cells that are whole rows; ``at``: line of the base → the line that it is now.

        ``rows`` are those of lists with several columns.
        """
        self._now, self._facts, self._lone, self._at = now, facts, lone, at
        self._rows = RowOwners(now, rows, at)

    def of(self, edit: Edit, at: int) -> Owner:
        """The owner of line ``at``, which went, moved, was parted or joined with the next."""
        line = self._now[at]
        owner = self._written(edit, at)
        if owner is not None:
            return replace(owner, overtaken=line.text != edit.text)
        if (row := self._rows.of(edit, at)) is not None:
            return row
        cells = cells_of(line.spans)
        if edit.kind == "joined" and at + 1 < len(self._now):
            cells = tuple(dict.fromkeys([*cells, *cells_of(self._now[at + 1].spans)]))
        if cells:
            sources = self._rows.sources(at)
            several = f"整行来自{sources}，请在那里改" if sources else "整行有几处来源"
            lone = len(cells) == 1 and not line.text.startswith(ROW)
            return Owner(
                "several", cells, note="整行只在这一格，请在工作簿里改" if lone else several
            )
        return Owner("computed", line.cells) if line.cells else Owner("wording")

    def beside(self, edit: Edit, at: int | None) -> Owner:
        """The owner of a new line behind line ``at``: the cell beside it, or the nearest one."""
        if at is not None and not beginning(edit.new):
            put = self._put(at, edit.new)
            if put is not None:
                return Owner("text", (put.cell,), (put,))
        if (owner := self._rows.put(edit, at)) is not None:
            return owner
        note = "新的一段，没有单元格存放它"
        if edit.new.startswith(ROW):
            lines = [] if at is None else [at, at + 1]
            for number, beside in ((n, self._rows.sources(n)) for n in lines):
                if beside:
                    note = f"新的一行，没有写：旁边的一行来自{beside}，要加就加在那里"
                    return Owner("near", cells_of(self._now[number].spans), note=note)
            note = _NEW_ROW
        return Owner("near", self.nearest(-1 if at is None else at), note=note)

    def rewritten(self, at: int, text: str) -> Owner | None:
        """The owner of line ``at`` when it becomes a text, where it is a row of a list."""
        return self._rows.rewritten(at, text)

    def nearest(self, at: int) -> tuple[Cell, ...]:
        """The text cell nearest to a line, above it first."""
        for away in range(_NEAR):
            for number in (at - away, at + away):
                if 0 <= number < len(self._now):
                    spans = self._now[number].spans
                    cells = [cell for s in spans if s.typed is not None and (cell := s.typed.cell)]
                    if cells:
                        return (cells[-1],)
        return ()

    # --- what is written -----------------------------------------------------------------------

    def _written(self, edit: Edit, at: int) -> Owner | None:
        own = self._paragraph(at)
        if own is None:
            return None
        if edit.kind == "joined":
            return self._joined(edit, own, at)
        changes: list[CellChange | None] = []
        if edit.kind == "removed":
            changes = [own.gone()]
        elif edit.kind == "split":
            words = edit.new.replace(PARAGRAPH_END, "\n")
            whole = edit.end > edit.start
            start = 0 if whole else edit.start
            changes = [own.change(start, len(own.words) if whole else start, words)]
        elif edit.kind == "moved" and edit.behind in self._at:
            changes = [own.gone(), self._put(self._at[edit.behind], own.words)]
        kept = tuple(change for change in changes if change is not None)
        if not kept or len(kept) < len(changes):
            return None
        return Owner("text", tuple(dict.fromkeys(c.cell for c in kept)), kept)

    def _joined(self, edit: Edit, own: _Paragraph, at: int) -> Owner | None:
        """The next paragraph goes behind this one, in its cell."""
        other = self._paragraph(at + 1)
        if other is None or "".join(edit.beside.split()) != "".join(other.words.split()):
            return None
        cells = (own.fact.cell, other.fact.cell)
        if cells[0] != cells[1]:
            last, first = own.fact.text.splitlines()[-1], other.fact.text
            alone = flat(last).strip() == own.words and flat(first) == other.words
            return Owner("text", cells, join=CellJoin(*cells, edit.new)) if alone else None
        both = f"{own.words}{PARAGRAPHS}{other.words}"
        start = len(own.words)
        change = text_change(own.fact, both, start, start + len(PARAGRAPHS), edit.new)
        return Owner("text", cells[:1], (change,)) if change else None

    def _put(self, at: int, words: str) -> CellChange | None:
        """A new paragraph behind line ``at``: in its cell, or the cell of the next."""
        above, below = self._paragraph(at), self._paragraph(at + 1)
        if above is not None:
            return above.change(len(above.words), len(above.words), f"\n{words}")
        return None if below is None else below.change(0, 0, f"{words}\n")

    def _paragraph(self, at: int) -> _Paragraph | None:
        line = self._now[at] if 0 <= at < len(self._now) else None
        span = None if line is None or beginning(line.text) else _only(line)
        if line is None or span is None or span.typed is None or span.typed.cell is None:
            return None
        fact = self._facts.get(span.typed.cell)
        if fact is None or not (fact.cell in self._lone or "\n" in fact.text):
            return None
        return _Paragraph(fact, line.text[span.start : span.end])


def _only(line: SourceLine) -> SourceSpan | None:
    """The one source of a whole line; None where it has several."""
    if len(line.spans) != 1:
        return None
    span = line.spans[0]
    return span if not (line.text[: span.start] + line.text[span.end :]).strip() else None


def cells_of(spans: Sequence[SourceSpan]) -> tuple[Cell, ...]:
    """The cells of the sources."""
    found = list[Cell]()
    for span in spans:
        if span.typed is not None and span.typed.cell is not None:
            found.append(span.typed.cell)
        elif span.figure is not None:
            found += span.figure.cells
    return tuple(dict.fromkeys(found))
