"""A unit as it is typed into a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random
from typing import Literal

Place = tuple[str, str, str]
"""Form, row (行次, code, ``total``) and column."""
Typed = Decimal | int | str
Row = dict[str, Typed]
Money = Literal["元", "万元", "约万元"]
"""元; 万元 that are whole 0.01万元; 万元 of which each cell was rounded by itself."""

WAN = 1_000_000  # 分 in 1 万元


def mixed(one: Decimal | int, other: Decimal | int) -> bool:
    """True for two amounts that look as if one was typed in 元 and the other in 万元."""
    low, high = sorted((abs(Decimal(one)), abs(Decimal(other))))
    return bool(low) and 2000 <= high / low <= 50000


def half_up(value: Decimal, digits: int) -> Decimal:
    """四舍五入."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass
class Unit:
    """Everything that a person types, and the amounts behind it.

    ``truth`` has all amounts of the forms in 分, totals too; ``cells`` those that are typed, in
    the unit of money of the workbook.  ``rows`` are the lines of the other sheets by block and
    key or position, with amounts as typed.  ``shared``: block, key and column of a reason that
    is another change's → what that one is called.
    """

    seed: int
    year: int
    money: Money
    profile: dict[str, str] = field(default_factory=dict)
    truth: dict[Place, int] = field(default_factory=dict)
    cells: dict[Place, Decimal] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    shared: dict[Place, str] = field(default_factory=dict)

    @property
    def new(self) -> bool:
        """True for a unit without figures of last year."""
        return self.profile.get("history") == "新成立"

    @property
    def self_name(self) -> str:
        return f"本{self.profile['entity']}"

    @property
    def scale(self) -> Decimal:
        """What a typed amount is divided by to be in 万元."""
        return Decimal(10000 if self.money == "元" else 1)

    def typed(self, fen: int) -> Decimal:
        """An amount as it is typed."""
        if self.money == "元":
            return Decimal(fen) / 100
        return half_up(Decimal(fen) / WAN, 2)

    def row(self, block: str, key: str) -> Row:
        return self.rows.setdefault(block, {}).setdefault(key, {})

    def wan(self, block: str, key: str, column: str = "value") -> Decimal | None:
        """A typed amount as it is printed, in 万元; None for a blank cell."""
        value = self.rows.get(block, {}).get(key, {}).get(column)
        return None if value is None else half_up(Decimal(value) / self.scale, 2)

    def text(self, block: str, key: str, column: str = "value") -> str:
        return str(self.rows.get(block, {}).get(key, {}).get(column, ""))


@dataclass
class Dice:
    """Chance, from one seed.  ``quantum`` is the 分 that every amount is a multiple of."""

    random: Random
    quantum: int = 1
    counter: int = 0

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def amount(self, low: float, high: float) -> int:
        """分, more than nil, by order of magnitude between 10**low and 10**high 元."""
        fen = int(10 ** (self.random.uniform(low, high) + 2))
        return max(1, fen // self.quantum) * self.quantum

    def part(self, whole: int) -> int:
        """Some of it: nothing, all, or anything between."""
        if self.chance(0.2):
            return self.random.choice((0, whole))
        return self.random.randint(0, whole // self.quantum) * self.quantum

    def split(self, whole: int, keys: Iterable[str]) -> dict[str, int]:
        """The amount in parts that are more than nil, for as many of the keys as can be."""
        steps, named = whole // self.quantum, list(keys)
        named = named[: max(1, min(len(named), steps))]
        if not whole or not named:
            return {}
        cuts = sorted(self.random.sample(range(1, steps), len(named) - 1)) if steps > 1 else []
        edges = [0, *cuts, steps]
        return {
            key: (high - low) * self.quantum
            for key, (low, high) in zip(named, pairwise(edges), strict=True)
        }

    def near(self, fen: int) -> int:
        """Another amount, not below nil: the same, a little off, nil, or anything."""
        while mixed(fen, found := self._near(fen)):
            pass
        return found

    def _near(self, fen: int) -> int:
        kind = self.random.random()
        if kind < 0.15:
            return fen
        if kind < 0.3:
            return max(0, fen + self.whole(-60, 60) * max(self.quantum, 100))
        if kind < 0.38:
            return 0
        if kind < 0.44:
            return self.amount(-2, 1.7)
        return int(fen * self.random.uniform(0.4, 1.8)) // self.quantum * self.quantum

    def number(self) -> int:
        """The next number, so that no two texts are alike."""
        self.counter += 1
        return self.counter
