"""The nine tables as an office types them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .typing_word import ABOVE, LEFT, Rows, TypedPaper
from .unit import D, ForeignUnit

CLASSES = (
    "一般公共服务支出", "外交支出", "国防支出", "公共安全支出", "教育支出", "科学技术支出", "文化旅游体育与传媒支出",
    "社会保障和就业支出", "卫生健康支出", "节能环保支出", "城乡社区支出", "农林水支出", "交通运输支出",
    "资源勘探工业信息等支出", "商业服务业等支出", "金融支出", "援助其他地区支出", "自然资源海洋气象等支出",
    "住房保障支出", "粮油物资储备支出", "国有资本经营预算支出", "灾害防治及应急管理支出", "其他支出",
    "抗疫特别国债安排的支出",
)  # fmt: skip
_N = "一二三四五六七八九十"


def numeral(at: int) -> str:
    """1 … 29 in Chinese."""
    tens, ones = divmod(at, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_N[tens - 1]}十"
    return head + (_N[ones - 1] if ones else "")


@dataclass(frozen=True)
class Style:
    """How tables are typed."""

    zero: str = ""
    commas: bool = False
    columns: int = 1  # of codes: 类, 款 and 项 in three
    inside: bool = False  # title, 编制单位 and unit of money in the first rows of the table
    unit: str = "单位：万元"
    page: int = 0  # rows of a page; 0: one table
    blank: bool = False  # a blank row behind the head, and a blank column at the right
    yuan: bool = False
    year_in_title: bool = False
    numbered: bool = True  # 一、收入支出决算总表

    def amount(self, value: D | str, always: bool = False) -> str:
        found = D(value) * (10000 if self.yuan else 1)
        if not found and not always:
            return self.zero
        return f"{found:,.2f}" if self.commas else f"{found:.2f}"


def general_tables(paper: TypedPaper, unit: ForeignUnit, style: Style) -> None:
    """All nine of Shanghai's order."""
    make: list[tuple[str, Callable[[ForeignUnit, Style], tuple[Rows, Rows]], str]] = [
        ("收入支出决算总表", _first, "注：本表反映单位本年度的总收支和年末结转结余情况。"),
        ("收入决算表", _second, "注：本表反映单位本年度取得的各项收入情况。"),
        ("支出决算表", _third, "注：本表反映单位本年度各项支出情况。"),
        ("财政拨款收入支出决算总表", _fourth, "注：本表反映单位本年度财政拨款总收支和结转结余情况。"),
        ("一般公共预算财政拨款支出决算表", _fifth, "注：本表反映单位本年度一般公共预算财政拨款支出情况。"),
        ("一般公共预算财政拨款基本支出决算表", _sixth, "注：本表反映单位本年度一般公共预算财政拨款基本支出明细情况。"),
        ("财政拨款“三公”经费支出决算表", _seventh, "注：本表反映单位本年度“三公”经费支出预决算情况。"),
        ("政府性基金预算财政拨款收入支出决算表", _eighth, f"说明：{unit.name}本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"),
        ("国有资本经营预算财政拨款收入支出决算表", _eighth, f"说明：{unit.name}本年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。"),
    ]  # fmt: skip
    for at, (title, rows_of, note) in enumerate(make, 1):
        head, body = rows_of(unit, style)
        _typed(paper, unit, style, (at, title), head, body)
        paper.say(note)


def _typed(
    paper: TypedPaper,
    unit: ForeignUnit,
    style: Style,
    title: tuple[int, str],
    head: Rows,
    body: Rows,
) -> None:
    at, words = title
    words = f"{unit.year}年度{words}" if style.year_in_title else words
    width = max(len(row) for row in (*head, *body))
    if style.blank:
        head = [*[[*row, *[""] * (width - len(row)), ""] for row in head]]
        body = [[""] * (width + 1), *[[*row, *[""] * (width - len(row)), ""] for row in body]]
    if style.inside:
        rest = [LEFT] * (width - 1)
        half = max(1, width // 2)
        owner = [f"编制单位：{unit.name}", *[LEFT] * (half - 1), style.unit]
        head = [[words, *rest], [*owner, *[LEFT] * (width - half - 1)], *head]
    else:
        paper.head(f"{numeral(at)}、{words}" if style.numbered else words, 2)
        paper.say(style.unit)
    paper.pages(head, body, style.page)


def _codes(style: Style, code: str) -> list[str]:
    if style.columns == 1:
        return [code]
    return [code[:3], code[3:5], code[5:7]]


def _head(style: Style, columns: Sequence[str]) -> Rows:
    """项目 over codes and names; the other columns over both rows."""
    codes = style.columns
    first = ["项目", *[LEFT] * codes, *columns]
    second = ["功能分类科目编码", *[LEFT] * (codes - 1), "科目名称", *[ABOVE] * len(columns)]
    if codes == 1:
        return [first, second]
    third = ["类", "款", "项", ABOVE, *[ABOVE] * len(columns)]
    return [first, second, third]


def _rows(
    unit: ForeignUnit, style: Style, columns: Sequence[Sequence[str]], fund: bool | None, last: bool
) -> Rows:
    found = []
    for code, name in unit.codes(fund):
        amounts = [style.amount(unit.of(*fields, fund=fund, code=code)) for fields in columns]
        found.append([*_codes(style, code), name, *amounts])
    amounts = [style.amount(unit.of(*fields, fund=fund)) for fields in columns]
    total = ["合计", *[LEFT] * style.columns, *amounts]
    return [*found, total] if last else [total, *found]


def _first(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    a = style.amount
    income: list[tuple[str, D | str]] = [
        ("一、一般公共预算财政拨款收入", unit.general_income), ("二、政府性基金预算财政拨款收入", unit.fund_income),
        ("三、国有资本经营预算财政拨款收入", D(0)), ("四、上级补助收入", D(0)), ("五、事业收入", unit.business),
        ("六、经营收入", D(0)), ("七、附属单位上缴收入", D(0)), ("八、其他收入", unit.other),
    ]  # fmt: skip
    body = []
    for at, name in enumerate(CLASSES, 1):
        left, amount = income[at - 1] if at <= len(income) else ("", None)
        code = next((c for c, n in unit.codes() if len(c) == 3 and n == name), "")
        spent = unit.of("basic", "project", "other_basic", "other_project", code=code)
        body.append(
            [
                left,
                "" if amount is None else a(amount),
                f"{numeral(at)}、{name}",
                a(spent if code else "0"),
            ]
        )
    body += [
        ["本年收入合计", a(unit.income), "本年支出合计", a(unit.spent)],
        ["使用非财政拨款结余（含专用结余）", a("0"), "结余分配", a("0")],
        ["年初结转和结余", a(unit.all_opening), "年末结转和结余", a(unit.all_closing)],
        ["总计", a(unit.total), "总计", a(unit.total)],
    ]
    return [["收入", LEFT, "支出", LEFT], ["项目", "决算数", "项目", "决算数"]], body


INCOME = (
    "本年收入合计",
    "财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
EXPENDITURE = (
    "本年支出合计",
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
)
_ALL = ("basic", "project", "other_basic", "other_project")


def _second(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    whole = (unit.income, unit.fiscal_income, D(0), D(unit.business), D(0), D(0), D(unit.other))
    # What is carried over and what other money earns is all of the first 项.
    rows = []
    for code, name in unit.codes():
        spent = [e for e in unit.entries if e.code.startswith(code)]
        fiscal = sum((e.fiscal for e in spent), D(0))
        first = any(e.code == unit.entries[0].code for e in spent)
        more = unit.fiscal_income - unit.general - unit.funds if first else D(0)
        own = (D(unit.business), D(unit.other)) if first else (D(0), D(0))
        parts = [fiscal + more, D(0), own[0], D(0), D(0), own[1]]
        amounts = [style.amount(x) for x in (sum(parts, D(0)), *parts)]
        rows.append([*_codes(style, code), name, *amounts])
    total = ["合计", *[LEFT] * style.columns, *(style.amount(x) for x in whole)]
    return _head(style, INCOME), [total, *rows]


def _third(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    fields = (_ALL, ("basic", "other_basic"), ("project", "other_project"), (), (), ())
    return _head(style, EXPENDITURE), _rows(unit, style, fields, None, last=False)


def _fourth(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    a = style.amount
    left = [
        ("一、一般公共预算财政拨款", unit.general_income),
        ("二、政府性基金预算财政拨款", unit.fund_income),
        ("三、国有资本经营预算财政拨款", D(0)),
    ]
    body = []
    for at, name in enumerate(CLASSES, 1):
        first, amount = left[at - 1] if at <= len(left) else ("", None)
        code = next((c for c, n in unit.codes() if len(c) == 3 and n == name), "none")
        general = unit.of("basic", "project", fund=False, code=code)
        fund = unit.of("basic", "project", fund=True, code=code)
        body.append(
            [first, "" if amount is None else a(amount), f"{numeral(at)}、{name}", a(general + fund), a(general), a(fund), a("0")]
        )  # fmt: skip
    opening = D(unit.opening) + D(unit.fund_opening)
    closing = D(unit.closing) + D(unit.fund_closing)
    spent = [unit.general + unit.funds, unit.general, unit.funds, D(0)]
    ends = [closing, D(unit.closing), D(unit.fund_closing), D(0)]
    body += [
        ["本年收入合计", a(unit.fiscal_income), "本年支出合计", *map(a, spent)],
        ["年初财政拨款结转和结余", a(opening), "年末财政拨款结转和结余", *map(a, ends)],
        ["一、一般公共预算财政拨款", a(unit.opening), "", "", "", "", ""],
        ["二、政府性基金预算财政拨款", a(unit.fund_opening), "", "", "", "", ""],
        ["三、国有资本经营预算财政拨款", a("0"), "", "", "", "", ""],
        ["总计", a(unit.fiscal_total), "总计", *(a(s + e) for s, e in zip(spent, ends, strict=True))],
    ]  # fmt: skip
    head = [
        ["收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT],
        ["项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
    ]  # fmt: skip
    return head, body


def _fifth(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    fields = (("basic", "project"), ("basic",), ("project",))
    head = _head(style, ("合计", "基本支出", "项目支出"))
    return head, _rows(unit, style, fields, False, last=True)


STAFF = (
    ("301", "工资福利支出"), ("30101", "基本工资"), ("30102", "津贴补贴"), ("30103", "奖金"), ("30106", "伙食补助费"),
    ("30107", "绩效工资"), ("30108", "机关事业单位基本养老保险缴费"), ("30109", "职业年金缴费"), ("30110", "职工基本医疗保险缴费"),
    ("30111", "公务员医疗补助缴费"), ("30112", "其他社会保障缴费"), ("30113", "住房公积金"), ("30114", "医疗费"),
    ("30199", "其他工资福利支出"), ("303", "对个人和家庭的补助"), ("30301", "离休费"), ("30302", "退休费"),
    ("30303", "退职（役）费"), ("30304", "抚恤金"), ("30305", "生活补助"), ("30306", "救济费"), ("30307", "医疗费补助"),
    ("30308", "助学金"), ("30309", "奖励金"), ("30310", "个人农业生产补贴"), ("30311", "代缴社会保险费"),
    ("30399", "其他对个人和家庭的补助"),
)  # fmt: skip
OFFICE = (
    ("302", "商品和服务支出"), ("30201", "办公费"), ("30202", "印刷费"), ("30203", "咨询费"), ("30204", "手续费"),
    ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"), ("30208", "取暖费"), ("30209", "物业管理费"), ("30211", "差旅费"),
    ("30212", "因公出国（境）费用"), ("30213", "维修（护）费"), ("30214", "租赁费"), ("30215", "会议费"), ("30216", "培训费"),
    ("30217", "公务接待费"), ("30218", "专用材料费"), ("30224", "被装购置费"), ("30225", "专用燃料费"), ("30226", "劳务费"),
    ("30227", "委托业务费"), ("30228", "工会经费"), ("30229", "福利费"), ("30231", "公务用车运行维护费"), ("30239", "其他交通费用"),
    ("30240", "税金及附加费用"), ("30299", "其他商品和服务支出"), ("310", "资本性支出"), ("31001", "房屋建筑物购建"),
    ("31002", "办公设备购置"), ("31003", "专用设备购置"), ("31007", "信息网络及软件购置更新"), ("31013", "公务用车购置"),
    ("31019", "其他交通工具购置"), ("31021", "文物和陈列品购置"), ("31022", "无形资产购置"), ("31099", "其他资本性支出"),
)  # fmt: skip


def _sixth(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    parts = style.columns != 1  # 类 and 款 in columns of their own: 301 | 01

    def row(entry: tuple[str, str] | None) -> list[str]:
        if entry is None:
            return ["", "", "", ""] if parts else ["", "", ""]
        code, name = entry
        amount = unit.staff(code) if len(code) == 3 else D(unit.economic.get(code, ("", "0"))[1])
        codes = [code[:3], code[3:]] if parts else [code]
        return [*codes, name, style.amount(amount)]

    body = [
        [*row(STAFF[n] if n < len(STAFF) else None), *row(OFFICE[n])] for n in range(len(OFFICE))
    ]
    people, public = unit.staff("301") + unit.staff("303"), unit.staff("302") + unit.staff("310")
    span = [LEFT] * (2 if parts else 1)
    body.append(["人员经费合计", *span, style.amount(people), "公用经费合计", *span, style.amount(public)])  # fmt: skip
    if parts:
        head = [
            ["经济分类科目编码", LEFT, "科目名称", "决算数", "经济分类科目编码", LEFT, "科目名称", "决算数"],
            ["类", "款", ABOVE, ABOVE, "类", "款", ABOVE, ABOVE],
        ]  # fmt: skip
        return head, body
    return [
        ["经济分类科目编码", "科目名称", "决算数", "经济分类科目编码", "科目名称", "决算数"]
    ], body


def _seventh(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    p = {key: (D(b), D(s)) for key, (b, s) in unit.public.items()}
    cars = (p["purchase"][0] + p["running"][0], p["purchase"][1] + p["running"][1])
    whole = (p["abroad"][0] + cars[0] + p["reception"][0], p["abroad"][1] + cars[1] + p["reception"][1])  # fmt: skip
    pairs = (whole, p["abroad"], cars, p["purchase"], p["running"], p["reception"])
    head = [
        ["财政拨款“三公”经费", *[LEFT] * 11],
        ["合计", LEFT, "因公出国（境）费", LEFT, "公务用车购置及运行维护费", *[LEFT] * 5, "公务接待费", LEFT],
        [ABOVE, ABOVE, ABOVE, ABOVE, "小计", LEFT, "公务用车购置费", LEFT, "公务用车运行维护费", LEFT, ABOVE, ABOVE],
        ["预算数", "决算数"] * 6,
    ]  # fmt: skip
    return head, [[style.amount(x, always=True) for pair in pairs for x in pair]]


def _eighth(unit: ForeignUnit, style: Style) -> tuple[Rows, Rows]:
    codes = style.columns
    head = [
        ["项目", *[LEFT] * codes, "年初结转和结余", "本年收入", "本年支出", LEFT, LEFT, "年末结转和结余"],
        ["功能分类科目编码", *[LEFT] * (codes - 1), "科目名称", ABOVE, ABOVE, "小计", "基本支出", "项目支出", ABOVE],
    ]  # fmt: skip
    total = ["合计", *[LEFT] * codes, *[style.zero] * 6]
    return head, [total, [""] * (codes + 7)]
