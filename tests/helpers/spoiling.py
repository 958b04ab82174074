"""Spoil workbooks one number at a time and report how much of it the checks notice.

Usage: ``python -m tests.helpers.spoiling [工作簿 …] [--step N]`` (without workbooks: the one in
inputs/ and the examples; with a step: every N-th change).  Minutes long, on every processor; a
small sample of it runs as a test.  Which changes break a relation is decided by ``sums.py``,
not by the checks.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from generator.checks import CheckReport
from generator.checks.catalogue import BY_ID, GROUPS
from generator.checks.engine.context import Context
from generator.checks.engine.rule import Rule, examine_rule
from generator.figures.accounts import WAN, Accounts
from generator.figures.disclosure import Disclosure
from generator.figures.phrasing import trimmed
from generator.model import Fact, Facts, Finding, Row, Unit
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.cases import CASES
from tests.gallery.running import WORKBOOKS, checked, report_on
from tests.gallery.single import Case
from tests.helpers.sums import relations

CENT = WAN / 100
# The rules that look at the cells of the tables and at nothing derived: enough for most changes.
PLAIN = [rule for _, rules in GROUPS[:2] for rule in rules]

# What only the finished file, the web site, other units' papers or last year's paper can show.
ELSEWHERE = {
    "E02": "网站上的位置和链接",
    "E04": "表的次序：由版式固定",
    "E05": "空表：由版式保留",
    "E06": "空表的说明：由程序写出",
    "E31": "百分比的位数：由程序统一",
    "E40": "目录和编号：由程序写出",
    "E41": "单位的位数：由程序写出",
    "E44": "文件打不开：读数时报告（I01）",
    "E45": "PDF 的字体",
}


@dataclass(frozen=True)
class Change:
    """One number changed: ``kind`` is the slip, ``broken`` names a relation that it breaks."""

    kind: str
    fact: Fact
    value: Decimal
    broken: str


def changes(workbook: Workbook) -> Iterator[Change]:
    """Every slip on every amount that is not nil."""
    related = relations(workbook.facts)
    for fact, below in _amounts(workbook.facts):
        here = related.get(fact.cell, [])
        bound = min((r.room + abs(r.gap) for r in here), default=None)
        for kind, value in dict.fromkeys(_slips(fact, below, bound)):
            assert isinstance(fact.value, Decimal)
            gap = value - fact.value
            if gap:
                broken = next((r.name for r in here if r.broken_by(fact.cell, gap)), "")
                yield Change(kind, fact, value, broken)


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


def said(report: CheckReport) -> frozenset[tuple[str, str]]:
    """Rule and message of the findings that ask for something, rounding hints left out."""
    return frozenset(map(_key, filter(_serious, report.findings)))


def _serious(finding: Finding) -> bool:
    return finding.mismatch is None or not finding.mismatch.rounding


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message


def notices(workbook: Workbook, change: Change, before: frozenset[tuple[str, str]]) -> bool:
    """True when the change raises a finding that was not there."""
    facts = spoiled(workbook.facts, change)
    accounts = Accounts(facts, workbook.edition)
    unused = cast(Disclosure, None)  # the plain rules look at the tables only
    quick = Context(accounts, unused)
    if any(_raises(rule, quick, before) for rule in PLAIN):
        return True
    return bool(said(report_on(facts, workbook)) - before)


def _raises(rule: Rule, context: Context, before: frozenset[tuple[str, str]]) -> bool:
    found, _ = examine_rule(rule, context)
    return any(_serious(f) and _key(f) not in before for f in found)


@dataclass
class Tally:
    """What became of the changes of one workbook."""

    binding: int = 0
    noticed: int = 0
    missed: list[Change] = field(default_factory=list)
    free: int = 0
    free_noticed: int = 0
    unbound: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> Decimal:
        """The share of changes that break a relation and are noticed."""
        return Decimal(self.noticed) / Decimal(max(1, self.binding))

    def add(self, change: Change, seen: bool) -> None:
        """Count one change."""
        if change.broken:
            self.binding += 1
            self.noticed += seen
            if not seen:
                self.missed.append(change)
        else:
            self.free += 1
            self.free_noticed += seen
            if not seen:
                self.unbound[f"{change.fact.cell.sheet} {change.kind}"] += 1


def tally(workbook: Workbook, step: int = 1) -> Tally:
    """Try every ``step``-th change of a workbook, in this process."""
    before = said(report_on(workbook.facts, workbook))
    result = Tally()
    for change in list(changes(workbook))[::step]:
        result.add(change, notices(workbook, change, before))
    return result


_PART = 100  # changes that one process tries at a time


@cache
def _opened(path: Path) -> tuple[Workbook, list[Change], frozenset[tuple[str, str]]]:
    workbook = read_workbook(path)
    return workbook, list(changes(workbook)), said(report_on(workbook.facts, workbook))


def _tried(path: Path, step: int, start: int) -> list[bool]:
    workbook, every, before = _opened(path)
    part = every[::step][start : start + _PART]
    return [notices(workbook, change, before) for change in part]


def tally_on_all_processors(path: Path, step: int, pool: ProcessPoolExecutor) -> Tally:
    """The same as ``tally``, with progress on the error stream."""
    every = _opened(path)[1][::step]
    starts = range(0, len(every), _PART)
    parts = pool.map(_tried, *zip(*((path, step, start) for start in starts), strict=True))
    result = Tally()
    for start, seen in zip(starts, parts, strict=True):
        for change, noticed in zip(every[start : start + _PART], seen, strict=True):
            result.add(change, noticed)
        done = min(start + _PART, len(every))
        print(f"\r  {path.stem} {done}/{len(every)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return result


def planted() -> dict[str, list[Case]]:
    """Mistake class → its planted cases."""
    classes: dict[str, list[Case]] = {}
    for case in CASES:
        for name in BY_ID[case.rule].covers:
            if name.startswith("E"):
                classes.setdefault(name, []).append(case)
    return dict(sorted(classes.items()))


def _noticed(case: Case) -> str:
    """The rule of a case, 未发现 before it where it does not notice it."""
    found = any(f.rule == case.rule for f in checked(case.wrong).findings)
    return case.rule if found else f"未发现 {case.rule}"


def _report(path: Path, result: Tally, seconds: float) -> None:
    share = trimmed((result.share * 100).quantize(CENT / WAN))
    print(
        f"{path.name}：破坏勾稽关系的改动 {result.binding}，发现 {result.noticed}（{share}%）",
        end="",
    )
    print(f"，用时 {seconds:.0f} 秒")
    for change in result.missed:
        old = change.fact.value
        print(f"  未发现 {change.fact.cell} {change.kind}：{old} → {change.value} 元", end="")
        print(f"，应破坏 {change.broken[:80]}")
    print(f"  不破坏等式的改动 {result.free}，发现 {result.free_noticed}；其余：")
    for name, count in sorted(result.unbound.items()):
        print(f"    {name} {count}")


def main(paths: list[Path], step: int) -> None:
    with ProcessPoolExecutor() as pool:
        for path in paths:
            start = time.perf_counter()
            result = tally_on_all_processors(path, step, pool)
            _report(path, result, time.perf_counter() - start)
    print("错误类别：")
    noticed = {case.rule: _noticed(case) for case in CASES}
    for name, cases in planted().items():
        print(f"  {name} {'、'.join(noticed[case.rule] for case in cases)}")
    print("不能由工作簿造成的：")
    for name, why in ELSEWHERE.items():
        print(f"  {name} {why}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="改错工作簿里的数，看核对能发现多少")
    parser.add_argument("workbooks", nargs="*", type=Path, metavar="工作簿")
    parser.add_argument("--step", type=int, default=1, help="每隔几个改动试一个")
    given = parser.parse_args()
    main(given.workbooks or WORKBOOKS, given.step)
