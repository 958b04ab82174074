"""What reviewers wrote into the last column of a 核对表: comments on its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.history import drafts
from generator.history.returned.entries import OPINION, ReviewEntry, numbered
from generator.history.returned.model import Owner
from generator.history.returned.reading import ReturnedCopy
from generator.history.returned.recognising import not_taken
from generator.history.versions import read_file
from generator.model import InputProblem, regex, showable
from generator.workbook.reading.opening import Grid, open_workbook
from generator.workbook.reading.values import label_key

_OF_DRAFT = regex(r"(?P<draft>.+?)，由 .+ 得出。")  # what stands above each table
_ABOUT = ("公开要求", "规则", "问题", "核对什么")  # the columns that say what a row is about


def is_checklist(path: Path) -> bool:
    """True for a workbook, which as a reviewed copy can only be a 核对表."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def has_opinions(path: Path) -> bool:
    """True for a 核对表; False also for what cannot be opened."""
    try:
        return any(_header(grid) for grid in open_workbook(path).values())
    except InputProblem:
        return False


def checklist_copy(path: Path, outputs: Path) -> ReturnedCopy:
    """The opinions as comments of the draft beside which the 核对表 stood.

    Raises InputProblem for another workbook, and where no record knows the draft.
    """
    content = read_file(path)
    tables = [grid for grid in open_workbook(path).values() if _header(grid)]
    if not tables:
        raise _refused(path, f"不是核对表：没有「{OPINION}」一栏")
    stated = next(filter(None, map(_draft_of, tables)), "")
    records, notes = drafts.known_records(path, outputs)
    record = next((r for r in records if r.content and Path(r.file).stem == stated), None)
    if record is None:
        raise _refused(path, f"认不出是哪一份草稿的核对表（{showable(stated)}）")
    entries = (entry for grid in tables for entry in _entries(grid))
    keyed = tuple(numbered(entries, record.sha256))
    return ReturnedCopy(path, drafts.sha256(content), record, keyed, notes)


def _header(grid: Grid) -> tuple[int, int] | None:
    """Row and column of the heading of the opinions."""
    return next(iter(grid.find(label_key(OPINION))), None)


def _draft_of(grid: Grid) -> str:
    texts = (str(value) for (row, _), value in sorted(grid.values.items()) if row <= 2)
    return next((m["draft"] for text in texts if (m := _OF_DRAFT.match(text))), "")


def _entries(grid: Grid) -> Iterator[ReviewEntry]:
    header = _header(grid)
    assert header is not None
    top, column = header
    about = [c for c in range(1, column) if grid.label(top, c) in map(label_key, _ABOUT)]
    for row in range(top + 1, grid.height + 1):
        said = str(grid.values.get((row, column)) or "").strip()
        if said:
            words = (str(grid.values.get((row, c)) or "") for c in about)
            what = showable(" ".join(filter(None, words)))
            place = f"核对表 {showable(grid.sheet)}"
            yield ReviewEntry(
                "", "comment", "", "", place, what, "", showable(said), owner=Owner("near")
            )


def _refused(path: Path, what: str) -> InputProblem:
    remedy = "给出草稿旁边的核对表；草稿在别处的，用 --outputs 指出它的文件夹。"
    return not_taken(f"{path.name} {what}", remedy)
