"""An invented unit's year as a plain list of 项, with every sum computed here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

D = Decimal
ZERO = D(0)


@dataclass(frozen=True)
class Entry:
    """A 项 in 万元: of general fiscal money basic and project, of other money the same."""

    code: str
    names: tuple[str, str, str]
    basic: str = "0"
    project: str = "0"
    other_basic: str = "0"
    other_project: str = "0"
    budget: str = "0"
    use: str = ""
    reason: str = ""
    fund: bool = False

    @property
    def fiscal(self) -> D:
        return D(self.basic) + D(self.project)

    @property
    def total(self) -> D:
        return self.fiscal + D(self.other_basic) + D(self.other_project)


@dataclass(frozen=True)
class ForeignUnit:
    """Entries, economic items, income and balances of a year."""

    name: str
    year: int
    entries: tuple[Entry, ...]
    economic: dict[str, tuple[str, str]]
    business: str
    other: str
    opening: str  # of fiscal money
    closing: str
    other_opening: str
    prior: dict[str, str]
    public: dict[str, tuple[str, str]]  # budget, outturn by item
    fund_opening: str = "0"
    fund_closing: str = "0"
    operating: str = "0"

    def of(self, *fields: str, fund: bool | None = None, code: str = "") -> D:
        """The sum of some fields over the entries below a code."""
        chosen = [
            e for e in self.entries
            if e.code.startswith(code) and (fund is None or e.fund is fund)
        ]  # fmt: skip
        return sum((D(getattr(e, name)) for e in chosen for name in fields), ZERO)

    @property
    def general(self) -> D:
        return self.of("basic", "project", fund=False)

    @property
    def funds(self) -> D:
        return self.of("basic", "project", fund=True)

    @property
    def spent(self) -> D:
        return self.of("basic", "project", "other_basic", "other_project")

    @property
    def general_income(self) -> D:
        return self.general + D(self.closing) - D(self.opening)

    @property
    def fund_income(self) -> D:
        return self.funds + D(self.fund_closing) - D(self.fund_opening)

    @property
    def fiscal_income(self) -> D:
        return self.general_income + self.fund_income

    @property
    def income(self) -> D:
        return self.fiscal_income + D(self.business) + D(self.other)

    @property
    def all_opening(self) -> D:
        return D(self.opening) + D(self.fund_opening) + D(self.other_opening)

    @property
    def total(self) -> D:
        return self.income + self.all_opening

    @property
    def all_closing(self) -> D:
        return self.total - self.spent

    @property
    def fiscal_total(self) -> D:
        return self.fiscal_income + D(self.opening) + D(self.fund_opening)

    def codes(self, fund: bool | None = None) -> list[tuple[str, str]]:
        """类, 款 and 项 in order of the codes, with their names."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if fund is None or entry.fund is fund:
                for digits, name in zip((3, 5, 7), entry.names, strict=True):
                    found.setdefault(entry.code[:digits], name)
        return sorted(found.items())

    def staff(self, letter: str) -> D:
        """The sum of the economic items of a 类."""
        return sum((D(a) for c, (_, a) in self.economic.items() if c.startswith(letter)), ZERO)


def two(value: D | str) -> str:
    return f"{D(value):.2f}"


def rate(part: D | str, whole: D | str, digits: int = 2) -> str:
    found = D(part) / D(whole) * 100
    return str(found.quantize(D(1).scaleb(-digits), ROUND_HALF_UP))
