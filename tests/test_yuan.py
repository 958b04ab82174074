"""A workbook filled in in 元 prints the same document as one in 万元, to the cent and rounded once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.editions import load
from generator.model import Severity
from generator.pipeline import build
from generator.products.outcome import Outcome
from generator.workbook.writing import Values, write_workbook
from generator.workbook.writing.areas import Key
from generator.workbook.writing.style import CellValue
from tests.helpers.doctext import lines
from tests.helpers.large import large_content

Cells = dict[Key, CellValue]


def in_yuan() -> Cells:
    """The cells of the long workbook in 元; its amounts are the only Decimals."""
    cells: Cells = {
        key: value * 10000 if isinstance(value, Decimal) else value
        for key, value in large_content().cells.items()
    }
    return {**cells, ("profile", "currency", "value"): "元"}


def built(cells: Cells, folder: Path) -> Outcome:
    folder.mkdir()
    write_workbook(load("2023"), folder / "2023.xlsx", 2023, Values(cells))
    return build(folder / "2023.xlsx", folder)


def text(outcome: Outcome) -> list[str]:
    assert outcome.written is not None
    return lines(outcome.written.path)


@pytest.fixture(scope="module")
def yuan(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return built(in_yuan(), tmp_path_factory.mktemp("yuan") / "built")


def test_it_is_clean(yuan: Outcome) -> None:
    assert [f.message for f in yuan.findings if f.severity is not Severity.HINT] == []


def test_the_text_is_the_same_as_in_wan(yuan: Outcome, tmp_path: Path) -> None:
    assert text(yuan) == text(built(dict(large_content().cells), tmp_path / "built"))


def test_fen_are_rounded_once_and_must_add_up(tmp_path: Path) -> None:
    """A sum that misses by one 分 is an error in 元, though the draft prints only 百元.

    The change is that of the amounts as printed: 8363.75 - 123.47 (1234650 元) is 8240.28.
    """
    cells = in_yuan()
    cells["prior", "total", "prior"] = Decimal(1234650)
    cells["prior", "total", "reason"] = "新增工作任务"
    spent = cells["totals", "expenditure", "amount"]
    assert isinstance(spent, Decimal) and spent == 83637500
    cells["totals", "expenditure", "amount"] = spent + Decimal("0.01")
    outcome = built(cells, tmp_path / "built")
    assert "X04" in [f.rule for f in outcome.findings if f.severity is Severity.ERROR]
    assert (
        "2023年度收、支总计均为8363.75万元。与2022年度相比，收、支总计各增加8240.28万元，"
        "增长6673.9%，主要原因是新增工作任务。"
    ) in text(outcome)
