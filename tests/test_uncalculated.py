"""A formula that no program has calculated is told wherever a person's value belongs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Spoil
from tests.helpers.opening import told_by_reading


@pytest.mark.parametrize(
    ("sheet", "address"),
    [
        ("公开05表", "D10"),  # a name
        ("公开05表", "F10"),  # an amount
        ("整体绩效", "I19"),  # a score
        ("国有资产", "B6"),  # a count
        ("基本信息", "B12"),  # a day
        ("基本信息", "B5"),  # the year
    ],
)
def test_a_formula_without_a_result_is_told(
    sheet: str, address: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        book[sheet][address] = "=1+1"

    told = [str(f.cells[0]) for f in told_by_reading(spoiled(change)) if f.rule == "I09"]
    assert told == [f"{sheet}!{address}"]
