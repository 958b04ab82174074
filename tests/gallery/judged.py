"""What the checks and the draft say of each planted mistake, made once in a run of the tests."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from generator import checks
from generator.checks import Status
from generator.document import lines
from generator.model import Finding
from generator.pipeline import derive, render_draft
from tests.gallery.changing import changed
from tests.gallery.running import real
from tests.gallery.single import Case
from tests.helpers.keeping import kept
from tests.helpers.markers import MissingMarks, markers


@dataclass(frozen=True)
class Judged:
    """The findings, what became of each rule, and the markers of the draft."""

    findings: tuple[Finding, ...]
    statuses: dict[str, Status]
    markers: MissingMarks


def judged(case: Case) -> Judged:
    """What is said of the real workbook with the wrong edits of a case."""
    return kept(f"mistake-{case.rule}", lambda: _judged(case))


def _judged(case: Case) -> Judged:
    accounts, made = derive(replace(real(), facts=changed(real(), case.wrong)))
    draft = render_draft(real().edition, made)
    report = checks.run(accounts, made, lines(draft))
    statuses = {entry.rule.id: entry.status for entry in report.coverage}
    return Judged(report.findings, statuses, markers(draft))
