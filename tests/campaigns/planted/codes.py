"""Codes and kinds: a 科目 in the wrong table, of another kind of unit, under another name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model import Row
from generator.workbook.reading.facts import Workbook
from tests.gallery.changing import Put, Typed, wan

from .planting import (
    DEPARTMENT,
    HOSPITAL,
    NEW,
    REAL,
    Change,
    Plant,
    added,
    both,
    each,
    edits,
    lines_swapped,
    recoded,
    renamed,
)

FUND_IN_GENERAL = (
    (
        REAL,
        {
            "20899": ("20822", "大中型水库移民后期扶持基金支出"),
            "2089999": ("2082299", "其他大中型水库移民后期扶持基金支出"),
        },
    ),
    (
        NEW,
        {
            "20805": ("20822", "大中型水库移民后期扶持基金支出"),
            "2080505": ("2082201", "移民补助"),
            "2080506": ("2082202", "基础设施建设和经济发展"),
        },
    ),
    (
        DEPARTMENT,
        {"20808": ("20823", "小型水库移民扶助基金安排的支出"), "2080801": ("2082301", "移民补助")},
    ),
    (
        HOSPITAL,
        {"20808": ("20822", "大中型水库移民后期扶持基金支出"), "2080801": ("2082201", "移民补助")},
    ),
    (
        DEPARTMENT,
        {
            "22102": ("22198", "超长期特别国债安排的支出"),
            "2210201": ("2219801", "保障性租赁住房"),
            "2210203": ("2219899", "其他住房保障支出"),
        },
    ),
)
GENERAL_IN_FUND = (
    {"21208": ("21203", "城乡社区公共设施"), "2120899": ("2120399", "其他城乡社区公共设施支出")},
    {
        "22960": ("22999", "其他支出"),
        "2296002": ("2299901", "社会事务支出"),
        "2296006": ("2299902", "助残支出"),
        "2296099": ("2299999", "其他支出"),
    },
    {"21208": ("21201", "城乡社区管理事务"), "2120899": ("2120199", "其他城乡社区管理事务支出")},
)
OF_OFFICES = (
    (REAL, "2080150", "2080101", "行政运行"),
    (REAL, "2101102", "2101101", "行政单位医疗"),
    (HOSPITAL, "2101102", "2101101", "行政单位医疗"),
    (HOSPITAL, "2080502", "2080501", "行政单位离退休"),
    (NEW, "2010350", "2010301", "行政运行"),
    (NEW, "2101102", "2101101", "行政单位医疗"),
)
OF_INSTITUTIONS = (
    ("2080150", {"2101102": ("2101101", "行政单位医疗")}),
    ("2101102", {"2080150": ("2080101", "行政运行")}),
)


def plants() -> Iterator[Plant]:
    """Every planted mistake with codes and kinds of 科目."""
    yield from _tables()
    yield from _kinds()
    yield from _names()


def _tables() -> Iterator[Plant]:
    for book, codes in FUND_IN_GENERAL:
        group = min(code for code, _ in codes.values())
        places = tuple(
            f"{t}.{c}" for t in ("general", "income", "expenditure") for c, _ in codes.values()
        )
        yield Plant("基金科目在公开05表", group, book, recoded(codes), places)
    for codes in GENERAL_IN_FUND:
        group = min(code for code, _ in codes.values())
        places = tuple(f"fund.{c}" for c, _ in codes.values())
        yield Plant("一般公共预算科目在公开07表", group, DEPARTMENT, recoded(codes), places)


def _kinds() -> Iterator[Plant]:
    for book, old, new, name in OF_OFFICES:
        places = tuple(f"{t}.{new}" for t in ("income", "expenditure", "general"))
        yield Plant("事业单位用行政科目", f"{old}→{new}", book, recoded({old: (new, name)}), places)
    for kept, codes in OF_INSTITUTIONS:
        change = both(_BUREAU, recoded(codes))
        places = tuple(f"{t}.{kept}" for t in ("income", "expenditure", "general"))
        yield Plant("行政单位用事业科目", kept, REAL, change, places)
    for amount, other in (("50", "2080208"), ("12.5", "2080202"), ("80", "2080208")):
        places = ("expenditure.2080201", "general.2080201")
        change = _moved_to_project("2080201", other, amount)
        yield Plant("行政运行有项目支出", amount, DEPARTMENT, change, places)
    places = ("totals.operating.amount", "income.total.operating", "expenditure.total.operating")
    for book in (HOSPITAL, DEPARTMENT):
        yield Plant("有经营收入没有经营支出", "并入基本支出", book, _operating_as_basic(), places)


_BUREAU = edits(
    Put("profile.unit_type.value", "行政单位"),
    *(Put(f"operating.operating.{column}", wan("3.93")) for column in ("this", "prior")),
)


def _moved_to_project(code: str, other: str, amount: str) -> Change:
    """Basic as project expenditure of one 项, the other way round for another of the same 款."""
    return both(
        *(
            added(f"{table}.{row}.{column}", wan(amount) * sign * way)
            for table in ("expenditure", "general")
            for row, sign in ((code, 1), (other, -1))
            for column, way in (("basic", -1), ("project", 1))
        )
    )


def _operating_as_basic() -> Change:
    """经营支出 typed as 基本支出."""

    def basic(row: Row, _: Workbook) -> Typed:
        parts = [
            value for c in ("basic", "operating") if isinstance(value := row[c].value, Decimal)
        ]
        return sum(parts, Decimal(0)) if parts else None

    return both(
        each("expenditure", "basic", basic), each("expenditure", "operating", lambda *_: None)
    )


WRONG_NAMES = (
    (REAL, "2080505", "机关事业单位职业年金缴费支出"),
    (REAL, "2101102", "行政单位医疗"),
    (HOSPITAL, "2100408", "重大公共卫生服务"),
    (HOSPITAL, "2210201", "购房补贴"),
    (DEPARTMENT, "2080208", "社会组织管理"),
    (DEPARTMENT, "2081901", "农村最低生活保障金支出"),
    (NEW, "2080506", "机关事业单位基本养老保险缴费支出"),
)
SEEN = (
    {
        "2060702": ("2070109", "图书馆"),
        "20607": ("20701", "文化和旅游"),
        "206": ("207", "文化旅游体育与传媒支出"),
    },
    {
        "2060702": ("2110302", "大气"),
        "20607": ("21103", "污染防治"),
        "206": ("211", "节能环保支出"),
    },
    {
        "2060702": ("2070105", "群众文化"),
        "20607": ("20701", "文化和旅游"),
        "206": ("207", "文化旅游体育与传媒支出"),
    },
)


def _names() -> Iterator[Plant]:
    tables = ("income", "expenditure", "general", "budget")
    for book, code, name in WRONG_NAMES:
        places = tuple(f"{t}.{code}" for t in tables)
        yield Plant("科目名称各表都错", code, book, renamed(code, name, tables), places)
    for codes in SEEN:
        code, name = codes["2060702"]
        places = tuple(f"{t}.{code}" for t in tables)
        change = both(recoded(codes), _class_line(codes["206"][0]))
        yield Plant("编码与名称不符", f"{code} {name}", HOSPITAL, change, places)
    for book, code, group in (
        (REAL, "2101102", "行政事业单位养老支出"),
        (HOSPITAL, "2100408", "计划生育事务"),
        (DEPARTMENT, "2050803", "行政事业单位医疗"),
        (DEPARTMENT, "2080299", "社会福利"),
        (NEW, "2080505", "行政事业单位医疗"),
    ):
        change = edits(Put(f"budget.{code}.group", group))
        yield Plant("所属款与编码不符", code, book, change, (f"budget.{code}.group",))


def _class_line(code: str) -> Change:
    """The 类 in 公开01表 and 公开04表 moved to another line."""
    return both(
        *(
            lines_swapped(table, "206", code, *columns)
            for table, columns in (("totals", ("amount",)), ("fiscal", ("total", "general")))
        )
    )
