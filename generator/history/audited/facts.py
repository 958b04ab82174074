"""The facts of a paper that was read: those of the workbook that it would make.

No file is written in between: official tables are read where they stand in the paper, what
sentences say is laid out as the input sheets are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from generator.editions.schema import Block, Form, InputSheet
from generator.history.papers import PaperRead
from generator.history.papers.official import table_of
from generator.model import Cell, Facts, Table, Unread
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.inputs import absent_sheet, read_sheet
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.unread import blank_tables, unread_of
from generator.workbook.writing.areas import Key
from generator.workbook.writing.style import CellValue

_WAN = "万元"


def workbook_of(paper: PaperRead, path: Path) -> Workbook:
    """The facts of a paper as a workbook; ``unread`` says what of it is in doubt, None: nothing."""
    edition, problems = paper.edition, Problems()
    tables: dict[str, Table] = {}
    for printed in paper.printed.values():
        tables[printed.form.id] = table_of(printed, problems)
    told = problems.findings[:]
    for sheet in edition.sheets:
        tables.update((table.id, table) for table in _blocks(sheet, paper, problems))
    declared: tuple[Form | InputSheet, ...] = (*edition.forms, *edition.sheets)
    unread = unread_of(problems.findings, declared, tables)
    tables |= dict(blank_tables(declared, tables))
    return Workbook(
        path, edition, Facts(tables), tuple(told), _doubt(unread, paper, tables, problems)
    )


def _doubt(
    unread: Unread | None, paper: PaperRead, tables: Mapping[str, Table], problems: Problems
) -> Unread | None:
    """What cannot be trusted: also tables that the paper lacks, and sheets with rows not read."""
    lost = {form.sheet for form in paper.edition.forms if form.id not in paper.printed}
    official = {form.sheet for form in paper.edition.forms}  # of those the reader tells itself
    lost |= {c.sheet for c, _ in paper.unread if not c.address and c.sheet not in official}
    cells = set(unread.cells) if unread else set()
    if tables["budget"].sheet in lost:  # rows are missing: the others are right, their sums not
        lost.discard(tables["budget"].sheet)
        cells |= set(_budget_sums(tables))
    if unread is None:
        lost |= {cell.sheet for finding in problems.findings for cell in finding.cells}
    else:
        lost |= unread.sheets
    return Unread(frozenset(cells), frozenset(lost)) if cells or lost else None


def _budget_sums(tables: Mapping[str, Table]) -> Iterator[Cell]:
    """The cells of 年初预算 that are of the whole or of a kind of budget."""
    for table in (tables["budget"], tables["budget_totals"]):
        for row in table.rows:
            if table.id != "budget" or row.key == "total":
                yield from (fact.cell for fact in row.cells.values() if fact.cell.address)


def _blocks(sheet: InputSheet, paper: PaperRead, problems: Problems) -> Iterator[Table]:
    if sheet.id in paper.edition.without:
        return absent_sheet(sheet)
    values = dict(_laid_out(sheet, _content(paper)))
    grid = Grid(sheet.name, values, frozenset(), frozenset())
    return read_sheet(sheet, SheetReader(grid, problems, _WAN))


def _content(paper: PaperRead) -> Mapping[Key, CellValue]:
    given: dict[Key, CellValue] = {
        ("profile", "year", "value"): str(paper.year),
        ("profile", "edition", "value"): paper.edition.id,
        ("profile", "currency", "value"): _WAN,
    }
    return {**paper.content.cells, **given}


def _laid_out(
    sheet: InputSheet, content: Mapping[Key, CellValue]
) -> Iterator[tuple[tuple[int, int], object]]:
    """The cells of an input sheet: the title of each block, its header, its rows."""
    row = 1
    for block in sheet.blocks:
        yield (row, 1), block.title
        header = row + 1
        yield (header, 1), block.label if block.kind != "list" else ""
        for at, column in enumerate(block.columns, start=2):
            yield (header, at), "" if column.live else column.label
        row = header + 1
        for key, label in _rows(block, content):
            yield (row, 2 if (block.kind, key) == ("list", "total") else 1), label
            for at, column in enumerate(block.columns, start=2):
                value = content.get((block.id, key, column.key))
                if not column.live and value is not None:
                    yield (row, at), _typed(value)
            row += 1


def _rows(block: Block, content: Mapping[Key, CellValue]) -> Iterator[tuple[str, str]]:
    """The key and the label of each row of a block."""
    if block.kind != "list":
        yield from ((line.key, line.label) for line in block.lines)
        return
    keys = dict.fromkeys(row for table, row, _ in content if table == block.id)
    yield from ((key, "") for key in sorted((k for k in keys if k.isdigit()), key=int))
    if block.total and "total" in keys:
        yield "total", block.total


def _typed(value: CellValue) -> object:
    """A value as a cell holds it; a Decimal as its digits."""
    return f"{value:f}" if isinstance(value, Decimal) else value
