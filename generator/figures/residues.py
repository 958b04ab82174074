"""What rounding apart leaves of a balance that is nil, in workbooks filled in in 万元.

Income 72.51 and expenditure 72.51 were 725144.21 and 725144.21 元 or 40 元 apart: a difference that
is no more than rounding its parts one by one can make says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from generator.model import Figure, Table, Unit

RESIDUE = "尾差"
_FEN = Decimal("0.01")
_NO_MONEY = Decimal("0.0049")
_CENT_OF_WAN = Decimal(100)


def without_residue(figure: Figure, step: Decimal) -> Figure:
    """A computed balance, nil where it is no more than rounding its parts makes.

    ``step`` is the smallest difference in 元 that the amounts can show, 0 for exact ones: n parts
    and the balance were each rounded by half of it at most.  Less than half a 分 is nil in any case.
    """
    room = max((given_parts(figure) + 1) * step / 2, _NO_MONEY)
    if figure.value is None or not 0 < abs(figure.value) <= room:
        return figure
    return replace(figure, value=Decimal(0), formula=RESIDUE, parts=(figure,))


def given_parts(figure: Figure) -> int:
    """How many amounts that are not nil a figure is made of; 1 for one that stands in a cell."""
    if figure.parts:
        return sum(map(given_parts, figure.parts))
    return 0 if figure.nil else 1


def step_of(tables: Iterable[Table]) -> Decimal:
    """The smallest difference in 元 that the amounts of tables in 万元 can show.

    100 元 for two decimals; less where most amounts have more: such tables were rounded to those,
    and exact (0) where they go down to a 分.
    """
    facts = (fact for table in tables for row in table.rows for fact in row.cells.values())
    given = [
        fact.value
        for fact in facts
        if fact.unit is Unit.YUAN and isinstance(fact.value, Decimal) and fact.value
    ]
    step = _CENT_OF_WAN
    while step > _FEN and sum(value % step != 0 for value in given) * 2 > len(given):
        step /= 10
    return step if step > _FEN else Decimal(0)
