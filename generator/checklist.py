"""The sheet 核对表 beside a draft: requirements, findings and coverage, to print and to tick off.

Three sheets, each with a blank column for the reviewer.  The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import Workbook

from generator.blank.areas import Area
from generator.blank.packing import describe, packed
from generator.blank.style import (
    HEAD,
    HELP,
    Look,
    height_for,
    put,
    put_like,
    set_page,
    set_widths,
    start_height,
)
from generator.checks import CheckReport, Requirement, State, Status, by_cause
from generator.model import Cell, Finding, Severity, Side

_MOST_CELLS = 8
_TOP = 3  # title, note, header
_TEXT = Look(size=10, wrap=True)
_SHORT = Look(size=10, align="center", wrap=True)
_OPEN = Look(size=10, wrap=True, locked=False)
_RED, _YELLOW, _GREEN, _GREY = "F8CBAD", "FFE699", "E2EFDA", "EDEDED"
_FILLS = {
    State.MET.value: _GREEN,
    State.UNMET.value: _RED,
    State.IDLE.value: _GREY,
    Severity.ERROR.chinese: _RED,
    Severity.WARNING.chinese: _YELLOW,
    Status.PASSED.value: _GREEN,
    Status.FAILED.value: _RED,
    Status.NOT_RUN.value: _YELLOW,
    Status.IDLE.value: _GREY,
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and whether it holds single words."""

    label: str
    width: int
    short: bool = False


_REMARK = Column("复核意见", 18)
_REQUIRED = (
    Column("序号", 6, True),
    Column("公开要求", 42),
    Column("结果", 10, True),
    Column("见于何处，或缺什么", 60),
    _REMARK,
)
_FOUND = (
    Column("序号", 6, True),
    Column("程度", 8, True),
    Column("规则", 7, True),
    Column("问题", 30),
    Column("一方", 20),
    Column("另一方", 20),
    Column("相差", 11),
    Column("允许误差", 11),
    Column("处理", 30),
    Column("依据", 16),
    _REMARK,
)
_COVERED = (
    Column("规则", 8, True),
    Column("核对什么", 46),
    Column("程度", 8, True),
    Column("结果", 10, True),
    Column("看了几处", 10, True),
    Column("说明", 46),
    _REMARK,
)


def checklist(
    draft_name: str,
    workbook_name: str,
    requirements: Sequence[Requirement],
    findings: Sequence[Finding],
    report: CheckReport,
) -> bytes:
    """The file.  ``findings`` are the open ones, those of reading included."""
    book = Workbook()
    book.remove(book.active)
    source = f"{draft_name}，由 {workbook_name} 得出。「复核意见」供手工填写，程序不读。"
    _sheet(book, "公开要求", source, _REQUIRED, _required(requirements))
    _sheet(book, "核对结果", source, _FOUND, [*_open(findings), *_accepted(report.accepted)])
    _sheet(book, "核对项目", source, _COVERED, _covered(report))
    describe(book, f"{draft_name} 核对表")
    return packed(book)


def _required(requirements: Iterable[Requirement]) -> Iterator[tuple[str, ...]]:
    for number, entry in enumerate(requirements, start=1):
        yield str(number), entry.title, entry.state.value, entry.place


def _open(findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    number = 0
    for lead, others in by_cause(findings):
        number += 1
        yield _row(number, lead.severity.chinese, lead, lead.remedy)
        first = number
        for finding in others:
            number += 1
            remedy = f"与第 {first} 条同一原因（{lead.cause}），改正后再运行。"
            yield _row(number, finding.severity.chinese, finding, remedy)
    if not findings:
        yield "", "", "", "没有发现问题。"


def _accepted(findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        yield _row(0, "已说明", finding, f"说明：{finding.accepted}")


def _row(number: int, word: str, finding: Finding, remedy: str) -> tuple[str, ...]:
    sides = [_side(side) for side in finding.sides] or [_cells(finding.cells)]
    left, right = (*sides, "")[:2]
    return (
        str(number) if number else "",
        word,
        finding.rule,
        finding.message,
        left,
        right,
        finding.difference,
        finding.tolerance,
        remedy,
        finding.basis,
    )


def _side(side: Side) -> str:
    return f"{side.text}\n{_cells(side.cells)}"


def _cells(cells: Sequence[Cell]) -> str:
    shown = "\n".join(map(str, cells[:_MOST_CELLS]))
    return shown if len(cells) <= _MOST_CELLS else f"{shown}\n等 {len(cells)} 格"


def _covered(report: CheckReport) -> Iterator[tuple[str, ...]]:
    for entry in report.coverage:
        rule, looked = entry.rule, str(entry.looked) if entry.looked else ""
        severity = rule.severity.chinese
        yield rule.id, rule.title, severity, entry.status.value, looked, entry.detail


def _sheet(
    book: Any, name: str, source: str, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    sheet = book.create_sheet(name)
    title = replace(HEAD, size=14, fill="", border=False, align="left", wrap=False)
    put(sheet, _area(name, 1, 1), f"核对表：{name}", title)
    put(sheet, _area(name, 2, 1), source, replace(HELP, wrap=False))
    for number, column in enumerate(columns, start=1):
        put(sheet, _area(name, _TOP, number), column.label, HEAD)
    bottom, models = _TOP, dict[Look, Any]()
    for bottom, row in enumerate(rows, start=_TOP + 1):
        _write(sheet, bottom, columns, row, models)
    set_widths(sheet, [column.width for column in columns])
    set_page(sheet, bottom, len(columns), landscape=True, one_page=False)
    sheet.print_title_rows = f"{_TOP}:{_TOP}"
    sheet.freeze_panes = f"A{_TOP + 1}"
    sheet.auto_filter.ref = f"A{_TOP}:{sheet.cell(bottom, len(columns)).coordinate}"
    sheet.sheet_view.showGridLines = False


def _write(
    sheet: Any,
    number: int,
    columns: tuple[Column, ...],
    row: tuple[str, ...],
    models: dict[Look, Any],
) -> None:
    """One row; ``models`` are the cells written so far, one for each look."""
    name, high = sheet.title, 0.0
    for at, column in enumerate(columns, start=1):
        text = row[at - 1] if at <= len(row) else ""
        look = _OPEN if column is _REMARK else _SHORT if column.short else _TEXT
        fill = _FILLS.get(text, "") if column.label in ("结果", "程度") else ""
        area, look = _area(name, number, at), replace(look, fill=fill)
        if look in models:
            put_like(sheet, area, text, models[look])
        else:
            put(sheet, area, text or None, look)
            models[look] = sheet[area.corner]
        high = max(high, height_for(text, column.width))
    start_height(sheet, number, high)


def _area(name: str, row: int, column: int) -> Area:
    return Area(name, row, column, row, column)
