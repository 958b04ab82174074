"""One case a rule: the smallest change that raises it, and one just inside the limit.

The message that ``wrong`` raises stands in ``generator/checks/examples.toml``; write it anew
with ``python -m tests.helpers.write_examples`` and read it before a commit.
"""

from __future__ import annotations

from datetime import date

from tests.gallery.changing import Add, Blank, Drop, Edit, Head, LastYear, Put, number, wan
from tests.gallery.further import FURTHER
from tests.gallery.single import Case

_EIGHT = {"income": wan("8"), "expenditure": wan("8"), "project": wan("8")}
FUND_ROWS = (
    Add("fund", "212", name="城乡社区支出", **_EIGHT),
    Add("fund", "21208", name="国有土地使用权出让收入安排的支出", **_EIGHT),
    Add("fund", "2120899", name="其他国有土地使用权出让收入安排的支出", **_EIGHT),
)
CAPITAL_ROWS = (
    Add("capital", "223", name="国有资本经营预算支出", total=wan("6"), project=wan("6")),
    Add("capital", "22399", name="其他国有资本经营预算支出", total=wan("6"), project=wan("6")),
    Add("capital", "2239999", name="其他国有资本经营预算支出", total=wan("6"), project=wan("6")),
)


def _typed(text: str, place: str = "key_work.#0.result") -> tuple[Edit, ...]:
    return (Put(place, text),)


def _reason(text: str) -> tuple[Edit, ...]:
    return (Put("prior.total.reason", text),)


def _cars(amount: str, **counts: str) -> tuple[Edit, ...]:
    """公务用车运行维护费 in 公开09表, with quantities."""
    return (
        Put("three_public.row.outturn_running", wan(amount)),
        Put("three_public.row.outturn_cars", wan(amount)),
        Put("three_public.row.outturn", wan(amount)),
        *(Put(f"three_public_counts.{key}.value", number(n)) for key, n in counts.items()),
    )


def _goods(**values: str) -> tuple[Edit, ...]:
    return tuple(Put(f"procurement.{key}.value", wan(text)) for key, text in values.items())


def _counts(**values: str) -> tuple[Edit, ...]:
    return tuple(Put(f"three_public_counts.{k}.value", number(text)) for k, text in values.items())


def _points(*points: str) -> tuple[Edit, ...]:
    return tuple(Put(f"goals.#{i}.points", number(text)) for i, text in enumerate(points))


def _reached(result: str) -> tuple[Edit, ...]:
    """The first indicator of a project: 20 of 20 points for ≥95 %."""
    texts = (Put("indicators.#0.target", "≥95%"), Put("indicators.#0.result", result))
    return (*texts, *(Put(f"indicators.#0.{key}", number("20")) for key in ("points", "score")))


def _weight(points: str) -> tuple[Edit, ...]:
    """目标分值 of the first goal, which stands in each of its four rows."""
    return tuple(Put(f"goals.#{i}.weight", number(points)) for i in range(4))


GOVERNMENT = (Put("profile.unit_type.value", "行政单位"),)
_OPERATING = tuple(Put(f"operating.operating.{c}", wan("3.93")) for c in ("this", "prior"))
DEPARTMENT = (Put("profile.entity.value", "部门"),)
OFFICE: tuple[Edit, ...] = (
    Put("profile.unit_type.value", "行政单位"),
    Put("profile.name.value", "武汉市黄陂区民政局"),
    Put("duties.#0.paragraph", "负责全区的社会救助事业。"),
)

_TWO_BUDGETS = (
    Put("budget.total.budget", wan("209.73")),
    Add("budget", "2120803", name="城市建设支出", type="政府性基金", budget=wan("1")),
)

WITHIN = (
    Case(
        "F01",
        (Put("totals.income.amount", wan("233.39")),),
        (Put("totals.income.amount", wan("233.38")),),
    ),
    Case(
        "F02",
        (Put("income.2080150.total", wan("171.69")),),
        (Put("income.2080150.total", wan("171.97")),),
    ),
    Case(
        "F03",
        (Put("expenditure.2080150.total", wan("1719600")),),
        (Put("expenditure.2080150.total", wan("171.97")),),
    ),
    Case(
        "F04", (Put("fiscal.208.total", wan("222.59")),), (Put("fiscal.208.total", wan("222.96")),)
    ),
    Case(
        "F05",
        (Put("general.2089999.total", wan("36.42")),),
        (Put("general.2089999.total", wan("36.45")),),
    ),
    Case(
        "F07",
        (*FUND_ROWS[:1], Put("fund.212.expenditure", wan("8.03"))),
        (*FUND_ROWS[:1], Put("fund.212.expenditure", wan("8.01"))),
    ),
    Case(
        "F08",
        (*CAPITAL_ROWS, Put("capital.2239999.total", wan("6.02"))),
        (*CAPITAL_ROWS, Put("capital.2239999.total", wan("6.01"))),
    ),
    Case(
        "F09",
        (*_cars("2"), Put("three_public.row.outturn", wan("2.02"))),
        (*_cars("2"), Put("three_public.row.outturn", wan("2.01"))),
    ),
    Case(
        "H02",
        (Put("income.20805.total", wan("14.56")), Put("income.20805.total", wan("14.65"))),
        (Put("income.20805.total", wan("14.56")),),
    ),
    Case(
        "H03",
        (Put("expenditure.208.basic", wan("187.98")),),
        (Put("expenditure.208.basic", wan("187.96")),),
    ),
    Case(
        "H05",
        (Put("general.total.project", wan("53")),),
        (Put("general.total.project", wan("35.01")),),
    ),
    Case(
        "H06",
        (Put("basic.30101.amount", wan("25.18")),),
        (Put("basic.30101.amount", wan("25.85")),),
    ),
    Case(
        "H07",
        (*FUND_ROWS, Put("fund.21208.expenditure", wan("8.02"))),
        (*FUND_ROWS, Put("fund.21208.expenditure", wan("8.01"))),
    ),
    Case(
        "H08",
        (*CAPITAL_ROWS, Put("capital.22399.total", wan("6.02"))),
        (*CAPITAL_ROWS, Put("capital.22399.total", wan("6.01"))),
    ),
    Case(
        "H10",
        (Put("budget.2101102.budget", wan("10.45")),),
        (Put("budget.2101102.budget", wan("10.43")),),
    ),
    Case(
        "N01",
        (Put("basic.30228.amount", wan("-1.10")),),
        (Put("totals.closing.amount", wan("-1")),),
    ),
    Case("N02", (Drop("expenditure", "2101102"), Drop("expenditure", "21011"))),
    Case(
        "N04",
        (Put("basic.30228.amount", wan("1.1000001")),),
        (Put("basic.30228.amount", wan("1.100001")),),
    ),
)

BETWEEN = (
    Case(
        "X01",
        (Put("income.total.total", wan("233.73")),),
        (Put("income.total.total", wan("233.38")),),
    ),
    Case(
        "X02",
        (Put("fiscal.general.amount", wan("23.37")),),
        (Put("fiscal.general.amount", wan("233.38")),),
    ),
    Case(
        "X03",
        (Put("totals.business.amount", wan("5")), Put("income.total.business", wan("5.02"))),
        (Put("totals.business.amount", wan("5")), Put("income.total.business", wan("5.01"))),
    ),
    Case(
        "X04",
        (Put("totals.expenditure.amount", wan("233.73")),),
        (Put("totals.expenditure.amount", wan("233.38")),),
    ),
    Case(
        "X05", (Put("totals.210.amount", wan("10.24")),), (Put("totals.210.amount", wan("10.43")),)
    ),
    Case(
        "X06",
        (Put("fiscal.expenditure.total", wan("2333700")),),
        (Put("fiscal.expenditure.total", wan("233.38")),),
    ),
    Case(
        "X07",
        (Put("fiscal.210.general", wan("10.24")),),
        (Put("fiscal.210.general", wan("10.43")),),
    ),
    Case(
        "X08",
        (Put("fiscal.212.fund", wan("8.02")), *FUND_ROWS[:1]),
        (Put("fiscal.212.fund", wan("8.01")), *FUND_ROWS[:1]),
    ),
    Case(
        "X09",
        (*FUND_ROWS, Put("fiscal.fund.amount", wan("8.02"))),
        (*FUND_ROWS, Put("fiscal.fund.amount", wan("8.01"))),
    ),
    Case(
        "X10",
        (Put("general.total.basic", wan("198.39")),),
        (Put("general.total.basic", wan("198.37")),),
    ),
    Case(
        "X11",
        (Put("expenditure.2089999.basic", wan("1.42")),),
        (Put("expenditure.2089999.basic", wan("1.43")),),
    ),
    Case(
        "X12", (Put("totals.210.amount", wan("10.40")),), (Put("totals.210.amount", wan("10.41")),)
    ),
    Case(
        "X14",
        (
            Put("basic.30217.amount", wan("0.55")),
            Put("three_public.row.outturn_reception", wan("0.50")),
        ),
        (
            Put("basic.30217.amount", wan("0.51")),
            Put("three_public.row.outturn_reception", wan("0.50")),
        ),
    ),
    Case(
        "B04",
        (
            Put("fiscal.closing.general", wan("3")),
            Put("fiscal.total_expenditure.general", wan("236.37")),
        ),
        (Put("fiscal.total_expenditure.general", wan("233.38")),),
    ),
)

_PRIOR_TOTALS = ("total", "income", "expenditure", "fiscal_total", "general_expenditure")
CONDITIONAL = (
    Case(
        "X13",
        (Put("expenditure.total.operating", wan("2")),),
        (Put("expenditure.total.operating", wan("2")), Put("totals.operating.amount", wan("2"))),
    ),
    Case(
        "X17",
        (Put("totals.opening.amount", wan("5.02")), Put("prior.closing.prior", wan("5"))),
        (Put("totals.opening.amount", wan("5.01")), Put("prior.closing.prior", wan("5"))),
    ),
    Case(
        "X18",
        (Put("fiscal.opening.amount", wan("5.02")), Put("prior.fiscal_closing.prior", wan("5"))),
        (Put("fiscal.opening.amount", wan("5.01")), Put("prior.fiscal_closing.prior", wan("5"))),
    ),
    Case(
        "X19",
        (Put("prior.income.prior", wan("243.20")),),
        (Put("prior.income.prior", wan("243.03")),),
    ),
    Case("X20", (*GOVERNMENT, Put("totals.allocation.amount", wan("1"))), GOVERNMENT),
    Case(
        "X21",
        (Put("totals.allocation.amount", wan("1")),),
        (Put("totals.allocation.amount", wan("1")), Put("totals.business.amount", wan("5"))),
    ),
    Case(
        "X24",
        (Put("income.2080505.fiscal", wan("14.57")),),
        (Put("income.2080505.fiscal", wan("14.56")),),
    ),
    Case(
        "X34",
        (
            Put("totals.closing.amount", wan("2")),
            Put("fiscal.closing.total", wan("2.02")),
        ),
        (
            Put("totals.closing.amount", wan("2")),
            Put("fiscal.closing.total", wan("2.01")),
        ),
    ),
    Case(
        "X35",
        tuple(Put(f"prior.{line}.prior", wan("233.37")) for line in _PRIOR_TOTALS),
        tuple(Put(f"prior.{line}.prior", wan("233.37")) for line in _PRIOR_TOTALS[1:]),
    ),
    Case(
        "X36",
        (Put("budget.2080150.full_budget", wan("171.94")),),
        (Put("budget.2080150.full_budget", wan("171.95")),),
    ),
    Case(
        "B10",
        (Put("budget.2101102.full_budget", wan("11")),),
        (
            Put("budget.2101102.full_budget", wan("11")),
            Put("budget.2080150.full_budget", wan("171.95")),
        ),
    ),
    Case(
        "B11",
        (*_TWO_BUDGETS, Put("budget.total.reason", "追加人员经费")),
        (*_TWO_BUDGETS, Put("budget_totals.general.reason", "追加人员经费")),
    ),
    Case(
        "X31",
        (Put("expenditure.2080505.basic", wan("14.57")),),
        (Put("expenditure.2080505.basic", wan("14.56")),),
    ),
)

SIZES = (
    Case("N03", (Blank("income"),)),
    Case(
        "N05",
        tuple(Drop("subjects", code) for code in ("2080150", "2080505", "2089999", "2101102")),
    ),
    Case(
        "X33",
        (Put("totals.expenditure.amount", wan("2333700")),),
        (Put("totals.expenditure.amount", wan("1999999.99")),),
    ),
    Case(
        "X32",
        (Put("prior.expenditure.prior", wan("2430200")),),
        (Put("prior.expenditure.prior", wan("243020")),),
    ),
)

SPENDING = (
    Case(
        "S01",
        (
            Put("three_public_items.total.budget", wan("2.03")),
            Put("three_public_items.reception.budget", wan("2")),
        ),
        (
            Put("three_public_items.total.budget", wan("2.01")),
            Put("three_public_items.reception.budget", wan("2")),
        ),
    ),
    Case(
        "S10",
        (Put("three_public_items.cars.prior", wan("2")),),
        (
            Put("three_public_items.cars.prior", wan("2")),
            Put("three_public_items.running.prior", wan("2")),
        ),
    ),
    Case("S02", _cars("233.39"), _cars("233.38")),
    Case("S03", _cars("2"), _cars("2", cars_owned="1")),
    Case(
        "S04",
        _counts(reception_batches="5", reception_people="4"),
        _counts(reception_batches="5", reception_people="5"),
    ),
    Case(
        "S05",
        (
            Put("three_public.row.outturn_reception", wan("0.5")),
            Put("three_public_counts.foreign_amount.value", wan("0.52")),
        ),
        (
            Put("three_public.row.outturn_reception", wan("0.5")),
            Put("three_public_counts.foreign_amount.value", wan("0.51")),
        ),
    ),
    Case(
        "S07",
        (*_cars("2", cars_owned="1"), Put("three_public.row.budget_running", wan("1.98"))),
        (*_cars("2", cars_owned="1"), Put("three_public.row.budget_running", wan("1.99"))),
    ),
    Case(
        "S08",
        (Put("three_public.row.outturn_abroad", wan("2")),),
        (
            Put("three_public.row.outturn_abroad", wan("2")),
            Put("three_public_counts.abroad_use.value", "参加业务培训"),
        ),
    ),
    Case(
        "S09",
        _counts(foreign_people="4"),
        _counts(foreign_batches="1", foreign_people="4"),
    ),
    Case(
        "O01",
        (*GOVERNMENT, Put("operating.operating.this", wan("3.95"))),
        (*GOVERNMENT, Put("operating.operating.this", wan("3.94"))),
    ),
    Case(
        "O02",
        (Put("operating.operating.this", wan("3.95")),),
        (Put("operating.operating.this", wan("3.94")),),
    ),
    Case("O04", GOVERNMENT, (*GOVERNMENT, *_OPERATING)),
    Case("O03", (Put("operating.operating.this", wan("3.93")),)),
    Case(
        "G01",
        _goods(total="5.02", goods="3", services="2"),
        _goods(total="5.01", goods="3", services="2"),
    ),
    Case("G02", _goods(goods="5", sme="5.02", small="0"), _goods(goods="5", sme="5.01", small="0")),
    Case("G03", _goods(goods="5", sme="5"), _goods(goods="5", sme="5", small="0")),
    Case("G04", _goods(goods="233.39"), _goods(goods="233.38")),
    Case(
        "A01",
        (Put("assets.vehicles.value", number("3")), Put("assets.leader.value", number("2"))),
        (Put("assets.vehicles.value", number("2")), Put("assets.leader.value", number("2"))),
    ),
    Case(
        "A02",
        (*_counts(cars_owned="2"), Put("assets.leader.value", number("1"))),
        (*_counts(cars_owned="1"), Put("assets.leader.value", number("1"))),
    ),
    Case(
        "A04",
        (Put("assets.vehicles.value", number("0")), Put("assets.equipment.value", None)),
        (Put("assets.vehicles.value", number("0")), Put("assets.equipment.value", number("0"))),
    ),
    Case(
        "S06",
        (
            Put("three_public.row.outturn_reception", wan("1")),
            *_counts(foreign_batches="1", foreign_people="4"),
        ),
        (
            Put("three_public.row.outturn_reception", wan("1")),
            *_counts(foreign_batches="1", foreign_people="4"),
            Put("three_public_counts.foreign_amount.value", wan("0.2")),
        ),
    ),
    Case(
        "A03",
        (Put("assets.other_vehicles.value", number("1")),),
        (
            Put("assets.other_vehicles.value", number("1")),
            Put("assets.other_use.value", "一般业务用车"),
        ),
    ),
)

EVALUATION = (
    Case(
        "K01",
        (Put("goals.#0.points", number("11")),),
        (Put("goals.#0.points", number("12")),),
    ),
    Case("K02", _weight("46"), _weight("47")),
    Case("K03", _weight("50")),
    Case(
        "K04",
        (Put("indicators.#0.score", number("23")),),
        (Put("indicators.#0.score", number("22")),),
    ),
    Case(
        "K05",
        (Put("performance.outturn.value", wan("233.39")),),
        (Put("performance.outturn.value", wan("233.38")),),
    ),
    Case(
        "K06",
        (Put("projects.#0.outturn", wan("20.02")),),
        (Put("projects.#0.outturn", wan("20.01")),),
    ),
    Case(
        "K07",
        (Put("projects.#2.outturn", wan("5.03")),),
        (Put("projects.#2.outturn", wan("5.02")),),
    ),
    Case(
        "K08",
        (Put("projects.#2.outturn", wan("4.97")),),
        (Put("projects.#2.outturn", wan("4.98")),),
    ),
    Case("K09", (Drop("projects", "#2"), Drop("projects", "#1"), Drop("projects", "#0"))),
    Case("K11", tuple(Drop("goals", "#0") for _ in range(12))),
    Case("K12", _reached("80%"), _reached("95%")),
    Case("K10", (Put("indicators.#0.project", "金保工程机房运行维护"),)),
)

CODES = (
    Case("C01", (Put("general.2101102.name", "行政单位医疗"),)),
    Case("C02", (Put("budget.2080150.name", "事业单位运行"),)),
    Case(
        "C08",
        (Add("general", "2080177", total=wan("0"), basic=wan("0")),),
        (Put("general.2080150.name", None),),
    ),
    Case(
        "C09",
        (Add("general", "2080151", name="事业运行", total=wan("0"), basic=wan("0")),),
        (Add("general", "2080151", name="信息化建设", total=wan("0"), basic=wan("0")),),
    ),
    Case("C03", (Drop("expenditure", "208"), Add("expenditure", "208", name="社会保障和就业支出"))),
    Case("C04", (Put("expenditure.210.name", "医疗卫生与计划生育支出"),)),
    Case("C05", (Drop("subjects", "2101102"),)),
    Case(
        "C06",
        (Add("budget", "2130504", name="农村基础设施建设", budget=wan("1")),),
        (Add("budget", "2130504", name="农村基础设施建设", group="巩固脱贫", budget=wan("1")),),
    ),
    Case(
        "C07",
        (Put("subjects.2101102.meaning", "反映单位按规定比例为职工缴纳的住房公积金。"),),
        (Put("subjects.2101102.meaning", "反映单位为职工缴纳的基本医疗保险费，不含住房公积金。"),),
    ),
)

_UNIT = Add("units", name="武汉市黄陂区社会保险中心")
FILLING = (
    Case("R01", (Put("profile.supervisor.value", None),)),
    Case(
        "D01",
        (Put("profile.approval_date.value", date(2024, 9, 20)),),
        (Put("profile.approval_date.value", date(2024, 9, 21)),),
    ),
    Case("D02", (Put("profile.publish_date.value", date(2023, 10, 11)),)),
    Case("U01", (_UNIT,), (*DEPARTMENT, _UNIT)),
    Case(
        "U02",
        (Head("fiscal", "部门：武汉市黄浦区人力资源和社会保障信息中心"),),
        (Head("fiscal", "部门: 武汉市黄陂区人力资源和社会保障信息中心"),),
    ),
    Case(
        "U03",
        (Head("fiscal", "202 年度财政拨款收入支出决算总表"),),
        (Head("fiscal", "2023年度财政拨款收入支出决算总表"),),
    ),
)

UNIT = (
    Case(
        "U04",
        (Head("fiscal", "2023年度支出决算表"),),
        (Head("fiscal", "2023年度财政拨款收入支出决算总表"),),
    ),
    Case("U05", (Put("profile.level.value", "市级"),), (Put("profile.level.value", "县级"),)),
    Case(
        "U06",
        (Put("profile.history.value", "新成立"),),
        (Put("profile.history.value", "新成立"), Blank("prior")),
    ),
    Case("U07", (*DEPARTMENT, _UNIT, _UNIT), (*DEPARTMENT, _UNIT)),
)

REASONS = (
    Case("R02", _reason(""), _reason("项目支出减少")),
    Case("R03", (Put("budget.2101102.reason", "追加了经费"),)),
    Case("R04", _reason("项目支出增加"), _reason("项目支出减少，人员支出增加")),
    Case(
        "R07",
        (Put("prior.income.prior", wan("240")), Put("prior.income.reason", None)),
        (Put("prior.income.reason", None),),
    ),
    Case("R05", _reason("工作需要"), _reason("档案扫描工作需要")),
    Case(
        "R06",
        (LastYear("prior.total.reason", "主要原因是项目支出减少。"),),
        (LastYear("prior.total.reason", "人员经费减少"),),
    ),
)

PRINTED = (
    Case(
        "W41",
        _typed("金保工程项目绩效自评", "projects.#0.name"),
        _typed("金保工程项目", "projects.#0.name"),
    ),
    Case(
        "W42",
        _typed("负责社会保障信息的采集、", "duties.#0.paragraph"),
        _typed("负责社会保障信息的采集、", "prior.total.reason"),
    ),
    Case(
        "W43",
        _typed("负责信息采集（含\n录入）和统计工作。", "duties.#0.paragraph"),
        _typed("负责信息采集（含录入）\n和统计工作。", "duties.#0.paragraph"),
    ),
    Case(
        "W44",
        _reason("人员减少的主要原因是项目支出减少"),
        _reason("支出减少的主要原因是项目支出减少"),
    ),
)
TEXTS = (
    Case("W01", _typed("全年共办理XX件。"), _typed("全年共办理X光检查3件。")),
    Case("W02", _reason("项目支出增长下降"), _reason("项目支出下降")),
    Case("W03", _typed("社会保障保障工作平稳。"), _typed("社会保障、保障性住房工作平稳。")),
    Case("W04", _typed("工作平稳，。"), _typed("工作平稳……")),
    Case("W05", _typed("工作平稳,群众满意。"), _typed("全年7*24小时运行，版本1,024。")),
    Case("W06", _typed("举办培训（3期。"), _typed("1）举办培训（3期）；2）开展宣传。")),
    Case("W07", _typed("网上办理占比76.23。"), _typed("网上办理占比76.23%。")),
    Case("W08", _typed("我部门全年共接待群众100人次。"), _typed("我单位全年共接待群众100人次。")),
    Case(
        "W09",
        (Put("subjects.2101102.meaning", "反映市级财政安排的事业单位医疗经费。"),),
        (Put("subjects.2101102.meaning", "反映区级财政安排的事业单位医疗经费。"),),
    ),
    Case(
        "W11",
        _typed("武汉市黄陂区人力资源和社会保障保障信息中心负责维护。"),
        _typed("武汉市人力资源和社会保障信息中心负责维护。"),
    ),
    Case("W12", _typed("服务黄浦区群众。"), _typed("服务黄陂区群众。")),
    Case("W13", _typed("2022年，共上传电子档案2100卷。"), _typed("比2022年增加200卷。")),
    Case("W14", _typed("2023年2月29日完成验收。"), _typed("2024年2月29日前完成验收。")),
    Case("W21", _typed("申请人证件号11010519491231002X。"), _typed("业务编号11010519491231003X。")),
    Case("W22", _typed("联系电话13907120001。"), _typed("联系电话02785930001。")),
    Case("W23", _typed("账号4111111111111111。"), _typed("编号4111111111111112。")),
    Case("W24", (), _typed("全体党员同志参加。", "key_work.#7.result")),
    Case(
        "W25",
        _typed("内部资料，不得外传：网络安全检查情况。"),
        _typed("组织保密教育，核查机密级文件清退情况。"),
    ),
    Case("W31", _typed("全年项目支出350000万元。"), _typed("全年项目支出35万元。")),
    Case(
        "W15",
        (Add("duties", paragraph="承办上级交办的信息化建设任务。"),) * 2,
        (Add("duties", paragraph="承办上级交办的信息化建设任务。"),),
    ),
    Case("W16", _typed("1.培训；2.宣传；5.走访。"), _typed("1.培训；2.宣传；3.走访。")),
    Case(
        "W33",
        _typed("预算20万元，执行19万元，执行率90%。"),
        _typed("预算20万元，执行19万元，执行率95%。"),
    ),
    Case(
        "W45",
        (Add("glossary", term="事业收入", meaning="指开展业务取得的收入。"),),
        (Add("glossary", term="金保工程", meaning="指信息化工程。"),),
    ),
    Case(
        "W52",
        _typed("车辆燃油、维修和保险", "three_public_counts.reception_use.value"),
        _typed("接待上级检查的工作餐", "three_public_counts.reception_use.value"),
    ),
    Case("W51", _reason("-0.0527"), _reason("项目支出减少5.27万元")),
    Case("W32", _typed("预算执行率99.5%。"), _typed("预算执行率100%。")),
)

_CORRECTED = (Put("prior.total.published", wan("241")),)  # the cell says 243.02
_EXPLAINED = (*_CORRECTED, Put("prior.total.correction", "会计差错更正，调增上年其他收入"))
_AS_PUBLISHED = (Put("prior.total.published", wan("243.02")),)
CARRIED = (
    Case("Y04", (Add("budget", "2210201", name="住房公积金"),)),
    Case("Y01", _CORRECTED, _EXPLAINED),
    Case("Y02", _EXPLAINED, _AS_PUBLISHED),
    Case("Y03", (*_AS_PUBLISHED, Put("prior.total.correction", "会计差错更正")), _EXPLAINED),
)

CASES = (
    *WITHIN,
    *BETWEEN,
    *CONDITIONAL,
    *CARRIED,
    *SIZES,
    *SPENDING,
    *EVALUATION,
    *CODES,
    *FILLING,
    *UNIT,
    *REASONS,
    *TEXTS,
    *PRINTED,
    *FURTHER,
)
