"""Which amounts of the forms are typed: totals may be left blank, nil may stand as 0.00."""

from __future__ import annotations

from .printed import rows, ways
from .unit import Dice, Place, Unit

BY_CODE = ("02", "03", "05", "07", "08")
FORMS = ("01", *BY_CODE[:2], "04", "05", "06", *BY_CODE[3:], "09")


def type_cells(unit: Unit, dice: Dice) -> None:
    """Fill ``unit.cells`` from ``unit.truth``.  A trifle that rounds to nil is typed as 0.00."""
    codes = {form: rows(unit, form) for form in (*BY_CODE, "06")}
    habit = dice.random.choice(("given", "given", "blank", "mixed"))
    for form in FORMS:
        blank = habit == "blank" or (habit == "mixed" and dice.chance(0.5))
        for place in _places(unit, form, zeros=dice.chance(0.12)):
            if not (blank and next(ways(codes, place), None)):
                unit.cells[place] = unit.typed(unit.truth.get(place, 0))


def _places(unit: Unit, form: str, zeros: bool) -> list[Place]:
    """The places of a form that have an amount; with ``zeros`` the nil cells of its rows too."""
    found = [place for place, fen in unit.truth.items() if place[0] == form and fen]
    if not zeros or form not in BY_CODE:
        return found
    columns = {column for _, _, column in found}
    return [(form, row, column) for row in {row for _, row, _ in found} for column in columns]
