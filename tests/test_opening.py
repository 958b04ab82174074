"""Workbooks that tests change are saved as openpyxl itself would save them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.conftest import REAL
from tests.helpers.opening import opened


def one_cell(book: Any) -> None:
    book["公开03表"]["E7"] = 5


def every_sheet(book: Any) -> None:
    for sheet in book.worksheets:
        sheet["A1"].fill = PatternFill("solid", fgColor="FF0000")


def rows(book: Any) -> None:
    sheet = book["上年数"]
    sheet.insert_rows(4)
    sheet.row_dimensions[4].height, sheet.column_dimensions["Z"].width = 33, 3
    sheet["B5"].comment = Comment("甲", "乙")


def sheets(book: Any) -> None:
    book.create_sheet("新")
    book.copy_worksheet(book["公开02表"])
    book.remove(book["重点工作"])


def areas(book: Any) -> None:
    book["公开05表"].unmerge_cells("A8:C8")
    book["基本信息"].sheet_state = "hidden"


def name(book: Any) -> None:
    book["公开01表"].title = "另名"


def parts(book: Any) -> dict[str, list[bytes]]:
    """The tags of each part; those of a set stand in any order."""
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist()) - {"docProps/core.xml"}  # which has the time
        read = {name: archive.read(name) for name in names}
    usual = b' outlineLevelCol="0"'  # which openpyxl writes at a second save
    return {name: sorted(xml.replace(usual, b"").split(b"<")) for name, xml in read.items()}


@pytest.mark.parametrize("change", [one_cell, every_sheet, rows, sheets, areas, name])
def test_a_changed_workbook_is_saved_as_openpyxl_saves_it(change: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(REAL)
    book.save(io.BytesIO())  # which gives merged cells the styles of their borders
    quick = opened(REAL)
    for one in (book, quick):
        change(one)
    expected = parts(book)
    assert parts(quick) == expected
    assert parts(quick) == expected  # once more
