"""Spoil workbooks one number at a time and report how much of it the checks notice.

Usage: ``python tests/spoiling.py [工作簿 …]`` (without arguments: every workbook in inputs/ and
examples/).  Slow; a small sample of it runs as a test.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from gallery.cases import CASES
from gallery.running import ROOT, checked, report_on

from generator.checks import CheckReport
from generator.checks.catalogue import BY_ID, RULES
from generator.checks.comparing import ROUNDED, Claim, envelope
from generator.checks.context import Context
from generator.figures.accounts import WAN, Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Fact, Facts, Finding, Row, Unit
from generator.phrasing import trimmed
from generator.workbook.reading import Workbook, read_workbook

CENT = WAN / 100


@dataclass(frozen=True)
class Change:
    """One number changed: ``kind`` is the slip, ``binding`` says that it must break a relation."""

    kind: str
    fact: Fact
    value: Decimal
    binding: bool


def changes(workbook: Workbook) -> Iterator[Change]:
    """Every slip on every amount that is not nil."""
    reach = _reach(workbook)
    for fact, below in _amounts(workbook.facts):
        bound = reach.get(fact.cell)
        for kind, value in dict.fromkeys(_slips(fact, below, bound)):
            assert isinstance(fact.value, Decimal)
            if value != fact.value:
                far = bound is not None and abs(value - fact.value) > bound
                yield Change(kind, fact, value, far)


def _reach(workbook: Workbook) -> dict[Cell, Decimal]:
    """Cell → the change of 元 beyond which an equation that holds it cannot hold any more."""
    accounts = Accounts(workbook.facts, workbook.edition)
    context = Context(accounts, disclosure(accounts))
    reach: dict[Cell, Decimal] = {}
    for rule in RULES:
        for look in rule.test(context):
            if not isinstance(look, Claim) or look.at_least or look.left.unit is not Unit.YUAN:
                continue
            for cell, room in _rooms(look):
                reach[cell] = min(room, reach.get(cell, room))
    return reach


def _rooms(claim: Claim) -> Iterator[tuple[Cell, Decimal]]:
    right = sum((sign * figure.amount for sign, figure in claim.right), Decimal(0))
    room = envelope(claim) + abs(claim.left.amount - right)
    for figure in (claim.left, *(figure for _, figure in claim.right)):
        if figure.given and not figure.formula:
            yield figure.cells[0], room


def _amounts(facts: Facts) -> Iterator[tuple[Fact, Fact | None]]:
    """Amounts that are not nil, each with the amount in the row below."""
    for table in facts.tables.values():
        for row, after in zip_longest(table.rows, table.rows[1:]):
            for column, fact in row.cells.items():
                if isinstance(fact.value, Decimal) and fact.value and fact.unit is Unit.YUAN:
                    yield fact, after.cells.get(column) if after else None


def _slips(fact: Fact, below: Fact | None, bound: Decimal | None) -> Iterator[tuple[str, Decimal]]:
    value = fact.value
    assert isinstance(value, Decimal)
    outside = (bound if bound is not None else 2 * CENT) + CENT
    yield "容差外一分", value + outside
    yield "容差外一分", value - outside
    yield "±1.1", value + WAN * 11 / 10
    yield "±1.1", value - WAN * 11 / 10
    yield "×10⁴", value * WAN
    yield "正负号", -value
    if below is not None and isinstance(below.value, Decimal):
        yield "错行", below.value
    text = f"{abs(value) / WAN:.2f}"
    for index in range(len(text) - 1):
        for kind, changed in _typed(text, index):
            yield kind, changed * WAN


def _typed(text: str, index: int) -> Iterator[tuple[str, Decimal]]:
    """Two digits swapped (the point between them skipped), one digit lost."""
    other = index + 1 if text[index + 1] != "." else index + 2
    if text[index].isdigit() and other < len(text):
        swapped = list(text)
        swapped[index], swapped[other] = swapped[other], swapped[index]
        yield "数字对调", Decimal("".join(swapped))
    if text[index].isdigit() and len(text) > 1:
        yield "漏一位", Decimal((text[:index] + text[index + 1 :]) or "0")


def spoiled(facts: Facts, change: Change) -> Facts:
    """The facts with one number changed."""
    tables = dict(facts.tables)
    for key, table in tables.items():
        if table.sheet != change.fact.cell.sheet:
            continue
        rows = tuple(
            Row(row.key, {c: _changed(f, change) for c, f in row.cells.items()})
            for row in table.rows
        )
        tables[key] = replace(table, rows=rows, by_key={row.key: row for row in rows})
    return Facts(tables)


def _changed(fact: Fact, change: Change) -> Fact:
    return replace(fact, value=change.value) if fact.cell == change.fact.cell else fact


def said(report: CheckReport) -> frozenset[Finding]:
    """The findings that ask for something, rounding hints left out."""
    return frozenset(f for f in report.findings if f.remedy != ROUNDED)


def notices(workbook: Workbook, change: Change, before: frozenset[Finding]) -> bool:
    """True when the change raises a finding that was not there."""
    return bool(said(report_on(spoiled(workbook.facts, change), workbook)) - before)


@dataclass
class Tally:
    """What became of the changes of one workbook."""

    binding: int = 0
    noticed: int = 0
    missed: list[Change] | None = None
    free: int = 0
    free_noticed: int = 0
    unbound: Counter[str] | None = None

    @property
    def share(self) -> Decimal:
        """The share of changes that break a relation and are noticed."""
        return Decimal(self.noticed) / Decimal(max(1, self.binding))


def tally(workbook: Workbook, step: int = 1) -> Tally:
    """Try every ``step``-th change of a workbook."""
    before = said(report_on(workbook.facts, workbook))
    result = Tally(missed=[], unbound=Counter())
    assert result.missed is not None and result.unbound is not None
    for change in list(changes(workbook))[::step]:
        seen = notices(workbook, change, before)
        if change.binding:
            result.binding += 1
            result.noticed += seen
            if not seen:
                result.missed.append(change)
        else:
            result.free += 1
            result.free_noticed += seen
            if not seen:
                result.unbound[f"{change.fact.cell.sheet} {change.kind}"] += 1
    return result


def planted() -> dict[str, list[str]]:
    """Mistake class → the rules that notice its planted case, "" before one that does not."""
    classes: dict[str, list[str]] = {}
    for case in CASES:
        found = any(f.rule == case.rule for f in checked(case.wrong).findings)
        for name in BY_ID[case.rule].covers:
            if name.startswith("E"):
                classes.setdefault(name, []).append(case.rule if found else f"未发现 {case.rule}")
    return dict(sorted(classes.items()))


def main(paths: list[Path]) -> None:
    for path in paths:
        start = time.perf_counter()
        result = tally(read_workbook(path))
        print(f"{path.name}：破坏勾稽关系的改动 {result.binding}，发现 {result.noticed}", end="")
        print(f"（{trimmed((result.share * 100).quantize(CENT / WAN))}%）", end="")
        print(f"，用时 {time.perf_counter() - start:.0f} 秒")
        for change in result.missed or []:
            old = change.fact.value
            print(f"  未发现 {change.fact.cell} {change.kind}：{old} → {change.value} 元")
        print(f"  不破坏等式的改动 {result.free}，发现 {result.free_noticed}；其余：")
        for name, count in sorted((result.unbound or Counter()).items()):
            print(f"    {name} {count}")
    print("错误类别：")
    for name, rules in planted().items():
        print(f"  {name} {'、'.join(rules)}")


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    main(
        given
        or sorted(
            [*(ROOT / "inputs").glob("*.xlsx"), *(ROOT / "inputs" / "examples").glob("*.xlsx")]
        )
    )
