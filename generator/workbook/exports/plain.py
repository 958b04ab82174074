"""A table as text, comma or tab between the cells, which some software calls .xls."""

from __future__ import annotations

import csv
import io
import re

from generator.editions.files import decoded
from generator.model import regex
from generator.workbook.package import Damaged, TooMuch
from generator.workbook.reading.opening import Grid

MOST_CELLS = 500_000
_BETWEEN = "\t,;"
_SAMPLE = 50  # lines that tell what stands between the cells
# ="0210" and '0210 keep Excel from taking a code for a number.
_AS_TEXT = regex(r'="(.*)"|\'(.*)', re.DOTALL)


def text_table(content: bytes) -> Grid:
    """The lines as rows.  Raises UnicodeDecodeError, Damaged or TooMuch."""
    text = decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_between(text))
    values: dict[tuple[int, int], object] = {}
    try:
        for row, cells in enumerate(lines, start=1):
            for column, cell in enumerate(cells, start=1):
                if words := _shown(cell):
                    values[(row, column)] = words
            if len(values) > MOST_CELLS:
                raise TooMuch("表格")
    except csv.Error as error:
        raise Damaged from error
    return Grid("表格", values, frozenset(), frozenset(), [])


def _between(text: str) -> str:
    """The sign between the cells: the one that most of the first lines have."""
    lines = text.splitlines()[:_SAMPLE]
    return max(_BETWEEN, key=lambda sign: sum(sign in line for line in lines))


def _shown(cell: str) -> str:
    words = cell.strip()
    found = _AS_TEXT.fullmatch(words)
    return (found[1] or found[2] or "").strip() if found else words
