"""What a rule can say about one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Cell, Severity, Side


@dataclass(frozen=True, slots=True)
class Right:
    """Looked at and in order."""

    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Could not be looked at; ``reason`` says in Chinese which cell is blank."""

    reason: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not in order.

    ``severity`` and ``basis`` replace the rule's own.  ``rounding``: a difference within the
    envelope, shown as a hint.
    """

    message: str
    cells: tuple[Cell, ...]
    remedy: str = ""
    sides: tuple[Side, ...] = ()
    difference: str = ""
    tolerance: str = ""
    severity: Severity | None = None
    basis: str = ""
    rounding: bool = False
