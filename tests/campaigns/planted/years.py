"""Last year's figures and budgets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model import Row
from generator.workbook.reading.facts import Workbook
from tests.gallery.changing import Drop, Put, Typed, wan

from .planting import (
    DEPARTMENT,
    HOSPITAL,
    NEW,
    REAL,
    Plant,
    both,
    each,
    edits,
    lines_swapped,
)


def plants() -> Iterator[Plant]:
    """Every planted mistake with last year's figures and budgets."""
    yield from _last_year()
    yield from _budget()
    yield from _three_public()


def _nil(row: Row, _: Workbook) -> Typed:
    return Decimal(0)


def _blank(row: Row, _: Workbook) -> Typed:
    return None


def _last_year() -> Iterator[Plant]:
    places: tuple[str, ...] = ("prior", "profile.history.value")
    for book in (REAL, DEPARTMENT, HOSPITAL):
        yield Plant("上年数全是零", "填了 0", book, each("prior", "prior", _nil), places)
        yield Plant("上年数全部空着", "没有填", book, each("prior", "prior", _blank), places)
    for book in (DEPARTMENT, HOSPITAL):
        for line in ("closing", "fiscal_closing"):
            change = edits(Put(f"prior.{line}.prior", None))
            yield Plant("上年年末结转空着", line, book, change, (f"prior.{line}.prior",))
        change = both(
            *(edits(Put(f"prior.{line}.prior", None)) for line in ("closing", "fiscal_closing"))
        )
        yield Plant(
            "上年年末结转空着", "两行", book, change, ("prior.closing", "prior.fiscal_closing")
        )
        places = ("prior.income", "prior.expenditure", "prior.closing")
        change = lines_swapped("prior", "income", "expenditure", "prior")
        yield Plant("上年收支对调", "收入、支出", book, change, places)
    change = edits(
        Put("prior.income.prior", wan("250")), Put("prior.expenditure.prior", wan("240"))
    )
    yield Plant(
        "上年收入大于总计", "收入", REAL, change, ("prior.income.prior", "prior.total.prior")
    )
    for book in (REAL, DEPARTMENT, HOSPITAL):
        change = edits(Put("profile.history.value", "新成立"))
        yield Plant("不是新单位选了新成立", "", book, change, ("profile.history.value",))


def _as_spent(row: Row, workbook: Workbook) -> Typed:
    """The outturn of a 项, and the sum of all for 合计."""
    facts = workbook.facts.tables
    forms = (("general", "total"), ("fund", "expenditure"), ("capital", "total"))
    found = [facts[form][row.key][column].value for form, column in forms if row.key in facts[form]]
    amounts = [value for value in found if isinstance(value, Decimal)]
    return sum(amounts, Decimal(0))


def _budget() -> Iterator[Plant]:
    for book in (REAL, DEPARTMENT, HOSPITAL):
        change = each("budget", "budget", _as_spent)
        yield Plant("年初预算照抄决算", "每一项", book, change, ("budget",))
    for book, code in (
        (REAL, "2080150"),
        (REAL, "2089999"),
        (REAL, "2101102"),
        (DEPARTMENT, "2080201"),
        (DEPARTMENT, "2120899"),
        (DEPARTMENT, "2210203"),
        (HOSPITAL, "2100403"),
        (HOSPITAL, "2100717"),
        (NEW, "2010350"),
    ):
        yield Plant(
            "年初预算少一行",
            code,
            book,
            edits(Drop("budget", code)),
            ("budget", f"general.{code}.total"),
        )
    for book, code, amount in (
        (REAL, "2080150", "150"),
        (DEPARTMENT, "2080201", "460"),
        (DEPARTMENT, "2081902", "2300"),
        (HOSPITAL, "2100403", "866"),
    ):
        place = f"budget.{code}.full_budget"
        places: tuple[str, ...] = (place, f"general.{code}.total")
        yield Plant("决算超过全年预算", code, book, edits(Put(place, wan(amount))), places)


def _three_public() -> Iterator[Plant]:
    items = ("total", "abroad", "cars", "purchase", "running", "reception")
    for book in (DEPARTMENT, HOSPITAL):
        change = edits(*(Put(f"three_public_items.{item}.budget", None) for item in items))
        yield Plant("三公年初预算空着", "全部", book, change, ("three_public_items",))
    for item, budget, whole in (
        ("reception", "3", "48"),
        ("running", "16", "45"),
        ("abroad", "4", "50"),
    ):
        made = [
            Put(f"three_public.row.budget_{item}", wan(budget)),
            Put("three_public.row.budget", wan(whole)),
        ]
        if item == "running":
            made.append(Put("three_public.row.budget_cars", wan("34")))
        places: tuple[str, ...] = (
            f"three_public.row.budget_{item}",
            f"three_public.row.outturn_{item}",
        )
        yield Plant("三公决算超过预算", item, DEPARTMENT, edits(*made), places)
    initial = edits(
        Put("three_public.row.budget", None),
        Put("three_public.row.budget_cars", None),
        Put("three_public.row.budget_running", None),
        *(
            Put(f"three_public_items.{item}.budget", wan("5"))
            for item in ("total", "cars", "running")
        ),
    )
    places = (
        "three_public_items.running",
        "three_public.row.outturn_running",
        "three_public.row.budget_running",
    )
    yield Plant("三公决算超过预算", "没有全年预算", HOSPITAL, initial, places)
