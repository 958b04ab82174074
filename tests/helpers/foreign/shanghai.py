"""A paper of Shanghai's form, typed by an office of an invented unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .tables import Style, general_tables
from .typing_word import TypedPaper
from .unit import D, Entry, ForeignUnit, rate, two

_OLD = ("社会保障和就业支出", "行政事业单位养老支出")
_HOUSE = ("住房保障支出", "住房改革支出")
_FILES = ("一般公共服务支出", "档案事务")
UNIT = ForeignUnit(
    name="上海市浦江区档案服务中心",
    year=2024,
    entries=(
        Entry("2012604", (*_FILES, "档案馆"), "612.48", "318.26", "0", "56.30", "905.10", "档案接收、整理、保管、利用的人员和业务支出", "年中追加了数字化加工经费"),
        Entry("2012699", (*_FILES, "其他档案事务支出"), "0", "88.75", "0", "12.45", "96.00", "档案库房恒温恒湿设备维护", "设备维护按合同结算"),
        Entry("2080502", (*_OLD, "事业单位离退休"), "9.36", budget="9.36", use="退休人员的活动和慰问支出"),
        Entry("2080505", (*_OLD, "机关事业单位基本养老保险缴费支出"), "71.20", budget="72.40", use="单位缴纳的基本养老保险费", reason="年内有人员退休"),
        Entry("2080506", (*_OLD, "机关事业单位职业年金缴费支出"), "35.60", budget="36.20", use="单位缴纳的职业年金", reason="年内有人员退休"),
        Entry("2101102", ("卫生健康支出", "行政事业单位医疗", "事业单位医疗"), "46.73", budget="46.10", use="单位缴纳的基本医疗保险费", reason="缴费基数调整"),
        Entry("2210201", (*_HOUSE, "住房公积金"), "52.18", budget="52.18", use="单位缴纳的住房公积金"),
        Entry("2210203", (*_HOUSE, "购房补贴"), "78.90", budget="75.50", use="按规定发放的购房补贴", reason="补贴发放人数增加"),
    ),
    economic={
        "30101": ("基本工资", "132.40"), "30102": ("津贴补贴", "96.15"), "30107": ("绩效工资", "268.32"),
        "30108": ("机关事业单位基本养老保险缴费", "71.20"), "30109": ("职业年金缴费", "35.60"),
        "30110": ("职工基本医疗保险缴费", "46.73"), "30112": ("其他社会保障缴费", "4.81"),
        "30113": ("住房公积金", "52.18"), "30199": ("其他工资福利支出", "20.06"),
        "30302": ("退休费", "9.36"), "30399": ("其他对个人和家庭的补助", "1.20"),
        "30201": ("办公费", "18.22"), "30205": ("水费", "2.15"), "30206": ("电费", "11.48"), "30207": ("邮电费", "6.30"),
        "30209": ("物业管理费", "42.60"), "30211": ("差旅费", "3.72"), "30213": ("维修（护）费", "9.85"),
        "30216": ("培训费", "1.46"), "30217": ("公务接待费", "0.68"), "30226": ("劳务费", "5.20"),
        "30228": ("工会经费", "12.90"), "30229": ("福利费", "14.30"), "30231": ("公务用车运行维护费", "4.15"),
        "30239": ("其他交通费用", "2.40"), "30299": ("其他商品和服务支出", "15.83"), "31002": ("办公设备购置", "17.20"),
    },
    business="60.00", other="3.18", opening="42.15", closing="30.40", other_opening="15.00",
    prior={"total": "1316.24", "fiscal": "1301.10", "general": "1250.00", "public": "5.41", "running": "4.60", "reception": "0.81"},
    public={"abroad": ("0", "0"), "purchase": ("0", "0"), "running": ("5.00", "4.15"), "reception": ("1.20", "0.68")},
)  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """How this office types: see ``Style`` for the tables."""

    style: Style = field(default_factory=Style)
    styled: bool = False
    tables_last: bool = False
    dots: str = "、"  # behind 1 in the numbers of the items
    dash: bool = False  # 其中 in paragraphs of its own
    contents: bool = True


def _changed(now: D, before: str, what: str = "") -> str:
    diff = now - D(before)
    up = diff > 0
    amount, share = two(abs(diff)), rate(abs(diff), before)
    return f"{what}{'增加' if up else '减少'}{amount}万元，{'增长' if up else '下降'}{share}%"


def write(path: Path, habits: Habits = Habits(), unit: ForeignUnit = UNIT) -> Path:
    """The whole paper."""
    paper = TypedPaper(habits.styled)
    _cover(paper, unit, habits)
    _about(paper, unit)
    if not habits.tables_last:
        _tables(paper, unit, habits, "二")
    paper.head(
        f"第{'二' if habits.tables_last else '三'}部分  {unit.name}{unit.year}年度单位决算情况说明"
    )
    _totals(paper, unit)
    _general(paper, unit, habits)
    _public(paper, unit)
    _rest(paper, unit, habits)
    if habits.tables_last:
        _tables(paper, unit, habits, "三")
    _terms(paper)
    return paper.save(path)


_TITLES = (
    "收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算表", "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
)  # fmt: skip
_SECTIONS = (
    "收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明", "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明", "一般公共预算财政拨款基本支出决算情况说明", "财政拨款“三公”经费支出决算情况说明",
    "政府性基金预算财政拨款收入支出决算情况说明", "国有资本经营预算财政拨款收入支出决算情况说明", "预算绩效管理情况",
    "其他重要事项的情况说明",
)  # fmt: skip
_N = "一二三四五六七八九十"


def _number(at: int) -> str:
    return _N[at - 1] if at <= 10 else f"十{_N[at - 11]}"


def _cover(paper: TypedPaper, unit: ForeignUnit, habits: Habits) -> None:
    paper.say(unit.name, f"{unit.year}年度单位决算", "2025年8月", "目    录")
    if not habits.contents:
        return
    paper.say(
        f"第一部分  {unit.name}概况............1",
        "一、主要职能............1",
        "二、机构设置............1",
    )
    paper.say(f"第二部分  {unit.name}{unit.year}年度单位决算表............2")
    paper.say(*(f"{_number(n)}、{t}............{n + 2}" for n, t in enumerate(_TITLES, 1)))
    paper.say(f"第三部分  {unit.name}{unit.year}年度单位决算情况说明............12")
    paper.say(*(f"{_number(n)}、{t}............{n + 12}" for n, t in enumerate(_SECTIONS, 1)))
    paper.say("第四部分  名词解释............20")


def _about(paper: TypedPaper, unit: ForeignUnit) -> None:
    paper.head(f"第一部分  {unit.name}概况")
    paper.head("一、主要职能", 2)
    paper.say(
        f"{unit.name}是上海市浦江区档案局所属的公益一类事业单位。主要职能包括：",
        "（一）接收、征集、整理和保管区级机关、团体、事业单位的档案；",
        "（二）提供档案查阅利用和政府公开信息查询服务；",
        "（三）承担档案数字化和信息化建设的具体工作；",
        "（四）完成区档案局交办的其他任务。",
    )
    paper.head("二、机构设置", 2)
    paper.say(f"{unit.name}内设4个科室，包括：办公室、接收征集科、保管利用科、信息技术科。")


def _tables(paper: TypedPaper, unit: ForeignUnit, habits: Habits, part: str) -> None:
    paper.head(f"第{part}部分  {unit.name}{unit.year}年度单位决算表")
    general_tables(paper, unit, habits.style)


def _totals(paper: TypedPaper, unit: ForeignUnit) -> None:
    paper.head("一、收入支出决算总体情况说明", 2)
    paper.say(
        f"{unit.name}{unit.year}年度收入支出总计{two(unit.total)}万元。与2023年度相比，"
        f"{_changed(unit.total, unit.prior['total'], '收入支出总计')}。主要原因：档案数字化加工经费增加。"
    )
    paper.head("二、收入决算情况说明", 2)
    paper.say(
        f"本年收入合计{two(unit.income)}万元，其中：财政拨款收入{two(unit.fiscal_income)}万元，占{rate(unit.fiscal_income, unit.income)}%；"
        f"事业收入{unit.business}万元，占{rate(unit.business, unit.income)}%；其他收入{unit.other}万元，占{rate(unit.other, unit.income)}%。"
    )
    basic, project = unit.of("basic", "other_basic"), unit.of("project", "other_project")
    paper.head("三、支出决算情况说明", 2)
    paper.say(
        f"本年支出合计{two(unit.spent)}万元，其中：基本支出{two(basic)}万元，占{rate(basic, unit.spent)}%；"
        f"项目支出{two(project)}万元，占{rate(project, unit.spent)}%。"
    )
    paper.head("四、财政拨款收入支出决算总体情况说明", 2)
    paper.say(
        f"{unit.name}{unit.year}年度财政拨款收入支出总计{two(unit.fiscal_total)}万元。与2023年度相比，"
        f"{_changed(unit.fiscal_total, unit.prior['fiscal'], '财政拨款收入支出总计')}。主要原因：档案数字化加工经费增加。"
    )


def _compared(entry: Entry) -> str:
    if D(entry.budget) == entry.fiscal:
        return "决算数与预算数持平。"
    more = entry.fiscal > D(entry.budget)
    return f"决算数{'大于' if more else '小于'}预算数的主要原因：{entry.reason}。"


def _general(paper: TypedPaper, unit: ForeignUnit, habits: Habits) -> None:
    general, budget = unit.general, unit.of("budget", fund=False)
    paper.head("五、一般公共预算财政拨款支出决算情况说明", 2)
    paper.head("（一）一般公共预算财政拨款支出决算总体情况", 3)
    paper.say(
        f"一般公共预算财政拨款支出{two(general)}万元，占本年支出合计的{rate(general, unit.spent)}%。与2023年度相比，"
        f"{_changed(general, unit.prior['general'], '一般公共预算财政拨款支出')}。主要原因：档案数字化加工经费增加。"
    )
    paper.head("（二）一般公共预算财政拨款支出决算结构情况", 3)
    tops = [(c, n) for c, n in unit.codes(fund=False) if len(c) == 3]
    sums = [(n, unit.of("basic", "project", fund=False, code=c)) for c, n in tops]
    listed = "；".join(f"{n}（类）{two(s)}万元，占{rate(s, general)}%" for n, s in sums)
    paper.say(f"一般公共预算财政拨款支出{two(general)}万元，主要用于以下方面：{listed}。")
    paper.head("（三）一般公共预算财政拨款支出决算具体情况", 3)
    more = "大于" if general > budget else "小于"
    paper.say(
        f"一般公共预算财政拨款支出年初预算为{two(budget)}万元，支出决算为{two(general)}万元，完成年初预算的{rate(general, budget)}%。"
        f"决算数{more}预算数的主要原因：年中追加了数字化加工经费。其中："
    )
    for at, entry in enumerate(unit.entries, 1):
        top, mid, low = entry.names
        paper.say(
            f"{at}{habits.dots}{top}（类）{mid}（款）{low}（项）。主要用于：{entry.use}。年初预算为{entry.budget}万元，"
            f"支出决算为{two(entry.fiscal)}万元。{_compared(entry)}"
        )
    staff = [n for c, (n, _) in unit.economic.items() if c[:3] in ("301", "303")]
    office = [n for c, (n, _) in unit.economic.items() if c[:3] in ("302", "310")]
    people, public = unit.staff("301") + unit.staff("303"), unit.staff("302") + unit.staff("310")
    paper.head("六、一般公共预算财政拨款基本支出决算情况说明", 2)
    paper.say(
        f"一般公共预算财政拨款基本支出{two(people + public)}万元。其中：人员经费{two(people)}万元，主要包括：{'、'.join(staff)}；"
        f"公用经费{two(public)}万元，主要包括：{'、'.join(office)}。"
    )


def _public(paper: TypedPaper, unit: ForeignUnit) -> None:
    budget = sum((D(b) for b, _ in unit.public.values()), D(0))
    spent = sum((D(a) for _, a in unit.public.values()), D(0))
    (run_b, run), (rec_b, rec) = unit.public["running"], unit.public["reception"]
    paper.head("七、财政拨款“三公”经费支出决算情况说明", 2)
    paper.head("（一）“三公”经费财政拨款支出决算总体情况说明。", 3)
    paper.say(
        f"“三公”经费财政拨款支出年初预算为{two(budget)}万元，支出决算为{two(spent)}万元，完成预算的{rate(spent, budget)}%，其中："
        f"因公出国（境）费决算为0.00万元；公务用车购置及运行维护费支出决算为{run}万元，完成预算的{rate(run, run_b)}%；"
        f"公务接待费支出决算为{rec}万元，完成预算的{rate(rec, rec_b)}%。{unit.year}年度“三公”经费支出决算数小于预算数的主要原因：厉行节约，压减接待支出。",
        f"{unit.year}年度“三公”经费财政拨款支出决算数比2023年度{_changed(spent, unit.prior['public'])}，其中："
        f"因公出国（境）费支出决算持平；公务用车购置及运行维护费支出决算{_changed(D(run), unit.prior['running'])}；"
        f"公务接待费支出决算{_changed(D(rec), unit.prior['reception'])}。公务用车购置及运行维护费支出减少的主要原因是车辆维修减少。公务接待费支出减少的主要原因是接待批次减少。",
    )
    paper.head("（二）“三公”经费财政拨款支出决算具体情况说明。", 3)
    paper.say(
        f"“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0.00万元，占0.00%；公务用车购置及运行维护费支出决算{run}万元，占{rate(run, spent)}%；"
        f"公务接待费支出决算{rec}万元，占{rate(rec, spent)}%。具体情况如下：",
        "1、因公出国（境）费支出0.00万元。全年安排因公出国（境）团组0个、累计0人次。",
        f"2、公务用车购置及运行维护费支出{run}万元。其中：",
        "公务用车购置支出为0.00万元。全年购置公务用车0辆。",
        f"公务用车运行维护支出{run}万元。主要用于档案接收车辆的燃料费、维修费、保险费等。{unit.year}年，{unit.name}开支财政拨款的公务用车保有量为1辆。",
        f"3、公务接待费支出{rec}万元。其中：",
        f"国内公务接待支出{rec}万元（含外宾接待支出0.00万元）。主要用于外省市档案部门来访接待，公务接待6批次、42人次，其中：接待外宾0批次、0人次。",
    )


def _rest(paper: TypedPaper, unit: ForeignUnit, habits: Habits) -> None:
    name, year = unit.name, unit.year
    paper.head("八、政府性基金预算财政拨款收入支出决算情况说明", 2)
    paper.say(f"{name}{year}年度无政府性基金预算财政拨款收入和支出。")
    paper.head("九、国有资本经营预算财政拨款收入支出决算情况说明", 2)
    paper.say(f"{name}{year}年度无国有资本经营预算财政拨款收入和支出。")
    paper.head("十、预算绩效管理情况", 2)
    paper.say(
        f"{name}{year}年度预算绩效管理工作开展情况如下：本单位建立了如下预算绩效管理制度：《档案服务中心预算绩效管理办法》，"
        f"建立了分管领导负责、办公室牵头的预算绩效管理工作机制；全过程绩效管理实施情况：编报绩效目标的{year}年度项目5个，涉及预算金额401.30万元；"
        f"绩效跟踪评价的{year}年度项目5个，涉及预算金额401.30万元；绩效自评的{year}年度项目5个，涉及预算金额401.30万元，平均得分94.20分"
        "（其中，绩效评级为“优”的项目4个；绩效评级为“良”的项目1个；绩效评级为“合格”的项目0个；绩效评级为“不合格”的项目0个。"
        "绩效自评中共发现问题2个，已经完成整改的2个，正在整改的0个）。"
    )
    paper.head("十一、其他重要事项的情况说明", 2)
    paper.head("（一）机关运行经费支出情况", 3)
    paper.say(f"{name}{year}年度无机关运行经费支出。")
    paper.head("（二）政府采购支出情况", 3)
    paper.say(
        f"{name}{year}年度政府采购金额（以合同签订为准）为268.40万元，其中：货物采购金额31.20万元、工程采购金额0.00万元、服务采购金额237.20万元。",
        f"{year}年度本单位面向中小企业预留政府采购项目预算金额180.00万元，面向小微企业预留政府采购项目预算金额60.00万元。"
        "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额172.60万元；在面向小微企业预留政府采购项目中，"
        "由小微企业供应商中标或成交的，采购金额55.80万元；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额20.00万元。",
    )
    paper.head("（三）国有资产占有使用情况说明", 3)
    paper.say(
        f"截至{year}年12月31日，{name}共有车辆1辆，其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、应急保障用车0辆、"
        "执法执勤用车0辆、特种专业技术用车1辆、离退休干部用车0辆、其他用车0辆。单价100万元（含）以上设备（不含车辆）1台（套）。"
    )


def _terms(paper: TypedPaper) -> None:
    paper.head("第四部分  名词解释")
    paper.say(
        "一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款。",
        "二、事业收入：指事业单位开展专业业务活动及其辅助活动取得的收入。主要是：档案寄存服务收入等。",
        "三、其他收入：指单位取得的除“财政拨款收入”、“事业收入”、“经营收入”等以外的收入。主要是：利息收入等。",
        "四、年初结转和结余：指以前年度尚未完成、结转到本年按有关规定继续使用的资金。",
    )
