"""What places ask for besides: each is lines of an overlay and tags, and not a line of Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.editions import built_in, load
from generator.model import Unit
from generator.pipeline import build
from generator.workbook.reading.facts import read_workbook
from generator.workbook.reading.inputs import absent_sheet
from generator.workbook.writing import write_workbook
from generator.workbook.writing.areas import Key
from generator.workbook.writing.filling import Values
from generator.workbook.writing.places import arrange
from generator.workbook.writing.style import CellValue
from tests.helpers.doctext import lines
from tests.helpers.wordtemplates import DOCUMENT, TEMPLATE, parts_of, write

UNITS = {"count": Unit.COUNT, "rate": Unit.COUNT, "score": Unit.SCORE}
HEAD = (
    'id = "乙"\nname = "乙"\nyears = [2024]\nbased_on = "2024"\ntemplate_changes = "own"\n'
    "[phrases]\n"
    'change = { from_zero = "增加{amount}（上年度为0万元）" }\n'
)

# 政府购买服务, 本年购置的车辆和设备: lists.  会议费, 培训费: with last year.  人员编制与实有: counts.
SHEETS = """
[[sheet]]
id = "budget"
[[sheet.block]]
id = "budget"
columns = [{ key = "use", label = "主要用于", kind = "long", after = "group", carry = "keep" }]

[[sheet]]
id = "procurement"
[[sheet.block]]
id = "procurement"
lines = [
    { key = "reserved", label = "预留给中小企业的预算金额", kind = "amount", needed_if = "procurement.total.value" },
    { key = "won", label = "中小企业中标金额", kind = "amount", needed_if = "procurement.total.value" },
]

[[sheet]]
id = "evaluation"
name = "绩效数量"
title = "绩效管理的数量"
help = "没有的填 0。"
after = "assets"
[[sheet.block]]
id = "evaluation"
kind = "fields"
lines = [
    { key = "targets", label = "编报绩效目标的项目（个）", kind = "count", required = true },
    { key = "mean", label = "自评平均得分", kind = "score", needed_if = "evaluation.targets.value" },
]

[[sheet]]
id = "general_expenses"
name = "会议费和培训费"
title = "一般性支出：会议费、培训费"
help = "与上年相同的不写原因。"
after = "operating"
[[sheet.block]]
id = "general_expenses"
kind = "grid"
columns = [
    { key = "this", label = "本年决算数", carry = "note" },
    { key = "prior", label = "上年决算数", carry = "[this]" },
    { key = "difference", label = "增减额", live = "=N([this])-N([prior])" },
    { key = "reason", label = "增减原因", kind = "long", needed_if = "difference", carry = "note" },
]
lines = [
    { key = "meetings", label = "会议费", required = ["this"] },
    { key = "training", label = "培训费", required = ["this"] },
]

[[sheet]]
id = "staff"
name = "人员"
title = "人员编制与实有"
help = "年末数。"
[[sheet.block]]
id = "staff"
kind = "list"
columns = [
    { key = "kind", label = "编制类别", kind = "choice", choices = { civil = "行政编制", public = "事业编制" }, carry = "keep" },
    { key = "posts", label = "编制数", kind = "count", total = true, carry = "keep" },
    { key = "filled", label = "实有数", kind = "count", total = true, carry = "note" },
]

[[sheet]]
id = "bought"
name = "购置和购买服务"
title = "本年购置的车辆和设备、政府购买服务"
help = "一行一项。"
[[sheet.block]]
id = "bought"
kind = "list"
title = "本年购置的车辆和设备"
columns = [
    { key = "item", label = "名称", kind = "text" },
    { key = "count", label = "数量", kind = "count" },
    { key = "amount", label = "金额", required = true },
    { key = "day", label = "购置日期", kind = "date" },
]
[[sheet.block]]
id = "services"
kind = "list"
title = "政府购买服务"
columns = [
    { key = "service", label = "服务", kind = "text" },
    { key = "contract", label = "合同金额" },
    { key = "supplier", label = "承接主体", kind = "text", needed_if = "contract" },
]
"""

PRINTED = (
    "预留{{ inputs.procurement.reserved|wan }}，中标{{ inputs.procurement.won|wan }}。",
    "目标{{ inputs.evaluation.targets|num }}个，平均{{ inputs.evaluation.mean|num }}分。",
    "会议费{{ inputs.general_expenses.meetings.this|wan }}，上年{{ inputs.general_expenses.meetings.prior|wan }}，"
    "{{ inputs.general_expenses.meetings.reason|required('增减原因') }}；"
    "培训费{{ inputs.general_expenses.training.this|wan }}，上年{{ inputs.general_expenses.training.prior|wan }}"
    "{% if inputs.general_expenses.training.reason %}，{{ inputs.general_expenses.training.reason }}{% endif %}。",
    "{% for row in inputs.staff %}{{ row.kind }}{{ row.posts|num }}名，实有{{ row.filled|num }}人；{% endfor %}",
    "{% for row in inputs.bought %}{{ row.item }}{{ row.count|num }}台，{{ row.amount|wan }}，{{ row.day|date }}；{% endfor %}",
    "{% for row in inputs.services %}{{ row.service }}{{ row.contract|wan }}{% if row.supplier %}，{{ row.supplier }}{% endif %}；{% endfor %}",
    "{% for i in general.items %}{{ i.name }}用于{{ i.typed.use|required('用途') }}；{% endfor %}",
)

VALUES: dict[Key, CellValue] = {
    ("general", "0", "code"): "208",
    ("general", "0", "name"): "社会保障和就业支出",
    ("general", "1", "code"): "20801",
    ("general", "1", "name"): "人力资源和社会保障管理事务",
    ("general", "2", "code"): "2080101",
    ("general", "2", "name"): "行政运行",
    ("general", "2", "total"): 120,
    ("budget", "0", "code"): "2080101",
    ("budget", "0", "budget"): 120,
    ("budget", "0", "use"): "机关在职人员工资",
    ("procurement", "reserved", "value"): 30,
    ("procurement", "won", "value"): Decimal("28.5"),
    ("evaluation", "targets", "value"): 14,
    ("evaluation", "mean", "value"): Decimal("92.5"),
    ("general_expenses", "meetings", "this"): Decimal("1.2"),
    ("general_expenses", "meetings", "prior"): 2,
    ("general_expenses", "meetings", "reason"): "减少现场会议",
    ("general_expenses", "training", "this"): 3,
    ("general_expenses", "training", "prior"): 3,
    ("staff", "0", "kind"): "行政编制",
    ("staff", "0", "posts"): 20,
    ("staff", "0", "filled"): 18,
    ("bought", "0", "item"): "执法车",
    ("bought", "0", "count"): 1,
    ("bought", "0", "amount"): Decimal("17.6"),
    ("services", "0", "service"): "物业服务",
    ("services", "0", "contract"): 64,
    ("services", "0", "supplier"): "某物业公司",
}


@pytest.fixture
def edition(_in_an_empty_folder: None) -> Path:
    folder = Path("templates/乙")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(HEAD, "utf-8")
    (folder / "sheets.toml").write_text(SHEETS, "utf-8")
    parts = parts_of(TEMPLATE)
    document = parts[DOCUMENT].decode("utf-8")
    at = document.rindex("<w:sectPr")
    printed = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PRINTED)
    parts[DOCUMENT] = (document[:at] + printed + document[at:]).encode("utf-8")
    write(folder / "template.docx", parts)
    return folder


def run(*arguments: str) -> str:
    return CliRunner().invoke(main, [*arguments]).output


def test_each_of_them_is_typed_read_and_printed(edition: Path) -> None:
    assert "没有错误" in run("template", "check", "乙")
    write_workbook(load("乙"), Path("乙.xlsx"), 2024, Values(VALUES))
    outcome = build(Path("乙.xlsx"), Path("outputs"))
    assert outcome.written is not None
    printed = lines(outcome.written.path)[-len(PRINTED) :]
    assert printed == [
        "预留30万元，中标28.5万元。",
        "目标14个，平均92.5分。",
        "会议费1.2万元，上年2万元，减少现场会议；培训费3万元，上年3万元。",
        "行政编制20名，实有18人；",
        "执法车1台，17.6万元，【待补充：日期】；",
        "物业服务64万元，某物业公司；",
        "行政运行用于机关在职人员工资；",
    ]


def test_what_is_required_of_them_is_asked_for(edition: Path) -> None:
    values = dict(VALUES)
    del values["general_expenses", "meetings", "reason"], values["bought", "0", "amount"]
    del values["evaluation", "mean", "value"]
    write_workbook(load("乙"), Path("乙.xlsx"), 2024, Values(values))
    told = run("check", "乙.xlsx")
    for what in (
        "会议费和培训费：还差 1 格（E4）",
        "购置和购买服务：还差 1 格（C5）",
        "绩效数量：还差 1 格（B5）",
    ):
        assert what in told, told


@pytest.mark.parametrize(("contract", "asked"), [(64, True), (0, False), (None, False)])
def test_what_a_typed_amount_makes_required_is_asked_for(
    edition: Path, contract: int | None, asked: bool
) -> None:
    values = VALUES | {("services", "0", "contract"): contract, ("services", "0", "supplier"): None}
    write_workbook(load("乙"), Path("乙.xlsx"), 2024, Values(values))
    assert ("购置和购买服务：还差 1 格（C" in run("check", "乙.xlsx")) is asked


def test_next_year_takes_over_what_the_sheet_says(edition: Path) -> None:
    write_workbook(load("乙"), Path("乙.xlsx"), 2024, Values(VALUES))
    assert "已新建" in run("new", "2025", "--edition", "乙", "--from", "乙.xlsx")
    facts = read_workbook(Path("inputs/2025.xlsx")).facts
    assert facts["general_expenses"]["meetings"]["prior"].value == 12000
    assert facts["staff"].rows[0]["posts"].value == 20
    assert facts["budget"]["2080101"]["use"].value == "机关在职人员工资"


@pytest.mark.parametrize("edition_id", ["2023", "shanghai-2024"])
def test_rows_of_a_list_can_be_deleted(edition_id: str, tmp_path: Path) -> None:
    """On a protected sheet Excel deletes no row that has a locked cell, also beside the list."""
    edition = load(edition_id)
    path = tmp_path / "blank.xlsx"
    write_workbook(edition, path, 2024, Values({}))
    book, places = openpyxl.load_workbook(path), arrange(edition, {})
    for plan in places.blocks.values():
        if plan.block.kind != "list":
            continue
        sheet = book[plan.sheet]
        assert sheet.protection.sheet and not sheet.protection.deleteRows
        rows = [row for key, row in plan.row_keys() if not plan.is_total(key)]
        for row in (rows[0], rows[-1]):
            locked = [c.coordinate for c in sheet[row] if c.has_style and c.protection.locked]
            assert locked == [], plan.sheet
        assert not sheet.column_dimensions["A"].protection.locked


@pytest.mark.parametrize("edition_id", ["2023", "shanghai-2024"])
def test_each_column_is_as_wide_as_its_block_asks(edition_id: str) -> None:
    places = arrange(load(edition_id), {})
    for plan in places.blocks.values():
        for column in plan.block.columns if plan.block.label_span == 1 else ():
            area = plan.area(plan.first, column.key)
            width = sum(places.widths[plan.sheet][area.left - 1 : area.right])
            assert width >= column.width, (plan.sheet, column.label)


def test_a_blank_of_a_sheet_that_is_not_there_has_the_unit_of_one_that_is() -> None:
    for name in built_in():
        for sheet in load(name).sheets:
            for block, table in zip(sheet.blocks, absent_sheet(sheet), strict=True):
                for line in block.lines:
                    for column in block.columns:
                        declared = line if column.key == "value" else column
                        wanted = UNITS.get(declared.kind, Unit.YUAN)
                        assert column.live or table[line.key][column.key].unit is wanted
