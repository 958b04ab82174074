"""The cells of an .xlsx file, straight from its XML: stored values, never a calculation.

openpyxl would give the same in five times the time, most of it spent on styles, comments and
drawings that no reader of figures asks for.  A test holds both to the same values.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from lxml import etree

from generator.workbook.number_formats import is_date, is_duration, is_percent

Element = Any  # an lxml element; lxml has no types
Place = tuple[int, int]  # row and column, both from 1

_SAFE = {"resolve_entities": False, "no_network": True}
_PARSER = etree.XMLParser(**_SAFE)
_BOOK = "xl/workbook.xml"
_LINK = re.compile(r"\{.*\}id")  # r:id, in the transitional or the strict namespace
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")
_LARGEST_MERGE = 10_000
_DAY = 86_400_000  # milliseconds
_ERROR_DATE = "#VALUE!"  # what Excel shows for a number that is no date


@dataclass(frozen=True)
class Sheet:
    """What stands in one sheet; blank cells are left out.

    ``percent`` are the places shown as a percentage, ``uncomputed`` formulas without a stored
    value (Excel never calculated them); ``merged`` maps every place of a merged range to its
    first place.  ``notes`` are the comments beside cells, also blank ones.
    """

    name: str
    values: dict[Place, Any] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    merged: dict[Place, Place] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)


class _Context(NamedTuple):
    """What the cells of a workbook refer to; formats by number of the cell's style."""

    strings: list[str]
    formats: list[str]
    epoch: datetime


def read_sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    """Every worksheet in order.  Raises what zipfile and lxml raise, LookupError and ValueError."""
    book = etree.fromstring(archive.read(_BOOK), _PARSER)
    links = _links(archive, _BOOK)
    context = _context(archive, book, {kind: part for kind, part in links.values()})
    sheets = []
    for element in book.iterfind("{*}sheets/{*}sheet"):
        link = next(value for name, value in element.items() if _LINK.fullmatch(name))
        kind, part = links[link]
        if kind == "worksheet":
            sheets.append(_sheet(archive, part, element.get("name"), context))
    if not sheets:
        raise ValueError("no worksheet")
    return sheets


def _links(archive: zipfile.ZipFile, source: str) -> dict[str, tuple[str, str]]:
    """Relationships of a part: id → (kind, part); {} where it has none."""
    folder, file = posixpath.split(source)
    part = f"{folder}/_rels/{file}.rels"
    if part not in archive.NameToInfo:
        return {}
    found = {}
    for link in etree.fromstring(archive.read(part), _PARSER).iterfind("{*}Relationship[@Target]"):
        kind = link.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target")))
        found[link.get("Id")] = (kind, target.lstrip("/"))
    return found


def _context(archive: zipfile.ZipFile, book: Element, parts: dict[str, str]) -> _Context:
    strings, formats = parts.get("sharedStrings"), parts.get("styles")
    properties = book.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    return _Context(
        _strings(archive, strings) if strings else [],
        _formats(archive.read(formats)) if formats else [],
        datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30),
    )


def _strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    root = etree.fromstring(archive.read(part), _PARSER)
    return [_text(item) for item in root.iterfind("{*}si")]


def _text(item: Element) -> str:
    """The words of a string, plain or in runs; phonetic guides are left out."""
    words = [t.text or "" for t in (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))]
    return "".join(words).replace("x005F_", "")


def _formats(styles: bytes) -> list[str]:
    root = etree.fromstring(styles, _PARSER)
    custom = {
        element.get("numFmtId"): element.get("formatCode", "")
        for element in root.iterfind("{*}numFmts/{*}numFmt")
    }
    numbers = (xf.get("numFmtId", "0") for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [custom.get(number, f"#{number}") for number in numbers]


# --- one sheet -------------------------------------------------------------------------------


def _sheet(archive: zipfile.ZipFile, part: str, name: str, context: _Context) -> Sheet:
    sheet = Sheet(name)
    row = 0
    with archive.open(part) as file:
        for _, element in etree.iterparse(file, tag=("{*}row", "{*}mergeCell"), **_SAFE):
            if element.tag.endswith("}row"):
                row = int(element.get("r", row + 1))
                _read_row(element, row, sheet, context)
                element.clear()
            else:
                sheet.merged.update(_merged_places(element.get("ref", "")))
    for kind, linked in _links(archive, part).values():
        if kind == "comments":
            sheet.notes.update(_notes(archive.read(linked)))
    return sheet


def _notes(comments: bytes) -> Iterator[tuple[Place, str]]:
    root = etree.fromstring(comments, _PARSER)
    for comment in root.iterfind("{*}commentList/{*}comment"):
        words = comment.find("{*}text")
        if words is not None:
            yield _place(comment.get("ref", "")), _text(words)


def _read_row(row: Element, number: int, sheet: Sheet, context: _Context) -> None:
    column = 0
    for cell in row.iterfind("{*}c"):
        address = cell.get("r")
        place = _place(address) if address else (number, column + 1)
        column = place[1]
        if len(cell):
            _read_cell(cell, place, sheet, context)


def _read_cell(cell: Element, place: Place, sheet: Sheet, context: _Context) -> None:
    kind, stored, formula = cell.get("t", "n"), "", False
    for child in cell.iterchildren("{*}v", "{*}f"):
        if child.tag.endswith("}v"):
            stored = child.text or ""
        else:
            formula = True
    if formula and not stored:
        sheet.uncomputed.add(place)
    style = int(cell.get("s", 0))
    shown = context.formats[style] if context.formats else ""
    value = _inline(cell) if kind == "inlineStr" else _value(kind, stored, shown, context)
    if value is None or value == "":
        return
    sheet.values[place] = value
    if isinstance(value, int | float) and is_percent(shown):
        sheet.percent.add(place)


def _inline(cell: Element) -> str:
    item = cell.find("{*}is")
    return "" if item is None else _text(item)


def _value(kind: str, stored: str, shown: str, context: _Context) -> Any:
    if not stored:
        return None
    if kind == "n":
        number = float(stored) if set(stored) & set(".eE") else int(stored)
        return _dated(number, shown, context.epoch) if is_date(shown) else number
    if kind == "s":
        return context.strings[int(stored)]
    convert: Callable[[str], Any] = {"b": _truth, "d": _iso_date}.get(kind, str)
    return convert(stored)


def _truth(stored: str) -> bool:
    return bool(int(stored))


def _iso_date(stored: str) -> date:
    day = datetime.fromisoformat(stored)
    return day if "T" in stored else day.date()


def _dated(number: float, shown: str, epoch: datetime) -> Any:
    """A serial number as the date, time or duration that Excel shows."""
    try:
        span = timedelta(milliseconds=_nearest(number * _DAY))
        if is_duration(shown):
            return span
        if 0 <= number < 1 and span.days == 0:
            return (datetime.min + span).time()
        lost = timedelta(days=1 if 0 < number < 60 and epoch.year == 1899 else 0)
        return epoch + span + lost  # Excel's 1900 has a 29 February
    except (OverflowError, ValueError):
        return _ERROR_DATE


def _nearest(milliseconds: float) -> int:
    return int(milliseconds + 0.5) if milliseconds >= 0 else -int(0.5 - milliseconds)


# --- addresses -------------------------------------------------------------------------------


def _place(address: str) -> Place:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"no address: {address}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _merged_places(ref: str) -> Iterator[tuple[Place, Place]]:
    """Every place of a merged range with the range's first place; whole columns are left out."""
    first, _, last = ref.partition(":")
    if not (_ADDRESS.fullmatch(first) and _ADDRESS.fullmatch(last or first)):
        return
    (top, left), (bottom, right) = _place(first), _place(last or first)
    if (right - left + 1) * (bottom - top + 1) < _LARGEST_MERGE:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield (row, column), (top, left)
