"""The cells of an .xlsx file, straight from its XML: stored values, never a calculation.

openpyxl would give the same in five times the time, most of it spent on styles, comments and
drawings that no reader of figures asks for.  A test holds both to the same values.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from string import ascii_uppercase
from typing import Any, NamedTuple

from msgspec import Struct, field

from generator.model import regex
from generator.workbook.package import Damaged, Element, Package
from generator.workbook.reading import limits
from generator.workbook.reading.characters import printable
from generator.workbook.reading.limits import LAST_COLUMN, LAST_ROW, Meter
from generator.workbook.reading.stored import Broken, dated, serial, stored_value
from generator.workbook.reading.strings import (
    decoded,
    has_struck_words,
    is_nested,
    is_plain,
    text_of,
    words,
)
from generator.workbook.reading.styles import CellLook, Styles, read_styles
from generator.workbook.reading.values import whole

Place = tuple[int, int]  # row and column, both from 1

# What is read of a sheet, and what there may be thousands of besides: it is let go in passing.
_TAGS = ("{*}col", "{*}row", "{*}mergeCell", "{*}conditionalFormatting", "{*}dataValidation")
BOOK = "xl/workbook.xml"
_LINK = regex(r"\{.*\}id")  # r:id, in the transitional or the strict namespace
_ADDRESS = regex(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")
_AREA = regex(r"([A-Za-z]{0,3})([0-9]{0,7})(?::([A-Za-z]{0,3})([0-9]{0,7}))?")


class Range(NamedTuple):
    """An area of a sheet, its corners included."""

    top: int
    left: int
    bottom: int
    right: int


class Looks(Struct):
    """What the screen makes of numbers: where they stand, their format when it is not General.

    ``serials`` are the numbers behind dates and times.  In the areas ``conditional`` a conditional
    format may show another number format.
    """

    formats: dict[Place, str] = field(default_factory=dict)
    serials: dict[Place, int | float] = field(default_factory=dict)
    conditional: list[Range] = field(default_factory=list)
    since_1904: bool = False


class Hidden(Struct):
    """What the screen does not show: the sheet, rows, columns (first and last); struck words."""

    sheet: bool = False
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    struck: set[Place] = field(default_factory=set)


class Sheet(Struct, frozen=True):
    """What stands in one sheet; blank cells are left out.

    ``percent`` are the places shown as a percentage, ``uncomputed`` those of the
    ``formulas`` without a stored value (Excel never calculated them); ``merged`` are the merged ranges.  ``errors`` says what is wrong with a cell that holds an error, or nothing that a
    spreadsheet writes.  ``notes`` are the comments beside cells, also blank ones.
    """

    name: str
    values: dict[Place, Any] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    notes: dict[Place, str] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)
    hidden: Hidden = field(default_factory=Hidden)


class _Context(NamedTuple):
    """What the cells of a workbook refer to.

    ``struck`` are the numbers of struck strings, ``nested`` those with elements inside words.
    """

    strings: list[str]
    struck: set[int]
    nested: set[int]
    styles: Styles
    epoch: datetime
    meter: Meter


def read_sheets(package: Package) -> list[Sheet]:
    """Every worksheet in order.

    Raises Damaged, TooMuch, Overfull, and LookupError or ValueError for what Excel never writes.
    """
    book = package.tree(BOOK)
    links = links_of(package, BOOK)
    parts, hidden = {}, set()
    for element in book.iterfind("{*}sheets/{*}sheet"):
        link = next(value for name, value in element.items() if _LINK.fullmatch(name))
        kind, part = links[link]
        if kind == "worksheet":
            name = printable(decoded(element.get("name")))
            parts[name] = part
            if element.get("state") in ("hidden", "veryHidden"):
                hidden.add(name)
    if not parts:
        raise Damaged(BOOK)
    limits.refuse_size({name: package.size(part) for name, part in parts.items()})
    context = _context(package, book, {kind: part for kind, part in links.values()})
    sheets = [_sheet(package, part, name, context) for name, part in parts.items()]
    for sheet in sheets:
        sheet.hidden.sheet = sheet.name in hidden
    return sheets


def links_of(package: Package, source: str) -> dict[str, tuple[str, str]]:
    """Relationships of a part: id → (kind, part); {} where it has none."""
    folder, file = posixpath.split(source)
    part = f"{folder}/_rels/{file}.rels"
    if part not in package:
        return {}
    found = {}
    for link in package.tree(part).iterfind("{*}Relationship[@Target]"):
        kind = link.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target")))
        found[link.get("Id")] = (kind, target.lstrip("/"))
    return found


def _context(package: Package, book: Element, parts: dict[str, str]) -> _Context:
    strings, styles = parts.get("sharedStrings"), parts.get("styles")
    meter = Meter()
    known = read_styles(package, styles, meter) if styles else Styles()
    properties = book.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    struck: set[int] = set()
    nested: set[int] = set()
    return _Context(
        list(_strings(package, strings, meter, struck, nested)) if strings else [],
        struck,
        nested,
        known,
        datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30),
        meter,
    )


def _strings(
    package: Package, part: str, meter: Meter, struck: set[int], nested: set[int]
) -> Iterator[str]:
    for count, item in enumerate(package.stream(part, ("{*}si",))):
        if count == limits.MOST_STRINGS:
            meter.refuse(f"文字太多，整个工作簿超过 {count:,} 段")
        if has_struck_words(item):
            struck.add(count)
        if is_nested(item):
            nested.add(count)
        yield text_of(item)


# --- one sheet -------------------------------------------------------------------------------


def _sheet(package: Package, part: str, name: str, context: _Context) -> Sheet:
    sheet = Sheet(name, looks=Looks(since_1904=context.epoch.year == 1904))
    meter = context.meter
    meter.sheet = name
    row = 0
    for element in package.stream(part, _TAGS, limits.MOST_UNPACKED, meter.slim):
        kind = element.tag.rpartition("}")[2]
        if kind == "row":
            row = int(element.get("r", row + 1))
            meter.row(row)
            if _is_hidden(element, "ht"):
                sheet.hidden.rows.add(row)
            _read_row(element, row, sheet, context)
            continue
        meter.setting()
        if kind == "col":
            if _is_hidden(element, "width"):
                sheet.hidden.columns.append((int(element.get("min")), int(element.get("max"))))
        elif kind == "conditionalFormatting":
            sheet.looks.conditional.extend(_conditional(element, context.styles.conditional))
            meter.ranges(sheet.looks.conditional, "条件格式")
        elif kind == "mergeCell":
            sheet.merged.extend(_merged(element.get("ref", "")))
            meter.ranges(sheet.merged, "合并单元格")
    for kind, linked in links_of(package, part).values():
        if kind == "comments":
            sheet.notes.update(_notes(package, linked, meter))
    return sheet


def _is_hidden(element: Element, size: str) -> bool:
    """True for a row or column that is hidden, filtered, folded away or of no size."""
    return element.get("hidden") in ("1", "true") or element.get(size) in ("0", "0.0")


def _conditional(element: Element, styles: frozenset[str]) -> Iterator[Range]:
    """The areas in which a rule has a number format, in the older or the newer way to write it."""
    for rule in element.iterfind("{*}cfRule"):
        if rule.get("dxfId") in styles or rule.find("{*}dxf/{*}numFmt") is not None:
            break
    else:
        return
    areas = [element.get("sqref", ""), *map(words, element.iterfind("{*}sqref"))]
    for area in " ".join(areas).split():
        if found := area_of(area):
            yield found


def _notes(package: Package, part: str, meter: Meter) -> Iterator[tuple[Place, str]]:
    for count, comment in enumerate(package.stream(part, ("{*}comment",))):
        if count == limits.MOST_NOTES:
            meter.refuse(f"批注太多，超过 {count:,} 条")
        said = comment.find("{*}text")
        if said is not None:
            yield place_of(comment.get("ref", "")), text_of(said)


def _read_row(row: Element, number: int, sheet: Sheet, context: _Context) -> None:
    column, end = 0, str(number)
    for cell in row.iterchildren("{*}*"):
        address = cell.get("r")
        known = _COLUMNS.get(address.removesuffix(end)) if address else column + 1
        place = (number, known) if known else place_of(address)
        column = place[1]
        if len(cell) and not cell.tag.endswith("}extLst"):
            context.meter.place(*place)
            _read_cell(cell, place, sheet, context)


# The columns that nearly all cells stand in.
_COLUMNS = {letter: number for number, letter in enumerate(ascii_uppercase, start=1)}


def _read_cell(cell: Element, place: Place, sheet: Sheet, context: _Context) -> None:
    """A value or a text alone, as most have, the short way; any other by all that it holds."""
    child, kind, style = cell[0], cell.get("t", "n"), cell.get("s", "0")
    if len(cell) > 1 or not cell.tag.endswith("}c"):
        _read_any_cell(cell, place, sheet, context)
    elif not len(child) and child.tag.endswith("}v"):
        _read_stored(place, (kind, style, child.text or "", ""), sheet, context)
    elif kind == "inlineStr" and child.tag.endswith("}is") and is_plain(child):
        _read_stored(place, (kind, style, None, decoded(child[0].text or "")), sheet, context)
    else:
        _read_any_cell(cell, place, sheet, context)


def _read_any_cell(cell: Element, place: Place, sheet: Sheet, context: _Context) -> None:
    found: dict[str, list[Element]] = {}
    for child in cell:
        found.setdefault(child.tag.rpartition("}")[2], []).append(child)
    kind, stored, items = cell.get("t", "n"), found.get("v", ()), found.get("is", ())
    said = "".join(map(words, stored)) if stored else None
    if "f" in found:
        _note_formula(place, kind, said, sheet)
    try:
        _refuse_strange(cell, kind, found)
        if len(stored) > 1 or place in sheet.values:
            raise Broken(_TWICE)
        if any(map(len, stored)) or any(map(is_nested, items)):
            raise Broken(_NESTED)
    except Broken as error:
        _keep_broken(error, said, place, sheet, context)
        return
    typed = text_of(items[0]) if items else ""
    _read_stored(place, (kind, cell.get("s", "0"), said, typed), sheet, context)
    if any(map(has_struck_words, items)) and place not in sheet.errors:
        sheet.hidden.struck.add(place)


_KNOWN = frozenset({"v", "f", "is", "extLst"})
_TWICE, _NESTED = "在文件里存了两次", "的内容里套着别的内容"


def _refuse_strange(cell: Element, kind: str, found: Mapping[str, object]) -> None:
    """Raises Broken for what is no cell, or holds what a spreadsheet would not look at."""
    if not cell.tag.endswith("}c"):
        raise Broken(f"存成了「{cell.tag.rpartition('}')[2][:20]}」，不是单元格")
    if found.keys() - _KNOWN:
        raise Broken("里有看不懂的内容")
    if "is" in found and (kind != "inlineStr" or "v" in found):
        raise Broken("里有文字，类型却不是文字")


def _note_formula(place: Place, kind: str, said: str | None, sheet: Sheet) -> None:
    """A formula whose result is an empty text is calculated: it has the type of a text."""
    sheet.formulas.add(place)
    if not said and kind not in ("str", "inlineStr"):
        sheet.uncomputed.add(place)


def _read_stored(
    place: Place, cell: tuple[str, str, str | None, str], sheet: Sheet, context: _Context
) -> None:
    """A cell by its type, its style, what is stored in it, None for nothing, and its own words."""
    kind, style, said, typed = cell
    try:
        if place in sheet.values:
            raise Broken(_TWICE)
        if kind == "s" and said is not None:
            _refuse_string(said, context)
        look = context.styles.look(style)
        value = typed if kind == "inlineStr" else stored_value(kind, said or "", context.strings)
    except Broken as error:
        _keep_broken(error, said, place, sheet, context)
        return
    context.meter.cell(value)
    if look.struck or (
        context.struck and kind == "s" and whole((said or "").strip()) in context.struck
    ):
        sheet.hidden.struck.add(place)
    _keep(value, kind, look, place, sheet, context)


def _refuse_string(said: str, context: _Context) -> None:
    """Raises Broken for the number of a string that nobody can read."""
    if context.nested and whole(said.strip()) in context.nested:
        raise Broken(_NESTED)  # which of the words count, nobody knows
    if not said.strip():
        # LibreOffice takes the first text of the file, other readers nothing.
        raise Broken("引用的文字没有编号")


def _keep_broken(
    error: Broken, said: str | None, place: Place, sheet: Sheet, context: _Context
) -> None:
    sheet.errors[place] = f"{error}，文件被别的程序写坏了"
    sheet.values[place] = (said or "").strip() or "?"
    context.meter.cell(said)


def _keep(
    value: Any, kind: str, look: CellLook, place: Place, sheet: Sheet, context: _Context
) -> None:
    if value is None or value == "":
        return
    if kind == "e":
        sheet.errors[place] = f"是公式错误 {value}"
    elif kind == "n":
        if look.percent:
            sheet.percent.add(place)
        if look.code not in ("", "General"):
            sheet.looks.formats[place] = look.code
        if look.date:
            sheet.looks.serials[place] = value
            value = dated(value, look.code, context.epoch)
    elif kind == "d" and look.date:
        sheet.looks.formats[place] = look.code
        sheet.looks.serials[place] = serial(value, context.epoch)
    elif look.changes_text:
        sheet.looks.formats[place] = look.code
    sheet.values[place] = value


# --- addresses -------------------------------------------------------------------------------


@lru_cache(maxsize=8192)  # the same in every sheet
def place_of(address: str) -> Place:
    """Row and column of an address such as AB12.  Raises ValueError for none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"no address: {address}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def area_of(ref: str) -> Range | None:
    """The area that A1, A1:B2, A:B or 1:2 stands for; None for none."""
    match = _AREA.fullmatch(ref.replace("$", ""))
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    if right is None:
        right, bottom = left, top
    return Range(
        int(top or 1),
        place_of(f"{left}1")[1] if left else 1,
        int(bottom or LAST_ROW),
        place_of(f"{right}1")[1] if right else LAST_COLUMN,
    )


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _merged(ref: str) -> Iterator[Range]:
    """The merged range of a reference; whole columns are left out."""
    first, _, last = ref.partition(":")
    if _ADDRESS.fullmatch(first) and _ADDRESS.fullmatch(last or first):
        yield Range(*place_of(first), *place_of(last or first))
