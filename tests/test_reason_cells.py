"""The cells of 三公经费 that turn yellow for want of a reason: those that the checks ask for."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from office import run

from generator.blank import write_workbook
from generator.blank.filling import Content
from generator.editions import load
from generator.pipeline import derive
from generator.workbook.reading import read_workbook

# line → 年初预算, 全年预算, 决算
SITUATIONS = {
    "abroad": (10, 8, 7),  # against the full-year budget
    "purchase": (10, 8, 8),  # the full year's was met exactly: against the initial one
    "running": (5, None, 6),  # no full-year budget: against the initial one
    "reception": (None, 3, 3),  # met, and nothing to compare with otherwise
}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with the four situations, its formulas calculated by LibreOffice."""
    folder = tmp_path_factory.mktemp("workbook")
    cells: dict[tuple[str, str, str], str | int] = {}
    for line, (initial, full, spent) in SITUATIONS.items():
        named = {
            ("three_public", line, "budget"): initial,
            ("09", "row", f"budget_{line}"): full,
            ("09", "row", f"outturn_{line}"): spent,
        }
        cells |= {key: value for key, value in named.items() if value is not None}
    write_workbook(load("2023"), folder / "2023.xlsx", 2023, Content(cells))
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    run(["soffice", *options, folder / "2023.xlsx"])
    return out / "2023.xlsx"


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
    assert "F6" not in asked and "F4:F5" in asked and "F7:F9" in asked
