"""What the charts of the document show: figures, series and categories."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from generator.editions.money import Money
from generator.figures.disclosure import Disclosure
from generator.figures.totals import Share
from generator.model import Figure

SMALL_SHARE = Decimal("0.02")  # a thinner slice of a pie has no room for a label


class ChartSeries(Struct, frozen=True):
    """One row of columns, or the slices of a pie: a figure for each category."""

    name: str
    figures: tuple[Figure, ...]


class ChartData(Struct, frozen=True):
    """What a chart shows: amounts in ``money``.

    ``unlabelled`` are the positions of the categories whose label is left off.
    """

    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    money: Money
    unlabelled: frozenset[int] = frozenset()

    def values(self, series: ChartSeries) -> tuple[Decimal | None, ...]:
        """The numbers as drawn; None where nothing stands."""
        return tuple(_value(figure, self.money) for figure in series.figures)

    @property
    def drawable(self) -> bool:
        """True when something can be seen, nothing is negative and no amount is missing."""
        values = [value for series in self.series for value in self.values(series)]
        numbers = [value for value in values if value is not None]
        complete = len(numbers) == len(values)
        return complete and max(numbers, default=Decimal(0)) > 0 and min(numbers) >= 0


def _value(figure: Figure, money: Money) -> Decimal | None:
    return None if figure.value is None else money.printed(figure.value)


def charts(disclosure: Disclosure, money: Money) -> dict[str, ChartData | None]:
    """The charts of the document by name; None where one cannot be drawn sensibly."""
    drawn = {name: chart(disclosure, money) for name, chart in CHARTS.items()}
    return {name: data if data.drawable else None for name, data in drawn.items()}


def _totals(disclosure: Disclosure, money: Money) -> ChartData:
    overview = disclosure.overview
    base = overview.change.base  # both sides of last year's balance
    income = ChartSeries("收入总计", (base, overview.total))
    expenditure = ChartSeries("支出总计", (base, overview.expenditure_total))
    return ChartData(_years(disclosure), (income, expenditure), money)


def _income(disclosure: Disclosure, money: Money) -> ChartData:
    return _structure("收入决算", disclosure.income.parts, money)


def _expenditure(disclosure: Disclosure, money: Money) -> ChartData:
    return _structure("支出决算", disclosure.expenditure.parts, money)


def _fiscal_totals(disclosure: Disclosure, money: Money) -> ChartData:
    fiscal = disclosure.fiscal
    base = fiscal.change.base
    income = ChartSeries("财政拨款收入总计", (base, fiscal.total))
    expenditure = ChartSeries("财政拨款支出总计", (base, fiscal.expenditure_total))
    return ChartData(_years(disclosure), (income, expenditure), money)


CHARTS: dict[str, Callable[[Disclosure, Money], ChartData]] = {
    "图1": _totals,
    "图2": _income,
    "图3": _expenditure,
    "图4": _fiscal_totals,
}


def _years(disclosure: Disclosure) -> tuple[str, str]:
    return f"{disclosure.unit.prior_year}年度", f"{disclosure.unit.year}年度"


def _structure(name: str, parts: tuple[Share, ...], money: Money) -> ChartData:
    amounts = [part.amount.amount for part in parts]
    limit = SMALL_SHARE * sum(amounts)
    return ChartData(
        tuple(str(part.name) for part in parts),
        (ChartSeries(name, tuple(part.amount for part in parts)),),
        money,
        unlabelled=frozenset(i for i, amount in enumerate(amounts) if amount < limit),
    )
