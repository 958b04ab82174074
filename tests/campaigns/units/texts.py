"""Words of a random unit: who it is, why figures changed, what was done."""

from __future__ import annotations

from decimal import Decimal

from .unit import Dice, Unit

_UP = {
    "prior": (
        "新增第{n}批工作任务，相应经费增加",
        "第{n}批人员调入，人员经费增加",
        "按规定调整了津补贴标准（第{n}档）",
    ),
    "budget": (
        "年中追加了第{n}批工作任务的经费",
        "使用上年结转资金支付第{n}期工程尾款",
        "年中第{n}批人员调入，追加了人员经费",
    ),
}
_DOWN = {
    "prior": (
        "第{n}期项目已经完工，相应支出减少",
        "压减第{n}类一般性支出",
        "第{n}批人员退休，人员经费减少",
    ),
    "budget": (
        "第{n}期项目经招标节约了资金",
        "第{n}项任务推迟到下年实施，资金结转下年使用",
        "从严控制第{n}类支出，厉行节约",
    ),
}


def reason(dice: Dice, difference: Decimal, kind: str) -> str:
    """A reason that no other line has, in the direction of the difference."""
    return dice.random.choice((_UP if difference > 0 else _DOWN)[kind]).format(n=dice.number())


_SEATS = {
    "中央": ("国家", "总局"),
    "省级": ("南岭省", "厅"),
    "市级": ("江澜市", "局"),
    "区级": ("江澜市云溪区", "局"),
    "县级": ("江澜市青原县", "局"),
    "乡镇级": ("青原县白石镇", "所"),
}
_TRADES = ("民政", "统计", "农业农村", "交通运输", "文化和旅游", "应急管理", "水务", "教育")
_INSTITUTIONS = ("综合服务中心", "信息中心", "技术推广站", "养护中心")
_LIKE_OFFICES = ("社会保险服务中心", "机关事务服务中心", "综合执法队")


def profile(unit: Unit, dice: Dice) -> None:
    """基本信息."""
    level = dice.random.choice(list(_SEATS))
    seat, office = _SEATS[level]
    trade = dice.random.choice(_TRADES)
    kind = dice.random.choice(("行政单位", "参公事业单位", "事业单位", "事业单位"))
    parent = f"{seat}{trade}{office}"
    name = {
        "行政单位": parent,
        "参公事业单位": seat + dice.random.choice(_LIKE_OFFICES),
        "事业单位": f"{seat}{trade}{dice.random.choice(_INSTITUTIONS)}",
    }[kind]
    unit.profile = {
        "name": name,
        "entity": "部门" if dice.chance(0.35) else "单位",
        "unit_type": kind,
        "level": level,
        "supervisor": parent,
        "currency": "元" if unit.money == "元" else "万元",
    }
    if dice.chance(0.1):
        unit.profile["history"] = "新成立"
    elif dice.chance(0.3):
        unit.profile["history"] = "有上年数"


def standing_texts(unit: Unit, dice: Dice) -> None:
    """Duties, organisation, key work, terms and what each 项 of 公开03表 is for."""
    for n in range(dice.whole(1, 6)):
        duty = f"{n + 1}. 承担第{dice.number()}类公共事务的组织实施和日常管理；"
        unit.row("duties", str(n))["paragraph"] = duty
        work = unit.row("key_work", str(n))
        work["item"] = f"第{dice.number()}类公共事务"
        work["target"] = f"按计划办结{dice.whole(10, 999)}件"
        work["result"] = f"全年办结{dice.whole(1000, 9999)}件，第{dice.number()}类事项提前完成"
    unit.row("organisation", "0")["paragraph"] = f"内设{dice.whole(2, 12)}个科室。"
    if unit.profile["entity"] == "部门":
        for n in range(dice.whole(1, 5)):
            row = unit.row("units", str(n))
            row["name"] = f"{unit.profile['name']}（本级）" if not n else f"{_sub(unit, n)}"
            row["type"] = "行政单位" if not n else "公益一类事业单位"
    if dice.chance(0.4):
        term = unit.row("glossary", "0")
        term["term"], term["meaning"] = "专项经费", f"指用于第{dice.number()}类任务的经费"
    spent = [row for f, row, c in unit.truth if f == "03" and c == "total" and len(row) == 7]
    for code in sorted(set(spent)):
        meaning = f"反映本级第{dice.number()}类任务所需的经费"
        unit.rows.setdefault("subjects", {})[code] = {"code": code, "meaning": meaning}


def _sub(unit: Unit, number: int) -> str:
    seat = _SEATS[unit.profile["level"]][0]
    return f"{seat}第{number}服务站"
