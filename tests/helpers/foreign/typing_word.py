"""A Word file typed by hand: paragraphs, and tables with merged cells, without our styles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document

LEFT, ABOVE = "<", "^"  # a cell that is one with the cell to its left, or above it
Rows = Sequence[Sequence[str]]


@dataclass
class TypedPaper:
    """What has been typed so far; ``styled``: headings have the styles of headings."""

    styled: bool = False
    document: Document = field(default_factory=docx.Document)

    def say(self, *texts: str) -> None:
        """Paragraphs."""
        for text in texts:
            self.document.add_paragraph(text)

    def head(self, text: str, level: int = 1) -> None:
        """A heading, by its style or only by its words."""
        if self.styled:
            self.document.add_heading(text, level)
        else:
            self.document.add_paragraph().add_run(text).bold = True

    def table(self, rows: Rows) -> None:
        """A table; cells that say LEFT or ABOVE are merged."""
        width = max(map(len, rows))
        made = self.document.add_table(len(rows), width, "Table Grid")
        cells = [list(row.cells) for row in made.rows]
        texts = [[*row, *[""] * (width - len(row))] for row in rows]
        for at, row in enumerate(texts):
            for column, text in enumerate(row):
                if text in (LEFT, ABOVE):
                    continue
                right, below = column, at
                while right + 1 < width and row[right + 1] == LEFT:
                    right += 1
                while below + 1 < len(texts) and texts[below + 1][column] == ABOVE:
                    below += 1
                cell = cells[at][column]
                if (right, below) != (column, at):
                    cell = cell.merge(cells[below][right])
                cell.text = text

    def pages(self, head: Rows, body: Rows, most: int) -> None:
        """A table over several pages: one Word table for each, its head typed again."""
        parts = [body[at : at + most] for at in range(0, len(body), most)] if most else [body]
        for number, part in enumerate(parts):
            if number:
                self.document.add_paragraph("")
            self.table([*head, *part])

    def save(self, path: Path) -> Path:
        """Write the file."""
        self.document.save(str(path))
        return path


def wide(text: str, signs: Iterable[str] = "0123456789.%") -> str:
    """The signs in full width, as some people type them."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign in signs else sign for sign in text)
