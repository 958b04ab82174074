"""The cells that turn yellow for want of a reason: those that the checks ask for."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from generator.checks.subjects.reasons import changes
from generator.editions import load
from generator.pipeline import derive
from generator.workbook.reading.facts import read_workbook
from generator.workbook.writing import write_workbook
from generator.workbook.writing.filling import Values
from tests.helpers.office import saved

CURRENCIES = ("万元", "元")
# line → 年初预算, 全年预算, 决算
SITUATIONS = {
    "abroad": (10, 8, 7),  # against the full-year budget
    "purchase": (10, 8, 8),  # the full year's was met exactly: against the initial one
    "running": (5, None, 6),  # no full-year budget: against the initial one
    "reception": (None, 3, 3),  # met, and nothing to compare with otherwise
}


@dataclass(frozen=True)
class Calculated:
    """The folder with the workbooks as written, ``marks`` beside their rows by the unit of money.

    ``out`` in it has those of which formulas are asked, calculated by LibreOffice in one go.
    """

    folder: Path
    marks: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Calculated:
    folder = tmp_path_factory.mktemp("workbooks")
    _write_situations(folder / "situations.xlsx")
    marks = {}
    for currency in CURRENCIES:
        path, marked = folder / f"{currency}.xlsx", folder / f"marked-{currency}.xlsx"
        write_workbook(load("2023"), path, 2023, Values(_typed(currency)))
        shutil.copy(path, marked)
        marks[currency] = _with_marks(marked)
    for path in [folder / "situations.xlsx", *sorted(folder.glob("marked-*.xlsx"))]:
        saved(path, "xlsx", folder / "out")
    return Calculated(folder, marks)


@pytest.fixture
def calculated(books: Calculated) -> Path:
    return books.folder / "out" / "situations.xlsx"


def _write_situations(path: Path) -> None:
    """A workbook with the four situations."""
    cells: dict[tuple[str, str, str], str | int] = {}
    for line, (initial, full, spent) in SITUATIONS.items():
        named = {
            ("three_public_items", line, "budget"): initial,
            ("three_public", "row", f"budget_{line}"): full,
            ("three_public", "row", f"outturn_{line}"): spent,
        }
        cells |= {key: value for key, value in named.items() if value is not None}
    write_workbook(load("2023"), path, 2023, Values(cells))


def test_the_sheet_compares_with_the_same_budget_as_the_document(calculated: Path) -> None:
    _, made = derive(read_workbook(calculated))
    sheet = openpyxl.load_workbook(calculated, data_only=True)["三公经费"]
    shown = {row[0].value: row[4].value or 0 for row in sheet.iter_rows(min_row=4, max_row=9)}
    for line in SITUATIONS:
        item = getattr(made.three_public, line)
        signed = item.budget_change.amount.amount * (-1 if item.budget_change.down else 1)
        assert shown[item.name.value.strip()] * 10000 == pytest.approx(float(signed)), line


def test_no_reason_is_asked_of_a_total_that_its_parts_explain(calculated: Path) -> None:
    sheet = openpyxl.load_workbook(calculated)["三公经费"]
    asked = " ".join(str(area.sqref) for area in sheet.conditional_formatting)
    areas = asked.split()
    assert "F6" not in areas and {"F4", "F5", "F7", "F8", "F9"} <= set(areas)


def test_no_reason_is_asked_where_none_is_printed(calculated: Path) -> None:
    sheet = openpyxl.load_workbook(calculated)["上年数"]
    areas = {str(area.sqref) for area in sheet.conditional_formatting}
    assert areas.isdisjoint({"F12", "F13"}) and {"F4", "F11", "I12", "I13"} <= areas


# 年初预算, 全年预算, 决算 in 万元, by 项; what prints alike is no difference, in 元 neither.
BUDGETS = {
    "2080150": ("0", "5", "5"),  # nothing at first, and the full-year budget was met: no reason
    "2080505": ("0", "5", "4"),
    "2080506": ("3", "5", "5"),
    "2089999": ("3", None, "3.0004"),
    "2101102": ("3", None, "3.01"),
    "2210201": ("0", "5.0004", "5.0001"),
}
PRIOR = {  # 上年数 and 决算数
    ("prior", "total"): ("10", ("totals", "total_income", "amount"), "10.0004"),
    ("prior", "income"): ("10", ("income", "total", "total"), "10.01"),
    ("prior", "expenditure"): ("0", ("expenditure", "total", "total"), "8"),
    ("operating", "operating"): ("6.0001", ("operating", "operating", "this"), "6.0004"),
}


def _typed(currency: str) -> dict[tuple[str, str, str], Decimal | str]:
    def amount(wan: str) -> Decimal:
        return Decimal(wan) * (10000 if currency == "元" else 1)

    cells: dict[tuple[str, str, str], Decimal | str] = {
        ("profile", "currency", "value"): currency,
        ("profile", "unit_type", "value"): "行政单位",
    }
    listed = sorted({code[:n] for code in BUDGETS for n in (3, 5, 7)})
    for number, (code, (initial, full, spent)) in enumerate(BUDGETS.items()):
        row = str(number)
        cells["general", str(listed.index(code)), "total"] = amount(spent)
        cells |= {("budget", row, "code"): code, ("budget", row, "budget"): amount(initial)}
        if full is not None:
            cells["budget", row, "full_budget"] = amount(full)
    cells |= {("general", str(number), "code"): code for number, code in enumerate(listed)}
    for (block, line), (before, place, now) in PRIOR.items():
        cells |= {(block, line, "prior"): amount(before), place: amount(now)}
    # A reason that a total gives holds for what went the same way.
    cells["prior", "expenditure", "reason"] = "人员增加"
    cells["prior", "general_expenditure", "prior"] = amount("1")
    cells["totals", "income", "amount"] = amount(PRIOR["prior", "income"][2])
    cells["totals", "expenditure", "amount"] = amount(PRIOR["prior", "expenditure"][2])
    return cells


def _with_marks(path: Path) -> dict[str, str]:
    """Beside each row a formula that says whether its mark shows; that cell → the marked one."""
    book, found = openpyxl.load_workbook(path), {}
    for sheet in (book["年初预算"], book["上年数"], book["机关运行经费"]):
        for area in sheet.conditional_formatting:
            top, rule = next(iter(area.sqref.ranges)), area.rules[0]
            for row in range(top.min_row, top.max_row + 1) if "ABS" in rule.formula[0] else ():
                cell = f"{get_column_letter(top.min_col)}{row}"
                beside = f"{get_column_letter(top.min_col + 40)}{row}"
                first = f"{get_column_letter(top.min_col)}{top.min_row}"
                moved = Translator(f"={rule.formula[0]}", origin=first).translate_formula(cell)
                sheet[beside] = moved
                found[f"{sheet.title}!{beside}"] = f"{sheet.title}!{cell}"
    book.save(path)
    return found


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_cells_that_are_marked_are_those_asked_for(books: Calculated, currency: str) -> None:
    _, made = derive(read_workbook(books.folder / f"{currency}.xlsx"))
    due = [change for _, change in changes(made) if change.needs_reason and change.own.cell]
    asked = {str(change.own.cell) for change in due if not change.reason}
    marks = books.marks[currency]
    path = books.folder / "out" / f"marked-{currency}.xlsx"
    shown = openpyxl.load_workbook(path, data_only=True)
    places: Mapping[str, tuple[str, str]] = {cell: (*cell.split("!"),) for cell in marks}  # type: ignore[misc]
    marked = {marks[c] for c, (sheet, place) in places.items() if shown[sheet][place].value is True}
    assert marked == {
        cell for cell in asked if cell.split("!")[0] in ("年初预算", "上年数", "机关运行经费")
    }
    assert len(marked) == 4
    inherited = {str(change.own.cell) for change in due if change.shared and not change.own}
    assert inherited == {"上年数!F11"} - marked
