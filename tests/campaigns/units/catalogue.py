"""Names that units draw from: 科目 of both classifications, forms, and words for texts.

Function codes are read from the code list of the edition of 2023; those of government funds
and of state capital, which no list there has, are written down here.
"""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

FUNDS = ("general", "fund", "capital")

CLASSES = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "229": "其他支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}

_FURTHER = {
    "20113": "商贸事务",
    "2011308": "招商引资",
    "20508": "进修及培训",
    "2050803": "培训支出",
    "20808": "抚恤",
    "20811": "残疾人事业",
    "2081107": "残疾人生活和护理补贴",
    "20406": "司法",
    "20703": "体育",
    "211": "节能环保支出",
    "21103": "污染防治",
    "2110301": "大气",
    "2110302": "水体",
    "213": "农林水支出",
    "21301": "农业农村",
    "2130104": "事业运行",
    "2130108": "病虫害控制",
    "2130122": "农业生产发展",
    "214": "交通运输支出",
    "21401": "公路水路运输",
    "2140104": "公路建设",
    "2140106": "公路养护",
    "224": "灾害防治及应急管理支出",
    "22401": "应急管理事务",
    "2240106": "安全监管",
}

OF_FUND = {
    "20707": "国家电影事业发展专项资金安排的支出",
    "2070701": "资助国产影片放映",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120801": "征地和拆迁补偿支出",
    "2120802": "土地开发支出",
    "2120803": "城市建设支出",
    "2120899": "其他国有土地使用权出让收入安排的支出",
    "22960": "彩票公益金安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
    "2296003": "用于体育事业的彩票公益金支出",
    "2296006": "用于残疾人事业的彩票公益金支出",
}

OF_CAPITAL = {
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
    "2230107": "国有企业改革成本支出",
    "22399": "其他国有资本经营预算支出",
    "2239999": "其他国有资本经营预算支出",
}


def _listed(kind: str) -> dict[str, str]:
    path = ROOT / "templates" / "2023" / f"{kind}-codes.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


NAMES: dict[str, str] = {**_listed("function"), **_FURTHER, **OF_FUND, **OF_CAPITAL, **CLASSES}
"""Function code → name, 类, 款 and 项."""

RUNNING_COSTS = "行政运行"
"""The 项 that is basic expenditure alone."""
_OF_OFFICES = {RUNNING_COSTS, "行政单位医疗", "行政单位离退休"}
_OF_INSTITUTIONS = {"事业运行", "事业单位医疗", "事业单位离退休"}
_OF_FUND = ("安排的支出", "基金支出")  # how the names of its 款 end

OF_GENERAL = sorted(
    code
    for code in NAMES
    if len(code) == 7 and code[:5] in NAMES and code not in OF_FUND and code not in OF_CAPITAL
    if not NAMES[code[:5]].endswith(_OF_FUND)
)
"""The 项 that the general budget, and money that is not fiscal, can pay for."""


def general_of(profile: dict[str, str]) -> list[str]:
    """Those that a unit of its kind uses; a department may have units of each kind."""
    single = profile["entity"] == "单位"
    strange = {
        "事业单位": _OF_OFFICES,
        "行政单位": _OF_INSTITUTIONS,
        "参公事业单位": _OF_INSTITUTIONS,
    }.get(profile["unit_type"], set())
    return [code for code in OF_GENERAL if not (single and NAMES[code] in strange)]


PERSONNEL = [
    "30101",
    "30102",
    "30103",
    "30106",
    "30107",
    "30108",
    "30109",
    "30110",
    "30111",
    "30112",
    "30113",
    "30114",
    "30199",
    "30301",
    "30302",
    "30303",
    "30304",
    "30305",
    "30306",
    "30307",
    "30308",
    "30309",
    "30310",
    "30311",
    "30399",
]
PUBLIC = [
    "30201",
    "30202",
    "30203",
    "30204",
    "30205",
    "30206",
    "30207",
    "30208",
    "30209",
    "30211",
    "30213",
    "30214",
    "30215",
    "30216",
    "30218",
    "30224",
    "30225",
    "30226",
    "30227",
    "30228",
    "30229",
    "30239",
    "30240",
    "30299",
    "31002",
    "31003",
    "31007",
    "31021",
    "31022",
    "31099",
]
ECONOMIC = _listed("economic")
UNLISTED = {
    "30701": "国内债务付息",
    "31005": "基础设施建设",
    "31006": "大型修缮",
    "39999": "其他支出",
}
"""款 that 公开06表 has no printed row for; 307 and 399 are 类 of their own."""
UNLISTED_CLASSES = {"307": "债务利息及费用支出", "399": "其他支出"}
ABROAD, PURCHASE, RUNNING, RECEPTION = "30212", "31013", "30231", "30217"
OF_THREE_PUBLIC = {
    "abroad": ABROAD,
    "purchase": PURCHASE,
    "running": RUNNING,
    "reception": RECEPTION,
}

COLUMNS = {
    "02": ("total", "fiscal", "superior", "business", "operating", "affiliated", "other"),
    "03": ("total", "basic", "project", "to_superior", "operating", "to_affiliated"),
    "05": ("total", "basic", "project"),
    "07": ("opening", "income", "expenditure", "basic", "project", "closing"),
    "08": ("total", "basic", "project"),
}
LABELS = {
    "02": [
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ],
    "03": [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ],
}
COLUMNS_09 = [
    "budget",
    "budget_abroad",
    "budget_cars",
    "budget_purchase",
    "budget_running",
    "budget_reception",
    "outturn",
    "outturn_abroad",
    "outturn_cars",
    "outturn_purchase",
    "outturn_running",
    "outturn_reception",
]

TITLES = {
    "01": "收入支出决算总表",
    "02": "收入决算表",
    "03": "支出决算表",
    "04": "财政拨款收入支出决算总表",
    "05": "一般公共预算财政拨款支出决算表",
    "06": "一般公共预算财政拨款基本支出决算明细表",
    "07": "政府性基金预算财政拨款收入支出决算表",
    "08": "国有资本经营预算财政拨款支出决算表",
    "09": "财政拨款“三公”经费支出决算表",
}

# What stands below each form, as printed.
NOTES = {
    "01": [
        "注：1. 本表反映部门本年度的总收支和年末结转结余情况。",
        "2. 本套报表金额单位转换时可能存在尾数误差。",
        "27行=（1+2+3+4+5+6+7+8）行；31行=（27+28+29）行；",
        "58行=（32+33+…+57）行；62行=（58+59+60）行。",
    ],
    "02": ["注：本表反映部门本年度取得的各项收入情况。", "1栏各行=（2+3+4+5+6+7）栏各行。"],
    "03": ["注：本表反映部门本年度各项支出情况。", "1栏各行=（2+3+4+5+6）栏各行。"],
    "04": [
        "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算"
        "财政拨款的总支出和年末结转结余情况。",
        "27行=（1+2+3）行；28行=（29+30+31）行；32行=（27+28）行；",
        "59行=（33+34+……+58）行；64行=（59+60）行。",
    ],
    "05": ["注：本表反映部门本年度一般公共预算财政拨款支出情况。", "1栏各行=（2+3）栏各行。"],
    "06": ["注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"],
    "07": [
        "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
        "6栏各行=（1+2-3）栏各行；3栏各行=（4+5）栏各行。",
    ],
    "08": [
        "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。",
        "1栏各行=（2+3）栏各行。",
    ],
    "09": [
        "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费"
        "全年预算数，反映按规定程序调整后的预算数；决算数是包括当年财政拨款和以前年度结转资金"
        "安排的实际支出。",
        "1栏=（2+3+6）栏；3栏=（4+5）栏；7栏=（8+9+12）栏；9栏=（10+11）栏。",
    ],
}

# 行次 of 公开01表 and 公开04表: what stands there.
INCOME_LINES = {
    "1": "一般公共预算财政拨款收入",
    "2": "政府性基金预算财政拨款收入",
    "3": "国有资本经营预算财政拨款收入",
    "4": "上级补助收入",
    "5": "事业收入",
    "6": "经营收入",
    "7": "附属单位上缴收入",
    "8": "其他收入",
}
LINES_01 = {code: str(32 + n) for n, code in enumerate(CLASSES)}
LINES_04 = {code: str(33 + n) for n, code in enumerate(CLASSES)}

FUND_NAMES = {
    "general": "一般公共预算财政拨款",
    "fund": "政府性基金预算财政拨款",
    "capital": "国有资本经营预算财政拨款",
}
