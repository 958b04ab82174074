"""第三部分 九至十二: 三公, 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

import re
from decimal import Decimal

from . import labels, lastyear
from .others import USES
from .prose import ZERO, Prose, percent
from .tally import Clause, clause
from .unit import half_up

_WORDS = {
    "abroad": "因公出国（境）费",
    "cars": "公务用车购置及运行维护费",
    "purchase": "公务用车购置费",
    "running": "公务用车运行维护费",
    "reception": "公务接待费",
}


class Cost:
    """An item of 三公 with its budgets, this year and last, as printed."""

    def __init__(self, prose: Prose, key: str) -> None:
        columns = lastyear.columns_of(key)
        self.key = key
        self.spent, self.full = (prose.shown("09", "row", column) for column in columns)
        self.initial = lastyear.stated(prose.unit, key, "budget") or ZERO
        self.planned = bool(lastyear.exact_of(prose.unit, key, "budget"))
        self.moved, self.adjusted = (prose.shown.given("09", "row", c) for c in columns)
        self.before = lastyear.stated(prose.unit, key, "prior") or ZERO
        self.of_initial = self.planned and not self.adjusted
        met = self.spent == self.full and self.planned and self.spent != self.initial
        self.from_initial = self.of_initial or met
        self.budget = self.initial if self.from_initial else self.full
        self.told: set[str] = set()

    @property
    def nothing(self) -> bool:
        return not (self.moved or self.adjusted or self.planned)


def whole(prose: Prose, paragraphs: list[str]) -> None:
    """九（一）."""
    cost, unit = Cost(prose, "total"), prose.unit
    head = f"{unit.year}年度{unit.self_name}"
    if cost.nothing:
        begins = f"{head}无“三公”经费财政拨款支出。"
        prose.tally.same("没有的说明", paragraphs[0].startswith(begins), True, paragraphs[0])
    else:
        _told(prose, cost, paragraphs[0])
    prose.scan(paragraphs[0], _cost_clauses(prose, cost, always=True))


def _told(prose: Prose, cost: Cost, text: str) -> None:
    """The budgets and the completion that must be told are, and no others."""
    due = {
        "年初预算为": cost.planned,
        "全年预算为": not cost.of_initial,
        "支出决算为": True,
        "完成": bool(cost.initial if cost.of_initial else cost.full),
    }
    found = {word: bool(re.search(rf"{word}[\d年全]", text)) for word in due}
    prose.tally.same("三公预算情况的各项", found, due, text)


def _cost_clauses(prose: Prose, cost: Cost, always: bool) -> list[Clause]:
    tally, unit = prose.tally, prose.unit
    base = cost.initial if cost.of_initial else cost.full
    word = "年初" if cost.of_initial else "全年"
    optional = cost.key == "cars"

    def rate(m: re.Match[str]) -> None:
        expected = percent(cost.spent, base) if base else "没有预算，不写完成率"
        tally.same("三公完成率", m[1] + ("%以下" if m[2] else ""), expected, m.string)

    def share(m: re.Match[str]) -> None:
        expected = percent(cost.spent, prose.shown("09", "row", "outturn"))
        tally.same("比重", m[1] + ("%以下" if m[2] else ""), expected, m.string)

    def against_budget(m: re.Match[str]) -> None:
        words = "大于" if cost.spent > cost.budget else "小于"
        of = "年初" if cost.from_initial else "全年"
        tally.same("大于、小于", (m[1], m[2]), (words, of), m.string)
        prose.compare(
            cost.spent, cost.budget, ("three_public", cost.key, "budget_reason"), optional
        )
        if prose.now:
            prose.now.said = True

    def against_prior(m: re.Match[str]) -> None:
        place = ("three_public", cost.key, "reason")
        prose.compare(cost.spent, None if unit.new else cost.before, place, optional)

    amount = prose.is_amount
    return [
        clause("年初预算为<N>万元", amount("三公年初预算", cost.initial)),
        clause("全年预算为<N>万元", amount("三公全年预算", cost.full)),
        clause("支出决算为<N>万元", amount("三公决算", cost.spent)),
        clause(f"完成{word}预算的<N>%(以下)?", rate),
        clause("占“三公”经费支出决算的<N>%(以下)?", share),
        clause("支出决算数(大于|小于|等于)(年初|全年)预算数的(?=主要原因)", against_budget),
        clause(f"(?:与{unit.year - 1}年度相比，支出决算数|决算数较上年)", against_prior),
    ]


def items(prose: Prose, paragraphs: list[str]) -> None:
    """九（二）."""
    starts = ("1. ", "2. ", "（1）", "（2）", "3. ")
    prose.tally.same("三公各项的段落", len(paragraphs), len(starts))
    for text, start, key in zip(paragraphs, starts, _WORDS, strict=False):
        prose.tally.same("序号", text.startswith(start), True, text)
        _item(prose, text.removeprefix(start), Cost(prose, key))


def _item(prose: Prose, text: str, cost: Cost) -> None:
    name = _WORDS[cost.key]
    begins = f"{prose.unit.self_name}当年无{name}。" if cost.nothing else name
    prose.tally.same("三公项目的名称", text.startswith(begins), True, text)
    idle = cost.nothing and (prose.unit.new or not cost.before)
    compares = f"与{prose.unit.year - 1}年度相比" in text
    prose.tally.same("与上年比较", compares, not (prose.unit.new or idle), text)
    if not cost.nothing:
        _told(prose, cost, text)
    budget_reason = bool(cost.spent != cost.budget)
    if budget_reason and (cost.key != "cars" or _typed(prose, cost)):
        prose.tally.same("与预算比较的原因", "预算数的主要原因" in text, True, text)
    prose.scan(text, [*_cost_clauses(prose, cost, False), *_counts(prose)])
    _quantities(prose, text, cost)


def _typed(prose: Prose, cost: Cost) -> bool:
    return bool(prose.unit.text("three_public", cost.key, "budget_reason"))


def _count(prose: Prose, line: str) -> int:
    return int(prose.unit.rows.get("three_public_counts", {}).get(line, {}).get("value", 0))


def _counts(prose: Prose) -> list[Clause]:
    def of(*lines: str):  # type: ignore[no-untyped-def]
        def check(m: re.Match[str]) -> None:
            for line, printed in zip(lines, m.groups(), strict=True):
                number = _count(prose, line.removeprefix("domestic:"))
                if line.startswith("domestic:"):
                    number -= _count(prose, line.replace("domestic:reception", "foreign"))
                prose.tally.same("数量", printed, str(number), m.string)

        return check

    amount = prose.unit.wan("three_public_counts", "foreign_amount") or ZERO
    return [
        clause("因公出国（境）团组<N>个，累计<N>人次", of("abroad_groups", "abroad_people")),
        clause("购置公务用车<N>辆", of("cars_bought")),
        clause("保有量为<N>辆", of("cars_owned")),
        clause(
            "其中：国内公务接待<N>批次、<N>人次",
            of("domestic:reception_batches", "domestic:reception_people"),
        ),
        clause(
            "(?:全年)(?:国内)?公务接待<N>批次、<N>人次", of("reception_batches", "reception_people")
        ),
        clause("外事接待<N>批次、<N>人次", of("foreign_batches", "foreign_people")),
        clause("(?<=，)支出<N>万元", prose.is_amount("外事接待支出", amount)),
    ]


_QUANTITIES = {
    "abroad": "团组",
    "purchase": "购置公务用车",
    "running": "保有量为",
    "reception": "公务接待\\d",
}


def _quantities(prose: Prose, text: str, cost: Cost) -> None:
    if cost.key in _QUANTITIES:
        told = bool(re.search(_QUANTITIES[cost.key], prose.marked(text)))
        prose.tally.same("数量的一句", told, cost.moved, text)
    if cost.key == "reception" and cost.spent:
        foreign = _count(prose, "foreign_batches")
        prose.tally.same("外事接待的一句", "外事接待" in text, bool(foreign), text)
        all_foreign = foreign == _count(prose, "reception_batches") and bool(foreign)
        prose.tally.same("均为外事接待", "均为外事接待" in text, all_foreign, text)


def operating(prose: Prose, paragraphs: list[str]) -> None:
    """十."""
    unit = prose.unit
    this, before = (
        unit.wan("operating", "operating", column) or ZERO for column in ("this", "prior")
    )
    head = f"{unit.self_name}{unit.year}年度"
    if not this:
        begins = f"{head}无机关运行经费支出。"
        prose.tally.same("没有的说明", paragraphs[0].startswith(begins), True, paragraphs[0])

    def compare(m: re.Match[str]) -> None:
        prose.compare(this, None if unit.new else before, ("operating", "operating", "reason"))

    prose.scan(
        paragraphs[0],
        [
            clause(f"{head}机关运行经费支出<N>万元", prose.is_amount("机关运行经费", this)),
            clause(f"与{unit.year - 1}年度相比，机关运行经费支出", compare),
        ],
    )
    compares = f"与{unit.year - 1}年度相比" in paragraphs[0]
    prose.tally.same("与上年比较", compares, not unit.new and bool(this or before), paragraphs[0])


def procurement(prose: Prose, paragraphs: list[str]) -> None:
    """十一."""
    unit = prose.unit
    lines = {key: unit.wan("procurement", key) for key in labels.PROCUREMENT}
    parts = [lines[kind] or ZERO for kind in ("goods", "works", "services")]
    exact = sum((_exact(prose, kind) for kind in ("goods", "works", "services")), Decimal(0))
    total = lines["total"] if lines["total"] is not None else _rounded(exact)
    if not (exact or total):
        sentence = f"{unit.year}年度{unit.self_name}无政府采购支出。"
        return prose.tally.same("没有的说明", paragraphs, [sentence])
    sme, small = lines["sme"] or ZERO, lines["small"] or ZERO
    amount = prose.is_amount
    clauses = [
        clause("政府采购支出总额<N>万元", amount("采购总额", total)),
        clause("政府采购货物支出<N>万元", amount("采购货物", parts[0])),
        clause("政府采购工程支出<N>万元", amount("采购工程", parts[1])),
        clause("政府采购服务支出<N>万元", amount("采购服务", parts[2])),
        clause("占政府采购支出总额的<N>%(以下)?", _ratio(prose, sme, total)),
        clause("占授予中小企业合同金额的<N>%(以下)?", _ratio(prose, small, sme)),
        clause("授予小微企业合同金额<N>万元", amount("授予小微企业", small)),
    ]
    for word, kind, part in zip(("货物", "工程", "服务"), _KINDS, parts, strict=True):
        won = lines[f"sme_{kind}"] or ZERO
        told = f"{word}采购授予中小企业合同金额" in paragraphs[0]
        prose.tally.same("各类采购授予中小企业", told, bool(won and part), paragraphs[0])
        clauses += [
            clause(f"{word}采购授予中小企业合同金额<N>万元", amount(f"中小企业{word}", won)),
            clause(f"占政府采购{word}支出的<N>%(以下)?", _ratio(prose, won, part)),
        ]
    clauses.append(clause("授予中小企业合同金额<N>万元", amount("授予中小企业", sme)))
    return prose.scan(paragraphs[0], clauses)


_KINDS = ("goods", "works", "services")


def _exact(prose: Prose, kind: str) -> Decimal:
    value = prose.unit.rows.get("procurement", {}).get(kind, {}).get("value", 0)
    return Decimal(value) / prose.unit.scale


def _rounded(value: Decimal) -> Decimal:
    return half_up(value, 2)


def _ratio(prose: Prose, part: Decimal, base: Decimal):  # type: ignore[no-untyped-def]
    def check(m: re.Match[str]) -> None:
        expected = percent(part, base) if base else "没有分母，不写比重"
        prose.tally.same("比重", m[1] + ("%以下" if m[2] else ""), expected, m.string)

    return check


def assets(prose: Prose, paragraphs: list[str]) -> None:
    """十二."""
    unit, rows = prose.unit, prose.unit.rows.get("assets")
    if not rows:
        sentence = f"{unit.self_name}无国有资产占用情况。"
        return prose.tally.same("没有的说明", paragraphs, [sentence])
    counts = {use: int(rows.get(use, {}).get("value", 0)) for use in USES}
    total = rows.get("vehicles", {}).get("value", sum(counts.values()))
    same = prose.tally.same
    clauses = [
        clause(f"截至{unit.year}年12月31日", lambda m: None),
        clause("共有车辆<N>辆", lambda m: same("数量", m[1], str(total), m.string)),
        clause("单价100万元（含）以上设备（不含车辆）<N>台", _equipment(prose)),
    ]
    for use in USES:
        told = bool(re.search(rf"{labels.ASSETS[use]}\d", paragraphs[0]))
        same("各类用车", told, bool(counts[use]), paragraphs[0])
        clauses.append(_vehicles(prose, use, counts[use]))
    return prose.scan(paragraphs[0], clauses)


def _equipment(prose: Prose):  # type: ignore[no-untyped-def]
    number = str(prose.unit.rows["assets"]["equipment"]["value"])
    return lambda m: prose.tally.same("数量", m[1], number, m.string)


def _vehicles(prose: Prose, use: str, number: int) -> Clause:
    def check(m: re.Match[str]) -> None:
        prose.tally.same("数量", m[1], str(number), m.string)

    return clause(f"{labels.ASSETS[use]}<N>辆", check)
