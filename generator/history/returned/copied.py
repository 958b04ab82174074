"""A line of a reviewed copy as it was before any tracked change, with the changes in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END, Signature, WordParagraph
from generator.history.differences.reading import HEADING, flat, kind

JOINED = "\u2028"  # in the new text of a change: here the next paragraph follows


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


def whole_line(paragraph: WordParagraph) -> CopyLine:
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


def together(*lines: CopyLine) -> CopyLine:
    """Lines one behind the other; changes of one person that touch are one.

    Paragraphs put in before a line, and what was done to its own beginning, stay two.
    """
    original = ""
    found = list[Alteration]()
    for line in lines:
        for one in line.alterations:
            whole = not original or original.endswith(PARAGRAPH_END)
            apart = whole and bool(found) and one.end > one.start and _is_lines(found[-1])
            _add(found, moved_by(one, len(original)), apart)
        original += line.original
    return CopyLine(original, tuple(found), tuple(r for line in lines for r in line.remarks))


def _is_lines(one: Alteration) -> bool:
    return one.start == one.end and bool(one.new.strip()) and one.new.endswith(PARAGRAPH_END)


def _add(found: list[Alteration], one: Alteration, apart: bool) -> None:
    last = found[-1] if found and not apart else None
    if last and last.end == one.start and last.signature.author == one.signature.author:
        found[-1] = replace(last, end=one.end, new=last.new + one.new)
    else:
        found.append(one)


def moved_by(one: Alteration, by: int) -> Alteration:
    """The change where other text stands before it."""
    return replace(one, start=one.start + by, end=one.end + by)


def stripped(line: CopyLine) -> CopyLine:
    """The line without blanks around it."""
    lead = len(line.original) - len(line.original.lstrip())
    text = line.original.strip()
    kept = list[Alteration]()
    for one in line.alterations:
        start, end = (min(max(at - lead, 0), len(text)) for at in (one.start, one.end))
        inner = JOINED in one.new or (PARAGRAPH_END in one.new and 0 < start < len(text))
        if start != end or inner or one.new.strip():  # strip() takes the ends of paragraphs too
            kept.append(replace(one, start=start, end=end))
    return replace(line, original=text, alterations=tuple(kept))


def prefixed(line: CopyLine, prefix: str) -> CopyLine:
    """The line with how it begins; one that was not there before has nothing to begin."""
    if not line.original:
        return line
    moved = tuple(moved_by(one, len(prefix)) for one in line.alterations)
    return replace(line, original=prefix + line.original, alterations=moved)


def restyled(line: CopyLine, known: Collection[str]) -> CopyLine:
    """The line as one of the ``known`` from which it differs in being a heading or none.

    LibreOffice gives a paragraph the style of the one before that went.
    """
    text = line.original
    bare = text.removeprefix(HEADING)
    if text not in known and HEADING + text in known:
        return prefixed(line, HEADING)
    if text not in known and bare in known:
        moved = tuple(moved_by(one, -len(HEADING)) for one in line.alterations)
        return replace(line, original=bare, alterations=moved)
    return line


def singly(line: CopyLine) -> Iterator[CopyLine]:
    """A line, last, and each that a tracked change put in before it."""
    begin, kept = len(kind(line.original)), list[Alteration]()
    for one in line.alterations:
        if one.start == one.end == begin and one.new.endswith(PARAGRAPH_END):
            yield CopyLine("", (one,))
        else:
            kept.append(one)
    yield replace(line, alterations=tuple(kept))


def new_words(line: CopyLine) -> str:
    """What a line says with all its changes."""
    return altered(line.original, line.alterations)


def altered(original: str, alterations: Iterable[Alteration]) -> str:
    """A text with changes in it, which stand in order and do not overlap."""
    text, at = "", 0
    for one in alterations:
        text += original[at : one.start] + one.new
        at = max(at, one.end)
    return text + original[at:]
