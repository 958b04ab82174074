"""Findings as comments for the Word draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.document import Draft, Remark, spots, spots_of
from generator.model import Cell, Finding

_MOST_CELLS = 6


def remarks(draft: Draft, findings: Sequence[Finding]) -> tuple[Remark, ...]:
    """One comment for each finding, at the paragraph that it concerns."""
    places = spots_of(findings, spots(draft))
    return tuple(
        Remark(tuple(_lines(finding)), place)
        for finding, place in zip(findings, places, strict=True)
    )


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity.chinese} {finding.rule}  {finding.message}"
    yield from (f"{side.text}  {_cells(side.cells)}" for side in finding.sides)
    if finding.cells and not finding.sides:
        yield f"位置：{_cells(finding.cells)}"
    if finding.difference:
        yield f"相差 {finding.difference}，允许误差 {finding.tolerance}"
    if finding.basis:
        yield f"依据：{finding.basis}"
    if finding.remedy:
        yield f"处理：{finding.remedy}"


def _cells(cells: Sequence[Cell]) -> str:
    shown = "、".join(map(str, cells[:_MOST_CELLS]))
    return shown if len(cells) <= _MOST_CELLS else f"{shown} 等 {len(cells)} 格"
