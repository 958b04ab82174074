"""A paper of Wuhan's form, typed by an office of an invented unit in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .national import national_tables
from .typing_word import TypedPaper
from .unit import D, Entry, ForeignUnit, rate, two

_WATER = ("农林水支出", "水利")
_OLD = ("社会保障和就业支出", "行政事业单位养老支出")
_HOUSE = ("住房保障支出", "住房改革支出")
UNIT = ForeignUnit(
    name="武汉市江洲区水利事务管理局",
    year=2024,
    entries=(
        Entry("2080501", (*_OLD, "行政单位离退休"), "18.25", budget="18.25"),
        Entry("2080505", (*_OLD, "机关事业单位基本养老保险缴费支出"), "62.40", budget="60.10", reason="社保缴费基数调整"),
        Entry("2101101", ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"), "41.36", budget="42.00", reason="年中有人员调出"),
        Entry("2120814", ("城乡社区支出", "国有土地使用权出让收入安排的支出", "农业生产发展支出"), "0", "126.80", budget="130.00", reason="部分工程结算价低于预算价", fund=True),
        Entry("2130301", (*_WATER, "行政运行"), "705.92", "0", budget="668.40", reason="新进公务员3人，人员经费增加"),
        Entry("2130302", (*_WATER, "一般行政管理事务"), "0", "48.60", budget="52.00", reason="压减一般性支出"),
        Entry("2130305", (*_WATER, "水利工程建设"), "0", "386.14", budget="340.00", reason="追加泵站改造资金"),
        Entry("2130314", (*_WATER, "防汛"), "0", "73.28", budget="73.28"),
        Entry("2210201", (*_HOUSE, "住房公积金"), "68.77", budget="66.35", reason="公积金缴存基数调整"),
    ),
    economic={
        "30101": ("基本工资", "186.30"), "30102": ("津贴补贴", "142.18"), "30103": ("奖金", "165.40"),
        "30108": ("机关事业单位基本养老保险缴费", "62.40"), "30109": ("职业年金缴费", "20.16"),
        "30110": ("职工基本医疗保险缴费", "41.36"), "30112": ("其他社会保障缴费", "3.25"), "30113": ("住房公积金", "68.77"),
        "30302": ("退休费", "18.25"), "30304": ("抚恤金", "12.60"),
        "30201": ("办公费", "24.15"), "30202": ("印刷费", "3.80"), "30205": ("水费", "1.92"), "30206": ("电费", "15.60"),
        "30207": ("邮电费", "5.48"), "30211": ("差旅费", "8.90"), "30213": ("维修（护）费", "13.25"), "30216": ("培训费", "2.40"),
        "30217": ("公务接待费", "1.86"), "30226": ("劳务费", "12.66"), "30228": ("工会经费", "16.30"), "30229": ("福利费", "14.72"),
        "30231": ("公务用车运行维护费", "9.45"), "30239": ("其他交通费用", "38.16"), "31002": ("办公设备购置", "7.38"),
    },
    business="0", other="12.50", opening="35.00", closing="22.40", other_opening="6.20",
    fund_opening="10.00", fund_closing="6.00", operating="176.03",
    prior={"total": "1528.40", "income": "1483.20", "spent": "1471.66", "fiscal": "1510.20", "general": "1320.55", "fund": "150.00",
           "public": "13.52", "running": "11.20", "reception": "2.32", "operating": "168.90"},
    public={"abroad": ("0", "0"), "purchase": ("0", "0"), "running": ("10.00", "9.45"), "reception": ("3.00", "1.86")},
)  # fmt: skip
_N = "一二三四五六七八九十"


@dataclass(frozen=True)
class Habits:
    """How this office types."""

    styled: bool = False
    zero: str = ""
    commas: bool = False
    page: int = 0
    one_line: bool = True  # 部门：… 金额单位：万元 on one line
    rates: int = 2
    full_width: bool = False  # （1） and ％
    self_name: str = "本单位"


def _changed(now: D, before: str, h: Habits) -> str:
    diff = now - D(before)
    up = diff > 0
    return f"{'增加' if up else '减少'}{two(abs(diff))}万元，{'增长' if up else '下降'}{rate(abs(diff), before, h.rates)}%"


def write(path: Path, h: Habits | None = None, unit: ForeignUnit = UNIT) -> Path:
    """The whole paper."""
    h = h or Habits()
    paper = TypedPaper(h.styled)
    paper.say(f"{unit.year}年度{unit.name}单位决算", "2025年9月26日", "目  录")
    paper.head(f"第一部分  {unit.name}概况")
    paper.head("一、部门主要职责", 2)
    paper.say(
        "（一）贯彻执行水利工作的法律法规和方针政策。",
        "（二）负责水利工程建设、运行管理和防汛抗旱的具体工作。",
        "（三）完成区委、区政府交办的其他任务。",
    )
    paper.head("二、机构设置情况", 2)
    paper.say(
        f"从单位构成看，{unit.name}单位决算由实行独立核算的{unit.name}本级决算组成。内设办公室、工程科、防汛科3个科室。"
    )
    paper.head(f"第二部分  {unit.name}{unit.year}年度单位决算表")
    national_tables(paper, unit, h)
    paper.head(f"第三部分  {unit.name}{unit.year}年度单位决算情况说明")
    _totals(paper, unit, h)
    _general(paper, unit, h)
    _funds(paper, unit, h)
    _public(paper, unit, h)
    _rest(paper, unit, h)
    paper.head("第四部分  2024年度重点工作完成情况")
    paper.table(
        [
            ["序号", "重要事项", "工作内容及目标", "完成情况"],
            ["1", "泵站改造", "改造泵站3座", "已完成3座泵站改造"],
            ["2", "防汛备汛", "汛前检查堤防42公里", "完成检查并整改隐患6处"],
        ]
    )
    paper.head("第五部分  名词解释")
    paper.say(
        "（一）一般公共预算财政拨款收入：指区级财政一般公共预算当年拨付的资金。",
        "（二）其他收入：指单位取得的除上述收入以外的各项收入。",
        "（三）基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
    )
    return paper.save(path)


def _totals(paper: TypedPaper, u: ForeignUnit, h: Habits) -> None:
    r = h.rates
    paper.head("一、收入支出决算总体情况说明", 2)
    paper.say(
        f"{u.year}年度收、支总计均为{two(u.total)}万元。与2023年度相比，收、支总计各{_changed(u.total, u.prior['total'], h)}，主要原因是泵站改造项目资金增加。"
    )
    paper.head("二、收入决算情况说明", 2)
    paper.say(
        f"{u.year}年度收入合计{two(u.income)}万元，与2023年度相比，收入合计{_changed(u.income, u.prior['income'], h)}，主要原因是泵站改造项目资金增加。",
        f"其中：财政拨款收入{two(u.fiscal_income)}万元，占本年收入{rate(u.fiscal_income, u.income, r)}%；其他收入{u.other}万元，占本年收入{rate(u.other, u.income, r)}%。",
    )
    basic, project = u.of("basic", "other_basic"), u.of("project", "other_project")
    paper.head("三、支出决算情况说明", 2)
    paper.say(
        f"{u.year}年度支出合计{two(u.spent)}万元，与2023年度相比，支出合计{_changed(u.spent, u.prior['spent'], h)}，主要原因是泵站改造项目支出增加。",
        f"其中：基本支出{two(basic)}万元，占本年支出{rate(basic, u.spent, r)}%；项目支出{two(project)}万元，占本年支出{rate(project, u.spent, r)}%。",
    )
    paper.head("四、财政拨款收入支出决算总体情况说明", 2)
    paper.say(
        f"{u.year}年度财政拨款收、支总计均为{two(u.fiscal_total)}万元。与2023年度相比，财政拨款收、支总计各{_changed(u.fiscal_total, u.prior['fiscal'], h)}。主要原因是泵站改造项目资金增加。",
    )


def _compared(entry: Entry) -> str:
    if D(entry.budget) == entry.fiscal:
        return ""
    word = "大于" if entry.fiscal > D(entry.budget) else "小于"
    return f"，支出决算数{word}年初预算数的主要原因：{entry.reason}"


def _item(at: int, e: Entry, h: Habits) -> str:
    top, mid, low = e.names
    done = f"，完成年初预算的{rate(e.fiscal, e.budget, h.rates)}%"
    return f"{at}.{top}（类）{mid}（款）{low}（项）。年初预算为{e.budget}万元，支出决算为{two(e.fiscal)}万元{done}{_compared(e)}。"


def _general(paper: TypedPaper, u: ForeignUnit, h: Habits) -> None:
    general, budget, r = u.general, u.of("budget", fund=False), h.rates
    paper.head("五、一般公共预算财政拨款支出决算情况说明", 2)
    paper.head("（一）一般公共预算财政拨款支出决算总体情况", 3)
    paper.say(
        f"{u.year}年度一般公共预算财政拨款支出{two(general)}万元，占本年支出合计的{rate(general, u.spent, r)}%。与2023年度相比，"
        f"一般公共预算财政拨款支出{_changed(general, u.prior['general'], h)}。主要原因是泵站改造项目支出增加。"
    )
    paper.head("（二）一般公共预算财政拨款支出决算结构情况", 3)
    paper.say(f"{u.year}年度一般公共预算财政拨款支出{two(general)}万元，主要用于以下方面：")
    for at, (code, name) in enumerate([(c, n) for c, n in u.codes(fund=False) if len(c) == 3], 1):
        part = u.of("basic", "project", fund=False, code=code)
        groups = "、".join(n for c, n in u.codes(fund=False) if len(c) == 5 and c.startswith(code))
        paper.say(
            f"{at}.{name}（类）{two(part)}万元，占{rate(part, general, r)}%。主要是用于{groups}。"
        )
    paper.head("（三）一般公共预算财政拨款支出决算具体情况", 3)
    paper.say(
        f"{u.year}年度一般公共预算财政拨款支出年初预算为{two(budget)}万元，支出决算为{two(general)}万元，完成年初预算的{rate(general, budget, r)}%。其中："
    )
    paper.say(*(_item(at, e, h) for at, e in enumerate([e for e in u.entries if not e.fund], 1)))
    staff = [n for c, (n, _) in u.economic.items() if c[:3] in ("301", "303")]
    office = [n for c, (n, _) in u.economic.items() if c[:3] in ("302", "310")]
    people, public = u.staff("301") + u.staff("303"), u.staff("302") + u.staff("310")
    paper.head("六、一般公共预算财政拨款基本支出决算情况说明", 2)
    paper.say(
        f"{u.year}年度一般公共预算财政拨款基本支出{two(people + public)}万元，其中：",
        f"人员经费{two(people)}万元，主要包括：{'、'.join(staff)}。",
        f"公用经费{two(public)}万元，主要包括：{'、'.join(office)}。",
    )


def _funds(paper: TypedPaper, u: ForeignUnit, h: Habits) -> None:
    paper.head("七、政府性基金预算财政拨款收入支出决算情况说明", 2)
    paper.say(
        f"{u.year}年度政府性基金预算财政拨款年初结转和结余{u.fund_opening}万元，本年收入{two(u.fund_income)}万元，本年支出{two(u.funds)}万元，年末结转和结余{u.fund_closing}万元。具体支出情况为：",
        *(_item(at, e, h) for at, e in enumerate([e for e in u.entries if e.fund], 1)),
    )
    paper.head("八、国有资本经营预算财政拨款支出决算情况说明", 2)
    paper.say(f"{h.self_name}{u.year}年度无国有资本经营预算财政拨款支出。")


def _public(paper: TypedPaper, u: ForeignUnit, h: Habits) -> None:
    budget = sum((D(b) for b, _ in u.public.values()), D(0))
    spent = sum((D(a) for _, a in u.public.values()), D(0))
    (run_b, run), (rec_b, rec) = u.public["running"], u.public["reception"]
    r = h.rates
    paper.head("九、财政拨款“三公”经费支出决算情况说明", 2)
    paper.head("（一）“三公”经费财政拨款支出决算总体情况说明", 3)
    paper.say(
        f"{u.year}年度“三公”经费财政拨款支出全年预算为{two(budget)}万元，支出决算为{two(spent)}万元，完成全年预算的{rate(spent, budget, r)}%；"
        f"较上年{_changed(spent, u.prior['public'], h)}。决算数小于全年预算数的主要原因：厉行节约，压减公务接待。决算数较上年减少的主要原因：接待批次减少。"
    )
    paper.head("（二）“三公”经费财政拨款支出决算具体情况说明", 3)
    paper.say(
        f"1.{h.self_name}当年无因公出国（境）费。",
        f"2.公务用车购置及运行维护费支出全年预算为{run_b}万元，支出决算为{run}万元，完成全年预算的{rate(run, run_b, r)}%；较上年{_changed(D(run), u.prior['running'], h)}。决算数小于全年预算数的主要原因：车辆维修减少。其中：",
        f"（1）{h.self_name}当年无公务用车购置费。",
        f"（2）公务用车运行维护费支出{run}万元，主要用于防汛巡查车辆的燃料费、维修费、过桥过路费和保险费。截至{u.year}年12月31日，开支财政拨款的公务用车保有量4辆。",
        f"3.公务接待费支出全年预算为{rec_b}万元，支出决算为{rec}万元，完成全年预算的{rate(rec, rec_b, r)}%；较上年{_changed(D(rec), u.prior['reception'], h)}。决算数小于全年预算数的主要原因：压减公务接待。"
        f"主要用于上级检查调研接待。{u.year}年共接待国内来访团组18个，126人次（不包括陪同人员）。",
    )


def _rest(paper: TypedPaper, u: ForeignUnit, h: Habits) -> None:
    year, r = u.year, h.rates
    paper.head("十、机关运行经费支出说明", 2)
    paper.say(
        f"{year}年度机关运行经费支出{u.operating}万元，比2023年度{_changed(D(u.operating), u.prior['operating'], h)}。主要原因是人员增加。"
    )
    paper.head("十一、政府采购支出说明", 2)
    paper.say(
        f"{year}年度{h.self_name}政府采购支出总额420.50万元，其中：政府采购货物支出18.30万元、政府采购工程支出352.20万元、政府采购服务支出50.00万元。"
        f"授予中小企业合同金额402.20万元，占政府采购支出总额的{rate('402.20', '420.50', r)}%，其中：授予小微企业合同金额360.00万元，占授予中小企业合同金额的{rate('360', '402.20', r)}%；"
        f"货物采购授予中小企业合同金额占货物支出金额的100%，工程采购授予中小企业合同金额占工程支出金额的100%，服务采购授予中小企业合同金额占服务支出金额的{rate('31.70', '50', r)}%。"
    )
    paper.head("十二、国有资产占用情况说明", 2)
    paper.say(
        f"截至{year}年12月31日，{h.self_name}共有车辆4辆，其中，副部（省）级及以上领导用车0辆、主要负责人用车0辆、机要通信用车1辆、应急保障用车2辆、执法执勤用车1辆、"
        "特种专业技术用车0辆、离退休干部用车0辆、其他用车0辆；单价100万元（含）以上设备（不含车辆）2台（套）。"
    )
    paper.head("十三、预算绩效情况说明", 2)
    paper.head("（一）预算绩效管理工作开展情况", 3)
    paper.say(
        f"根据预算绩效管理要求，{h.self_name}组织对{year}年度一般公共预算项目支出全面开展绩效自评，共涉及项目4个，资金508.02万元。从评价情况来看，各项目均完成了年度目标。"
    )
    paper.head("（二）部门（单位）整体支出自评结果", 3)
    paper.say(f"{h.self_name}组织开展整体支出绩效自评，从评价情况来看，整体完成情况较好。")
