"""Whole tables: not pasted, columns exchanged or shifted."""

from __future__ import annotations

from collections.abc import Iterator

from .planting import (
    DEPARTMENT,
    HOSPITAL,
    NEW,
    REAL,
    Change,
    Plant,
    both,
    cleared,
    row_shifted,
    shifted,
    swapped,
)

_FORMS = {
    REAL: ("totals", "income", "expenditure", "fiscal", "general", "basic"),
    DEPARTMENT: (
        "totals",
        "income",
        "fiscal",
        "general",
        "basic",
        "fund",
        "capital",
        "three_public",
    ),
    HOSPITAL: ("expenditure", "fiscal", "general", "basic", "three_public"),
    NEW: ("totals", "income", "general", "basic"),
}
_SWAPPED = (
    (REAL, "expenditure", "basic", "project"),
    (REAL, "general", "basic", "project"),
    (HOSPITAL, "income", "business", "operating"),
    (HOSPITAL, "income", "fiscal", "business"),
    (HOSPITAL, "expenditure", "basic", "project"),
    (HOSPITAL, "general", "basic", "project"),
    (DEPARTMENT, "fund", "opening", "closing"),
    (DEPARTMENT, "fund", "income", "expenditure"),
    (DEPARTMENT, "expenditure", "project", "operating"),
    (DEPARTMENT, "general", "total", "project"),
    (DEPARTMENT, "income", "business", "superior"),
    (NEW, "general", "basic", "project"),
)
_COLUMNS = {
    "income": ("total", "fiscal", "superior", "business", "operating", "affiliated", "other"),
    "expenditure": ("total", "basic", "project", "to_superior", "operating", "to_affiliated"),
    "general": ("total", "basic", "project"),
}


def plants() -> Iterator[Plant]:
    """Every planted mistake with whole tables."""
    for book, forms in _FORMS.items():
        for form in forms:
            yield Plant("整张表没有粘贴", form, book, cleared(form), (form,))
    for book, table, one, other in _SWAPPED:
        yield Plant(
            "两栏对调", f"{table} {one}、{other}", book, swapped(table, one, other), (table,)
        )
    yield Plant(
        "公开04表两栏对调",
        "一般、基金",
        DEPARTMENT,
        swapped("fiscal", "general", "fund"),
        ("fiscal",),
    )
    for book in (DEPARTMENT, HOSPITAL):
        yield Plant("公开09表两半对调", "预算、决算", book, _halves(), ("three_public",))
    for book, table in (
        (REAL, "income"),
        (REAL, "general"),
        (HOSPITAL, "income"),
        (HOSPITAL, "expenditure"),
        (DEPARTMENT, "expenditure"),
        (NEW, "general"),
    ):
        change = shifted(table, *_COLUMNS[table])
        yield Plant("各栏右移一栏", table, book, change, (table,))
    for book, table, column in (
        (REAL, "general", "basic"),
        (HOSPITAL, "expenditure", "basic"),
        (DEPARTMENT, "income", "fiscal"),
        (DEPARTMENT, "general", "total"),
        (NEW, "expenditure", "total"),
    ):
        change = row_shifted(table, column)
        yield Plant("一栏下移一行", f"{table} {column}", book, change, (table,))


def _halves() -> Change:
    """预算数 and 决算数 of 公开09表 exchanged."""
    items = ("", "_abroad", "_cars", "_purchase", "_running", "_reception")
    return both(*(swapped("three_public", f"budget{i}", f"outturn{i}") for i in items))
