"""The year that the manual walks through, and the counts that its blocks print of it."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl.cell import MergedCell

from generator.cli import main as gen
from generator.cli.report import outcome_text
from generator.pipeline import check
from tests.conftest import REAL, ROOT
from tests.helpers.nextyear import fill_in
from tests.helpers.opening import opened

MANUAL = ROOT / "docs" / "manual.md"
LAST, BOOK = Path("inputs/2023.xlsx"), Path("inputs/2024.xlsx")
_REWORDED = {"整体绩效": ["B9"], "项目绩效": ["L4", "L5", "L6"], "年初预算": ["J5"]}
_REWORDED["重点工作"] = [f"C{row}" for row in range(4, 12)]
_NOT_YET = [  # where one is half-way
    ("公开05表", "E7:G7"),
    ("公开05表", "A8:G47"),
    ("上年数", "B4:B6"),
    ("年初预算", "E4:E8"),
    ("重点工作", "A4:C11"),
]
_HALF_FILLED = re.compile(r"```\n[^`\n]*，还要填 \d+ 处\n[^`]*?\n```")
_SUMMARY = re.compile(r"(?<!未)核对 \d+ 项：[^\n」]+")


def run(*words: str | Path) -> None:
    """``gen`` with these words, which may find something."""
    result = CliRunner().invoke(gen, [str(word) for word in words])
    assert result.exit_code < 2, result.output


def rolled_over() -> None:
    """The workbook of last year and the new one, in the current folder."""
    LAST.parent.mkdir()
    shutil.copyfile(REAL, LAST)
    run("new", "2024", "--from", LAST)


def mistaken(book: Any) -> None:
    """The mistake of the manual: two digits of a total exchanged."""
    book["公开03表"]["E7"] = 233.73


def _begun(book: Any) -> None:
    """Without one table, some figures of last year, the budgets and the key work."""
    for sheet, area in _NOT_YET:
        for row in book[sheet][area]:
            for cell in row:
                if not isinstance(cell, MergedCell):
                    cell.value = None


def year_told() -> dict[str, list[str]]:
    """What ``gen check`` prints without the findings: with the mistake, right, and half filled in."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        rolled_over()
        fill_in(BOOK, 2024, "2024", LAST)
        book = opened(BOOK)
        for sheet, places in _REWORDED.items():
            for place in places:
                book[sheet][place] = f"本年{book[sheet][place].value}"
        book.save(BOOK)
        right = BOOK.read_bytes()
        changes = {"mistaken": mistaken, "right": lambda book: None, "begun": _begun}
        return {name: _told(right, change) for name, change in changes.items()}


def _told(right: bytes, change: Callable[[Any], None]) -> list[str]:
    BOOK.write_bytes(right)
    book = opened(BOOK)
    change(book)
    book.save(BOOK)
    text = outcome_text(check(BOOK))
    return [*text.head, *(["……"] if text.blocks else []), *text.rest]


def with_counts(manual: str) -> str:
    """The manual with its counts of findings and rules as the program prints them today."""
    told = year_told()
    mistaken, right, begun = (next(filter(_SUMMARY.match, lines)) for lines in told.values())
    counts = iter([mistaken, right, right, begun, mistaken])
    counted = _SUMMARY.sub(lambda _: next(counts), manual)
    half = "\n".join(told["begun"])
    return _HALF_FILLED.sub(lambda _: f"```\n{half}\n```", counted)
