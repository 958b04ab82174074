"""A comparison as text for a person and as JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from generator.checks.engine.telling import titled
from generator.history.differences.content import Noted
from generator.history.differences.draft_changes import (
    Compared,
    Differences,
    FigureChange,
    LineChange,
)
from generator.history.differences.reading import spoken
from generator.history.differences.wording import Kind, Segment, shortened
from generator.model import Severity

Paint = Callable[[Kind, str], str]

_BRACKETS = {"old": "[-{}-]", "new": "[+{}+]", "same": "{}"}


def bracketed(kind: Kind, text: str) -> str:
    """Deleted and inserted words for a reader without colours."""
    return _BRACKETS[kind].format(text)


def compared_text(found: Compared, paint: Paint = bracketed) -> str:
    """What ``gen diff`` prints; ``paint`` gives deleted and inserted words their look."""
    lines = [f"{found.old} → {found.new}", *found.notes]
    lines += _edits(f"{found.old} 写出后手工改动的", found.by_hand_old, paint)
    lines += _edits(f"{found.new} 写出后手工改动的", found.by_hand_new, paint)
    lines += _figures(found.differences.figures, paint)
    lines += _edits("文字和表格", found.differences.lines, paint)
    lines += _findings(found.differences, paint)
    if not found.differences.any:
        lines.append("没有不同。")
    return "\n".join(lines)


def changes_text(title: str, changes: Sequence[LineChange], paint: Paint = bracketed) -> str:
    """Changed lines under their headings."""
    return "\n".join(_edits(title, changes, paint))


def _edits(title: str, changes: Sequence[LineChange], paint: Paint) -> Iterator[str]:
    if not changes:
        return
    legend = f"（{paint('old', '删去')} {paint('new', '新增')}）"
    yield f"\n{title}：{len(changes)} 处{legend}"
    place = None
    for change in changes:
        if change.place != place:
            place = change.place
            yield f"  {place or '（开头）'}"
        shown = (paint(s.kind, s.text) for s in shortened(change.segments))
        yield f"    {''.join(shown)}"


def _figures(changes: Sequence[FigureChange], paint: Paint) -> Iterator[str]:
    if changes:
        yield f"\n数字：{len(changes)} 个"
    for change in changes:
        old, new = paint("old", change.old or "无"), paint("new", change.new or "无")
        yield f"  {change.label}  {old} → {new}    {'、'.join(change.cells)}"


def _findings(differences: Differences, paint: Paint) -> Iterator[str]:
    titles: list[tuple[str, Kind, tuple[Noted, ...]]] = [
        ("新出现的核对结果", "new", differences.came),
        ("不再有的核对结果", "old", differences.went),
    ]
    for title, kind, findings in titles:
        if findings:
            yield f"\n{title}：{len(findings)} 条"
        for finding in findings:
            head = titled(Severity(finding.severity).chinese, finding.rule, finding.message)
            yield f"  {paint(kind, head)}    {'、'.join(finding.cells[:6])}".rstrip()


# --- JSON --------------------------------------------------------------------------------------


def compared_json(found: Compared) -> dict[str, Any]:
    """The object that ``gen diff --json`` prints."""
    return {
        "old": found.old,
        "new": found.new,
        "different": found.differences.any,
        "figures": [
            {"label": c.label, "old": c.old, "new": c.new, "cells": list(c.cells)}
            for c in found.differences.figures
        ],
        "text": changes_json(found.differences.lines),
        "findings": {
            "came": [_noted(finding) for finding in found.differences.came],
            "went": [_noted(finding) for finding in found.differences.went],
        },
        "by_hand": {
            "old": changes_json(found.by_hand_old),
            "new": changes_json(found.by_hand_new),
        },
        "notes": list(found.notes),
    }


def changes_json(changes: Iterable[LineChange]) -> list[dict[str, Any]]:
    """Changed lines with their redlines."""
    return [
        {
            "place": change.place,
            "old": spoken(change.old),
            "new": spoken(change.new),
            "redline": [_segment(segment) for segment in change.segments],
        }
        for change in changes
    ]


def _segment(segment: Segment) -> list[str]:
    return [segment.kind, segment.text]


def _noted(finding: Noted) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "cells": list(finding.cells),
    }
