"""Names of the XML of Word files, and the one place that says which elements show text."""

from __future__ import annotations

from lxml import etree

from generator.workbook.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
_NAMES = (
    ("wordprocessingml/main", "wordprocessingml/2006/main"),
    ("drawingml/", "drawingml/2006/"),
    ("officeDocument/relationships", "officeDocument/2006/relationships"),
    ("officeDocument/customProperties", "officeDocument/2006/custom-properties"),
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

P, T = f"{W}p", f"{W}t"
_ENDS = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
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
    _put_inside(root)
    return root


def transitional(root: Element) -> Element:
    """The tree with the names that Word gives by itself, of a file saved as Strict Open XML."""
    if not any(_STRICT in (name or "") for name in root.nsmap.values()):
        return root
    content = etree.tostring(root, encoding="unicode")
    for strict, usual in _NAMES:
        content = content.replace(_STRICT + strict, _USUAL + usual)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(content, safe)  # it was within the limits when it was first read


def _put_inside(root: Element) -> None:
    """Ends of comments that stand between paragraphs, rows or cells go into the next paragraph,
    or the one before: Word writes them so where a comment is on whole paragraphs or rows."""
    marks = root.iter(*_ENDS)
    outside = {mark for mark in marks if next(mark.iterancestors(P), None) is None}
    if not outside:
        return
    waiting, last = list[Element](), None
    for node in [*root.iter(P, *_ENDS)]:
        if node.tag == P:
            last = node
            at = 1 if properties(node, f"{W}pPr") is not None else 0
            node[at:at] = waiting
            waiting = []
        elif node in outside and node.tag == _ENDS[0]:
            waiting.append(node)
        elif node in outside and last is not None:
            last.append(node)


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
