"""What is told of a reviewed copy: an edit, whose it is, and what becomes of a cell.

These stand apart from what finds them, so that a build in which nothing came back loads no more.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.document.word import Signature
from generator.model import Cell, Value

EditKind = Literal["changed", "added", "removed", "moved", "split", "joined"]
OwnerKind = Literal["text", "number", "computed", "wording", "near", "several"]


class Edit(Struct, frozen=True):
    """One edit of a line that the program wrote.

    ``line`` is its number among them, ``text`` what it said; the text from ``start`` up to
    ``end`` became ``new``.  A line that was added has the number of the one before it (-1: none)
    and no text.  ``signature`` is None where the change was not tracked.  ``beside`` is the
    line behind which a moved one stands, or that follows in a joined one.  ``around`` are lines
    before and behind it between which it is looked for, nearest first, where its words stand more
    than once.  ``behind`` is the number of the line behind which a moved one stands.  ``twins``
    are the other lines that are much like one that went; ``whole`` is a changed line with all
    changes of the copy in it.
    """

    kind: EditKind
    place: str
    line: int
    text: str
    start: int
    end: int
    new: str
    signature: Signature | None = None
    beside: str = ""
    around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    behind: int = -1
    twins: tuple[str, ...] = ()
    whole: str = ""

    @property
    def old(self) -> str:
        """What stood there."""
        return self.text[self.start : self.end]

    @property
    def result(self) -> str:
        """The line with nothing but this edit in it."""
        return self.text[: self.start] + self.new + self.text[self.end :]


class CellChange(Struct, frozen=True):
    """What becomes of a cell: ``old`` is what it says, ``value`` what it is to say.

    Amounts are in the unit of the sheet.  Where words change inside a text, ``start`` and
    ``end`` are their place in it and ``words`` what comes there; else ``start`` is -1.
    """

    cell: Cell
    old: Value
    value: Value
    start: int = -1
    end: int = -1
    words: str = ""

    @property
    def idle(self) -> bool:
        """True where the cell says it already."""
        return self.old == self.value


class CellJoin(Struct, frozen=True):
    """The words of a cell go behind those of another one, with ``between`` between them."""

    first: Cell
    second: Cell
    between: str


class RowEdit(Struct, frozen=True):
    """What becomes of a row of a list on an input sheet.

    ``row`` is the one that is cleared or moves, 0 for one that is put in.  ``beside`` is the row
    behind which it comes, or before which where not ``below``; 0 for one that only goes.
    ``cells`` are those of the row that are cleared, ``values`` what a new one says by column,
    amounts in the unit of the sheet; ``told`` is all this in Chinese.
    """

    kind: Literal["put", "gone", "moved"]
    block: str
    row: int
    beside: int
    below: bool
    cells: tuple[Cell, ...]
    values: tuple[tuple[str, Value], ...]
    told: str


class Owner(Struct, frozen=True):
    """Whose an edit is.

    ``cells`` are those that hold the words or the number, those that a computed number comes
    from, or the nearest one.  ``changes``, ``join`` and ``row`` are what is written if it is taken,
    all of it or nothing; the join is made when all changes of its cells are.  ``note`` says in
    Chinese what a person should know.  ``overtaken``: since the draft was sent the words were
    changed to others, which taking it would replace.  ``places``: in so many lines stands the name
    that was changed in few of them, 0 for any other edit.  ``unsure``: the file does not tell for
    certain what the row is to be.
    """

    kind: OwnerKind
    cells: tuple[Cell, ...] = ()
    changes: tuple[CellChange, ...] = ()
    note: str = ""
    join: CellJoin | None = None
    overtaken: bool = False
    places: int = 0
    row: RowEdit | None = None
    unsure: bool = False

    @property
    def doubtful(self) -> bool:
        """True where taking it does more than the reviewer saw: to be decided by itself."""
        return self.overtaken or self.places > 0 or self.unsure

    @property
    def takeable(self) -> bool:
        """True where taking it writes into the workbook."""
        return bool(self.changes) or self.join is not None or self.row is not None

    @property
    def writes(self) -> tuple[Cell, ...]:
        """The cells that taking it writes into; those of a row that is put in are not there yet."""
        joined = () if self.join is None else (self.join.first, self.join.second)
        row = () if self.row is None else self.row.cells
        return tuple(dict.fromkeys([*(change.cell for change in self.changes), *joined, *row]))

    @property
    def idle(self) -> bool:
        """True where taking it would write what the cells say already."""
        other = self.join is not None or self.row is not None
        return bool(self.changes) and all(c.idle for c in self.changes) and not other
