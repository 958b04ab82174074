"""Where a department is not the sum of its units, as the terminal says it: cause by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model import Unit
    from generator.products.summing.amounts import SumPart
    from generator.products.summing.differing import SumDifference

MOST = 8  # units, or amounts, that are named for one difference
_MOST_PLACES = 4


def difference_lines(group: Sequence[SumDifference], department: str) -> Iterator[str]:
    """The differences of one cause: what changed since, or the first in full."""
    yield from _since_lines(group, department) if group[0].moved else _unlike_lines(group)


def _since_lines(group: Sequence[SumDifference], department: str) -> Iterator[str]:
    """The units' changes since the department was filled, each amount once with its cells."""
    yield f"  错误 J01  {_who(group)}，部门 {len(group)} 处还是原来的数"
    ordered = sorted(group, key=lambda entry: abs(entry.difference), reverse=True)
    amounts = [[*alike] for _, alike in groupby(ordered, lambda entry: abs(entry.difference))]
    for alike in amounts[:MOST]:
        alike.sort(key=_computed)
        yield f"    {_where(alike)}：部门比所属单位之和{_more(alike[0])}（{_both(alike[0])}）"
        yield from _changed(alike[0])
        yield from _also_changed(alike)
    if len(amounts) > MOST:
        yield f"    …… 一共 {len(group)} 处"
    yield (
        f"    处理：改得对的，再运行 gen sum {department}，程序汇总的数换成新的；"
        "不对的，改那个单位的工作簿。"
    )


def _who(group: Sequence[SumDifference]) -> str:
    since = [each for entry in group for each in entry.since]
    units = dict.fromkeys((part.owner, part.file) for part, _ in since)
    named = "、".join(
        f"「{owner}」（{file}）" if owner and file else f"「{owner or file}」"
        for owner, file in units
    )
    if not any(owner for owner, _ in units):
        return f"{named}不再汇总"
    return f"{named}还没有汇总" if not any(was for _, was in since) else f"{named}在汇总以后改过"


def _unlike_lines(group: Sequence[SumDifference]) -> Iterator[str]:
    """The first in full, the others by their place."""
    first = group[0]
    rule = "J03" if first.larger is not None else "J01"
    yield f"  错误 {rule}  {_where(group)}：部门比所属单位之和{_more(first)}"
    yield f"    {_both(first)}"
    if first.filled:
        yield f"    部门的这一格在汇总以后改过，汇总时填的是 {first.filled}"
    yield from _changed(first)
    changed = {id(part) for part, _ in first.since}
    parts = [p for p in (first.summed.parts if first.summed else ()) if p.value]
    rest = [part for part in parts if id(part) not in changed]
    yield from (f"    {_part(part)}" for part in rest[:MOST])
    if len(rest) > MOST:
        yield f"    …… 等 {len(rest)} 个单位"
    if first.larger is not None:
        yield f"    「{first.larger.owner}」一个单位就比部门大。"
    yield "    处理：核对这些格子；是单位之间的往来的，写在「抵消」里。"


def _where(group: Sequence[SumDifference]) -> str:
    first = group[0]
    places = "、".join(_place(entry) + _otherwise(entry, first) for entry in group[:_MOST_PLACES])
    return places + (f" 等 {len(group)} 处" if len(group) > _MOST_PLACES else "")


def _both(entry: SumDifference) -> str:
    own = "没有" if entry.own is None else _amount(entry.own.value, entry.unit)
    summed = "没有" if entry.summed is None else _amount(entry.summed.value, entry.unit)
    return f"部门 {own}，所属单位之和 {summed}"


def _changed(entry: SumDifference) -> Iterator[str]:
    for part, was in entry.since:
        yield f"    改过：{_part(part)}，汇总时{f'是 {was}' if was else '空白或为零'}"


def _computed(entry: SumDifference) -> bool:
    """True where what changed is a total or a balance that nobody typed."""
    return any(len(part.cells) > 1 for part, _ in entry.since)


def _also_changed(alike: Sequence[SumDifference]) -> Iterator[str]:
    """The other cells that were changed by the same amount."""
    told = {(part.file, part.cells[:1]) for part, _ in alike[0].since}
    typed = [part for e in alike[1:] if not _computed(e) for part, _ in e.since]
    cells = dict.fromkeys(
        str(part.cells[0])
        for part in typed
        if part.cells and (part.file, part.cells[:1]) not in told
    )
    if cells:
        yield f"    同样改了：{'、'.join(cells)}"


def _more(entry: SumDifference) -> str:
    word = "多" if entry.difference > 0 else "少"
    return f"{word} {_amount(abs(entry.difference), entry.unit)}"


def _otherwise(entry: SumDifference, first: SumDifference) -> str:
    """What is said of a place that differs by the same amount in the other direction."""
    return f"（{_more(entry)}）" if entry.difference * first.difference < 0 else ""


def _place(entry: SumDifference) -> str:
    part = entry.own or (entry.summed.parts[0] if entry.summed else None)
    if part is None:
        return ".".join(entry.key)
    cells = f"{entry.own.cells[0]} " if entry.own is not None and entry.own.cells else ""
    return f"{cells}{part.label}"


def _part(part: SumPart) -> str:
    cell = str(part.cells[0]) if part.cells else ""
    amount = _amount(part.value, part.unit)
    return " ".join(filter(None, (part.owner, part.file, cell, amount)))


def _amount(value: Decimal, unit: Unit) -> str:
    from generator.products.summing.placing_sums import amount_text  # no part of gen --help

    return amount_text(value, unit)
