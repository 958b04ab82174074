"""What was changed in the table of contents: it repeats the headings, and should do so again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from generator.history.returned.copied import CopyLine, new_words
from generator.history.returned.model import Edit, EditKind, Owner

IN_CONTENTS = "目录"
OF_CONTENTS = Owner("wording", note="目录由各级标题生成：要改的是标题，不在工作簿里")
_DIGITS = "0123456789"


def contents_edits(entries: Iterable[CopyLine], headings: Iterable[str]) -> Iterator[Edit]:
    """One edit for each line of the contents that says something else than any heading.

    ``headings`` are those of the draft and of the copy.  A line that went is told where it was a
    tracked change, and no other line repeats the heading.
    """
    known = {_squeezed(heading): heading for heading in headings}
    kept = [line for line in entries if line.original or line.alterations]
    said = {_title(new_words(line)) for line in kept}
    for line in kept:
        old, new = line.original.strip(), new_words(line).strip()
        who = line.alterations[0].signature if line.alterations else None
        if not new and _title(old) not in said:
            yield Edit("removed", IN_CONTENTS, -1, old, 0, len(old), "", who)
        elif new and not {_squeezed(new), _title(new)} & known.keys():
            if who is None:
                near = get_close_matches(_title(new), known, 1)
                old = known[near[0]] if near else ""
            kind: EditKind = "changed" if old else "added"
            yield Edit(kind, IN_CONTENTS, -1, old, 0, len(old), new, who)


def _title(line: str) -> str:
    """A line of the contents without the number of its page."""
    return _squeezed(line).rstrip(_DIGITS)


def _squeezed(text: str) -> str:
    return "".join(text.split())
