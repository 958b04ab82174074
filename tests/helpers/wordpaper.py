"""Mistakes typed into a finished Word paper, as a person types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph


class WordPaper:
    """A paper that is edited; knows where its paragraphs and tables stand, on its own account."""

    def __init__(self, path: Path) -> None:
        self.document: Document = docx.Document(str(path))

    def save(self, path: Path) -> Path:
        """Write it to another place."""
        self.document.save(str(path))
        return path

    def paragraphs(self) -> Iterator[tuple[str, int, Paragraph]]:
        """Heading, number below it (0 for the heading), paragraph; without blank ones and contents."""
        heading, number = "", 0
        for paragraph in self.document.paragraphs:
            name = str(paragraph.style.name) if paragraph.style else ""
            if not paragraph.text.strip() or name.lower().startswith("toc"):
                continue
            if name.lower().startswith("heading"):
                heading, number = " ".join(paragraph.text.split()), 0
                yield heading, 0, paragraph
            else:
                for line in filter(str.strip, paragraph.text.split("\n")):
                    number += bool(line)
                yield heading, number, paragraph

    def find(self, words: str, heading: str = "", which: int = 0) -> tuple[str, int, Paragraph]:
        """The paragraph that has the words, below a heading that has those."""
        found = [
            entry for entry in self.paragraphs() if words in entry[2].text and heading in entry[0]
        ]
        assert len(found) > which, f"{words} stands {len(found)} times under {heading}"
        return found[which]

    def write(self, old: str, new: str, heading: str = "", which: int = 0) -> str:
        """Words for words, once; the place of the paragraph as a person names it."""
        under, number, paragraph = self.find(old, heading, which)
        retyped(paragraph, paragraph.text.replace(old, new, 1))
        return place_of(under, number)

    def table(self, number: int) -> Table:
        """A table of the body, from 0."""
        return self.document.tables[number]

    def cell(self, table: int, row: int, column: int, text: str) -> str:
        """A cell of an official table, row and column from 1; its place."""
        cell = self.table(table).cell(row - 1, column - 1)
        retyped(cell.paragraphs[0], text)
        return f"第{row}行第{column}列"


def retyped(paragraph: Paragraph, text: str) -> None:
    """The paragraph says something else, in the format of its first run."""
    first, *rest = paragraph.runs or [paragraph.add_run()]
    first.text = text
    for run in rest:
        run._r.getparent().remove(run._r)


def place_of(heading: str, number: int) -> str:
    """「三、支出决算情况说明」下第1段."""
    under = f"「{heading}」" if heading else "开头部分"
    return f"{under}下第{number}段" if number else f"标题{under}"
