"""Lets the program read one workbook, and keeps what it made of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.history.differences import printed_figures
from generator.model import Fact, Finding, Unit
from generator.pipeline import build, examine
from generator.workbook.reading.facts import Workbook, read_workbook

from . import books
from .records import Made, Printed, Read, Told

BUILT = 25  # one workbook in so many is built with everything beside the draft


def run(path: Path, whole: bool = False) -> Made:
    """What the program makes of a workbook; any exception is a fault of the program."""
    if whole:
        outputs = path.parent / f"{path.stem}-out"
        built = build(path, outputs)
        shutil.rmtree(outputs, ignore_errors=True)
        assert not built.failed
    everything, found = examine(path)
    findings = [_told(finding) for finding in found.findings]
    if everything is None:
        assert found.unusable
        return Made(True, findings)
    return Made(False, findings, list(_read(everything.workbook)), list(_figures(everything.draft)))


def read_only(path: Path) -> None:
    """Only the reading, of a workbook that can be read."""
    read_workbook(path)


def _figures(draft: Any) -> Iterator[Printed]:
    """The printed figures that are nothing but one cell, each as it is recorded."""
    plain: dict[tuple[str, tuple[str, ...]], Any] = {}
    derived = set()
    for figure in draft.printed:
        key = figure.label, tuple(map(str, figure.cells))
        if figure.formula or len(figure.cells) != 1:
            derived.add(key)
        else:
            plain[key] = figure
    for text in printed_figures(draft):
        key = text.label, text.cells
        if key in plain and key not in derived:
            cell = plain[key].cells[0]
            yield Printed(text.label, text.text, cell.sheet, cell.address)


def _told(finding: Finding) -> Told:
    cells = tuple((cell.sheet, cell.address) for cell in finding.cells)
    return Told(finding.rule, finding.message, cells)


def _read(workbook: Workbook) -> Iterator[Read]:
    for table in workbook.facts.tables.values():
        for row in table.rows:
            for column, fact in row.cells.items():
                if fact.cell.address:
                    yield Read(
                        table.id, row.key, column, fact.cell.sheet, fact.cell.address,
                        _kind(fact), fact.value,
                    )  # fmt: skip


def _kind(fact: Fact) -> str:
    if fact.value is None:
        return "blank"
    if isinstance(fact.value, Decimal):
        return "amount" if fact.unit is Unit.YUAN else "number"
    return "date" if isinstance(fact.value, date) else "text"


@cache
def base_made(base: int) -> Made:
    """What the program makes of an unspoilt workbook, which it must be able to use."""
    made = run(books.BASES[base])
    assert not made.refused, made.findings
    return made
