"""A sheet that is not there yet: its part, and two looks for its cells."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.workbook.changing.entries import NewSheet
from generator.workbook.package import Element
from generator.workbook.reading.cells import column_letters

_LAST_ROW = 5000  # for which a choice is offered


def sheet_root(new: NewSheet, space: str, looks: tuple[str, str]) -> Element:
    """The empty sheet; ``looks`` are the styles of its cells and of its heading."""
    root = etree.Element(f"{space}worksheet", nsmap={None: space[1:-1]})
    views = etree.SubElement(root, f"{space}sheetViews")
    view = etree.SubElement(views, f"{space}sheetView", workbookViewId="0")
    top = f"A{new.head + 1}"
    etree.SubElement(
        view,
        f"{space}pane",
        ySplit=str(new.head),
        topLeftCell=top,
        activePane="bottomLeft",
        state="frozen",
    )
    columns = etree.SubElement(root, f"{space}cols")
    for number, width in enumerate(new.widths, start=1):
        at = {"min": str(number), "max": str(number), "width": str(width), "customWidth": "1"}
        etree.SubElement(columns, f"{space}col", {**at, "style": looks[0]})
    data = etree.SubElement(root, f"{space}sheetData")
    for row in range(1, new.head + 1):
        bold = {"s": looks[1], "customFormat": "1"} if row != new.head - 1 else {"s": "0"}
        etree.SubElement(data, f"{space}row", {"r": str(row), **bold, "customFormat": "1"})
    if new.choices:
        rules = etree.SubElement(root, f"{space}dataValidations", count=str(len(new.choices)))
        rules.extend(_choices(new, space))
    return root


def _choices(new: NewSheet, space: str) -> Iterator[Element]:
    for column, words in new.choices.items():
        letter = column_letters(column)
        area = f"{letter}{new.head + 1}:{letter}{_LAST_ROW}"
        rule = etree.Element(f"{space}dataValidation", type="list", allowBlank="1", sqref=area)
        etree.SubElement(rule, f"{space}formula1").text = f'"{",".join(words)}"'
        yield rule


def with_looks(styles: Element) -> tuple[str, str]:
    """Two styles put to the others: words that wrap at the top of the cell, and a bold heading."""
    space = styles.tag.partition("}")[0] + "}"
    fonts, formats = styles.find(f"{space}fonts"), styles.find(f"{space}cellXfs")
    bold = etree.fromstring(etree.tostring(fonts[0]))
    for old in bold.findall(f"{space}b"):
        bold.remove(old)
    bold.insert(0, etree.Element(f"{space}b"))
    fonts.append(bold)
    found = []
    for font in ("0", str(len(fonts) - 1)):
        look = {"numFmtId": "49", "fontId": font, "fillId": "0", "borderId": "0"}
        entry = etree.SubElement(
            formats,
            f"{space}xf",
            {**look, "applyNumberFormat": "1", "applyFont": "1", "applyAlignment": "1"},
        )
        etree.SubElement(entry, f"{space}alignment", vertical="top", wrapText="1")
        found.append(str(len(formats) - 1))
    for group in (fonts, formats):
        group.set("count", str(len(group)))
    return found[0], found[1]
