"""What reviewers changed in a copy: every edit once, tracked or not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END
from generator.history.differences.aligning import aligned
from generator.history.differences.reading import ELSEWHERE, places
from generator.history.differences.reading import kind as beginning
from generator.history.differences.wording import redline
from generator.history.returned.copied import (
    JOINED,
    CopyLine,
    new_words,
    restyled,
    singly,
)
from generator.history.returned.model import Edit
from generator.history.returned.spans import spans_in
from generator.history.returned.whole_lines import as_meant
from generator.model import regex
from generator.workbook.reading.characters import TICKED, UNTICKED

_SENTENCE_END = regex("[。；;!?！？|]")


# Where a line may be cut: numbers of stretches by position; edits of one stretch and sentence are one.
Stretches = Callable[[int], Sequence[int]]


def edits_of(base: Sequence[str], copy: Sequence[CopyLine], stretches: Stretches) -> list[Edit]:
    """Every edit of a copy against the lines that the program wrote, in reading order.

    ``stretches`` gives for the number of a line where the words of another source begin in it.
    """
    where = places(base)
    found = list[Edit]()
    last = -1
    known = frozenset(base)
    for number, line in _pairs(base, [restyled(line, known) for line in copy]):
        if number is None and line is not None:
            found += _added(line, last, where[last] if last >= 0 else "")
        elif number is not None and line is None:
            text = base[number]
            found.append(Edit("removed", where[number], number, text, 0, len(text), ""))
        elif number is not None and line is not None:
            made = Edit("changed", where[number], number, base[number], 0, 0, "")
            found += _of_line(made, line, stretches(number))
        last = last if number is None else number
    return list(as_meant(found, base, where))


def _pairs(
    base: Sequence[str], copy: Sequence[CopyLine]
) -> Iterator[tuple[int | None, CopyLine | None]]:
    """Lines of the program with those that they are in the copy; None where one is alone."""
    old = [at for at, line in enumerate(copy) if line.original]
    originals = [copy[at].original for at in old]
    done, gone = 0, list[int | None]()
    for mine, theirs in _apart(base, originals):
        if theirs is None:
            gone.append(mine)
            continue
        *before, line = copy[done : old[theirs] + 1]
        done = old[theirs] + 1
        if mine is None:
            *others, line = singly(line)
            before += others
        # what went stays beside what may have come in its place
        yield from ((None, one) for one in before)
        yield from ((number, None) for number in gone)
        yield mine, line
        gone = []
    yield from ((None, one) for one in copy[done:])
    yield from ((number, None) for number in gone)


def _apart(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """The same for a copy: a line that stands elsewhere was moved, and replaces none."""
    pairs = list(aligned(old, new))
    gone = {old[a] for a, b in pairs if a is not None and b is None}
    come = {new[b] for a, b in pairs if a is None and b is not None}
    for a, b in pairs:
        if a is None or b is None or old[a] == new[b]:
            yield a, b
        elif new[b] in gone or old[a] in come:
            yield a, None
            yield None, b
        else:
            yield a, b


# --- inside a line -----------------------------------------------------------------------------


def _of_line(made: Edit, line: CopyLine, stretches: Sequence[int]) -> Iterator[Edit]:
    """The edits of a line: those that were not tracked, and those that were."""
    found = [(start, end, new, None) for start, end, new in _plain(made, line, stretches)]
    at = spans_in(made.text, line.original)
    tracked = [(*at(one.start, one.end), one.new, one.signature) for one in line.alterations]
    edits = (
        replace(made, start=start, end=end, new=new, signature=who)
        for start, end, new, who in sorted([*found, *tracked], key=lambda edit: edit[:2])
    )
    for edit in _tick_by_tick(edits):
        if edit.signature is None:
            yield edit
        else:
            yield from _tracked(edit)


def _tick_by_tick(edits: Iterable[Edit]) -> Iterator[Edit]:
    """A tick taken from one box and put into another of the same line is one edit."""
    waiting: Edit | None = None
    for edit in edits:
        if (
            waiting is not None
            and _is_tick(waiting)
            and _is_tick(edit)
            and _same_hand(waiting, edit)
        ):
            between = edit.text[waiting.end : edit.start]
            edit = replace(waiting, end=edit.end, new=waiting.new + between + edit.new)
        elif waiting is not None:
            yield waiting
        waiting = edit
    if waiting is not None:
        yield waiting


def _is_tick(edit: Edit) -> bool:
    """True where only boxes changed."""
    same = _without_boxes(edit.old) == _without_boxes(edit.new)
    return same and boxes_of(edit.old) != boxes_of(edit.new)


def _same_hand(one: Edit, other: Edit) -> bool:
    first, second = one.signature, other.signature
    return (first and first.author) == (second and second.author)


def boxes_of(text: str) -> str:
    """The check boxes in a text, ticked or not."""
    return "".join(sign for sign in text if sign in TICKED + UNTICKED)


def _without_boxes(text: str) -> str:
    return "".join(sign for sign in text if sign not in TICKED + UNTICKED)


def _tracked(edit: Edit) -> Iterator[Edit]:
    """A tracked change of a line as what it is: the line goes, is parted, has others behind it."""
    words = edit.new.replace(PARAGRAPH_END, "")
    head = len(beginning(edit.text))
    whole = edit.start <= head and edit.end == len(edit.text)
    if whole and not words.strip():
        yield replace(edit, kind="removed", start=0, end=len(edit.text), new="")
    elif edit.new.endswith(JOINED):
        yield replace(edit, kind="joined", new=edit.new.removesuffix(JOINED))
    elif PARAGRAPH_END not in edit.new:
        yield edit
    elif not words.strip():
        yield replace(edit, kind="split")
    elif edit.start == edit.end and (edit.end == len(edit.text) or edit.start <= head):
        yield from _lines_beside(edit)
    else:
        yield edit


def _lines_beside(edit: Edit) -> Iterator[Edit]:
    """What was put in at the end of a line, or before it, with ends of paragraphs: lines."""
    behind = edit.end == len(edit.text)
    first, *others = edit.new.split(PARAGRAPH_END)
    own, lines = (first, others) if behind else (others[-1], [first, *others[:-1]])
    before = edit.line if behind else edit.line - 1
    if own.strip():
        yield replace(edit, new=own)
    for words in lines:
        if words.strip():
            new = words.strip()
            yield replace(edit, kind="added", line=before, text="", start=0, end=0, new=new)


def _plain(made: Edit, line: CopyLine, stretches: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """(start, end, new) for what differs without having been tracked."""
    if made.text == line.original:
        return
    groups, at = list[tuple[int, int, str]](), 0
    for segment in redline(made.text, line.original):
        if segment.kind == "same":
            at += len(segment.text)
        elif segment.kind == "old":
            groups.append((at, at + len(segment.text), ""))
            at += len(segment.text)
        elif groups and groups[-1][1] == at and groups[-1][0] < at:
            groups[-1] = (groups[-1][0], at, segment.text)
        else:
            groups.append((at, at, segment.text))
    yield from _of_one_source(made.text, groups, stretches)


def _of_one_source(
    text: str, groups: Sequence[tuple[int, int, str]], stretches: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Changes of one stretch in one sentence as one: who rewords it means the whole."""
    waiting: tuple[int, int, str] | None = None
    for start, end, new in groups:
        if waiting is not None:
            between = text[waiting[1] : start]
            same = bisect_right(stretches, waiting[0]) == bisect_right(
                stretches, max(start, end - 1)
            )
            if same and _SENTENCE_END.search(between) is None:
                waiting = (waiting[0], end, waiting[2] + between + new)
                continue
            yield waiting
        waiting = (start, end, new)
    if waiting is not None:
        yield waiting


# --- lines -------------------------------------------------------------------------------------


def _added(line: CopyLine, last: int, place: str) -> Iterator[Edit]:
    """A line that was put in, or several by one tracked change."""
    words = new_words(line)
    who = None if line.original else next((one.signature for one in line.alterations), None)
    for part in words.split(PARAGRAPH_END) if who else [words.replace(PARAGRAPH_END, "")]:
        if part.strip():
            where = ELSEWHERE.get(beginning(part), place)
            yield Edit("added", where, last, "", 0, 0, part, who)
