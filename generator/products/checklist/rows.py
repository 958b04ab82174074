"""What stands in the three sheets: requirements, findings, rules, each row as its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.checks import CheckReport, Requirement, by_cause
from generator.checks.engine import telling
from generator.model import Cell, Finding, Severity, Side, listed

Row = tuple[str, ...]
_MOST_CELLS = 8


def required(requirements: Iterable[Requirement]) -> Iterator[Row]:
    """Number, requirement, state, place."""
    for number, entry in enumerate(requirements, start=1):
        yield str(number), entry.title, entry.state.value, entry.place


def found(findings: Sequence[Finding], report: CheckReport) -> Iterator[Row]:
    """Every open finding, those of one cause together; what is to be filled in; what was explained."""
    accepted = report.accepted
    number = 0
    for lead, others in by_cause(findings):
        number += 1
        yield _row(number, lead, telling.remedy(lead))
        first = number
        for finding in others:
            number += 1
            yield _row(number, finding, telling.follows(finding, first))
    if not findings:
        rest = f"除下面已说明的 {len(accepted)} 处外，" if accepted else ""
        yield "", "", "", f"{rest}没有发现问题。"
    for sheet in report.todo:
        number += 1
        yield str(number), Severity.TODO.chinese, "", sheet.sheet, "；".join(sheet.parts)
    for after, finding in enumerate(accepted, start=number + 1):
        said = f"原为{finding.severity.chinese}。说明：{finding.accepted}"
        yield _row(after, finding, said)


def _row(number: int, finding: Finding, remedy: str) -> Row:
    sides = [_side(finding, side) for side in finding.sides] or [_cells(finding.cells)]
    left, right = (*sides, "")[:2]
    return (
        str(number),
        telling.state(finding),
        finding.rule,
        finding.message,
        left,
        right,
        telling.difference(finding),
        telling.tolerance(finding),
        remedy,
        finding.basis,
    )


def _side(finding: Finding, side: Side) -> str:
    return f"{telling.value(finding, side)}\n{_cells(side.cells)}"


def _cells(cells: Sequence[Cell]) -> str:
    return listed(cells, "\n", _MOST_CELLS)


def covered(report: CheckReport) -> Iterator[Row]:
    """Every rule with what became of it."""
    for entry in report.coverage:
        rule, looked = entry.rule, str(entry.looked) if entry.looked else ""
        severity = rule.severity.chinese
        yield rule.id, rule.title, severity, entry.status.value, looked, entry.detail
