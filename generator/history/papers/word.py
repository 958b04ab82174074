"""A Word file as the blocks of a paper."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.word import WordBlock, WordFile, WordParagraph, WordTable
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.model import regex
from generator.workbook.reading.cells import Range

_CONTENTS = regex(r"toc \d+")


def blocks_of(file: WordFile) -> tuple[PaperBlock, ...]:
    """The paragraphs and tables, without the table of contents.  Raises Damaged or TooMuch."""
    return tuple(found for block in file.blocks for found in _read(block))


def _read(block: WordBlock) -> Iterator[PaperBlock]:
    if isinstance(block, WordTable):
        yield _table(block)
    elif isinstance(block, WordParagraph) and not _CONTENTS.fullmatch(block.style.name):
        lines = (line.replace("\t", " ").strip() for line in block.text.splitlines())
        yield from (Passage(line, block.style.level > 0) for line in lines if line)


def _table(table: WordTable) -> PaperTable:
    texts: dict[tuple[int, int], str] = {}
    merged: list[Range] = []
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            top, left = number + 1, cell.column + 1
            if cell.merge == "continue":
                continue
            if cell.texts:
                texts[top, left] = "\n".join(cell.texts)
            depth = table.depth(number, cell)
            if depth > 1 or cell.span > 1:
                merged.append(Range(top, left, top + depth - 1, left + cell.span - 1))
    columns = max((c.column + c.span for row in table.rows for c in row.cells), default=0)
    return PaperTable(texts, tuple(merged), columns)
