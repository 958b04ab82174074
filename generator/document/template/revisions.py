"""Tracked changes of a Word part, accepted: what was inserted stays, what was deleted goes."""

from __future__ import annotations

from generator.document.template.package import Element, W

_GONE = (f"{W}del", f"{W}moveFrom")
_KEPT = (f"{W}ins", f"{W}moveTo")
# What was before a change of properties, and the edges of what was moved.
_RECORDS = tuple(
    f"{W}{name}"
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
        "cellIns",
        "cellMerge",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
    )
)
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt")
_PROPERTIES = tuple(f"{W}{name}" for name in ("rPr", "pPr", "trPr", "tcPr", "numPr", "tblPr"))


def accepted(root: Element) -> int:
    """Accept every tracked change under ``root``; how many there were."""
    count = 0
    for element in [*root.iter(f"{W}trPr")]:
        if any(child.tag in _GONE for child in element):
            count += 1
            remove(element.getparent())
    for element in [*root.iter(f"{W}cellDel")]:
        count += 1
        remove(next(element.iterancestors(f"{W}tc")))
    count += _paragraphs(root)
    for element in [*root.iter(*_GONE)]:
        count += 1
        remove(element)
    for element in [*root.iter(*_KEPT)]:
        count += 1
        if element.getparent().tag in _PROPERTIES:
            remove(element)
        else:
            unwrap(element)
    for element in [*root.iter(*_RECORDS)]:
        count += 1
        remove(element)
    _repair(root)
    return count


def _paragraphs(root: Element) -> int:
    """Paragraphs whose end was deleted run on into the next one, or go when nothing is left."""
    found = [
        paragraph
        for paragraph in root.iter(f"{W}p")
        if any(
            paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None
            for tag in _GONE
            if paragraph.find(f"{W}pPr/{W}sectPr") is None
        )
    ]
    for paragraph in reversed(found):  # the last first: several run on into one
        left = [
            child
            for child in paragraph
            if child.tag != f"{W}pPr" and child.tag not in _GONE and child.tag not in _RECORDS
        ]
        follower = paragraph.getnext()
        if left and (follower is None or follower.tag != f"{W}p"):
            _unmark(paragraph)
            continue
        if left:
            at = 1 if len(follower) and follower[0].tag == f"{W}pPr" else 0
            follower[at:at] = left
        remove(paragraph)
    return len(found)


def _unmark(paragraph: Element) -> None:
    for mark in paragraph.find(f"{W}pPr/{W}rPr"):
        if mark.tag in _GONE:
            remove(mark)


def _repair(root: Element) -> None:
    """Tables without rows go, rows without cells too; a cell has a paragraph."""
    from lxml import etree

    for control in [*root.iter(f"{W}sdtContent")]:
        if len(control) == 0:
            remove(control.getparent())
    for cell in [*root.iter(f"{W}tc")]:
        blocks = [child.tag for child in cell if child.tag in _BLOCKS]
        if not blocks or blocks[-1] == f"{W}tbl":
            etree.SubElement(cell, f"{W}p")
    for row in [*root.iter(f"{W}tr")]:
        if next(row.iter(f"{W}tc"), None) is None:
            remove(row)
    for table in [*root.iter(f"{W}tbl")]:
        if next(table.iter(f"{W}tr"), None) is None:
            remove(table)


def remove(element: Element) -> None:
    """Take an element out with all that is in it; parts of Word have no text between elements."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Put what an element holds into its place."""
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)
