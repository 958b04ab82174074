"""Tables by codes that an export prints on several pages, each under its title or its head again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.model import Cell, Finding, Row
from generator.workbook.exports.official import ReadForm

_ROUNDING = Decimal(100)  # 元 that an amount in 万元 with two decimals is rounded to


def continued(parts: Sequence[ReadForm]) -> ReadForm | None:
    """The parts as one table, None where they are tables of their own.

    They are parts where no row stands in two, one has 合计, and 合计 is what all 类 come to.
    """
    rows = [row for part in parts for row in part.rows]
    by_key = {row.key: row for row in rows}
    if len(by_key) < len(rows) or "total" not in by_key or not _adds_up(by_key["total"], rows):
        return None
    known = {f.cell for row in rows if row.key[:-2] in by_key for f in row.cells.values()}
    problems = [f for part in parts for f in part.problems if not _is_orphan(f, known)]
    return ReadForm(tuple(rows), tuple(problems))


def _adds_up(total: Row, rows: Sequence[Row]) -> bool:
    groups = [_amounts(row) for row in rows if len(row.key) == 3]
    room = _ROUNDING * (len(groups) + 1) / 2
    sums = _amounts(total)
    return bool(groups and sums) and all(
        abs(amount - sum(group.get(key, 0) for group in groups)) <= room
        for key, amount in sums.items()
    )


def _amounts(row: Row) -> dict[str, Decimal]:
    return {k: fact.value for k, fact in row.cells.items() if isinstance(fact.value, Decimal)}


def _is_orphan(finding: Finding, known: set[Cell]) -> bool:
    """True where a row is said to lack the 类 or 款 that stands in another part."""
    return finding.rule == "I05" and "没有它的上级" in finding.message and finding.cells[0] in known
