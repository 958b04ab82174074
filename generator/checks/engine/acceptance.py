"""Findings that a person has looked into and lets stand (sheet 核对说明)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from generator.checks.catalogue import BY_ID
from generator.checks.engine.context import ACCEPTANCE, Context
from generator.figures.phrasing import trimmed
from generator.model import Cell, Fact, Finding, Row, Severity
from generator.workbook.reading.values import label_key, number

_LONGEST = 20  # characters of a value that a remark quotes


def accept(context: Context, found: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Open and accepted findings; rows of the sheet that fit nothing become hints."""
    rows = _rows(context)
    used: set[str] = set()
    open_: list[Finding] = []
    accepted: list[Finding] = []
    for finding in found:
        row = next((row for row in rows if _fits(row, finding)), None)
        if row is None:
            open_.append(finding)
            continue
        used.add(row.key)
        now = _now(context, row)
        if not row["reason"].text:
            open_.append(replace(finding, lapsed="核对说明里没有写原因。"))
        elif _same(row["value"].text, now):
            accepted.append(replace(finding, accepted=row["reason"].text))
        else:
            open_.append(replace(finding, lapsed=_changed(row["value"].text, now)))
    open_ += [_unused(row) for row in rows if row.key not in used]
    return open_, accepted


def _rows(context: Context) -> tuple[Row, ...]:
    tables = context.accounts.facts.tables
    return tables[ACCEPTANCE].rows if ACCEPTANCE in tables else ()


def _fits(row: Row, finding: Finding) -> bool:
    if label_key(row["rule"].text).upper() != finding.rule:
        return False
    wanted = _place(row["cell"].text)
    return any(_place(str(cell)) == wanted for cell in finding.cells)


def _place(text: str) -> str:
    return label_key(text).replace("$", "").replace("'", "").upper()


def _now(context: Context, row: Row) -> str:
    """What stands in the named cell now, as it is typed; "" when blank."""
    wanted = _place(row["cell"].text)
    for cell, fact in context.by_cell.items():
        if _place(str(cell)) == wanted:
            return _typed(context, cell, fact)
    return ""


def _typed(context: Context, cell: Cell, fact: Fact) -> str:
    if isinstance(fact.value, Decimal):
        units = {t.sheet: t.unit for t in context.accounts.facts.tables.values()}
        scale = 10000 if fact.unit == "元" and units[cell.sheet] == "万元" else 1
        return trimmed(fact.value / scale)
    return "" if fact.value is None else str(fact.value)


def _same(before: str, now: str) -> bool:
    """Equal as numbers or as texts; a long text may be quoted by its beginning and ``…``."""
    was, _ = number(before) if before else (None, "")
    is_, _ = number(now) if now else (None, "")
    if was is not None and is_ is not None:
        return was == is_
    if len(before) > 4 and before.endswith("…"):
        return label_key(now).startswith(label_key(before.rstrip("…")))
    return label_key(before) == label_key(now)


def _changed(before: str, now: str) -> str:
    if not before:
        return f"核对说明里没有填当时的值，现在是「{_short(now)}」：查清后填上。"
    return f"核对说明写于「{_short(before)}」时，现在是「{_short(now) or '空白'}」，请重新核对。"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _unused(row: Row) -> Finding:
    rule, place = row["rule"].text, row["cell"].text
    known = label_key(rule).upper() in BY_ID
    message = (
        f"核对说明里 {rule} {place} 没有对应的问题"
        if known
        else f"核对说明里的规则编号「{rule}」不在核对目录中"
    )
    severity = Severity.HINT if known else Severity.WARNING
    remedy = "问题已经没有了，可以删去这一行；或核对规则编号和单元格。"
    return Finding(
        "Z01", severity, message, (row["rule"].cell, row["cell"].cell), "核对说明", remedy=remedy
    )
