"""Findings as comments for the Word draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.checks import by_cause
from generator.checks.engine import telling
from generator.document import Draft, Remark, Spot, spots_of
from generator.model import Finding


def remarks(draft: Draft, findings: Sequence[Finding]) -> tuple[Remark, ...]:
    """One comment for each cause, at the paragraph that its findings concern."""
    if not findings:
        return ()
    placed = dict(zip(map(id, findings), spots_of(findings, draft.spots), strict=True))
    return tuple(
        Remark((*_lines(lead), *_others(others)), _first(placed[id(f)] for f in (lead, *others)))
        for lead, others in by_cause(findings)
    )


def _first(found: Iterable[Spot | None]) -> Spot | None:
    return next((spot for spot in found if spot is not None), None)


def _others(others: Sequence[Finding]) -> Iterator[str]:
    if others:
        yield telling.related(others[0])
    yield from map(telling.short, others)


def _lines(finding: Finding) -> Iterator[str]:
    yield telling.headline(finding)
    yield from (detail.line("  ") for detail in telling.details(finding))
