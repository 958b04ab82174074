"""The text alternatives of pictures: LibreOffice loses those of charts on the way to the PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from generator.model import regex
from generator.products.pdf.changing import changed

_DRAWN = regex(r"<wp:docPr [^>]*>")
_FIGURE = regex(rb"/Type/StructElem\n/S/Figure\n(?!/Alt)")
_TOLD = regex(r' descr="([^"]*)"')


def alternatives(document: str) -> list[str]:
    """The text alternative of each picture of document.xml in order, "" for one without."""
    found = map(_TOLD.search, _DRAWN.findall(document))
    return [unescape(match[1]) if match else "" for match in found]


def with_alternatives(pdf: bytes, texts: Sequence[str]) -> bytes:
    """The tagged PDF with the texts at its figures; as it is where their number differs."""
    figures = [match.end() for match in _FIGURE.finditer(pdf)]  # in reading order
    if not texts or (figures and len(figures) != len(texts)):
        return pdf
    if not figures:
        return _added(pdf, texts)
    described = (
        b"/Alt<FEFF%b>\n" % text.encode("utf-16-be").hex().upper().encode() for text in texts
    )
    return changed(pdf, [(at, at, alt) for at, alt in zip(figures, described, strict=True)])


def _added(pdf: bytes, texts: Sequence[str]) -> bytes:
    """The same where the objects are packed: the change is added at the end.  It takes seconds."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    figures = list(_figures(writer.root_object["/StructTreeRoot"]))
    if len(figures) != len(texts):
        return pdf
    for figure, text in zip(figures, texts, strict=True):
        figure[NameObject("/Alt")] = TextStringObject(text)
    written = io.BytesIO()
    writer.write(written)
    # PDF/A wants a line end after "obj"; pypdf's last object, the cross-references, lacks it.
    added = written.getvalue()[len(pdf) :]
    return pdf + re.sub(rb"( 0 obj)(<<\n/Type /XRef)", rb"\1\n\2", added)


def _figures(root: Any) -> Iterator[Any]:
    """The figures of a structure tree in reading order."""
    waiting = [root]
    while waiting:
        element = waiting.pop().get_object()
        if not isinstance(element, dict):
            continue
        if element.get("/S") == "/Figure":
            yield element
        children = element.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        waiting += reversed(children if isinstance(children, list) else [children])
