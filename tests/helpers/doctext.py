"""The text of a .docx as lines: paragraphs as they are, table rows as ``a | b | c``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lines(path: Path) -> list[str]:
    """Body text in reading order, blank paragraphs left out."""
    return list(_blocks(docx.Document(str(path)).element.body))


def _blocks(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            if text := paragraph(child).strip():
                yield text
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield " | ".join(cell_text(cell) for cell in row.iterchildren(f"{_W}tc"))
        elif child.tag == f"{_W}sdt":
            yield from _blocks(child.find(f"{_W}sdtContent"))


def cell_text(cell: Any) -> str:
    """The paragraphs of a cell, joined by " / "."""
    texts = (paragraph(p).strip() for p in cell.iter(f"{_W}p"))
    return " / ".join(text for text in texts if text)


def paragraph(element: Any) -> str:
    """The text of one paragraph; tabs and breaks as blanks."""
    pieces = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.getparent().tag == f"{_W}r":
            pieces.append(" ")
    return "".join(pieces)
