"""Types a unit into a blank workbook, finding each place by what stands beside it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from . import catalogue, labels
from .printed import rows
from .unit import Typed, Unit

_HEADS = {
    "02": catalogue.LABELS["02"],
    "03": catalogue.LABELS["03"],
    "05": ["小计", "基本支出", "项目支出"],
    "07": ["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"],
    "08": ["合计", "基本支出", "项目支出"],
}


def fill(blank: Path, unit: Unit, target: Path) -> None:
    """Write the workbook of a unit."""
    book = pickle.loads(_opened(blank))
    for block, (sheet, lines, columns) in labels.GRIDS.items():
        found = _profile_rows(unit) if block == "profile" else unit.rows.get(block, {})
        _fill_grid(book[sheet], lines, columns, found)
    book["基本信息"]["B12"] = date(unit.year + 1, 10, 11)
    for block, (sheet, columns) in labels.LISTS.items():
        _fill_list(book[sheet], columns, list(unit.rows.get(block, {}).values()))
    for row in unit.rows.get("budget_total", {}).values():
        book["年初预算"]["E4"] = row["budget"]
    for form in _HEADS:
        _fill_codes(book, unit, form)
    for form in ("01", "04"):
        _fill_lines(book[f"公开{form}表"], unit, form)
    _fill_items(book["公开06表"], unit)
    for number, column in enumerate(catalogue.COLUMNS_09, 1):
        _put(book["公开09表"], 8, number, unit.cells.get(("09", "row", column)))
    book.save(target)


@cache
def _opened(blank: Path) -> bytes:
    """The blank workbook, to be copied quickly."""
    return pickle.dumps(openpyxl.load_workbook(blank))


def _profile_rows(unit: Unit) -> dict[str, dict[str, Typed]]:
    return {key: {"value": value} for key, value in unit.profile.items()}


def _put(sheet: Any, row: int, column: int, value: Typed | None) -> None:
    """Type a value; a cell for which there is none keeps its formula."""
    if value is not None:
        sheet.cell(row, column).value = value


def _labelled(sheet: Any, column: int = 1) -> dict[str, int]:
    """The words of a column → the row where each stands first."""
    found: dict[str, int] = {}
    for row in range(1, sheet.max_row + 1):
        found.setdefault(str(sheet.cell(row, column).value).strip(), row)
    return found


def _fill_grid(sheet: Any, lines: Any, columns: Any, found: Any) -> None:
    at = _labelled(sheet)
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    for key, values in found.items():
        for column, value in values.items():
            _put(sheet, at[lines[key]], 2 if column == "value" else heads[columns[column]], value)


def _fill_list(sheet: Any, columns: dict[str, str], found: list[dict[str, Typed]]) -> None:
    """Below the row that has all the headers; below its 合计 on 年初预算."""
    wanted = list(columns.values())
    head = next(
        row
        for row in range(1, sheet.max_row + 1)
        if set(wanted) <= {str(cell.value) for cell in sheet[row]}
    )
    heads = {str(cell.value): cell.column for cell in sheet[head]}
    first = head + (2 if sheet.cell(head + 1, 1).value == "合计" else 1)
    for row, values in enumerate(found, first):
        for column, value in values.items():
            _put(sheet, row, heads[columns[column]], value)


def _fill_lines(sheet: Any, unit: Unit, form: str) -> None:
    """公开01表 and 公开04表 by 行次."""
    left, right = _labelled(sheet, 2), _labelled(sheet, 5)
    columns = {"amount": 6} if form == "01" else {"total": 6, "general": 7, "fund": 8, "capital": 9}
    for (own, number, column), value in unit.cells.items():
        if own != form:
            continue
        if number in left:
            _put(sheet, left[number], 3, value)
        else:
            _put(sheet, right[number], columns[column], value)


def _fill_items(sheet: Any, unit: Unit) -> None:
    """公开06表 by code; what it does not list goes below the last block."""
    places = {
        code: (row, column + 2)
        for column in (1, 4, 7)
        for code, row in _labelled(sheet, column).items()
    }
    free = iter(range(_last_item(sheet) + 1, places["人员经费合计"][0]))
    for code in rows(unit, "06"):
        if code not in places:
            row = next(free)
            _put(sheet, row, 7, code)
            _put(sheet, row, 8, {**catalogue.UNLISTED, **catalogue.UNLISTED_CLASSES}[code])
            places[code] = (row, 9)
    places["personnel"] = places["人员经费合计"]
    places["public"] = (places["人员经费合计"][0], 9)
    for (form, row_key, _), value in unit.cells.items():
        if form == "06":
            _put(sheet, *places[row_key], value)


def _last_item(sheet: Any) -> int:
    return max(row for row in range(6, 34) if sheet.cell(row, 7).value)


def _fill_codes(book: Any, unit: Unit, form: str) -> None:
    """A form by code: filled in, or pasted as the accounts software writes it."""
    sheet, codes = book[f"公开{form}表"], rows(unit, form)
    room = next(row for text, row in _labelled(sheet).items() if text.startswith("注：")) - 8
    if len(codes) > room or unit.seed % 2:
        _paste_heads(sheet, unit, form)
    for row, (key, name) in enumerate(_lines(unit, codes), 7):
        _put(sheet, row, 1, None if key == "total" else key)
        _put(sheet, row, 4, name)
        for number, column in enumerate(catalogue.COLUMNS[form], 5):
            _put(sheet, row, number, unit.cells.get((form, key, column)))


def _lines(unit: Unit, codes: list[str]) -> Iterator[tuple[str, str]]:
    yield "total", "合计"
    for code in codes:
        yield code, unit.names[code]


def _paste_heads(sheet: Any, unit: Unit, form: str) -> None:
    """Clear the sheet and write the heads of the exported form."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    sheet.data_validations.dataValidation = []
    count = len(catalogue.COLUMNS[form])
    sheet["A1"] = f"{unit.year}年度{catalogue.TITLES[form]}"
    sheet["A2"] = f"公开{form}表"
    sheet["A3"] = f"部门：{unit.profile['name']}"
    sheet[f"{get_column_letter(4 + count)}3"] = f"金额单位：{unit.profile['currency']}"
    sheet["A4"], sheet["A5"], sheet["D5"], sheet["D6"] = (
        "项目",
        "功能分类科目编码",
        "科目名称",
        "栏次",
    )
    sheet["A6"], sheet["B6"], sheet["C6"] = "类", "款", "项"
    for number, label in enumerate(_HEADS[form], 1):
        grouped = form == "05" or form == "08" or (form == "07" and number in (3, 4, 5))
        _put(sheet, 5 if grouped else 4, 4 + number, label)
        _put(sheet, 6, 4 + number, number)
    if form in ("05", "07", "08"):
        _put(sheet, 4, 7 if form == "07" else 5, "本年支出")
