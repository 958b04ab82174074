"""``build`` and ``check``: the flow from a workbook to a draft, step by step."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from generator import checks, drafts
from generator.charts import charts
from generator.document import CompiledTemplate, Draft, compile_template, render
from generator.editions import Edition
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure, disclosure
from generator.model import Finding, InputProblem, Severity
from generator.phrasing import Marks, Phrasing
from generator.workbook.reading import Workbook, read_workbook


@dataclass(frozen=True)
class Outcome:
    """What became of one workbook.  ``unusable``: nothing could be made of it."""

    workbook: Path
    findings: tuple[Finding, ...]
    written: drafts.Written | None = None
    unusable: bool = False

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors in the findings, 2 input unusable."""
        if self.unusable:
            return 2
        return 1 if any(f.severity is Severity.ERROR for f in self.findings) else 0


def check(path: Path) -> Outcome:
    """Read and check one workbook; nothing is written."""
    try:
        workbook = read_workbook(path)
        accounts, made = derive(workbook)
        return Outcome(path, (*workbook.findings, *checks.run(accounts, made)))
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)


def build(path: Path, outputs: Path) -> Outcome:
    """Read, check, render and save one workbook's draft under ``outputs/<year>/``."""
    try:
        workbook = read_workbook(path)
        accounts, made = derive(workbook)
        findings = (*workbook.findings, *checks.run(accounts, made))
        draft = render_draft(workbook.edition, made)
        written = drafts.save(outputs / str(made.unit.year), path.stem, draft.docx)
        return Outcome(path, findings, written)
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)


def derive(workbook: Workbook) -> tuple[Accounts, Disclosure]:
    """The figures of a workbook."""
    accounts = Accounts(workbook.facts, workbook.edition)
    return accounts, disclosure(accounts)


def render_draft(edition: Edition, made: Disclosure) -> Draft:
    """The Word draft of a disclosure.  Raises InputProblem for a fault of the template."""
    phrasing = Phrasing(edition, Marks())
    template = _compiled(edition.template, edition.template.stat().st_mtime_ns)
    context = {field.name: getattr(made, field.name) for field in fields(made)}
    return render(template, context, phrasing, charts(made, edition.amount_digits))


@lru_cache(maxsize=8)
def _compiled(path: Path, _modified: int) -> CompiledTemplate:
    return compile_template(path)
