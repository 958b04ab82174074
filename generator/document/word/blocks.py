"""What a Word file is read into: paragraphs, tables and drawings in reading order.

All text is as if every tracked change were accepted; what a change took away or put in stands
beside it.  A line break is ``\\n``, a tab ``\\t``, a check box ☑ or ☐.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from typing import Literal

from msgspec import Struct

PARAGRAPH_END = "\u2029"


class WordStyle(Struct, frozen=True, gc=False):
    """A paragraph style: ``name`` in small letters, ``level`` of a heading from 1, 0 for none.

    Word, WPS and LibreOffice give the same style different ids, so that the name counts.
    """

    id: str = ""
    name: str = ""
    level: int = 0


class Signature(Struct, frozen=True, gc=False):
    """Who tracked a change, and when as the file says it (ISO 8601, "" where it says nothing)."""

    author: str = ""
    date: str = ""


class Revision(Struct, frozen=True, gc=False):
    """A tracked change in a paragraph.

    The text from ``start`` up to ``end`` was put in, ``deleted`` stood before ``start`` (a
    ``PARAGRAPH_END`` in it).
    """

    start: int
    end: int
    deleted: str
    signature: Signature


class CommentAnchor(Struct, frozen=True, gc=False):
    """The text on which a comment stands; start and end are equal where it stands at a point."""

    comment: str
    start: int
    end: int


class WordParagraph(Struct, frozen=True, gc=False):
    """A paragraph; ``ended`` is whose tracked change made it end here (None: it always did).

    ``styles`` are those of the paragraphs that a tracked change joined to it, its own last.
    """

    text: str
    style: WordStyle
    revisions: tuple[Revision, ...] = ()
    anchors: tuple[CommentAnchor, ...] = ()
    ended: Signature | None = None
    styles: tuple[WordStyle, ...] = ()


class WordSeries(Struct, frozen=True):
    """A series of a chart: the values that the file keeps for its categories, as written there."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]


class WordDrawing(Struct, frozen=True):
    """A picture or chart: its name, its text alternative, the series of a chart."""

    name: str
    alternative: str
    series: tuple[WordSeries, ...] = ()


Merge = Literal["", "restart", "continue"]


class WordCell(Struct, frozen=True, gc=False):
    """A cell of a row at its column of the grid, ``span`` columns wide.

    ``merge``: "restart" where it goes on in the rows below, "continue" where it is such a rest.
    A table inside the cell is read as its paragraphs.
    """

    paragraphs: tuple[WordParagraph, ...]
    column: int
    span: int = 1
    merge: Merge = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its paragraphs that are not blank."""
        stripped = (paragraph.text.strip() for paragraph in self.paragraphs)
        return tuple(text for text in stripped if text)


class WordRow(Struct, frozen=True, gc=False):
    """A row of a table; ``header`` where it is repeated on each page.

    ``inserted`` says whose tracked change put it in, ``deleted`` whose took it away.
    """

    cells: tuple[WordCell, ...]
    header: bool = False
    inserted: Signature | None = None
    deleted: Signature | None = None


class WordTable(Struct, frozen=True, dict=True):
    """A table; ``all_rows`` are also those that a tracked change took away."""

    all_rows: tuple[WordRow, ...]

    @cached_property
    def rows(self) -> tuple[WordRow, ...]:
        """The rows as if every tracked change were accepted."""
        return tuple(row for row in self.all_rows if row.deleted is None)

    @cached_property
    def _columns(self) -> Sequence[dict[int, WordCell]]:
        return [{cell.column: cell for cell in row.cells} for row in self.rows]

    def depth(self, number: int, cell: WordCell) -> int:
        """How many rows a cell of row ``number`` covers."""
        if cell.merge != "restart":
            return 1
        below = (row.get(cell.column) for row in self._columns[number + 1 :])
        return 1 + sum(
            1 for _ in takewhile(lambda c: c is not None and c.merge == "continue", below)
        )


WordBlock = WordParagraph | WordTable | WordDrawing
