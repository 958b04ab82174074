"""Next year's workbook from this year's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from conftest import REAL

from generator.cli import main
from generator.model import Facts
from generator.workbook.reading import read_workbook

WAN = Decimal(10000)


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def rolled() -> Facts:
    result = gen("new", "2024", "--from", REAL)
    assert result.exit_code == 0, result.output
    return read_workbook(Path("inputs/2024.xlsx")).facts


def test_this_years_figures_become_last_years(rolled: Facts) -> None:
    published = {"total", "income", "expenditure", "fiscal_total", "general_expenditure"}
    for line in published:
        assert rolled["prior"][line]["prior"].value == Decimal("233.37") * WAN
    assert rolled["prior"]["closing"]["prior"].value == 0


def test_what_is_to_be_written_anew_is_blank(rolled: Facts) -> None:
    assert not any(row["reason"].given for row in rolled["prior"].rows)
    assert not rolled["profile"]["publish_date"]["value"].given
    assert rolled["key_work"].rows == ()
    assert not any(row["score"].given for row in rolled["goals"].rows)
    assert not any(row["budget"].given for row in rolled["projects"].rows)
    for form in ("02", "03", "05"):
        amounts = {k for row in rolled[form].rows for k, f in row.cells.items() if f.given}
        assert amounts == {"code", "name"}


def test_standing_text_is_carried_over(rolled: Facts) -> None:
    real = read_workbook(REAL).facts
    for block in ("duties", "organisation", "subjects"):
        assert [r.cells.keys() for r in rolled[block].rows] == [
            r.cells.keys() for r in real[block].rows
        ]
    assert rolled["profile"]["name"]["value"].text == real["profile"]["name"]["value"].text
    assert rolled["profile"]["year"]["value"].text == "2024"
    assert [r["name"].text for r in rolled["projects"].rows] == [
        r["name"].text for r in real["projects"].rows
    ]
    assert [r.key for r in rolled["05"].rows] == [r.key for r in real["05"].rows]


def test_last_years_words_stand_beside(rolled: Facts) -> None:
    book = openpyxl.load_workbook("inputs/2024.xlsx")
    reason = rolled["prior"]["total"]["reason"].cell
    comment = book[reason.sheet][reason.address].comment
    assert comment is not None
    assert comment.text == "上年：项目支出减少"


def test_the_rolled_over_can_be_rolled_over(rolled: Facts) -> None:
    assert gen("new", "2025", "--from", "inputs/2024.xlsx").exit_code == 0
    facts = read_workbook(Path("inputs/2025.xlsx")).facts
    assert facts["profile"]["year"]["value"].text == "2025"
    assert facts["prior"]["total"]["prior"].value == 0


def test_another_years_workbook_is_refused() -> None:
    result = gen("new", "2026", "--from", REAL)
    assert result.exit_code == 2
    assert "2023.xlsx 是 2023 年度的工作簿，不能结转到 2026 年度" in result.output
    assert not Path("inputs/2026.xlsx").exists()
