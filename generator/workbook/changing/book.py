"""A workbook as its parts, of which single ones are changed and all others kept byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from generator.workbook.changing.growing import CannotGrow, grown_name, put_rows
from generator.workbook.changing.sheet_part import SheetPart
from generator.workbook.package import Element, Package
from generator.workbook.reading.cells import BOOK, links_of, place_of
from generator.workbook.reading.characters import printable
from generator.workbook.reading.limits import Meter
from generator.workbook.reading.strings import decoded, text_of
from generator.workbook.reading.styles import Styles, read_styles
from generator.workbook.reading.values import label_key

_TYPES = "[Content_Types].xml"
_LINKS = "xl/_rels/workbook.xml.rels"
# A stored result of a formula.
_RESULT = re.compile(rb"(?:/(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*<(?:\w+:)?(?:v|is)\b[^>/]*>[^<]")
# What hangs on places of a sheet and is not moved with rows.
_FIXED = ("drawing", "table", "pivotTable", "threadedComment")
# What may follow the element calcPr in a workbook, in the order of the schema.
_AFTER_CALC = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


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
        """Put rows in on a sheet.  Raises CannotGrow where more would have to move than its cells."""
        part = self._sheets[name]
        for kind, linked in links_of(self._package, part).values():
            if kind in _FIXED or (kind == "comments" and self._has_notes(linked, after)):
                raise CannotGrow("表里有批注、图形或者表格对象")
        put_rows(self.sheet(name), after, count)
        self.keep_change(name)
        for defined in self._root.iterfind("{*}definedNames/{*}definedName"):
            grown = grown_name(defined.text or "", name, after, count)
            if grown != (defined.text or ""):
                defined.text = grown
                self._changed[BOOK] = self._root

    def _has_notes(self, part: str, after: int) -> bool:
        notes = self._package.stream(part, ("{*}comment",))
        return any(place_of(note.get("ref", "A1"))[0] > after for note in notes)

    def has_results(self) -> bool:
        """True where formulas have stored results, as spreadsheet programs keep them."""
        return any(_RESULT.search(self._package.read(part)) for part in self._sheets.values())

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
        space = self._root.tag.partition("}")[0] + "}"
        calc = self._root.find(f"{space}calcPr")
        if calc is not None and calc.get("fullCalcOnLoad") in ("1", "true"):
            return
        if calc is None:
            calc = etree.Element(f"{space}calcPr")
            later = next((e for e in self._root if e.tag in [space + n for n in _AFTER_CALC]), None)
            self._root.append(calc) if later is None else later.addprevious(calc)
        calc.set("fullCalcOnLoad", "1")
        self._changed[BOOK] = self._root

    def drop_calculation_order(self) -> None:
        """Without the list of formulas, which would name one that is gone; Excel makes it anew."""
        part = self._parts.get("calcChain")
        if part is None:
            return
        links, types = self._package.tree(_LINKS, True), self._package.tree(_TYPES, True)
        for link in list(links):
            if link.get("Type", "").endswith("/calcChain"):
                links.remove(link)
        for entry in list(types):
            if entry.get("PartName", "").lstrip("/").lower() == part.lower():
                types.remove(entry)
        self._changed |= {_LINKS: links, _TYPES: types}
        self._dropped.add(part.lower())

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
                if key in changed:
                    data = etree.tostring(
                        changed[key].getroottree(),
                        xml_declaration=True,
                        encoding="UTF-8",
                        standalone=True,
                    )
                new.writestr(entry, data)
        return result.getvalue()


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
