"""A long workbook for trials of speed and length: python -m tests.helpers.large 目标.xlsx"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from pathlib import Path

from generator.editions import load
from generator.workbook.writing import Values, write_workbook
from generator.workbook.writing.style import CellValue

ITEMS, PROJECTS, WORKS = 60, 30, 20
_MOST = 24  # 项 in a 款
BASIC = {"30101": Decimal("320.40"), "30107": Decimal("180.60"), "30201": Decimal("45.25")}
CLASSES = {
    "201": "一般公共服务支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
}
NAME = "云溪区综合事务中心（虚构示例）"
TOTALS = ("total", "income", "expenditure", "fiscal_total", "fiscal_general", "general_expenditure")
INDICATORS = (
    ("产出指标", "数量指标", "完成任务数量", "≥10项", "12项"),
    ("产出指标", "质量指标", "验收合格率", "≥95%", "98%"),
    ("效益指标", "社会效益指标", "公共服务水平", "提高", "有所提高"),
    ("满意度指标", "服务对象满意度", "服务对象满意度", "≥90%", "95%"),
)

Line = tuple[str, str, Mapping[str, CellValue]]
Items = dict[str, Decimal]


def large_content(count: int = ITEMS, projects: int = PROJECTS, works: int = WORKS) -> Values:
    """``count`` 项 in 10 类, with budgets and reasons; 30 projects, 20 key works.

    The first 项 is basic expenditure, all others are projects; everything is paid from the
    general budget, and last year was the same.
    """
    cells: dict[tuple[str, str, str], CellValue] = {}
    items = _items(count)
    texts, performance = _texts(works), _performance(items, projects)
    for lines in (_official(items), _budget(items), texts, performance):
        for table, row, values in lines:
            cells.update({(table, row, column): value for column, value in values.items()})
    return Values(cells)


def _items(count: int) -> Items:
    """项 → what was spent: two 款 in each 类, more for very many, and as many 项 in each as go into it."""
    last = max(2, ceil(count / (len(CLASSES) * _MOST)))
    groups = [f"{code}{93 - group}" for code in CLASSES for group in range(last, 0, -1)]
    codes = [
        f"{group}{71 + n}"
        for group, most in zip(groups, _shares(count, len(groups)), strict=True)
        for n in range(most)
    ]
    spent = {code: 20 + n % ITEMS * Decimal("3.75") for n, code in enumerate(codes)}
    return spent | {codes[0]: sum(BASIC.values(), Decimal(0))}


def _shares(count: int, places: int) -> list[int]:
    """``count`` in whole numbers as equal as can be."""
    return [count // places + (place < count % places) for place in range(places)]


def _name(code: str) -> str:
    return CLASSES.get(code) or f"{CLASSES[code[:3]][:-2]}事务{code[3:]}"


def _sum(items: Items, code: str) -> Decimal:
    """What was spent under a 类, 款 or 项; "" for everything."""
    return sum((v for item, v in items.items() if item.startswith(code)), Decimal(0))


def _official(items: Items) -> Iterator[Line]:
    whole, basic, first = _sum(items, ""), sum(BASIC.values(), Decimal(0)), next(iter(items))
    for line in ("general", "income", "total_income", "expenditure", "total_expenditure"):
        yield "totals", line, {"amount": whole}
    for line in ("general", "income", "total_income"):
        yield "fiscal", line, {"amount": whole}
    for line in ("expenditure", "total_expenditure", *CLASSES):
        amount = whole if line not in CLASSES else _sum(items, line)
        yield "fiscal", line, {"total": amount, "general": amount}
        yield "totals", line, {"amount": amount}
    codes = sorted({code[:length] for code in items for length in (3, 5, 7)})
    for row, code in (("total", ""), *((str(n), code) for n, code in enumerate(codes))):
        head = {"code": code, "name": _name(code)} if code else {}
        fixed = basic if first.startswith(code) else Decimal(0)
        kinds = {"total": _sum(items, code), "basic": fixed, "project": _sum(items, code) - fixed}
        shown = {kind: amount for kind, amount in kinds.items() if amount}
        yield "income", row, {**head, "total": _sum(items, code), "fiscal": _sum(items, code)}
        yield "expenditure", row, {**head, **shown}
        yield "general", row, {**head, **shown}
    personnel = BASIC["30101"] + BASIC["30107"]
    totals = {"301": personnel, "personnel": personnel}
    totals |= {"302": BASIC["30201"], "public": BASIC["30201"]}
    for code, amount in (BASIC | totals).items():
        yield "basic", code, {"amount": amount}


def _budget(items: Items) -> Iterator[Line]:
    for line in TOTALS:
        yield "prior", line, {"prior": _sum(items, "")}
    for n, (code, spent) in enumerate(items.items()):
        reason = f"年中新增第{n + 1}批工作任务，由区财政按程序追加了预算"
        named: dict[str, CellValue] = {"code": code, "name": _name(code)}
        yield "budget", str(n), {**named, "budget": spent - 5, "reason": reason}
        yield "subjects", str(n), {"code": code, "meaning": f"反映用于{_name(code)}的支出"}
    yield "budget", "total", {"budget": _sum(items, "") - 5 * len(items)}


def _texts(works: int) -> Iterator[Line]:
    profile: dict[str, CellValue] = {
        "name": NAME,
        "entity": "单位",
        "unit_type": "事业单位",
        "level": "区级",
        "supervisor": "云溪区人民政府办公室（虚构示例）",
        "publish_date": date(2024, 10, 11),
        "currency": "万元",
    }
    for line, value in profile.items():
        yield "profile", line, {"value": value}
    for n in range(1, 21):
        duty = f"{n}. 承担全区第{n}类公共事务的组织实施和日常管理工作；"
        yield "duties", str(n - 1), {"paragraph": duty}
    for n in range(1, works + 1):
        work = {"item": f"第{n}类公共事务", "target": "按计划完成", "result": "按计划完成。" * 12}
        yield "key_work", str(n - 1), work
    yield "organisation", "0", {"paragraph": "本单位是独立核算单位，无下属单位。"}


def _performance(items: Items, projects: int) -> Iterator[Line]:
    for line in ("work_summary", "summary", "deviation", "improvement"):
        yield "performance", line, {"value": "各项工作按计划完成"}
    for line in ("budget", "outturn"):
        yield "performance", line, {"value": _sum(items, "")}
    for n in range(5):
        yield from _scored("goals", n, {"goal": f"完成第{n + 1}类年度目标", "weight": 16}, 4)
    for n, spent in enumerate(list(items.values())[1 : projects + 1]):
        name = f"第{n + 1}类公共事务专项经费"
        kinds = {"category": "部门预算项目", "attribute": "持续性项目", "type": "常年性项目"}
        texts = dict.fromkeys(("results", "deviation", "improvement"), "各项任务按计划完成")
        amounts = {"budget": spent, "outturn": spent}
        yield "projects", str(n), {"name": name, **kinds, **amounts, **texts}
        yield from _scored("indicators", n, {"project": name}, 20)


def _scored(table: str, group: int, head: Mapping[str, CellValue], score: int) -> Iterator[Line]:
    columns: Sequence[str] = ("level1", "level2", "level3", "target", "result")
    for n, indicator in enumerate(INDICATORS):
        row = dict(zip(columns, indicator, strict=True))
        number = str(group * len(INDICATORS) + n)
        yield table, number, {**({} if n else head), **row, "score": score}


if __name__ == "__main__":
    write_workbook(load("2023"), Path(sys.argv[1]), 2023, large_content())
