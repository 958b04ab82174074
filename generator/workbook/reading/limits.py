"""How much a workbook may hold.

The largest real ones have some ten thousand cells and unpack to one megabyte.  What offices
make by habit is let in (formats dragged to the last row, sheets copied in from elsewhere);
beyond these limits reading would take minutes and gigabytes for what is no such workbook.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from msgspec import Struct

from generator.model import regex
from generator.workbook.package import MEGABYTE

MOST_FILE = 100 * MEGABYTE  # pictures pasted into sheets count here and nowhere else
MOST_SHEETS = 256
MOST_UNPACKED = 512 * MEGABYTE  # all sheets, with rows that have nothing but formats
MOST_CELLS = 200_000
MOST_ROWS = 250_000  # those with formats alone do not count
MOST_CHARACTERS = 5_000_000
MOST_STRINGS = 200_000
MOST_STYLES = 70_000  # Excel's own limit is a little lower
MOST_RANGES = 20_000
MOST_SETTINGS = 60_000  # columns, merged ranges, conditional formats and validations together
MOST_MERGED = 200_000  # places in merged ranges
MOST_NOTES = 20_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # Excel's own
_MOST_PARSED = 32 * MEGABYTE
_USUAL = 4 * MEGABYTE

# Rows and cells with formats alone, each run of them up to its last one.  Every office program
# writes ``r`` first; where it stands nothing is lost of the counting.  What begins with plain signs,
# not with a group, is found twenty times as fast.
_ROW = rb'<row r="[^<>/]*(?:/>|>(?:<c r="[^<>/]*/>)*</row>)'
_CELL = rb'<c r="[^<>/]*/>'
_ROWS = regex(_ROW + b"(?:" + _ROW + b")*(" + _ROW + b")")
_CELLS = regex(_CELL + b"(?:" + _CELL + b")*(" + _CELL + b")")
_FORMULAS = regex(rb"<f(?: [^<>/]*)?>[^<]+</f>")


class Overfull(Exception):
    """A sheet holds more than a workbook of this kind does: ``sheet`` ("" unknown), ``what``."""

    def __init__(self, sheet: str, what: str) -> None:
        super().__init__(sheet, what)
        self.sheet, self.what = sheet, what


class Meter(Struct):
    """What was read of one workbook so far.  Its methods raise Overfull."""

    sheet: str = ""
    rows: int = 0
    cells: int = 0
    characters: int = 0
    parsed: int = 0
    settings: int = 0

    def row(self, number: int) -> None:
        """One more row."""
        self.rows += 1
        self.place(number, 1)
        if self.rows > MOST_ROWS:
            self.refuse(f"行数太多，整个工作簿超过 {MOST_ROWS:,} 行")

    def cell(self, value: Any) -> None:
        """One more cell with something in it."""
        self.cells += 1
        if self.cells > MOST_CELLS:
            self.refuse(f"有内容的单元格太多，整个工作簿超过 {MOST_CELLS:,} 个")
        if isinstance(value, str):
            self.characters += len(value)
            if self.characters > MOST_CHARACTERS:
                self.refuse(f"文字太多，整个工作簿超过 {MOST_CHARACTERS:,} 字")

    def place(self, row: int, column: int) -> None:
        """A place that Excel does not have."""
        if row > LAST_ROW or column > LAST_COLUMN:
            what = f"第 {row} 行" if row > LAST_ROW else f"第 {column} 列"
            self.refuse(f"有{what}，超出了 Excel 的范围（{LAST_ROW} 行、{LAST_COLUMN} 列）")

    def ranges(self, found: Sized, what: str) -> None:
        """The areas of one kind that a sheet has so far."""
        if len(found) > MOST_RANGES:
            self.refuse(f"{what}太多，超过 {MOST_RANGES:,} 处")

    def setting(self) -> None:
        """One more element that is no row: thousands take seconds, also where they say nothing."""
        self.settings += 1
        if self.settings > MOST_SETTINGS:
            self.refuse(f"条件格式、数据验证这类设置太多，整个工作簿超过 {MOST_SETTINGS:,} 处")

    def slim(self, chunk: bytes) -> bytes:
        """The XML of a sheet, in the long run without rows and cells that have formats alone.

        Of formulas it is only seen that they are there: 5,000 lines of 年初预算 have 17 MB of them.
        """
        # At the usual size it costs more to look for them than to parse them.  Without a comment
        # or CDATA what looks like a row is one.
        if self.parsed + len(chunk) > _USUAL and b"<!" not in chunk:
            chunk = _FORMULAS.sub(b"<f/>", chunk)
            chunk = _CELLS.sub(rb"\1", _ROWS.sub(rb"\1", chunk))
        self.parsed += len(chunk)
        if self.parsed > _MOST_PARSED:
            self.refuse("内容太多")
        return chunk

    def refuse(self, what: str) -> None:
        """Raises Overfull for the sheet that is being read."""
        raise Overfull(self.sheet, what)


def refuse_size(sizes: dict[str, int]) -> None:
    """Raises Overfull for sheets (name → bytes unpacked) that are too long to be looked at."""
    if len(sizes) > MOST_SHEETS:
        raise Overfull("", f"有 {len(sizes)} 张工作表，超过 {MOST_SHEETS} 张的上限")
    if sum(sizes.values()) > MOST_UNPACKED:
        sheet = max(sizes, key=lambda name: sizes[name])
        size = f"展开后有 {sizes[sheet] // MEGABYTE} MB"
        raise Overfull(sheet, f"{size}，整个工作簿超过 {MOST_UNPACKED // MEGABYTE} MB 的上限")
