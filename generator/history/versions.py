"""Versions of a disclosure: one against another."""

from __future__ import annotations

from collections.abc import Sequence
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
    if earlier is None and not new.by_hand:
        return None
    if earlier is None:
        return Compared("", name, compare(content, content), (), new.by_hand)
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
