"""Taking over what was accepted of a reviewed copy, and keeping all the rest open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.history.returned.entries import ReviewEntry
from generator.history.returned.open_list import keep
from generator.history.returned.reading import ReturnedCopy
from generator.history.returned.row_writing import laid
from generator.history.returned.taking import Taken, as_rows, taken
from generator.model import Cell, Finding, InputProblem, Severity, Value
from generator.workbook.changing import CellEntry, Entered, NoRoom, enter, formulas_in
from generator.workbook.changing.opinions import answer_entries, opinion_entries
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.opinions import REFUSED


class Adopted(Struct, frozen=True):
    """What became of the entries of a copy.

    ``written`` stand in the workbook now; ``refused`` could not be written, with the reason;
    ``left`` are open, and stand on its sheet 审稿意见.  ``backup`` is the workbook as it was, None
    where nothing had to be written.
    """

    written: tuple[ReviewEntry, ...]
    refused: tuple[tuple[ReviewEntry, str], ...]
    left: tuple[ReviewEntry, ...]
    backup: Path | None


def adopt(
    copy: ReturnedCopy, workbook: Workbook, outputs: Path, accepted: Collection[str]
) -> Adopted:
    """Write the entries with the accepted keys into the workbook; note down everything.

    Cells and sheet are written together or not at all.  Raises InputProblem when the workbook is
    open in another program, or it or the record cannot be written.
    """
    waiting = [entry for entry in copy.entries if entry.key not in copy.settled]
    wanted = [entry for entry in waiting if entry.key in accepted and entry.takeable]
    cells = [cell for entry in wanted for cell in entry.owner.writes]
    formulas, texts = formulas_in(workbook.path, cells), _texts(workbook)
    made = taken(wanted, formulas, texts)
    year = workbook.facts["profile"]["year"]["value"].value
    keep(copy, outputs / str(year), workbook.path.stem)
    try:
        left, backup = _written(copy, workbook, waiting, made)
    except NoRoom as full:
        why = f"要加一行，但{full.reason}：请自己插入这一行"
        refused = [entry for entry in made.entries if entry.owner.row is not None]
        kept = [entry for entry in made.entries if entry.owner.row is None]
        made = taken(kept, formulas, texts)
        made = replace(made, refused=(*made.refused, *((entry, why) for entry in refused)))
        left, backup = _written(copy, workbook, waiting, made)
    return Adopted(made.entries, made.refused, left, backup)


def _written(
    copy: ReturnedCopy, workbook: Workbook, waiting: Iterable[ReviewEntry], made: Taken
) -> tuple[tuple[ReviewEntry, ...], Path | None]:
    """What is left open, and the workbook as it was."""
    done = {entry.key for entry in made.entries}
    left = tuple(entry for entry in waiting if entry.key not in done)
    rows, sheets = opinion_entries(workbook.opinions, as_rows(copy.path.name, left))
    cells = [*made.cells, *_following(made.cells, workbook)]
    for close in (True, False):
        found = laid(workbook, made.rows, cells, close)
        changes = [*found.cells, *rows]
        if not (changes or found.growth):
            break
        try:
            return left, enter(workbook.path, changes, True, found.growth, sheets).backup
        except NoRoom:  # a row that cannot be taken out is cleared
            if not close:
                raise
    return left, None


def _texts(workbook: Workbook) -> dict[Cell, Value]:
    """What the text cells say."""
    rows = (row for table in workbook.facts.tables.values() for row in table.rows)
    facts = (fact for row in rows for fact in row.cells.values())
    return {fact.cell: fact.value for fact in facts if isinstance(fact.value, str)}


def answer(workbook: Workbook, answers: Mapping[str, tuple[str, str]]) -> Entered:
    """Write what became of open entries, by their keys, onto the sheet 审稿意见.

    An answer is 采纳, 部分采纳 or 不采纳, and its reason.  Raises InputProblem where one lacks its
    reason, and like ``adopt``.
    """
    lacking = sorted(key for key, (state, why) in answers.items() if state == REFUSED and not why)
    if lacking:
        message = f"{workbook.path.name}：{'、'.join(lacking)} 不采纳，没有写理由"
        remedy = "不采纳的写明理由，再写入。"
        raise InputProblem([Finding("I20", Severity.ERROR, message, remedy=remedy)])
    return enter(workbook.path, answer_entries(workbook.opinions, answers), replace=True)


def _following(changes: Iterable[CellEntry], workbook: Workbook) -> Iterator[CellEntry]:
    """The indicators of a project that is called otherwise now: they name it."""
    now = {entry.cell: entry.value for entry in changes}
    if not {"projects", "indicators"} <= workbook.facts.tables.keys():
        return
    for project in workbook.facts["projects"].rows:
        name = project["name"]
        if name.cell not in now:
            continue
        for row in workbook.facts["indicators"].rows:
            own = row["project"]
            if own.value == name.value and own.cell not in now:
                yield CellEntry(own.cell, now[name.cell], "审改稿")
