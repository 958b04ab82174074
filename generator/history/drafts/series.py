"""The numbered drafts and final versions of a workbook."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.history.differences import Content
from generator.history.drafts.files import (
    placed,
    read_or_none,
    reason,
    require_room,
    temporary,
    unwritable,
)
from generator.history.drafts.records import (
    FOLDER,
    Origin,
    Record,
    read_record,
    record_path,
    records_in,
    sha256,
    write_record,
)
from generator.model import InputProblem
from generator.workbook.leftovers import sweep


class Written(Struct, frozen=True):
    """Where a draft stands; ``fresh`` is False when it was there already.

    ``notes`` tell a person about the drafts that were there: edited by hand, not readable.
    """

    path: Path
    number: int
    fresh: bool
    final: bool = False
    notes: tuple[str, ...] = ()


class Series(Struct, frozen=True):
    """The numbered drafts of one workbook, or its final versions."""

    folder: Path
    stem: str
    final: bool

    def path(self, number: int) -> Path:
        """Where number N stands."""
        return self.folder / f"{self.stem}决算公开{self.name(number)}.docx"

    def name(self, number: int) -> str:
        """What number N is called."""
        return f"定稿{number if number > 1 else ''}" if self.final else f"第{number}稿"

    def numbers(self) -> list[int]:
        """The numbers that are there."""
        return list(self._found(self.folder, ".docx"))

    def last_and_next(self) -> tuple[int, int]:
        """The latest number (0: none) and the next one.

        One that has a record is never given again, its draft may be out.
        """
        # Records first: a build that ends meanwhile puts the draft before its record, so that a
        # number is never passed over whose draft was not seen.
        recorded = list(self._found(self.folder / FOLDER, ".docx.json"))
        last = max(self.numbers(), default=0)
        return last, max([last, *recorded]) + 1

    def companions(self) -> list[str]:
        """The longest names of what is put beside a draft, with a number of two digits."""
        name = self.path(self.last_and_next()[1]).stem
        return [f"{name}-核对表10.xlsx", f"{FOLDER}{os.sep}{name}-10.docx.json"]

    def _found(self, folder: Path, suffix: str) -> Iterator[int]:
        kind = r"定稿([2-9]|[1-9]\d+)?" if self.final else r"第([1-9]\d*)稿"
        pattern = re.compile(f"{re.escape(self.stem)}决算公开{kind}{re.escape(suffix)}")
        names = folder.iterdir() if folder.is_dir() else ()
        return (int(m[1] or 1) for path in names if (m := pattern.fullmatch(path.name)))


def save(folder: Path, stem: str, content: bytes, final: bool = False) -> Written:
    """Write the next draft ``<stem>决算公开第N稿.docx``, or the final version, into ``folder``.

    The final version is ``<stem>决算公开定稿.docx``; a later one gets a number.  Content that was
    written as the latest draft is not written again, even where a person has changed that draft
    since.  The file appears whole or not at all.  Raises InputProblem when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        sweep(folder / FOLDER)
        series = Series(folder, stem, final)
        require_room(folder, series.companions())
        return _numbered(series, content)
    except OSError as error:
        raise InputProblem([unwritable(folder, error)]) from error


def _standing(series: Series, last: int, content: bytes) -> Written:
    """What the latest draft means for a new content; ``fresh``: that it must be written."""
    path, name = series.path(last), series.name(last)
    found, record = read_or_none(path), read_record(record_path(path))
    notes: list[str] = []
    if found is None:
        notes.append(f"{name}读不了，多半正被其他程序打开；保留不动。")
    elif record and sha256(found) != record.sha256:
        notes.append(f"{name}在写出后被改动过，保留不动。")
    if found == content:
        return Written(path, last, False, series.final)
    if not record or sha256(content) != record.sha256:
        return Written(path, last, True, series.final, tuple(notes))
    notes.append(f"工作簿的内容仍与写出{name}时相同，没有另写。")
    if found is not None:
        notes.append(f"要程序重新写一份，先把{name}改名或移走，再运行。")
    return Written(path, last, False, series.final, tuple(notes))


def _numbered(series: Series, content: bytes) -> Written:
    """The latest draft where it says the same, else a new one: written beside, linked into place.

    Another build may take the number meanwhile; then its draft is the latest one to look at.
    """
    least, source = 1, None
    with contextlib.ExitStack() as stack:
        while True:
            last, number = series.last_and_next()
            standing = _standing(series, last, content) if last else None
            if standing is not None and not standing.fresh:
                return standing
            source = source or stack.enter_context(temporary(series.folder, content))
            path = series.path(max(number, least))
            if placed(source, path):
                notes = standing.notes if standing is not None else ()
                return Written(
                    path, max(number, least), True, series.final, notes + _gap(last, number)
                )
            least = max(number, least) + 1  # a network drive may list the other file late


def _gap(last: int, number: int) -> tuple[str, ...]:
    return ("有的编号用过，文件已经不在，编号不再使用。",) if number > last + 1 else ()


# --- history -----------------------------------------------------------------------------------


def keep_record(
    written: Written,
    docx: bytes,
    record: tuple[Origin, Content, str],
    pdf: tuple[Path, bytes] | None,
) -> tuple[str, ...]:
    """Put the records beside a draft and its PDF; returns what a person should know.

    ``record`` is what the draft was made from, what it says, and the number in its properties.
    A record that is there stays as it is.  A draft that somebody changed before it had one gets
    none.
    """
    path, final = written.path, written.final
    origin, content, identity = record
    notes = [_kept(path, Record(path.name, sha256(docx), final, origin, "", content, identity))]
    if pdf is not None:
        notes.append(_kept(pdf[0], Record(pdf[0].name, sha256(pdf[1]), final, origin, path.name)))
    return tuple(note for note in notes if note)


def _kept(path: Path, record: Record) -> str:
    """Write the record of a file that stands as it was written; what went wrong, or ""."""
    place = record_path(path)
    if os.path.lexists(place):  # a link that leads nowhere is in the way too
        damaged = read_record(place) is None
        return f"{path.name} 的记录 {place} 读不了，没有动它；草稿不受影响。" if damaged else ""
    found = read_or_none(path)
    if found is None or sha256(found) != record.sha256:
        return ""
    try:
        write_record(place, record)
    except OSError as error:
        return f"{path.name} 的记录没有写成：{reason(error)}。草稿不受影响。"
    return ""


def record_of(file: Path) -> Record | None:
    """The record of a file: the one of its name, or else one of its content; None when unknown."""
    named = read_record(record_path(file))
    if named is not None:
        return named
    content = read_or_none(file)
    known, _ = records_in(file.parent)
    digest = "" if content is None else sha256(content)
    return next((record for record in known if record.sha256 == digest), None)


def before(written: Written, stem: str) -> Path | None:
    """The draft before this one: the next lower number; for a final version the latest draft."""
    series = Series(written.path.parent, stem, final=False)
    lower = [n for n in series.numbers() if written.final or n < written.number]
    return series.path(max(lower)) if lower else None
