"""The rendered body of a draft → blocks in reading order, with its marked places numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, takewhile
from typing import Any, NamedTuple

from lxml import etree

from generator.document import BODY, Draft
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.products.review.model import (
    Block,
    Chart,
    DocumentTable,
    Paragraph,
    Piece,
    Section,
    TableCell,
)

Element = Any  # an lxml element; lxml has no types

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_START = re.compile(f"{OPEN}[tu]?[0-9]+{SHUT}")
_MARKED = re.compile(f"{OPEN}([0-9]+){SHUT}([^{CLOSE}]*){CLOSE}")
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)"(.*?)</w:style>', re.DOTALL)
_LEVEL = re.compile(r'<w:outlineLvl w:val="(\d)"')
_TITLE, _CONTENTS = "Title", "TOC"
_DEEPEST = 3


def sections(draft: Draft) -> tuple[Section, ...]:
    """The document cut at its headings, without its table of contents."""
    numbers = count()
    xml = _START.sub(lambda _: f"{OPEN}{next(numbers)}{SHUT}", draft.marked[BODY])
    body = etree.fromstring(xml.encode("utf-8"), _PARSER)[0]
    found: list[tuple[Paragraph | None, list[Block]]] = [(None, [])]
    for block in _blocks(body, _levels(draft.members["word/styles.xml"])):
        if isinstance(block, Paragraph) and block.level > 0:
            found.append((block, []))
        else:
            found[-1][1].append(block)
    return tuple(
        Section(f"s{number}", heading, tuple(blocks))
        for number, (heading, blocks) in enumerate(found)
    )


def _levels(styles: bytes) -> dict[str, int]:
    """Style id → heading level from 1, for the styles with an outline level."""
    found = {}
    for style in _STYLE.finditer(styles.decode("utf-8")):
        level = _LEVEL.search(style[2])
        if level and int(level[1]) < _DEEPEST:
            found[style[1]] = int(level[1]) + 1
    return found


def _blocks(parent: Element, levels: dict[str, int]) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            paragraph = _paragraph(child, levels)
            if paragraph.style.startswith(_CONTENTS):
                continue
            yield from map(_chart, child.iter(_DRAWN))
            if paragraph.text.strip():
                yield paragraph
        elif child.tag == f"{_W}tbl":
            yield _table(child, levels)
        elif child.tag == f"{_W}sdt":
            yield from _blocks(child.find(f"{_W}sdtContent"), levels)


def _paragraph(element: Element, levels: dict[str, int]) -> Paragraph:
    properties = _child(element, f"{_W}pPr")
    named = None if properties is None else _child(properties, f"{_W}pStyle")
    style = "" if named is None else named.get(f"{_W}val", "")
    level = -1 if style == _TITLE else levels.get(style, 0)
    return Paragraph(tuple(_pieces(_text(element))), style, level)


def _child(element: Element, tag: str) -> Element | None:
    """The first child of that name; ``find`` is much slower."""
    return next(element.iterchildren(tag), None)


def _chart(drawn: Element) -> Chart:
    return Chart(drawn.get("name", ""), Paragraph(tuple(_pieces(drawn.get("descr", "")))))


def _text(element: Element) -> str:
    """The visible text of a paragraph with its marks; line breaks and tabs as white space."""
    parts = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.getparent().tag == f"{_W}r":
            parts.append("\n" if node.tag == f"{_W}br" else "\u3000")
    return "".join(parts)


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[2], int(match[1]))
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


# --- tables ----------------------------------------------------------------------------------


class _Placed(NamedTuple):
    """A cell at its column of the grid; ``merge`` is "restart", "continue" or "" for neither."""

    element: Element
    column: int
    span: int
    merge: str


def _table(element: Element, levels: dict[str, int]) -> DocumentTable:
    lines = list(element.iterchildren(f"{_W}tr"))
    rows = [{cell.column: cell for cell in _placed(line)} for line in lines]
    headers = (line.find(f"{_W}trPr/{_W}tblHeader") is not None for line in lines)
    return DocumentTable(
        tuple(tuple(_cells(rows, number, levels)) for number in range(len(rows))),
        sum(1 for _ in takewhile(bool, headers)),
    )


def _placed(row: Element) -> Iterator[_Placed]:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    column = 0 if before is None else int(before.get(f"{_W}val", "0"))
    for cell in row.iterchildren(f"{_W}tc"):
        width, kind = 1, ""
        for properties in cell.iterchildren(f"{_W}tcPr"):
            for given in properties.iterchildren(f"{_W}gridSpan", f"{_W}vMerge"):
                if given.tag == f"{_W}gridSpan":
                    width = int(given.get(f"{_W}val", "1"))
                else:
                    kind = given.get(f"{_W}val", "continue")
        yield _Placed(cell, column, width, kind)
        column += width


def _cells(
    rows: list[dict[int, _Placed]], number: int, levels: dict[str, int]
) -> Iterator[TableCell]:
    """The cells that start in a row."""
    for cell in rows[number].values():
        if cell.merge != "continue":
            paragraphs = tuple(_cell_paragraphs(cell.element, levels))
            yield TableCell(paragraphs, cell.span, _depth(rows, number, cell))


def _depth(rows: list[dict[int, _Placed]], number: int, cell: _Placed) -> int:
    """How many rows the cell covers."""
    if cell.merge != "restart":
        return 1
    below = (row.get(cell.column) for row in rows[number + 1 :])
    return 1 + sum(1 for _ in takewhile(lambda c: c is not None and c.merge == "continue", below))


def _cell_paragraphs(cell: Element, levels: dict[str, int]) -> Iterator[Paragraph]:
    """The paragraphs of a cell; a table inside it is read line by line."""
    for element in cell.iter(f"{_W}p"):
        paragraph = _paragraph(element, levels)
        if paragraph.text.strip():
            yield paragraph
