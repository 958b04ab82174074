"""XML that another program writes, or that somebody breaks: elements, attributes, values."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from . import books, cells
from .books import tag
from .cells import Element

TYPES = ("n", "s", "str", "inlineStr", "b", "e", "d", "x", "")
ODD = (
    "NaN", "INF", "-INF", "1e308", "1e400", "-1e-7", "0x1F", "1_000", "1,000", "1.2.3", "--5", "+5",
    " 7 ", "\n7", "7e", ".5", "5.", "1E3", "9" * 30, "9" * 400, "0" * 50 + "7", "-0", "１２", "TRUE",
    "2023-05-06", "2023-05-06T07:08:09", "#REF!", "#N/A", "١٢", "1e-300", "0.1e1", "12abc", "½",
)  # fmt: skip
FORMATS = (
    "0%", "0.00%", "yyyy-mm-dd", "m/d", "[h]:mm", "#,##0.00", "0.0\"%\"", "0,", "00000", "# ?/?",
    ";;;", "@", "\"约\"0", "[DBNum1]0", "0.00_ ", "yyyy\"年\"m\"月\"", "0.E+00", "[Red]0.0",
    "[=0]\"无\";0", "General\"元\"", "broken[",
)  # fmt: skip


def _any(dice: random.Random, root: Element) -> Element:
    found = [e for e in root.iter() if isinstance(e.tag, str) and e is not root]
    return dice.choice(found) if found else root


def drop_element(dice: random.Random, root: Element) -> None:
    found = _any(dice, root)
    if found.getparent() is not None:
        found.getparent().remove(found)


def double_element(dice: random.Random, root: Element) -> None:
    found = _any(dice, root)
    if found.getparent() is not None:
        found.addnext(deepcopy(found))


def move_element(dice: random.Random, root: Element) -> None:
    found, to = _any(dice, root), _any(dice, root)
    if found not in (to, *to.iterancestors()) and found is not root:
        to.append(found)


def rename_element(dice: random.Random, root: Element) -> None:
    found = _any(dice, root)
    names = ["x", "c", "v", "t", "row", "is", "f", "r", etree.QName(found).localname.upper()]
    found.tag = tag(dice.choice(names))


def drop_attribute(dice: random.Random, root: Element) -> None:
    found = [e for e in root.iter() if e.attrib]
    for element in cells.some(dice, found):
        del element.attrib[dice.choice(list(element.attrib))]


def other_attribute(dice: random.Random, root: Element) -> None:
    found = [e for e in root.iter() if e.attrib]
    for element in cells.some(dice, found):
        name = dice.choice(list(element.attrib))
        element.set(name, dice.choice(("", "0", "1", "-1", "x", "999999", "A1", "１", "true")))


def _cell(dice: random.Random, root: Element) -> Element:
    found = cells.filled(root) or list(root.iter(tag("c")))
    return dice.choice(found) if found else root


def cell_type(dice: random.Random, root: Element) -> None:
    _cell(dice, root).set("t", dice.choice(TYPES))


def no_type(dice: random.Random, root: Element) -> None:
    _cell(dice, root).attrib.pop("t", None)


def cell_style(dice: random.Random, root: Element) -> None:
    _cell(dice, root).set("s", str(dice.choice((*range(90), 9999, -1, "x"))))


def cell_place(dice: random.Random, root: Element) -> None:
    cell, other = _cell(dice, root), _cell(dice, root)
    wrong = ("", "A0", "1A", "A", "ZZZ1", "a1", "$B$3", "A1:B2", "AB12", "Z99")
    cell.set("r", dice.choice((*wrong, *(other.get("r", "A1"),) * 6)))


def no_place(dice: random.Random, root: Element) -> None:
    for element in (*root.iter(tag("c")), *root.iter(tag("row"))):
        if dice.random() < 0.5:
            element.attrib.pop("r", None)


def row_place(dice: random.Random, root: Element) -> None:
    for row in cells.some(dice, cells.rows(root)):
        row.set("r", dice.choice(("1", "3", "7", "50", "0", "-1", "x", "")))


def all_places_gone(dice: random.Random, root: Element) -> None:
    for element in root.iter(tag("c"), tag("row")):
        element.attrib.pop("r", None)


def _value(dice: random.Random, root: Element) -> Element:
    found = [e for cell in cells.filled(root) for e in cell.iter(tag("v"), tag("t"))]
    return dice.choice(found) if found else root


def empty_value(dice: random.Random, root: Element) -> None:
    _value(dice, root).text = dice.choice(("", None, " ", "\n"))


def odd_value(dice: random.Random, root: Element) -> None:
    found = [v for cell in cells.numbers(root) for v in cell.iter(tag("v"))]
    for value in cells.some(dice, found):
        value.text = dice.choice(ODD)


def value_cut(dice: random.Random, root: Element) -> None:
    """A comment or an instruction inside a value."""
    value = _value(dice, root)
    text = value.text or ""
    at = dice.randint(0, len(text))
    note = dice.choice((etree.Comment("x"), etree.PI("x", "y")))
    value.text, note.tail = text[:at], text[at:]
    value.insert(0, note)


def value_child(dice: random.Random, root: Element) -> None:
    value = _value(dice, root)
    child = etree.SubElement(value, dice.choice((tag("x"), tag("t"), "x")))
    child.text, child.tail = dice.choice(("", "9")), dice.choice(("", "8"))


def second_value(dice: random.Random, root: Element) -> None:
    value = _value(dice, root)
    twin = deepcopy(value)
    twin.text = dice.choice((value.text, "7", ""))
    value.addnext(twin)


def escapes(dice: random.Random, root: Element) -> None:
    value = _value(dice, root)
    text = value.text or ""
    at = dice.randint(0, len(text))
    signs = (
        "_x000D_",
        "_x000A_",
        "_x005F_x000D_",
        "_x0007_",
        "_x200B_",
        "\xa0",
        "\n",
        "\t",
        "\u200b",
    )
    value.text = text[:at] + dice.choice(signs) + text[at:]


def formula(dice: random.Random, root: Element) -> None:
    cell = _cell(dice, root)
    made = etree.Element(tag("f"))
    made.text = dice.choice(("1+1", "", "SUM(A1:A9)", 'IF(1,"",0)'))
    cell.insert(0, made)
    if dice.random() < 0.5:
        for value in list(cell.iter(tag("v"))):
            cell.remove(value)


def inline_and_value(dice: random.Random, root: Element) -> None:
    cell = _cell(dice, root)
    etree.SubElement(cell, tag("v")).text = "7"
    item = etree.SubElement(cell, tag("is"))
    etree.SubElement(item, tag("t")).text = "8"


def no_namespace(dice: random.Random, root: Element) -> None:
    found = _any(dice, root)
    found.tag = dice.choice(("{urn:x}", "")) + etree.QName(found).localname


def hide(dice: random.Random, root: Element) -> None:
    for row in cells.some(dice, cells.rows(root)):
        row.set("hidden", "1")


def merge(dice: random.Random, root: Element) -> None:
    found = root.find(tag("mergeCells"))
    if found is None:
        found = etree.Element(tag("mergeCells"))
        root.find(tag("sheetData")).addnext(found)
    row, column = dice.randint(1, 40), dice.randint(1, 8)
    end = f"{cells.letters(column + dice.randint(0, 3))}{row + dice.randint(0, 4)}"
    wrong = dice.choice(("", "A1", "B9:A1", "A:B", "1:2", "x"))
    ref = f"{cells.letters(column)}{row}:{end}" if dice.random() < 0.7 else wrong
    etree.SubElement(found, tag("mergeCell")).set("ref", ref)


IN_SHEETS: tuple[Callable[[random.Random, Element], None], ...] = (
    drop_element, double_element, move_element, rename_element, drop_attribute, other_attribute,
    cell_type, no_type, cell_style, cell_place, no_place, row_place, all_places_gone, empty_value,
    odd_value, odd_value, value_cut, value_child, second_value, escapes, formula,
    inline_and_value, no_namespace, hide, merge,
)  # fmt: skip


def string_index(dice: random.Random, found: books.Parts, part: str) -> None:
    """A text cell that refers to another text."""
    root = cells.parsed(found[part])
    texts = [c for c in cells.filled(root) if c.get("t") == "s"]
    for cell in cells.some(dice, texts):
        cell.find(tag("v")).text = dice.choice(("0", "5", "99999", "-1", "1.0", "x", "007", " 3"))
    found[part] = cells.written(root)


def string_list(dice: random.Random, found: books.Parts, part: str) -> None:
    """The list of texts itself."""
    root = cells.parsed(found.get(books.STRINGS, found[part]))
    dice.choice((drop_element, double_element, rename_element, escapes, value_cut))(dice, root)
    found[books.STRINGS if books.STRINGS in found else part] = cells.written(root)


def number_format(dice: random.Random, found: books.Parts, part: str) -> None:
    """Another number format for one of the styles."""
    root = cells.parsed(found[books.STYLES])
    group = root.find(tag("numFmts"))
    if group is None:
        group = etree.Element(tag("numFmts"))
        root.insert(0, group)
    made = etree.SubElement(group, tag("numFmt"))
    made.set("numFmtId", "901")
    made.set("formatCode", dice.choice(FORMATS))
    for look in cells.some(dice, list(root.find(tag("cellXfs")))):
        look.set("numFmtId", "901")
    found[books.STYLES] = cells.written(root)


def styles(dice: random.Random, found: books.Parts, part: str) -> None:
    """Anything in the styles."""
    root = cells.parsed(found[books.STYLES])
    dice.choice((drop_element, drop_attribute, other_attribute, rename_element))(dice, root)
    found[books.STYLES] = cells.written(root)


def book(dice: random.Random, found: books.Parts, part: str) -> None:
    """Anything in the list of sheets or its links."""
    name = dice.choice((books.BOOK, books.LINKS, books.TYPES))
    root = cells.parsed(found[name])
    change = dice.choice((drop_element, double_element, drop_attribute, other_attribute))
    change(dice, root)
    found[name] = cells.written(root)


def epoch(dice: random.Random, found: books.Parts, part: str) -> None:
    """Dates counted from 1904."""
    root = cells.parsed(found[books.BOOK])
    made = root.find(tag("workbookPr"))
    if made is None:
        made = etree.Element(tag("workbookPr"))
        root.insert(0, made)
    made.set("date1904", "1")
    found[books.BOOK] = cells.written(root)


IN_PARTS: tuple[Callable[[random.Random, books.Parts, str], None], ...] = (
    string_index, string_list, number_format, number_format, styles, book, epoch,
)  # fmt: skip


def spoil(dice: random.Random, base: int, shared: bool) -> tuple[str, bytes]:
    """A workbook with other XML in it, and what was done."""
    found = books.parts(base, shared)
    sheets = [part for name, part in books.sheet_parts(found).items() if name != books.GUIDE]
    part = dice.choice(sheets)
    if dice.random() < 0.2:
        change = dice.choice(IN_PARTS)
        change(dice, found, part)
        return change.__name__, books.packed(found)
    root = cells.parsed(found[part])
    within = dice.choice(IN_SHEETS)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        within(dice, root)
    found[part] = cells.written(root)
    return within.__name__, books.packed(found)
