"""Rows put in on a sheet or taken out: what stands below moves, areas that reach there follow.

``count`` rows come in below the row ``after``; where it is negative, so many go there.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from generator.model import regex
from generator.workbook.changing.sheet_part import SheetPart, moved
from generator.workbook.package import Element
from generator.workbook.reading.cells import Range, area_of, column_letters, place_of

_ROWS = regex(r"(\$?[A-Za-z]{1,3}\$?)(\d+)")
# A text, which is left as it is, or an area with its sheet before it.
_NAMED = regex(
    r'"(?:[^"]|"")*"|'
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\W\d][\w.]*))!)?(?<![\w.$])"
    r"(?P<area>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(!.])"
)
_FORMULAS = ("{*}f", "{*}formula", "{*}formula1", "{*}formula2")
_LOST = "#REF!"
"""What a formula says for a cell that is gone."""


class CannotGrow(Exception):
    """Something below would have to move that is told in words elsewhere: a formula, a comment."""


def change_rows(sheet: SheetPart, after: int, count: int) -> None:
    """Put rows in, each with the look and the formulas of row ``after`` and else blank; or take out.

    What formulas name is moved by ``refer``.  Raises CannotGrow where a formula that fills several
    cells stands below, or a merged cell reaches across.
    """
    shared = ("array", "dataTable")
    if any(row > after and f.get("t") in shared for (row, _), f in sheet.formulas()):
        raise CannotGrow("下面有一个公式占几格")
    last = max(after, after - count)
    if any(a.top <= last and a.bottom > after and a.top < a.bottom for a in sheet.merged):
        raise CannotGrow("有合并单元格跨过这一行")
    if count > 0:
        _put_rows(sheet, after, count)
    else:
        _move_areas(sheet.root, after, count)
        sheet.take_out(after, -count)
    sheet.number()
    sheet.find_areas()


def _put_rows(sheet: SheetPart, after: int, count: int) -> None:
    model = sheet.row(after)
    single = [area for area in sheet.merged if area.top == area.bottom == after]
    _move_areas(sheet.root, after, count)
    sheet.move_down(after, count)
    for number in range(after + 1, after + count + 1):
        sheet.put_row(number, _blank(model, after, number))
    for area in single:
        for number in range(after + 1, after + count + 1):
            sheet.merge(Range(number, area.left, number, area.right))


def refer(part: SheetPart, own: str, sheet: str, after: int, count: int) -> bool:
    """Let the formulas, drop-downs and formats of a sheet name what moves on ``sheet``.

    Before they are changed there.  False where nothing was named.  Raises CannotGrow where a
    formula that stays names a cell that goes.
    """
    changed = False
    sharing = (f.text or "" for f in part.root.iter("{*}f") if f.get("t") == "shared")
    if own == sheet or any(_spelled(sheet) in text for text in sharing):
        part.unshare()
    # a sum up to its own row still ends there: that of the new row goes on
    own_formulas = [*part.formulas()] if own == sheet else []
    ending = {formula for (row, _), formula in own_formulas if row == after}
    going = {formula for (row, _), formula in own_formulas if after < row <= after - count}
    for element in part.root.iter(*_FORMULAS):
        if element.text and element not in going:
            text = grown_formula(element.text, own, sheet, after, count, element in ending)
            if _LOST in text and _LOST not in element.text:
                if element.getparent().tag.endswith("}c"):
                    raise CannotGrow("有公式取这一行的数")
                continue  # of a drop-down or format that begins there: the next cell is its first
            if text != element.text:
                changed, element.text = True, text
    return changed


def grown_formula(
    text: str, own: str, sheet: str, after: int, count: int, running: bool = False
) -> str:
    """A formula of the sheet ``own`` once rows were put in or taken out on ``sheet``.

    ``running``: it stands in row ``after``, and an area that ends there still does.
    """

    if own != sheet and _spelled(sheet) not in text:
        return text  # as nearly all

    def grown(match: re.Match[str]) -> str:
        quoted, area = match["quoted"], match["area"]
        named = quoted.replace("''", "'") if quoted else match["plain"] or own
        if area is None or named != sheet:
            return match[0]
        return match[0].removesuffix(area) + (_area(area, after, count, running) or _LOST)

    return _NAMED.sub(grown, text)


def _spelled(sheet: str) -> str:
    """The name of a sheet as formulas spell it, without the quotes around it."""
    return sheet.replace("'", "''")


def _blank(model: Element, old: int, new: int) -> Element:
    """A row like another one: its look and formulas, nothing that was typed."""
    row = copy.deepcopy(model)
    row.set("r", str(new))
    for cell in row:
        if not cell.tag.endswith("}c"):
            continue
        column = place_of(cell.get("r"))[1]  # rows that moved have their cells numbered
        cell.set("r", f"{column_letters(column)}{new}")
        formula = cell.find("{*}f")
        text = "" if formula is None or formula.get("t") == "array" else formula.text or ""
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if text:
            space = cell.tag.partition("}")[0] + "}"
            moved_text = moved(text, (old, column), (new, column))
            etree.SubElement(cell, f"{space}f").text = moved_text
    return row


def move_notes(root: Element, after: int, count: int) -> None:
    """Let the notes of a sheet, or the boxes in which they are shown, move or go with their cells."""
    for note in [*root.iter("{*}comment")]:
        _place(note, after, count)
    for shape in [*root.iter("{*}ClientData")]:
        row = shape.find("{*}Row")
        if row is None or not (row.text or "").strip().isdigit() or int(row.text) < after:
            continue  # rows count from 0 here
        if int(row.text) < after - count:
            _drop(shape.getparent())
            continue
        row.text = str(int(row.text) + count)
        anchor = shape.find("{*}Anchor")
        corners = [] if anchor is None else (anchor.text or "").split(",")
        if len(corners) == 8:  # column, offset, row, offset, twice
            corners[2], corners[6] = (str(int(corners[at]) + count) for at in (2, 6))
            anchor.text = ",".join(corners)


def _move_areas(root: Element, after: int, count: int) -> None:
    """Merged cells, formats, drop-downs, links and the like: below they move, across they follow.

    A format or drop-down of nothing but rows that go stays, for those that come there.
    """
    for element in [*root.iter(etree.Element)]:
        if element.tag.endswith(("}c", "}row", "}f")):
            continue
        if areas := element.get("sqref"):
            element.set("sqref", _moved(areas, after, count) or areas)
        if element.get("ref"):
            _place(element, after, count)
        if element.tag.endswith("}sqref") and element.text:
            element.text = _moved(element.text, after, count) or element.text


def _place(element: Element, after: int, count: int) -> None:
    """Let what hangs on one area move or go with it."""
    if area := _moved(element.get("ref"), after, count):
        element.set("ref", area)
    else:
        _drop(element)


def _drop(element: Element) -> None:
    """An element goes, and a list of nothing with it, which Excel would call damaged."""
    parent = element.getparent()
    parent.remove(element)
    if parent.get("count"):
        parent.set("count", str(len(parent)))
    if not len(parent) and parent.tag.endswith("s"):
        parent.getparent().remove(parent)


def _moved(areas: str, after: int, count: int) -> str:
    return " ".join(filter(None, (_area(area, after, count) for area in areas.split())))


def _area(area: str, after: int, count: int, running: bool = False) -> str:
    """An area as it is then; "" where nothing of it is left."""
    first, colon, last = area.partition(":")
    own = area_of(area)
    if own is not None and after < own.top and own.bottom <= after - count:
        return ""
    moved_first = _shift(first, after + 1, count, after + 1)
    if not colon or (own is not None and own.top == own.bottom <= after):
        return moved_first if not colon else area
    return f"{moved_first}:{_shift(last, after + running, count, after)}"


def _shift(address: str, first: int, count: int, least: int) -> str:
    """The row from ``first`` on that many lower, where rows go no higher than ``least``."""
    match = _ROWS.fullmatch(address)
    if match is None or int(match[2]) < first:
        return address
    return f"{match[1]}{max(int(match[2]) + count, least)}"


def grown_name(text: str, sheet: str, after: int, count: int) -> str:
    """A defined name, such as an area to be printed, once rows were put in or taken out."""
    quoted = f"'{_spelled(sheet)}'"

    def grown(match: re.Match[str]) -> str:
        return match[1] + (_area(match[2], after, count) or _LOST)

    pattern = rf"((?:{re.escape(quoted)}|{re.escape(sheet)})!)([^,\s]+)"
    return re.sub(pattern, grown, text)
