"""Entries of reviews as they are noted down in a file, and read again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.document.word import Signature
from generator.history.drafts.files import read_or_none
from generator.history.returned.entries import KINDS, ReviewEntry
from generator.history.returned.model import Edit, Owner
from generator.model import Cell
from generator.workbook.package import MEGABYTE

REVIEWS = "审稿"
_LARGEST = 16 * MEGABYTE


def as_plain(entry: ReviewEntry) -> dict[str, Any]:
    """An entry as it is noted down."""
    names = ("key", "kind", "author", "date", "place", "old", "new", "said", "tracked")
    plain: dict[str, Any] = {name: getattr(entry, name) for name in names}
    plain["source"] = entry.owner.kind
    plain["note"] = entry.owner.note
    plain["cells"] = [[cell.sheet, cell.address] for cell in entry.owner.cells]
    if entry.edit is not None:
        edit = entry.edit
        around = [list(marks) for marks in edit.around]
        plain["edit"] = [
            edit.text,
            edit.start,
            edit.end,
            edit.new,
            edit.beside,
            around,
            list(edit.twins),
            edit.whole,
        ]
    return plain


def kept_entries(place: Path, stem: str) -> Iterator[ReviewEntry]:
    """What came back of the drafts of one workbook; a file that cannot be read stays open."""
    for path in sorted(place.glob("*.json")) if place.is_dir() else ():
        content = read_or_none(path)
        try:
            if content is None or len(content) > _LARGEST:
                raise ValueError(path)
            plain = json.loads(content)
            if plain["stem"] == stem:
                copy = str(plain["file"])
                yield from [replace(_entry(one), again=copy) for one in plain["entries"]]
        except (ValueError, TypeError, KeyError, RecursionError):  # a damaged file: who knows whose
            said = "这份审稿记录读不了：恢复它，或再收一次那份审改稿后删去它"
            yield ReviewEntry(path.stem, "comment", "", "", str(path), "", "", said)


def _entry(plain: Mapping[str, Any]) -> ReviewEntry:
    """Raises KeyError, TypeError or ValueError for what is no entry."""
    if plain["kind"] not in KINDS or not all(isinstance(plain[n], str) for n in ("key", "place")):
        raise ValueError("entry")
    edit = None
    if "edit" in plain:
        text, start, end, new, *more = plain["edit"]  # older records have no more
        beside, around, *rest = more or ("", ((), ()))
        twins, whole = rest or ((), "")
        before, behind = map(tuple, around)
        who = Signature(plain["author"], plain["date"]) if plain["tracked"] else None
        span = int(start), int(end)
        edit = Edit(
            plain["kind"],
            plain["place"],
            -1,
            text,
            *span,
            new,
            who,
            beside,
            (before, behind),
            twins=tuple(twins),
            whole=whole,
        )
    cells = tuple(Cell(str(sheet), str(address)) for sheet, address in plain["cells"])
    words = {n: str(plain[n]) for n in ("key", "author", "date", "place", "old", "new", "said")}
    owner = Owner(plain["source"], cells, note=str(plain["note"]))
    return ReviewEntry(
        kind=plain["kind"], tracked=bool(plain["tracked"]), edit=edit, owner=owner, **words
    )
