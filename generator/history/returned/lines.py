"""A reviewed copy of a draft as lines without its tracked changes, each with the changes in it.

The lines are those of ``differences.reading``, so that they are compared with those that the
program wrote; what was changed without being tracked is found by comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from generator.document.word import (
    PARAGRAPH_END,
    Signature,
    WordDrawing,
    WordFile,
    WordParagraph,
    WordRow,
    WordTable,
)
from generator.history.differences.reading import (
    CELLS,
    CONTENTS,
    HEADER,
    HEADING,
    NOTE,
    PARAGRAPHS,
    ROW,
    bare_mark,
    flat,
    numberless,
    series_line,
)


class Alteration(Struct, frozen=True):
    """A tracked change of a line: its text from start up to end becomes ``new``."""

    start: int
    end: int
    new: str
    signature: Signature


class CopyLine(Struct, frozen=True):
    """A line as it was before any tracked change, "" for one that a tracked change put in.

    ``remarks`` are the comments that stand on it, each with the words it stands on as they are
    now.
    """

    original: str
    alterations: tuple[Alteration, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()


def copy_lines(file: WordFile) -> Iterator[CopyLine]:
    """The lines of a reviewed copy.  Raises what reading the file raises."""
    chain: list[WordParagraph] = []  # a tracked change ended all but the last
    for block in file.stream():
        if isinstance(block, WordDrawing):
            yield from (CopyLine(series_line(series)) for series in block.series)
            continue
        if isinstance(block, WordParagraph) and CONTENTS.fullmatch(block.style.name) is None:
            chain.append(block)
            if block.ended is not None:
                continue
        yield from _paragraphs(chain)
        chain = []
        if isinstance(block, WordTable):
            yield from map(_row, block.all_rows)
    yield from _paragraphs(chain)
    yield from _headers(_stripped(_whole(paragraph)) for paragraph in file.headers())
    notes = (_stripped(_whole(paragraph)) for paragraph in file.notes())
    yield from (_begun(line, NOTE) for line in notes if line.original or line.alterations)


def _headers(lines: Iterable[CopyLine]) -> Iterator[CopyLine]:
    """The different headers and footers: of equal ones those in which something was changed."""
    by_text: dict[str, dict[str, CopyLine]] = {}
    known = tuple(lines)
    tracked = {numberless(_new(line)) for line in known if line.alterations}
    for line in known:
        if not line.alterations and numberless(line.original) in tracked:
            continue  # LibreOffice repeats a header for each section, without tracked changes
        alike = by_text.setdefault(numberless(line.original), {})
        alike.setdefault(numberless(_new(line)), line)
    for original, alike in by_text.items():
        altered_ones = [line for line in alike.values() if line.alterations]
        first, *others = altered_ones or list(alike.values())[:1]
        if not bare_mark(original):
            yield _begun(first, HEADER)
        elif not bare_mark(_new(first)):
            yield _begun(_as_new(first), HEADER)
        yield from (_begun(_as_new(line), HEADER) for line in others)


def _as_new(line: CopyLine) -> CopyLine:
    """A line as if all of it had been put in."""
    who = line.alterations[0].signature
    return CopyLine("", (Alteration(0, 0, _new(line), who),), line.remarks)


def _begun(line: CopyLine, prefix: str) -> CopyLine:
    """The line with how it begins, also one that was not there before."""
    if line.original:
        return _prefixed(line, prefix)
    words = "".join(one.new for one in line.alterations)
    return replace(
        line, alterations=(replace(line.alterations[0], start=0, end=0, new=prefix + words),)
    )


def _paragraphs(chain: Sequence[WordParagraph]) -> Iterator[CopyLine]:
    """The lines that paragraphs were which tracked changes parted or joined."""
    if not chain:
        return
    whole, styles = _whole(chain[0]), list(chain[0].styles or (chain[0].style,))
    for before, paragraph in pairwise(chain):
        ended = Alteration(0, 0, PARAGRAPH_END, before.ended or Signature())
        line = _whole(paragraph)
        if line.original or not whole.original:  # LibreOffice puts what is new behind the old end
            styles[-1:] = paragraph.styles or (paragraph.style,)
        whole = _together(whole, CopyLine("", (ended,)), line)
    for line, style in zip(_parted(whole), styles, strict=False):
        if line.original or line.alterations or line.remarks:
            yield _prefixed(line, HEADING if style.level else "")


def _whole(paragraph: WordParagraph) -> CopyLine:
    """A paragraph as one line; the ends of paragraphs that are gone stand in it."""
    original, at = "", 0
    found = list[Alteration]()
    for revision in paragraph.revisions:
        original += paragraph.text[at : revision.start]
        start = len(original)
        original += revision.deleted
        new = flat(paragraph.text[revision.start : revision.end])
        found.append(Alteration(start, len(original), new, revision.signature))
        at = revision.end
    anchors = paragraph.anchors
    remarks = tuple((a.comment, flat(paragraph.text[a.start : a.end])) for a in anchors)
    return CopyLine(flat(original + paragraph.text[at:]), tuple(found), remarks)


def _together(*lines: CopyLine) -> CopyLine:
    """Lines one behind the other; changes of one person that touch are one."""
    original = ""
    found = list[Alteration]()
    for line in lines:
        for one in line.alterations:
            _add(found, _moved(one, len(original)))
        original += line.original
    return CopyLine(original, tuple(found), tuple(r for line in lines for r in line.remarks))


def _add(found: list[Alteration], one: Alteration) -> None:
    last = found[-1] if found else None
    if last and last.end == one.start and last.signature.author == one.signature.author:
        found[-1] = replace(last, end=one.end, new=last.new + one.new)
    else:
        found.append(one)


def _moved(one: Alteration, by: int) -> Alteration:
    return replace(one, start=one.start + by, end=one.end + by)


def _parted(whole: CopyLine) -> Iterator[CopyLine]:
    """The paragraphs of before, each with the changes in it; without blanks around them."""
    begin, remarks = 0, whole.remarks
    texts = whole.original.split(PARAGRAPH_END)
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        mine = list(_within(whole.alterations, begin, begin + len(text), last))
        if text.strip() and not altered(text, (one for one in mine if one.new != JOINED)).strip():
            mine = [one for one in mine if one.new != JOINED]  # it went with its end
        yield _stripped(CopyLine(text, tuple(mine), remarks))
        begin, remarks = begin + len(text) + 1, ()


def _within(
    alterations: Iterable[Alteration], begin: int, end: int, last: bool
) -> Iterator[Alteration]:
    """The changes of a stretch; one that reaches beyond is cut, its new text stays at its start."""
    for one in alterations:
        if one.end < begin or one.start > end or (one.end == begin and one.start < begin):
            continue
        goes_on = one.end > end and not last  # the end of this paragraph is gone
        first = one.start >= begin
        start, stop = max(one.start, begin) - begin, min(one.end, end) - begin
        whole = start == 0 and stop == end - begin
        joined = JOINED if goes_on and first and not whole and start == stop else ""
        if start != stop or (first and one.new) or joined:
            yield Alteration(start, stop, (one.new if first else "") + joined, one.signature)


JOINED = "\u2028"  # in the new text of a change: here the next paragraph follows


def _stripped(line: CopyLine) -> CopyLine:
    lead = len(line.original) - len(line.original.lstrip())
    text = line.original.strip()
    kept = list[Alteration]()
    for one in line.alterations:
        start, end = (min(max(at - lead, 0), len(text)) for at in (one.start, one.end))
        inner = JOINED in one.new or (PARAGRAPH_END in one.new and 0 < start < len(text))
        if start != end or inner or one.new.strip():  # strip() takes the ends of paragraphs too
            kept.append(replace(one, start=start, end=end))
    return replace(line, original=text, alterations=tuple(kept))


def _prefixed(line: CopyLine, prefix: str) -> CopyLine:
    """The line with how it begins; one that was not there before has nothing to begin."""
    if not line.original:
        return line
    moved = tuple(_moved(one, len(prefix)) for one in line.alterations)
    return replace(line, original=prefix + line.original, alterations=moved)


def _row(row: WordRow) -> CopyLine:
    cells = [_cell([_stripped(_whole(p)) for p in cell.paragraphs]) for cell in row.cells]
    parted = [part for cell in cells for part in (CopyLine(CELLS), cell)][1:]
    line = _together(*parted)
    if not any(cell.original for cell in cells):
        line = replace(line, original="")
    if row.inserted is not None:
        new = ROW + CELLS.join(_new(cell) for cell in cells)
        return CopyLine("", (Alteration(0, 0, new, row.inserted),), line.remarks)
    if not line.original and any(_new(cell) for cell in cells):
        new = ROW + CELLS.join(_new(cell) for cell in cells)
        who = next(one.signature for cell in cells for one in cell.alterations)
        return CopyLine("", (Alteration(0, 0, new, who),), line.remarks)
    if row.deleted is not None:
        gone = (Alteration(0, len(line.original), "", row.deleted),)
        return _prefixed(replace(line, alterations=gone), ROW)
    return _prefixed(line, ROW)


def _cell(paragraphs: Sequence[CopyLine]) -> CopyLine:
    """The paragraphs of a cell in one line; one that went takes what stood beside it along."""
    found, owed = CopyLine(""), False
    for line in paragraphs:
        if line.original and found.original and not owed:
            line = _with_separator(line, before=True)
        owed = owed and not line.original
        if line.original and not found.original and not _new(line) and line is not paragraphs[-1]:
            line, owed = _with_separator(line, before=False), True
        found = _together(found, line)
    return found


def _with_separator(line: CopyLine, before: bool) -> CopyLine:
    """A paragraph with what stands between it and the one before, or the next."""
    parts = (CopyLine(PARAGRAPHS), line) if before else (line, CopyLine(PARAGRAPHS))
    whole = _together(*parts)
    if line.original and not _new(line):
        gone = Alteration(0, len(whole.original), "", line.alterations[0].signature)
        return replace(whole, alterations=(gone,))
    return whole


def _new(line: CopyLine) -> str:
    """What a line says with all its changes."""
    return altered(line.original, line.alterations)


def altered(original: str, alterations: Iterable[Alteration]) -> str:
    """A text with changes in it, which stand in order and do not overlap."""
    text, at = "", 0
    for one in alterations:
        text += original[at : one.start] + one.new
        at = max(at, one.end)
    return text + original[at:]
