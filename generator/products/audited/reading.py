"""The paper itself as the page shows it: its own words, with the figures that its numbers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from generator.history.audited import Audit
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.folding import Folded, folded
from generator.products.review.model import (
    Block,
    DocumentTable,
    Paragraph,
    Piece,
    Section,
    TableCell,
)

_LEVEL = 2
Marks = dict[tuple[int, int], dict[int, tuple[int, int]]]


class PaperPage(Struct):
    """The sections of a paper; ``anchors`` are the ids of its blocks on the page."""

    found: Audit
    anchors: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)

    def sections(self) -> tuple[Section, ...]:
        """The paper cut at its headings."""
        marks = _marks(self.found)
        parts: list[tuple[Paragraph | None, list[Block]]] = [(None, [])]
        count = tables = 0
        for at, block in enumerate(self.found.paper.blocks):
            made = self._block(at, block, marks)
            if isinstance(made, Paragraph) and made.level > 0:
                parts.append((made, []))
                self.anchors[at] = f"s{len(parts) - 1}"
                continue
            count, tables = count + 1, tables + isinstance(made, DocumentTable)
            self.anchors[at] = f"table{tables}" if isinstance(made, DocumentTable) else f"b{count}"
            parts[-1][1].append(made)
        return tuple(Section(f"s{n}", head, tuple(made)) for n, (head, made) in enumerate(parts))

    def _block(self, at: int, block: PaperBlock, marks: Marks) -> Block:
        made: Block
        if isinstance(block, Passage):
            pieces = tuple(_pieces(block.text, marks.get((at, 0), {})))
            made = Paragraph(pieces, "", _LEVEL if block.heading else 0)
        else:
            made = _table(at, block, marks)
        self.blocks[id(made)] = made
        return made


def _marks(found: Audit) -> Marks:
    """Block and row → where in its words a number begins → where it ends, and the draft's place."""
    marks: Marks = {}
    for pair in found.pairs:
        line = pair.paper.line
        here = marks.setdefault((line.block, line.row), {})
        for slot in pair.slots:
            if slot.theirs.spot >= 0:
                end = slot.ours.start + len(slot.ours.text)
                here[slot.ours.start] = (end, slot.theirs.spot)
    return marks


def _pieces(text: str, marks: Mapping[int, tuple[int, int]], before: int = 0) -> Iterator[Piece]:
    """A text with its marked numbers; ``before``: how many signs of the line stand before it."""
    line, at = Folded(text), 0
    for start, (end, spot) in sorted(marks.items()):
        begin, stop = line.span(max(start - before, 0), max(end - before, 0))
        if start < before or stop <= at:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:stop], spot)
        at = stop
    if at < len(text):
        yield Piece(text[at:])


def _table(at: int, block: PaperTable, marks: Marks) -> DocumentTable:
    covered = {
        (row, column)
        for m in block.merged
        for row in range(m.top, m.bottom + 1)
        for column in range(m.left, m.right + 1)
    }
    merged = {(m.top, m.left): m for m in block.merged}
    rows = list[tuple[TableCell, ...]]()
    for row in range(1, block.height + 1):
        cells, before = list[TableCell](), 0
        for column in range(1, block.width + 1):
            text = block.texts.get((row, column), "")
            place = (row, column)
            if place in merged or place not in covered:
                whole = merged.get(place)
                wide = whole.right - whole.left + 1 if whole else 1
                high = whole.bottom - whole.top + 1 if whole else 1
                pieces = tuple(_pieces(text, marks.get((at, row), {}), before))
                cells.append(TableCell((Paragraph(pieces),) if text else (), wide, high))
            if text:
                before += len(folded(text)) + 1
        rows.append(tuple(cells))
    return DocumentTable(tuple(rows), 0)
