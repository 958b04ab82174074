"""Rectangles of cells."""

from __future__ import annotations

from msgspec import Struct
from openpyxl.utils import get_column_letter, quote_sheetname

Key = tuple[str, str, str]
"""Table id, row key, column key: the name of a cell that does not depend on its place."""

SPARE_ROWS = 5
"""Blank rows that an open table keeps below what is filled in from the start."""


class Area(Struct, frozen=True):
    """A rectangle of cells on a sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def corner(self) -> str:
        """The address of the cell at the top left, e.g. ``D7``."""
        return f"{get_column_letter(self.left)}{self.top}"

    @property
    def address(self) -> str:
        """The address of the whole area, e.g. ``D7:F9``, or of its only cell."""
        if (self.top, self.left) == (self.bottom, self.right):
            return self.corner
        return f"{self.corner}:{get_column_letter(self.right)}{self.bottom}"

    @property
    def absolute(self) -> str:
        """The area as every other sheet can refer to it, e.g. ``'公开05表'!$A$8:$A$47``."""
        first = f"${get_column_letter(self.left)}${self.top}"
        last = f"${get_column_letter(self.right)}${self.bottom}"
        return f"{quote_sheetname(self.sheet)}!{first if first == last else f'{first}:{last}'}"

    @property
    def growing(self) -> str:
        """The column at the left from a first row that stays, e.g. ``$D$7:D9``."""
        letter = get_column_letter(self.left)
        return f"${letter}${self.top}:{letter}{self.bottom}"

    @property
    def anchor(self) -> Area:
        """The cell at the top left: the one of a merged area that holds the value."""
        return Area(self.sheet, self.top, self.left, self.top, self.left)

    def to(self, other: Area) -> Area:
        """The rectangle from this area's top left to the other's bottom right."""
        return Area(self.sheet, self.top, self.left, other.bottom, other.right)
