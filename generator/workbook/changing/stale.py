"""Formulas whose stored results are no longer true, because cells they look at were changed.

A reader that does not calculate would take the old result for the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.model import regex
from generator.workbook.package import Element
from generator.workbook.reading.cells import Place, Range, area_of

_STRING = regex(r'"(?:[^"]|"")*"')
_REFERENCE = regex(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d{1,7}:\$?\d{1,7})(?![\w(])"
)
# What looks at cells that its text does not name.
_ANYWHERE = regex(r"\b(?:INDIRECT|OFFSET)\(", re.IGNORECASE)

CellSpot = tuple[str, Place]


class Looking(NamedTuple):
    """What a formula looks at: areas by sheet; ``anywhere``: nobody knows."""

    areas: tuple[tuple[str, Range], ...]
    anywhere: bool


def looking(formula: str, sheet: str, names: Iterable[str] = ()) -> Looking:
    """What a formula of a sheet looks at; one with a defined name may look anywhere."""
    bare = _STRING.sub('""', formula)
    areas = []
    for quoted, plain, ref in _REFERENCE.findall(bare):
        area = area_of(ref)
        if area is not None:
            areas.append((quoted.replace("''", "'") or plain or sheet, area))
    named = any(re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", bare) for name in names)
    return Looking(tuple(areas), named or _ANYWHERE.search(bare) is not None)


def stale(formulas: Mapping[CellSpot, Looking], changed: Iterable[CellSpot]) -> set[CellSpot]:
    """The formulas that depend on changed cells, directly or through others."""
    known = set(changed)
    found: set[CellSpot] = set()
    while fresh := {
        spot for spot, seen in formulas.items() if spot not in found and _sees(seen, known)
    }:
        found |= fresh
        known |= fresh
    return found


def _sees(seen: Looking, known: set[CellSpot]) -> bool:
    if seen.anywhere:
        return bool(known)
    return any(_touches(sheet, area, known) for sheet, area in seen.areas)


def _touches(sheet: str, area: Range, known: set[CellSpot]) -> bool:
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    if rows * columns <= len(known):
        return any(
            (sheet, (row, column)) in known
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        )
    return any(
        name == sheet and area.top <= row <= area.bottom and area.left <= column <= area.right
        for name, (row, column) in known
    )


def formula_of(cell: Element | None) -> Element | None:
    """The formula of a cell, None where it has none."""
    return None if cell is None else cell.find("{*}f")
