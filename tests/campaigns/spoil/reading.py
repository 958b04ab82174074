"""The same workbook as another reader sees it: openpyxl, values only."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl

from . import books

_SHARED = (books.BOOK, books.LINKS, books.TYPES, books.STYLES, books.STRINGS)


@dataclass(frozen=True)
class Entry:
    """What stands in a cell that is not blank: the value, its type and its number format."""

    value: Any
    kind: str
    shown: str


Grid = dict[tuple[int, int], Entry]


@dataclass(frozen=True)
class Seen:
    """Sheet name → what stands there."""

    sheets: dict[str, Grid]


@cache
def base_seen(base: int, shared: bool) -> tuple[Seen, dict[str, bytes]]:
    """An unspoilt workbook, with its parts."""
    found = _seen(books.packed_base(base, shared), {}, {})
    return found, books.parts(base, shared)


def seen(content: bytes, base: int, shared: bool) -> Seen | None:
    """A spoilt workbook; None where openpyxl cannot read it."""
    before, parts = base_seen(base, shared)
    try:
        return _seen(content, before.sheets, parts)
    except Exception:  # a reader that is not ours raises whatever it likes
        return None


def _seen(content: bytes, known: dict[str, Grid], parts: dict[str, bytes]) -> Seen:
    """Sheets whose part is the one of the unspoilt workbook are taken from there."""
    with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        warnings.simplefilter("ignore")
        same = all(
            (archive.read(n) if n in archive.namelist() else None) == parts.get(n) for n in _SHARED
        )
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        sheets = {}
        for sheet in book.worksheets:
            part = sheet._worksheet_path.lstrip("/")
            if same and sheet.title in known and archive.read(part) == parts.get(part):
                sheets[sheet.title] = known[sheet.title]
                continue
            sheet.reset_dimensions()
            sheets[sheet.title] = _grid(sheet)
    return Seen(sheets)


def _grid(sheet: Any) -> Grid:
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if value is not None and str(value).strip():
                found[cell.row, cell.column] = Entry(value, cell.data_type, cell.number_format)
    return found
