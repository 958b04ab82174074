"""Findings as comments for the Word draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.checks import by_cause
from generator.document import Draft, Remark, Spot, spots, spots_of
from generator.model import Finding, listed


def remarks(draft: Draft, findings: Sequence[Finding]) -> tuple[Remark, ...]:
    """One comment for each cause, at the paragraph that its findings concern."""
    placed = dict(zip(map(id, findings), spots_of(findings, spots(draft)), strict=True))
    return tuple(
        Remark((*_lines(lead), *_others(others)), _first(placed[id(f)] for f in (lead, *others)))
        for lead, others in by_cause(findings)
    )


def _first(found: Iterable[Spot | None]) -> Spot | None:
    return next((spot for spot in found if spot is not None), None)


def _others(others: Sequence[Finding]) -> Iterator[str]:
    if others:
        yield f"同一原因的还有（都用到 {others[0].cause}）："
    yield from (f"{finding.rule}  {finding.message}" for finding in others)


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity.chinese} {finding.rule}  {finding.message}"
    yield from (f"{side.text}  {listed(side.cells)}" for side in finding.sides)
    if finding.cells and not finding.sides:
        yield f"位置：{listed(finding.cells)}"
    if finding.difference:
        yield f"相差 {finding.difference}，允许误差 {finding.tolerance}"
    if finding.basis:
        yield f"依据：{finding.basis}"
    if finding.remedy:
        yield f"处理：{finding.remedy}"
