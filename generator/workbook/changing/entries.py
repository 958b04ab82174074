"""What is to be written into a workbook, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.model import Cell, Value


class CellEntry(Struct, frozen=True):
    """A value for one cell; None clears it.

    Amounts are in the unit of the sheet.  ``source`` says in Chinese where the value comes from, for
    messages.  ``like`` is the address of a cell whose look a cell takes over that is not there yet.
    ``over``: whatever stands in the cell was a proposal, and may be replaced.
    """

    cell: Cell
    value: Value
    source: str = ""
    like: str = ""
    over: bool = False


class NewSheet(Struct, frozen=True):
    """A sheet that is made where the workbook has none of that name.

    ``widths`` of its columns in characters; the rows up to ``head`` stay in sight.  ``choices``:
    the words that the cells of a column, from 1, are chosen from.
    """

    name: str
    widths: tuple[int, ...]
    head: int
    choices: Mapping[int, tuple[str, ...]]


class Standing(Struct, frozen=True):
    """An entry that was not written, and what stands in its cell instead."""

    entry: CellEntry
    stands: str


class Entered(Struct, frozen=True):
    """What became of the entries, in their order.

    ``written`` stand in the workbook now, ``equal`` stood there before, ``differing`` were left
    because something else stands there.  ``backup`` is the workbook as it was, None where nothing
    had to be written.
    """

    written: tuple[CellEntry, ...]
    equal: tuple[CellEntry, ...]
    differing: tuple[Standing, ...]
    backup: Path | None = None


class Growth(Struct, frozen=True):
    """Rows to be put in below ``after``, each like it and blank; what stands below moves down.

    Where ``count`` is negative so many rows go there, and what stands below them moves up.
    """

    sheet: str
    after: int
    count: int
