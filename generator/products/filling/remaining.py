"""What is still to be filled in a workbook, by sheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Wrong
from generator.checks.subjects.filling import required
from generator.checks.subjects.reasons import missing
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import InputProblem
from generator.workbook.reading.facts import read_workbook


def remaining(path: Path) -> dict[str, int]:
    """Sheet → required cells that are blank and changes without a reason, in the workbook's order.

    Empty where the workbook cannot be read: ``gen check`` says why.
    """
    try:
        workbook = read_workbook(path)
        accounts = Accounts(workbook.facts, workbook.edition)
        context = Context(accounts, disclosure(accounts))
    except InputProblem:
        return {}
    looks = [look for test in (required, missing) for look in test(context)]
    counts = Counter(look.cells[0].sheet for look in looks if isinstance(look, Wrong))
    order = [sheet.name for sheet in workbook.edition.sheets]
    return {sheet: counts[sheet] for sheet in order if counts[sheet]}
