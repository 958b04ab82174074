"""A consistent workbook with everything that the real one lacks, as edits of the real one."""

from __future__ import annotations

from datetime import date

from tests.gallery.changing import Add, Edit, Head, Put, Typed, number, wan

_FUND: dict[str, Typed] = {"income": wan("8"), "expenditure": wan("8"), "project": wan("8")}
_CODES = (
    ("212", "城乡社区支出"),
    ("21208", "国有土地使用权出让收入安排的支出"),
    ("2120899", "其他国有土地使用权出让收入安排的支出"),
)


def _codes() -> list[Edit]:
    """政府性基金 8 and 事业收入 5, spent on the same 项 and on 2089999."""
    rows: list[Edit] = []
    for code, name in _CODES:
        rows.append(Add("income", code, name=name, total=wan("8"), fiscal=wan("8")))
        rows.append(Add("expenditure", code, name=name, total=wan("8"), project=wan("8")))
        rows.append(Add("fund", code, name=name, **_FUND))
    for code, total, basic in (
        ("2089999", "41.44", "6.44"),
        ("20899", "41.44", "6.44"),
        ("208", "227.95", "192.95"),
    ):
        rows.append(Put(f"income.{code}.total", wan(total)))
        rows.append(Put(f"income.{code}.business", wan("5")))
        rows.append(Put(f"expenditure.{code}.total", wan(total)))
        rows.append(Put(f"expenditure.{code}.basic", wan(basic)))
    return rows


def _amounts(form: str, **places: str) -> list[Edit]:
    return [Put(f"{form}.{key.replace('__', '.')}", wan(text)) for key, text in places.items()]


RICH: tuple[Edit, ...] = (
    *_codes(),
    *_amounts("income", total__total="246.37", total__fiscal="241.37", total__business="5"),
    *_amounts("expenditure", total__total="246.37", total__basic="203.37", total__project="43"),
    *_amounts("fund", total__income="8", total__expenditure="8", total__project="8"),
    *_amounts(
        "totals",
        fund__amount="8",
        business__amount="5",
        income__amount="246.37",
        opening__amount="2",
        total_income__amount="248.37",
    ),
    *(Put(f"totals.{code}.amount", wan(text)) for code, text in (("208", "227.95"), ("212", "8"))),
    *_amounts(
        "totals",
        expenditure__amount="246.37",
        closing__amount="2",
        total_expenditure__amount="248.37",
    ),
    *_amounts("fiscal", fund__amount="8", income__amount="241.37", total_income__amount="241.37"),
    *(Put(f"fiscal.212.{column}", wan("8")) for column in ("total", "fund")),
    *_amounts("fiscal", expenditure__total="241.37", expenditure__fund="8"),
    *_amounts("fiscal", total_expenditure__total="241.37", total_expenditure__fund="8"),
    *_amounts(
        "three_public",
        row__budget="3",
        row__budget_cars="2",
        row__budget_running="2",
        row__budget_reception="1",
    ),
    *_amounts(
        "three_public",
        row__outturn="2.4",
        row__outturn_cars="2",
        row__outturn_running="2",
        row__outturn_reception="0.4",
    ),
    *(
        Put(f"three_public_items.{line}.{c}", wan(text))
        for c in ("budget", "prior")
        for line, text in (("total", "3"), ("cars", "2"), ("running", "2"), ("reception", "1"))
    ),
    *(
        Put(f"three_public_items.{line}.{c}", "压减公务接待批次")
        for c in ("budget_reason", "reason")
        for line in ("total", "reception")
    ),
    *(
        Put(f"three_public_counts.{k}.value", number(n))
        for k, n in (("cars_owned", "1"), ("reception_batches", "5"), ("reception_people", "32"))
    ),
    *(
        Put(f"procurement.{k}.value", wan(n))
        for k, n in (
            ("total", "12"),
            ("goods", "4"),
            ("services", "8"),
            ("sme", "10"),
            ("small", "6"),
        )
    ),
    *(
        Put(f"assets.{k}.value", number(n))
        for k, n in (
            ("vehicles", "2"),
            ("leader", "1"),
            ("other_vehicles", "1"),
            ("equipment", "0"),
        )
    ),
    Put("assets.other_use.value", "业务保障用车"),
    Put("prior.closing.prior", wan("2")),
    *_amounts(
        "prior",
        total__prior="243.02",
        total__published="243",
        income__prior="241.02",
        expenditure__prior="241.02",
        fiscal_total__prior="241.02",
        fiscal_general__prior="241.02",
        general_expenditure__prior="241.02",
    ),
    Put("prior.total.correction", "会计差错更正，调增上年其他收入"),
    *(
        Put(f"prior.{line}.reason", "政府性基金项目增加")
        for line in ("total", "income", "expenditure", "fiscal_total", "fiscal_fund")
    ),
    Add("subjects", "2120899", meaning="反映土地出让收入用于其他方面的支出。"),
    Add(
        "projects",
        name="场地改造",
        budget=wan("8"),
        outturn=wan("8"),
        category="部门预算项目",
        attribute="新增性项目",
        type="一次性项目",
        results="完成场地改造",
        deviation="无",
        improvement="继续做好管护",
    ),
    Add(
        "indicators",
        project="场地改造",
        level1="产出指标",
        level2="数量指标",
        level3="改造面积",
        target="100平方米",
        result="100平方米",
        points=number("80"),
        score=number("80"),
    ),
    Put("performance.budget.value", wan("246.37")),
    Put("performance.outturn.value", wan("246.37")),
    Put("profile.approval_date.value", date(2024, 9, 23)),
    Head("expenditure", "部门：武汉市黄陂区人力资源和社会保障信息中心"),
    Head("expenditure", "2023年度支出决算表"),
)
