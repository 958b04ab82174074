"""What a case of the gallery is."""

from __future__ import annotations

from dataclasses import dataclass

from tests.gallery.changing import Edit


@dataclass(frozen=True)
class Case:
    """Edits of the real workbook: ``wrong`` raises the rule, ``right`` passes it."""

    rule: str
    wrong: tuple[Edit, ...]
    right: tuple[Edit, ...] = ()
