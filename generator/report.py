"""Findings and results as text for a person and as JSON for a program."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.model import Finding, Severity
from generator.pipeline import Outcome


def as_text(outcome: Outcome) -> str:
    """What ``gen build`` and ``gen check`` print about one workbook."""
    head = f"{outcome.workbook}"
    if outcome.unusable:
        blocks = [finding_text(f) for f in outcome.findings]
        end = f"共 {len(blocks)} 处问题，没有写出任何文件。改正后再运行。"
        return "\n".join([f"{head}：不能使用", *blocks, end])
    blocks = [finding_text(f) for f in outcome.findings]
    return "\n".join([f"{head}：{_counts(outcome)}", *blocks, *_written(outcome)])


def _counts(outcome: Outcome) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    return "，".join(f"{severity.chinese} {counts[severity]}" for severity in Severity)


def _written(outcome: Outcome) -> list[str]:
    if outcome.written is None:
        return []
    if outcome.written.fresh:
        return [f"已写出草稿：{outcome.written.path}"]
    return [f"内容与上一稿相同，没有另写：{outcome.written.path}"]


def finding_text(finding: Finding) -> str:
    """A finding as a block of lines: what, both sides with their cells, difference, remedy."""
    basis = f"    依据：{finding.basis}" if finding.basis else ""
    lines = [f"{finding.severity.chinese} {finding.rule}  {finding.message}{basis}"]
    lines += [f"  {side.text}    {_cells(side.cells)}" for side in finding.sides]
    if not finding.sides and finding.cells:
        lines.append(f"  位置：{_cells(finding.cells)}")
    if finding.difference:
        lines.append(f"  相差 {finding.difference}，允许误差 {finding.tolerance}")
    if finding.remedy:
        lines.append(f"  处理：{finding.remedy}")
    return "\n".join(lines)


def _cells(cells: tuple[object, ...], most: int = 6) -> str:
    shown = "、".join(str(cell) for cell in cells[:most])
    return shown if len(cells) <= most else f"{shown} 等 {len(cells)} 格"


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The object that ``--json`` prints for one workbook."""
    counts = Counter(finding.severity for finding in outcome.findings)
    return {
        "workbook": str(outcome.workbook),
        "docx": str(outcome.written.path) if outcome.written else None,
        "draft": outcome.written.number if outcome.written else None,
        "new": outcome.written.fresh if outcome.written else False,
        "unusable": outcome.unusable,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [_finding_json(finding) for finding in outcome.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cells": [str(cell) for cell in finding.cells],
        "basis": finding.basis,
        "sides": [
            {"text": side.text, "cells": [str(cell) for cell in side.cells]}
            for side in finding.sides
        ],
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "remedy": finding.remedy,
    }
