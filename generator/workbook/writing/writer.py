"""Put the workbook together and into a file: all of it or nothing, the same bytes every time."""

from __future__ import annotations

import os
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from generator import __version__
from generator.editions import Edition
from generator.editions.schema import Form
from generator.workbook.writing.areas import Key
from generator.workbook.writing.filling import Filling, Values, fill
from generator.workbook.writing.guide import write_guide
from generator.workbook.writing.inputs import write_sheet
from generator.workbook.writing.official import FormSheet
from generator.workbook.writing.packing import describe, packed
from generator.workbook.writing.places import Places, arrange
from generator.workbook.writing.style import FACE, GUIDE, CellValue


def write_workbook(edition: Edition, path: Path, year: int, content: Values | None = None) -> None:
    """Write the workbook of an edition for ``year`` to ``path``, blank or with ``content``.

    Raises FileExistsError when the file is there already, KeyError when ``content`` names a
    cell that a person cannot fill in.  The file appears complete or not at all.
    """
    if path.exists():
        raise FileExistsError(path)
    content = content or Values()
    places = arrange(edition, content.rows_used())
    filling = fill(places, content, _defaults(edition, year))
    _save(packed(_workbook(edition, places, filling, year)), path)


def _defaults(edition: Edition, year: int) -> dict[Key, CellValue]:
    return {
        ("profile", "year", "value"): year,
        ("profile", "edition", "value"): edition.id,
        ("profile", "currency", "value"): edition.currency,
        ("profile", "program", "value"): __version__,
    }


def _workbook(edition: Edition, places: Places, filling: Filling, year: int) -> Workbook:
    book = Workbook()
    book._named_styles["Normal"].font = Font(name=FACE, size=10.5)
    book.active.title = GUIDE
    write_guide(book.active, places, edition, year)
    for item in edition.in_order:
        sheet = book.create_sheet(item.sheet if isinstance(item, Form) else item.name)
        if isinstance(item, Form):
            FormSheet(sheet, places.forms[item.id], places, filling).write()
        else:
            write_sheet(sheet, item, places, filling)
    for sheet in book.worksheets:
        sheet.sheet_view.showGridLines = False
    describe(book, f"{year}年度部门决算公开填报工作簿")
    return book


def _save(data: bytes, path: Path) -> None:
    """Write beside the target, then move into place."""
    draft = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
