"""A workbook as its parts, of which single ones are changed and all others kept byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from lxml import etree

from generator.model import regex
from generator.workbook.changing.calculation import calculated_on_opening
from generator.workbook.changing.entries import NewSheet
from generator.workbook.changing.growing import (
    CannotGrow,
    change_rows,
    grown_name,
    move_notes,
    refer,
)
from generator.workbook.changing.new_sheet import sheet_root, with_looks
from generator.workbook.changing.sheet_part import SheetPart
from generator.workbook.package import Damaged, Element, Package
from generator.workbook.reading.cells import BOOK, links_of
from generator.workbook.reading.characters import printable
from generator.workbook.reading.limits import Meter
from generator.workbook.reading.strings import decoded, text_of
from generator.workbook.reading.styles import Styles, read_styles
from generator.workbook.reading.values import label_key

_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LINKS = "xl/_rels/workbook.xml.rels"
# A stored result of a formula.
_RESULT = regex(rb"(?:/(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*<(?:\w+:)?(?:v|is)\b[^>/]*>[^<]")
# What hangs on places of a sheet and is not moved with rows.
_NOTES = ("comments", "vmlDrawing")
_FIXED = ("drawing", "table", "pivotTable", "threadedComment")


class Book:
    """The sheets of a workbook by name, ready to be changed."""

    def __init__(self, content: bytes, package: Package) -> None:
        """Raises Damaged, TooMuch, LookupError or ValueError for what Excel never writes."""
        self._content = content
        self._package = package
        links = links_of(package, BOOK)
        self._root = package.tree(BOOK, whole=True)
        self._parts = {kind: part for kind, part in links.values()}
        self._sheets: dict[str, str] = {}
        for sheet in self._root.iterfind("{*}sheets/{*}sheet"):
            link = next(value for name, value in sheet.items() if name.endswith("}id"))
            kind, part = links[link]
            if kind == "worksheet":
                self._sheets[printable(decoded(sheet.get("name")))] = part
        self._open: dict[str, SheetPart] = {}
        self._changed: dict[str, Element] = {}
        self._dropped: set[str] = set()
        self._added: list[str] = []

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(self._sheets)

    def named(self, name: str) -> str:
        """A sheet's own name, from one in any width and with any blanks; KeyError for none."""
        for own in self._sheets:
            if label_key(own) == label_key(name):
                return own
        raise KeyError(name)

    def sheet(self, name: str) -> SheetPart:
        """A sheet by its own name.  Raises Damaged, TooMuch or ValueError."""
        if name not in self._open:
            self._open[name] = SheetPart(self._package.tree(self._sheets[name], whole=True))
        return self._open[name]

    def keep_change(self, name: str) -> None:
        """The sheet was changed and is to be written."""
        self._changed[self._sheets[name]] = self.sheet(name).root

    def grow(self, name: str, after: int, count: int) -> None:
        """Put rows in on a sheet or take them out; its notes, and the formulas of all, follow.

        Raises CannotGrow where more would have to move.
        """
        linked = links_of(self._package, self._sheets[name]).values()
        if any(kind in _FIXED for kind, _ in linked):
            raise CannotGrow("表里有图形或者表格对象")
        for kind, part in linked:
            if kind in _NOTES:
                self._move_notes(part, after, count)
        for own in self._sheets:
            if own not in self._added and refer(self.sheet(own), own, name, after, count):
                self.keep_change(own)
        change_rows(self.sheet(name), after, count)
        self.keep_change(name)
        self.drop_calculation_order()
        for defined in self._root.iterfind("{*}definedNames/{*}definedName"):
            grown = grown_name(defined.text or "", name, after, count)
            if grown != (defined.text or ""):
                defined.text = grown
                self._changed[BOOK] = self._root

    def _move_notes(self, part: str, after: int, count: int) -> None:
        """Notes on cells, and the boxes in which they are shown."""
        try:
            root = self._tree(part)
        except Damaged as error:  # Excel may write boxes that are no XML
            raise CannotGrow("表里有批注") from error
        move_notes(root, after, count)
        self._changed[part] = root

    def add(self, new: NewSheet) -> None:
        """A new sheet behind all others; nothing where one of that name is there."""
        if any(label_key(own) == label_key(new.name) for own in self._sheets):
            return
        space = self._root.tag.partition("}")[0] + "}"
        sheets = self._root.find(f"{space}sheets")
        link = next(name for name, _ in sheets[0].items() if name.endswith("}id"))
        links, types = self._tree(_LINKS), self._tree(_TYPES)
        names = ((n, f"xl/worksheets/sheet{n}.xml") for n in count(1))
        number = next(n for n, p in names if p not in self._package and p not in self._added)
        part, rid = f"xl/worksheets/sheet{number}.xml", f"rIdReview{number}"
        kind = next(e.get("Type") for e in links if e.get("Type", "").endswith("/worksheet"))
        etree.SubElement(links, links[0].tag, Id=rid, Type=kind, Target=f"/{part}")
        etree.SubElement(
            types, _namespace(types) + "Override", PartName=f"/{part}", ContentType=_SHEET_TYPE
        )
        last = max(int(sheet.get("sheetId", "0")) for sheet in sheets)
        etree.SubElement(
            sheets, f"{space}sheet", {"name": new.name, "sheetId": str(last + 1), link: rid}
        )
        looks = ("0", "0")
        if styles := self._parts.get("styles"):
            self._changed[styles] = self._package.tree(styles, whole=True)
            looks = with_looks(self._changed[styles])
        self._sheets[new.name] = part
        self._open[new.name] = SheetPart(sheet_root(new, space, looks))
        self._changed |= {BOOK: self._root, _LINKS: links, _TYPES: types}
        self._added.append(part)

    def has_results(self) -> bool:
        """True where formulas have stored results, as spreadsheet programs keep them."""
        parts = (part for part in self._sheets.values() if part not in self._added)
        return any(_RESULT.search(self._package.read(part)) for part in parts)

    def strings(self) -> list[str]:
        """The texts that cells refer to by number."""
        part = self._parts.get("sharedStrings")
        return [text_of(item) for item in self._package.stream(part, ("{*}si",))] if part else []

    def styles(self) -> Styles:
        """The number formats by the number of a cell's style."""
        part = self._parts.get("styles")
        return read_styles(self._package, part, Meter()) if part else Styles()

    @property
    def epoch(self) -> datetime:
        """The day from which the workbook counts."""
        properties = self._root.find("{*}workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        return datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)

    def defined_names(self) -> Iterator[str]:
        """The names that formulas may use, without those of Excel itself."""
        for name in self._root.iterfind("{*}definedNames/{*}definedName"):
            if not name.get("name", "").startswith("_xlnm."):
                yield name.get("name", "")

    def calculate_on_opening(self) -> None:
        """A spreadsheet program calculates all formulas when it opens the workbook."""
        if calculated_on_opening(self._root):
            self._changed[BOOK] = self._root

    def drop_calculation_order(self) -> None:
        """Without the list of formulas, which would name one that is gone; Excel makes it anew."""
        part = self._parts.get("calcChain")
        if part is None:
            return
        links, types = self._tree(_LINKS), self._tree(_TYPES)
        for link in list(links):
            if link.get("Type", "").endswith("/calcChain"):
                links.remove(link)
        for entry in list(types):
            if entry.get("PartName", "").lstrip("/").lower() == part.lower():
                types.remove(entry)
        self._changed |= {_LINKS: links, _TYPES: types}
        self._dropped.add(part.lower())

    def _tree(self, part: str) -> Element:
        """A part as it is by now."""
        return self._changed[part] if part in self._changed else self._package.tree(part, True)

    def packed(self) -> bytes:
        """The file: changed parts written anew, all others with the bytes they had."""
        changed = {_key(name): root for name, root in self._changed.items()}
        result = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._content)) as old,
            zipfile.ZipFile(result, "w") as new,
        ):
            for entry in old.infolist():
                key = _key(entry.filename)
                if key in self._dropped:
                    continue
                data = old.read(entry)
                new.writestr(entry, _written(changed[key]) if key in changed else data)
            for part in self._added:
                new.writestr(part, _written(self._changed[part]), zipfile.ZIP_DEFLATED)
        return result.getvalue()


def _written(root: Element) -> bytes:
    content: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return content


def _namespace(root: Element) -> str:
    return str(root.tag.partition("}")[0]) + "}"


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
