"""A right book at every stage of filling it in: much to do, nothing wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from generator import checks
from generator.checks.engine.context import Context
from generator.checks.engine.todo import filled
from generator.cli import main
from generator.document import lines
from generator.editions.schema import Form
from generator.model import Facts
from generator.pipeline import derive, render_draft
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing.filling import Values
from generator.workbook.writing.writer import write_workbook
from tests.conftest import REAL
from tests.helpers.opening import opened

EXAMPLES = REAL.parent / "examples"
REGIONS = (EXAMPLES / "shanghai-2024" / "上海部门.xlsx", EXAMPLES / "hunan-2024" / "湖南部门.xlsx")
BOOKS = (REAL, *sorted(EXAMPLES.glob("*.xlsx")), *REGIONS)
NOTES = "核对说明"  # what was explained is explained as soon as it is told

# The manual's order is 0; the others are shuffled by their number.
WALKS = [(REAL, 0), (BOOKS[3], 0), (REGIONS[0], 0)]
WALKS += [(book, number) for number, book in enumerate((*BOOKS[:3], *REGIONS), start=1)]


@cache
def book(path: Path) -> tuple[Workbook, Facts]:
    """A book, and what the blank workbook of its edition says, in the same unit of money."""
    full = read_workbook(path)
    profile = full.facts["profile"]
    currency = ("profile", "currency", "value"), profile["currency"]["value"].text
    with TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlsx"
        year = int(profile["year"]["value"].text)
        write_workbook(full.edition, blank, year, Values(dict([currency])))
        return full, read_workbook(blank).facts


def order(workbook: Workbook, number: int) -> list[str]:
    """The names of the sheets in the order in which they are filled in."""
    entries = workbook.edition.in_order
    names = [entry.sheet if isinstance(entry, Form) else entry.name for entry in entries]
    if number:
        random.Random(number).shuffle(names)
    return names


def stages(path: Path, number: int) -> Iterator[tuple[set[str], Workbook]]:
    """The book with nothing filled in, then with one sheet more each time."""
    full, blank = book(path)
    names, done = order(full, number), {NOTES}
    for count in range(len(names) + 1):
        done |= set(names[:count])
        tables = {
            key: (full.facts if table.sheet in done else blank).tables[key]
            for key, table in blank.tables.items()
        }
        yield done, replace(full, facts=Facts(tables))


@pytest.mark.parametrize(
    ("path", "number"), WALKS, ids=[f"{path.stem}-{number}" for path, number in WALKS]
)
def test_nothing_is_wrong_at_any_stage_and_what_is_due_is_to_do(path: Path, number: int) -> None:
    left = []
    for done, workbook in stages(path, number):
        accounts, made = derive(workbook)
        printed = lines(render_draft(workbook.edition, made)) if number == 0 else None
        report = checks.run(accounts, made, printed)
        assert [f"{f.rule} {f.message}" for f in report.findings if f.severity.serious] == []
        untouched = {todo.sheet for todo in report.todo} - done
        left.append((len(report.todo), len(untouched)))
        sheets, of = filled(Context(accounts, made), report.todo)
        assert of == len(workbook.edition.to_fill)
        assert (sheets == of) is (not report.todo)
    assert left[0][0] >= 7 and left[-1] == (0, 0)


def test_a_sheet_that_is_begun_asks_for_the_rest_by_its_cells() -> None:
    full, _ = book(REAL)
    prior = full.facts["prior"]
    rows = [
        replace(row, cells={**row.cells, "prior": replace(row["prior"], value=None)})
        if row.key in ("income", "expenditure")
        else row
        for row in prior.rows
    ]
    table = replace(prior, rows=tuple(rows), by_key={row.key: row for row in rows})
    facts = Facts({**full.facts.tables, "prior": table})
    report = checks.run(*derive(replace(full, facts=facts)))
    assert [todo.text for todo in report.todo] == ["上年数：还差 2 格（B5、B6）"]
    assert not any(finding.severity.serious for finding in report.findings)


def test_a_final_version_is_refused_while_something_is_to_do() -> None:
    changed = opened(REAL)
    changed["基本信息"]["B12"] = None
    changed.save("2023.xlsx")
    result = CliRunner().invoke(main, ["build", "--final", "2023.xlsx"])
    assert result.exit_code == 1
    assert result.output.splitlines()[0].endswith("提示 4，还要填 1 处")
    assert "没有写出定稿" in result.output
    assert result.output.endswith("还要填 1 处：\n  基本信息：还差 1 格（B12）\n")
    assert not list(Path("outputs").rglob("*.docx"))
    checked = CliRunner().invoke(main, ["check", "2023.xlsx"])
    assert checked.exit_code == 0 and checked.output.endswith("  基本信息：还差 1 格（B12）\n")
