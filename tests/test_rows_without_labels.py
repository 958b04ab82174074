"""Rows and columns whose label or code is gone are named, with their words and their cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.model import Finding
from generator.workbook.reading.facts import read_workbook
from tests.conftest import Spoil
from tests.helpers.opening import told_by_reading
from tests.test_torn_sheets import unmerged

Spoiled = Callable[[Spoil], Path]


def messages(findings: tuple[Finding, ...], rule: str) -> list[str]:
    return [finding.message for finding in findings if finding.rule == rule]


def put(sheet: str, **cells: Any) -> Spoil:
    def change(book: Any) -> None:
        for address, value in cells.items():
            unmerged(book[sheet])[address] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cells", "rule", "message"),
    [
        ("公开06表", {"A8": None}, "I05", "公开06表!A8 「津贴补贴」一行有数，没有科目编码"),
        ("公开06表", {"A8": "其中"}, "I05", "公开06表!A8 「其中」一行有数，没有科目编码"),
        ("年初预算", {"A5": None}, "I05", "年初预算!A5 这一行没有科目编码"),
        (
            "公开01表",
            {"A11": "别的", "B11": None, "C11": 5},
            "I03",
            "公开01表!C11 有数，但「别的」不是本表的项目",
        ),
    ],
)
def test_a_row_without_its_code_or_label_is_named(
    sheet: str, cells: dict[str, Any], rule: str, message: str, spoiled: Spoiled
) -> None:
    assert message in messages(told_by_reading(spoiled(put(sheet, **cells))), rule)


def test_a_table_without_rows_lacks_its_total_alone(spoiled: Spoiled) -> None:
    found = told_by_reading(spoiled(lambda book: unmerged(book["公开05表"]).delete_rows(7, 50)))
    assert [f.message for f in found if "公开05表" in f.message] == [
        "公开05表 找不到「合计」这一行"
    ]


def test_a_column_without_a_label_is_found_by_its_number(spoiled: Spoiled) -> None:
    general = read_workbook(spoiled(put("公开05表", E4=None, G5=None))).facts["general"]
    assert general["total"]["project"].value == Decimal(350000)


def test_a_sheet_that_was_renamed_is_known_by_one_of_its_headings(spoiled: Spoiled) -> None:
    def change(book: Any) -> None:
        book["三公经费"].title = "三公"
        book["三公"]["A11"] = "数量"

    (lacking,) = [f for f in told_by_reading(spoiled(change)) if f.rule == "I02"]
    assert "工作表「三公」的标题与它相同" in lacking.remedy
