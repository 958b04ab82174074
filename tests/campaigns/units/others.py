"""机关运行经费, 政府采购, 国有资产, 三公 quantities and 预算绩效 of a random unit."""

from __future__ import annotations

from decimal import Decimal

from . import catalogue
from .printed import Printed
from .texts import reason
from .unit import Dice, Row, Unit

USES = [
    "minister",
    "leader",
    "confidential",
    "emergency",
    "enforcement",
    "special",
    "retired",
    "other_vehicles",
]
_LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度"),
)


def quantities(unit: Unit, dice: Dice) -> None:
    """Groups, people, vehicles and receptions that belong to the amounts of 公开09表."""

    def spent(key: str) -> int:
        return unit.truth.get(("09", "row", f"outturn_{key}"), 0)

    def put(line: str, value: int | str | Decimal) -> None:
        unit.row("three_public_counts", line)["value"] = value

    if spent("abroad"):
        groups = dice.whole(1, 9)
        put("abroad_groups", groups)
        put("abroad_people", groups + dice.whole(0, 40))
        put("abroad_use", f"第{dice.number()}批业务交流团组的国际旅费和住宿费")
    if spent("purchase"):
        put("cars_bought", dice.whole(1, 4))
    if spent("running") or dice.chance(0.1):
        put("cars_owned", dice.whole(1, 60))
    if spent("running") and dice.chance(0.7):
        put("running_use", f"第{dice.number()}类公务用车的燃料费和维修费")
    if spent("reception"):
        _reception(dice, spent("reception"), put, unit)
    elif dice.chance(0.2):
        put("reception_batches", 0)


def _reception(dice: Dice, spent: int, put, unit: Unit) -> None:  # type: ignore[no-untyped-def]
    batches = dice.whole(1, 80)
    people = batches + dice.whole(0, 900)
    put("reception_batches", batches)
    put("reception_people", people)
    put("reception_use", f"接待第{dice.number()}批检查指导和学习交流人员")
    if dice.chance(0.4):
        foreign = batches if dice.chance(0.2) else dice.whole(1, batches)
        guests = people if foreign == batches else foreign + dice.whole(0, people - batches)
        put("foreign_batches", foreign)
        put("foreign_people", guests)
        step = max(dice.quantum, 10_000)
        put("foreign_amount", unit.typed(dice.whole(1, max(1, spent // step)) * step))
    elif dice.chance(0.3):
        put("foreign_batches", 0)


def operating(unit: Unit, dice: Dice) -> None:
    """机关运行经费: that of offices is their 公用经费; institutions have none."""
    if unit.profile["unit_type"] == "事业单位":
        return
    public = Printed(unit).exact(("06", "public", "amount")) or Decimal(0)
    this = public * unit.scale
    if unit.profile["entity"] == "部门":  # the institutions' part is left out
        part = unit.truth.get(("06", "public", "amount"), 0) * dice.whole(20, 90) // 100
        this = min(unit.typed(part), this) or this
    row = unit.row("operating", "operating")
    row["this"] = this
    if unit.new:
        return
    row["prior"] = unit.typed(dice.near(int(this * (100 if unit.money == "元" else 1_000_000))))
    shown, before = (unit.wan("operating", "operating", c) for c in ("this", "prior"))
    assert shown is not None and before is not None
    if shown != before:
        row["reason"] = reason(dice, shown - before, "prior")


def procurement(unit: Unit, dice: Dice) -> None:
    """政府采购 within the expenditure of the year."""
    spendable = unit.truth.get(("03", "total", "total"), 0) // 2 // dice.quantum * dice.quantum
    if not spendable or dice.chance(0.25):
        return
    total = min(spendable, max(1_000_000, dice.part(spendable)))  # no contract is of some 元
    parts = dice.split(total, ("goods", "works", "services"))
    if dice.chance(0.3):
        parts.pop(dice.random.choice(list(parts)))
    won = {kind: dice.part(fen) for kind, fen in parts.items()}
    sme = sum(won.values())
    lines = {kind: parts.get(kind, 0) for kind in ("goods", "works", "services")}
    lines |= {"sme": sme, "small": dice.part(sme)}
    if dice.chance(0.5):
        lines["total"] = sum(parts.values())
    if dice.chance(0.7):
        lines |= {f"sme_{kind}": fen for kind, fen in won.items()}
    for line, fen in lines.items():
        unit.row("procurement", line)["value"] = unit.typed(fen)


def assets(unit: Unit, dice: Dice) -> None:
    """国有资产: vehicles by use, among them those of 三公, and equipment."""
    counts = unit.rows.get("three_public_counts", {})
    least = max(int(counts.get(key, {}).get("value", 0)) for key in ("cars_owned", "cars_bought"))
    if not least and dice.chance(0.3):
        return
    by_use = {use: dice.whole(1, 9) for use in dice.random.sample(USES, dice.whole(0, 5))}
    by_use["special"] = by_use.get("special", 0) + max(0, least - sum(by_use.values()))
    for use in USES:
        if by_use.get(use) or dice.chance(0.5):
            unit.row("assets", use)["value"] = by_use.get(use, 0)
    if not unit.rows.get("assets") or dice.chance(0.5):
        unit.row("assets", "vehicles")["value"] = sum(by_use.values())
    if by_use.get("other_vehicles"):
        unit.row("assets", "other_use")["value"] = f"第{dice.number()}类后勤保障"
    unit.row("assets", "equipment")["value"] = dice.random.choice((0, 0, 1, 12, 345))


def performance(unit: Unit, dice: Dice) -> None:
    """整体绩效, its goals of 80 points, and the projects that the 项目支出 went into."""
    spent = unit.truth.get(("03", "total", "total"), 0)
    budget = spent + (dice.amount(0, 6) if dice.chance(0.7) else 0)
    unit.row("performance", "budget")["value"] = unit.typed(budget)
    unit.row("performance", "outturn")["value"] = unit.typed(spent)
    for line in ("work_summary", "summary", "deviation", "improvement"):
        unit.row("performance", line)["value"] = f"第{dice.number()}类任务按计划推进"
    weights = dice.random.choice(((80,), (50, 30), (30, 30, 20), (40, 20, 12, 8)))
    for number, weight in enumerate(weights):
        goal: Row = {"goal": f"完成第{dice.number()}类年度目标", "weight": weight}
        _indicators(unit, dice, "goals", f"{number}", goal, weight)
    _projects(unit, dice)
    row = unit.row("performance", "budget")
    planned = sum(Decimal(project["budget"]) for project in unit.rows.get("projects", {}).values())
    row["value"] = max(Decimal(row["value"]), planned)


def _indicators(unit: Unit, dice: Dice, block: str, key: str, head: Row, points: int) -> None:
    levels = _LEVELS[: dice.whole(1, len(_LEVELS))]
    shares = [points // len(levels)] * len(levels)
    shares[0] += points - sum(shares)
    for number, ((level1, level2), share) in enumerate(zip(levels, shares, strict=True)):
        score = Decimal(share) - (Decimal(dice.whole(0, 9)) / 10 if share > 1 else 0)
        row: Row = {**({} if number else head), "level1": level1, "level2": level2}
        row["level3"] = f"第{dice.number()}项指标"
        row |= {"target": f"第{dice.whole(1, 4)}季度完成", "result": "完成"}
        row |= {"points": share, "score": score}
        unit.rows.setdefault(block, {})[f"{key}.{number}"] = row


def _projects(unit: Unit, dice: Dice) -> None:
    spent = unit.truth.get(("03", "total", "project"), 0)
    if not spent:
        return
    count = dice.random.choice((1, 1, 2, 3, 6))
    for key, fen in dice.split(spent, [str(n) for n in range(count)]).items():
        _project(unit, dice, key, fen)
    if dice.chance(0.15):
        _project(unit, dice, "unfunded", 0)


def _project(unit: Unit, dice: Dice, key: str, fen: int) -> None:
    name = f"第{dice.number()}类公共服务{dice.random.choice(('经费', '项目'))}"
    more = dice.amount(0, 5) if fen and dice.chance(0.5) else 0
    row = unit.row("projects", key)
    row |= {"name": name, "budget": unit.typed(fen + more), "outturn": unit.typed(fen)}
    row["category"] = dice.random.choice(("部门预算项目", "财政专项资金"))
    row["attribute"] = dice.random.choice(("持续性项目", "新增性项目"))
    row["type"] = dice.random.choice(("常年性项目", "延续性项目", "一次性项目"))
    row["results"] = f"完成第{dice.number()}类服务{dice.whole(100, 99999)}件"
    little = fen * 10 < (fen + more) * 7
    why = f"第{dice.number()}期合同按进度付款，余款结转下年支付" if little else "无"
    row |= {"deviation": why, "improvement": f"继续完善第{dice.number()}类服务"}
    _indicators(unit, dice, "indicators", key, {"project": name}, 80)


def three_public_active(dice: Dice) -> dict[str, bool]:
    """Which items of 三公 there are."""
    if dice.chance(0.25):
        return dict.fromkeys(catalogue.OF_THREE_PUBLIC, False)
    return {key: dice.chance(0.6) for key in catalogue.OF_THREE_PUBLIC}
