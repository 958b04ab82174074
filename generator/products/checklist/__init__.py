"""The sheet 核对表 beside a draft: requirements, findings and coverage, to print and to tick off.

Three sheets, each with a blank column for the reviewer.  The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.checks import CheckReport, Requirement, State, Status
from generator.history.returned.entries import OPINION, ReviewEntry
from generator.history.returned.telling import review_row
from generator.model import Finding, Severity
from generator.products.checklist import rows
from generator.products.checklist.book import Column, PrintedSheet, packed
from generator.products.checklist.styles import Colour

_COLOURS: dict[str, Colour] = {
    State.MET.value: "green",
    State.UNMET.value: "red",
    State.IDLE.value: "grey",
    Severity.ERROR.chinese: "red",
    Severity.WARNING.chinese: "yellow",
    Status.PASSED.value: "green",
    Status.FAILED.value: "red",
    Status.NOT_RUN.value: "yellow",
    Status.OPEN.value: "yellow",
    Status.IDLE.value: "grey",
}
_REMARK = Column(OPINION, 18, open=True)
_REQUIRED = (
    Column("序号", 6, True),
    Column("公开要求", 42),
    Column("结果", 10, True, _COLOURS),
    Column("见于何处，或缺什么", 60),
    _REMARK,
)
_FOUND = (
    Column("序号", 6, True),
    Column("程度", 8, True, _COLOURS),
    Column("规则", 7, True),
    Column("问题", 30),
    Column("一方", 20),
    Column("另一方", 20),
    Column("相差", 11),
    Column("允许误差", 11),
    Column("处理", 30),
    Column("依据", 16),
    _REMARK,
)
_COVERED = (
    Column("规则", 8, True),
    Column("核对什么", 46),
    Column("程度", 8, True),
    Column("结果", 10, True, _COLOURS),
    Column("看了几处", 10, True),
    Column("说明", 46),
    _REMARK,
)
_REVIEWS = (
    Column("编号", 10, True),
    Column("审改人", 10),
    Column("类别", 10, True),
    Column("位置", 26),
    Column("原文", 34),
    Column("改为", 34),
    Column("批注", 26),
    Column("归属", 30),
    _REMARK,
)


def checklist(
    draft_name: str,
    workbook_name: str,
    requirements: Sequence[Requirement],
    findings: Sequence[Finding],
    report: CheckReport,
    reviews: Sequence[ReviewEntry] = (),
) -> bytes:
    """The file.  ``findings`` are the open ones, those of reading included; so are ``reviews``."""
    tables = [
        PrintedSheet("公开要求", _REQUIRED, tuple(rows.required(requirements))),
        PrintedSheet("核对结果", _FOUND, tuple(rows.found(findings, report))),
        PrintedSheet("核对项目", _COVERED, tuple(rows.covered(report))),
    ]
    if reviews:
        tables.append(PrintedSheet("审稿意见", _REVIEWS, tuple(map(review_row, reviews))))
    source = f"{draft_name}，由 {workbook_name} 得出。「复核意见」供手工填写。"
    return packed(f"{draft_name} 核对表", source, tables)
