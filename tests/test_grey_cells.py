"""The grey cells show what the program computes, in every layout that the manual allows.

LibreOffice calculates all the workbooks in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.editions.schema import Form
from generator.figures.accounts import WAN, Accounts
from generator.model import Fact, Figure, Table, Unit
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing.areas import Key
from generator.workbook.writing.filling import Values
from generator.workbook.writing.formulas import total_formulas
from generator.workbook.writing.places import Places, arrange
from generator.workbook.writing.writer import write_workbook
from tests.conftest import REAL
from tests.helpers.office import saved
from tests.helpers.opening import looked_at

EXAMPLES = REAL.parent / "examples"
BOOKS = (
    REAL,
    EXAMPLES / "行政部门.xlsx",
    EXAMPLES / "事业单位.xlsx",
    EXAMPLES / "shanghai-2024" / "上海部门.xlsx",
)
DOWN = 2  # so many header rows more has a pasted table


@dataclass(frozen=True)
class Written:
    """A workbook as written, where everything lies in it, and the same calculated."""

    path: Path
    places: Places
    calculated: Path


def content(workbook: Workbook, keep: Callable[[Key], bool]) -> Values:
    """What was typed into a workbook, in its own unit of money; no totals."""
    cells: dict[Key, Any] = {}
    tables = workbook.facts.tables
    for form in workbook.edition.forms:
        rows = [row for row in tables[form.id].rows if row.key != "total"]
        codes = form.layout == "codes"
        for number, row in enumerate(rows):
            for column, fact in row.cells.items():
                cells[form.id, str(number) if codes else row.key, column] = typed(
                    tables[form.id], fact
                )
    for sheet in workbook.edition.asked:
        for block in sheet.blocks:
            rows = [r for r in tables[block.id].rows if r.key != "total" or not block.total]
            for number, row in enumerate(rows):
                key = str(number) if block.kind == "list" else row.key
                for column, fact in row.cells.items():
                    cells[block.id, key, column] = typed(tables[block.id], fact)
    blank = arrange(workbook.edition, Values(cells).rows_used())
    totals = total_formulas(blank)
    known = {key for key in cells if key in blank.cells and key not in totals}
    live = {key for plan in blank.blocks.values() for key in live_keys(plan.block)}
    return Values(
        {
            key: value
            for key, value in cells.items()
            if key in known and value is not None and (key[0], key[2]) not in live and keep(key)
        }
    )


def live_keys(block: Any) -> Iterator[tuple[str, str]]:
    for column in block.columns:
        if column.live:
            yield block.id, column.key


def typed(table: Table, fact: Fact) -> Any:
    amount = isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN
    return fact.value / WAN if amount and table.unit == "万元" else fact.value  # type: ignore[operator]


def everything(key: Key) -> bool:
    return True


def lowest(workbook: Workbook) -> Callable[[Key], bool]:
    """Everything but the amounts of 类 and 款."""
    rows = {
        form.id: [row.key for row in workbook.facts[form.id].rows if row.key != "total"]
        for form in workbook.edition.forms
        if form.layout == "codes"
    }

    def keep(key: Key) -> bool:
        table, row, column = key
        return table not in rows or column in ("code", "name") or len(rows[table][int(row)]) == 7

    return keep


def half(workbook: Workbook) -> Callable[[Key], bool]:
    """Half of the official tables are still blank."""
    blank = [form.id for form in workbook.edition.forms][1::2]
    return lambda key: key[0] not in blank


def unfilled(workbook: Workbook) -> Callable[[Key], bool]:
    """No official table is filled yet."""
    forms = {form.id for form in workbook.edition.forms}
    return lambda key: key[0] not in forms


def in_three_columns(book: Any, workbook: Workbook) -> None:
    for form in workbook.edition.forms:
        sheet = book[form.sheet]
        if form.layout != "codes":
            continue
        for area in [
            a for a in sheet.merged_cells.ranges if a.size["columns"] == 3 and a.min_col == 1
        ]:
            code = str(sheet.cell(area.min_row, 1).value or "")
            if code.isdigit():
                sheet.unmerge_cells(str(area))
                for column, part in enumerate((code[:3], code[3:5], code[5:]), start=1):
                    sheet.cell(area.min_row, column).value = part or None


def pasted(book: Any, workbook: Workbook) -> None:
    """Each table again from A1 with more header rows, its codes in one column, in the other unit."""
    for form in workbook.edition.forms:
        if form.layout == "items":
            continue
        sheet = book[form.sheet]
        lines = list(_pasted_lines(sheet, form, workbook.facts[form.id].unit))
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(1, sheet.max_row)
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column).value = value


def _pasted_lines(sheet: Any, form: Form, unit: str) -> Iterator[list[Any]]:
    other, factor = ("元", WAN) if unit == "万元" else ("万元", 1 / WAN)
    yield [form.title]
    yield [f"金额单位：{other}"]
    yield from [[None]] * DOWN
    for row in sheet.iter_rows(min_row=4):
        values = [_converted(cell, factor) for cell in row]
        if form.layout == "codes":
            if len(str(values[0])) == 7 and values[4] is None:  # 小计 of a 项 comes with it
                values[4] = _across(form, values, factor)
            del values[1:3]
            values[0] = None if values[1] == "栏次" else values[0]
        yield values


def _across(form: Form, values: list[Any], factor: Decimal) -> Any:
    """What the printed formula makes of the first column of a row."""
    terms = next((f.terms for f in form.formulas if f.axis == "栏" and f.target == 1), ())
    given = [(sign, values[no + 3]) for sign, no in terms if values[no + 3] is not None]
    return sum(sign * value for sign, value in given) if given else None


def _converted(cell: Any, factor: Decimal) -> Any:
    value = cell.value
    if isinstance(value, str) and value.startswith("="):
        return None
    money = cell.number_format.startswith("#,##0.00") and isinstance(value, int | float | Decimal)
    return Decimal(str(value)) * factor if money else value


# 类 and 款 are blank in all but the first and the last.
LAYOUTS = (
    (BOOKS[0], "plain"),
    (BOOKS[0], "pasted"),
    (BOOKS[1], "columns"),
    (BOOKS[2], "lowest"),
    (BOOKS[2], "pasted"),
    (BOOKS[3], "lowest"),
    (BOOKS[3], "columns"),
    (BOOKS[1], "half"),
    (BOOKS[1], "unfilled"),
)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Written]:
    folder = tmp_path_factory.mktemp("grey")
    made = {}
    for source, layout in LAYOUTS:
        workbook = read_workbook(source)
        year = int(workbook.facts["profile"]["year"]["value"].text)
        keep = {"plain": lambda _: everything, "half": half, "unfilled": unfilled}.get(
            layout, lowest
        )
        values = content(workbook, keep(workbook))
        path = folder / f"{source.stem}-{layout}.xlsx"
        write_workbook(workbook.edition, path, year, values)
        if layout in ("columns", "pasted"):
            book = openpyxl.load_workbook(path)
            (in_three_columns if layout == "columns" else pasted)(book, workbook)
            book.save(path)
        places = arrange(workbook.edition, values.rows_used())
        made[source.stem, layout] = Written(path, places, folder / "out" / path.name)
    for path in sorted(folder.glob("*.xlsx")):
        saved(path, "xlsx", folder / "out")
    return made


def expected(workbook: Workbook, written: Written, layout: str) -> Iterator[tuple[Key, Figure]]:
    """Each grey cell that shows a figure of a table, with what the program makes of it."""
    accounts = Accounts(workbook.facts, workbook.edition)
    for key in total_formulas(written.places) if layout != "pasted" else ():
        table, row, column = key
        if table in written.places.forms and row in workbook.facts[table]:
            yield key, accounts.amount(table, row, column)
    for block, plan in written.places.blocks.items():
        for shown in plan.block.columns:
            if shown.live in ("={this}", "={full}"):
                for line in plan.block.lines:
                    place = line.this if shown.live == "={this}" else line.full
                    yield (block, line.key, shown.key), accounts.amount(*place.split("."))
    yield from _spent(accounts, written)


def _spent(accounts: Accounts, written: Written) -> Iterator[tuple[Key, Figure]]:
    """支出决算数 of each 项 of 年初预算."""
    rows = [row for row in accounts.facts["budget"].rows if row.key != "total"]
    columns = {"general": "total", "fund": "expenditure", "capital": "total"}
    for number, row in enumerate(rows):
        there = [form for form in columns if row.key in accounts.facts[form]]
        if len(there) == 1:
            figure = accounts.amount(there[0], row.key, columns[there[0]])
            yield ("budget", str(number), "outturn"), figure


@pytest.mark.parametrize(("name", "layout"), [(path.stem, layout) for path, layout in LAYOUTS])
def test_a_grey_cell_shows_the_programs_figure(
    books: dict[tuple[str, str], Written], name: str, layout: str
) -> None:
    written = books[name, layout]
    workbook = read_workbook(written.path)
    shown = looked_at(written.calculated, calculated=True)
    in_wan = workbook.facts["profile"].unit == "万元"
    wrong, looked = [], 0
    for key, figure in expected(workbook, written, layout):
        area = written.places.cells[key]
        value = shown[area.sheet][area.corner].value
        looked += 1
        if not isinstance(value, int | float):
            same = value in (None, "") and figure.nil
        else:
            amount = Decimal(str(value)) * (WAN if in_wan else 1)
            same = abs(amount - figure.amount) < Decimal("0.01")
        if not same:
            wrong.append(f"{area.sheet}!{area.corner} {key}: {value} ≠ {figure.value}")
    assert wrong == []
    assert looked > 25
    errors = [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in shown.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("#")
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("name", "layout"), [("2023", "plain"), ("2023", "pasted"), ("行政部门", "columns")]
)
def test_the_name_of_a_code_is_the_one_beside_it_in_the_table(
    books: dict[tuple[str, str], Written], name: str, layout: str
) -> None:
    written = books[name, layout]
    facts = read_workbook(written.path).facts
    shown = looked_at(written.calculated, calculated=True)
    known = {row.key: row["name"].text for row in facts["expenditure"].rows}
    told = {}
    for number, row in enumerate(facts["subjects"].rows):
        area = written.places.cells["subjects", str(number), "name"]
        told[row.key] = shown[area.sheet][area.corner].value
    assert told
    assert told == {code: known[code] for code in told}


@pytest.mark.parametrize(("name", "layout"), [(path.stem, layout) for path, layout in LAYOUTS])
def test_a_change_is_shown_between_two_figures_and_not_before(
    books: dict[tuple[str, str], Written], name: str, layout: str
) -> None:
    written = books[name, layout]
    shown = looked_at(written.calculated, calculated=True)
    compared = 0
    for block, new, old in (("prior", "this", "prior"), ("budget", "outturn", "budget")):
        plan = written.places.blocks[block]
        for key, row in plan.row_keys():
            cells = {c.key: plan.area(row, c.key) for c in plan.block.columns}
            values = {c: shown[area.sheet][area.corner].value for c, area in cells.items()}
            now, before, difference, rate = (values[c] for c in (new, old, "difference", "rate"))
            if now in (None, "") or before in (None, ""):
                changed = now not in (None, "") and block == "budget" and key != "total"
                assert difference in (None, "") or changed, (block, key, values)
                assert rate in (None, ""), (block, key, values)
                continue
            compared += 1
            assert difference == pytest.approx(now - before)
            wanted = (now - before if block == "prior" else now) / before if before else None
            assert rate == (pytest.approx(wanted) if before else None), (block, key, values)
    assert (compared == 0) == (layout == "unfilled")


def test_no_formula_is_longer_than_excel_takes(books: dict[tuple[str, str], Written]) -> None:
    for written in books.values():
        book = looked_at(written.path)
        lengths = [
            len(cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        ]
        assert max(lengths) < 8192


def test_the_guide_says_how_far_each_sheet_is(books: dict[tuple[str, str], Written]) -> None:
    said = {}
    for name, layout in ((BOOKS[0].stem, "plain"), (BOOKS[1].stem, "half")):
        guide = looked_at(books[name, layout].calculated, calculated=True)["填表说明"]
        rows = list(guide.iter_rows(values_only=True))
        said[layout] = {row[1]: row[4] for row in rows if row[4]}
        assert any(str(row[3]).startswith(("下一张：", "必填的都填了")) for row in rows)
    assert said["plain"]["上年数"] == said["plain"]["基本信息"] == "必填的已填"
    assert said["plain"]["公开07表"] == "空着" and said["half"]["公开02表"] == "还空着"
    assert said["half"]["公开01表"] == "有数"


@pytest.mark.parametrize("name", [path.stem for path, layout in LAYOUTS if layout == "pasted"])
def test_scores_are_added_up_to_each_row(books: dict[tuple[str, str], Written], name: str) -> None:
    """Of all indicators, and of each project, whose name stands in its first row or in every one."""
    written = books[name, "pasted"]
    workbook = read_workbook(written.path)
    shown = looked_at(written.calculated, calculated=True)
    for block, whose in (("goals", ""), ("indicators", "project")):
        sums: dict[str, Decimal] = {}
        for number, row in enumerate(workbook.facts[block].rows):
            of, score = row[whose].text if whose else "", row["score"].value
            assert isinstance(score, Decimal)
            sums[of] = sums.get(of, Decimal(0)) + score
            area = written.places.cells[block, str(number), "score_so_far"]
            assert shown[area.sheet][area.corner].value == sums[of], area.corner
        assert 60 < min(sums.values()) <= max(sums.values()) <= 80
