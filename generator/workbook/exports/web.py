"""Tables of a web page, which some software calls .xls: each a grid below the lines above it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from generator.editions.files import decoded
from generator.workbook.exports.plain import MOST_CELLS
from generator.workbook.package import Damaged, Element, TooMuch
from generator.workbook.reading.cells import Range
from generator.workbook.reading.opening import Grid

_ABOVE = 4  # lines above a table that belong to it: number, title, unit of money, 部门：…
_WIDEST = 500
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "title", "center", "font")


def web_tables(content: bytes) -> Iterator[Grid]:
    """The tables in order, called 第1个表格 and so on.

    Raises UnicodeDecodeError, Damaged or TooMuch.
    """
    text = decoded(content)
    try:
        page = html.document_fromstring(_without_declaration(text))
    except (etree.LxmlError, ValueError) as error:  # no page at all
        raise Damaged from error
    above: list[str] = []
    count = 0
    for node in page.iter("table", *_BLOCKS):
        if next(node.iterancestors("table"), None) is not None:
            continue
        if node.tag != "table":
            words = " ".join((node.text or "").split())
            above += [words] if words else []
            continue
        count += 1
        yield _grid(f"第{count}个表格", node, above[-_ABOVE:])
        above = []


def _without_declaration(text: str) -> str:
    """lxml refuses a decoded text that names its encoding."""
    return text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text


def _grid(name: str, table: Element, above: list[str]) -> Grid:
    values: dict[tuple[int, int], object] = {(n, 1): text for n, text in enumerate(above, 1)}
    ranges, taken = list[Range](), set[tuple[int, int]]()
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for at, row in enumerate(rows, start=len(above) + 1):
        column = 1
        for cell in row.iterchildren("td", "th"):
            while (at, column) in taken:
                column += 1
            deep, broad = _span(cell, "rowspan"), _span(cell, "colspan")
            if column + broad > _WIDEST or len(taken) + deep * broad > MOST_CELLS:
                raise TooMuch(name)
            taken |= {(at + d, column + b) for d in range(deep) for b in range(broad)}
            if words := " ".join("".join(cell.itertext()).split()):
                values[(at, column)] = words
            if deep * broad > 1:
                ranges.append(Range(at, column, at + deep - 1, column + broad - 1))
            column += broad
    return Grid(name, values, frozenset(), frozenset(), ranges)


def _span(cell: Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(max(int(said), 1), _WIDEST) if said.isdecimal() and len(said) < 6 else 1
