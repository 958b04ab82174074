"""Edits of whole lines as they were meant: parted, joined, moved, replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice

from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END
from generator.history.differences.aligning import MOST_PARTS, squeezed
from generator.history.differences.reading import HEADING
from generator.history.differences.reading import kind as beginning
from generator.history.returned.model import Edit
from generator.history.returned.same_rows import alike, filled, same_row

_SHORTEST_MOVE = 4  # characters of a line that is known again elsewhere
_MARKS, _NEAR = 3, 60  # lines around an edit that are kept, and how far away they may be


def as_meant(found: Sequence[Edit], base: Sequence[str], where: Sequence[str]) -> Iterator[Edit]:
    """The edits of a copy of the ``base``, whose headings are ``where``, each once."""
    lines = _replaced(list(_moved(_reshaped(found), base)))
    return _located([_with_next(edit, base) for edit in lines], base, where)


def _reshaped(found: Sequence[Edit]) -> Iterator[Edit]:
    """Lines that were parted or joined without being tracked, as one edit each."""
    at = 0
    while at < len(found):
        for size in range(min(MOST_PARTS, len(found) - at), 1, -1):
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
        if squeezed("".join(parts)) == squeezed(text):
            whole = PARAGRAPH_END.join(part.removeprefix(HEADING) for part in shown)
            return replace(known[0], kind="split", start=0, end=len(text), new=whole)
    texts = "".join(edit.text for edit in window)
    if len(known) == len(window) and len(shown) == 1 and squeezed(shown[0]) == squeezed(texts):
        first = known[0]
        rest = "".join(_bare(edit.text) for edit in known[1:])
        end = len(first.text)
        return replace(first, kind="joined", start=end, end=end, new="", beside=rest)
    return None


def _moved(found: Iterable[Edit], base: Sequence[str]) -> Iterator[Edit]:
    """A line that went at one place and came at another is one edit, where it came."""
    edits = list(found)
    gone = {
        _bare(e.text): e for e in edits if e.kind == "removed" and len(e.text) >= _SHORTEST_MOVE
    }
    came = {_bare(edit.new) for edit in edits if edit.kind == "added"}
    lost = {edit.line for edit in edits if edit.kind == "removed"}
    for edit in edits:
        origin = gone.get(_bare(edit.new)) if edit.kind == "added" else None
        if origin is not None and edit.line in (origin.line, origin.line - 1):
            continue  # where it was: only its style is another one
        if origin is not None:
            end = len(origin.text)
            left = next((n for n in range(edit.line, -1, -1) if n not in lost), -1)
            after = base[left] if left >= 0 else ""
            made = replace(edit, kind="moved", line=origin.line, text=origin.text, end=end)
            yield replace(made, beside=after, behind=edit.line)
        elif edit.kind != "removed" or _bare(edit.text) not in came:
            yield edit


def _replaced(found: Sequence[Edit]) -> Iterator[Edit]:
    """A line that went where another one came, both without being tracked, is one that changed."""
    at = 0
    while at < len(found):
        pair = found[at : at + 2]
        if _heading_of_one_that_went(found[at : at + 3]):
            yield _narrowed(replace(found[at], kind="changed", new=found[at + 2].new))
            yield found[at + 1]
            at += 3
            continue
        kinds = [edit.kind for edit in pair if edit.signature is None]
        gone = next((edit for edit in pair if edit.kind == "removed"), None)
        new = next((edit for edit in pair if edit.kind == "added"), None)
        if sorted(kinds) != ["added", "removed"] or gone is None or new is None:
            yield found[at]
            at += 1
            continue
        beside = new.line in (gone.line, gone.line - 1)
        own, other = beginning(gone.text), beginning(new.new)
        # LibreOffice takes the style of the paragraph before for a heading behind one that went
        if beside and (own == other or {own, other} == {"", HEADING}):
            words = own + new.new.removeprefix(other)
            yield _narrowed(replace(gone, kind="changed", new=words))
            at += 2
        else:
            yield found[at]
            at += 1


def _heading_of_one_that_went(three: Sequence[Edit]) -> bool:
    """True for a heading and its first paragraph that went where another heading came."""
    if [e.kind for e in three] != ["removed", "removed", "added"] or any(
        e.signature for e in three
    ):
        return False
    gone, behind, new = three
    kinds = [beginning(line) for line in (gone.text, behind.text, new.new)]
    near = gone.line == behind.line - 1 and new.line in (gone.line - 1, gone.line, behind.line)
    return near and kinds == [HEADING, "", HEADING]


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

    by_place: dict[str, list[str]] = {}
    for place, line in zip(where, base, strict=True):
        by_place.setdefault(place, []).append(line)
    together = dict(_together(edits))
    full = list(filled(base)) if any(edit.kind == "removed" for edit in edits) else []

    def shown(number: int, line: str) -> tuple[str, str]:
        return line, [*filled([full[number], line])][1] if full and number >= 0 else line

    added = [shown(edit.line, edit.new) for edit in edits if edit.kind == "added"]
    changed = {number: shown(number, line) for number, line in together.items()}
    for edit in edits:
        here = where[edit.line] if edit.line >= 0 else ""
        result = edit.new if edit.kind == "added" else edit.result
        again = edit.kind == "added" and any(same_row(edit.new, line) for line in by_place[here])
        if again or often[here, edit.text] > 1 or often[here, result] or often[here, edit.new]:
            before = range(edit.line, max(-1, edit.line - _NEAR), -1)
            behind = range(edit.line + 1, min(len(base), edit.line + _NEAR))
            edit = replace(edit, around=(marks(here, before), marks(here, behind)))
        elif edit.kind == "removed":
            others = (n for n, place in enumerate(where) if place == here and n != edit.line)
            # the row that went, as another table prints it, is no other one
            apart = (n for n in changed if where[n] == here or not same_row(base[n], edit.text))
            old = ((base[n], full[n]) for n in others)
            others_and_new = chain(old, added, (changed[n] for n in apart))
            own = full[edit.line]
            twins = (line for line, shown in others_and_new if _may_be(edit.text, own, line, shown))
            edit = replace(edit, twins=tuple(dict.fromkeys(twins)))
        if edit.kind == "changed":
            whole = together[edit.line]
            known = any(same_row(whole, line) for line in by_place[here])
            edit = replace(edit, whole="" if known else whole)
        yield edit


def _together(edits: Iterable[Edit]) -> Iterator[tuple[int, str]]:
    """The lines that were changed, by number, each with all changes in it."""
    changed = [edit for edit in edits if edit.kind == "changed"]
    for number, group in groupby(changed, lambda edit: edit.line):
        text, at = "", 0
        for edit in group:
            text += edit.text[at : edit.start] + edit.new
            at = max(at, edit.end)
        yield number, text + edit.text[at:]


def _may_be(text: str, own: str, line: str, shown: str) -> bool:
    """True for another line that may be taken for one that went.

    ``own`` and ``shown`` are the two with what merged cells show.
    """
    pairs = ((line, text), (shown, text), (shown, own))
    return bool(line) and not same_row(line, text) and any(alike(a, b) for a, b in pairs)
