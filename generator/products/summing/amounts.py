"""What of a workbook is added up: every amount and count, by table, row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.editions import Edition
from generator.editions.schema import Block
from generator.figures.accounts import Accounts
from generator.figures.unit import OFFICES
from generator.model import Cell, Figure, Unit
from generator.products.filling.following import ITEM, SPENDING
from generator.workbook.reading.facts import Workbook

AmountKey = tuple[str, str, str]
"""Form or block, row (line or 科目编码), column."""

_HALF_A_CENT = Decimal(50)  # 0.005 万元, what rounding makes of one amount
_KINDS = ("amount", "count")
_COUNTED = (Unit.YUAN, Unit.COUNT)
# 机关运行经费 is had by 行政 and 参公 units alone.
_OPERATING = "operating"
# Totals that say again what the rows above them add up to; not every unit writes them.
_RESTATED = ("budget_totals",)
# Lines that need not be given with the amount which they make up.
_SPLIT = {("procurement", "sme", "value"): ("sme_goods", "sme_works", "sme_services")}


class SumPart(Struct, frozen=True):
    """What one workbook says for a key: the amount in 元 (or a count) and the cells it stands in.

    ``rounding`` is how far the amount may be from the exact one, in 元.  ``label`` is that of the
    row.
    """

    owner: str
    file: str
    value: Decimal
    unit: Unit
    cells: tuple[Cell, ...]
    label: str = ""
    rounding: Decimal = Decimal(0)


class Sum(Struct, frozen=True):
    """The parts of one key, eliminations among them as negative ones."""

    parts: tuple[SumPart, ...]

    @property
    def value(self) -> Decimal:
        """Their sum in 元, or a count."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def rounding(self) -> Decimal:
        """How far rounding can have taken it from the exact sum, in 元."""
        return sum((part.rounding for part in self.parts), Decimal(0))

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.parts[0].unit


def amounts_of(
    workbook: Workbook, owner: str, file: str, whole: bool = False
) -> dict[AmountKey, SumPart]:
    """Everything that is given in a workbook, blank totals computed; ``whole``: of a department."""
    accounts = Accounts(workbook.facts, workbook.edition)
    return {
        key: _part(figure, owner, file, workbook.facts[key[0]].unit)
        for key, figure in _figures(accounts, whole)
        if figure.given and figure.unit in _COUNTED
    }


def _part(figure: Figure, owner: str, file: str, currency: str) -> SumPart:
    rounded = figure.unit is Unit.YUAN and currency != "元"
    given = tuple(figure.cells)
    rounding = _HALF_A_CENT if rounded else Decimal(0)
    return SumPart(owner, file, figure.amount, figure.unit, given, figure.label, rounding)


def _figures(accounts: Accounts, whole: bool) -> Iterator[tuple[AmountKey, Figure]]:
    edition = accounts.edition
    for form in edition.forms:
        for row in accounts.facts[form.id].rows:
            for column, fact in row.cells.items():
                if fact.unit in _COUNTED and column not in ("code", "name"):
                    key = (form.id, row.key, column)
                    yield key, accounts.amount(*key)
    for block in blocks(edition):
        if whole or block.id != _OPERATING or _has_operating(accounts):
            yield from (
                _of_list(block, accounts) if block.kind == "list" else _fixed(block, accounts)
            )


def blocks(edition: Edition) -> Iterator[Block]:
    """The blocks of the input sheets that can be added up: fixed lines, and lists by 科目."""
    for _, block in edition.blocks.values():
        if block.id not in ("profile", *_RESTATED) and (
            block.kind != "list" or block.key == "code"
        ):
            yield block


def _has_operating(accounts: Accounts) -> bool:
    return accounts.chosen("profile", "unit_type") in OFFICES


def _fixed(block: Block, accounts: Accounts) -> Iterator[tuple[AmountKey, Figure]]:
    for line in block.lines:
        for column in block.columns:
            kind = line.kind if block.kind == "fields" else column.kind
            # What adds itself up, and what the roll-over noted, is not typed.
            if kind in _KINDS and not (line.live or column.live or column.locked):
                key = (block.id, line.key, column.key)
                yield key, accounts.stated(*key)


def _of_list(block: Block, accounts: Accounts) -> Iterator[tuple[AmountKey, Figure]]:
    for row in accounts.facts[block.id].rows:
        if row.key == "total":
            continue
        for column in block.columns:
            if column.kind == "amount" and not column.live and column.key in row.cells:
                yield (block.id, row.key, column.key), accounts.given(block.id, row.key, column.key)


def added(units: Iterable[Mapping[AmountKey, SumPart]]) -> dict[AmountKey, Sum]:
    """The amounts of all units by key.

    A 全年预算数 that one unit gives for a 科目 is not the whole of it: the others have their
    年初预算数 there.
    """
    every = list(units)
    parts = defaultdict[AmountKey, list[SumPart]](list)
    for unit in every:
        for key, part in unit.items():
            parts[key].append(part)
    for key in [key for key in parts if key[2] == "full_budget"]:
        table, row, _ = key
        for unit in every:
            initial = unit.get((table, row, "budget"))
            if key not in unit and initial is not None:
                parts[key].append(initial)
    lacking = {key for key, _, _ in unsplit(every)} | {*unplanned(every)}
    return {key: Sum(tuple(found)) for key, found in parts.items() if key not in lacking}


def unplanned(units: Iterable[Mapping[AmountKey, SumPart]]) -> Iterator[AmountKey]:
    """全年预算数 that cannot be added up: a unit spent more than the budget that it gives."""
    for unit in units:
        for (form, code, column), spent in unit.items():
            if (form, column) in SPENDING and code.isdigit() and len(code) == ITEM:
                places = [("budget", code, key) for key in ("full_budget", "budget")]
                full = next((unit[place] for place in places if place in unit), None)
                planned = full.value if full is not None else Decimal(0)
                if spent.value - planned > spent.rounding * 2:
                    yield places[0]


def unsplit(
    units: Iterable[Mapping[AmountKey, SumPart]],
) -> Iterator[tuple[AmountKey, AmountKey, SumPart]]:
    """Lines that cannot be added up because a unit gives only the amount that they make up."""
    for unit in units:
        for (table, row, column), lines in _SPLIT.items():
            whole = unit.get((table, row, column))
            keys = [(table, line, column) for line in lines]
            if whole is not None and whole.value and not any(key in unit for key in keys):
                yield from ((key, (table, row, column), whole) for key in keys)
