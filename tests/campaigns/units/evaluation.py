"""第三部分 十三 and 第六部分: prose and forms of the self-evaluation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from .prose import ZERO, Prose, percent
from .reading import Section, Table
from .tally import clause, plain
from .unit import Row, half_up

HUNDREDTH = Decimal("0.01")  # 万元, the last digit
POINTS = 20  # of 100 for the execution of the budget


def work(prose: Prose, paragraphs: list[str]) -> None:
    """（一）预算绩效管理工作开展情况."""
    unit = prose.unit
    projects = unit.rows.get("projects", {})
    spent = half_up(sum((_exact(prose, key, "outturn") for key in projects), Decimal(0)), 2)
    text = paragraphs[0]
    everything, general = (prose.shown(form, "total", "project") for form in ("03", "05"))
    truly = [unit.truth.get((form, "total", "project"), 0) for form in ("03", "05")]
    named = "一般公共预算项目支出" in text
    # Cells rounded by themselves may differ by 0.01 with nothing between them, or with 15 元.
    told_apart = unit.money != "约万元" or abs(everything - general) != HUNDREDTH
    if projects and told_apart and (truly[0] == truly[1]) == (everything == general):
        prose.tally.same("一般公共预算的项目", named, truly[0] == truly[1], text)
    prose.tally.same("项目的个数或资金", "共涉及" in text, bool(projects), text)
    said(prose, text, f"从评价情况来看，{unit.text('performance', 'work_summary')}。")
    number = str(len(projects))
    prose.scan(
        text,
        [
            clause("共涉及资金<N>万元", prose.is_amount("自评资金", spent)),
            clause("共涉及项目<N>个", lambda m: prose.tally.same("项目数", m[1], number, text)),
        ],
    )


def said(prose: Prose, text: str, words: str) -> None:
    """These words of the person stand in the paragraph or cell."""
    prose.tally.same("照抄的文字", words in text, True, text)


def _exact(prose: Prose, key: str, column: str) -> Decimal:
    return Decimal(prose.unit.rows["projects"][key][column]) / prose.unit.scale


def overall(prose: Prose, section: Section) -> None:
    """（二）部门（单位）整体支出自评结果."""
    spent = prose.unit.wan("performance", "outturn") or ZERO
    check = prose.is_amount("整体支出", spent)
    prose.scan(section.paragraphs[0], [clause("资金<N>万元", check)])
    words = f"从评价情况来看，{prose.unit.text('performance', 'summary')}。"
    said(prose, section.paragraphs[0], words)
    prose.tally.same("自评表", len(section.tables), 1)
    overall_form(prose, section.tables[0])


def overall_form(prose: Prose, table: Table) -> None:
    """The form of the whole unit."""
    same, unit = prose.tally.same, prose.unit
    basic, project = (prose.shown("03", "total", c) for c in ("basic", "project"))
    same("自评表的名称", table[0][1], unit.profile["name"])
    totals = (f"{plain(basic)}万元", f"{plain(project)}万元")
    same("自评表的金额", (table[1][1], table[1][3]), totals)
    row = unit.rows["performance"]
    amounts = [Decimal(row[key]["value"]) / unit.scale for key in ("budget", "outturn")]
    score = _execution(prose, table[3][-4:], amounts)
    _goals(prose, table)
    _remarks(prose, table, {key: str(value["value"]) for key, value in row.items()})
    _scores(prose, table, list(unit.rows["goals"].values()), score)


def _execution(prose: Prose, cells: list[str], amounts: list[Decimal]) -> Decimal | None:
    """预算数, 执行数, 执行率, 得分; the score with all its decimals."""
    budget, spent = (half_up(amount, 2) for amount in amounts)
    whole, part = _compared(amounts)
    rate = f"{percent(part, whole)}%" if whole else "—"
    ratio = min(part / whole, Decimal(1)) * POINTS if whole else None
    score = "—" if ratio is None else plain(half_up(ratio, 2))
    expected = [plain(budget), plain(spent), rate.replace("以下%", "以下"), score]
    for kind, printed, value in zip(
        ("预算数", "执行数", "执行率", "得分"), cells, expected, strict=True
    ):
        prose.tally.same(f"自评表的{kind}", printed, value, " | ".join(cells))
    return ratio


def _compared(amounts: list[Decimal]) -> list[Decimal]:
    """Budget and outturn that the rate is made of: as printed, exact where the budget prints 0."""
    printed = [half_up(amount, 2) for amount in amounts]
    return printed if printed[0] else amounts


def _remarks(prose: Prose, table: Table, row: Mapping[str, object]) -> None:
    """The last two rows, and the fixed words of the form, which have numbers in them."""
    for cells, key in zip(table[-2:], ("deviation", "improvement"), strict=True):
        prose.tally.same("照抄的文字", cells[1], row[key])
    words = ["".join(cell.split()) for line in table for cell in line]
    for fixed in ("预算执行情况（万元）（20分）", "得分（20分*执行率）"):
        prose.tally.same("自评表的表头", fixed in words, True)


def _boxes(prose: Prose, table: Table, row: Mapping[str, object]) -> None:
    """The boxes of 项目类别, 项目属性, 项目类型: the chosen one is ticked, no other."""
    for cells, key in zip(table[2:5], _CHOICES, strict=True):
        wanted = "\u3000".join(
            f"{number}. {choice} {'☑' if row[key] == choice else '☐'}"
            for number, choice in enumerate(_CHOICES[key], 1)
        )
        prose.tally.same("勾选", cells[1], wanted)


_CHOICES = {
    "category": ("部门预算项目", "财政专项资金"),
    "attribute": ("持续性项目", "新增性项目"),
    "type": ("常年性项目", "延续性项目", "一次性项目"),
}


def _goals(prose: Prose, table: Table) -> None:
    heads = [row for row in table if row[0].startswith("年度目标")]
    own = [row for row in prose.unit.rows["goals"].values() if "goal" in row]
    prose.tally.same("年度目标数", len(heads), len(own))
    for number, (head, goal) in enumerate(zip(heads, own, strict=False), 1):
        words = re.sub(r"\s", "", head[0])
        prose.tally.same("年度目标的分值", words, f"年度目标{number}：（{goal['weight']}分）")
        prose.tally.same("年度目标", head[1], goal["goal"])


def _unfunded(row: Row) -> bool:
    """A zero in both cells says that a project has no money."""
    return not Decimal(row["budget"]) and not Decimal(row["outturn"])


def _scores(
    prose: Prose,
    table: Table,
    rows: list[Row],
    execution: Decimal | None,
    unfunded: bool = False,
) -> None:
    """Each indicator with its score, and their sum."""
    printed = [row for row in table if len(row) == 7 and row[1:3] != ["一级指标", "二级指标"]]
    prose.tally.same("指标数", len(printed), len(rows))
    for cells, row in zip(printed, rows, strict=False):
        words = [str(row[key]) for key in ("level3", "target", "result")]
        prose.tally.same("指标", cells[3:6], words)
        prose.tally.amount("指标得分", cells[6], Decimal(row["score"]))
    total = sum((Decimal(row["score"]) for row in rows), execution or Decimal(0))
    said = next(row[1] for row in table if row[0] == "总分")
    full = "（未安排资金，预算执行率不计分，满分80分）" if unfunded else ""
    prose.tally.same("总分", said, plain(half_up(total, 2)) + full)


def projects(prose: Prose, section: Section) -> None:
    """（三）项目支出自评结果."""
    unit, own = prose.unit, list(prose.unit.rows.get("projects", {}))
    if not own:
        sentence = f"{unit.self_name}{unit.year}年度无纳入绩效自评的项目支出。"
        return prose.tally.same("没有的说明", section.paragraphs, [sentence])
    number = str(len(own))
    check = clause("共涉及<N>个项目", lambda m: prose.tally.same("项目数", m[1], number, m.string))
    prose.scan(section.paragraphs[0], [check])
    prose.tally.same("项目的段落", len(section.paragraphs) - 1, len(own))
    for text, key in zip(section.paragraphs[1:], own, strict=False):
        _summary(prose, text, key)
    return project_forms(prose, section.tables)


def _summary(prose: Prose, text: str, key: str) -> None:
    row = prose.unit.rows["projects"][key]
    budget, spent = (prose.unit.wan("projects", key, c) or ZERO for c in ("budget", "outturn"))
    whole, part = _compared([_exact(prose, key, column) for column in ("budget", "outturn")])
    name = str(row["name"])
    head = f"{name}{'' if name.endswith('项目') else '项目'}绩效自评综述："
    prose.tally.same("项目名称", text.startswith(head), True, text)
    unfunded = "项目全年未安排资金" in text
    prose.tally.same("未安排资金", unfunded, _unfunded(row), text)
    prose.tally.same("完成预算", "完成预算" in text, bool(whole), text)

    def rate(m: re.Match[str]) -> None:
        printed = m[1] + ("%以下" if m[2] else "")
        prose.tally.same("项目完成率", printed, percent(part, whole), text)

    clauses = [
        clause("全年预算数为<N>万元", prose.is_amount("项目预算", budget)),
        clause("执行数为<N>万元", prose.is_amount("项目执行数", spent)),
        clause("完成预算<N>%(以下)?", rate),
    ]
    said(prose, text, f"主要产出和效益：{row['results']}。")
    prose.scan(text, clauses)


def project_forms(prose: Prose, tables: list[Table]) -> None:
    """The form of each project, in the order of the sheet."""
    own = prose.unit.rows.get("projects", {})
    prose.tally.same("项目自评表", len(tables), len(own))
    for table, (key, row) in zip(tables, own.items(), strict=False):
        prose.tally.same("自评表的名称", table[0][1], row["name"])
        amounts = [_exact(prose, key, column) for column in ("budget", "outturn")]
        cells = next(line[-4:] for line in table if "年度财政\n资金总额" in line or _funds(line))
        score = _execution(prose, cells, amounts)
        _boxes(prose, table, row)
        _remarks(prose, table, row)
        full = "（80分）" if _unfunded(row) else "（100分）"
        heads = ["".join(line[0].split()) for line in table]
        prose.tally.same("自评表的表头", f"年度绩效目标{full}" in heads, True)
        rows = _rows_of(prose, key)
        _scores(prose, table, rows, score, _unfunded(row))


def _funds(line: list[str]) -> bool:
    return len(line) > 1 and line[1].startswith("年度财政")


def _rows_of(prose: Prose, key: str) -> list[Row]:
    found = prose.unit.rows["indicators"].items()
    return [row for name, row in found if name.rpartition(".")[0] == key]
