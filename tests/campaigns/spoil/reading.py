"""The same workbook as another reader sees it: openpyxl, values only.

Sheets whose part is still the one of the unspoilt workbook, beside the same styles, texts and list
of sheets, are taken from there; only the others are parsed.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
import zipfile
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from . import books
from .books import tag

_SHARED = (books.BOOK, books.LINKS, books.TYPES, books.STYLES, books.STRINGS)


@dataclass(frozen=True)
class Entry:
    """What stands in a cell that is not blank: the value, its type and its number format."""

    value: Any
    kind: str
    shown: str


Grid = dict[tuple[int, int], Entry]


@dataclass(frozen=True, eq=False)
class Seen:
    """Sheet name → what stands there."""

    sheets: dict[str, Grid]

    def like(self, sheet: str) -> Grid:
        """The sheet of that name, whatever its blanks and widths; {} without one."""
        key = _key(sheet)
        return next((grid for name, grid in self.sheets.items() if _key(name) == key), {})

    def without(self, cells: Container[tuple[str, str]]) -> Seen:
        """As if nothing stood in cells (sheet, address): under merged ones, say."""
        return Seen(
            {
                name: {at: e for at, e in grid.items() if (name, _address(*at)) not in cells}
                for name, grid in self.sheets.items()
            }
        )


def _address(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True)
class _Base:
    """An unspoilt workbook: openpyxl's, what it saw there, and the parts."""

    book: Any
    seen: Seen
    parts: books.Parts


@cache
def _base(base: int, shared: bool) -> _Base:
    content = books.packed_base(base, shared)
    book = _opened(content)
    return _Base(book, Seen(_grids(book, {}, {})), books.parts(base, shared))


def base_seen(base: int, shared: bool) -> Seen:
    """An unspoilt workbook."""
    return _base(base, shared).seen


def seen(content: bytes, base: int, shared: bool) -> Seen | None:
    """A spoilt workbook; None where openpyxl cannot read it."""
    known = _base(base, shared)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        same = all(parts.get(name) == known.parts.get(name) for name in _SHARED)
        if same:
            return Seen(_grids(known.book, known.seen.sheets, known.parts, parts))
        return Seen(_grids(_opened(content), {}, {}))
    except Exception:  # a reader that is not ours raises whatever it likes
        return None


def _opened(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(
            io.BytesIO(content), data_only=True, read_only=True, rich_text=True
        )


def _grids(
    book: Any,
    known: Mapping[str, Grid],
    before: books.Parts,
    now: books.Parts | None = None,
) -> dict[str, Grid]:
    """The sheets of a workbook, with the parts ``now`` instead of its own."""
    found = {}
    for sheet in book.worksheets:
        part = sheet._worksheet_path.lstrip("/")
        if now is not None and now[part] == before[part]:
            found[sheet.title] = known[sheet.title]
        else:
            xml = book._archive.read(part) if now is None else now[part]
            found[sheet.title] = _grid(book, sheet, xml)
    return found


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl takes no true and false for truth values, which the schema allows."""

    def parse_cell(self, element: Any) -> Any:
        value = element.find(tag("v"))
        if element.get("t") == "b" and value is not None and value.text in ("true", "false"):
            value.text = str(int(value.text == "true"))
        return super().parse_cell(element)


def _grid(book: Any, sheet: Any, xml: bytes) -> Grid:
    """Every cell with something in it, also in rows that are out of order."""
    parser = _Parser(
        io.BytesIO(xml),
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
        rich_text=True,
    )
    found, formats = {}, _formats(book)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, row in parser.parse():
            for cell in row:
                value = _plain(cell["value"])
                if value is not None and str(value).strip():
                    shown = formats(cell["style_id"] or 0)
                    found[cell["row"], cell["column"]] = Entry(value, cell["data_type"], shown)
    return found


def _plain(value: Any) -> Any:
    """A text in runs as one text; raised and lowered signs are the characters that look so."""
    if not isinstance(value, CellRichText):
        return value
    return "".join(_run(run) if isinstance(run, TextBlock) else run for run in value)


def _run(run: TextBlock) -> str:
    height = run.font.vertAlign if run.font is not None else None
    return str(run.text or "").translate(_HEIGHTS.get(height or "", {}))


_HEIGHTS = {
    "superscript": str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}


def _formats(book: Any) -> Any:
    """The number format by the number of a style, as openpyxl knows it."""

    def of(style: int) -> str:
        number = book._cell_styles[style].numFmtId
        if number < 164:
            return str(openpyxl.styles.numbers.BUILTIN_FORMATS.get(number, "General"))
        return str(book._number_formats[number - 164])

    return cache(of)
