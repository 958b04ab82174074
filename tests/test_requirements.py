"""The required content of a disclosure: whether it is there, and what is lacking."""

from __future__ import annotations

from datetime import date

import pytest

from generator import checks
from generator.checks import State
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from tests.gallery.changing import Blank, Drop, Edit, Put, changed
from tests.gallery.rich import RICH
from tests.gallery.running import real


def required(*edits: Edit) -> dict[str, tuple[State, str]]:
    """Of a unit that has something of everything."""
    accounts = Accounts(changed(real(), [*RICH, *edits]), real().edition)
    made = checks.requirements(accounts, disclosure(accounts))
    return {requirement.title: (requirement.state, requirement.place) for requirement in made}


def without(table: str, *keys: str) -> tuple[Edit, ...]:
    """Without some rows of a table, or without any."""
    rows = changed(real(), RICH)[table].rows
    return tuple(Drop(table, row.key) for row in rows if row.key in keys or not keys)


def published(day: date) -> tuple[Edit, ...]:
    return (
        Put("profile.approval_date.value", date(2024, 8, 30)),
        Put("profile.publish_date.value", day),
    )


def blank(*places: str) -> tuple[Edit, ...]:
    return tuple(Put(place, None) for place in places)


def test_all_is_met_where_everything_is_filled_in() -> None:
    states = {title: state for title, (state, _) in required().items()}
    assert {title for title, state in states.items() if state is not State.MET} == {
        "纳入决算编制范围的单位"  # of a department alone
    }


@pytest.mark.parametrize(
    ("edits", "title", "lacking"),
    [
        (without("duties"), "主要职责", "职责表没有填"),
        (without("organisation"), "机构设置", "机构表没有填"),
        (without("key_work"), "重点工作完成情况", "重点工作表没有填"),
        (without("goals"), "整体支出绩效自评", "整体绩效表没有目标和指标"),
        (without("projects"), "项目支出绩效自评", "项目绩效表没有填"),
        (
            without("subjects", "2080150", "2080505"),
            "名词解释",
            "没有解释的科目：2080150、2080505",
        ),
        ((Blank("basic"),), "基本支出按经济分类列到款级", "公开06表没有款级科目"),
        (
            blank("prior.total.reason", "prior.income.reason"),
            "收支增减变化的原因",
            "没有写原因：收、支总计比上年；本年收入合计比上年",
        ),
        (
            blank(
                "three_public_counts.reception_people.value",
                "three_public_counts.cars_owned.value",
            ),
            "团组人次、车辆购置数和保有量、接待批次人次",
            "没有填：公务用车保有量（辆）、公务接待人次（人次）",
        ),
        (
            blank("three_public.row.outturn_purchase", "three_public.row.outturn_running"),
            "“三公”经费分项，公务用车购置费与运行维护费分列",
            "公务用车购置费和运行维护费没有分开",
        ),
        (
            blank(*(f"procurement.{kind}.value" for kind in ("goods", "works", "services"))),
            "政府采购总额及货物、工程、服务",
            "没有分货物、工程、服务",
        ),
        (blank("procurement.sme.value"), "授予中小企业合同金额及占比", "没有填 政府采购!B8"),
        (
            blank("assets.equipment.value"),
            "国有资产占用",
            "车辆数或设备数没有填（没有的填 0）",
        ),
        (
            published(date(2024, 9, 20)),
            "批复后按期公开",
            "批复后第 21 天公开（基本信息!B11、基本信息!B12），应在 20 天之内",
        ),
        (
            published(date(2024, 8, 29)),
            "批复后按期公开",
            "批复后第 -1 天公开（基本信息!B11、基本信息!B12），应在 20 天之内",
        ),
    ],
)
def test_what_is_lacking_is_said(edits: tuple[Edit, ...], title: str, lacking: str) -> None:
    assert required(*edits)[title] == (State.UNMET, lacking)


@pytest.mark.parametrize(
    ("edits", "title"),
    [
        (
            blank("three_public.row.outturn_purchase"),
            "“三公”经费分项，公务用车购置费与运行维护费分列",
        ),
        (published(date(2024, 8, 30)), "批复后按期公开"),
        (published(date(2024, 9, 19)), "批复后按期公开"),
    ],
)
def test_what_is_just_enough_is_met(edits: tuple[Edit, ...], title: str) -> None:
    assert required(*edits)[title][0] is State.MET


def test_who_publishes_must_be_known() -> None:
    told = required(*blank("profile.entity.value"))["纳入决算编制范围的单位"]
    assert told == (State.UNKNOWN, "没有填公开主体")
