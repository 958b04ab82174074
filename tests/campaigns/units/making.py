"""A random unit from a seed."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from random import Random

from . import catalogue, labels, lastyear, others, shared, texts, truth
from .books import keep_books
from .keyed import type_cells
from .printed import Printed
from .unit import Dice, Money, Place, Unit, mixed

_MONEY: tuple[Money, ...] = ("元", "元", "元", "万元", "约万元", "约万元")


def make(seed: int) -> Unit:
    """The unit of a seed: the same one each time."""
    tries = (_made(seed, Random(f"unit {seed} {n}")) for n in count())
    return next(unit for unit in tries if _spends(unit) and _existed(unit) and not coincident(unit))


def _spends(unit: Unit) -> bool:
    """More than a trifle: no unit lives on less than 20,000 元 a year."""
    return unit.truth.get(("03", "total", "total"), 0) > 2_000_000


def _existed(unit: Unit) -> bool:
    """A unit that is not new had figures last year."""
    return unit.new or any(row.get("prior") for row in unit.rows["prior"].values())


def coincident(unit: Unit) -> bool:
    """True where two amounts that are compared differ ten thousand times.

    The program asks then whether 元 and 万元 were mixed (X32), and rightly so.
    """
    printed, scale = Printed(unit), unit.scale

    def exact(place: Place) -> Decimal:
        return (printed.exact(place) or Decimal(0)) * scale

    def typed(block: str, key: str, column: str) -> Decimal:
        return Decimal(unit.rows.get(block, {}).get(key, {}).get(column, 0))

    pairs = [
        (exact(place), typed("prior", line, "prior")) for line, place in lastyear.COMPARED.items()
    ]
    for key in labels.THREE_PUBLIC:
        spent, full = (exact(("09", "row", column)) for column in lastyear.columns_of(key))
        initial, before = (
            (lastyear.exact_of(unit, key, column) or Decimal(0)) * scale
            for column in ("budget", "prior")
        )
        pairs += [(spent, full), (spent, initial), (full, initial), (spent, before)]
        pairs.append((initial, before))
    pairs.append(
        (typed("operating", "operating", "this"), typed("operating", "operating", "prior"))
    )
    pairs += [
        (exact((form, code, column)), typed("budget", code, "budget"))
        for form, column in (("05", "total"), ("07", "expenditure"), ("08", "total"))
        for code in printed.codes[form]
    ]
    pairs += [
        (typed("projects", key, "outturn"), typed("projects", key, "budget"))
        for key in unit.rows.get("projects", {})
    ]
    pairs += [
        (exact((form, "total", column)), lastyear.planned(unit, printed, form))
        for form, column in (("05", "total"), ("07", "expenditure"), ("08", "total"))
    ]
    return any(mixed(*pair) for pair in pairs)


def _made(seed: int, random: Random) -> Unit:
    unit = Unit(seed, random.choice((2023, 2024)), random.choice(_MONEY))
    dice = Dice(random, quantum=10_000 if unit.money == "万元" else 1)
    texts.profile(unit, dice)
    books = keep_books(
        dice,
        unit.profile["unit_type"] == "事业单位",
        unit.new,
        catalogue.general_of(unit.profile),
    )
    cells, active = truth.forms(books), others.three_public_active(dice)
    truth.items(cells, dice, active)
    truth.three_public(cells, dice, active)
    unit.truth = {place: fen for place, fen in cells.items() if fen}
    _name(unit)
    type_cells(unit, dice)
    lastyear.last_year(unit, dice, books)
    lastyear.budgets(unit, dice, books)
    lastyear.three_public(unit, dice)
    others.quantities(unit, dice)
    others.operating(unit, dice)
    others.procurement(unit, dice)
    others.assets(unit, dice)
    others.performance(unit, dice)
    texts.standing_texts(unit, dice)
    shared.share(unit, Dice(Random(f"shared {unit.seed}"), counter=dice.counter))
    return unit


def _name(unit: Unit) -> None:
    """The names of the codes that stand in the forms."""
    for form, row, _ in unit.truth:
        if form in ("02", "03", "05", "07", "08") and row.isdigit():
            unit.names[row] = catalogue.NAMES[row]
