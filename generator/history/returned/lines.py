"""A reviewed copy of a draft as lines without its tracked changes, each with the changes in it.

The lines are those of ``differences.reading``, so that they are compared with those that the
program wrote; what was changed without being tracked is found by comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.document.word import (
    PARAGRAPH_END,
    Signature,
    WordDrawing,
    WordFile,
    WordParagraph,
    WordTable,
)
from generator.history.differences.reading import (
    CONTENTS,
    HEADER,
    HEADING,
    NOTE,
    bare_mark,
    numberless,
    series_line,
)
from generator.history.returned.copied import (
    JOINED,
    Alteration,
    CopyLine,
    altered,
    new_words,
    prefixed,
    stripped,
    together,
    whole_line,
)
from generator.history.returned.copied_rows import row_line


def copy_lines(file: WordFile, contents: list[CopyLine]) -> Iterator[CopyLine]:
    """The lines of a reviewed copy; those of its table of contents go into ``contents``.

    Raises what reading the file raises.
    """
    chain: list[WordParagraph] = []  # a tracked change ended all but the last
    for block in file.stream():
        if isinstance(block, WordDrawing):
            yield from (CopyLine(series_line(series)) for series in block.series)
            continue
        if isinstance(block, WordParagraph) and CONTENTS.fullmatch(block.style.name):
            contents.append(whole_line(block))
        elif isinstance(block, WordParagraph):
            chain.append(block)
            if block.ended is not None:
                continue
        yield from _paragraphs(chain)
        chain = []
        if isinstance(block, WordTable):
            yield from map(row_line, block.all_rows)
    yield from _paragraphs(chain)
    yield from _headers(stripped(whole_line(paragraph)) for paragraph in file.headers())
    notes = (stripped(whole_line(paragraph)) for paragraph in file.notes())
    yield from (_begun(line, NOTE) for line in notes if line.original or line.alterations)


def _headers(lines: Iterable[CopyLine]) -> Iterator[CopyLine]:
    """The different headers and footers: of equal ones those in which something was changed."""
    by_text: dict[str, dict[str, CopyLine]] = {}
    known = tuple(lines)
    tracked = {numberless(new_words(line)) for line in known if line.alterations}
    for line in known:
        if not line.alterations and numberless(line.original) in tracked:
            continue  # LibreOffice repeats a header for each section, without tracked changes
        alike = by_text.setdefault(numberless(line.original), {})
        alike.setdefault(numberless(new_words(line)), line)
    for original, alike in by_text.items():
        altered_ones = [line for line in alike.values() if line.alterations]
        first, *others = altered_ones or list(alike.values())[:1]
        if not bare_mark(original):
            yield _begun(first, HEADER)
        elif not bare_mark(new_words(first)):
            yield _begun(_as_new(first), HEADER)
        yield from (_begun(_as_new(line), HEADER) for line in others)


def _as_new(line: CopyLine) -> CopyLine:
    """A line as if all of it had been put in."""
    who = line.alterations[0].signature
    return CopyLine("", (Alteration(0, 0, new_words(line), who),), line.remarks)


def _begun(line: CopyLine, prefix: str) -> CopyLine:
    """The line with how it begins, also one that was not there before."""
    if line.original:
        return prefixed(line, prefix)
    words = "".join(one.new for one in line.alterations)
    return replace(
        line, alterations=(replace(line.alterations[0], start=0, end=0, new=prefix + words),)
    )


def _paragraphs(chain: Sequence[WordParagraph]) -> Iterator[CopyLine]:
    """The lines that paragraphs were which tracked changes parted or joined."""
    if not chain:
        return
    whole, styles = _wordless(whole_line(chain[0])), list(chain[0].styles or (chain[0].style,))
    for before, paragraph in pairwise(chain):
        ended = Alteration(0, 0, PARAGRAPH_END, before.ended or Signature())
        line = _wordless(whole_line(paragraph))
        if line.original or not whole.original:  # LibreOffice puts what is new behind the old end
            styles[-1:] = paragraph.styles or (paragraph.style,)
        whole = together(whole, CopyLine("", (ended,)), line)
    for line, style in zip(_parted(whole), styles, strict=False):
        if line.original or line.alterations or line.remarks:
            yield prefixed(line, HEADING if style.level else "")


def _wordless(line: CopyLine) -> CopyLine:
    """The line; of one that had no words before, nothing but what was put in.

    LibreOffice writes a page break before a heading untracked into the paragraph put in there.
    """
    return line if line.original.strip(" ") else stripped(line)


def _parted(whole: CopyLine) -> Iterator[CopyLine]:
    """The paragraphs of before, each with the changes in it; without blanks around them."""
    begin, remarks = 0, whole.remarks
    texts = whole.original.split(PARAGRAPH_END)
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        mine = list(_within(whole.alterations, begin, begin + len(text), last))
        if text.strip() and not altered(text, (one for one in mine if one.new != JOINED)).strip():
            mine = [one for one in mine if one.new != JOINED]  # it went with its end
        yield stripped(CopyLine(text, tuple(mine), remarks))
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
