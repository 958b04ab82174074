"""The nine tables of the national form as an office types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .tables import CLASSES, EXPENDITURE, INCOME, OFFICE, STAFF, numeral
from .typing_word import ABOVE, LEFT, Rows, TypedPaper
from .unit import D, ForeignUnit

if TYPE_CHECKING:
    from .wuhan import Habits

_CLASSES = (*CLASSES[:23], "债务还本支出", "债务付息支出", CLASSES[23])


class _Typist:
    """Types amounts the way of the office."""

    def __init__(self, unit: ForeignUnit, habits: Habits) -> None:
        self.unit, self.habits = unit, habits

    def amount(self, value: D | str) -> str:
        found = D(value)
        if not found:
            return self.habits.zero
        return f"{found:,.2f}" if self.habits.commas else f"{found:.2f}"

    def codes(self, title: str, columns: list[str], amounts: dict[str, list[D]]) -> Rows:
        """A table by code: 类 款 项 above a single column of codes, 栏次, 合计 first."""
        width = len(columns)
        head = [
            ["项目", LEFT, *columns],
            ["科目代码", "科目名称", *[ABOVE] * width],
            ["栏次", LEFT, *map(str, range(1, width + 1))],
            ["合计", LEFT, *map(self.amount, amounts[""])],
        ]
        names = dict(self.unit.codes())
        rows = [
            [code, names[code], *map(self.amount, found)] for code, found in amounts.items() if code
        ]
        return [*head, *rows]


_NOTES = (
    "注：1.本表反映部门本年度的总收支和年末结转结余情况。",
    "注：本表反映部门本年度取得的各项收入情况。",
    "注：本表反映部门本年度各项支出情况。",
    "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总支出和年末结转结余情况。",
    "注：本表反映部门本年度一般公共预算财政拨款支出情况。",
    "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
    "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
    "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
    "注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数。",
)


def national_tables(paper: TypedPaper, unit: ForeignUnit, habits: Habits) -> None:
    """All nine, in the national order."""
    t = _Typist(unit, habits)
    tables = [
        ("收入支出决算总表", _totals(t)),
        ("收入决算表", _income(t)),
        ("支出决算表", _expenditure(t)),
        ("财政拨款收入支出决算总表", _fiscal(t)),
        ("一般公共预算财政拨款支出决算表", _general(t)),
        ("一般公共预算财政拨款基本支出决算明细表", _basic(t)),
        ("政府性基金预算财政拨款收入支出决算表", _fund(t)),
        ("国有资本经营预算财政拨款支出决算表", _capital()),
        ("财政拨款“三公”经费支出决算表", _public(t)),
    ]
    for at, (title, rows) in enumerate(tables, 1):
        paper.head(f"{numeral(at)}、{title}", 2)
        paper.say(f"{unit.year}年度{title}", f"公开{at:02}表")
        if habits.one_line:
            paper.say(f"部门：{unit.name}        金额单位：万元")
        else:
            paper.say(f"部门：{unit.name}", "金额单位：万元")
        head = 3 if at not in (6, 9) else 2
        paper.pages(rows[:head], rows[head:], habits.page)
        paper.say(_NOTES[at - 1])
        if at == 8:
            paper.say(f"说明：{unit.year}年度{unit.name}无国有资本经营预算财政拨款支出。")


def _totals(t: _Typist) -> Rows:
    u, a = t.unit, t.amount
    left: list[tuple[str, D | str]] = [
        ("一、一般公共预算财政拨款收入", u.general_income), ("二、政府性基金预算财政拨款收入", u.fund_income),
        ("三、国有资本经营预算财政拨款收入", "0"), ("四、上级补助收入", "0"), ("五、事业收入", u.business),
        ("六、经营收入", "0"), ("七、附属单位上缴收入", "0"), ("八、其他收入", u.other),
    ]  # fmt: skip
    rows = [
        ["收入", LEFT, LEFT, "支出", LEFT, LEFT],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
    ]
    for at, name in enumerate(_CLASSES, 1):
        label, amount = left[at - 1] if at <= len(left) else ("", "0")
        code = next((c for c, n in u.codes() if len(c) == 3 and n == name), "none")
        spent = u.of("basic", "project", "other_basic", "other_project", code=code)
        rows.append([label, str(at), a(amount), f"{numeral(at)}、{name}", str(at + 31), a(spent)])
    rows += [
        ["本年收入合计", "27", a(u.income), "本年支出合计", "58", a(u.spent)],
        ["使用非财政拨款结余（含专用结余）", "28", "", "结余分配", "59", ""],
        ["年初结转和结余", "29", a(u.all_opening), "年末结转和结余", "60", a(u.all_closing)],
        ["", "30", "", "", "61", ""],
        ["总计", "31", a(u.total), "总计", "62", a(u.total)],
    ]
    return rows


def _income(t: _Typist) -> Rows:
    u = t.unit
    first = u.entries[4].code  # all that is carried over and all other money is of this 项
    amounts: dict[str, list[D]] = {}
    for code in ("", *dict(u.codes())):
        fiscal = u.of("basic", "project", code=code)
        other = D(0)
        if first.startswith(code):
            fiscal += u.general_income - u.general
            other = D(u.other)
        if any(e.fund and e.code.startswith(code) for e in u.entries):
            fiscal += u.fund_income - u.funds
        amounts[code] = [fiscal + other, fiscal, D(0), D(0), D(0), D(0), other]
    return t.codes("", [*INCOME], amounts)


def _expenditure(t: _Typist) -> Rows:
    u = t.unit
    amounts = {}
    for code in ("", *dict(u.codes())):
        basic = u.of("basic", "other_basic", code=code)
        project = u.of("project", "other_project", code=code)
        amounts[code] = [basic + project, basic, project, D(0), D(0), D(0)]
    return t.codes("", [*EXPENDITURE], amounts)


def _general(t: _Typist) -> Rows:
    u = t.unit
    amounts = {}
    for code in ("", *dict(u.codes(fund=False))):
        basic, project = u.of("basic", fund=False, code=code), u.of("project", fund=False, code=code)  # fmt: skip
        amounts[code] = [basic + project, basic, project]
    return t.codes("", ["小计", "基本支出", "项目支出"], amounts)


def _fund(t: _Typist) -> Rows:
    u = t.unit
    amounts = {}
    for code in ("", *dict(u.codes(fund=True))):
        spent = u.funds
        amounts[code] = [D(u.fund_opening), u.fund_income, spent, D(0), spent, D(u.fund_closing)]
    rows = t.codes(
        "", ["年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"], amounts
    )
    head = [
        ["项目", LEFT, "年初结转和结余", "本年收入", "本年支出", LEFT, LEFT, "年末结转和结余"],
        ["科目代码", "科目名称", ABOVE, ABOVE, "小计", "基本支出", "项目支出", ABOVE],
    ]
    return [*head, *rows[2:]]


def _capital() -> Rows:
    return [
        ["项目", LEFT, "本年支出", LEFT, LEFT],
        ["科目代码", "科目名称", "合计", "基本支出", "项目支出"],
        ["栏次", LEFT, "1", "2", "3"],
        ["合计", LEFT, "", "", ""],
        ["", "", "", "", ""],
    ]


def _fiscal(t: _Typist) -> Rows:
    u, a = t.unit, t.amount
    left: list[tuple[str, D | str]] = [("一、一般公共预算财政拨款", u.general_income), ("二、政府性基金预算财政拨款", u.fund_income), ("三、国有资本经营预算财政拨款", "0")]  # fmt: skip
    rows = [
        ["收入", LEFT, LEFT, "支出", LEFT, LEFT, LEFT, LEFT, LEFT],
        ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
        ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"],
    ]  # fmt: skip
    for at, name in enumerate(_CLASSES, 1):
        label, amount = left[at - 1] if at <= len(left) else ("", "0")
        code = next((c for c, n in u.codes() if len(c) == 3 and n == name), "none")
        general = u.of("basic", "project", fund=False, code=code)
        fund = u.of("basic", "project", fund=True, code=code)
        amounts = (general + fund, general, fund, D(0))
        rows.append([label, str(at), a(amount), f"{numeral(at)}、{name}", str(at + 32), *map(a, amounts)])  # fmt: skip
    spent = (u.general + u.funds, u.general, u.funds, D(0))
    ends = (D(u.closing) + D(u.fund_closing), D(u.closing), D(u.fund_closing), D(0))
    whole = tuple(s + e for s, e in zip(spent, ends, strict=True))
    rows += [
        ["本年收入合计", "27", a(u.fiscal_income), "本年支出合计", "59", *map(a, spent)],
        ["年初财政拨款结转和结余", "28", a(D(u.opening) + D(u.fund_opening)), "年末财政拨款结转和结余", "60", *map(a, ends)],
        ["一般公共预算财政拨款", "29", a(u.opening), "", "61", "", "", "", ""],
        ["政府性基金预算财政拨款", "30", a(u.fund_opening), "", "62", "", "", "", ""],
        ["国有资本经营预算财政拨款", "31", "", "", "63", "", "", "", ""],
        ["总计", "32", a(u.fiscal_total), "总计", "64", *map(a, whole)],
    ]  # fmt: skip
    return rows


def _basic(t: _Typist) -> Rows:
    u, a = t.unit, t.amount

    def row(entry: tuple[str, str] | None) -> list[str]:
        if entry is None:
            return ["", "", ""]
        code, name = entry
        found = u.staff(code) if len(code) == 3 else D(u.economic.get(code, ("", "0"))[1])
        return [code, name, a(found)]

    office = [e for e in OFFICE if e[0].startswith("302")]
    capital = [e for e in OFFICE if e[0].startswith("310")]
    rows: list[list[str]] = [
        ["人员经费", LEFT, LEFT, "公用经费", *[LEFT] * 5],
        ["科目代码", "科目名称", "决算数"] * 3,
    ]
    for n in range(max(len(STAFF), len(office))):
        parts = [part[n] if n < len(part) else None for part in (list(STAFF), office, capital)]
        rows.append([text for part in parts for text in row(part)])
    people, public = u.staff("301") + u.staff("303"), u.staff("302") + u.staff("310")
    rows.append(["人员经费合计", LEFT, a(people), "公用经费合计", *[LEFT] * 4, a(public)])
    return rows


def _public(t: _Typist) -> Rows:
    a = t.amount
    p = {key: (D(b), D(s)) for key, (b, s) in t.unit.public.items()}
    found = []
    for side in (0, 1):
        cars = p["purchase"][side] + p["running"][side]
        whole = p["abroad"][side] + cars + p["reception"][side]
        found += [whole, p["abroad"][side], cars, p["purchase"][side], p["running"][side], p["reception"][side]]  # fmt: skip
    half = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", LEFT, LEFT, "公务接待费"]
    low = [ABOVE, ABOVE, "小计", "公务用车购置费", "公务用车运行维护费", ABOVE]
    return [
        ["预算数", *[LEFT] * 5, "决算数", *[LEFT] * 5],
        half * 2,
        low * 2,
        [str(n) for n in range(1, 13)],
        [a(x) for x in found],
    ]
