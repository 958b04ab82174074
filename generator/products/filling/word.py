"""The tables of a Word file as grids, each below the lines that stand above it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.word import foreign_file
from generator.history.papers.blocks import Passage
from generator.history.papers.word import blocks_of
from generator.workbook.reading.opening import Grid

_ABOVE = 4  # lines above a table that belong to it: number, title, unit of money, 部门：…


def word_tables(content: bytes) -> Iterator[Grid]:
    """The tables in order, called 第1个表格 and so on.  Raises Damaged or TooMuch."""
    above: list[str] = []
    count = 0
    for block in blocks_of(foreign_file(content)):
        if isinstance(block, Passage):
            above.append(block.text)
        else:
            count += 1
            yield block.grid(f"第{count}个表格", above[-_ABOVE:])
            above = []
