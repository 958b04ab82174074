"""第三部分 五至八: the general budget by 类 and 项, basic expenditure, funds, state capital."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from .prose import ZERO, Prose, percent
from .tally import Clause, clause
from .unit import Place, half_up

LINES = {"05": "general", "07": "fund", "08": "capital"}
_TYPES = {"05": "一般公共预算", "07": "政府性基金", "08": "国有资本经营"}
_SPENT = {"05": "total", "07": "expenditure", "08": "total"}


@dataclass
class Plan:
    """Budgets and outturn of an item or of a whole kind of budget, as printed."""

    initial: Decimal
    full: Decimal
    spent: Decimal
    planned: bool = True
    told: set[str] = field(default_factory=set)

    @property
    def adjusted(self) -> bool:
        return self.full != self.initial


def plan_of(prose: Prose, form: str, code: str) -> Plan:
    """年初预算, 全年预算 where one is typed, and what was spent."""
    row = prose.unit.rows.get("budget", {}).get(code, {})
    initial = prose.unit.wan("budget", code, "budget") or ZERO
    full = prose.unit.wan("budget", code, "full_budget") if "full_budget" in row else initial
    planned = bool(row.get("budget"))
    return Plan(initial, full or ZERO, prose.shown(form, code, _SPENT[form]), planned)


def budgeted(prose: Prose, form: str) -> list[str]:
    """The items of 年初预算 that belong to the kind of budget of a form."""
    found = []
    for code, row in prose.unit.rows.get("budget", {}).items():
        kind = row.get("type")
        default = next((f for f in _TYPES if code in prose.shown.codes[f]), "05")
        if (kind == _TYPES[form]) if kind else (default == form):
            found.append(code)
    return found


def whole_plan(prose: Prose, form: str, spent: Decimal) -> Plan:
    """The budgets of all items of a kind, each summed up as typed and rounded once.

    One that is typed in 各类预算合计 is meant; on the row 合计 where there is no other kind of budget.
    """
    scale, sums = prose.unit.scale, [Decimal(0), Decimal(0)]
    for code in budgeted(prose, form):
        row = prose.unit.rows["budget"][code]
        sums[0] += Decimal(row["budget"])
        sums[1] += Decimal(row.get("full_budget", row["budget"]))
    stated = prose.unit.rows.get("budget_total", {}).get("total", {})
    own = prose.unit.rows.get("budget_totals", {}).get(LINES[form], {})
    if len(budgeted(prose, form)) != len(prose.unit.rows.get("budget", {})):
        stated = {}
    if initial := own.get("budget", stated.get("budget")):
        apart = Decimal(initial) - sums[0]
        sums = [total + apart for total in sums]
    sums[1] = Decimal(own.get("full_budget", sums[1]))
    initial, full = (half_up(total / scale, 2) for total in sums)
    return Plan(initial, full, spent, bool(sums[0]))


def plan_clauses(prose: Prose, plan: Plan) -> list[Clause]:
    """年初预算为…，全年预算（调整后）为…，支出决算为…，完成…"""
    tally = prose.tally

    def amount(kind: str, expected: Decimal) -> Callable[[re.Match[str]], None]:
        def check(m: re.Match[str]) -> None:
            plan.told.add(kind)
            tally.amount(kind, m[1], expected, m.string)

        return check

    def rate(kind: str, base: Decimal) -> Callable[[re.Match[str]], None]:
        def check(m: re.Match[str]) -> None:
            plan.told.add(kind)
            expected = percent(plan.spent, base) if base else "没有预算，不写完成率"
            tally.same(kind, m[1] + ("%以下" if m[2] else ""), expected, m.string)

        return check

    return [
        clause(
            "年初未安排预算", lambda m: tally.same("年初未安排预算", plan.planned, False, m.string)
        ),
        clause("年初预算为<N>万元", amount("年初预算", plan.initial)),
        clause("全年预算（调整后）为<N>万元", amount("全年预算", plan.full)),
        clause("支出决算为<N>万元", amount("支出决算", plan.spent)),
        clause("完成年初预算的<N>%(以下)?", rate("年初预算完成率", plan.initial)),
        clause("(?:完成|、)全年预算的<N>%(以下)?", rate("全年预算完成率", plan.full)),
    ]


def complete(prose: Prose, plan: Plan, text: str) -> None:
    """Everything that must be told of a plan was told."""
    due = {"支出决算"}
    due |= {"年初预算"} if plan.planned else set()
    due |= {"年初预算完成率"} if plan.initial else set()
    if plan.adjusted:
        due |= {"全年预算"} | ({"全年预算完成率"} if plan.full else set())
    prose.tally.same("预算情况的各项", sorted(plan.told), sorted(due), text)


def whole_clauses(prose: Prose, plan: Plan, form: str) -> list[Clause]:
    """The same of a kind of budget as a whole, where a reason is typed for it."""
    place = ("budget_totals", LINES[form], "reason")
    told = prose.unit.text(*place) or prose.unit.shared.get(place)
    return compared(prose, plan, place) if told else []


def compared(prose: Prose, plan: Plan, place: Place) -> list[Clause]:
    """支出决算数大于年初预算数（、小于全年预算数）的主要原因：…"""

    def words(m: re.Match[str]) -> None:
        for printed, base in ((m[1], plan.initial), (m[2], plan.full)):
            if printed:
                prose.tally.same("大于、小于", printed, _against(plan.spent, base), m.string)

    prose.compare(plan.spent, plan.initial, place)
    if prose.now:
        prose.now.said = True
    word = "(大于|小于|等于)"
    return [
        clause(f"支出决算数{word}年初预算数(?:、{word}全年预算数)?的(?=主要原因)", words),
        _met(prose, plan),
    ]


def _met(prose: Prose, plan: Plan) -> Clause:
    """Nothing at first, and what was planned later was spent: that is the reason."""

    def met(m: re.Match[str]) -> None:
        prose.tally.same("与全年预算持平", plan.spent, plan.full, m.string)
        if prose.now:
            prose.now.explained = True

    return clause("支出决算数与全年预算数持平", met)


def _against(spent: Decimal, base: Decimal) -> str:
    return "大于" if spent > base else "小于" if spent < base else "等于"


def general(prose: Prose, paragraphs: list[str]) -> None:
    """五（一）."""
    whole = prose.shown("05", "total", "total")
    before = prose.unit.wan("prior", "general_expenditure", "prior") or ZERO
    if not whole and not before:
        return nothing(prose, paragraphs, "一般公共预算财政拨款支出")

    def total(m: re.Match[str]) -> None:
        prose.tally.amount("一般公共预算支出", m[1], whole, m.string)
        prose.tally.same("有比重", bool(m[2]), bool(whole), m.string)
        if m[2]:
            share = percent(whole, prose.shown("01", "58"))
            prose.tally.same("比重", m[2] + ("%以下" if m[3] else ""), share, m.string)
        prose.against_prior("general_expenditure", whole)

    head = f"{prose.unit.year}年度一般公共预算财政拨款支出<N>万元"
    pattern = f"{head}(?:，占本年支出合计的<N>%(以下)?)?"
    return prose.scan(paragraphs[0], [clause(pattern, total)])


def nothing(prose: Prose, paragraphs: list[str], what: str) -> None:
    """One sentence says that there is none of it."""
    sentence = f"{prose.unit.self_name}{prose.unit.year}年度无{what}。"
    prose.tally.same("没有的说明", paragraphs[:1], [sentence])


def structure(prose: Prose, paragraphs: list[str]) -> None:
    """五（二）: each 类 with its share and its 款."""
    whole = prose.shown("05", "total", "total")
    if not whole:
        return nothing(prose, paragraphs, "一般公共预算财政拨款支出")
    head = f"{prose.unit.year}年度一般公共预算财政拨款支出<N>万元"
    prose.scan(paragraphs[0], [clause(head, prose.is_amount("一般公共预算支出", whole))])
    codes = [c for c in prose.shown.codes["05"] if len(c) == 3 and prose.shown("05", c, "total")]
    prose.tally.same("类的个数", len(paragraphs) - 1, len(codes))
    for number, (text, code) in enumerate(zip(paragraphs[1:], codes, strict=False), 1):
        amount = prose.shown("05", code, "total")
        below = [c for c in prose.shown.codes["05"] if len(c) == 5 and c.startswith(code)]
        names = [prose.unit.names[c] for c in below if prose.shown("05", c, "total")]
        uses = f"主要是用于{'、'.join(names)}。" if names else ""
        share = percent(amount, whole)
        share = f"{share}" if share.endswith("以下") else f"{share}%"
        expected = f"{number}. {prose.unit.names[code]}（类）"
        found = re.fullmatch(r"(.*?（类）)([\d.]+)万元，占([\d.]+%(?:以下)?)。(.*)", text)
        if not found:
            prose.tally.wrong("读不懂", text)
            continue
        prose.tally.same("类的序号和名称", found[1], expected, text)
        prose.tally.amount("类的金额", found[2], amount, text)
        prose.tally.same("比重", found[3], share, text)
        prose.tally.same("类的用途", found[4], uses, text)
    return None


_ITEM = r"(\d+)\. (.+?)（类）(.+?)（款）(.+?)（项）。"


def item_of(prose: Prose, m: re.Match[str], form: str) -> str:
    """The code whose names a paragraph gives; "" for none."""
    for code in {*prose.shown.codes[form], *budgeted(prose, form)}:
        names = [prose.unit.names.get(code[:n]) for n in (3, 5, 7)]
        if len(code) == 7 and names == [m[2], m[3], m[4]]:
            return code
    prose.tally.wrong("不是表里的科目", m.string)
    return ""


def due_items(prose: Prose, form: str) -> list[str]:
    """The 项 that must be told: with something in the form or in the budget."""
    codes = {c for c in prose.shown.codes[form] if len(c) == 7} | set(budgeted(prose, form))
    columns = ("opening", "income", "expenditure", "closing") if form == "07" else ("total",)
    return sorted(
        code
        for code in codes
        if any(prose.shown(form, code, column) for column in columns)
        or plan_of(prose, form, code).initial
        or plan_of(prose, form, code).full
    )


def details(prose: Prose, paragraphs: list[str]) -> None:
    """五（三）: the general budget and each of its items against their budgets."""
    whole, due = prose.shown("05", "total", "total"), due_items(prose, "05")
    if not whole and not due:
        return nothing(prose, paragraphs, "一般公共预算财政拨款支出")
    plan = whole_plan(prose, "05", whole)
    common = common_reason(prose, due)
    clauses = plan_clauses(prose, plan)
    if common:
        prose_reason = clause("主要原因：<T>", lambda m: _same_reason(prose, m, common))
        clauses.insert(0, prose_reason)
    scan_whole(prose, paragraphs[0], plan, "05", clauses)
    complete(prose, plan, paragraphs[0])
    prose.tally.same("项的个数", len(paragraphs) - 1, len(due))
    for number, (text, code) in enumerate(zip(paragraphs[1:], due, strict=False), 1):
        _item(prose, text, number, code, bool(common))
    return None


def _same_reason(prose: Prose, m: re.Match[str], reason: str) -> None:
    prose.tally.same("原因", prose.texts.get(m[1]), reason, m.string)


def common_reason(prose: Prose, due: list[str]) -> str:
    """The reason of all items where nothing was budgeted at first and all give the same."""
    reasons = {prose.unit.text("budget", code, "reason") for code in due}
    nothing = not any(plan_of(prose, "05", code).planned for code in due)
    return reasons.pop() if len(reasons) == 1 and nothing else ""


def _item(prose: Prose, text: str, number: int, code: str, common: bool) -> None:
    plan = plan_of(prose, "05", code)
    head = re.match(_ITEM, text)
    if head is None:
        return prose.tally.wrong("读不懂", text)
    prose.tally.same("序号", head[1], str(number), text)
    prose.tally.same("科目", item_of(prose, head, "05"), code, text)
    clauses = plan_clauses(prose, plan)
    if common:
        plan.told |= {"年初预算"} if plan.planned else set()
        prose.scan(text[head.end() :], [*clauses, _met(prose, plan)])
    else:
        _scan_item(prose, text[head.end() :], plan, code, clauses)
    return complete(prose, plan, text)


def _scan_item(prose: Prose, text: str, plan: Plan, code: str, clauses: list[Clause]) -> None:
    """One item with its reason."""

    place = ("budget", code, "reason")

    def begin(m: re.Match[str]) -> None:
        compared(prose, plan, place)

    reasons = compared(prose, plan, place)
    prose.scan("▸" + text, [clause("▸", begin), *clauses, *reasons])


def scan_whole(prose: Prose, text: str, plan: Plan, form: str, clauses: list[Clause]) -> None:
    """A kind of budget as a whole, with the reason that is typed for it."""

    def begin(m: re.Match[str]) -> None:
        whole_clauses(prose, plan, form)

    reasons = whole_clauses(prose, plan, form)
    prose.scan("▸" + text, [clause("▸", begin), *clauses, *reasons])


def basic(prose: Prose, paragraphs: list[str]) -> None:
    """六 (公开05表2栏、公开06表)."""
    whole = prose.shown("05", "total", "basic")
    if not whole:
        return nothing(prose, paragraphs, "一般公共预算财政拨款基本支出")
    head = f"{prose.unit.year}年度一般公共预算财政拨款基本支出<N>万元"
    prose.scan(paragraphs[0], [clause(head, prose.is_amount("基本支出", whole))])
    kinds = {"人员经费": "personnel", "公用经费": "public"}
    told = [name for name, row in kinds.items() if prose.shown("06", row)]
    prose.tally.same("基本支出的段落", [p[:4] for p in paragraphs[1:]], told)
    for text in paragraphs[1:]:
        row = kinds.get(text[:4], "")
        check = prose.is_amount(text[:4], prose.shown("06", row))
        prose.scan(text, [clause(f"{text[:4]}<N>万元", check)])
        names = [
            name
            for code, name in sorted(prose.shown.items)
            if len(code) == 5
            and (code[:3] in ("301", "303")) == (row == "personnel")
            and prose.shown("06", code)
        ]
        listed = re.search("主要包括：(.*)。", text)
        prose.tally.same("基本支出的科目", listed[1].split("、") if listed else [], names, text)
    return None
