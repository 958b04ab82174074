"""The rows of tables in a reviewed copy, each as one line with the changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END, Signature, WordParagraph, WordRow
from generator.history.differences.reading import CELLS, PARAGRAPHS, ROW
from generator.history.returned.copied import (
    Alteration,
    CopyLine,
    new_words,
    prefixed,
    together,
    whole_line,
)


def row_line(row: WordRow) -> CopyLine:
    """A row as ``differences.reading`` writes it: its cells and their paragraphs in one line."""
    cells = [_cell(cell.paragraphs) for cell in row.cells]
    parted = [part for cell in cells for part in (CopyLine(CELLS), cell)][1:]
    line = together(*parted)
    if not any(cell.original for cell in cells):
        line = replace(line, original="")
    if row.inserted is not None:
        new = ROW + CELLS.join(new_words(cell) for cell in cells)
        return CopyLine("", (Alteration(0, 0, new, row.inserted),), line.remarks)
    if not line.original and any(new_words(cell) for cell in cells):
        new = ROW + CELLS.join(new_words(cell) for cell in cells)
        who = next(one.signature for cell in cells for one in cell.alterations)
        return CopyLine("", (Alteration(0, 0, new, who),), line.remarks)
    deleted = row.deleted or _emptied(cells)
    if deleted is not None:
        gone = (Alteration(0, len(line.original), "", deleted),)
        return prefixed(replace(line, alterations=gone), ROW)
    return prefixed(line, ROW)


def _emptied(cells: Sequence[CopyLine]) -> Signature | None:
    """Who took all words out of a row: of two rows LibreOffice writes only for one that it went."""
    who = [one.signature for cell in cells for one in cell.alterations]
    alone = len({signature.author for signature in who}) == 1
    return who[0] if alone and not any(new_words(cell).strip() for cell in cells) else None


class _Piece(Struct, frozen=True):
    """A paragraph that was not blank: from ``first`` to ``last`` with the blanks around it,
    from ``begin`` to ``end`` without them, and from ``start`` to ``stop`` in the cell's line."""

    first: int
    last: int
    begin: int
    end: int
    start: int

    @property
    def stop(self) -> int:
        """Where it ends in the cell's line."""
        return self.start + self.end - self.begin


def _cell(paragraphs: Sequence[WordParagraph]) -> CopyLine:
    """The paragraphs of a cell in one line: those that were blank are left out."""
    if not any(p.revisions or p.anchors or p.ended for p in paragraphs):
        texts = (whole_line(paragraph).original.strip() for paragraph in paragraphs)
        return CopyLine(PARAGRAPHS.join(text for text in texts if text))
    chain = _chain(paragraphs)
    pieces = tuple(_pieces(chain.original))
    text = PARAGRAPHS.join(chain.original[piece.begin : piece.end] for piece in pieces)
    placed = (_placed(one, pieces, len(text)) for one in chain.alterations)
    kept = [one for one in placed if one.start != one.end or one.new.strip()]
    return CopyLine(text, tuple(_with_separators(kept, pieces)), chain.remarks)


def _chain(paragraphs: Sequence[WordParagraph]) -> CopyLine:
    """Paragraph behind paragraph with their ends, also those that a tracked change put in."""
    parts = list[CopyLine]()
    for number, paragraph in enumerate(paragraphs):
        parts.append(whole_line(paragraph))
        if number == len(paragraphs) - 1:
            break
        if paragraph.ended is None:
            parts.append(CopyLine(PARAGRAPH_END))
        else:
            end = Alteration(0, 0, PARAGRAPH_END, paragraph.ended)
            parts.append(CopyLine("", (end,)))
    return together(*parts)


def _pieces(original: str) -> Iterator[_Piece]:
    first = start = 0
    for words in original.split(PARAGRAPH_END):
        text = words.strip()
        if text:
            begin = first + len(words) - len(words.lstrip())
            piece = _Piece(first, first + len(words), begin, begin + len(text), start)
            start = piece.stop + len(PARAGRAPHS)
            yield piece
        first += len(words) + 1


def _placed(one: Alteration, pieces: Sequence[_Piece], length: int) -> Alteration:
    """A change of the chain as one of the cell's line."""
    start, end = _spot(one.start, pieces, length), _spot(one.end, pieces, length)
    words = one.new.split(PARAGRAPH_END)
    lines = PARAGRAPHS.join(part.strip() for part in words if part.strip())
    if one.start < one.end or not pieces:
        return replace(one, start=start, end=end, new=lines if len(words) > 1 else one.new)
    own = next((piece for piece in pieces if piece.first <= one.start <= piece.last), None)
    if own is None:
        return _new_paragraph(one, lines, pieces)
    if len(words) == 1:
        return replace(one, start=start, end=end)
    before, behind = own.start < start, start < own.stop
    if before and behind:
        lines = PARAGRAPHS.join(part.strip() for part in words)
    elif lines and before and not words[0].strip():
        lines = PARAGRAPHS + lines
    elif lines and behind and not words[-1].strip():
        lines += PARAGRAPHS
    return replace(one, start=start, end=end, new=lines)


def _new_paragraph(one: Alteration, words: str, pieces: Sequence[_Piece]) -> Alteration:
    """What was put into a paragraph that was blank."""
    above = [piece.stop for piece in pieces if piece.last < one.start]
    if not words:
        return replace(one, start=0, end=0, new="")
    if above:
        return replace(one, start=above[-1], end=above[-1], new=PARAGRAPHS + words)
    return replace(one, start=0, end=0, new=words + PARAGRAPHS)


def _spot(at: int, pieces: Sequence[_Piece], length: int) -> int:
    """Where a place of the chain is in the cell's line."""
    for piece in pieces:
        if at < piece.begin:
            return piece.start
        if at <= piece.end:
            return piece.start + at - piece.begin
    return length


def _with_separators(found: Sequence[Alteration], pieces: Sequence[_Piece]) -> list[Alteration]:
    """A paragraph that went as a whole takes along what stands between it and another one."""
    kept = list(found)
    for number, piece in enumerate(pieces):
        for at, one in enumerate(kept):
            covers = one.start <= piece.start and piece.stop <= one.end
            if not covers or one.new.strip():
                continue
            if number and one.start == piece.start and _free(kept, piece.start):
                kept[at] = replace(one, start=piece.start - len(PARAGRAPHS))
            elif number < len(pieces) - 1 and one.end == piece.stop:
                kept[at] = replace(one, end=piece.stop + len(PARAGRAPHS))
    return kept


def _free(found: Iterable[Alteration], end: int) -> bool:
    """True where what stands before a paragraph is not gone yet."""
    return not any(one.start < end <= one.end for one in found)
