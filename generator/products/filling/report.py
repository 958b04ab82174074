"""What became of the files that were given: per table, and what is left to fill."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from generator.workbook.changing import Standing


class ExportPlace(Struct, frozen=True):
    """A place in an export: the file's name, the sheet, the address of a cell or a range."""

    file: str
    sheet: str
    address: str

    def __str__(self) -> str:
        return f"{self.file} {self.sheet}!{self.address}"


class TableTaken(Struct, frozen=True):
    """A table that was put into the sheet ``target``.

    ``place`` is where it stood, None for rows that follow from other tables; ``problems`` are what
    of it was not understood or found no place, each with its cell.
    """

    target: str
    title: str
    place: ExportPlace | None
    written: int
    equal: int
    differing: tuple[Standing, ...] = ()
    problems: tuple[str, ...] = ()


class NotTaken(Struct, frozen=True):
    """A file, sheet or table that was left out, and why; ``expected``: nothing is lost with it."""

    where: str
    why: str
    remedy: str = ""
    expected: bool = False


class FillReport(Struct, frozen=True):
    """Everything that ``gen fill`` tells; ``missing`` counts what is still to fill in by sheet."""

    workbook: Path
    tables: tuple[TableTaken, ...]
    refused: tuple[NotTaken, ...]
    backup: Path | None = None
    record: Path | None = None
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """True when everything that was given stands in the workbook now."""
        return not any(t.differing or t.problems for t in self.tables) and all(
            r.expected for r in self.refused
        )
