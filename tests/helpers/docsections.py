"""The text of a rendered document by section, so that a case can name what it expects.

Keys: ``五`` and ``五（三）`` for 第三部分, ``第一部分 二`` elsewhere, ``公开07表`` for the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.document import Draft
from generator.document.word import WordParagraph, WordTable
from generator.figures.phrasing import chinese_number, unmarked

_NUMBER = re.compile(
    r"(第[一二三四五六]部分|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+(?=、))"
)


@dataclass(frozen=True)
class Text:
    """``lines`` is everything in reading order, each with its style ("row" for a table row)."""

    lines: tuple[tuple[str, str], ...]
    sections: dict[str, list[str]]

    @property
    def whole(self) -> str:
        return "\n".join(line for _, line in self.lines)


def sections_of(draft: Draft) -> Text:
    """Split the body of a document at its headings; the contents at the front do not count."""
    lines: list[tuple[str, str]] = []
    sections: dict[str, list[str]] = {}
    part, chapter, keys = "", "", [""]
    for style, text in _blocks(draft):
        if not text:
            continue
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


_TABLES = [chinese_number(n) for n in range(1, 20)]


def _chapter(part: str, label: str) -> str:
    if part == "第三部分":
        return label
    if part == "第二部分":
        return f"公开{_TABLES.index(label) + 1:02d}表"
    return f"{part} {label}"


def _blocks(draft: Draft) -> Iterator[tuple[str, str]]:
    for block in draft.words.blocks:
        if isinstance(block, WordTable):
            for row in block.rows:
                yield "row", " | ".join(" / ".join(map(_flat, cell.texts)) for cell in row.cells)
        elif isinstance(block, WordParagraph) and not block.style.name.startswith("toc "):
            yield block.style.id, _flat(block.text).strip()


def _flat(text: str) -> str:
    return unmarked(text).replace("\n", " ").replace("\t", " ")
