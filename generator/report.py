"""Findings and results as text for a person and as JSON for a program."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.checks import CheckReport, Coverage, Requirement, Status
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
    lines = [f"{head}：{_counts(outcome)}", *blocks]
    if outcome.report is not None:
        lines += [finding_text(f) for f in outcome.report.accepted]
        lines.append(summary(outcome.report))
    return "\n".join([*lines, *_written(outcome)])


def summary(report: CheckReport) -> str:
    """How many rules were looked at, and what became of them."""
    counts = Counter(covered.status for covered in report.coverage)
    parts = "，".join(f"{status.value} {counts[status]}" for status in Status)
    said = f"；已说明 {len(report.accepted)} 处" if report.accepted else ""
    return f"核对 {len(report.coverage)} 项：{parts}{said}"


def coverage_text(coverage: tuple[Coverage, ...]) -> str:
    """One line a rule: status, id, title, how much was looked at or why not."""
    return "\n".join(_covered(entry) for entry in coverage)


def _covered(entry: Coverage) -> str:
    looked = f"看了 {entry.looked} 处" if entry.looked else ""
    detail = "；".join(part for part in (looked, entry.detail) if part)
    return f"  {entry.status.value}  {entry.rule.id}  {entry.rule.title}（{detail}）"


def requirements_text(requirements: tuple[Requirement, ...]) -> str:
    """One line a requirement of a disclosure: state, what, the place that proves it."""
    return "\n".join(f"  {r.state.value}  {r.title}：{r.place}" for r in requirements)


def _counts(outcome: Outcome) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    return "，".join(f"{severity.chinese} {counts[severity]}" for severity in Severity)


def _written(outcome: Outcome) -> list[str]:
    if outcome.refused:
        return ["还有错误，没有写出定稿。改正以上错误后再运行。"]
    if outcome.written is None:
        return []
    page = [f"PDF：{outcome.pdf}"] if outcome.pdf else []
    page += [f"网页：{outcome.html}"] if outcome.html else []
    page += [f"数据：{outcome.data}"] if outcome.data else []
    page += [f"审阅页：{outcome.page}"] if outcome.page else []
    if outcome.written.fresh:
        kind = "定稿" if outcome.written.final else "草稿"
        return [f"已写出{kind}：{outcome.written.path}", *page]
    return [f"内容与上一稿相同，没有另写：{outcome.written.path}", *page]


def finding_text(finding: Finding) -> str:
    """A finding as a block of lines: what, both sides with their cells, difference, remedy."""
    basis = f"    依据：{finding.basis}" if finding.basis else ""
    word = "已说明" if finding.accepted else finding.severity.chinese
    lines = [f"{word} {finding.rule}  {finding.message}{basis}"]
    lines += [f"  {side.text}    {_cells(side.cells)}".rstrip() for side in finding.sides]
    if not finding.sides and finding.cells:
        lines.append(f"  位置：{_cells(finding.cells)}")
    if finding.difference:
        lines.append(f"  相差 {finding.difference}，允许误差 {finding.tolerance}")
    if finding.accepted:
        lines.append(f"  说明：{finding.accepted}")
    elif finding.remedy:
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
        "page": str(outcome.page) if outcome.page else None,
        "pdf": str(outcome.pdf) if outcome.pdf else None,
        "data": str(outcome.data) if outcome.data else None,
        "html": str(outcome.html) if outcome.html else None,
        "unusable": outcome.unusable,
        "refused": outcome.refused,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [_finding_json(finding) for finding in outcome.findings],
        **_report_json(outcome.report),
        "requirements": [
            {"title": r.title, "state": r.state.name.lower(), "place": r.place}
            for r in outcome.requirements
        ],
    }


def _report_json(report: CheckReport | None) -> dict[str, Any]:
    if report is None:
        return {"accepted": [], "coverage": []}
    return {
        "accepted": [_finding_json(finding) for finding in report.accepted],
        "coverage": [
            {
                "rule": entry.rule.id,
                "title": entry.rule.title,
                "status": entry.status.name.lower(),
                "looked": entry.looked,
                "detail": entry.detail,
            }
            for entry in report.coverage
        ],
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
        "accepted": finding.accepted,
    }
