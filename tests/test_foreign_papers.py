"""Papers that other offices typed: read back whole, audited without a false word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.history.papers import PaperRead
from generator.pipeline import audit, whole_paper
from generator.workbook.writing.areas import Key
from tests.helpers.foreign import shanghai
from tests.helpers.foreign.shanghai import UNIT, Habits
from tests.helpers.foreign.tables import Style

HABITS = {
    "plain": Habits(),
    "title inside, codes in three columns, 0.00": Habits(
        Style(zero="0.00", commas=True, columns=3, inside=True), styled=True
    ),
    "over pages, no contents": Habits(Style(page=12, zero="-"), contents=False),
    "over pages, title inside": Habits(Style(page=14, inside=True)),
    "blank rows and columns": Habits(
        Style(blank=True, columns=3, unit="金额单位：万元", year_in_title=True, numbered=False), styled=True
    ),
    "tables last, in 元": Habits(Style(yuan=True, unit="单位：元"), tables_last=True, dots="."),
}  # fmt: skip
READ: dict[Key, object] = {
    ("profile", "name", "value"): UNIT.name,
    ("profile", "entity", "value"): "单位",
    ("profile", "unit_type", "value"): "事业单位",
    ("totals", "total_income", "amount"): UNIT.total,
    ("prior", "total", "prior"): Decimal(UNIT.prior["total"]),
    ("prior", "fiscal_total", "reason"): "档案数字化加工经费增加",
    ("budget", "0", "use"): UNIT.entries[0].use,
    ("budget", "0", "reason"): UNIT.entries[0].reason,
    ("budget", "total", "budget"): UNIT.of("budget"),
    ("three_public_items", "cars", "prior"): Decimal("4.60"),
    ("three_public_items", "reception", "reason"): "接待批次减少",
    ("three_public_counts", "reception_people", "value"): Decimal(42),
    ("three_public_counts", "reception_use", "value"): "外省市档案部门来访接待",
    ("procurement", "won_small", "value"): Decimal("55.80"),
    ("evaluation", "mean_score", "value"): Decimal("94.20"),
    ("evaluation", "systems", "value"): "《档案服务中心预算绩效管理办法》",
    ("contents", "business", "value"): "档案寄存服务",
}


def _given(read: PaperRead) -> dict[Key, object]:
    """What a paper says, without what is nil: offices print 0.00 or nothing."""
    return {key: value for key, value in read.content.cells.items() if value != 0}


@pytest.mark.parametrize("name", HABITS)
def test_a_typed_paper_is_read_back_whole(name: str, tmp_path: Path) -> None:
    paper = shanghai.write(tmp_path / "稿.docx", HABITS[name])
    read = whole_paper(paper)
    assert read.edition.id == "shanghai-2024"
    given = _given(read)
    assert {key: given.get(key) for key in READ} == READ
    plain = _given(whole_paper(shanghai.write(tmp_path / "plain.docx")))
    assert given == plain
    found = audit(paper)
    assert [(f.rule, f.message) for f in found.findings] == []
    assert found.undone == ()
