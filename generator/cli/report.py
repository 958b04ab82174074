"""Findings and results as text for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from generator.checks import CheckReport, Coverage, SheetTodo, State, Status, by_cause
from generator.checks.engine import telling
from generator.checks.engine.todo import total
from generator.checks.requirements import Requirement
from generator.figures.phrasing import trimmed
from generator.history.differences import Paint, bracketed, changes_json, changes_text
from generator.history.returned.telling import entry_json, told
from generator.history.verifying import Verdict, Verified, local_time
from generator.model import WEIGHTS, Finding, Severity
from generator.products.listing import PRODUCTS
from generator.products.outcome import Outcome
from generator.workbook.widths import aligned


class Wanted(Struct, frozen=True):
    """What a command prints about a workbook."""

    json: bool = False
    coverage: bool = False
    requirements: bool = False


def shown(outcome: Outcome, how: Wanted) -> str:
    """A workbook's result as ``how`` asks for it."""
    if how.json:
        return json.dumps(as_json(outcome), ensure_ascii=True, indent=2)
    parts = [as_text(outcome)]
    if how.coverage and outcome.report is not None:
        parts.append(coverage_text(outcome.report.coverage))
    if how.requirements and outcome.requirements:
        parts.append(requirements_text(outcome.requirements))
    return "\n".join(parts)


class OutcomeText(NamedTuple):
    """What is told of one workbook: the first lines, the findings as blocks, what comes behind."""

    head: tuple[str, ...]
    blocks: tuple[tuple[Severity, str], ...]
    rest: tuple[str, ...]


def as_text(outcome: Outcome) -> str:
    """What ``gen build`` and ``gen check`` print about one workbook."""
    head, blocks, rest = outcome_text(outcome)
    return "\n".join([*head, *(text for _, text in blocks), *rest])


def outcome_text(outcome: Outcome) -> OutcomeText:
    """The same in its parts, for a page."""
    head = f"{outcome.workbook}"
    if outcome.failed:
        alone = [(f.severity, finding_text(f)) for f in outcome.findings]
        return OutcomeText((f"{head}：程序出错，没有处理完",), tuple(alone), ())
    groups = by_cause(outcome.findings)
    blocks = tuple((lead.severity, block_text(lead, others)) for lead, others in groups)
    if outcome.unusable:
        looked = (
            f"与读不了的格子无关的，已经核对（{_statuses(outcome.report)}）。"
            if outcome.report
            else ""
        )
        count = f"{looked}共 {len(blocks)} 处问题"
        end = f"{count}，没有写出任何文件。改正后再运行，才能作其他核对。"
        return OutcomeText((f"{head}：不能使用",), blocks, (end,))
    place = [f"版式取自 {outcome.edition}，不是随程序带的"] if outcome.edition else []
    rest = []
    if outcome.report is not None:
        rest += [finding_text(f) for f in outcome.report.accepted]
        rest.append(summary(outcome.report))
    rest += [*_unmet(outcome), *_reviews(outcome), *_written(outcome), *_todo(outcome)]
    return OutcomeText((f"{head}：{counts_text(outcome)}", *place), blocks, tuple(rest))


def _unmet(outcome: Outcome) -> list[str]:
    """What a disclosure must contain and does not, or does not show; once all is filled in."""
    return [
        f"公开要求{state.value} {len(titles)} 项：{'；'.join(titles)}"
        for state in (State.UNMET, State.UNKNOWN)
        if (titles := [r.title for r in outcome.requirements if r.state is state])
        and not outcome.todo
    ]


def _todo(outcome: Outcome) -> list[str]:
    """What is still to be filled in, a line for each sheet."""
    if not outcome.todo:
        return []
    sheets = [f"  {sheet.text}" for sheet in outcome.todo]
    return [f"还要填 {total(outcome.todo)} 处：", *sheets]


def _reviews(outcome: Outcome) -> list[str]:
    """What reviewers want and nobody has dealt with yet."""
    found = outcome.reviews
    if not found:
        return []
    head = f"审稿意见还有 {len(found)} 条没有处理（工作簿的「审稿意见」表）："
    return [head, *(f"  {told(entry)}" for entry in found)]


def block_text(lead: Finding, others: tuple[Finding, ...]) -> str:
    """A finding, and one line for each that has the same cause."""
    if not others:
        return finding_text(lead)
    told = [f"    {telling.short(finding, with_difference=True)}" for finding in others]
    return "\n".join([finding_text(lead), f"  {telling.related(lead)}", *told])


def summary(report: CheckReport) -> str:
    """How many rules were looked at, and what became of them."""
    parts = _statuses(report)
    said = f"；已说明 {len(report.accepted)} 处" if report.accepted else ""
    return f"核对 {len(report.coverage)} 项：{parts}{said}"


def _statuses(report: CheckReport) -> str:
    counts = Counter(covered.status for covered in report.coverage)
    return "，".join(f"{status.value} {counts[status]}" for status in Status)


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


def counts_text(outcome: Outcome) -> str:
    """错误 1，警告 0，提示 3，还要填 6 处; 没有问题 where there is nothing of it."""
    counts = Counter(finding.severity for finding in outcome.findings)
    told = "，".join(f"{severity.chinese} {counts[severity]}" for severity in WEIGHTS)
    told = told if outcome.findings else "没有问题"
    causes = len(by_cause(outcome.findings))
    if causes != len(outcome.findings):
        told = f"{told}（同一原因的合并后 {causes} 条）"
    return f"{told}，还要填 {total(outcome.todo)} 处" if outcome.todo else told


def _written(outcome: Outcome) -> list[str]:
    if outcome.refused:
        return _refusal(outcome)
    if outcome.written is None:
        return []
    files = outcome.files
    page = [f"{made.label}：{files[made.key]}" for made in PRODUCTS if made.key in files]
    page = [*outcome.notes, *page]
    if outcome.written.fresh:
        kind = "定稿" if outcome.written.final else "草稿"
        return [f"已写出{kind}：{outcome.written.path}", *page]
    if outcome.written.notes:
        return [f"没有另写：{outcome.written.path}", *page]
    return [f"内容与上一稿相同，没有另写：{outcome.written.path}", *page]


def _refusal(outcome: Outcome) -> list[str]:
    """Why there is no final version: errors, and every marker that is left in the text."""
    gaps = [
        f"  {f'{place} › ' if place else ''}{marker}{f'（{count} 处）' if count > 1 else ''}"
        for (place, marker), count in Counter(outcome.missing).items()
    ]
    lines = [f"正文里还缺 {len(outcome.missing)} 处内容：", *gaps] if gaps else []
    if outcome.reviews:
        lines.append(
            f"审稿意见还有 {len(outcome.reviews)} 条没有处理：照改工作簿，"
            "或在「审稿意见」表的采纳情况里填 采纳、不采纳（写明理由）。"
        )
    if any(finding.severity is Severity.ERROR for finding in outcome.findings):
        return [*lines, "还有错误，没有写出定稿。改正以上错误后再运行。"]
    remedy = "在工作簿里补齐后再运行。" if gaps or outcome.todo else "处理以后再运行。"
    return [*lines, f"没有写出定稿。{remedy}"]


def finding_text(finding: Finding) -> str:
    """A finding as a block of lines: what, both sides with their cells, difference, remedy."""
    basis = f"    {telling.basis(finding).line('')}" if finding.basis else ""
    details = telling.details(finding, with_basis=False)
    lines = (f"  {detail.line('    ')}".rstrip() for detail in details)
    return "\n".join([f"{telling.headline(finding)}{basis}", *lines])


def _path_or_none(path: Path | None) -> str | None:
    return str(path) if path else None


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The object that ``--json`` prints for one workbook."""
    counts = Counter(finding.severity for finding in outcome.findings)
    return {
        "workbook": str(outcome.workbook),
        "docx": str(outcome.written.path) if outcome.written else None,
        "draft": outcome.written.number if outcome.written else None,
        "new": outcome.written.fresh if outcome.written else False,
        **{made.key: _path_or_none(outcome.files.get(made.key)) for made in PRODUCTS},
        "edition": _path_or_none(outcome.edition),
        "unusable": outcome.unusable,
        "failed": outcome.failed,
        "refused": outcome.refused,
        "missing": [{"place": place, "marker": marker} for place, marker in outcome.missing],
        "reviews": [entry_json(entry) for entry in outcome.reviews],
        "notes": list(outcome.notes),
        "counts": {severity.value: counts[severity] for severity in WEIGHTS},
        "todo": [_todo_json(sheet) for sheet in outcome.todo],
        "findings": [finding_json(finding) for finding in outcome.findings],
        **_report_json(outcome.report),
        "requirements": [
            {"title": r.title, "state": r.state.name.lower(), "place": r.place}
            for r in outcome.requirements
        ],
    }


def _todo_json(sheet: SheetTodo) -> dict[str, Any]:
    cells = [str(cell) for cell in sheet.cells]
    return {"sheet": sheet.sheet, "count": sheet.count, "cells": cells, "said": list(sheet.said)}


def _report_json(report: CheckReport | None) -> dict[str, Any]:
    if report is None:
        return {"accepted": [], "coverage": []}
    return {
        "accepted": [finding_json(finding) for finding in report.accepted],
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


def finding_json(finding: Finding) -> dict[str, Any]:
    """Texts as a person reads them; beside them the numbers, amounts in 元, as plain text."""
    found, seen = finding.mismatch, finding.slip
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cells": [str(cell) for cell in finding.cells],
        "basis": finding.basis,
        "sides": [
            {
                "text": telling.value(finding, side),
                "value": trimmed(side.value),
                "cells": [str(cell) for cell in side.cells],
            }
            for side in finding.sides
        ],
        "difference": telling.difference(finding),
        "difference_value": trimmed(found.difference) if found else None,
        "tolerance": telling.tolerance(finding),
        "tolerance_value": trimmed(found.tolerance) if found else None,
        "unit": found.unit.value if found else None,
        "slip": seen.kind.value if seen else None,
        "slip_part": str(seen.part) if seen and seen.part else None,
        "remedy": telling.remedy(finding),
        "accepted": finding.accepted,
        "cause": str(finding.cause) if finding.cause else "",
    }


# --- gen verify --------------------------------------------------------------------------------


def verified_text(found: Verified, paint: Paint = bracketed) -> str:
    """What ``gen verify`` prints."""
    lines = [f"{found.file}：{_verdict(found)}", *found.notes]
    if found.record is not None:
        origin = found.record.origin
        lines.append(
            f"  {found.record.file}：由 {origin.workbook} 写于 {local_time(origin.written)}，"
            f"版式 {origin.edition}，程序 {origin.program}"
        )
    if found.changes:
        other = "草稿" if found.verdict is Verdict.EDITED else "定稿"
        lines.append(changes_text(f"与{other}不同", found.changes, paint))
    return "\n".join(lines)


def _verdict(found: Verified) -> str:
    name = found.record.file if found.record else ""
    return {
        Verdict.FINAL: f"是定稿 {name}，一个字节都没有变。",
        Verdict.DRAFT: f"是草稿 {name}，不是定稿。",
        Verdict.EDITED: f"不是定稿，是草稿 {name} 写出后改动过的版本"
        + ("。" if found.changes else "，但文字、表格和图表的数都没有变。"),
        Verdict.LOOKS: f"不是定稿 {name}：文字、表格和图表的数都相同，"
        "只有格式、批注、目录或文件属性变了（重新保存过）。",
        Verdict.CHANGED: f"不是定稿 {name}。" if found.changes else _other_pdf(name),
        Verdict.UNKNOWN: "没有定稿的记录，无从核验。把它放回写出时的文件夹，"
        "或用 --outputs 指出草稿所在的文件夹。",
    }[found.verdict]


def _other_pdf(name: str) -> str:
    return f"与定稿 PDF {name}".rstrip() + " 不同。PDF 只核验是否一字节不差；文字请核验 Word 定稿。"


def verified_json(found: Verified) -> dict[str, Any]:
    """The object that ``gen verify --json`` prints."""
    record = found.record
    return {
        "file": str(found.file),
        "verdict": found.verdict.value,
        "record": None
        if record is None
        else {
            "file": record.file,
            "sha256": record.sha256,
            "final": record.final,
            **asdict(record.origin),
        },
        "changes": changes_json(found.changes),
        "notes": list(found.notes),
    }


# --- many workbooks --------------------------------------------------------------------------


Line = tuple[str, ...]
_HEAD: Line = ("工作簿", "错误", "警告", "提示", "待填", "草稿", "结果")


def line_of(outcome: Outcome) -> Line:
    """A workbook's line in the table of many."""
    counts = Counter(finding.severity for finding in outcome.findings)
    due = "" if outcome.unusable else str(total(outcome.todo))
    numbers = (*(str(counts[severity]) for severity in WEIGHTS), due)
    draft = outcome.written.path.name if outcome.written else ""
    return (str(outcome.workbook), *numbers, draft, _state(outcome))


def _state(outcome: Outcome) -> str:
    if outcome.failed:
        return "程序出错"
    if outcome.unusable:
        return "不能使用"
    if outcome.refused:
        return "有错误、缺内容或有审稿意见没有处理，没有写出定稿"
    errors = "有错误" if outcome.exit_code else "没有错误"
    errors = f"{errors}，还没有填完" if outcome.todo else errors
    if outcome.written is None:
        return errors
    return f"{'已写出' if outcome.written.fresh else '与上一稿相同'}，{errors}"


def table(lines: Sequence[Line]) -> str:
    """The results of many workbooks at a glance, columns aligned on a terminal."""
    return "\n".join(aligned([_HEAD, *lines]))
