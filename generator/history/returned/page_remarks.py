"""What a reviewer noted on the review page and saved from it: a file ``gen-review-1``.

``docs/commands.md`` says what stands in it.  Its remarks are comments of a reviewed copy; a tick
alone asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.history import drafts
from generator.history.returned.entries import ReviewEntry, numbered
from generator.history.returned.model import Owner
from generator.history.returned.reading import ReturnedCopy
from generator.history.returned.recognising import not_taken
from generator.history.versions import read_file
from generator.model import Cell, InputProblem, showable

FORMAT = "gen-review-1"
_MOST = 5000  # remarks


class _Remark(msgspec.Struct):
    place: str
    text: str
    said: str
    cells: list[str] = []
    written: str = ""


class _Saved(msgspec.Struct):
    format: str
    draft: str
    identity: str
    reviewer: str
    remarks: list[_Remark]


def is_saved_remarks(path: Path) -> bool:
    """True for a file that the review page may have saved; what is in it is still to be read."""
    return path.suffix.lower() == ".json"


def remarks_copy(path: Path, outputs: Path) -> ReturnedCopy:
    """The remarks as comments of the draft whose page they were written on.

    Raises InputProblem for another file, and where no record knows the draft.
    """
    content = read_file(path)
    try:
        saved = msgspec.json.decode(content, type=_Saved)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(path, "不是审阅页导出的意见") from error
    if saved.format != FORMAT or len(saved.remarks) > _MOST:
        raise _refused(path, "不是审阅页导出的意见")
    records, notes = drafts.known_records(path, outputs)
    record = next(filter(None, (_of(saved, known) for known in records)), None)
    if record is None:
        raise _refused(path, f"认不出是哪一份草稿的意见（{showable(saved.draft)}）")
    entries = tuple(numbered(_entries(saved), record.sha256))
    return ReturnedCopy(path, drafts.sha256(content), record, entries, notes)


def _of(saved: _Saved, record: drafts.Record) -> drafts.Record | None:
    """The record, where it is that of the page; a page of ``gen watch`` is of no draft."""
    same = saved.identity and record.identity == saved.identity
    return record if same and record.content is not None else None


def _entries(saved: _Saved) -> Iterator[ReviewEntry]:
    for remark in saved.remarks:
        if remark.said.strip():
            yield ReviewEntry(
                "",
                "comment",
                showable(saved.reviewer),
                showable(remark.written.partition(".")[0]),  # without fractions of a second
                showable(remark.place),
                showable(remark.text),
                "",
                showable(remark.said.strip()),
                owner=Owner("near", tuple(_cells(remark.cells))),
            )


def _cells(names: Iterable[str]) -> Iterator[Cell]:
    """The first cell of each run of cells."""
    for name in names:
        sheet, _, address = name.rpartition("!")
        if sheet and address:
            yield Cell(sheet, address.partition(":")[0])


def _refused(path: Path, what: str) -> InputProblem:
    given = "给出审改过的 Word 草稿，或者审阅页上「导出意见」得到的文件"
    remedy = f"{given}；草稿在别处的，用 --outputs 指出它的文件夹。"
    return not_taken(f"{path.name} {what}", remedy)
