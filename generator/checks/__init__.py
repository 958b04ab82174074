"""The checks: everything that can be wrong with a readable workbook."""

from __future__ import annotations

from dataclasses import dataclass

from generator.checks.acceptance import accept
from generator.checks.catalogue import RULES
from generator.checks.context import Context
from generator.checks.grouping import by_cause, grouped
from generator.checks.requirements import Requirement, State, requirements
from generator.checks.rule import Coverage, Status, examine_rule
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.model import Finding

__all__ = [
    "CheckReport",
    "Coverage",
    "Requirement",
    "State",
    "Status",
    "by_cause",
    "requirements",
    "run",
]


@dataclass(frozen=True)
class CheckReport:
    """What the checks say: open findings, those accepted with a reason, coverage by rule.

    Findings stand errors first, otherwise in the order of the catalogue; those of one cause
    follow each other.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]


def run(accounts: Accounts, disclosure: Disclosure) -> CheckReport:
    """Run the whole catalogue."""
    context = Context(accounts, disclosure)
    found: list[Finding] = []
    coverage: list[Coverage] = []
    for rule in RULES:
        findings, covered = examine_rule(rule, context)
        found += findings
        coverage.append(covered)
    open_, accepted = accept(context, found)
    return CheckReport(grouped(open_), tuple(accepted), tuple(coverage))
