"""Running the catalogue on the real workbook after some edits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from generator import checks
from generator.checks import CheckReport
from generator.document import lines
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Facts, Finding
from generator.pipeline import render_draft
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.changing import Edit, changed

ROOT = Path(__file__).resolve().parent.parent.parent
WORKBOOKS = [ROOT / "inputs" / "2023.xlsx", *sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))]


@cache
def real() -> Workbook:
    """The project's own workbook."""
    return read_workbook(ROOT / "inputs" / "2023.xlsx")


def report_on(facts: Facts, workbook: Workbook) -> CheckReport:
    """What the checks say about some facts under the workbook's edition."""
    accounts = Accounts(facts, workbook.edition)
    made = disclosure(accounts)
    return checks.run(accounts, made, lines(render_draft(workbook.edition, made)))


def checked(edits: Sequence[Edit]) -> CheckReport:
    """What the checks say about the real workbook after the edits."""
    return report_on(changed(real(), edits), real())


def found(rule: str, *edits: Edit) -> list[Finding]:
    """What one rule says about it."""
    return [finding for finding in checked(edits).findings if finding.rule == rule]
