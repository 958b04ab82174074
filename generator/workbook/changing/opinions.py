"""Rows of the sheet 审稿意见, and the sheet where a workbook has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model import Cell
from generator.workbook.changing.entries import CellEntry, NewSheet
from generator.workbook.reading.opinions import HEAD, HEADINGS, SHEET, STATE, STATES, OpinionSheet

_TITLE = "审稿意见：审改稿里的修改和批注，一行一条"
_NOTE = (
    "没有采纳的修改和没有答复的批注，在「采纳情况」里选 采纳、部分采纳 或 不采纳；"
    "不采纳的在「说明」里写理由。照改了工作簿、下一稿已经相同的，不用填。"
)


def opinion_entries(
    sheet: OpinionSheet, rows: Iterable[tuple[str, ...]]
) -> tuple[list[CellEntry], tuple[NewSheet, ...]]:
    """What to enter for rows that the sheet does not have yet, and the sheet where there is none.

    A row holds a text for each heading but the last two, which are a person's.
    """
    known = {opinion.key for opinion in sheet.rows}
    new = [row for row in rows if row[0].upper() not in known]
    if not new:
        return [], ()
    entries = [] if sheet.there else list(_head_entries(sheet.name))
    for number, row in enumerate(new, start=sheet.free):
        entries += [
            CellEntry(Cell(sheet.name, f"{_letter(column)}{number}"), text)
            for text, column in zip(row, sheet.columns, strict=False)
            if text and column
        ]
    names = [name for name, _ in HEADINGS]
    widths = tuple(width for _, width in HEADINGS)
    made = NewSheet(SHEET, widths, HEAD, {names.index(STATE) + 1: STATES})
    return entries, () if sheet.there else (made,)


def answer_entries(sheet: OpinionSheet, answers: Mapping[str, tuple[str, str]]) -> list[CellEntry]:
    """What to enter for answers by key: one of ``STATES``, and the reason.

    Keys that the sheet does not have, and other words, are left out.
    """
    reasons = sheet.columns[-1]
    entries = []
    for opinion in sheet.rows:
        state, reason = answers.get(opinion.key, ("", ""))
        if state not in STATES:
            continue
        entries.append(CellEntry(opinion.cell, state))
        row = opinion.cell.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if reason and reasons:
            entries.append(CellEntry(Cell(sheet.name, f"{_letter(reasons)}{row}"), reason))
    return entries


def _head_entries(name: str) -> Iterable[CellEntry]:
    yield CellEntry(Cell(name, "A1"), _TITLE)
    yield CellEntry(Cell(name, "A2"), _NOTE)
    for number, (heading, _) in enumerate(HEADINGS, start=1):
        yield CellEntry(Cell(name, f"{_letter(number)}{HEAD}"), heading)


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)
