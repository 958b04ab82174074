"""What must stand in the nine printed tables: each typed cell, each blank total as its form says.

A formula of a form comes first, then the rows below.  Both where a printed form names both.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import catalogue
from .unit import Place, Unit, half_up

Terms = list[tuple[int, Place]]
_OF_01 = {
    "27": [str(n) for n in range(1, 9)],
    "31": ["27", "28", "29"],
    "58": [str(n) for n in range(32, 58)],
    "62": ["58", "59", "60"],
}
_OF_04 = {
    "27": ["1", "2", "3"],
    "28": ["29", "30", "31"],
    "32": ["27", "28"],
    "59": [str(n) for n in range(33, 59)],
    "64": ["59", "60"],
}
_OF_09 = {
    "budget": ["budget_abroad", "budget_cars", "budget_reception"],
    "budget_cars": ["budget_purchase", "budget_running"],
    "outturn": ["outturn_abroad", "outturn_cars", "outturn_reception"],
    "outturn_cars": ["outturn_purchase", "outturn_running"],
}


def ways(codes: dict[str, list[str]], place: Place) -> Iterator[Terms]:
    """The sums that a form gives for a cell, the ones it prints first.

    ``codes`` are the rows of each form by code.
    """
    form, row, column = place
    if form == "01":
        if row in _OF_01:
            yield [(1, (form, number, column)) for number in _OF_01[row]]
    elif form == "04":
        yield from _fiscal_ways(place)
    elif form == "09":
        if column in _OF_09:
            yield [(1, (form, row, part)) for part in _OF_09[column]]
    elif form == "06":
        yield from _item_ways(codes[form], row)
    else:
        yield from _code_ways(codes[form], place)


def _fiscal_ways(place: Place) -> Iterator[Terms]:
    form, row, column = place
    if row in _OF_04 and (column == "amount") == (row in ("27", "28", "32")):
        yield [(1, (form, number, column)) for number in _OF_04[row]]
    if column == "total":
        yield [(1, (form, row, fund)) for fund in catalogue.FUNDS]


def _item_ways(codes: list[str], row: str) -> Iterator[Terms]:
    if row == "personnel":
        yield [(1, ("06", code, "amount")) for code in ("301", "303")]
    elif row == "public":
        yield [(1, ("06", code, "amount")) for code in ("302", "307", "310", "399")]
    elif len(row) == 3:
        below = [code for code in codes if len(code) == 5 and code.startswith(row)]
        yield [(1, ("06", code, "amount")) for code in below]


def _code_ways(codes: list[str], place: Place) -> Iterator[Terms]:
    form, row, column = place
    if form == "07":
        sums = {"closing": ((1, "opening"), (1, "income"), (-1, "expenditure"))}
        sums["expenditure"] = ((1, "basic"), (1, "project"), (1, ""))
        if column in sums:
            yield [(sign, (form, row, part)) for sign, part in sums[column] if part]
    elif column == "total":
        yield [(1, (form, row, part)) for part in catalogue.COLUMNS[form][1:]]
    yield from _below(codes, place)


def _below(codes: list[str], place: Place) -> Iterator[Terms]:
    """The rows directly below one of a form by code, where there are any."""
    form, row, column = place
    length = 3 if row == "total" else len(row) + 2
    above = "" if row == "total" else row
    below = [code for code in codes if len(code) == length and code.startswith(above)]
    if below:
        yield [(1, (form, code, column)) for code in below]


class Printed:
    """The tables as they must be printed, in 万元 with two decimals; None is a blank cell."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.codes = {form: rows(unit, form) for form in ("02", "03", "05", "06", "07", "08")}
        self._exact: dict[Place, Decimal | None] = {}

    def __call__(self, form: str, row: str, column: str = "amount") -> Decimal | None:
        """A cell; nil prints as a blank."""
        place = (form, row, column)
        found = self._balance(place) if self._rounded_balance(place) else self.exact(place)
        return None if not found else half_up(found, 2)

    def amount(self, form: str, row: str, column: str = "amount") -> Decimal:
        """A cell, a blank one as nil."""
        return self(form, row, column) or Decimal("0.00")

    def exact(self, place: Place) -> Decimal | None:
        """A cell before it is rounded, in 万元."""
        if place not in self._exact:
            self._exact[place] = self._found(place)
        return self._exact[place]

    def _found(self, place: Place) -> Decimal | None:
        if place in self.unit.cells:
            return self.unit.cells[place] / self.unit.scale
        for terms in ways(self.codes, place):
            parts = [(sign, self.exact(part)) for sign, part in terms]
            given = [sign * value for sign, value in parts if value is not None]
            if given:
                return sum(given, Decimal(0))
        return None

    def _rounded_balance(self, place: Place) -> bool:
        """True for a blank balance of amounts that were rounded one by one."""
        blank = place not in self.unit.cells and place[2] == "closing"
        return blank and self.unit.money != "元"

    def _balance(self, place: Place) -> Decimal:
        """Nil within the rounding of all cells behind it, but not above a row that prints one."""
        found = self.exact(place) or Decimal(0)
        below = next(_below(self.codes[place[0]], place), [])
        shown = sum((self(*part) or Decimal(0) for _, part in below), Decimal(0))
        if abs(found) > (self._typed(place) + 1) * Decimal("0.005"):
            return found
        return (found or shown) if shown else Decimal(0)

    def _typed(self, place: Place) -> int:
        """How many amounts that are not nil a cell is made of."""
        if place in self.unit.cells:
            return bool(self.unit.cells[place])
        terms = next(iter(ways(self.codes, place)), [])
        return sum(self._typed(part) for _, part in terms)


def rows(unit: Unit, form: str) -> list[str]:
    """The codes that have a row in a form, in order."""
    found = {row for f, row, _ in unit.truth if f == form and row.isdigit()}
    return sorted(found)
