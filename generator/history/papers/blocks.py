"""The blocks of a paper in the order of reading, whatever kind of file it is.

What recognises tables and sentences knows only these, whatever file they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.workbook.reading.cells import Range
from generator.workbook.reading.opening import Grid


class Passage(Struct, frozen=True):
    """A paragraph; ``heading`` where its style is that of one.

    ``pieced``: its lines were put together from a page, as a PDF has them.
    """

    text: str
    heading: bool = False
    pieced: bool = False


class PaperTable(Struct, frozen=True):
    """A table: its texts by row and column, from 1, and the ranges that are merged.

    ``columns``: how many it has, also where the last ones are blank; 0 where that is not known.
    """

    texts: dict[tuple[int, int], str]
    merged: tuple[Range, ...] = ()
    columns: int = 0

    @property
    def height(self) -> int:
        """How many rows down something stands or is merged."""
        return max((*(row for row, _ in self.texts), *(m.bottom for m in self.merged)), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        shown = (*(c for _, c in self.texts), *(m.right for m in self.merged))
        return max(shown, default=0) if not self.columns else max(self.columns, *shown, 0)

    def grid(self, name: str = "", above: Sequence[str] = ()) -> Grid:
        """As a sheet called ``name``, with the lines ``above`` it in its first rows."""
        down = len(above)
        values: dict[tuple[int, int], object] = {
            (row, 1): text for row, text in enumerate(above, start=1)
        }
        values |= {(row + down, column): text for (row, column), text in self.texts.items()}
        ranges = [Range(m.top + down, m.left, m.bottom + down, m.right) for m in self.merged]
        return Grid(name, values, frozenset(), frozenset(), ranges)

    def below(self, other: PaperTable, skipped: int = 0) -> PaperTable:
        """This table with the rows of another behind its own, without the first ``skipped``."""
        down = self.height - skipped
        texts = {(r + down, c): text for (r, c), text in other.texts.items() if r > skipped}
        ranges = [
            Range(m.top + down, m.left, m.bottom + down, m.right)
            for m in other.merged
            if m.top > skipped
        ]
        return PaperTable(self.texts | texts, (*self.merged, *ranges), self.columns)


PaperBlock = Passage | PaperTable
