"""The text of a rendered document by section, so that a case can name what it expects.

Keys: ``五`` and ``五（三）`` for 第三部分, ``第一部分 二`` elsewhere, ``公开07表`` for the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from generator.figures.phrasing import unmarked
from tests.helpers.doctext import cell_text, paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBER = re.compile(
    r"(第[一二三四五六]部分|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+(?=、))"
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Text:
    """``lines`` is everything in reading order, each with its style ("row" for a table row)."""

    lines: tuple[tuple[str, str], ...]
    sections: dict[str, list[str]]

    @property
    def whole(self) -> str:
        return "\n".join(line for _, line in self.lines)


def sections_of(xml: str) -> Text:
    """Split the body of a document at its headings; the contents at the front do not count."""
    body = etree.fromstring(unmarked(xml).encode("utf-8"), _PARSER)[0]
    lines: list[tuple[str, str]] = []
    sections: dict[str, list[str]] = {}
    part, chapter, keys = "", "", [""]
    for style, text in _blocks(body):
        lines.append((style, text))
        if style.startswith("Heading"):
            number = _NUMBER.match(text)
            label = number[1] if number else text
            if style == "Heading1":
                part, chapter, keys = label, "", [label]
            elif style == "Heading2":
                chapter = _chapter(part, label)
                keys = [chapter]
            else:
                sections[chapter].append(text)
                keys = [chapter, chapter + label]
            sections[keys[-1]] = []
        else:
            for key in keys:
                sections.setdefault(key, []).append(text)
    return Text(tuple(lines), sections)


_TABLES = "一二三四五六七八九"


def _chapter(part: str, label: str) -> str:
    if part == "第三部分":
        return label
    if part == "第二部分":
        return f"公开{_TABLES.index(label) + 1:02d}表"
    return f"{part} {label}"


def _blocks(parent: Any) -> list[tuple[str, str]]:
    found = []
    for child in parent:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            if text := paragraph(child).strip():
                found.append(("" if style is None else style.get(f"{_W}val"), text))
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = (cell_text(cell) for cell in row.iterchildren(f"{_W}tc"))
                found.append(("row", " | ".join(cells)))
    return found
