"""第三部分 七、八: government funds and state capital."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from .prose import Prose
from .prose_budget import (
    _ITEM,
    _scan_item,
    budgeted,
    complete,
    due_items,
    item_of,
    nothing,
    plan_clauses,
    plan_of,
    scan_whole,
    whole_plan,
)
from .tally import Clause, clause
from .unit import Place

Places = dict[str, Place]
"""What an account speaks of → the cell in which it stands."""


def funds(prose: Prose, paragraphs: list[str]) -> None:
    """七 (公开07表)."""
    _account(prose, paragraphs, "07", "政府性基金预算财政拨款收入支出", _moved("total"))


def capital(prose: Prose, paragraphs: list[str]) -> None:
    """八 (公开08表, balances in 公开04表)."""
    places = {
        "年初结转和结余": ("04", "31", "amount"),
        "本年收入": ("04", "3", "amount"),
        "本年支出": ("08", "total", "total"),
        "年末结转和结余": ("04", "60", "capital"),
    }
    _account(prose, paragraphs, "08", "国有资本经营预算财政拨款支出", places)


def _moved(row: str) -> Places:
    columns = ("opening", "income", "expenditure", "closing")
    names = ("年初结转和结余", "本年收入", "本年支出", "年末结转和结余")
    return {name: ("07", row, column) for name, column in zip(names, columns, strict=True)}


def _account(prose: Prose, paragraphs: list[str], form: str, what: str, places: Places) -> None:
    due = due_items(prose, form)
    planned = bool(budgeted(prose, form))
    amounts = {name: prose.shown(*place) for name, place in places.items()}
    moving = [prose.shown(*p) for code in due for p in _of_item(form, code).values()]
    trifles = any(prose.shown.given(*place) for place in places.values())
    denied = paragraphs[0].startswith(f"{prose.unit.self_name}{prose.unit.year}年度无")
    if not any((*amounts.values(), *moving)) and (denied or not trifles):
        sentence = f"{prose.unit.self_name}{prose.unit.year}年度无{what}。"
        if not due:
            return nothing(prose, paragraphs, what)
        prose.tally.same("没有的说明", paragraphs[0], f"{sentence}年初预算执行情况：")
    else:
        plan = whole_plan(prose, form, amounts["本年支出"])
        told, clauses = _balance_clauses(prose, amounts)
        clauses = [*(plan_clauses(prose, plan) if planned else []), *clauses]
        scan_whole(prose, paragraphs[0], plan, form, clauses)
        _told(prose, told, places, planned, paragraphs[0])
        if planned:
            complete(prose, plan, paragraphs[0])
    prose.tally.same("项的个数", len(paragraphs) - 1, len(due), " / ".join(paragraphs))
    for number, (text, code) in enumerate(zip(paragraphs[1:], due, strict=False), 1):
        _item(prose, text, number, code, form, planned)
    return None


def _of_item(form: str, code: str) -> Places:
    return _moved(code) if form == "07" else {"本年支出": ("08", code, "total")}


def _balance_clauses(prose: Prose, amounts: dict[str, Decimal]) -> tuple[set[str], list[Clause]]:
    told: set[str] = set()

    def check(name: str) -> Callable[[re.Match[str]], None]:
        def found(m: re.Match[str]) -> None:
            told.add(name)
            prose.tally.amount(name, m[1], amounts[name], m.string)

        return found

    return told, [clause(f"{name}<N>万元", check(name)) for name in amounts]


def _told(prose: Prose, told: set[str], places: Places, planned: bool, text: str) -> None:
    """Income always, the expenditure where no budget follows, balances that are not nil."""
    due = {"本年收入"} | (set() if planned else {"本年支出"})
    due |= {
        name for name in ("年初结转和结余", "年末结转和结余") if prose.shown.given(*places[name])
    }
    prose.tally.same("收支结转的各项", sorted(told), sorted(due), text)


def _item(prose: Prose, text: str, number: int, code: str, form: str, planned: bool) -> None:
    head = re.match(_ITEM, text)
    if head is None:
        return prose.tally.wrong("读不懂", text)
    prose.tally.same("序号", head[1], str(number), text)
    prose.tally.same("科目", item_of(prose, head, form), code, text)
    plan, rest = plan_of(prose, form, code), text[head.end() :]
    places = _of_item(form, code)
    amounts = {name: prose.shown(*place) for name, place in places.items()}
    told, clauses = _balance_clauses(prose, amounts)
    if planned:
        clauses = [*plan_clauses(prose, plan), *clauses]
        _scan_item(prose, rest, plan, code, clauses)
        complete(prose, plan, text)
    else:
        prose.scan(rest, clauses)
    if form == "07" and any(prose.shown.given(*place) for place in places.values()):
        return _told(prose, told, places, planned, text)
    return prose.tally.same("收支结转的各项", told, set() if planned else {"本年支出"}, text)
