"""抵消: what one unit paid to another of the same department is not spent or received by the whole.

Rules of the final accounts of a department (部门决算): sums of its units less what they paid each
other, 上级补助收入 against 对附属单位补助支出 and 附属单位上缴收入 against 上缴上级支出.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from generator.editions import Edition
from generator.editions.schema import Form
from generator.model import Cell, Unit
from generator.products.summing.amounts import AmountKey, SumPart
from generator.workbook.reading.subordinates import (
    ELIMINATIONS_SHEET,
    Elimination,
    EliminationSide,
)
from generator.workbook.reading.values import label_key

# What the units of a department pay each other: column of 公开02表 → of 公开03表.
PAIRS = {"superior": "to_affiliated", "affiliated": "to_superior"}
_LEVELS = (3, 5, 7)  # digits of 类, 款, 项
_TOTALS = {
    "income": ("income", "total_income"),
    "expenditure": ("expenditure", "total_expenditure"),
}


def items(edition: Edition, form: str) -> dict[str, str]:
    """What can be eliminated: label → column of 公开02表 (``income``) or 公开03表 (``expenditure``)."""
    return {c.label: c.key for c in edition.form(form).columns if c.key != "total"}


def executed_is_spent(unit: Mapping[AmountKey, SumPart]) -> bool:
    """True where a unit's 整体支出执行数 is its 本年支出合计, and not its 财政拨款支出.

    The nearer of both, so that a wrong digit in one of them changes nothing.
    """
    executed = unit.get(("performance", "outturn", "value"))
    spent = unit.get(("expenditure", "total", "total"))
    fiscal = unit.get(("fiscal", "expenditure", "total"))
    if executed is None or spent is None:
        return False
    away = abs(executed.value - spent.value)
    return fiscal is None or away <= abs(executed.value - fiscal.value)


def eliminated(
    eliminations: Iterable[Elimination], edition: Edition, executed: Collection[str]
) -> Iterator[tuple[AmountKey, SumPart]]:
    """What is left out of the sums, as negative parts.

    ``executed`` are the units, by the key of their names, whose 整体支出执行数 is all they spent:
    what they paid to others is left out of it as well.
    """
    for entry in eliminations:
        sides = (("expenditure", entry.paid), ("income", entry.received))
        for form, side in sides:
            part = _left_out(side)
            paid = form == "expenditure" and not entry.last_year
            if paid and label_key(side.unit) in executed:
                yield ("performance", "outturn", "value"), part
            for key in _last_year(form) if entry.last_year else _keys(form, side, edition):
                yield key, part


def _left_out(side: EliminationSide) -> SumPart:
    return SumPart(ELIMINATIONS_SHEET, "", -side.amount, Unit.YUAN, (side.cell,))


def _last_year(form: str) -> Iterator[AmountKey]:
    yield "prior", form, "prior"
    if form == "income":  # 收、支总计 is one line, and goes down once
        yield "prior", "total", "prior"


def _keys(form: str, side: EliminationSide, edition: Edition) -> Iterator[AmountKey]:
    column = _column(edition.form(form), side.item)
    if not column:
        return
    rows = [side.code[:digits] for digits in _LEVELS if digits <= len(side.code)]
    for row in (*rows, "total"):
        yield form, row, column
        yield form, row, "total"
    line = column if form == "income" else side.code[:3]
    for row in (line, *_TOTALS[form]):
        yield "totals", row, "amount"


def _column(form: Form, item: str) -> str:
    """The column that an item names, "" where the form has none of that label."""
    wanted = label_key(item)
    return next((c.key for c in form.columns if label_key(c.label) == wanted), "")


def wrong(
    eliminations: Iterable[Elimination],
    units: Mapping[str, Mapping[AmountKey, SumPart] | None],
    edition: Edition,
) -> Iterator[tuple[Cell, str, str]]:
    """What does not hold in 抵消: the cell, what is wrong with it, what to do.

    ``units`` are what each unit gives, by the key of its name; None for one that was not read.
    """
    for entry in eliminations:
        for form, side in (("expenditure", entry.paid), ("income", entry.received)):
            found = [*_wrong_side(form, side, units, edition)]
            given = units.get(label_key(side.unit))
            if not found and given is not None and not entry.last_year:
                found = [*_more_than_given(form, side, given, edition)]
            yield from found
        yield from _unbalanced(entry, edition)


def _wrong_side(
    form: str, side: EliminationSide, units: Collection[str], edition: Edition
) -> Iterator[tuple[Cell, str, str]]:
    offered = "、".join(items(edition, form))
    if label_key(side.unit) not in units:
        yield side.cell, f"「{side.unit}」不在「所属单位」里", "写「所属单位」里的单位名称。"
    if not _column(edition.form(form), side.item):
        yield (
            side.cell,
            f"「{side.item}」不是{edition.form(form).title}的栏目",
            f"写其中一个：{offered}。",
        )
    if len(side.code) != _LEVELS[-1]:
        yield side.cell, "没有写七位的科目编码", "写这笔钱在该单位表里的项级科目编码。"


def _more_than_given(
    form: str, side: EliminationSide, given: Mapping[AmountKey, SumPart], edition: Edition
) -> Iterator[tuple[Cell, str, str]]:
    """The unit has that much under that 科目."""
    part = given.get((form, side.code, _column(edition.form(form), side.item)))
    had, rounding = (part.value, part.rounding) if part is not None else (Decimal(0), Decimal(0))
    if side.amount - had > rounding:
        place = f"{edition.form(form).sheet} {side.code}「{side.item}」"
        stands = f"只有 {_yuan(had)}" if had else "没有数"
        message = f"「{side.unit}」的{place}{stands}，抵消 {_yuan(side.amount)}"
        yield side.cell, message, "核对科目编码和金额：抵消的是这个单位表里已有的数。"


def _unbalanced(entry: Elimination, edition: Edition) -> Iterator[tuple[Cell, str, str]]:
    paid, received = entry.paid, entry.received
    if paid.amount != received.amount:
        gap = abs(paid.amount - received.amount)
        message = f"两边不平：支出方 {_yuan(paid.amount)}，收入方 {_yuan(received.amount)}，相差 {_yuan(gap)}"
        yield received.cell, message, "查清两个单位各自入账的数，两边抵消同样多。"
    column = _column(edition.form("income"), received.item)
    expected = PAIRS.get(column)
    if expected and _column(edition.form("expenditure"), paid.item) != expected:
        label = next(c.label for c in edition.form("expenditure").columns if c.key == expected)
        message = f"「{received.item}」应与「{label}」抵消，写的是「{paid.item}」"
        yield paid.cell, message, "核对支出项目。"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f} 元"
