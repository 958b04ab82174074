"""``python -m tests.campaigns.summed``: an invented department, its sum, and changes in its units."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

from msgspec.structs import replace

from generator.editions import load
from generator.model import Cell, Facts, Finding, Row, Table, Unit, Value
from generator.pipeline import check, examine
from generator.products.summing import SumReport, sum_up
from generator.workbook.changing import CellEntry, enter
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing import write_workbook
from tests.campaigns.units.filling import fill
from tests.campaigns.units.making import make
from tests.campaigns.units.running import blank

# What only the department itself can write.
_TEXTS = ("R01", "R02", "K09", "K11", "B10", "S08", "A03")
# A few 元 that one invented unit has in its budget, beside what another spent without one.
_OF_TWO = ("X32",)
_INPUT = ("prior", "budget", "three_public_items", "three_public_counts", "procurement", "assets")


def main(count: int, changes: int, seed: int) -> int:
    """Run the campaign; 0 when the sum holds and every change is told once, at its unit and cell."""
    with tempfile.TemporaryDirectory(prefix="summed-") as name:
        folder = Path(name)
        units = list(_units(folder, count))
        department = folder / "部门.xlsx"
        write_workbook(load("2023"), department, 2023)
        read = {path: _read(path) for path in units}
        wrong = [*_summed(department, folder, read)]
        missed = [*_changes(department, read, changes, Random(seed))]
    for line in (*wrong, *missed):
        print(line)
    print(f"单位 {count}，汇总后有问题 {len(wrong)}；改动 {changes}，没有说对 {len(missed)}")
    return 1 if wrong or missed else 0


Read = dict[Path, tuple[Workbook | None, Sequence[Finding]]]


def _units(folder: Path, count: int) -> Iterator[Path]:
    """Workbooks of so many units of 2023, each of its own name, in 元 and whole 0.01 万元.

    Not of units whose cells were rounded each by itself: the sums of their tables differ among
    each other by more than one workbook's rounding.
    """
    (folder / "units").mkdir()
    names, seed = set[str](), 0
    while len(names) < count:
        seed += 1
        unit = make(seed)
        if unit.year == 2023 and unit.money != "约万元" and unit.profile["name"] not in names:
            names.add(unit.profile["name"])
            path = folder / "units" / f"{len(names):02d}.xlsx"
            fill(blank(folder, 2023), unit, path)
            yield path


def _read(path: Path) -> tuple[Workbook | None, Sequence[Finding]]:
    made, outcome = examine(path)
    return (None if made is None else made.workbook), outcome.findings


def _summed(department: Path, folder: Path, read: Read) -> Iterator[str]:
    """What is wrong with the department once it is filled, with two payments eliminated."""
    first = sum_up(department, [folder / "units"], read.__getitem__)
    yield from (f"没有填：{p}" for table in first.tables for p in table.problems)
    for row, (paid, received, amount) in enumerate(_payments(read), start=4):
        said: tuple[Value, ...] = (*paid, amount, *received, amount, "往来抵消")
        enter(
            department,
            [
                CellEntry(Cell("抵消", f"{'ABCDEFGHI'[n]}{row}"), value)
                for n, value in enumerate(said)
            ],
        )
    begun = time.process_time()
    second = sum_up(department, [], read.__getitem__, replace_typed=True)
    print(f"汇总 {len(read)} 个单位，读完以后 {time.process_time() - begun:.2f} 秒", flush=True)
    yield from (f"没有填：{p}" for table in second.tables for p in table.problems)
    yield from (f"{r.rule} {r.cell} {r.message}" for r in second.remarks if not r.hint)
    of_units = {finding.rule for _, findings in read.values() for finding in findings}
    for finding in check(department).findings:
        if finding.rule in _OF_TWO and finding.rule not in of_units:
            continue
        if finding.severity.serious and finding.rule not in _TEXTS:
            yield f"{finding.rule} {finding.message} {[*map(str, finding.cells[:4])]}"
    again = sum_up(department, [], read.__getitem__, check=True)
    yield from (f"部门不是所属单位之和：{group[0].key}" for group in again.differences)


Paid = tuple[str, str, str]


def _payments(read: Read) -> Iterator[tuple[Paid, Paid, Decimal]]:
    """Two payments that can have been made between the units, in 万元."""
    books = [book for book, _ in read.values() if book is not None]
    for got, paid in (("superior", "to_affiliated"), ("affiliated", "to_superior")):
        giver = next(_items(books, "expenditure", paid))
        taker = next(entry for entry in _items(books, "income", got) if entry[0][0] != giver[0][0])
        yield giver[0], taker[0], min(giver[1], taker[1]) / 10000


def _items(books: Sequence[Workbook], form: str, column: str) -> Iterator[tuple[Paid, Decimal]]:
    for book in books:
        label = next(c.label for c in book.edition.form(form).columns if c.key == column)
        for row in book.facts[form].rows:
            value = row[column].value
            if len(row.key) == 7 and isinstance(value, Decimal) and value > 0:
                name = book.facts["profile"]["name"]["value"].text
                yield (name, label, row.key), value
                break


def _changes(department: Path, read: Read, count: int, random: Random) -> Iterator[str]:
    """The changes of one unit's amount that are not told once, with the unit and its cell."""
    paths, whole = list(read), read_workbook(department).facts
    for number in range(count):
        path = random.choice(paths)
        book, findings = read[path]
        assert book is not None
        compared = [p for p in _places(book) if _given(whole, *p)]
        table, row, column = random.choice(compared)
        changed, cell = _changed(book, table, row, column)
        with_change = {**read, path: (changed, findings)}
        report = sum_up(department, [], with_change.__getitem__, check=True)
        if wrong := _told(report, path, cell):
            yield f"第 {number} 个改动{wrong}：{path.name} {cell}（{table}.{row}.{column}）"


def _given(whole: Facts, table: str, row: str, column: str) -> bool:
    """True where the department has the amount: what its units cannot say it leaves blank."""
    return (
        row in whole[table]
        and column in whole[table][row].cells
        and whole[table][row][column].given
    )


def _places(book: Workbook) -> Iterator[tuple[str, str, str]]:
    tables = [form.id for form in book.edition.forms] + list(_INPUT)
    for table in tables:
        for row in book.facts[table].rows:
            for column, fact in row.cells.items():
                counted = isinstance(fact.value, Decimal) and fact.unit in (Unit.YUAN, Unit.COUNT)
                typed = column not in ("code", "name", "published")
                if counted and typed and (table, row.key) != ("budget", "total"):
                    yield table, row.key, column


def _changed(book: Workbook, table: str, row: str, column: str) -> tuple[Workbook, Cell]:
    """The workbook with one amount larger by 123,000 元 (or a count by 123)."""
    old = book.facts[table]
    fact = old[row][column]
    step = Decimal(123000 if fact.unit is Unit.YUAN else 123)
    assert isinstance(fact.value, Decimal)
    new = Row(row, {**old[row].cells, column: replace(fact, value=fact.value + step)})
    rows = tuple(new if r.key == row else r for r in old.rows)
    made = Table(old.id, old.sheet, rows, {r.key: r for r in rows}, old.unit, old.heads)
    facts = replace(book.facts, tables={**book.facts.tables, table: made})
    return replace(book, facts=facts), fact.cell


def _told(report: SumReport, path: Path, cell: Cell) -> str:
    """What is wrong with what is told of a change, "" for one finding with that unit and cell."""
    if len(report.differences) != 1:
        return f"说了 {len(report.differences)} 处"
    since = [part for entry in report.differences[0] for part, _ in entry.since]
    cells = {found for part in since for found in part.cells[:1]}
    if cell not in cells or {part.file.rpartition("/")[2] for part in since} != {path.name}:
        return "没有说是哪个单位的哪一格改过"
    return ""


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="随机造出一个部门和它的单位，汇总并核对")
    options.add_argument("--units", type=int, default=40, help="单位的个数")
    options.add_argument("--changes", type=int, default=300, help="改动的个数")
    options.add_argument("--seed", type=int, default=1, help="改动的种子")
    chosen = options.parse_args()
    sys.exit(main(chosen.units, chosen.changes, chosen.seed))
