"""What people paste, and what the draft prints of it: place, typed words, words of the sentence.

Every row goes through the real template and its filters; rows for different cells share a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from generator import editions
from generator.document import lines
from generator.editions.slots import Slot, SlotWords, slot_named, slots_from
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.figures.seams import Said, clause, title, without_heading
from generator.pipeline import render_draft
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.changing import Edit, Put, changed
from tests.gallery.running import WORKBOOKS

# Where the rows go: a cell of the example of a department, and how the sentence begins there.
PLACES = {
    "收支": "prior.total.reason",
    "财政拨款": "prior.fiscal_total.reason",
    "一般公共预算": "prior.general_expenditure.reason",
    "项": "budget.2080201.reason",
    "接待预算": "three_public_items.reception.budget_reason",
    "接待": "three_public_items.reception.reason",
    "机关运行": "operating.operating.reason",
    "车用途": "three_public_counts.running_use.value",
    "接待用途": "three_public_counts.reception_use.value",
    "其他用车": "assets.other_use.value",
    "管理评价": "performance.work_summary.value",
    "整体评价": "performance.summary.value",
    "项目效益": "projects.#0.results",
    "项目名称": "projects.#0.name",
    "科目": "subjects.2080201.meaning",
    "名词": "glossary.5.meaning",
    "名词名": "glossary.5.term",
    "重点": "key_work.#0.item",
    "职责": "duties.#0.paragraph",
    "机构": "organisation.#0.paragraph",
    "单位": "units.#0.name",
}
TABLE = """
收支|主要原因是主要是民生项目提标。|，主要原因是民生项目提标。
收支|主要原因是主要由于民生项目提标|，主要原因是民生项目提标。
收支|主要是由于：民生项目提标，|，主要原因是民生项目提标。
收支|主要系民生项目提标所致|，主要原因是民生项目提标所致。
收支|原因主要是民生项目提标|，主要原因是民生项目提标。
收支|是因为民生项目提标。。|，主要原因是民生项目提标。
收支|由于机构改革|，主要原因是机构改革。
收支|由于机构改革所致|，主要原因是机构改革。
收支|是因为人员调出，经费减少所造成。|，主要原因是人员调出，经费减少。
收支|因退休人员增加|，主要原因是退休人员增加。
收支|系统升级改造增加|，主要原因是系统升级改造增加。
收支|因公出国（境）任务增加|，主要原因是因公出国（境）任务增加。
收支|因病退休人员抚恤增加|，主要原因是因病退休人员抚恤增加。
收支|其主要原因是：民生项目提标；|，主要原因是民生项目提标。
收支|增减变动的主要原因是民生项目提标|，主要原因是民生项目提标。
收支|“主要原因是民生项目提标”|，主要原因是民生项目提标。
收支|（主要原因是人员（含聘用）增加）|，主要原因是人员（含聘用）增加。
收支|（主要原因是“三支一扶”人员增加）和物价（含税）上涨|，主要原因是“三支一扶”人员增加和物价（含税）上涨。
收支|（主要原因是人员增加|，主要原因是人员增加。
收支|增加797.71万元，主要是民生项目提标，人员增加|增长7.3%，主要原因是民生项目提标，人员增加。
收支|主要原因是“放管服”改革增加支出|，主要原因是“放管服”改革增加支出。
收支|（主要原因是）民生项目提标|，主要原因是民生项目提标。
收支|2023年度收、支总计均为11780.06万元。与2022年度相比，收、支总计各增加797.71万元，增长7.3%，主要原因是民生项目提标。|增长7.3%，主要原因是民生项目提标。
收支|比上年增加797.71万元，主要是民生项目提标|增长7.3%，主要原因是民生项目提标。
收支|增加797.71万元，主要是民生项目提标|增长7.3%，主要原因是民生项目提标。
收支|增加600万元主要是民生项目提标，减少9万元是压减|，主要原因是增加600万元主要是民生项目提标，减少9万元是压减。
收支|财政拨款收入增加，主要是民生项目提标|，主要原因是财政拨款收入增加，主要是民生项目提标。
收支|人员增加3人，主要是公开招聘|，主要原因是人员增加3人，主要是公开招聘。
收支|主要原因：1.民生项目提标；2.人员增加。|，主要原因：1.民生项目提标；2.人员增加。
收支|主要原因有以下几点：一是民生项目提标；二是人员增加|，主要原因：一是民生项目提标；二是人员增加。
收支|（1）民生项目提标；（2）人员增加、|，主要原因：（1）民生项目提标；（2）人员增加。
收支|主要原因是|，主要原因是【待补充：增减原因】。
收支|主要原因是：主要是由于。|，主要原因是【待补充：增减原因】。
收支|民生项目提标所致，所致。|，主要原因是民生项目提标所致。
收支|民生项目提标是主要原因|，主要原因是民生项目提标。
收支|主要受疫情后业务恢复影响|，主要原因是受疫情后业务恢复影响。
收支|为保障民生追加预算|，主要原因是为保障民生追加预算。
收支|民生补助、临时救助等。|，主要原因是民生补助、临时救助等。
收支|主 要 原 因 是 民生项目提标|，主要原因是民生项目提标。
收支|说明：民生项目提标|，主要原因是民生项目提标。
收支|主要原因是民生项目提标（含“两项补贴。”|，主要原因是民生项目提标（含“两项补贴”。
收支|江澜市云溪区民政局2023年度收、支总计比上年各增加，主要原因是民生项目提标|，主要原因是民生项目提标。
收支|造成收支变动的主要原因是民生项目提标|，主要原因是民生项目提标。
收支|之所以增加，是因为民生项目提标|，主要原因是民生项目提标。
收支|1. 主要原因是民生项目提标|，主要原因是民生项目提标。
收支|1. 民生项目提标；2. 人员增加|，主要原因：1. 民生项目提标；2. 人员增加。
收支|收入增加主要是提标，支出增加主要是人员增加|，主要原因是收入增加主要是提标，支出增加主要是人员增加。
收支|主要原因是：收入增加主要是提标，支出增加主要是人员增加|，主要原因是收入增加主要是提标，支出增加主要是人员增加。
收支|费率提高，主要是基数调整|，主要原因是费率提高，主要是基数调整。
收支|影响群众满意度的项目增加|，主要原因是影响群众满意度的项目增加。
收支|导致支出增加的人员调入|，主要原因是导致支出增加的人员调入。
财政拨款|与上年相比，财政拨款收、支总计各增加754.9万元，增长7.1%，主要原因为救助资金增加|。主要原因是救助资金增加。
财政拨款|财政拨款收、支总计比上年增加，主要是救助资金增加|。主要原因是救助资金增加。
一般公共预算|一般公共预算财政拨款支出较2022年增加的原因：提高低保标准|。主要原因是提高低保标准。
一般公共预算|较上年增加的主要原因：提高低保标准|。主要原因是提高低保标准。
一般公共预算|项目支出增加，主要是提高低保标准|。主要原因是项目支出增加，主要是提高低保标准。
项|支出决算数大于年初预算数的主要原因是追加人员经费|年初预算数的主要原因：追加人员经费。
项|主要原因：支出决算数大于年初预算数的主要原因是追加人员经费。|年初预算数的主要原因：追加人员经费。
项|年初预算为448.6万元，支出决算为471.31万元，完成年初预算的105.1%，支出决算数大于年初预算数的主要原因：追加人员经费|年初预算数的主要原因：追加人员经费。
项|行政运行支出决算数大于年初预算数，主要原因是追加人员经费|年初预算数的主要原因：追加人员经费。
项|社会保障和就业支出（类）民政管理事务（款）行政运行（项）。年初预算为448.6万元，支出决算为471.31万元，完成年初预算的105.1%，主要原因：追加人员经费|年初预算数的主要原因：追加人员经费。
项|大于预算原因：追加人员经费、|年初预算数的主要原因：追加人员经费。
接待预算|公务接待费支出决算数小于全年预算数的主要原因是厉行节约|小于全年预算数的主要原因是厉行节约。
接待|公务接待费比2022年减少0.64万元，下降15.4%，主要原因是厉行节约。|下降15.4%，主要原因是厉行节约。
机关运行|机关运行经费支出减少，主要是压缩办公费|，主要原因是压缩办公费。
车用途|主要用于燃料费、维修费、|。主要用于燃料费、维修费。
车用途|公务用车运行维护费主要用于燃料费|。主要用于燃料费。
车用途|主要是燃料费、维修费等。|。主要用于燃料费、维修费等。
车用途|用于下乡用车、因公用车的燃料费|。主要用于下乡用车、因公用车的燃料费。
接待用途|主要用于用于接待上级检查|。主要用于接待上级检查。
接待用途|国内公务接待45批次376人次，主要用于接待上级检查|。主要用于接待上级检查。
接待用途|主要接待上级检查|。主要用于接待上级检查。
接待用途|开支内容：接待上级检查；|。主要用于接待上级检查。
其他用车|其他用车主要是业务用车。|，其他用车主要是业务用车；
其他用车|主要用于业务保障|，其他用车主要是用于业务保障；
管理评价|从评价情况来看，从评价情况来看，完成良好。|。从评价情况来看，完成良好。
其他用车|其他用车3辆，主要是救护车|，其他用车主要是救护车；
管理评价|从自评结果看：完成良好|。从评价情况来看，完成良好。
整体评价|我部门组织开展整体支出绩效自评，资金11333.24万元。从评价情况来看，完成良好|。从评价情况来看，完成良好。
整体评价|部门整体支出绩效自评结果：完成良好|。从评价情况来看，完成良好。
整体评价|从整体来看，完成良好|。从评价情况来看，完成良好。
整体评价|总体来看，完成良好|。从评价情况来看，总体来看，完成良好。
整体评价|部门整体支出完成良好|。从评价情况来看，部门整体支出完成良好。
项目效益|主要产出和效益：一是保障到位。|。主要产出和效益：一是保障到位。
项目效益|项目全年预算数为5250万元，执行数为5089.73万元，完成预算96.9%。主要产出和效益：一是保障到位|。主要产出和效益：一是保障到位。
项目效益|困难群众救助补助项目绩效自评综述：项目全年预算数为5250万元，执行数为5089.73万元，完成预算96.9%。主要产出和效益是保障到位|。主要产出和效益：保障到位。
项目效益|1. 主要产出和效益：一是保障到位|。主要产出和效益：一是保障到位。
项目效益|主要产出：救助1000人；主要效益：群众满意|。主要产出和效益：主要产出：救助1000人；主要效益：群众满意。
项目名称|1. 困难群众救助补助。|困难群众救助补助项目绩效自评综述
项目名称|“1+N”救助|“1+N”救助项目绩效自评综述
科目|行政运行：反映行政单位的基本支出|行政运行（项）：反映行政单位的基本支出。
科目|社会保障和就业支出（类）民政管理事务（款）行政运行（项）：反映行政单位的基本支出。|行政运行（项）：反映行政单位的基本支出。
科目|2080201 行政运行——反映行政单位的基本支出|行政运行（项）：反映行政单位的基本支出。
科目|：反映行政单位的基本支出|行政运行（项）：反映行政单位的基本支出。
科目|行政运行反映行政单位的基本支出|行政运行（项）：反映行政单位的基本支出。
科目|“行政运行”是指行政单位的基本支出|行政运行（项）：是指行政单位的基本支出。
名词|特困人员：指无劳动能力的人|特困人员：指无劳动能力的人。
名词|特困人员是指无劳动能力的人。。|特困人员：是指无劳动能力的人。
名词|1. 特困人员：指无劳动能力的人|特困人员：指无劳动能力的人。
名词名|1. 特困人员：|. 特困人员：指
重点|一、加强社会救助。|（一）加强社会救助
重点|（一）加强社会救助；|（一）加强社会救助
重点|12345热线办理|（一）12345热线办理
重点|4.15国家安全教育|（一）4.15国家安全教育
职责|一、部门主要职责⏎贯彻民政法规。|贯彻民政法规。
职责|主要职责：贯彻民政法规。|主要职责：贯彻民政法规。
机构|部门机构设置情况⏎内设科室6个。|内设科室6个。
单位|1. 江澜市云溪区民政局（本级）。|江澜市云溪区民政局（本级）
"""


@cache
def example() -> Workbook:
    return read_workbook(next(path for path in WORKBOOKS if path.stem == "行政部门"))


def rows() -> list[tuple[str, str, str]]:
    found = [line.split("|") for line in TABLE.strip().splitlines()]
    return [(place, typed.replace("⏎", "\n"), said) for place, typed, said in found]


def drafts() -> Iterator[list[tuple[str, str, str]]]:
    """The rows, so many together as go into one workbook."""
    waiting = rows()
    while waiting:
        together = {place: (place, typed, said) for place, typed, said in reversed(waiting)}
        yield list(together.values())
        waiting = [row for row in waiting if together[row[0]] != row]


@cache
def printed() -> dict[tuple[str, str], list[str]]:
    """For each row what its draft prints, paragraph by paragraph."""
    found = {}
    for together in drafts():
        edits: list[Edit] = [Put(PLACES[place], typed) for place, typed, _ in together]
        accounts = Accounts(changed(example(), edits), example().edition)
        draft = render_draft(example().edition, disclosure(accounts))
        shown = [line.text for line in lines(draft)]
        found.update({(place, typed): shown for place, typed, _ in together})
    return found


@pytest.mark.parametrize(("place", "typed", "said"), rows())
def test_the_sentence_says_it_once(place: str, typed: str, said: str) -> None:
    assert any(said in line for line in printed()[place, typed])


def test_nothing_of_a_heading_is_printed_under_it() -> None:
    for (place, _), shown in printed().items():
        if place in ("职责", "机构"):
            assert not {"一、部门主要职责", "部门机构设置情况"} & set(shown)


def test_a_number_that_was_not_printed_keeps_its_head() -> None:
    slot = slot_named(editions.load("2023").slots, "增减原因")
    said = Said(number=lambda text: Decimal(text) == 5)
    assert clause("增加5万元，主要是设备购置", slot, said) == "设备购置"
    assert clause("增加6万元，主要是设备购置", slot, said) == "增加6万元，主要是设备购置"
    assert clause("比上年增加6万元，主要是设备购置", slot, said) == "设备购置"


def test_every_lead_by_itself_is_blank_and_before_words_is_gone() -> None:
    edition = editions.load("2023")
    for slot in edition.slots:
        for lead in (*slot.leads, *slot.openings):
            cut, bar, following = lead.partition("|")
            if not bar:
                assert clause(f"{cut}：", slot) == ""
                assert clause(f"{cut}乙方案", slot) == "乙方案"
                assert clause(f"“{cut}”：乙方案、", slot) == "乙方案"
            elif cut:
                assert not clause(f"{cut}{following}乙方案", slot).startswith(cut)


def test_names_of_places_find_the_longest_slot() -> None:
    slots = editions.load("2023").slots
    assert slot_named(slots, "差异原因").id == "reason"
    assert slot_named(slots, "其他用车主要用途").id == "other_use"
    assert slot_named(slots, "类级科目名称").leads == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1. 加强管理。", "加强管理"),
        ("（十二）加强管理；", "加强管理"),
        ("十二、加强管理", "加强管理"),
        ("①加强管理", "加强管理"),
        ("2.5万户改造", "2.5万户改造"),
        ("一老一小服务", "一老一小服务"),
        ("（试点）改造", "（试点）改造"),
        ("2023年改造", "2023年改造"),
        ("1.", "1."),
    ],
)
def test_names_lose_numbers_and_stops(typed: str, name: str) -> None:
    assert title(typed) == name


def test_a_first_line_is_a_heading_only_as_a_whole() -> None:
    headings = ("主要职责",)
    assert without_heading("（一） 主要职责：\n甲。\n乙。", headings) == "甲。\n乙。"
    assert without_heading("主要职责", headings) == ""
    assert without_heading("主要职责是甲。\n乙。", headings) == "主要职责是甲。\n乙。"


@pytest.mark.parametrize("field", Slot.__struct_fields__)
def test_the_edition_uses_every_part_of_a_slot(field: str) -> None:
    assert any(getattr(slot, field) for slot in editions.load("2023").slots)


def test_an_edition_from_before_keeps_its_leads() -> None:
    (slot,) = slots_from(None, SlotWords(), ("主要原因是",))
    assert slot_named([slot], "用途") is slot
    assert clause("主要原因是：甲。", slot) == "甲"
