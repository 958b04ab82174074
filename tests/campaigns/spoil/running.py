"""Lets the program read one workbook, and keeps what it made of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.differences import content_of
from generator.model import Fact, Finding, InputProblem, Unit
from generator.pipeline import build, check, examined
from generator.workbook.reading import Workbook, read_workbook

from . import books
from .records import Made, Read, Told

BUILT = 25  # one workbook in so many is built with everything beside the draft


def run(path: Path, whole: bool = False) -> Made:
    """What the program makes of a workbook; any exception is a fault of the program."""
    if whole:
        outputs = path.parent / f"{path.stem}-out"
        found = build(path, outputs)
        shutil.rmtree(outputs, ignore_errors=True)
        assert not found.failed
    try:
        workbook = read_workbook(path)
        _, _, draft, report = examined(workbook)
    except InputProblem:
        found = check(path)
        assert not found.failed and found.unusable
        return Made(True, [_told(finding) for finding in found.findings])
    findings = (*workbook.findings, *report.findings)
    content_of(draft, findings)
    printed = [
        (figure.label, text.text, (figure.cells[0].sheet, figure.cells[0].address))
        for figure, text in _figures(draft, findings)
    ]
    return Made(False, [_told(f) for f in findings], list(_read(workbook)), printed)


def _figures(draft: Any, findings: tuple[Finding, ...]) -> Iterator[tuple[Any, Any]]:
    """The printed figures that are nothing but one cell, each with its text in the record."""
    plain: dict[tuple[str, tuple[str, ...]], Any] = {}
    derived = set()
    for figure in draft.printed:
        key = figure.label, tuple(map(str, figure.cells))
        if figure.formula or len(figure.cells) != 1:
            derived.add(key)
        else:
            plain[key] = figure
    for text in content_of(draft, findings).figures:
        key = text.label, text.cells
        if key in plain and key not in derived:
            yield plain[key], text


def _told(finding: Finding) -> Told:
    cells = tuple((cell.sheet, cell.address) for cell in finding.cells)
    return Told(finding.rule, finding.message, cells)


def _read(workbook: Workbook) -> Iterator[Read]:
    for table in workbook.facts.tables.values():
        for row in table.rows:
            for column, fact in row.cells.items():
                if fact.cell.address:
                    kind = _kind(fact)
                    yield Read(
                        table.id, row.key, column, fact.cell.sheet, fact.cell.address, kind,
                        fact.value, table.unit,
                    )  # fmt: skip


def _kind(fact: Fact) -> str:
    if fact.value is None:
        return "blank"
    if isinstance(fact.value, Decimal):
        return "amount" if fact.unit is Unit.YUAN else "number"
    return "date" if isinstance(fact.value, date) else "text"


@cache
def base_made(base: int) -> Made:
    """What the program makes of an unspoilt workbook."""
    return run(books.BASES[base])
