"""Relations between tables as data: the rules of the catalogue, and those that an edition adds."""

from collections.abc import Collection
from functools import cached_property
from typing import Literal

from generator.editions.schema import Declared

LENGTHS = {"*": 3, "#": 7}  # the wildcards of an equation, and the digits of the codes they are


class Equation(Declared, frozen=True):
    """``left`` = (or ≥) the sum of ``right``; places are ``table.row.column``.

    ``*`` as row stands for every 类 of the tables on either side, ``#`` for every 项.
    """

    name: str
    left: str
    right: tuple[str, ...]

    @cached_property
    def places(self) -> list[list[str]]:
        """Table, row and column of each side, the left one first."""
        return [place.split(".") for place in (self.left, *self.right)]


class EquationRule(Declared, frozen=True):
    """One rule: ``when`` names the condition under which its equations hold."""

    id: str
    title: str
    basis: str
    equations: tuple[Equation, ...]
    covers: tuple[str, ...] = ()
    severity: Literal["error", "warning", "hint"] = "error"
    at_least: bool = False
    when: Literal["", "fiscal_only", "no_carry_over", "incomes_not_negative"] = ""
    idle: str = "两边都没有填数"

    def over_tables(self, tables: Collection[str]) -> bool:
        """Whether one of the official ``tables`` stands in any of its equations."""
        places = (place for equation in self.equations for place in equation.places)
        return any(table in tables for table, *_ in places)
