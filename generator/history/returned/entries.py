"""What a reviewer changed or said: one entry each, the same for terminal, sheet and record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.document.word import PARAGRAPH_END, Signature, WordComment
from generator.history.differences.reading import PARAGRAPHS, spoken
from generator.history.returned.model import Edit, EditKind, Owner
from generator.model import showable

EntryKind = EditKind | Literal["comment", "reply"]
KINDS: dict[EntryKind, str] = {
    "changed": "修改",
    "added": "新增",
    "removed": "删去",
    "moved": "移动",
    "split": "分段",
    "joined": "并段",
    "comment": "批注",
    "reply": "答复",
}

OPINION = "复核意见"
"""The heading of the column of a 核对表 that is left to the reviewer."""


class ReviewEntry(Struct, frozen=True):
    """One edit or comment; ``key`` is the same whenever the same copy is read.

    ``edit`` is None for a comment, whose words are ``said`` and which stands on the words
    ``old``.  ``tracked`` says that the file itself told of the edit.  ``again`` is the copy to be
    taken once more for a row on the sheet, "" where it has one.
    """

    key: str
    kind: EntryKind
    author: str
    date: str
    place: str
    old: str
    new: str
    said: str = ""
    tracked: bool = False
    edit: Edit | None = None
    owner: Owner = field(default_factory=lambda: Owner("wording"))
    again: str = ""

    @property
    def takeable(self) -> bool:
        """True where taking it writes into the workbook."""
        return self.owner.takeable


def of_edit(edit: Edit, owner: Owner) -> ReviewEntry:
    """The entry of an edit; its key is still to be made."""
    who = edit.signature or Signature()
    old, new = edit.old, edit.new
    if edit.kind in ("split", "joined"):
        old, new = edit.text, edit.new
    if edit.kind == "moved":
        new = f"（移到「{spoken(edit.beside)}」后面）" if edit.beside else "（移到最前面）"
    return ReviewEntry(
        "",
        edit.kind,
        showable(who.author),
        who.date,
        showable(edit.place),
        _shown(old),
        _shown(new),
        tracked=edit.signature is not None,
        edit=edit,
        owner=owner,
    )


def of_comment(comment: WordComment, place: str, quoted: str, owner: Owner) -> ReviewEntry:
    """The entry of a comment or reply."""
    kind: EntryKind = "reply" if comment.answers else "comment"
    return ReviewEntry(
        "",
        kind,
        showable(comment.signature.author),
        comment.signature.date,
        showable(place),
        _shown(quoted),
        "",
        showable(comment.text),
        owner=owner,
    )


def numbered(entries: Iterable[ReviewEntry], draft: str) -> Iterator[ReviewEntry]:
    """The entries with their keys; equal ones are told apart by their order."""
    seen = Counter[str]()
    for entry in entries:
        edit = entry.edit
        where = (edit.line, edit.text, edit.start, edit.end) if edit else ()
        parts = (draft, entry.kind, entry.author, entry.date, entry.place, *where)
        whole = "\0".join(map(str, (*parts, entry.old, entry.new, entry.said)))
        seen[whole] += 1
        digest = hashlib.sha256(f"{whole}\0{seen[whole]}".encode()).hexdigest()
        yield replace(entry, key=f"Y{digest[:7].upper()}")  # never a number in Excel


def _shown(text: str) -> str:
    if text == PARAGRAPHS:  # of a cell: nothing but its paragraphs are others
        return "¶"
    return showable(spoken(text.replace(PARAGRAPH_END, "¶")))
