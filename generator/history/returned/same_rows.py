"""Whether two lines are the same row, or may be the same line reworded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.history.differences.reading import CELLS, ROW
from generator.history.differences.reading import kind as beginning
from generator.history.differences.wording import likeness

_ALIKE = 0.5  # a line with less in common is another one


def alike(one: str, other: str) -> bool:
    """True for lines that may be the same one, reworded."""
    return beginning(one) == beginning(other) and likeness(one, other) >= _ALIKE


def same_row(one: str, other: str) -> bool:
    """True for equal lines, and for rows that differ in nothing but what stands before.

    A row has another number once one above it went; a cell that is merged with the one above is
    blank in all but the first row.
    """
    if one == other:
        return True
    if not (one.startswith(ROW) and other.startswith(ROW)) or one[-1:] != other[-1:]:
        return False
    first, second = _cells(one), _cells(other)
    begin = _lead(first, second)
    rest = first[begin:]
    return len(first) == len(second) and len(rest) > 1 and rest == second[begin:]


def nearer(line: str, one: str, other: str) -> bool:
    """True where a line has more in common with one than with another.

    What stands before in rows counts for nothing, as in ``same_row``.
    """
    lines = line, one, other
    if all(row.startswith(ROW) for row in lines):
        rows = [_cells(row) for row in lines]
        begin = _lead(*rows)
        line, one, other = (CELLS.join(row[begin:]) for row in rows)
    return likeness(line, one) > likeness(line, other)


def filled(lines: Iterable[str]) -> Iterator[str]:
    """The lines with what stands above in the blank cells of rows, as in merged cells."""
    above: list[str] = []
    for line in lines:
        cells = _cells(line) if line.startswith(ROW) else []
        if len(cells) == len(above):
            cells = [cell or over for cell, over in zip(cells, above, strict=True)]
        above = cells
        yield ROW + CELLS.join(cells) if cells else line


def _lead(*rows: Sequence[str]) -> int:
    """How many cells of rows say only where they stand: a number, or blank ones of merged cells."""
    return 1 if all(cells[0].isdigit() for cells in rows) else max(map(_blank, rows))


def _blank(cells: Sequence[str]) -> int:
    """How many cells are blank before the first that is not."""
    return next((n for n, cell in enumerate(cells) if cell), len(cells))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix(ROW).split(CELLS)]
