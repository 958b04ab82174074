"""The cell behind a place of a table that is blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.history.differences.reading import CELLS, ROW
from generator.history.returned.sources import SourceLine
from generator.model import Cell
from generator.workbook.reading.cells import column_letters, place_of


def blank_cell(now: Sequence[SourceLine], at: int, column: int) -> tuple[Cell, ...]:
    """The cell of a row and column of a table, where the rows beside it tell; else none.

    The official tables are printed as they stand on their sheets, row by row: the figures of a
    column come from one column there, and rows keep their distances.
    """
    known = list(_known(now, at))
    same = [(line, cell) for line, number, cell in known if number == column]
    if not same:
        return ()
    away, sheet = Counter(
        (place_of(cell.address)[0] - line, cell.sheet) for line, _, cell in known
    ).most_common(1)[0][0]
    letters = {place_of(cell.address)[1] for _, cell in same if cell.sheet == sheet}
    steady = all(place_of(c.address)[0] - n == away and c.sheet == sheet for n, _, c in known)
    if len(letters) != 1 or not steady:
        return ()
    return (Cell(sheet, f"{column_letters(letters.pop())}{at + away}"),)


def _known(now: Sequence[SourceLine], at: int) -> Iterator[tuple[int, int, Cell]]:
    """(line, column, cell) for the typed figures of the table in which a line stands."""
    first = last = at
    while first > 0 and now[first - 1].text.startswith(ROW):
        first -= 1
    while last + 1 < len(now) and now[last + 1].text.startswith(ROW):
        last += 1
    for number in range(first, last + 1):
        line = now[number]
        for span in line.spans:
            if span.figure is not None and not span.figure.formula and len(span.figure.cells) == 1:
                yield number, line.text[: span.start].count(CELLS), span.figure.cells[0]
