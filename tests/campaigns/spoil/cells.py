"""The cells of a sheet's XML, to be written into."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from .books import tag

Element = Any
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def parsed(xml: bytes) -> Element:
    """The root of a part."""
    return etree.fromstring(xml)


def written(root: Element) -> bytes:
    """A part again."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def place(address: str) -> tuple[int, int]:
    """The row and the column of an address."""
    column = 0
    match = re.fullmatch(r"([A-Z]+)(\d+)", address)
    assert match, address
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def said(cell: Element) -> str:
    """The text or number of a cell, "" for a blank one and for a formula."""
    if cell.find(tag("f")) is not None:
        return ""
    return "".join(t.text or "" for t in cell.iter(tag("t"), tag("v")))


def filled(root: Element) -> list[Element]:
    """The cells with something typed in them."""
    return [cell for cell in root.iter(tag("c")) if said(cell)]


def numbers(root: Element) -> list[Element]:
    """The cells with a number."""
    return [cell for cell in filled(root) if cell.get("t", "n") == "n"]


def texts(root: Element) -> list[Element]:
    """The cells with a text of their own."""
    return [cell for cell in filled(root) if cell.get("t") == "inlineStr"]


def clear(cell: Element) -> None:
    """Nothing in a cell; its style stays."""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "n")


def put_text(cell: Element, text: str) -> None:
    """A text into a cell."""
    clear(cell)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, tag("is")), tag("t"))
    words.text = text
    words.set(_SPACE, "preserve")


def put_value(cell: Element, value: str, kind: str = "n") -> None:
    """A stored value of some type into a cell."""
    clear(cell)
    cell.set("t", kind)
    etree.SubElement(cell, tag("v")).text = value


def put_formula(cell: Element, formula: str, kind: str, value: str | None) -> None:
    """A formula with its stored result, None for one that was not calculated."""
    clear(cell)
    cell.set("t", kind)
    etree.SubElement(cell, tag("f")).text = formula
    if value is not None:
        etree.SubElement(cell, tag("v")).text = value


def put_runs(cell: Element, text: str, raised: str) -> None:
    """A text with a raised sign behind it, as rich text."""
    clear(cell)
    cell.set("t", "inlineStr")
    item = etree.SubElement(cell, tag("is"))
    for words, high in ((text, False), (raised, True)):
        run = etree.SubElement(item, tag("r"))
        if high:
            look = etree.SubElement(run, tag("rPr"))
            etree.SubElement(look, tag("vertAlign")).set("val", "superscript")
        etree.SubElement(run, tag("t")).text = words


def rows(root: Element) -> list[Element]:
    """The rows of a sheet."""
    return list(root.iter(tag("row")))


def moved(root: Element, change: Callable[[int, int], tuple[int, int] | None]) -> None:
    """Every cell and merged range to another place; None takes it away."""
    for row in rows(root):
        number = int(row.get("r"))
        for cell in list(row):
            to = change(*place(cell.get("r")))
            if to is None:
                row.remove(cell)
            else:
                number = to[0]
                cell.set("r", f"{letters(to[1])}{to[0]}")
        fallback = change(number, 1) if not len(row) else (number, 1)
        row.set("r", str((fallback or (number, 1))[0]))
        if not len(row):
            row.getparent().remove(row)
    for merge in list(root.iter(tag("mergeCell"))):
        corners = [change(*place(corner)) for corner in merge.get("ref").split(":")]
        if None in corners:
            merge.getparent().remove(merge)
        else:
            merge.set("ref", ":".join(f"{letters(c[1])}{c[0]}" for c in corners if c))


def cell_at(root: Element, row: int, column: int) -> Element:
    """The cell at a place, made where there is none."""
    address = f"{letters(column)}{row}"
    data = root.find(tag("sheetData"))
    line = next((r for r in data if int(r.get("r")) == row), None)
    if line is None:
        line = etree.Element(tag("row"), r=str(row))
        after = [r for r in data if int(r.get("r")) < row]
        data.insert(len(after), line)
    found = next((c for c in line if c.get("r") == address), None)
    if found is None:
        found = etree.Element(tag("c"), r=address)
        line.insert(len([c for c in line if place(c.get("r"))[1] < column]), found)
    return found


def extent(root: Element) -> tuple[int, int]:
    """The last row and the last column with something in them."""
    places = [place(cell.get("r")) for cell in filled(root)]
    return max((r for r, _ in places), default=1), max((c for _, c in places), default=1)


def some(dice: random.Random, found: list[Element]) -> Iterator[Element]:
    """One of the elements, none where there are none."""
    if found:
        yield dice.choice(found)
