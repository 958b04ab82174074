"""What stands in a workbook where nobody looks: it is told, so that nothing is lost or published
unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.model import Cell, Fact, Finding, Severity, Table
from generator.workbook.reading.cells import Place, column_letters, place_of
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.values import BLANKS, amount, label_key

_LONGEST = 20_000  # rows of a sheet that is read; the longest lists have some thousand
_SHOWN = 3  # places that a message names


def too_long(grid: Grid, problems: Problems) -> bool:
    """True, with an error, for a sheet with more rows than any table or list has."""
    if grid.height <= _LONGEST:
        return False
    message = f"有内容的行太多，一直到第 {grid.height} 行"
    remedy = "填报表没有这么长。多半是把整本账贴了进来：只留要公开的行，多余的删去。"
    problems.add("I40", message, Cell(grid.sheet, ""), remedy=remedy)
    return True


def remark_far(grid: Grid, problems: Problems) -> None:
    """A warning for what stands too far from the table to be read."""
    if not grid.far:
        return
    places = sorted(grid.far)
    cells = tuple(grid.cell(*place) for place in places[:_SHOWN])
    message = f"{'、'.join(map(str, cells))} {_quoted(grid.far)}离表格太远，没有读"
    remedy = "不要的，把这些单元格清除；要公开的，移到表格里。"
    problems.findings.append(Finding("I41", Severity.WARNING, message, cells, remedy=remedy))


def remark_merged(reader: SheetReader) -> None:
    """What merged cells do to a sheet that was read: none of it is lost or moved without a word.

    What they cover is told: no screen shows it, and it is not read.  Where one spans several cells
    that are read, its words belong to the first, and a number to nobody knows which.
    """
    grid, anchors = reader.grid, _anchors(reader)
    for anchor in anchors:
        if amount(grid.values[anchor])[0] is not None:
            reader.refuse_joined(grid.cell(*anchor), "哪一格的数")
    refused = {cell for f in reader.problems.findings if f.rule == "I08" for cell in f.cells}
    joined = {p for anchor in anchors for p in anchors[anchor]}
    kept = {p: v for p, v in grid.covered.items() if p in joined or _differs(p, v, grid)}
    kept = {p: v for p, v in kept.items() if v and grid.cell(*grid.merged[p]) not in refused}
    if kept:
        _tell_covered(grid, kept, reader.problems)
    for anchor, places in anchors.items():
        rest = [place for place in places if place not in kept]
        if rest and grid.cell(*anchor) not in refused:
            _tell_joined(grid, anchor, rest, reader.problems)


def _anchors(reader: SheetReader) -> dict[Place, list[Place]]:
    """Merged cells that were read, with the other cells read that they span without filling them."""
    grid, found = reader.grid, dict[Place, list[Place]]()
    for place in sorted(reader.read & grid.merged.keys() - reader.carried):
        anchor = grid.merged[place]
        if anchor != place and anchor in reader.read and grid.label(*anchor) not in BLANKS:
            found.setdefault(anchor, []).append(place)
    return found


def _differs(place: Place, covered: Any, grid: Grid) -> bool:
    return label_key(covered) != label_key(grid.values.get(grid.merged[place]))


def _tell_covered(grid: Grid, kept: Mapping[Place, Any], problems: Problems) -> None:
    cells = tuple(grid.cell(*place) for place in sorted(kept))
    places = _listed([cell.address for cell in cells])
    message = f"{grid.sheet} {places} 被合并单元格盖住，{_quoted(kept)}没有读"
    remedy = "取消合并就看得见：要公开的留着各填各的，不要的删去。"
    problems.findings.append(Finding("I46", Severity.WARNING, message, cells, remedy=remedy))


def _tell_joined(grid: Grid, anchor: Place, places: list[Place], problems: Problems) -> None:
    cells = tuple(grid.cell(*place) for place in (anchor, *places))
    spanned = _listed([cell.address for cell in cells[1:]])
    message = f"{cells[0]} 的合并单元格也占了 {spanned}，当作空白"
    remedy = "取消合并，各格填各格的；本来就空着的可以不管。"
    problems.findings.append(Finding("I46", Severity.WARNING, message, cells, remedy=remedy))


# Lines and tables that are read and not printed.
_UNPRINTED = ("edition", "program", "currency", "acceptance")


def remark_hidden(grid: Grid, tables: Iterable[Table], problems: Problems) -> None:
    """Hints for what will be printed though the screen hides it or shows it as deleted."""
    hidden = grid.hidden
    if not (hidden.sheet or hidden.rows or hidden.columns or hidden.struck):
        return
    facts = {place: fact for place, fact in _printed(tables) if place in grid.values}
    if hidden.sheet and facts:
        _tell_hidden(grid, "整张表是隐藏的", facts.values(), problems)
        return
    rows = {place: fact for place, fact in facts.items() if place[0] in hidden.rows}
    if rows:
        numbers = sorted({row for row, _ in rows})
        _tell_hidden(grid, f"第 {_listed(numbers, '行')}是隐藏的", rows.values(), problems)
    columns = {place: fact for place, fact in facts.items() if _within(place[1], hidden.columns)}
    if columns:
        letters = [column_letters(column) for column in sorted({c for _, c in columns})]
        _tell_hidden(grid, f"{_listed(letters, '列')}是隐藏的", columns.values(), problems)
    struck = [fact for place, fact in facts.items() if place in hidden.struck]
    if struck:
        places = _listed([fact.cell.address for fact in struck])
        remedy = "要删的，把这些字删去；要保留的，去掉删除线。"
        _tell(grid, f"{places} 的字画了删除线", struck, problems, remedy)


def _printed(tables: Iterable[Table]) -> Iterator[tuple[tuple[int, int], Fact]]:
    """What is given and not nil, by place."""
    for table in tables:
        for row in table.rows:
            if table.id in _UNPRINTED or row.key in _UNPRINTED:
                continue
            for fact in row.cells.values():
                nil = isinstance(fact.value, Decimal) and not fact.value
                if fact.given and not nil and fact.cell.address:
                    yield place_of(fact.cell.address), fact


def _within(column: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= column <= last for first, last in ranges)


def _tell_hidden(grid: Grid, what: str, facts: Iterable[Fact], problems: Problems) -> None:
    remedy = "不公开的，删去；要公开的，取消隐藏（或清除筛选），免得看漏。"
    _tell(grid, what, facts, problems, remedy)


def _tell(grid: Grid, what: str, facts: Iterable[Fact], problems: Problems, remedy: str) -> None:
    told = list(facts)
    words = list(
        dict.fromkeys(f"「{_short(grid.values[place_of(f.cell.address)])}」" for f in told)
    )
    more = "等" if len(words) > _SHOWN else ""
    message = f"{grid.sheet} {what}，里面的内容照样会印出来：{'、'.join(words[:_SHOWN])}{more}"
    cells = tuple(fact.cell for fact in told[:_SHOWN])
    problems.findings.append(Finding("I42", Severity.HINT, message, cells, remedy=remedy))


def _quoted(values: Mapping[tuple[int, int], Any]) -> str:
    """The first things that stand at some places, and how many places there are."""
    words = "、".join(f"「{_short(values[place])}」" for place in sorted(values)[:_SHOWN])
    return f"{words}等 {len(values)} 格" if len(values) > _SHOWN else words


def _listed(names: list[Any], counter: str = "", most: int = 5) -> str:
    """The first names, with the word that rows or columns are counted by."""
    shown = "、".join(map(str, names[:most]))
    few = f"{shown} {counter}".rstrip()
    return few if len(names) <= most else f"{shown} 等 {len(names)} {counter or '处'}"


def _short(value: Any, most: int = 20) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= most else f"{text[:most]}…"


def remark_rescaled(problems: Problems) -> None:
    """A warning, once for the workbook, where the screen shows other numbers than are read."""
    if not problems.rescaled:
        return
    cells = tuple(cell for cell, _ in problems.rescaled)
    told = "、".join(
        f"{cell} {f'显示「{shown}」' if shown else '不显示'}"
        for cell, shown in problems.rescaled[:_SHOWN]
    )
    more = f"等 {len(cells)} 格" if len(cells) > _SHOWN else ""
    message = f"{told}{more}，是数字格式变的样子，照存的数读"
    remedy = (
        "把格式改为「数值」看一看：显示出来的就是要公开的，改好格式即可；"
        "不是的，重新输入，或改正这张表的金额单位。"
    )
    problems.findings.append(Finding("I48", Severity.WARNING, message, cells, remedy=remedy))
