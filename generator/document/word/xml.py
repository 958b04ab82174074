"""Names of the XML of Word files, and the one place that says which elements show text."""

from __future__ import annotations

from lxml import etree

from generator.workbook.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

T = f"{W}t"
_SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}

# Symbols of the fonts Wingdings and Wingdings 2 that people put in for check boxes.
_SYMBOLS = {"FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "71": "☐", "52": "☑", "53": "☒", "A3": "☐"}
_OFF = ("0", "false", "off")


def prepared(root: Element) -> Element:
    """The tree with nothing twice in it, and with w:t for everything else that shows something."""
    etree.strip_elements(root, _FALLBACK, with_tail=False)
    for node in [*root.iter(*_SHOWN)]:
        if node.getparent().tag == f"{W}r":  # w:tab is also the name of a tab stop
            _becomes(node, _SHOWN[node.tag])
    for node in [*root.iter(f"{W}sym")]:
        _becomes(node, _SYMBOLS.get(node.get(f"{W}char", "").upper()[-2:], ""))
    for node in [*root.iter(f"{W}checkBox")]:
        _becomes(node, "☑" if _ticked(node) else "☐")
    return root


def _becomes(node: Element, text: str) -> None:
    node.tag, node.text = T, text


def _ticked(box: Element) -> bool:
    """True for a check box of an old form that is on: what was chosen, else what it began with."""
    for name in (f"{W}checked", f"{W}default"):
        for given in box.iterchildren(name):
            return given.get(f"{W}val", "1") not in _OFF
    return False


def shown(element: Element) -> str:
    """The visible text of a prepared element without tracked changes."""
    return "".join(element.itertext(T, with_tail=False))


def properties(element: Element, tag: str) -> Element | None:
    """The properties of a paragraph, row or cell, which stand first in it; None for none."""
    first = next(iter(element), None)
    return first if first is not None and first.tag == tag else None


def child(element: Element, tag: str) -> Element | None:
    """The first child of that name; ``find`` is much slower."""
    return next(element.iterchildren(tag), None)
