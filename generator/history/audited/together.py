"""Findings that say of one place what another one already says: told with it, not beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.model import Finding

# What leads, and what only follows from it or says the same in the same sentence.
_LEADS = {
    "Q01": {"W07", "W33", "Q04", "Q05"},
    "Q03": {"W07", "Q05", "Q06", "W04"},
    "Q02": {"W02", "W03", "W07", "W33", "Q01", "Q04", "Q05"},
    "Q04": {"W07", "W33", "Q05"},
    "U02": {"W11", "W12", "W03"},
    "U03": {"W13"},
    "W01": {"W02", "W03", "Q05"},
    "W11": {"W03", "W12", "Q05"},
    "W03": {"Q05"},
}
_NUMBERS = {"Q01", "Q02", "Q04"}


def together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings in order; those of one place that have one cause follow each other."""
    rest = list(findings)
    while rest:
        lead = rest.pop(0)
        group = [lead]
        while lead.cause is not None and rest and rest[0].cause == lead.cause:
            group.append(rest.pop(0))
        members = [f for f in rest if f.cause is None and any(_with(f, one) for one in group)]
        taken = {id(member) for member in members}
        rest = [f for f in rest if id(f) not in taken]
        if lead.cause is not None:
            yield from (*group, *(replace(member, cause=lead.cause) for member in members))
            continue
        first = min((lead, *members), key=lambda f: f.rule not in _LEADS)
        cause = lead.cells[0] if members else None
        ordered = [first, *(f for f in (lead, *members) if f is not first)]
        yield from (replace(member, cause=cause) for member in ordered)


def _with(finding: Finding, other: Finding) -> bool:
    """True for two of one place of which one follows from the other, which leads if it has a cause."""
    return _follows(finding, other) or (other.cause is None and _follows(other, finding))


def _follows(finding: Finding, lead: Finding) -> bool:
    """True for what is said of the place of a lead, and follows from it."""
    same = bool(finding.cells and lead.cells) and finding.cells[0] == lead.cells[0]
    return same and _behind(finding, lead)


def _behind(finding: Finding, lead: Finding) -> bool:
    """True for what follows from a lead: rules on what was read from that very sentence, too."""
    if finding.rule == lead.rule == "Q01":  # of one paragraph, and made of the same
        return set(finding.cells[1:]) >= set(lead.cells[1:]) or not finding.cells[1:]
    computed = lead.rule in _NUMBERS and finding.rule[0] not in "PW"
    return computed or finding.rule in _LEADS.get(lead.rule, ())
