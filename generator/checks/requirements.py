"""What a disclosure must contain, whether it does, and the place that proves it.

The basis is the catalogue of 部门决算公开 (《地方预决算公开操作规程》 and 《预算法》第十四条).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Wrong
from generator.checks.subjects.filling import required_in, waived
from generator.checks.subjects.reasons import changes
from generator.editions.schema import Form
from generator.figures.accounts import MAIN_FORMS, Accounts
from generator.figures.disclosure import Disclosure
from generator.figures.phrasing import chinese_number
from generator.model import Cell, listed


class State(StrEnum):
    """Whether a requirement is met; UNKNOWN: what it takes to tell is not filled in yet."""

    MET = "已满足"
    UNMET = "未满足"
    IDLE = "不适用"
    UNKNOWN = "未核对"


class Requirement(Struct, frozen=True):
    """One requirement: ``place`` is the sheet or section that proves it, or what is missing."""

    title: str
    state: State
    place: str


_NO_PART = "本地区的公开稿没有这一部分"

Proof = Callable[[Context], tuple[State, str]]


class _Demand(NamedTuple):
    """What is required, of a disclosure that has the part for which ``sheet`` is filled in.

    ``from_tables``: nobody can tell before the official tables are filled in.
    """

    title: str
    proof: Proof
    sheet: str = ""
    from_tables: bool = False


def requirements(accounts: Accounts, disclosure: Disclosure) -> tuple[Requirement, ...]:
    """Every requirement, in the catalogue's order."""
    context = Context(accounts, disclosure)
    return tuple(_worded(context, demand.title, *_proven(context, demand)) for demand in _ALL)


def _worded(context: Context, title: str, state: State, place: str) -> Requirement:
    edition = context.accounts.edition
    title = title.replace("{forms}", chinese_number(len(edition.forms)))
    return Requirement(title, state, edition.worded(place))


def _proven(context: Context, demand: _Demand) -> tuple[State, str]:
    if demand.sheet and not context.asks(demand.sheet):
        return State.IDLE, _NO_PART
    if demand.from_tables and context.accounts.unfilled:
        return State.UNKNOWN, "决算表还空着，无从判断"
    return demand.proof(context)


def _at(context: Context, section: str, where: str = "") -> str:
    """Where the document has a part, as the edition says, and what fills it."""
    place: str = getattr(context.accounts.edition.sections, section)
    return f"{place}（{where}）" if place and where else place or where


def _met(good: bool, place: str, lacking: str) -> tuple[State, str]:
    return (State.MET, place) if good else (State.UNMET, lacking)


def _duties(context: Context) -> tuple[State, str]:
    good = bool(context.disclosure.narrative.duties)
    return _met(good, _at(context, "duties", "职责表"), "职责表没有填")


def _organisation(context: Context) -> tuple[State, str]:
    if waived(context, context.accounts.edition.blocks["organisation"][1]):
        return State.IDLE, "本地区只要求单位写机构设置"
    good = bool(context.disclosure.narrative.organisation)
    return _met(good, _at(context, "organisation", "机构表"), "机构表没有填")


def _units(context: Context) -> tuple[State, str]:
    if not context.choice("entity"):
        return State.UNKNOWN, "没有填公开主体"
    if not context.disclosure.unit.is_department:
        return State.IDLE, "公开主体是单位"
    good = bool(context.disclosure.narrative.units)
    return _met(good, _at(context, "organisation", "机构表"), "机构表没有列出纳入决算的单位")


def _tables(context: Context) -> tuple[State, str]:
    accounts, forms = context.accounts, context.accounts.edition.forms
    blank = [form for form in forms if not accounts.has_amounts(form.id)]
    if any(form.id in MAIN_FORMS for form in blank):
        return State.UNMET, f"没有一个数：{_sheets(blank)}"
    place = f"{_at(context, 'tables')}，{forms[0].sheet}至{forms[-1].sheet}".removeprefix("，")
    return State.MET, f"{place}；{_sheets(blank)}没有数据，列空表并说明" if blank else place


def _sheets(forms: list[Form]) -> str:
    return "、".join(form.sheet for form in forms)


def _items(context: Context) -> tuple[State, str]:
    rows = context.accounts.code_rows("general", 7)
    nil = context.disclosure.general.total.nil
    if nil:
        return State.IDLE, "没有一般公共预算财政拨款支出"
    return _met(bool(rows), "{general}（列到项级）", "{general}没有项级科目")


def _economic(context: Context) -> tuple[State, str]:
    basic = context.disclosure.basic
    if basic.total.nil:
        return State.IDLE, "没有基本支出"
    good = bool(basic.personnel.items or basic.public.items)
    return _met(good, "{basic}（列到经济分类款级）", "{basic}没有款级科目")


def _reasons(context: Context) -> tuple[State, str]:
    due = [(name, change) for name, change in changes(context.disclosure) if change.needs_reason]
    lacking = [name for name, change in due if not change.reason]
    if not due:
        return State.IDLE, "没有增减"
    place = _at(context, "reasons", "上年数、年初预算、三公经费、机关运行经费表")
    return _met(not lacking, place, f"没有写原因：{'；'.join(lacking)}")


def _three_public(context: Context) -> tuple[State, str]:
    if context.disclosure.three_public.empty:
        return State.MET, f"{_at(context, 'three_public', '本年没有，已说明')}、{{three_public}}"
    split = _split(context)
    return _met(
        split,
        f"{_at(context, 'three_public')}、{{three_public}}".removeprefix("、"),
        "公务用车购置费和运行维护费没有分开",
    )


def _split(context: Context) -> bool:
    three = context.disclosure.three_public
    parts = three.purchase.outturn.amount + three.running.outturn.amount
    return three.cars.outturn.nil or parts != 0


_COUNTS = (
    ("abroad", "abroad_groups"),
    ("abroad", "abroad_people"),
    ("purchase", "cars_bought"),
    ("running", "cars_owned"),
    ("reception", "reception_batches"),
    ("reception", "reception_people"),
)


def _quantities(context: Context) -> tuple[State, str]:
    three = context.disclosure.three_public
    due = [(item, count) for item, count in _COUNTS if not getattr(three, item).outturn.nil]
    if not due:
        return State.IDLE, "没有“三公”经费支出"
    lacking = [three.counts[count].label for _, count in due if not three.counts[count].given]
    return _met(
        not lacking, _at(context, "quantities", "三公经费表"), f"没有填：{'、'.join(lacking)}"
    )


def _operating(context: Context) -> tuple[State, str]:
    made = context.disclosure
    if made.unit.is_institution:
        return State.MET, _at(context, "operating", "事业单位没有，已说明")
    cells = made.operating.this.cells
    return _met(
        made.operating.this.given, _at(context, "operating", "机关运行经费表"), f"没有填 {cells[0]}"
    )


def _procurement(context: Context) -> tuple[State, str]:
    table = context.accounts.facts["procurement"]
    if context.disclosure.procurement.nil:
        blank = not context.accounts.has_amounts(table.id)
        said = f"{table.sheet}表空着，写明本年没有" if blank else "本年没有，已说明"
        return State.MET, _at(context, "procurement", said)
    kinds = [context.given("procurement", key) for key in ("goods", "works", "services")]
    good = any(figure.given for figure in kinds)
    return _met(good, _at(context, "procurement", "政府采购表"), "没有分货物、工程、服务")


def _sme(context: Context) -> tuple[State, str]:
    made = context.disclosure.procurement
    if made.nil:
        return State.IDLE, "没有政府采购"
    lines = context.accounts.edition.blocks["procurement"][1].lines
    if not any(line.key == "sme" for line in lines):
        return State.IDLE, "本地区的公开稿不列这一项"
    return _met(
        made.sme.given, _at(context, "procurement", "政府采购表"), f"没有填 {made.sme.cells[0]}"
    )


def _assets(context: Context) -> tuple[State, str]:
    made = context.disclosure.assets
    if made.blank:
        return State.MET, _at(context, "assets", "国有资产表空着，写明没有占用")
    good = made.vehicles.given and made.equipment.given
    return _met(good, _at(context, "assets", "国有资产表"), "车辆数或设备数没有填（没有的填 0）")


def _whole_evaluation(context: Context) -> tuple[State, str]:
    if not context.disclosure.evaluation.goals:
        return State.UNMET, "整体绩效表没有目标和指标"
    blank = _blanks(context, "performance", "goals")
    place = _at(context, "performance", "整体绩效表")
    return _met(not blank, place, f"没有填齐：{listed(blank)}")


def _project_evaluation(context: Context) -> tuple[State, str]:
    made = context.disclosure.projects
    if made.none and context.amount("expenditure.total.project").nil:
        return State.IDLE, "没有项目支出"
    if made.none:
        return State.UNMET, "项目绩效表没有填"
    blank = _blanks(context, "projects", "indicators")
    place = _at(context, "projects", "项目绩效表")
    return _met(not blank, place, f"没有填齐：{listed(blank)}")


def _blanks(context: Context, *blocks: str) -> tuple[Cell, ...]:
    """The required cells of some blocks that are blank."""
    looks = (look for block in blocks for look in required_in(context, block))
    return tuple(cell for look in looks if isinstance(look, Wrong) for cell in look.cells)


def _key_work(context: Context) -> tuple[State, str]:
    good = bool(context.disclosure.narrative.key_work)
    return _met(good, _at(context, "key_work", "重点工作表"), "重点工作表没有填")


def _glossary(context: Context) -> tuple[State, str]:
    if not context.asks("subjects"):  # the terms of the template, without 科目
        place = _at(context, "glossary")
        return (State.MET, place) if place else (State.IDLE, _NO_PART)
    used = {row.key for row in context.accounts.code_rows("expenditure", 7)}
    lacking = sorted(used - {row.key for row in context.accounts.facts["subjects"].rows})
    return _met(
        not lacking, _at(context, "glossary", "科目解释表"), f"没有解释的科目：{'、'.join(lacking)}"
    )


def _publication(context: Context) -> tuple[State, str]:
    profile = context.accounts.facts["profile"]
    approved, published = profile["approval_date"]["value"], profile["publish_date"]["value"]
    if not isinstance(approved.value, date) or not isinstance(published.value, date):
        blank = [f"{f.label}（{f.cell}）" for f in (approved, published) if not f.given]
        return State.UNKNOWN, f"没有填{'、'.join(blank)}，无从判断"
    days, limit = (
        (published.value - approved.value).days,
        context.accounts.edition.publish_within_days,
    )
    said = f"批复后第 {days} 天公开（{approved.cell}、{published.cell}）"
    return _met(0 <= days <= limit, said, f"{said}，应在 {limit} 天之内")


_ALL = (
    _Demand("主要职责", _duties, "duties"),
    _Demand("机构设置", _organisation, "organisation"),
    _Demand("纳入决算编制范围的单位", _units, "organisation"),
    _Demand("{forms}张决算公开表，空表保留并说明", _tables),
    _Demand("一般公共预算支出按功能分类列到项级", _items, from_tables=True),
    _Demand("基本支出按经济分类列到款级", _economic, from_tables=True),
    _Demand("收支增减变化的原因", _reasons, from_tables=True),
    _Demand("“三公”经费分项，公务用车购置费与运行维护费分列", _three_public, from_tables=True),
    _Demand(
        "团组人次、车辆购置数和保有量、接待批次人次", _quantities, "three_public", from_tables=True
    ),
    _Demand("机关运行经费", _operating, "operating"),
    _Demand("政府采购总额及货物、工程、服务", _procurement, "procurement"),
    _Demand("授予中小企业合同金额及占比", _sme, "procurement"),
    _Demand("国有资产占用", _assets, "assets"),
    _Demand("整体支出绩效自评", _whole_evaluation, "performance"),
    _Demand("项目支出绩效自评", _project_evaluation, "projects", from_tables=True),
    _Demand("重点工作完成情况", _key_work, "key_work"),
    _Demand("名词解释", _glossary, from_tables=True),
    _Demand("批复后按期公开", _publication),
)


def titles() -> Iterator[str]:
    """The titles of all requirements."""
    return (demand.title for demand in _ALL)
