"""Findings that one wrong cell causes, brought together.

A wrong number fails every equation in which it stands, each by the same difference (up to
what rounding adds).  Such findings are told as one: first the one that most likely shows
where the mistake lies, then its consequences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model import Cell, Finding, Severity

_ORDER = {severity: number for number, severity in enumerate(Severity)}


def grouped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """All the findings, errors first; those of one cause follow each other and name it.

    What else is said of the cell that is the cause goes with them: the reason that is missing
    for a change which a wrong digit made.  Otherwise they stay in the order in which they were
    given.
    """
    rest = sorted(findings, key=lambda finding: _ORDER[finding.severity])
    place = {id(finding): number for number, finding in enumerate(rest)}
    groups = list(_explained(rest))
    told = {id(finding) for group in groups for finding in group}
    made = [(_earliest(place, group), _of_cause(group[0].cells[0], group)) for group in groups]
    rest = [finding for finding in rest if id(finding) not in told]
    comparisons = [finding for finding in rest if _compares(finding)]
    while (found := _largest(comparisons)) is not None:
        cell, members = found
        members += [f for f in rest if _speaks_of(f, cell)]
        taken = {id(member) for member in members}
        comparisons = [f for f in comparisons if id(f) not in taken]
        made.append((_earliest(place, members), _of_cause(cell, _led(cell, members))))
        rest = [f for f in rest if id(f) not in taken]
    made += [(place[id(finding)], [finding]) for finding in rest]
    return tuple(finding for _, group in sorted(made, key=_first) for finding in group)


def _explained(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Each finding that explains others, with these behind it."""
    taken: set[int] = set()
    for lead in findings:
        if not lead.explains or id(lead) in taken:
            continue
        rest = (f for f in findings if f is not lead and id(f) not in taken)
        members = [lead, *(f for f in rest if _follows(f, lead))]
        taken |= {id(member) for member in members}
        yield members


def _follows(finding: Finding, lead: Finding) -> bool:
    """True for what names a sheet that the lead explains, or, if more than a hint, a cell."""
    sheets = {cell.sheet for cell in lead.explains if not cell.address}
    named = (*finding.cells, *(cell for side in finding.sides for cell in side.cells))
    if any(cell.sheet in sheets for cell in named):
        return True  # what rounding leaves in a table whose columns are wrong is nobody's concern
    return finding.severity is not Severity.HINT and any(c in lead.explains for c in named)


def _earliest(place: Mapping[int, int], members: Iterable[Finding]) -> int:
    """Where the group stands: with the first of its findings, errors first."""
    return min(place[id(member)] for member in members)


def _of_cause(cause: Cell, members: Iterable[Finding]) -> list[Finding]:
    return [replace(member, cause=cause) for member in members]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that say the same of several cells of one sheet told once."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        sheets = {cell.sheet for cell in finding.cells}
        single = finding.mismatch is not None or len(sheets) != 1
        told = (finding.message, finding.lapsed, finding.slip, finding.remedy)
        said = (finding.rule, finding.severity, *told)
        alike.setdefault((number,) if single else (*said, *sheets), []).append(finding)
    return [
        replace(
            same[0],
            cells=tuple(dict.fromkeys(cell for f in same for cell in f.cells)),
            blank=tuple(dict.fromkeys(cell for f in same for cell in f.blank)),
        )
        for same in alike.values()
    ]


def by_cause(findings: Iterable[Finding]) -> tuple[tuple[Finding, tuple[Finding, ...]], ...]:
    """Each finding with its consequences: the ones right behind it that name the same cause."""
    groups: list[list[Finding]] = []
    for finding in findings:
        if finding.cause is not None and groups and groups[-1][0].cause == finding.cause:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return tuple((group[0], tuple(group[1:])) for group in groups)


def _first(group: tuple[int, list[Finding]]) -> int:
    return group[0]


def _speaks_of(finding: Finding, cell: Cell) -> bool:
    """True for a finding without two sides, and more than a hint, that names the cell.

    A reason that is missing for a change which a wrong digit made goes with the digit.
    """
    return (
        finding.severity is not Severity.HINT and finding.mismatch is None and cell in finding.cells
    )


def _compares(finding: Finding) -> bool:
    """True for an equation that fails by more than rounding."""
    return finding.mismatch is not None and finding.severity.serious


def _largest(findings: Sequence[Finding]) -> tuple[Cell, list[Finding]] | None:
    """The cell with the most findings of about the same difference; None when no two share one."""
    by_cell: dict[Cell, list[Finding]] = {}
    for finding in findings:
        for cell in dict.fromkeys(cell for side in finding.sides for cell in side.cells):
            by_cell.setdefault(cell, []).append(finding)
    best: tuple[Cell, list[Finding]] | None = None
    for cell, here in by_cell.items():
        if best is not None and len(here) <= len(best[1]):
            continue
        alike = max(([f for f in here if _alike(f, one)] for one in here), key=len)
        if len(alike) > (1 if best is None else len(best[1])):
            best = cell, alike
    return best


def _alike(finding: Finding, other: Finding) -> bool:
    """Equal differences in the same unit, apart from what rounding can add to either."""
    one, two = finding.mismatch, other.mismatch
    if one is None or two is None or one.unit is not two.unit:
        return False
    return abs(one.difference - two.difference) <= max(one.tolerance, two.tolerance)


def _led(cause: Cell, members: list[Finding]) -> list[Finding]:
    """The likely place first.

    Equations first; errors before warnings, then a recognised slip, the equation for that very
    cell, few cells.
    """

    def rank(finding: Finding) -> tuple[bool, int, bool, bool, int]:
        return (
            finding.mismatch is None,
            _ORDER[finding.severity],
            finding.slip is None,
            bool(finding.sides) and finding.sides[0].cells != (cause,),
            sum(len(side.cells) for side in finding.sides),
        )

    return sorted(members, key=rank)
