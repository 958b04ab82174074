"""Editions with other rows than the delivered ones are laid out, and mistakes in them are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml.etree import SerialisationError
from msgspec.structs import replace
from openpyxl import Workbook

from generator.editions import load
from generator.workbook.writing import Values, write_workbook
from generator.workbook.writing.form_plan import form_plan
from generator.workbook.writing.formulas import resolve, total_formulas
from generator.workbook.writing.packing import packed
from generator.workbook.writing.places import arrange

EDITION = load("2023")


def test_a_form_has_room_for_its_longer_side() -> None:
    totals = next(form for form in EDITION.forms if form.layout == "lines")
    long, short = totals.sides
    cut = replace(short, last=short.last - 5)
    sides = ((long, cut), (cut, long))
    rows = {form_plan(replace(totals, sides=pair), 0).rows for pair in sides}
    assert rows == {long.last - long.first + 1}


def test_a_heading_at_the_end_of_its_block_adds_up_nothing() -> None:
    """No rows follow that it could be the sum of: its amount is typed."""
    basic = next(form for form in EDITION.forms if form.layout == "items")
    wages, *others = basic.blocks
    last = replace(wages, lines=(*wages.lines, replace(wages.lines[0], key="399")))
    while len(last.lines) < max(len(block.lines) for block in others):
        last = replace(last, lines=(last.lines[1], *last.lines))
    forms = [replace(basic, blocks=(last, *others)) if f is basic else f for f in EDITION.forms]
    found = total_formulas(arrange(replace(EDITION, forms=tuple(forms)), {}))
    assert (basic.id, "301", "amount") in found
    assert (basic.id, "399", "amount") not in found


def test_a_formula_that_names_no_place_is_named() -> None:
    with pytest.raises(KeyError) as caught:
        resolve("=[别处]", {}, {}, arrange(EDITION, {}))
    assert caught.value.args == ("别处，公式：=[别处]",)


@pytest.mark.parametrize("key", [("nowhere", "a", "b"), ("prior", "total", "difference")])
def test_what_has_no_cell_to_be_filled_in_is_refused(
    key: tuple[str, str, str], tmp_path: Path
) -> None:
    with pytest.raises(KeyError, match=".".join(key)):
        write_workbook(EDITION, tmp_path / "2023.xlsx", 2023, Values({key: 1}))


def test_a_full_folder_of_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise SerialisationError("IO_WRITE")

    monkeypatch.setattr("openpyxl.writer.excel.ExcelWriter.save", full)
    with pytest.raises(OSError, match="no room for temporary files"):
        packed(Workbook())
