"""What a rule can say about one thing it looked at."""

from __future__ import annotations

from msgspec import Struct

from generator.model import Cell, Mismatch, Severity, Slip


class Right(Struct, frozen=True, gc=False):
    """Looked at and in order."""

    cells: tuple[Cell, ...] = ()


class Unknown(Struct, frozen=True):
    """Could not be looked at; ``reason`` says in Chinese which cell is blank.

    ``unread``: it hangs on a cell that could not be read.
    """

    reason: str
    cells: tuple[Cell, ...] = ()
    unread: bool = False


class Wrong(Struct, frozen=True):
    """Not in order.

    ``severity`` and ``basis`` replace the rule's own.  ``explains`` are cells, or whole sheets, of
    which nothing else needs to be told apart: it follows from this.  ``blank`` are the cells to
    fill in, where ``cells`` names others beside them.
    """

    message: str
    cells: tuple[Cell, ...]
    remedy: str = ""
    mismatch: Mismatch | None = None
    slip: Slip | None = None
    severity: Severity | None = None
    basis: str = ""
    explains: tuple[Cell, ...] = ()
    blank: tuple[Cell, ...] = ()

    @property
    def rounding(self) -> bool:
        """True for a difference within the envelope, shown as a hint."""
        return self.mismatch is not None and self.mismatch.rounding
