"""Judges a whole draft: tables, prose, charts, forms, and that no number is left over."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from . import catalogue, evaluation, prose_budget, prose_funds, prose_rest, prose_totals, tables
from .prose import ZERO, Prose
from .reading import Chart, Section, read
from .tally import Tally, clause
from .unit import Unit

OF_PARAGRAPHS: dict[str, Callable[[Prose, list[str]], None]] = {
    "一、收入支出决算总体情况说明": prose_totals.overview,
    "二、收入决算情况说明": prose_totals.income,
    "三、支出决算情况说明": prose_totals.expenditure,
    "四、财政拨款收入支出决算总体情况说明": prose_totals.fiscal,
    "（一）一般公共预算财政拨款支出决算总体情况": prose_budget.general,
    "（二）一般公共预算财政拨款支出决算结构情况": prose_budget.structure,
    "（三）一般公共预算财政拨款支出决算具体情况": prose_budget.details,
    "六、一般公共预算财政拨款基本支出决算情况说明": prose_budget.basic,
    "七、政府性基金预算财政拨款收入支出决算情况说明": prose_funds.funds,
    "八、国有资本经营预算财政拨款支出决算情况说明": prose_funds.capital,
    "（一）“三公”经费财政拨款支出决算总体情况说明。": prose_rest.whole,
    "（二）“三公”经费财政拨款支出决算具体情况说明。": prose_rest.items,
    "十、机关运行经费支出说明": prose_rest.operating,
    "十一、政府采购支出说明": prose_rest.procurement,
    "十二、国有资产占用情况说明": prose_rest.assets,
    "（一）预算绩效管理工作开展情况": evaluation.work,
}
OF_SECTIONS: dict[str, Callable[[Prose, Section], None]] = {
    "（二）部门（单位）整体支出自评结果": evaluation.overall,
    "（三）项目支出自评结果": evaluation.projects,
}


def judge(unit: Unit, draft: Path) -> Tally:
    """All that is printed, against what was typed."""
    return judge_sections(unit, read(draft))


def judge_sections(unit: Unit, sections: list[Section]) -> Tally:
    """The same for a draft that was read before."""
    tally = Tally()
    shown = tables.judge(tally, unit, sections)
    prose = Prose(unit, shown, tally)
    due = {*OF_PARAGRAPHS, *OF_SECTIONS}
    for section in sections:
        tally.place = section.heading or "封面"
        _heading(prose, section)
        if section.part.startswith("第三部分"):
            due.discard(section.heading)
            _section(prose, section)
        elif section.part.startswith("第六部分"):
            _annex(prose, section)
        elif not section.part.startswith("第二部分"):
            _typed(prose, section)
    tally.place = "第三部分"
    tally.same("没有的标题", sorted(due), [])
    _charts(prose, [s for s in sections if s.part.startswith("第三部分")])
    return tally


def _section(prose: Prose, section: Section) -> None:
    paragraphs = [p for p in section.paragraphs if not re.match(r"图\d：", p)]
    if section.heading in OF_PARAGRAPHS:
        OF_PARAGRAPHS[section.heading](prose, paragraphs)
    elif section.heading in OF_SECTIONS:
        OF_SECTIONS[section.heading](prose, section)
    else:
        _typed(prose, section)


def _heading(prose: Prose, section: Section) -> None:
    """The only number in a heading is the year; the name of the unit has none."""
    for number in re.findall(r"\d+", section.heading.replace("“", "")):
        prose.tally.same("标题里的年度", number, str(prose.unit.year), section.heading)


def _annex(prose: Prose, section: Section) -> None:
    """第六部分 prints the forms once more."""
    if "整体绩效自评表" in section.heading:
        evaluation.overall_form(prose, section.tables[0])
    elif section.tables:
        evaluation.project_forms(prose, section.tables)
    _typed(prose, Section(section.part, section.heading, section.paragraphs))


def _typed(prose: Prose, section: Section) -> None:
    """Words of the unit and of the edition: the year, and a number before each paragraph."""
    unit = prose.unit
    prose.tally.place = section.heading or "封面"
    numbering = clause(r"(?<![\s\S])\d+\. ", lambda m: None)
    year = clause(f"{unit.year}年度", lambda m: None)
    count = str(len(unit.rows.get("units", {})))
    units = clause("的单位共<N>个", lambda m: prose.tally.same("单位数", m[1], count, m.string))
    published = clause(f"{unit.year + 1}年10月11日", lambda m: None)
    cells = [cell for table in section.tables for row in table[1:] for cell in row]
    for text in section.paragraphs:
        prose.scan(text, [numbering, year, units, published])
    for text in cells:
        number = clause(r"(?<![\s\S])\d+(?![\s\S])", lambda m: None)
        prose.scan(text, [number, numbering, year])


_SERIES: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "收、支决算总计变动情况": ("total", {"收入总计": ("01", "31"), "支出总计": ("01", "62")}),
    "财政拨款收、支决算总计变动情况": (
        "fiscal_total",
        {"财政拨款收入总计": ("04", "32"), "财政拨款支出总计": ("04", "64", "total")},
    ),
}


def _charts(prose: Prose, sections: list[Section]) -> None:
    """Values of the charts, their captions, and that each chart that can be drawn is there."""
    captions = [p for s in sections for p in s.paragraphs if re.match(r"图\d：", p)]
    charts = [chart for s in sections for chart in s.charts]
    due = _due(prose)
    wanted = [f"图{n}：{name}" for n, name in enumerate(due, 1)]
    prose.tally.same("图题", captions, wanted)
    for chart, (name, values) in zip(charts, due.items(), strict=False):
        _chart(prose, chart, name, values)


Values = dict[str, list[Decimal]]
"""Series → its values."""


def _due(prose: Prose) -> dict[str, Values]:
    """Caption → series of the charts that there must be, in the order of the document."""
    found: dict[str, Values] = {}
    for caption, form, series in (
        ("收、支决算总计变动情况", "", ""),
        ("收入决算结构", "02", "收入决算"),
        ("支出决算结构", "03", "支出决算"),
        ("财政拨款收、支决算总计变动情况", "", ""),
    ):
        values = _structure(prose, form, series) if form else _totals(prose, caption)
        if any(any(numbers) for numbers in values.values()):
            found[caption] = values
    return found


def _totals(prose: Prose, caption: str) -> Values:
    if prose.unit.new:
        return {}
    line, places = _SERIES[caption]
    if not all(prose.shown.given(*place) for place in places.values()):
        return {}  # a chart of something that is not there is not drawn
    before = prose.unit.wan("prior", line, "prior") or ZERO
    return {name: [before, prose.shown(*place)] for name, place in places.items()}


def _structure(prose: Prose, form: str, series: str) -> Values:
    columns = catalogue.COLUMNS[form][1:]
    amounts = [prose.shown(form, "total", column) for column in columns]
    return {series: [amount for amount in amounts if amount]}


def _chart(prose: Prose, chart: Chart, name: str, values: Values) -> None:
    prose.tally.place = f"图：{name}"
    prose.tally.same("图的系列", list(chart.series), list(values))
    prose.tally.same("图的类别", chart.categories, _categories(prose, name))
    for series, numbers in values.items():
        printed = [Decimal(text) for text in chart.series.get(series, [])]
        prose.tally.same("图的数的个数", len(printed), len(numbers))
        for one, other in zip(printed, numbers, strict=False):
            prose.tally.same("图的数", one, other)


def _categories(prose: Prose, name: str) -> list[str]:
    """The two years, or the kinds of income or expenditure that are not nil."""
    form = {"收入决算结构": "02", "支出决算结构": "03"}.get(name)
    if form is None:
        return [f"{prose.unit.year - 1}年度", f"{prose.unit.year}年度"]
    kinds = zip(catalogue.COLUMNS[form][1:], catalogue.LABELS[form][1:], strict=True)
    return [label for column, label in kinds if prose.shown(form, "total", column)]
