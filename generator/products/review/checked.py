"""What the checks report, in the words of the review page."""

from __future__ import annotations

from collections.abc import Iterable

from generator import checks
from generator.checks import CheckReport
from generator.products.review.model import Accepted, Covered, RequirementLine


def covered(report: CheckReport) -> tuple[Covered, ...]:
    """One line for each rule of the catalogue."""
    return tuple(
        Covered(
            entry.rule.id,
            entry.rule.title,
            entry.status.value,
            str(entry.looked or ""),
            entry.detail,
        )
        for entry in report.coverage
    )


def accepted(report: CheckReport) -> tuple[Accepted, ...]:
    """The findings that stand with a reason."""
    return tuple(Accepted(finding, finding.accepted) for finding in report.accepted)


def required(requirements: Iterable[checks.Requirement]) -> tuple[RequirementLine, ...]:
    """The checklist of what a disclosure must contain."""
    return tuple(RequirementLine(line.title, line.state.value, line.place) for line in requirements)
