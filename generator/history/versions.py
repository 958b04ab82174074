"""Versions of a disclosure: one against another, and a file against its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.history import drafts
from generator.history.differences import (
    Compared,
    Content,
    LineChange,
    compare,
    line_changes,
    read_lines,
)
from generator.history.differences.reading import places
from generator.model import Finding, InputProblem, Severity
from generator.workbook.package import MEGABYTE

_LARGEST = 256 * MEGABYTE  # of a draft into which people have put photographs


class Version(Struct, frozen=True):
    """One side of a comparison.

    ``known`` is False for a Word file without a record: it has lines, but no figures and no
    findings.  ``by_hand`` is what people changed in the file since it was ``written`` (None: it
    stands as it was).
    """

    name: str
    content: Content
    written: Content | None = None
    known: bool = True
    by_hand: tuple[LineChange, ...] = ()
    notes: tuple[str, ...] = ()


def draft_version(path: Path) -> Version:
    """A Word file as it stands, with figures and findings from its record.

    Raises InputProblem when it cannot be read.
    """
    docx = read_file(path)
    record = drafts.record_of(path)
    if record and record.content and drafts.sha256(docx) == record.sha256:
        return Version(path.name, record.content)
    lines = read_lines(docx, path.name)
    if record is None or record.content is None:
        note = f"{path.name} 没有记录：只比较文字和表格，不比较数字的来源和核对结果。"
        return Version(path.name, Content((), (), lines), known=False, notes=(note,))
    content = replace(record.content, lines=lines)
    by_hand = line_changes(record.content.lines, lines)
    note = f"{path.name} 在写出后被改动过" + (
        "。" if by_hand else "，但文字、表格和图表的数都没有变（只有格式、批注等）。"
    )
    return Version(path.name, content, record.content, by_hand=by_hand, notes=(note,))


def compared(old: Version, new: Version) -> Compared:
    """Old against new; figures and findings only where both are known."""
    both = old.known and new.known
    ours = old.content if both else replace(old.content, figures=(), findings=())
    theirs = new.content if both else replace(new.content, figures=(), findings=())
    return Compared(
        old.name, new.name, compare(ours, theirs), old.by_hand, new.by_hand, old.notes + new.notes
    )


def since(written: drafts.Written, stem: str, content: Content) -> Compared | None:
    """A draft just written against the one before; None when there is nothing to tell.

    The one before is taken as the program wrote it, what people changed in it is told apart; so
    is what they changed in a draft that is kept (``fresh`` is False).
    """
    name = written.path.stem
    new = Version(name, content)
    if not written.fresh:
        try:
            standing = draft_version(written.path)
            new = replace(new, by_hand=standing.by_hand)
        except InputProblem:
            pass  # open in another program: nothing to tell about it
    earlier = drafts.before(written, stem)
    if earlier is None:
        alone = Compared("", name, compare(content, content), (), new.by_hand)
        return alone if alone.any else None
    try:
        old = draft_version(earlier)
        wanted = _wanted(old.by_hand, content.lines)
        was = old.written or old.content
        return compared(replace(old, name=earlier.stem, content=was, by_hand=wanted), new)
    except InputProblem as problem:
        told = tuple(f"{finding.message}，没有比较。" for finding in problem.findings)
        return Compared(earlier.stem, name, compare(content, content), notes=told)


def _wanted(by_hand: Sequence[LineChange], lines: Sequence[str]) -> tuple[LineChange, ...]:
    """The hand edits that a draft with these lines does not have, or not all of them."""
    if not by_hand:
        return ()
    from generator.history.returned.copied import CopyLine
    from generator.history.returned.edits import edits_of  # only where somebody edited
    from generator.history.returned.open_list import is_done

    where = places(lines)

    def done(change: LineChange) -> bool:
        base = [change.old] if change.old else []
        copy = [CopyLine(change.new)] if change.new else []
        edits = edits_of(base, copy, lambda _: ())
        return all(is_done(replace(e, place=change.place), lines, where) for e in edits)

    return tuple(change for change in by_hand if not done(change))


def unkept(found: Compared | None) -> tuple[str, ...]:
    """What to tell about hand edits in the draft before, which the new one does not have."""
    if found is None or not found.by_hand_old:
        return ()
    return (f"{found.old}里手工改动的 {len(found.by_hand_old)} 处，{found.new}里没有；见审阅页。",)


def read_file(path: Path) -> bytes:
    """The bytes of a Word file or PDF.  Raises InputProblem where there is none to be read."""
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError  # or a pipe, or a device: reading it may never end
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) <= _LARGEST:
            return content
        message, remedy = f"{path} 太大，不是草稿", "换一个文件。"
        raise InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)])
    except OSError as error:
        message = f"{path} 没有找到" if isinstance(error, FileNotFoundError) else f"{path} 打不开"
        remedy = "检查文件名和文件夹；在 Word 或 WPS 里打开着的，先关闭。"
        raise InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)]) from error


# --- is this file the final version? -----------------------------------------------------------


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
    known, notes = known_records(file, outputs)
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


def known_records(file: Path, outputs: Path) -> tuple[list[drafts.Record], tuple[str, ...]]:
    """The records beside the file first, then those of every year."""
    years = sorted(path for path in outputs.iterdir() if path.is_dir()) if outputs.is_dir() else []
    known: list[drafts.Record] = []
    notes: list[str] = []
    for folder in dict.fromkeys(path.resolve() for path in (file.parent, *years)):
        records, damaged = drafts.records_in(folder)
        known += records
        notes += [f"记录 {path} 读不了，已略过。" for path in damaged]
    return known, tuple(notes)


def _named(file: Path, records: list[drafts.Record]) -> drafts.Record | None:
    return next((record for record in records if record.file == file.name), None)


def _likeness(record: drafts.Record, lines: tuple[str, ...]) -> tuple[float, bool]:
    """How much of all lines both have; where it is the same, a final version before a draft."""
    own = set(record.content.lines) if record.content else set()
    return len(own & set(lines)) / max(1, len(own | set(lines))), record.final
