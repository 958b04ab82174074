"""Pictures and charts: their names and text alternatives, and the numbers that a chart keeps."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.word.blocks import WordSeries
from generator.document.word.xml import C
from generator.workbook.package import Element

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def series(part: Element) -> Iterator[WordSeries]:
    """The series of a chart part."""
    for element in part.iter(f"{C}ser"):
        name = "".join(_values(element, "tx"))
        yield WordSeries(name, _values(element, "cat"), _values(element, "val"))


def _values(element: Element, kind: str) -> tuple[str, ...]:
    parts = element.iterchildren(f"{C}{kind}")
    return tuple(node.text or "" for part in parts for node in part.iter(f"{C}v"))
