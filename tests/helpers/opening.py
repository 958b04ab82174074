"""Workbooks as openpyxl has them, each read once in a run: reading one takes longer than a check."""

from __future__ import annotations

import io
import pickle
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import openpyxl
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.workbook._writer import WorkbookWriter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from generator.model import Finding, InputProblem
from generator.workbook.reading.facts import read_workbook

# What takes long to unpack of a sheet.
_HEAVY = (
    "_cells",
    "_hyperlinks",
    "row_dimensions",
    "column_dimensions",
    "merged_cells",
    "conditional_formatting",
    "data_validations",
    "HeaderFooter",
    "_comments",
)


class Opened(openpyxl.Workbook):  # type: ignore[misc]
    """A workbook that writes on saving only what may have changed: all of it takes five times as long.

    Sheets that nobody asked for by name are as they were read; their parts are taken from the
    workbook as it is saved without a change.  What is not sure to be told apart writes everything.
    """

    def __getitem__(self, name: str) -> Any:
        """A sheet, which then may be changed."""
        for sheet in self._sheets:
            if sheet.title == name:
                self._asked[sheet] = name
                return sheet
        raise KeyError(name)

    @property
    def worksheets(self) -> list[Any]:
        """All sheets, any of which may then be changed."""
        self._all = True
        found: list[Any] = super().worksheets
        return found

    @property
    def active(self) -> Any:
        """The sheet that opens, which then may be changed."""
        self._all = True
        return self._sheets[self._active_sheet_index]

    @active.setter
    def active(self, sheet: Any) -> None:
        self._all = True
        openpyxl.Workbook.active.fset(self, sheet)

    def save(self, place: Any) -> None:
        """Write it, whole or only what may have changed."""
        parts = None if self._all else _changed_parts(self)
        if parts is None:
            super().save(place)
            return
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in (_saved(self._content).parts | parts).items():
                archive.writestr(name, content)


class Saved(NamedTuple):
    """What a save without a change writes: the parts, and of each sheet what they go by."""

    parts: dict[str, bytes]
    sheets: dict[str, tuple[str, object]]
    styles: list[int]


def opened(path: Path) -> Any:
    """A workbook to be changed at will.  Files with the same content are read once."""
    return _opened(path.read_bytes())


def _opened(content: bytes) -> Any:
    book = pickle.loads(_read(content))
    book.__class__ = Opened
    book._asked, book._first = {}, list(book._sheets)
    book._all, book._content = False, content
    return book


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose cells are unpacked once something asks for them: most tests look at one of 26."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HEAVY or "_packed" not in self.__dict__:
            raise AttributeError(name)
        found = _Unpacking(io.BytesIO(self.__dict__.pop("_packed")), self).load()
        self.__dict__ |= found | self.__dict__
        for table, make in (
            (self.row_dimensions, self._add_row),
            (self.column_dimensions, self._add_column),
        ):
            table.default_factory, table.worksheet = make, self  # what a pickled one has forgotten
        return self.__dict__[name]


class _Packing(pickle.Pickler):
    """What is on one sheet, without the sheet itself and the workbook."""

    def __init__(self, file: io.BytesIO, sheet: Worksheet) -> None:
        super().__init__(file)
        self._names = {id(sheet): "sheet", id(sheet.parent): "book"}

    def persistent_id(self, thing: object) -> str | None:
        return self._names.get(id(thing))


class _Unpacking(pickle.Unpickler):
    """The same back on its sheet."""

    def __init__(self, file: io.BytesIO, sheet: Worksheet) -> None:
        super().__init__(file)
        self._found = {"sheet": sheet, "book": sheet.parent}

    def persistent_load(self, name: str) -> object:
        return self._found[name]


@lru_cache(maxsize=16)
def _read(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.save(io.BytesIO())  # which gives merged cells the styles of their borders
    for sheet in book.worksheets:
        heavy, file = {name: sheet.__dict__.pop(name) for name in _HEAVY}, io.BytesIO()
        _Packing(file, sheet).dump(heavy)
        sheet.__class__, sheet._packed = _Sheet, file.getvalue()
    return pickle.dumps(book)


@lru_cache(maxsize=16)
def _saved(content: bytes) -> Saved:
    book, file = _opened(content), io.BytesIO()
    book._all = True
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = {s.title: (s.path[1:], _written(s)[1]) for s in book.worksheets}
    return Saved(parts, sheets, _styles(book))


def _changed_parts(book: Any) -> dict[str, bytes] | None:
    """What stands in other words than in the saved workbook; None where that is not all."""
    saved = _saved(book._content)
    if book._sheets != book._first or book.sheetnames != list(saved.sheets):
        return None
    made: dict[str, bytes] = {}
    for sheet, name in book._asked.items():
        xml, beside = _written(sheet)
        part, usual = saved.sheets[name]
        if beside != usual:
            return None
        made[part] = xml
    if _styles(book) != saved.styles:
        made["xl/styles.xml"] = tostring(write_stylesheet(book))
    made["xl/workbook.xml"] = WorkbookWriter(book).write()
    book._all = False  # which has looked at all
    return made


def _written(sheet: Any) -> tuple[bytes, object]:
    """The part of a sheet, and what it has in other parts: comments, links, tables, pictures."""
    writer = WorksheetWriter(sheet)
    writer.write()
    xml = Path(writer.out).read_bytes()
    writer.cleanup()
    comments = [(note.ref, note.author, note.content) for note in sheet._comments]
    links = [(link.ref, link.target, link.location) for link in sheet._hyperlinks]
    return xml, (comments, links, list(sheet._tables), len(sheet._charts), len(sheet._images))


def _styles(book: Any) -> list[int]:
    """How many there are of each kind: new ones come behind those that were read."""
    kinds = ("cell_styles", "fonts", "fills", "borders", "number_formats", "alignments")
    lists = [getattr(book, f"_{kind}") for kind in (*kinds, "protections", "named_styles")]
    return [len(found) for found in (*lists, book._differential_styles.styles)]


def looked_at(path: Path, calculated: bool = False) -> Any:
    """A workbook whose values are only read: without the borders of merged cells, in half the time.

    ``calculated``: with the results that formulas had when it was saved.
    """
    with patch.object(MergedCellRange, "format", lambda area: None):
        return openpyxl.load_workbook(path, data_only=calculated)


def value_in(path: Path, sheet: str, address: str) -> Any:
    """What a cell of a file holds; the other sheets are not read."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return book[sheet][address].value
    finally:
        book.close()


def names_in(path: Path) -> list[str]:
    """The names of the sheets of a file."""
    book = openpyxl.load_workbook(path, read_only=True)
    book.close()
    names: list[str] = book.sheetnames
    return names


def told_by_reading(path: Path) -> tuple[Finding, ...]:
    """What the reading of a workbook says, without the checks and the draft."""
    try:
        return read_workbook(path).findings
    except InputProblem as problem:
        return problem.findings
