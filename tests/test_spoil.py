"""A small part of the campaign of spoilt workbooks, and a proof that its judge sees what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.campaigns.spoil import books, judging, making, money, reading, running, trying
from tests.campaigns.spoil.cells import letters, place
from tests.campaigns.spoil.judging import Case, judge
from tests.campaigns.spoil.meaning import number
from tests.campaigns.spoil.reading import Grid
from tests.campaigns.spoil.records import Made, Read
from tests.helpers.sampling import some as some_of

HERE = Path(judging.__file__).parent
BASE = 1  # in 元, the others are in 万元 or larger


def seeds() -> Iterator[int]:
    for line in (HERE / "seeds.txt").read_text("utf-8").splitlines():
        if found := re.match(r"(\d+)(?:-(\d+))?", line):
            yield from range(int(found[1]), int(found[2] or found[1]) + 1)


@pytest.fixture(scope="module", autouse=True)
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoil")
    trying.prepare(folder)
    return folder


def test_seeds_that_were_kept_are_clean(prepared: Path) -> None:
    results = [trying.attempt(seed, prepared) for seed in some_of([*seeds()], 14)]
    assert [(r.seed, r.fault, r.silent) for r in results if not r.clean] == []
    assert {result.way for result in results} == set(making.WAYS)
    assert {"refused", "told", "reflected", "same"} <= {result.outcome for result in results}
    assert max(result.seconds for result in results) < trying.LONGEST


@pytest.mark.parametrize("base", range(len(books.BASES)))
def test_unspoilt_workbooks_are_clean(base: int) -> None:
    """Every cell of them, read and printed: what the campaign then takes as known."""
    made, nothing = running.base_made(base), Made()
    verdict = judge(Case(made, reading.base_seen(base, False), nothing, reading.Seen({})))
    assert [line for line in verdict.silent if not line.startswith("漏读")] == []
    assert verdict.judged > 1000


def planted(**changes: object) -> list[str]:
    """What the judge says of the unspoilt workbook, if the program had made something else of it."""
    made, seen = running.base_made(BASE), reading.base_seen(BASE, False)
    return judge(Case(replace(made, **changes), seen, made, seen)).silent  # type: ignore[arg-type]


def some(read: list[Read], kind: str, sheets: str) -> list[Read]:
    return [r for r in read if r.kind == kind and r.sheet.startswith(sheets) and r.value][::9]


def test_a_judge_without_anything_to_find_finds_nothing() -> None:
    assert planted() == []


@pytest.mark.parametrize(
    ("kind", "sheets"), [("amount", "公开"), ("amount", "上年数"), ("number", "")]
)
def test_a_wrong_number_is_noticed(kind: str, sheets: str) -> None:
    read = running.base_made(BASE).read
    for wrong in some(read, kind, sheets):
        for value in (wrong.value + Decimal("0.01"), wrong.value * 10000, -wrong.value, None):
            other = replace(wrong, value=value, kind=kind if value is not None else "blank")
            found = planted(read=[other if r is wrong else r for r in read])
            assert any(wrong.address in line and "读错" in line for line in found)


def test_other_words_are_noticed() -> None:
    read = running.base_made(BASE).read
    for wrong in some(read, "text", ""):
        other = replace(wrong, value=f"{wrong.value}①")
        assert len(planted(read=[other if r is wrong else r for r in read])) == 1


def test_a_lost_cell_is_noticed() -> None:
    read = running.base_made(BASE).read
    for kind in ("amount", "text", "number", "date"):
        for gone in some(read, kind, ""):
            left = [r for r in read if (r.sheet, r.address) != (gone.sheet, gone.address)]
            lines = [line.split(" ")[:2] for line in planted(read=left)]
            assert ["漏读", f"{gone.sheet}!{gone.address}"] in lines


def test_a_wrong_print_is_noticed() -> None:
    printed = running.base_made(BASE).printed
    for figure in printed[::9]:
        text = re.sub(r"\d(?=\D*$)", lambda match: str((int(match[0]) + 1) % 10), figure.text)
        other = replace(figure, text=text)
        found = planted(printed=[other if p is figure else p for p in printed])
        assert [line[:2] for line in found] == ["印错"]


def test_an_amount_that_is_not_printed_is_noticed() -> None:
    printed = running.base_made(BASE).printed
    gone = next(p for p in printed if p.sheet == "公开05表")
    found = planted(
        printed=[p for p in printed if p.address != gone.address or p.sheet != gone.sheet]
    )
    assert [line.split()[1] for line in found] == [f"公开05表!{gone.address}"]


@pytest.mark.parametrize("table", ["totals", "general", "prior", "three_public"])
def test_rows_that_are_shifted_are_noticed(table: str) -> None:
    """Each number of a table from the cell below the right one, with what stands there."""
    read, seen = running.base_made(BASE).read, reading.base_seen(BASE, False)
    moved = [shifted(r, seen, 1, 0) if r.table == table else r for r in read]
    assert any(line.startswith(("错位", "漏读")) for line in planted(read=moved))


@pytest.mark.parametrize("table", ["income", "fiscal", "prior", "three_public"])
def test_columns_that_are_shifted_are_noticed(table: str) -> None:
    read, seen = running.base_made(BASE).read, reading.base_seen(BASE, False)
    moved = [shifted(r, seen, 0, 1) if r.table == table else r for r in read]
    assert any(line.startswith(("错位", "漏读")) for line in planted(read=moved))


def shifted(read: Read, seen: reading.Seen, down: int, right: int) -> Read:
    """The same line and column, read from a neighbouring cell as it stands there."""
    if read.kind not in ("amount", "blank"):
        return read
    row, column = place(read.address)
    to = row + down, column + right
    entry = seen.sheets[read.sheet].get(to)
    value = None if entry is None else number(entry.value)
    address = f"{letters(to[1])}{to[0]}"
    return replace(read, address=address, value=value, kind="blank" if value is None else "amount")


def test_another_unit_of_money_in_the_head_is_noticed() -> None:
    """A head that says 万元, which the program had not read."""
    made, seen = running.base_made(BASE), reading.base_seen(BASE, False)
    sheets = dict(seen.sheets)
    sheets["公开05表"] = sheets["公开05表"] | {(3, 8): reading.Entry("单位：万元", "s", "General")}
    found = judge(Case(made, reading.Seen(sheets), made, seen)).silent
    assert any(line.startswith("读错 公开05表") for line in found)
    assert any(line.startswith("印错") for line in found)


def test_words_are_lost_below_the_titles_of_a_blank_list_and_not_above() -> None:
    """Beside the note of 核对说明, in which nothing is explained, as beside that of other sheets."""
    made, seen = running.base_made(BASE), reading.base_seen(BASE, False)
    assert not any(read.sheet == "核对说明" for read in made.read)
    untitled = [name for name, grid in seen.sheets.items() if not money.head(grid, grid)]
    assert untitled == [books.GUIDE]
    for row, lost in ((2, []), (4, ["漏读 核对说明!E4 '备用'"])):
        grid = seen.sheets["核对说明"] | {(row, 5): reading.Entry("备用", "s", "General")}
        other = reading.Seen(seen.sheets | {"核对说明": grid})
        assert judge(Case(made, other, made, seen)).silent == lost


@pytest.mark.parametrize("grids", [{}, {"公开09表": {}}], ids=["no sheet", "nothing on it"])
def test_a_sheet_that_openpyxl_does_not_see_is_as_before_or_noticed(grids: dict[str, Grid]) -> None:
    """Only in a file that no office program wrote, and of it only what stood there before."""
    made, seen = running.base_made(BASE), reading.base_seen(BASE, False)
    other = reading.Seen({n: g for n, g in seen.sheets.items() if n != "公开09表"} | grids)
    moved = [shifted(r, seen, 0, 1) if r.table == "three_public" else r for r in made.read]
    assert judge(Case(made, other, made, seen, broken=True)).silent == []
    for case in (
        Case(made, other, made, seen),
        Case(replace(made, read=moved), other, made, seen, True),
    ):
        assert any("公开09表" in line for line in judge(case).silent)


def test_the_judge_takes_nothing_from_the_program() -> None:
    """Only what runs it imports it; judging does not."""
    for path in HERE.glob("*.py"):
        names = [
            name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [getattr(node, "module", None) or "", *(a.name for a in node.names)]
        ]
        allowed = path.name in ("running.py", "remembering.py")
        assert allowed or not any(name.startswith("generator") for name in names), path.name
