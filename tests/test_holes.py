"""What is missing shows twice: as a marker in the draft and as a finding that names its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import checks
from generator.model import Cell, Facts, Finding, Row, Severity
from generator.pipeline import derive, render_draft
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.cases import CASES
from tests.gallery.changing import changed as edited
from tests.gallery.judged import judged
from tests.gallery.rich import RICH
from tests.gallery.running import WORKBOOKS, real
from tests.gallery.single import Case as Mistake
from tests.helpers.casebook import Case, case_files, cases, result_of
from tests.helpers.markers import MissingMarks, markers
from tests.helpers.sampling import some


def seen(facts: Facts, workbook: Workbook) -> tuple[MissingMarks, list[Finding]]:
    """The markers in the draft of some facts and what the checks ask for."""
    accounts, made = derive(replace(workbook, facts=facts))
    found = checks.run(accounts, made).findings
    return markers(render_draft(workbook.edition, made)), serious(found)


def serious(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity is not Severity.HINT]


def untold(marks: MissingMarks, findings: list[Finding]) -> list[str]:
    """The markers for whose cells no finding asks; a whole sheet stands for each of its cells."""
    named = {cell for finding in findings for cell in finding.cells}
    sheets = {cell.sheet for cell in named if not cell.address}
    return [
        f"{text} {'、'.join(map(str, cells))}"
        for text, cells in marks
        if cells and not any(cell in named or cell.sheet in sheets for cell in cells)
    ]


def unmarked_gaps(marks: MissingMarks, findings: list[Finding]) -> list[str]:
    """The missing reasons and quantities that a finding asks for and the draft does not mark.

    A 项 without a name is printed by its code.
    """
    marked = {cell for _, cells in marks for cell in cells}
    sheets = {cell.sheet for cell in marked if not cell.address}
    return [
        f"{finding.rule} {finding.message}"
        for finding in findings
        if finding.rule in ("R02", "G03", "A04", "S06", "C06")
        and "项级" not in finding.message
        and not any(cell in marked or cell.sheet in sheets for cell in finding.cells)
    ]


def loose(marks: MissingMarks) -> int:
    """How many markers are tied to no cell: lists without a single row."""
    return sum(not cells for _, cells in marks)


@cache
def books() -> dict[str, Workbook]:
    found = {path.stem: read_workbook(path) for path in WORKBOOKS}
    return found | {"全": replace(real(), facts=edited(real(), RICH))}


def typed_cells(workbook: Workbook, blocks: Collection[str]) -> list[Cell]:
    """One filled cell of each line and column of some blocks of the input sheets, or of all."""
    sample: dict[tuple[str, str, str], Cell] = {}
    for sheet in workbook.edition.sheets:
        for block in sheet.blocks:
            if blocks and block.id not in blocks:
                continue
            for row in workbook.facts[block.id].rows:
                for column, fact in row.cells.items():
                    line = row.key if block.kind != "list" else ""
                    if fact.given and fact.cell.address:
                        sample.setdefault((block.id, line, column), fact.cell)
    return list(sample.values())


def blanked(facts: Facts, cell: Cell) -> Facts:
    tables = dict(facts.tables)
    for key, table in tables.items():
        rows = tuple(
            Row(
                row.key,
                {c: replace(f, value=None) if f.cell == cell else f for c, f in row.cells.items()},
            )
            for row in table.rows
        )
        if table.sheet == cell.sheet:
            tables[key] = replace(table, rows=rows, by_key={row.key: row for row in rows})
    return Facts(tables)


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("全", ()),
        ("行政部门", ("three_public_counts", "operating", "procurement", "assets", "budget")),
    ],
)
def test_a_blank_cell_that_leaves_a_marker_is_asked_for(name: str, blocks: tuple[str, ...]) -> None:
    workbook = books()[name]
    missed = {}
    marked = 0
    for cell in some(typed_cells(workbook, blocks), 24):
        marks, findings = seen(blanked(workbook.facts, cell), workbook)
        missed[str(cell)] = untold(marks, findings) + unmarked_gaps(marks, findings)
        marked += bool(marks)
    assert not {cell: texts for cell, texts in missed.items() if texts}
    assert marked > 6


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_the_markers_of_every_situation_are_asked_for(path: Path) -> None:
    for case in cases().values():
        if f'name = "{case.name}"' in path.read_text("utf-8"):
            _asked_for(case)


def _asked_for(case: Case) -> None:
    made = result_of(case.name)
    findings = serious(made.findings)
    assert not untold(made.markers, findings) + unmarked_gaps(made.markers, findings), case.name
    assert loose(made.markers) <= len(findings), case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_markers_of_every_mistake_are_asked_for(case: Mistake) -> None:
    found = judged(case)
    findings = serious(found.findings)
    assert not untold(found.markers, findings) + unmarked_gaps(found.markers, findings)
