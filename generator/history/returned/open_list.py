"""What of all reviews of a workbook is still open: kept beside the drafts, answered on its sheet.

``outputs/2023/记录/审稿/<digest of the copy>.json`` holds what came back in one copy.  It is written
once and never changed: whether an entry is open follows from what the draft says now and from what
stands on the sheet 审稿意见, so that nothing can be forgotten by not being noted down.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END
from generator.history.differences.reading import kind as beginning
from generator.history.differences.reading import places
from generator.history.differences.wording import likeness
from generator.history.drafts.files import placed, temporary, unwritable
from generator.history.drafts.records import FOLDER
from generator.history.returned.contents import IN_CONTENTS
from generator.history.returned.entries import ReviewEntry
from generator.history.returned.kept import REVIEWS, as_plain, kept_entries
from generator.history.returned.model import Edit
from generator.history.returned.same_rows import alike, nearer, same_row
from generator.model import InputProblem
from generator.workbook.reading.opinions import Opinion

if TYPE_CHECKING:
    from generator.history.returned.reading import ReturnedCopy

_BEGIN, _END = "\x02", "\x03"  # of a line
_FEW = 3
_HEADING = 0.7  # of its words has a heading that is called otherwise now
_ALONE = 6  # signs of a new text that are known again by themselves


def keep(copy: ReturnedCopy, folder: Path, stem: str) -> None:
    """Note down what came back in a copy; the same copy is noted once.

    Raises InputProblem when it cannot be written.
    """
    place = folder / FOLDER / REVIEWS / f"{copy.sha256[:32]}.json"
    plain = {
        "file": copy.path.name,
        "draft": copy.record.file,
        "stem": stem,
        "entries": [as_plain(entry) for entry in copy.entries],
    }
    content = json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with temporary(place.parent, content) as source:
            placed(source, place)
    except OSError as error:
        raise InputProblem([unwritable(place.parent, error, "审稿记录")]) from error


def still_open(
    folder: Path, stem: str, opinions: Sequence[Opinion], lines: Sequence[str]
) -> tuple[ReviewEntry, ...]:
    """The entries of all copies that are neither answered nor done in a draft with these lines."""
    answered = {opinion.key: opinion for opinion in opinions}
    known = {entry.key: entry for entry in kept_entries(folder / FOLDER / REVIEWS, stem)}
    where = places(lines)
    found = [
        replace(entry, again="") if entry.key in answered else entry
        for entry in known.values()
        if not (entry.key in answered and answered[entry.key].closed)
        and not (entry.edit and is_done(entry.edit, lines, where))
    ]
    lost = (opinion for key, opinion in answered.items() if key not in known and not opinion.closed)
    return (*found, *(_of_sheet(opinion) for opinion in lost))


def _of_sheet(opinion: Opinion) -> ReviewEntry:
    """A row of the sheet whose copy nobody knows any more."""
    place = str(opinion.cell)
    return ReviewEntry(opinion.key, "comment", "", "", place, "", "", opinion.words)


# --- is it done? -------------------------------------------------------------------------------


def is_done(edit: Edit, lines: Sequence[str], where: Sequence[str]) -> bool:
    """True where a draft says what the reviewer wanted it to say.

    ``where`` are the headings of its ``lines``.  In doubt it is not done.
    """
    if edit.place == IN_CONTENTS:
        return False  # no line of a draft is one of its contents
    here = _heading(edit.place, where)
    own = [line for line, place in zip(lines, where, strict=True) if place == here]
    own = list(_between(edit, own or list(lines)))
    bare = {_bare(line) for line in own}
    if edit.kind == "added":
        return _bare(edit.new) in bare or any(same_row(line, edit.new) for line in own)
    if edit.kind == "removed":
        left = [line for line in own if alike(line, edit.text)]
        return all(_of_a_twin(line, edit, own) for line in left)
    if edit.kind == "split":
        whole = edit.new if edit.end > edit.start else edit.result
        return {_bare(part) for part in whole.split(PARAGRAPH_END)} <= bare
    if edit.kind == "joined":
        whole = _bare(edit.text) + edit.new.strip() + _bare(edit.beside)
        return bool(edit.beside) and _squeezed(whole) in map(_squeezed, bare)
    if edit.kind == "moved":
        moved = _as_it_is_now(edit.new, lines)
        beside = _as_it_is_now(edit.beside, [line for line in lines if not _same(line, moved)])
        return bool(moved and beside) and any(
            _same(line, moved) and _same(before, beside) for before, line in pairwise(["", *lines])
        )
    if edit.kind != "changed":
        return False
    return _same_as_any(edit.whole, own) or _changed(edit, [x for x in own if alike(x, edit.text)])


def _heading(place: str, where: Sequence[str]) -> str:
    """The heading as it is called now: the unit in it, say, may have got another name."""
    if place in where:
        return place
    nearest = max(dict.fromkeys(where), key=lambda other: likeness(place, other), default="")
    return nearest if likeness(place, nearest) >= _HEADING else ""


def _as_it_is_now(line: str, others: Sequence[str]) -> str:
    """A line, or the one that it was reworded into; "" where that cannot be told."""
    if any(_same(line, other) for other in others):
        return line
    near = {other: likeness(line, other) for other in others if alike(line, other)}
    best = [other for other, degree in near.items() if degree == max(near.values())]
    return best[0] if len(best) == 1 else ""


def _between(edit: Edit, own: Sequence[str]) -> Sequence[str]:
    """The lines among which the edit is; none where its words are several and its place unknown."""
    before, behind = edit.around
    if not (before or behind):
        return own
    first = next((own.index(mark) for mark in before if mark in own), None)
    last = next((own.index(mark) for mark in behind if mark in own), None)
    if first is None and last is None:
        return ()
    return own[0 if first is None else first + 1 : last]


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other) or same_row(one, other)


def _same_as_any(line: str, others: Iterable[str]) -> bool:
    return any(same_row(line, other) for other in others)


def _of_a_twin(line: str, edit: Edit, own: Sequence[str]) -> bool:
    """True for a line that is a twin of one that went, or was one and says something else now.

    A twin that stands among its ``own`` lines is no other one.
    """
    return _same_as_any(line, edit.twins) or any(
        nearer(line, twin, edit.text) and not _same_as_any(twin, own) for twin in edit.twins
    )


def _changed(edit: Edit, own: Sequence[str]) -> bool:
    """True where the new words stand in their surroundings, and the old ones nowhere."""
    if edit.result in own:
        return True
    lines = [f"{_BEGIN}{line}{_END}" for line in own]
    text = f"{_BEGIN}{edit.text}{_END}"
    left, right = text[: edit.start + 1], text[edit.end + 1 :]
    for before, after in ((12, 12), (6, 6), (3, 3), (6, 0), (0, 6), (0, 0)):
        if not (before and after) and len(edit.new.strip()) < (_FEW if before + after else _ALONE):
            continue
        head, tail = left[len(left) - before :], right[:after]
        old = left[-max(before, _FEW) :] + edit.old + right[: max(after, _FEW)]
        old = old if before + after else edit.old or old
        if _said(head + edit.new + tail, old, lines) and not _said(
            old, head + edit.new + tail, lines
        ):
            return True
    return False


def _said(words: str, other: str, lines: Sequence[str]) -> bool:
    """True where words stand in one of the lines other than inside the other words."""
    inside = other.count(words)
    return any(line.count(words) > inside * line.count(other) for line in lines)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _bare(line: str) -> str:
    return line[len(beginning(line)) :].strip()
