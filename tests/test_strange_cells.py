"""What no spreadsheet writes into a cell is named there, never read in part or passed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.model import Finding, InputProblem, Severity
from generator.pipeline import check
from generator.workbook.reading.facts import read_workbook
from tests.conftest import Spoil
from tests.helpers.crafted import crafted, part_of

# Forms of a cell that hold the number or the words, and something that makes them uncertain.
STRANGE = {
    "an element inside the number": '<c r="{at}"><v>312<x>9</x>8</v></c>',
    "another element than a value": '<c r="{at}"><x>312</x></c>',
    "a value and something else": '<c r="{at}"><v>312</v><x>9</x></c>',
    "a cell by another name": '<x r="{at}"><v>312</v></x>',
    "words without the type of words": '<c r="{at}"><is><t>312</t></is></c>',
    "words twice": '<c r="{at}" t="inlineStr"><is><t>31</t><t>2</t></is></c>',
    "words plain and in runs": '<c r="{at}" t="inlineStr"><is><t>31</t><r><t>2</t></r></is></c>',
    "the number of a text that is a blank": '<c r="{at}" t="s"><v> </v></c>',
    "a number and words": '<c r="{at}" t="inlineStr"><v>7</v><is><t>312</t></is></c>',
}
PLACES = (("年初预算", "A4"), ("国有资产", "B4"), ("科目解释", "C4"))


def with_cell(path: Path, sheet: str, cell: str) -> Path:
    """The real workbook with one cell written so."""
    address = re.findall(r' r="(\w+)"', cell)[0]

    def change(xml: bytes) -> bytes:
        pattern = rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)'.encode()
        found, count = re.subn(pattern, cell.encode(), xml, count=1)
        assert count == 1
        return found

    return crafted(path, {part_of(sheet): change})


def told(path: Path, cell: tuple[str, str]) -> list[Finding]:
    """What the reading says of a cell."""
    try:
        findings = read_workbook(path).findings
    except InputProblem as problem:
        findings = problem.findings
    return [f for f in findings if cell in {(c.sheet, c.address) for c in f.cells}]


@pytest.mark.parametrize("cell", PLACES, ids="!".join)
@pytest.mark.parametrize("form", STRANGE.values(), ids=list(STRANGE))
def test_a_strange_cell_is_named(cell: tuple[str, str], form: str, tmp_path: Path) -> None:
    path = with_cell(tmp_path / "2023.xlsx", cell[0], form.format(at=cell[1]))
    finding = told(path, cell)[0]
    assert finding.severity is Severity.ERROR
    assert "别的程序写坏了" in finding.message


def test_elements_inside_shared_words_are_named(tmp_path: Path) -> None:
    words = b'<c r="C4" t="inlineStr"><is><t>312<x>9</x>8</t></is></c>'
    path = with_cell(tmp_path / "2023.xlsx", "科目解释", words.decode())
    assert "套着别的内容" in told(path, ("科目解释", "C4"))[0].message


def test_an_extension_in_a_row_is_no_cell(tmp_path: Path) -> None:
    cell = '<c r="B4"><v>3</v><extLst><ext uri="x"/></extLst></c><extLst><ext uri="y"/></extLst>'
    path = with_cell(tmp_path / "2023.xlsx", "国有资产", cell)
    assert told(path, ("国有资产", "B4")) == []


@pytest.mark.parametrize("day", ["2023-07-24", "2023-07-24T00:00:00"])
@pytest.mark.parametrize(
    ("sheet", "address"),
    [("科目解释", "C4"), ("国有资产", "B4"), ("年初预算", "A4"), ("年初预算", "J5")],
)
def test_a_day_stored_as_one_is_no_traceback(
    day: str, sheet: str, address: str, tmp_path: Path
) -> None:
    """It has no look of its own, so that nobody knows what stood on the screen."""
    cell = f'<c r="{address}" t="d"><v>{day}</v></c>'
    path = with_cell(tmp_path / "2023.xlsx", sheet, cell)
    assert told(path, (sheet, address))[0].severity is Severity.ERROR


def test_a_day_stored_as_one_in_a_cell_of_dates_is_that_day(tmp_path: Path) -> None:
    cell = '<c r="B11" t="d"><v>2024-08-09</v></c>'
    path = with_cell(tmp_path / "2023.xlsx", "基本信息", cell)
    profile = read_workbook(path).facts["profile"]
    days = {str(row["value"].value) for row in profile.rows if row["value"].cell.address == "B11"}
    assert days == {"2024-08-09"}


@pytest.mark.parametrize("row", [5, 120])
def test_a_row_whose_code_cannot_be_read_is_not_taken_for_the_code_of_its_number(
    row: int, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        book["年初预算"][f"A{row}"] = "20805O5"
        book["年初预算"][f"E{row}"] = 1.5

    path = spoiled(change)
    assert told(path, ("年初预算", f"A{row}"))[0].severity is Severity.ERROR
    assert check(path).unusable  # and what is left is checked


# --- beside the table ------------------------------------------------------------------------


def put(sheet: str, address: str, value: Any) -> Spoil:
    def change(book: Any) -> None:
        book[sheet][address] = value

    return change


@pytest.mark.parametrize("sheet", ["公开01表", "公开04表"])
@pytest.mark.parametrize("value", [33.33, 5000000, "#REF!", "l50", "50/50"])
def test_what_is_no_number_of_a_line_is_told(
    sheet: str, value: Any, spoiled: Callable[[Spoil], Path]
) -> None:
    (finding,) = told(spoiled(put(sheet, "B12", value)), (sheet, "B12"))
    assert (finding.rule, finding.severity) == ("I45", Severity.WARNING)


@pytest.mark.parametrize("value", ["12", 12, None, "—", "7"])
def test_another_number_of_a_line_is_not(value: Any, spoiled: Callable[[Spoil], Path]) -> None:
    assert told(spoiled(put("公开01表", "B12", value)), ("公开01表", "B12")) == []


@pytest.mark.parametrize(
    ("sheet", "address", "rule"),
    [
        ("机关运行经费", "H3", "I35"),  # over a title
        ("三公经费", "F11", "I35"),  # beside the title of the second block
        ("公开04表", "D31", "I36"),
        ("公开01表", "D11", "I35"),  # over the name of a line, and too large for any amount
    ],
)
def test_an_amount_over_a_title_and_an_error_in_a_name_are_told(
    sheet: str, address: str, rule: str, spoiled: Callable[[Spoil], Path]
) -> None:
    value = {"I36": "#NAME?", "D11": 123456789012345678}.get(
        rule if rule == "I36" else address, -0.0527
    )
    (finding,) = told(spoiled(put(sheet, address, value)), (sheet, address))
    assert finding.rule == rule
    assert finding.severity is not Severity.ERROR or sheet == "三公经费"


def test_a_code_in_the_third_column_is_named_there(spoiled: Callable[[Spoil], Path]) -> None:
    """The table pasted two columns to the right."""

    def change(book: Any) -> None:
        sheet = book["公开03表"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.move_range("A1:K40", cols=2)
        sheet["C9"] = "20805055"

    assert [f.rule for f in told(spoiled(change), ("公开03表", "C9"))] == ["I05"]


def test_a_strange_cell_in_the_name_of_a_line_is_told(tmp_path: Path) -> None:
    path = with_cell(tmp_path / "2023.xlsx", "公开01表", '<c r="D11" t="s"><v>143_x000D_</v></c>')
    assert told(path, ("公开01表", "D11")) != []
