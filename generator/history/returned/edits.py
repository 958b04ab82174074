"""What reviewers changed in a copy: every edit once, tracked or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from generator.document.word import PARAGRAPH_END
from generator.history.differences.reading import ELSEWHERE, HEADING, places
from generator.history.differences.reading import kind as beginning
from generator.history.differences.wording import aligning, paired, redline
from generator.history.returned.lines import JOINED, CopyLine, altered
from generator.history.returned.model import Edit
from generator.workbook.reading.characters import TICKED, UNTICKED

_SENTENCE_END = re.compile("[。；;!?！？|]")
_SHORTEST_MOVE = 4  # characters of a line that is known again elsewhere
_MARKS, _NEAR = 3, 60  # lines around an edit that are kept, and how far away they may be
_MOST_PARTS = 4  # lines into which one is split, or that are joined


# Where a line may be cut: numbers of stretches by position; edits of one stretch and sentence are one.
Stretches = Callable[[int], Sequence[int]]


def edits_of(base: Sequence[str], copy: Sequence[CopyLine], stretches: Stretches) -> list[Edit]:
    """Every edit of a copy against the lines that the program wrote, in reading order.

    ``stretches`` gives for the number of a line where the words of another source begin in it.
    """
    where = places(base)
    found = list[Edit]()
    last = -1
    for number, line in _pairs(base, copy):
        if number is None and line is not None:
            found += _added(line, last, where[last] if last >= 0 else "")
        elif number is not None and line is None:
            text = base[number]
            found.append(Edit("removed", where[number], number, text, 0, len(text), ""))
        elif number is not None and line is not None:
            made = Edit("changed", where[number], number, base[number], 0, 0, "")
            found += _of_line(made, line, stretches(number))
        last = last if number is None else number
    lines = _replaced(list(_moved(_reshaped(found), base)))
    return list(_located([_with_next(edit, base) for edit in lines], base, where))


def _with_next(edit: Edit, base: Sequence[str]) -> Edit:
    """A joined line with the one that follows in it."""
    if edit.kind != "joined" or edit.beside:
        return edit
    return replace(edit, beside="".join(base[edit.line + 1 : edit.line + 2]))


def _located(edits: Sequence[Edit], base: Sequence[str], where: Sequence[str]) -> Iterator[Edit]:
    """Where the words of an edit stand more than once under its heading: with lines around it."""
    often = Counter(zip(where, base, strict=True))
    touched = {edit.line for edit in edits}

    def marks(place: str, numbers: Iterable[int]) -> tuple[str, ...]:
        lines = (base[n] for n in numbers if where[n] == place and n not in touched)
        return tuple(islice((line for line in lines if often[place, line] == 1), _MARKS))

    for edit in edits:
        here = where[edit.line] if edit.line >= 0 else ""
        result = edit.new if edit.kind == "added" else edit.result
        if often[here, edit.text] > 1 or often[here, result] or often[here, edit.new]:
            before = range(edit.line, max(-1, edit.line - _NEAR), -1)
            behind = range(edit.line + 1, min(len(base), edit.line + _NEAR))
            edit = replace(edit, around=(marks(here, before), marks(here, behind)))
        yield edit


def _pairs(
    base: Sequence[str], copy: Sequence[CopyLine]
) -> Iterator[tuple[int | None, CopyLine | None]]:
    """Lines of the program with those that they are in the copy; None where one is alone."""
    old = [at for at, line in enumerate(copy) if line.original]
    originals = [copy[at].original for at in old]
    done = 0
    for mine, theirs in aligned(base, originals):
        if theirs is not None:
            for at in range(done, old[theirs]):  # what a tracked change put in before it
                yield None, copy[at]
            done = old[theirs] + 1
        yield mine, None if theirs is None else copy[old[theirs]]
    for at in range(done, len(copy)):
        yield None, copy[at]


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which lines are the same or replace each other, by number; None where one is alone."""
    for tag, a, b, c, d in aligning(old, new).get_opcodes():
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            for one, other in paired(old[a:b], new[c:d]):
                yield (
                    None if one is None else a + one,
                    None if other is None else c + other,
                )


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


Span = tuple[int, int]


def spans_in(old: str, new: str) -> Callable[[int, int], Span]:
    """Where in ``old`` a stretch of ``new`` stands, given by its start and end."""
    if old == new:
        return lambda start, end: (start, end)
    blocks = list[tuple[int, int, int]]()  # of what is the same: begin in old, in new, length
    a = b = 0
    for segment in redline(old, new):
        size = len(segment.text)
        if segment.kind == "same":
            blocks.append((a, b, size))
        a += size if segment.kind != "new" else 0
        b += size if segment.kind != "old" else 0
    ends = [(0, 0, 0), *blocks, (len(old), len(new), 0)]

    def find(start: int, end: int) -> Span:
        behind = [x + start - y for x, y, size in ends if y <= start <= y + size]
        before = [x + end - y for x, y, size in ends if y <= end <= y + size]
        first = max(behind) if behind else max(x + size for x, y, size in ends if y <= start)
        last = min(before) if before else min(x for x, y, _ in ends if y >= end)
        if start == end:  # between what is the same: all that stands there now
            return (min(behind) if behind else first), (max(behind) if behind else last)
        return first, max(first, last)

    return find


# --- lines -------------------------------------------------------------------------------------


def _added(line: CopyLine, last: int, place: str) -> Iterator[Edit]:
    words = altered(line.original, line.alterations).replace(PARAGRAPH_END, "")
    who = None if line.original else next((a.signature for a in line.alterations), None)
    if words.strip():
        place = ELSEWHERE.get(beginning(words), place)
        yield Edit("added", place, last, "", 0, 0, words, who)


def _reshaped(found: Sequence[Edit]) -> Iterator[Edit]:
    """Lines that were parted or joined without being tracked, as one edit each."""
    at = 0
    while at < len(found):
        for size in range(min(_MOST_PARTS, len(found) - at), 1, -1):
            window = found[at : at + size]
            made = None if any(edit.signature for edit in window) else _as_one(window)
            if made is not None:
                yield made
                at += size
                break
        else:
            yield found[at]
            at += 1


def _as_one(window: Sequence[Edit]) -> Edit | None:
    """Edits that together are one line parted, or several lines joined; None for others."""
    known = [edit for edit in window if edit.text]
    parts = [edit.result if edit.text else edit.new for edit in window]
    shown = [part for part in parts if part.strip("# ")]
    if len(known) == 1 and len(shown) > 1 and known[0].kind in ("changed", "removed"):
        text = known[0].text
        if _squeezed("".join(parts)) == _squeezed(text):
            whole = PARAGRAPH_END.join(part.removeprefix(HEADING) for part in shown)
            return replace(known[0], kind="split", start=0, end=len(text), new=whole)
    texts = "".join(edit.text for edit in window)
    if len(known) == len(window) and len(shown) == 1 and _squeezed(shown[0]) == _squeezed(texts):
        first = known[0]
        rest = "".join(_bare(edit.text) for edit in known[1:])
        end = len(first.text)
        return replace(first, kind="joined", start=end, end=end, new="", beside=rest)
    return None


def _squeezed(text: str) -> str:
    return "".join(text.replace(HEADING, "").split())


def _moved(found: Iterable[Edit], base: Sequence[str]) -> Iterator[Edit]:
    """A line that went at one place and came at another is one edit, where it came."""
    edits = list(found)
    gone = {
        _bare(e.text): e for e in edits if e.kind == "removed" and len(e.text) >= _SHORTEST_MOVE
    }
    came = {_bare(edit.new) for edit in edits if edit.kind == "added"}
    for edit in edits:
        origin = gone.get(_bare(edit.new)) if edit.kind == "added" else None
        if origin is not None:
            end = len(origin.text)
            after = base[edit.line] if edit.line >= 0 else ""
            made = replace(edit, kind="moved", line=origin.line, text=origin.text, end=end)
            yield replace(made, beside=after)
        elif edit.kind != "removed" or _bare(edit.text) not in came:
            yield edit


def _replaced(found: Sequence[Edit]) -> Iterator[Edit]:
    """A line that went where another one came, both without being tracked, is one that changed."""
    at = 0
    while at < len(found):
        pair = found[at : at + 2]
        kinds = [edit.kind for edit in pair if edit.signature is None]
        gone = next((edit for edit in pair if edit.kind == "removed"), None)
        new = next((edit for edit in pair if edit.kind == "added"), None)
        if sorted(kinds) != ["added", "removed"] or gone is None or new is None:
            yield found[at]
            at += 1
            continue
        beside = new.line in (gone.line, gone.line - 1)
        if beside and beginning(gone.text) == beginning(new.new):
            yield _narrowed(replace(gone, kind="changed", new=new.new))
            at += 2
        else:
            yield found[at]
            at += 1


def _narrowed(edit: Edit) -> Edit:
    """A change without what both texts have in common at their ends."""
    old, new = edit.text, edit.new
    start, end = 0, len(old)
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    last = len(new)
    while end > start and last > start and old[end - 1] == new[last - 1]:
        end, last = end - 1, last - 1
    return replace(edit, start=start, end=end, new=new[start:last])


def _bare(line: str) -> str:
    return line[len(beginning(line)) :].strip()
