"""What has been read of a paper so far, by the cells of the workbook it will be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field

from generator.editions import Edition
from generator.workbook.writing.areas import Key
from generator.workbook.writing.style import CellValue


class NotRead(Struct, frozen=True):
    """Something that was looked for: ``key`` is its cell, or only the table; ``why`` in Chinese."""

    key: Key
    why: str


class Gathered(Struct):
    """Cells by key, amounts in 万元, and what could not be read."""

    edition: Edition
    year: int = 0
    cells: dict[Key, CellValue] = field(default_factory=dict)
    unread: list[NotRead] = field(default_factory=list)

    def put(self, table: str, row: str, column: str, value: CellValue) -> None:
        """A value for a cell; nothing for None and "", and the first one stays."""
        if value is not None and value != "":
            self.cells.setdefault((table, row, column), value)

    def miss(self, table: str, row: str, column: str, why: str) -> None:
        """A cell that the paper should fill and does not."""
        self.unread.append(NotRead((table, row, column), why))

    def amount(self, place: str) -> Decimal:
        """The amount in 万元 at ``table.row.column``, zero for a blank."""
        table, row, column = place.split(".")
        found = self.cells.get((table, row, column))
        return found if isinstance(found, Decimal) else Decimal(0)

    def rows(self, table: str) -> Iterator[str]:
        """The keys of the rows of a list or of a table by code, without 合计."""
        keys = dict.fromkeys(row for name, row, _ in self.cells if name == table)
        return (key for key in keys if key.isdigit())

    def next_row(self, table: str) -> str:
        """The key of the first row of a list that has nothing yet."""
        return str(max(map(int, self.rows(table)), default=-1) + 1)

    def missed(self, table: str) -> bool:
        """True when something of the table could not be read."""
        return any(one.key[0] == table for one in self.unread)

    def has(self, table: str) -> bool:
        """True when anything of the table was read."""
        return any(name == table for name, _, _ in self.cells)
