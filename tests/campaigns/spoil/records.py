"""What the program made of a workbook, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Read:
    """One cell as the program read it; amounts in 元.

    ``kind``: amount, number, text, date, or blank.
    """

    table: str
    row: str
    column: str
    sheet: str
    address: str
    kind: str
    value: Any


@dataclass(frozen=True)
class Told:
    """A finding: rule, message and cells (sheet, address; "" for the whole sheet)."""

    rule: str
    message: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Printed:
    """A printed figure that is one cell."""

    label: str
    text: str
    sheet: str
    address: str


@dataclass(eq=False)
class Made:
    """What the program said and did; nothing was read where it refused the workbook."""

    refused: bool = False
    findings: list[Told] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
