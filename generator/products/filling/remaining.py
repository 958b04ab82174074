"""What is still to be filled in a workbook, by sheet."""

from __future__ import annotations

from pathlib import Path

from generator import checks
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import InputProblem
from generator.workbook.reading.facts import read_workbook


def remaining(path: Path) -> dict[str, int]:
    """Sheet → how much it lacks, in the workbook's order: the same as ``gen check`` says.

    Empty where the workbook cannot be read: ``gen check`` says why.
    """
    try:
        workbook = read_workbook(path)
        accounts = Accounts(workbook.facts, workbook.edition)
        report = checks.run(accounts, disclosure(accounts))
    except InputProblem:
        return {}
    return {sheet.sheet: sheet.count for sheet in report.todo}
