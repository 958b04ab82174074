"""``gen sum``: a department's workbook from those of its units, and against them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from msgspec import structs

from generator.cli import main, summing
from generator.editions import load
from generator.model import Cell, Finding, Unit
from generator.products.summing import SumReport
from generator.products.summing.amounts import SumPart
from generator.products.summing.differing import SumDifference, by_cause
from generator.workbook.changing import CellEntry, enter
from generator.workbook.exports.record import read_record
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing import write_workbook
from tests.campaigns.units.filling import fill
from tests.campaigns.units.making import make
from tests.helpers.opening import looked_at, value_in

SEEDS = (1, 7, 11)  # a 行政单位 in 元, an institution in 元, a 行政单位 in 万元
DEPARTMENT = "部门.xlsx"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


_examined = summing._examined
_known: dict[bytes, tuple[Workbook | None, Sequence[Finding]]] = {}


def examined_once(path: Path) -> tuple[Workbook | None, Sequence[Finding]]:
    """Each content is read and checked once in all these tests."""
    content = path.read_bytes()
    if content not in _known:
        _known[content] = _examined(path)
    return _known[content]


@pytest.fixture(autouse=True)
def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summing, "_examined", examined_once)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of three units, and a department's that was filled from them."""
    folder = tmp_path_factory.mktemp("department")
    blank = folder / "blank.xlsx"
    assert run("new", "2023", "--out", blank).exit_code == 0
    (folder / "units").mkdir()
    for number, seed in enumerate(SEEDS):
        fill(blank, make(seed), folder / "units" / f"{number}.xlsx")
    shutil.move(blank, folder / DEPARTMENT)
    done = run("sum", folder / DEPARTMENT, folder / "units")
    assert done.exit_code == 0, done.output
    for path in (folder / "units").iterdir():
        examined_once(path)
    assert "所属单位 3 个，其中通过 3 个；填入" in done.output
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it to be changed."""
    return shutil.copytree(made, tmp_path / "copy")


def typed(path: Path, sheet: str, address: str, said: Decimal | str | None) -> None:
    enter(path, [CellEntry(Cell(sheet, address), said)], replace=True)


def compared(folder: Path) -> Result:
    return run("sum", folder / DEPARTMENT, "--check")


def test_a_department_is_the_sum_of_its_units(made: Path) -> None:
    """Independently of the program's sums: in 元, whatever the units typed."""
    units = [read_workbook(path) for path in sorted((made / "units").iterdir())]
    whole = read_workbook(made / DEPARTMENT)
    for table, row, column in (
        ("expenditure", "total", "total"),
        ("income", "total", "fiscal"),
        ("totals", "closing", "amount"),
        ("prior", "total", "prior"),
        ("procurement", "goods", "value"),
        ("assets", "equipment", "value"),
    ):
        found = [unit.facts[table][row][column].value for unit in units]
        given = [value for value in found if isinstance(value, Decimal)]
        assert whole.facts[table][row][column].value == sum(given), (table, row)


def test_the_sheets_of_the_units_are_made(made: Path) -> None:
    book = looked_at(made / DEPARTMENT)
    rows = [[cell.value for cell in row[:2]] for row in book["所属单位"].iter_rows(min_row=4)]
    assert [row[1] for row in rows] == ["units/0.xlsx", "units/1.xlsx", "units/2.xlsx"]
    assert book["抵消"]["A3"].value == "付款单位"
    hints = [f.rule for f in read_workbook(made / DEPARTMENT).findings]
    assert "I39" not in hints  # nobody takes them for somebody else's


def test_lists_of_a_large_department_grow_with_all_that_names_them(
    made: Path, tmp_path: Path
) -> None:
    """A list above another one on its sheet: formulas, choices and notes below move along."""
    folder = shutil.copytree(made, tmp_path / "short")
    path = folder / DEPARTMENT
    path.unlink()
    edition = load("2023")
    short = [
        structs.replace(s, blocks=tuple(structs.replace(b, rows=2) for b in s.blocks))
        for s in edition.sheets
    ]
    write_workbook(structs.replace(edition, sheets=tuple(short)), path, 2023)
    before = looked_at(path)["年初预算"]
    done = run("sum", path, folder / "units")
    assert done.exit_code == 0 and "没有空行" not in done.output, done.output
    grown, whole = looked_at(path), read_workbook(made / DEPARTMENT)
    sheet = grown["年初预算"]
    below = next(cell.row for cell in before["A"] if cell.value == "各类预算合计")
    count = len(whole.facts["budget"].rows) - 1  # without 合计
    assert sheet.max_row - before.max_row == count - (below - 6) > 0
    last = 4 + count
    assert f"SUM(E5:E{last})" in sheet["E4"].value
    totals = ",".join(f"'年初预算'!$G${row}" for row in range(last + 4, last + 7))
    assert sheet["G4"].value == f'=IF(COUNT({totals})=0,"",SUM({totals}))'
    assert sheet[f"H{last}"].value == f'=IF(OR(A{last}="",G{last}=""),"",N(G{last})-N(E{last}))'
    assert sheet[f"A{last + 2}"].value == "各类预算合计"
    assert [c.coordinate for c in sheet[last + 3] if c.comment] == [
        f"{c.column_letter}{last + 3}" for c in before[below + 1] if c.comment
    ]
    assert f"'年初预算'!$E$5:$E${last}" in grown["填表说明"]["E37"].value
    assert f"D5:D{last}" in {str(d.sqref) for d in sheet.data_validations.dataValidation}
    found = read_workbook(path)
    assert {row.key: row["budget"].value for row in found.facts["budget"].rows} == {
        row.key: row["budget"].value for row in whole.facts["budget"].rows
    }
    assert "没有不同" in run("sum", path, "--check").output


def test_a_sum_is_compared_and_agrees(made: Path) -> None:
    done = compared(made)
    assert done.exit_code == 0, done.output
    assert "没有不同" in done.output


def test_a_number_leads_to_the_units_and_their_cells(made: Path) -> None:
    book = made / DEPARTMENT
    origins = read_workbook(book).facts.origins
    cell = read_workbook(book).facts["expenditure"]["total"]["total"].cell
    assert origins[cell].startswith("所属单位之和：units/0.xlsx 公开03表!")
    assert origins[cell].count("；") == 2


def test_a_unit_that_changed_is_named_with_its_cell(folder: Path) -> None:
    unit = folder / "units" / "1.xlsx"
    cell = read_workbook(unit).facts["procurement"]["goods"]["value"].cell
    before = value_in(unit, cell.sheet, cell.address)
    typed(unit, cell.sheet, cell.address, Decimal(str(before)) + 1000)
    done = compared(folder)
    assert done.exit_code == 1
    assert "部门比所属单位之和少 0.1 万元" in done.output
    assert f"改过：{make(7).profile['name']} units/1.xlsx {cell}" in done.output
    assert "I47" in run("check", folder / DEPARTMENT).output  # the next check says so as well


def test_a_count_that_came_or_went_since_is_named_with_its_cell(folder: Path) -> None:
    unit, name = folder / "units" / "1.xlsx", make(SEEDS[1]).profile["name"]
    facts = read_workbook(unit).facts["assets"]
    came, went = facts["minister"]["value"].cell, facts["special"]["value"].cell
    typed(unit, came.sheet, came.address, Decimal(3))
    typed(unit, went.sheet, went.address, None)
    done = compared(folder)
    assert f"改过：{name} units/1.xlsx {came} 3，汇总时空白或为零" in done.output
    assert f"改过：{name} units/1.xlsx {went} 0，汇总时是 5" in done.output


def test_all_that_a_unit_changed_is_one_finding_and_the_next_run_takes_it_over(
    folder: Path,
) -> None:
    unit, name = folder / "units" / "1.xlsx", make(SEEDS[1]).profile["name"]
    facts = read_workbook(unit).facts
    places = [facts["assets"]["minister"]["value"].cell, facts["prior"]["income"]["prior"].cell]
    for cell in places:
        typed(unit, cell.sheet, cell.address, Decimal(4))
    done = compared(folder)
    assert "不同 2 处，出于 1 个原因" in done.output
    assert (
        f"错误 J01  「{name}」（units/1.xlsx）在汇总以后改过，部门 2 处还是原来的数" in done.output
    )
    assert f"再运行 gen sum {DEPARTMENT}" in done.output
    book = folder / DEPARTMENT
    own = read_workbook(book).facts["procurement"]["goods"]["value"].cell
    typed(book, own.sheet, own.address, Decimal("7.77"))
    done = run("sum", book)  # what it filled in itself is renewed, what a person typed is left
    assert "填入 2 格" in done.output and "不同、没有动 1 格" in done.output
    done = compared(folder)
    assert "不同 1 处\n" in done.output
    assert "部门的这一格在汇总以后改过，汇总时填的是 " in done.output


def test_what_only_a_unit_had_that_left_is_cleared(folder: Path) -> None:
    book = folder / DEPARTMENT
    sheet = openpyxl.load_workbook(book)["所属单位"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "units/2.xlsx")
    enter(book, [CellEntry(Cell("所属单位", f"{c}{row}"), None) for c in "ABCD"], replace=True)
    assert "「units/2.xlsx」不再汇总，部门 " in compared(folder).output
    done = run("sum", book)
    assert done.exit_code == 0 and "（所属单位已没有这个数）" in done.output
    assert "没有不同" in compared(folder).output
    assert set(read_record(book).files) == {"units/0.xlsx", "units/1.xlsx"}


def test_a_unit_of_the_same_name_is_not_added_twice(folder: Path) -> None:
    shutil.copy(folder / "units" / "0.xlsx", folder / "units" / "又一份.xlsx")
    before = (folder / DEPARTMENT).read_bytes()
    done = run("sum", folder / DEPARTMENT, folder / "units")
    name = make(SEEDS[0]).profile["name"]
    assert f"units/0.xlsx 的单位全称也是「{name}」，同一个单位会加两次" in done.output
    assert done.exit_code == 1 and (folder / DEPARTMENT).read_bytes() == before


def test_payments_that_nobody_eliminates_are_named_with_their_units(folder: Path) -> None:
    first, second = (folder / "units" / f"{number}.xlsx" for number in (0, 1))
    taken = read_workbook(first).facts["income"]["total"]["superior"].cell
    given = read_workbook(second).facts["expenditure"]["total"]["to_affiliated"].cell
    typed(first, taken.sheet, taken.address, Decimal(50000))
    typed(second, given.sheet, given.address, Decimal(50000))
    taker, giver = (make(seed).profile["name"] for seed in SEEDS[:2])
    done = compared(folder)
    assert f"提示 J06  抵消  「上级补助收入」：{taker} 5 万元、{giver} " in done.output
    assert f"；「对附属单位补助支出」：{giver} 5 万元；「抵消」里没有写" in done.output


def test_a_balance_that_follows_is_no_cause_of_its_own() -> None:
    """It is less by what the expenditure is more."""
    entries = [
        SumDifference(("fund", "229", column), _part(value), None)
        for column, value in (("expenditure", 5), ("closing", -5), ("income", 7))
    ]
    assert [[e.key[2] for e in group] for group in by_cause(tuple(entries))] == [
        ["expenditure", "closing"],
        ["income"],
    ]
    report = SumReport(Path("部门.xlsx"), (), differences=tuple(by_cause(tuple(entries))))
    told = summing.report_text(report, check=True)
    assert "公开07表!A1 年末、公开07表!A1 年末（少 0.0005 万元）：部门比所属单位之和多" in told


def _part(value: int) -> SumPart:
    return SumPart("甲", "甲.xlsx", Decimal(value), Unit.YUAN, (Cell("公开07表", "A1"),), "年末")


def test_one_cause_is_told_once(folder: Path) -> None:
    """A 项 that is larger is not told again as 款, 类, 合计 and 小计."""
    report = _json(folder)
    assert report["differences"] == []
    unit = folder / "units" / "0.xlsx"
    facts = read_workbook(unit).facts["expenditure"]
    row = next(row for row in facts.rows if len(row.key) == 7 and row["basic"].value)
    cell = row["basic"].cell
    typed(unit, cell.sheet, cell.address, Decimal(str(row["basic"].value)) + 5000)
    found = _json(folder)["differences"]
    assert [[entry["key"] for entry in group] for group in found] == [
        [f"expenditure.{row.key}.basic"]
    ]


def _json(folder: Path) -> dict[str, list[list[dict[str, str]]]]:
    done = run("sum", folder / DEPARTMENT, "--check", "--json")
    found: dict[str, list[list[dict[str, str]]]] = json.loads(done.output)
    return found


def test_what_units_pay_each_other_is_eliminated(folder: Path) -> None:
    units = sorted((folder / "units").iterdir())
    names = [make(seed).profile["name"] for seed in SEEDS]
    giver = read_workbook(units[0]).facts["expenditure"]
    paid = next(r for r in giver.rows if len(r.key) == 7 and r["basic"].value)
    at, got = next(
        (at, row)
        for at, unit in enumerate(units)
        for row in read_workbook(unit).facts["income"].rows
        if len(row.key) == 7 and row["other"].value
    )
    said: tuple[Decimal | str, ...] = (names[0], "基本支出", paid.key, Decimal("0.01"))
    said += (names[at], "其他收入", got.key, Decimal("0.01"), "培训费")
    before = read_workbook(folder / DEPARTMENT).facts
    enter(
        folder / DEPARTMENT,
        [CellEntry(Cell("抵消", f"{'ABCDEFGHI'[n]}4"), word) for n, word in enumerate(said)],
    )
    assert "部门比所属单位之和多 0.01 万元" in compared(folder).output
    done = run("sum", folder / DEPARTMENT, "--replace")
    assert done.exit_code == 0, done.output
    after = read_workbook(folder / DEPARTMENT).facts
    for table, row, column in (
        ("expenditure", paid.key, "basic"),
        ("expenditure", paid.key[:5], "total"),
        ("expenditure", "total", "total"),
        ("income", got.key, "other"),
        ("income", "total", "total"),
        ("totals", "other", "amount"),
        ("totals", paid.key[:3], "amount"),
        ("totals", "total_income", "amount"),
        ("totals", "total_expenditure", "amount"),
    ):
        was, now = (facts[table][row][column].value for facts in (before, after))
        assert isinstance(was, Decimal) and isinstance(now, Decimal)
        assert was - now == 100, (table, row, column)
    assert compared(folder).exit_code == 0
    # An amount that is changed afterwards makes nobody doubt what the elimination is taken from.
    cell = paid["basic"].cell
    typed(units[0], cell.sheet, cell.address, Decimal(str(paid["basic"].value)) + 5000)
    found = _json(folder)["differences"]
    assert [group[0]["key"] for group in found] == [f"expenditure.{paid.key}.basic"]


def test_an_elimination_that_does_not_balance_is_refused(folder: Path) -> None:
    names = [make(seed).profile["name"] for seed in SEEDS]
    said: tuple[Decimal | str, ...] = (names[0], "对附属单位补助支出", "2080101", Decimal(3))
    said += ("别的单位", "附属单位上缴收入", "2080101", Decimal(2), "")
    enter(
        folder / DEPARTMENT,
        [CellEntry(Cell("抵消", f"{'ABCDEFGHI'[n]}4"), word) for n, word in enumerate(said)],
    )
    before = (folder / DEPARTMENT).read_bytes()
    done = run("sum", folder / DEPARTMENT, "--replace")
    assert done.exit_code == 1
    assert "两边不平：支出方 30,000.00 元，收入方 20,000.00 元" in done.output
    assert "「别的单位」不在「所属单位」里" in done.output
    assert "「附属单位上缴收入」应与「上缴上级支出」抵消" in done.output
    assert (folder / DEPARTMENT).read_bytes() == before
    done = compared(folder)  # one cause is told once: no sums are held against it
    assert done.exit_code == 1 and "「抵消」没有写对，没有核对" in done.output
    assert "J01" not in done.output


def test_no_more_is_eliminated_than_a_unit_has(folder: Path) -> None:
    names = [make(seed).profile["name"] for seed in SEEDS]
    said: tuple[Decimal | str, ...] = (names[0], "基本支出", "2299999", Decimal(3))
    said += (names[1], "其他收入", "2299999", Decimal(3), "")
    enter(
        folder / DEPARTMENT,
        [CellEntry(Cell("抵消", f"{'ABCDEFGHI'[n]}4"), word) for n, word in enumerate(said)],
    )
    done = run("sum", folder / DEPARTMENT)
    assert done.exit_code == 1
    told = f"抵消!D4  「{names[0]}」的公开03表 2299999「基本支出」没有数，抵消 30,000.00 元"
    assert told in done.output


def test_a_unit_without_a_workbook_is_not_passed(folder: Path) -> None:
    (folder / "units" / "2.xlsx").unlink()
    before = (folder / DEPARTMENT).read_bytes()
    for arguments in ([], ["--check"], ["--replace"]):
        done = run("sum", folder / DEPARTMENT, *arguments)
        assert done.exit_code == 1
        assert "未核对 J05" in done.output
        assert "没有它的工作簿 units/2.xlsx" in done.output
        assert "没有不同" not in done.output
    assert (folder / DEPARTMENT).read_bytes() == before


def test_a_unit_with_errors_or_of_another_year_is_not_passed(folder: Path) -> None:
    first, second = folder / "units" / "0.xlsx", folder / "units" / "1.xlsx"
    cell = read_workbook(first).facts["totals"]["income"]["amount"].cell
    typed(first, cell.sheet, cell.address, Decimal(1))
    assert "它自己有" in compared(folder).output
    typed(second, "基本信息", "B5", Decimal(2022))
    done = compared(folder)
    assert done.exit_code == 1
    assert "是 2022 年度的，不是 2023 年度的" in done.output


def test_what_a_person_typed_is_left_and_listed(folder: Path) -> None:
    book = folder / DEPARTMENT
    cell = read_workbook(book).facts["procurement"]["goods"]["value"].cell
    typed(book, cell.sheet, cell.address, Decimal("7.77"))
    done = run("sum", book)
    assert done.exit_code == 1
    assert f"不同：{cell} 现在是 7.77" in done.output
    assert value_in(book, cell.sheet, cell.address) == 7.77
    assert run("sum", book, "--replace").exit_code == 0
    assert value_in(book, cell.sheet, cell.address) != 7.77


def test_the_units_are_those_that_the_organisation_lists(folder: Path) -> None:
    book = folder / DEPARTMENT
    table = read_workbook(book).facts["units"]
    names = [make(SEEDS[0]).profile["name"], "从未汇总的单位"]
    grid = openpyxl.load_workbook(book)["机构"]
    head = next(c.row for c in grid["A"] if c.value == "单位名称")
    for number, name in enumerate(names, start=1):
        typed(book, table.sheet, f"A{head + number}", name)
    done = compared(folder)
    assert "J02" in done.output
    assert "「从未汇总的单位」列在「机构」里，没有汇总" in done.output
    assert f"汇总了「{make(SEEDS[1]).profile['name']}」，「机构」里没有列它" in done.output


def test_a_workbook_without_units_says_what_to_do(tmp_path: Path) -> None:
    book = tmp_path / "2023.xlsx"
    assert run("new", "2023", "--out", book).exit_code == 0
    done = run("sum", book)
    assert done.exit_code == 2
    assert "gen sum 2023.xlsx 文件夹" in done.output
    assert "没有这个文件或文件夹" in run("sum", book, tmp_path / "nowhere").output


def test_the_record_keeps_every_unit(made: Path) -> None:
    record = read_record(made / DEPARTMENT)
    assert set(record.files) == {"units/0.xlsx", "units/1.xlsx", "units/2.xlsx"}


def test_what_the_units_wrote_stands_side_by_side(folder: Path) -> None:
    (beside,) = folder.glob("*-各单位文字.xlsx")
    book = openpyxl.load_workbook(beside)
    rows = [[str(cell.value) for cell in row[:4]] for row in book["上年数"].iter_rows(min_row=4)]
    said = [row for row in rows if row[0] == "收、支总计"]
    names = [make(seed).profile["name"] for seed in SEEDS]
    assert [row[2] for row in said] == [name for name in names if name in {r[2] for r in said}]
    assert len(said) > 1 and all(row[1] == "增减原因" and len(row[3]) > 3 for row in said)
    before = beside.read_bytes()
    assert run("sum", folder / DEPARTMENT, folder).exit_code == 0  # it is no unit
    assert beside.read_bytes() == before
    assert len(list(folder.glob("*-各单位文字*.xlsx"))) == 1
