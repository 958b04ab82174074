"""Reasons of changes: missing, idle, empty of content, against the direction, last year's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.engine.slips import units_mixed
from generator.checks.words.directions import head_against, spoken_against
from generator.checks.words.lexicon import Lexicon, lexicon
from generator.figures.arithmetic import Change
from generator.figures.disclosure import Disclosure
from generator.figures.phrasing import Marks, Phrasing, unmarked
from generator.figures.reasons import says_flat, says_same
from generator.model import Cell, Severity, regex
from generator.workbook.reading.values import label_key


def changes(d: Disclosure) -> Iterator[tuple[str, Change]]:
    """Every change whose reason the document prints."""
    yield "收、支总计比上年", d.overview.change
    yield "本年收入合计比上年", d.income.change
    yield "本年支出合计比上年", d.expenditure.change
    yield "财政拨款收、支总计比上年", d.fiscal.change
    for fund in d.fiscal.funds:
        yield f"{fund.name}收入比上年", fund.change
    yield "一般公共预算财政拨款支出比上年", d.general.change
    for name, plan in (
        ("一般公共预算", d.general.plan),
        ("政府性基金预算", d.fund.plan),
        ("国有资本经营预算", d.capital.plan),
    ):
        yield f"{name}财政拨款支出比年初预算", plan.change
    for item in (*d.general.items, *d.fund.budgets, *d.capital.budgets):
        yield f"{item.name}比年初预算", item.change
    for cost in d.three_public.items:
        yield f"{cost.name}比{cost.budget_name}", cost.budget_change
        yield f"{cost.name}比上年", cost.change
    if not d.unit.is_institution or not d.operating.this.nil:
        yield "机关运行经费比上年", d.operating.change


def missing(context: Context) -> Iterator[Look]:
    """A change that a disclosure must explain has a reason; one finding for those that share one."""
    unfilled, unplanned = _unfilled(context), not _planned(context)
    due = [
        (name, change)
        for name, change in changes(context.disclosure)
        if _due(change) and unfilled.isdisjoint(change.base.cells)
        if not (unplanned and _in_no_row(change))
    ]
    below = _below(due)
    for name, change in due:
        if context.reason(change.reason.value):
            yield Right((*_own(change), *change.amount.cells))
        elif change.shared is None:  # else it is told with the one whose reason it shares
            others = [found for cell in _own(change) for found in below.get(cell, ())]
            cells = (*_own(change), *change.amount.cells, *_cells(others))
            message = f"{name}{_words(context, change)}，没有写原因"
            where = _where_to_write(change, others)
            yield Wrong(message, cells, where, blank=_own(change))


def _unfilled(context: Context) -> frozenset[Cell]:
    """The cells of last year's figures as long as all are blank: R01 asks for these first."""
    facts = [row["prior"] for row in context.accounts.facts["prior"].rows]
    return frozenset(() if any(fact.given for fact in facts) else (fact.cell for fact in facts))


def _planned(context: Context) -> bool:
    """True once something stands on 年初预算; before, the sheet itself is asked for."""
    rows = context.accounts.facts["budget"].rows
    return context.accounts.has_amounts("budget") or any(row.key != "total" for row in rows)


def _in_no_row(change: Change) -> bool:
    """True for a 科目 that 年初预算 does not list."""
    return change.reason.cell is None or not change.reason.cell.address


def _due(change: Change) -> bool:
    """True for a change that must be explained; X32 asks for the unit first."""
    return change.needs_reason and not units_mixed(change.this.amount, change.base.amount)


def _below(due: list[tuple[str, Change]]) -> dict[Cell, list[tuple[str, Change]]]:
    """For each cell of a reason the changes whose own reason is left blank below it."""
    found: dict[Cell, list[tuple[str, Change]]] = {}
    for name, change in due:
        if change.shared is not None and change.reason.cell is not None and not change.own:
            found.setdefault(change.reason.cell, []).append((name, change))
    return found


def _where_to_write(change: Change, others: list[tuple[str, Change]]) -> str:
    cell = change.reason.cell
    if cell is None or _in_no_row(change):
        return "年初预算表里没有这个科目的一行：补一行，年初没有预算的预算数填 0，写明差异原因。"
    if not others:
        return "在原因一格里写明；正文中暂时印出待补充的标记。"
    return f"写在 {cell} 一格就行：{_named(others)}方向相同，空着的沿用它；原因不同的分别写明。"


def _named(found: list[tuple[str, Change]]) -> str:
    return f"「{found[0][0]}」" + (f"等 {len(found)} 处" if len(found) > 1 else "")


def _cells(found: list[tuple[str, Change]]) -> tuple[Cell, ...]:
    return tuple(cell for _, change in found for cell in _own(change))


def inherited(context: Context) -> Iterator[Look]:
    """A reason that was left blank is that of another change of the same amount."""
    due = [found for found in changes(context.disclosure) if _due(found[1])]
    for cell, found in _below(due).items():
        apart = [f for f in found if f[1].reason and not _equal(f[1])]
        if apart:
            shared = apart[0][1].shared
            assert shared is not None
            message = f"{_named(apart)}没有写原因，正文写与{shared.name}相同"
            remedy = "原因相同的不必改；不同的在各自的原因一格里写明。"
            yield Wrong(message, (*_cells(apart), cell), remedy)
        else:
            yield Right(_cells(found))


def _equal(change: Change) -> bool:
    return change.shared is not None and change.shared.amount.amount == change.amount.amount


def _words(context: Context, change: Change) -> str:
    plain = replace(change, published=None)
    return unmarked(Phrasing(context.accounts.edition, Marks()).change_amount(plain))


def _own(change: Change) -> tuple[Cell, ...]:
    return () if change.own.cell is None else (change.own.cell,)


def idle(context: Context) -> Iterator[Look]:
    """A reason stands where nothing changed."""
    for name, change in changes(context.disclosure):
        if not change.own or change.own.cell is None:
            continue
        if not change.flat or change.hidden or (change.full is not None and not change.full.flat):
            yield Right((change.own.cell,))
        else:
            printed = "正文照印这个原因" if change.explained else "正文不印这个原因"
            message = f"{name}没有增减，写了原因；{printed}"
            cells = (change.own.cell, *change.amount.cells)
            yield Wrong(message, cells, "核对数字；数字没错就清除原因。")


def _moved(change: Change) -> bool:
    """True when there is an increase or a decrease to give the reason of."""
    return not change.flat and change.direction != "unknown"


def empty(context: Context) -> Iterator[Look]:
    """A reason says something."""
    words = lexicon(context.accounts.edition)
    for name, change in changes(context.disclosure):
        if not change.own or change.own.cell is None or not _moved(change):
            continue
        said = label_key(context.reason(change.reason.value)).rstrip("。;.,")
        cells = (change.own.cell,)
        if change.shared is not None:
            yield Right(cells)  # the words are looked at where they stand
        elif says_same(change.reason.value):
            message = f"{name}的原因写的是「{change.reason.value}」，没有可以沿用的原因"
            yield Wrong(message, cells, "写明具体的原因。", severity=Severity.ERROR)
        elif words["empty_reason"].fullmatch(said) or words["circular_reason"].fullmatch(said):
            message = f"{name}的原因只写了「{change.reason.value}」"
            severity = Severity.HINT if words["circular_reason"].fullmatch(said) else None
            yield Wrong(message, cells, "写明具体的原因。", severity=severity)
        elif _met_only(change):
            message = f"{name}{_words(context, change)}，原因只说「{change.reason.value}」"
            yield Wrong(message, cells, "写明决算数与年初预算数不同的原因，例如年中追加了什么。")
        else:
            yield Right(cells)


def _met_only(change: Change) -> bool:
    """True when a reason says nothing but that the full-year budget was met, as it was."""
    met = change.full is not None and change.full.flat
    return met and says_flat(change.reason.value)


def direction(context: Context) -> Iterator[Look]:
    """A reason that speaks of one direction only speaks of the change's own.

    The same words against the same change of several lines are one mistake.
    """
    wrong: dict[tuple[str, Decimal], list[Wrong]] = {}
    for name, change in changes(context.disclosure):
        if not change.reason or change.own.cell is None or not _moved(change):
            continue
        cells = (*dict.fromkeys((change.own.cell, *_where(change))), *change.amount.cells)
        if fault := _against(context, name, change):
            message = f"{name}{_words(context, change)}，原因里却{fault}"
            same = wrong.setdefault((change.reason.value, change.amount.amount), [])
            same.append(Wrong(message, cells, "核对数字和原因。"))
        else:
            yield Right(cells)
    for found in wrong.values():
        cells = tuple(dict.fromkeys(cell for one in found for cell in one.cells))
        yield replace(found[0], cells=cells)


def _where(change: Change) -> tuple[Cell, ...]:
    return () if change.reason.cell is None else (change.reason.cell,)


def _against(context: Context, name: str, change: Change) -> str:
    """What in the reason speaks against the change, its head included that is not printed.

    Where the budget was adjusted, the reason may be that of either comparison.
    """
    words, up, full = lexicon(context.accounts.edition), change.up, change.full
    reason, head = (read(change.reason.value) for read in (context.reason, context.reason_head))
    one_way = full is None or full.flat or full.up == up
    if not (full and full.flat) and (word := head_against(head, words, up=up)):
        return f"先说「{word}」"
    budget = name.endswith("预算")
    if one_way and (word := spoken_against(reason, context.year, words, up=up, budget=budget)):
        return f"只说「{word}」"
    if full is None and (said := _other_number(change, words)):
        return f"说「{said}」"
    return f"说「{reason}」" if says_flat(reason) and not _met_only(change) else ""


def _other_number(change: Change, words: Lexicon) -> str:
    """A change that the reason restates with another amount or rate than the sentence; or ""."""
    for found in words["restated_change"].finditer(change.reason.value):
        rate = found["unit"] != "万元"
        figure, scale = (change.rate, 100) if rate else (change.amount, Decimal(1) / 10_000)
        said = Decimal(found["said"])
        place = Decimal(1).scaleb(int(said.as_tuple().exponent))  # people cut off as well as round
        if figure.value is not None and abs(figure.value * scale - said) >= place:
            return found.group().strip("，")
    return ""


_YEAR = regex(r"20\d\d年?度?")
# Texts without figures repeat themselves by nature; targets in a word or two with them, too.
_FIGURE = regex(r"(?=.{12}).*\d", re.DOTALL)


def copied(context: Context) -> Iterator[Look]:
    """What is to be written anew each year is not last year's text with another year in it."""
    for words in context.words:
        last_year = context.by_cell[words.cell].last_year
        if not last_year:
            continue
        reason = words.key.endswith("reason")
        alike = _repeats(context.reason(words.text), context.reason(last_year))
        if not alike or not (reason or _FIGURE.search(words.text)):
            yield Right((words.cell,))
            continue
        what = "原因" if reason else "文字"
        message = f"{what}与上年写的相同：「{_beginning(words.text)}」"
        severity = None if reason else Severity.HINT
        remedy = "写本年的情况；确实与上年相同的，在核对说明里写明。"
        yield Wrong(message, (words.cell,), remedy, severity=severity)


def _repeats(text: str, last_year: str) -> bool:
    """Equal but for years; a long text stands in the comment by its beginning and ``…``."""
    now, before = (label_key(_YEAR.sub("", t)).rstrip("。;.") for t in (text, last_year))
    return now.startswith(before.removesuffix("…")) if last_year.endswith("…") else now == before


def _beginning(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


_BASIS = "部门决算公开要求说明增减变化的原因"
RULES = (
    Rule("R02", "有增减须写原因", Severity.TODO, _BASIS, missing, "没有增减", WORDS, ("T6", "E12")),
    Rule("R03", "没有增减不写原因", Severity.HINT, _BASIS, idle, "没有写原因", WORDS, ("T6",)),
    Rule(
        "R04",
        "原因与增减方向一致",
        Severity.WARNING,
        _BASIS,
        direction,
        "没有写原因",
        WORDS,
        ("T3", "E25"),
    ),
    Rule("R05", "原因不能是空话", Severity.WARNING, _BASIS, empty, "没有写原因", WORDS, ("E12",)),
    Rule(
        "R07",
        "空着的原因与沿用的是同一个增减",
        Severity.HINT,
        _BASIS,
        inherited,
        "没有空着而沿用的原因",
        WORDS,
        ("E12",),
    ),
    Rule(
        "R06",
        "本年的原因和情况重新写过",
        Severity.WARNING,
        _BASIS,
        copied,
        "不是由上年工作簿结转的，没有上年的文字可比",
        WORDS,
        ("E15",),
        reads=Reads.INPUTS,
    ),
)
