"""No false findings: a consistent workbook with everything in it, and sentences people write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from generator.checks import Status
from generator.checks.engine.claims import Claim, envelope
from generator.cli.report import finding_text
from generator.figures.arithmetic import total
from generator.figures.phrasing import trimmed
from generator.model import Figure, Finding, Severity, Unit
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.changing import Put, changed
from tests.gallery.rich import RICH
from tests.gallery.running import WORKBOOKS, checked, report_on

SENTENCES = [
    "加强与上级部门沟通，做好资金保障工作，2024年计划推进信息化建设。",
    "2021年4月，根据机构改革方案，由原武汉市黄陂区劳动就业管理局更名为现名。",
    "较2022年增加200人次，同比增长12.5%。",
    "2022年至2023年，共完成改造项目3个。",
    "截至2022年底，累计发放社保卡35.66万张。",
    "开展“三公”经费专项检查，严格落实中央八项规定（及实施细则）精神。",
    "人员支出增加；公用支出减少。",
    "服务服务对象满意度达95%以上。",
    "全区各社区、街区覆盖率100%，江夏区来访交流2次。",
    "联系电话：027-85930000。邮编430300，统一社会信用代码12420116441438888X。",
    "根据《湖北省财政厅关于2022年度部门决算公开工作的通知》要求。",
    "占全区的比重为12.5个百分点。",
    "占地1200.5平方米，占比为12.50%。",
    "1.完成培训；2.开展宣传：1）线上；2）线下。",
    "一是加强学习，二是狠抓落实，三是……",
    "参加武汉市统一组织的联合演练。",
    "女同志占比30%；老同志、离退休干部同志慰问60人次，全体党员同志参加。",
    "实现了了解群众需求的目的。",
    "武汉市黄陂区人力资源和社会保障局信息科",
    "湖北省人力资源和社会保障信息中心下发通知，武汉市人力资源和社会保障信息中心组织培训。",
    "10月15日前完成；100%完成。",
    "订单号202312150001234567，资产编号1234567890123456。",
    "全年预算数为20万元，执行数为20万元，完成预算100%。",
    "单价100万元以上设备0台，人均标准500元。",
    "X光机1台，开展X项目试点。",
]


PLACE = "重点工作!C4"


@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_what_people_write_is_let_stand(sentence: str) -> None:
    findings = checked((Put("key_work.#0.result", sentence),)).findings
    assert not [finding_text(f) for f in findings if PLACE in map(str, f.cells)]


def test_a_workbook_with_everything_in_it_is_clean() -> None:
    report = checked(RICH)
    serious = [f for f in report.findings if f.severity is not Severity.HINT]
    assert not [finding_text(f) for f in serious]


def test_a_workbook_with_everything_in_it_leaves_little_unlooked() -> None:
    statuses = {entry.rule.id: entry.status for entry in checked(RICH).coverage}
    idle = {rule for rule, status in statuses.items() if status is Status.IDLE}
    assert idle <= {
        "B10",  # every outturn keeps within its full-year budget
        "B11",  # one kind of total is stated in one place
        "C12",
        "C13",
        "F08",
        "H08",
        "K12",
        "K13",
        "K17",  # no other text tells of an indicator
        "O01",
        "O02",
        "O04",
        "O05",
        "R06",
        "R07",  # no reason is inherited
        "S05",
        "S06",
        "S09",
        "U01",
        "U06",
        "U07",
        "X13",
        "X20",
        "X21",
        "X31",
        "X36",
        "X37",
        "X39",
        "W31",
        "W32",
        "W45",  # it explains no terms of its own
    }
    assert Status.NOT_RUN not in statuses.values()


def _amounts_said(workbook: Workbook, amounts: Iterable[Decimal]) -> list[Finding]:
    """What W31 says of sentences that name the amounts."""
    text = "；".join(f"涉及资金{trimmed(amount / 10000)}万元" for amount in amounts)
    facts = changed(workbook, (Put("key_work.#0.result", text),))
    return [f for f in report_on(facts, workbook).findings if f.rule == "W31"]


def _typed_pairs(workbook: Workbook) -> Iterator[tuple[Decimal, Decimal]]:
    """初 and 全年预算 of each 项; this year's and last year's totals; two 类 of 公开03表."""
    facts = workbook.facts
    for row in facts["budget"].rows:
        yield row["budget"].value, row["full_budget"].value  # type: ignore[misc]
    for line, place in (("total", ("totals", "total_income")), ("closing", ("totals", "closing"))):
        yield facts["prior"][line]["prior"].value, facts[place[0]][place[1]]["amount"].value  # type: ignore[misc]
    classes = [row for row in facts["expenditure"].rows if len(row.key) == 3]
    for a, b in pairwise(classes):
        yield a["total"].value, b["total"].value  # type: ignore[misc]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_an_amount_made_of_two_figures_is_let_stand(path: Path) -> None:
    workbook = read_workbook(path)
    pairs = [(a, b) for a, b in _typed_pairs(workbook) if a is not None and b is not None]
    made = [amount for a, b in pairs for amount in (a + b, abs(a - b))]
    assert not [finding_text(f) for f in _amounts_said(workbook, made)]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_an_amount_with_a_slip_is_still_noticed(path: Path) -> None:
    """Every 项 with its last two digits swapped, and ten times too large."""
    workbook = read_workbook(path)
    items = [row["total"].value for row in workbook.facts["expenditure"].rows if len(row.key) == 7]
    slips = []
    for amount in items:
        assert isinstance(amount, Decimal)
        digits = f"{amount / 10000:.2f}"
        if digits[-1] != digits[-2]:
            slips.append(Decimal(digits[:-2] + digits[-1] + digits[-2]) * 10000)
        slips.append(amount * 10)
    noticed = len(_amounts_said(workbook, dict.fromkeys(slips)))
    assert noticed >= 0.8 * len(set(slips))


@pytest.mark.parametrize(("parts", "allowed"), [(1, 100), (4, 250), (12, 650)])
def test_a_computed_total_may_be_off_by_all_roundings_in_it(parts: int, allowed: int) -> None:
    """Blank on one table, typed on another: each cell behind it was rounded by itself."""
    cells = [Figure(Decimal(10000), Unit.YUAN, "类") for _ in range(parts)]
    nil = Figure(None, Unit.YUAN, "类")
    typed = Figure(Decimal(10000 * parts), Unit.YUAN, "合计")
    computed = total("合计", [nil, total("小计", cells[1:]), cells[0]])
    for left, right in ((computed, typed), (typed, computed)):
        claim = Claim("合计", left, ((1, right),), "", exact=False)
        assert envelope(claim) == allowed
