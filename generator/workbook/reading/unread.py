"""What of a workbook could not be read, so that the rest of it can be checked all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.editions.schema import Form, InputSheet
from generator.model import Cell, Finding, Severity, Table, Unread
from generator.workbook.reading.inputs import absent_sheet
from generator.workbook.reading.official import absent_form, is_whole

# Problems of one cell.  All others may have cost whole rows: then the sheet is in doubt.
_OF_A_CELL = frozenset({"I04", "I06", "I07", "I09", "I10", "I30"})
# Without these nothing is certain: the edition, the year, which of two sheets.
_OF_THE_WORKBOOK = frozenset({"I11", "I13", "I37"})


def unread_of(
    findings: Iterable[Finding],
    declared: Iterable[Form | InputSheet],
    tables: Mapping[str, Table],
) -> Unread | None:
    """The cells and sheets in doubt; None where nothing of the workbook can be trusted."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    single = [f for f in errors if f.rule in _OF_A_CELL and all(c.address for c in f.cells)]
    cells = frozenset(cell for finding in single for cell in finding.cells)
    other = [finding for finding in errors if finding not in single]
    sheets = {cell.sheet for finding in other for cell in finding.cells}
    declared = tuple(declared)
    sheets.update(_name(sheet) for sheet in declared if _lacking(sheet, tables))
    sheets.update(cell.sheet for cell in cells & set(_names(declared, tables)))
    profile = tables.get("profile")
    if profile is None or not profile["year"]["value"].given:
        return None
    wrong = any(finding.rule in _OF_THE_WORKBOOK for finding in errors)
    unit_unread = profile["currency"]["value"].cell in cells  # then every amount is in doubt
    return (
        None
        if wrong or unit_unread or profile.sheet in sheets
        else Unread(cells, frozenset(sheets))
    )


def _names(declared: Iterable[Form | InputSheet], tables: Mapping[str, Table]) -> Iterator[Cell]:
    """The cells of lists that say to what a row belongs: a project, a group, a name."""
    for sheet in declared:
        for block in sheet.blocks if isinstance(sheet, InputSheet) else ():
            columns = [c.key for c in block.columns if c.fill_down or c.kind in ("text", "code")]
            rows = tables[block.id].rows if block.kind == "list" and block.id in tables else ()
            yield from (f.cell for row in rows for key, f in row.cells.items() if key in columns)


def blank_tables(
    declared: Iterable[Form | InputSheet], tables: Mapping[str, Table]
) -> Iterator[tuple[str, Table]]:
    """Blank tables for the sheets that are not there or of which nothing was found."""
    for sheet in declared:
        if not _lacking(sheet, tables):
            continue
        made = [absent_form(sheet)] if isinstance(sheet, Form) else absent_sheet(sheet)
        yield from ((table.id, table) for table in made)


def _lacking(sheet: Form | InputSheet, tables: Mapping[str, Table]) -> bool:
    if isinstance(sheet, Form):
        return sheet.id not in tables or not is_whole(sheet, tables[sheet.id])
    return sheet.blocks[0].id not in tables  # they are all read, or none


def _name(sheet: Form | InputSheet) -> str:
    return sheet.sheet if isinstance(sheet, Form) else sheet.name
