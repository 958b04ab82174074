"""Papers that other offices typed: read back whole, audited without a false word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.editions import load
from generator.history.papers import PaperRead
from generator.history.papers.blocks import PaperTable
from generator.history.papers.official import joined
from generator.model import Severity
from generator.pipeline import audit, whole_paper
from generator.workbook.writing.areas import Key
from tests.campaigns.foreign.running import PAPERS, attempt, shown
from tests.helpers.foreign import shanghai
from tests.helpers.foreign.shanghai import UNIT, Habits
from tests.helpers.foreign.tables import Style
from tests.helpers.sampling import some

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


@pytest.mark.parametrize("name", some([*HABITS], 4))
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


# Of each kind one: what the numbers, the words, the tables and the sections say wrongly.
SAMPLE = (
    *(
        "上海/漏百分号",
        "上海/类名旧",
        "上海/项不持平写持平",
        "上海/用途写错",
        "上海/三公比上年方向",
    ),
    *(
        "上海/绩效个数",
        "上海/漏一节",
        "上海/漏写收入一节",
        "上海/表1合计",
        "上海/表5代码",
        "上海/缺表说明",
        "上海/重复字",
    ),
    *(
        "武汉/基金支出与表",
        "武汉/三公增减额",
        "武汉/运行费两处",
        "武汉/机关运行方向",
        "武汉/小微大于中小",
    ),
    *("武汉/有数写说明", "武汉/缺表5", "武汉/表3基本移项目", "武汉/无资产"),
)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("typed")
    return {name: write(folder / f"{name}.docx") for name, (write, _) in PAPERS.items()}


@pytest.mark.parametrize("title", some(SAMPLE, 12))
def test_a_mistake_is_told_in_few_findings(typed: dict[str, Path], title: str) -> None:
    name, _, mistake = title.partition("/")
    result = attempt(typed[name], mistake, dict(PAPERS[name][1]())[mistake])
    assert result.good, shown(result)


def test_a_paper_of_wuhan_in_other_words_has_no_error(typed: dict[str, Path]) -> None:
    found = audit(typed["武汉"])
    told = {f.rule for f in found.findings if f.severity is not Severity.HINT}
    assert told == {"K09", "K11", "Q07"}  # its performance forms are elsewhere
    assert found.undone == ()
    read = found.paper.content.cells
    assert read["three_public_counts", "reception_people", "value"] == 126
    assert read["three_public_items", "total", "reason"] == "接待批次减少"
    assert read["operating", "operating", "prior"] == Decimal("168.90")


@pytest.mark.parametrize(
    "first, second",
    [
        # What a page tore: the name; the name and the decimals; nothing.
        (["20805", "行政事业单位", "116.16"], ["", "养老支出", ""]),
        (["20805", "行政事业", "116.1"], ["", "单位养老支出", "6"]),
        (["20805", "行政事业单位养老支出", ""], ["", "", "116.16"]),
        (["20805", "行政事业单位养老支出", "116.16"], ["2080502", "事业单位离退休", "116.16"]),
    ],
)
def test_a_row_over_two_pages_is_one(first: list[str], second: list[str]) -> None:
    above, below = (
        PaperTable({(1, n): text for n, text in enumerate(row, 1) if text}, columns=4)
        for row in (first, second)
    )
    (found,) = joined((above, below), load("shanghai-2024"))
    assert isinstance(found, PaperTable)
    kept = ["20805", "行政事业单位养老支出", "116.16"]
    assert [found.texts.get((1, n), "") for n in (1, 2, 3)] == kept
    assert found.height == (2 if second[0] else 1)
