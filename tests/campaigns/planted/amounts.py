"""The other unit of money, who publishes, and single wrong digits."""

from __future__ import annotations

from collections.abc import Iterator

from tests.gallery.changing import Put, wan

from .planting import DEPARTMENT, HOSPITAL, NEW, REAL, Plant, both, copied, edits, times


def plants() -> Iterator[Plant]:
    """Every planted mistake of size, of the unit itself, and of single digits."""
    yield from _sizes()
    yield from _units()
    yield from _digits()


def _sizes() -> Iterator[Plant]:
    for book in (DEPARTMENT, HOSPITAL, NEW):
        for name, factor in (("大一万倍", "10000"), ("小一万倍", "0.0001")):
            change = times(factor, "procurement")
            yield Plant("政府采购的金额单位", name, book, change, ("procurement",))
    for book in (REAL, DEPARTMENT, HOSPITAL, NEW):
        for name, factor in (("大一万倍", "10000"), ("小一万倍", "0.0001")):
            change = times(factor, "performance", "budget", "outturn")
            yield Plant("整体绩效的金额单位", name, book, change, ("performance",))
            projects = both(
                times(factor, "projects", column="budget"),
                times(factor, "projects", column="outturn"),
            )
            yield Plant("项目绩效的金额单位", name, book, projects, ("projects",))
    change = edits(
        *(
            Put(f"procurement.{k}.value", wan(n))
            for k, n in (
                ("total", "7673500"),
                ("goods", "684500"),
                ("works", "2863000"),
                ("services", "4126000"),
            )
        )
    )
    yield Plant("政府采购的金额单位", "总额和各项", DEPARTMENT, change, ("procurement",))
    for book, line in ((DEPARTMENT, "total"), (HOSPITAL, "expenditure")):
        change = times("10000", "prior", line, column="prior")
        yield Plant("上年数的金额单位", line, book, change, (f"prior.{line}.prior",))
    change = times("10000", "budget", "2080201", column="budget")
    yield Plant("年初预算的金额单位", "2080201", DEPARTMENT, change, ("budget.2080201.budget",))
    change = times("10000", "operating", column="this")
    yield Plant("机关运行经费的金额单位", "本年", DEPARTMENT, change, ("operating.operating.this",))


def _units() -> Iterator[Plant]:
    place = "operating.operating.this"
    equal = copied("basic.public.amount", place)
    yield Plant("机关运行经费等于全部公用经费", "含事业单位", DEPARTMENT, equal, (place,))
    for book, kind in (
        (REAL, "行政单位"),
        (REAL, "参公事业单位"),
        (HOSPITAL, "行政单位"),
        (NEW, "行政单位"),
        (DEPARTMENT, "事业单位"),
    ):
        change = edits(Put("profile.unit_type.value", kind))
        yield Plant("单位类型选错", kind, book, change, ("profile.unit_type.value",))
    for book, name in (
        (REAL, "武汉市黄陂区教育局"),
        (REAL, "武汉市江夏区人力资源和社会保障局"),
        (HOSPITAL, "江澜市云溪区民政局"),
        (HOSPITAL, "江澜市云溪区卫生监督局"),
        (DEPARTMENT, "江澜市云溪区财政局"),
    ):
        change = edits(Put("profile.supervisor.value", name))
        yield Plant("主管部门填错", name, book, change, ("profile.supervisor.value",))
    change = edits(Put("profile.level.value", "市级"))
    yield Plant("预算级次选错", "市级", REAL, change, ("profile.level.value",))


_DIGITS = (
    (REAL, "general.2101102.basic", "14.02"),
    (REAL, "totals.208.amount", "229.25"),
    (REAL, "expenditure.total.total", "253.37"),
    (REAL, "income.20805.fiscal", "15.45"),
    (REAL, "fiscal.expenditure.total", "233.73"),
    (REAL, "basic.30113.amount", "28.89"),
    (REAL, "basic.public.amount", "39.3"),
    (REAL, "budget.2080505.budget", "15.54"),
    (DEPARTMENT, "fund.2296002.closing", "104.48"),
    (DEPARTMENT, "expenditure.2081004.operating", "25.38"),
    (DEPARTMENT, "capital.2230105.project", "42.5"),
    (DEPARTMENT, "totals.business.amount", "245.75"),
    (DEPARTMENT, "three_public.row.outturn_running", "13.86"),
    (DEPARTMENT, "prior.closing.prior", "519.16"),
    (DEPARTMENT, "procurement.sme_works.value", "268.3"),
    (HOSPITAL, "income.2100403.business", "3684.271586"),
    (HOSPITAL, "general.21004.project", "435.80055"),
    (HOSPITAL, "totals.closing.amount", "183.780055"),
    (HOSPITAL, "fiscal.opening_general.amount", "26.384215"),
    (NEW, "general.2010399.project", "16.8"),
    (NEW, "totals.general.amount", "87.1"),
    (NEW, "income.2010350.total", "46.43"),
)


def _digits() -> Iterator[Plant]:
    for book, place, amount in _DIGITS:
        yield Plant("一格填错数字", place, book, edits(Put(place, wan(amount))), (place,))
