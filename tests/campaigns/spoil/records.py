"""What the program made of a workbook, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Read:
    """One cell as the program read it; amounts in 元, ``money`` is the unit of its sheet.

    ``kind``: amount, number, text, date, or blank.
    """

    table: str
    row: str
    column: str
    sheet: str
    address: str
    kind: str
    value: Any
    money: str


@dataclass(frozen=True)
class Told:
    """A finding: rule, message and cells (sheet, address; "" for the whole sheet)."""

    rule: str
    message: str
    cells: tuple[tuple[str, str], ...]


@dataclass
class Made:
    """``printed``: label, text and (sheet, address) of the figures that are one cell."""

    refused: bool = False
    findings: list[Told] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    printed: list[tuple[str, str, tuple[str, str]]] = field(default_factory=list)
