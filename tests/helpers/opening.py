"""Workbooks as openpyxl has them, each read once in a run: reading one takes longer than a check."""

from __future__ import annotations

import io
import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from generator.model import Finding, InputProblem
from generator.workbook.reading.facts import read_workbook


def opened(path: Path) -> Any:
    """A workbook to be changed at will.  Files with the same content are read once."""
    book = pickle.loads(_read(path.read_bytes()))
    for sheet in book.worksheets:  # a pickled table of rows has forgotten whose it is
        for table, make in (
            (sheet.row_dimensions, sheet._add_row),
            (sheet.column_dimensions, sheet._add_column),
        ):
            table.default_factory, table.worksheet = make, sheet
    return book


@lru_cache(maxsize=16)
def _read(content: bytes) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(content)))


def told_by_reading(path: Path) -> tuple[Finding, ...]:
    """What the reading of a workbook says, without the checks and the draft."""
    try:
        return read_workbook(path).findings
    except InputProblem as problem:
        return problem.findings
