"""Is this file the final version: a file against the records of what was written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct

from generator.history import drafts
from generator.history.differences import LineChange, line_changes, read_lines
from generator.history.versions import read_file
from generator.model import Finding, InputProblem, Severity


class Verdict(Enum):
    """What a file turned out to be."""

    FINAL = "final"
    DRAFT = "draft"
    EDITED = "edited"
    LOOKS = "looks"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Verified(Struct, frozen=True):
    """What is said of a file.

    ``record`` is the one it equals or was compared with, None when nothing is known that it was
    made from.  ``changes`` are from what was written then to the file.
    """

    file: Path
    verdict: Verdict
    record: drafts.Record | None = None
    changes: tuple[LineChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 it is the final version, 1 it is not, 2 nothing is known to compare it with."""
        return {Verdict.FINAL: 0, Verdict.UNKNOWN: 2}.get(self.verdict, 1)


def verify(file: Path, outputs: Path) -> Verified:
    """Look a file up in the records beside it and under ``outputs``.

    Raises InputProblem when it cannot be read, or is neither Word file nor PDF.
    """
    content = read_file(file)
    digest = drafts.sha256(content)
    known, notes = drafts.known_records(file, outputs)
    equal = [record for record in known if record.sha256 == digest]
    if equal:
        record = next((record for record in equal if record.final), equal[0])
        return Verified(file, Verdict.FINAL if record.final else Verdict.DRAFT, record, (), notes)
    if file.suffix.lower() not in (".docx", ".pdf"):
        remedy = "请给出 Word 定稿（.docx）或它的 PDF；两个工作簿有什么不同，用 gen diff 看。"
        message = f"{file.name} 不是 Word 文档，也不是 PDF"
        raise InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)])
    if file.suffix.lower() == ".pdf":
        finals = [record for record in known if record.final and record.document]
        nearest = _named(file, finals)
        verdict = Verdict.CHANGED if finals else Verdict.UNKNOWN
        return Verified(file, verdict, nearest, (), notes)
    return _differing(file, read_lines(content, file.name), known, notes)


def local_time(written: str) -> str:
    """A time of writing by this machine's clock, 2026年11月26日 22:40; as it is if it is no time."""
    try:
        moment = datetime.fromisoformat(written).astimezone()
    except (ValueError, OverflowError):  # somebody edited the record
        return written
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


def _differing(
    file: Path, lines: tuple[str, ...], known: Iterable[drafts.Record], notes: tuple[str, ...]
) -> Verified:
    """A Word file that no record knows, against the version that it was made from."""
    written = [record for record in known if record.content]
    record = _named(file, written) or max(written, key=lambda r: _likeness(r, lines), default=None)
    if record is None or record.content is None:
        return Verified(file, Verdict.UNKNOWN, notes=notes)
    changes = line_changes(record.content.lines, lines)
    verdict = Verdict.CHANGED if changes else Verdict.LOOKS
    if not record.final:
        verdict = Verdict.EDITED
    return Verified(file, verdict, record, changes, notes)


def _named(file: Path, records: list[drafts.Record]) -> drafts.Record | None:
    return next((record for record in records if record.file == file.name), None)


def _likeness(record: drafts.Record, lines: tuple[str, ...]) -> tuple[float, bool]:
    """How much of all lines both have; where it is the same, a final version before a draft."""
    own = set(record.content.lines) if record.content else set()
    return len(own & set(lines)) / max(1, len(own | set(lines))), record.final
