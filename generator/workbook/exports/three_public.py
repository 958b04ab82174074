"""公开09表 from an export: one row under 预算数 and 决算数, or a row for each kind of spending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.editions.schema import Form, FormColumn
from generator.model import Cell, Fact, Row, regex
from generator.workbook.reading.notes import without_notes
from generator.workbook.reading.official.shared import absent, read_number
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import amount, label_key, whole

_GROUPS = ("预算数", "决算数")
_OTHER = "不取的数"
_HEAD = regex(
    r"(?:(?P<year>20\d\d)年度?)?(?:(?P<adjusted>全年|调整后?)|(?P<other>上年度?|去年)|年初|本年度?)?"
    r"(?P<what>预算|决算)(?:数|额|金额)?(?:\([^()]*\))?"
)
_WITH_UNIT = regex(r"[\d,.]+万?元")


def read_three_public(form: Form, reader: SheetReader) -> Iterator[Row]:
    """The one row; what cannot be found goes to the reader's problems."""
    grid = _of_the_year(reader.grid)
    found = _across(form, grid) or _down(form, grid)
    if not found:
        reader.problems.add("I03", "找不到预算数、决算数各栏", Cell(grid.sheet, ""))
        return
    facts: dict[str, Fact] = {}
    for column in form.columns:
        label = "·".join(column.path)
        place = found.get(column.key)
        facts[column.key] = (
            read_number(reader, place, label, False, column)
            if place
            else absent(grid.sheet, label, column)
        )
    yield Row("row", facts)


def _of_the_year(grid: Grid) -> Grid:
    """The same grid with only this year's heads called 预算数 and 决算数.

    The budget is the adjusted one, where both stand there.
    """
    found = {p: head for p in grid.values if (head := _HEAD.fullmatch(grid.label(*p)))}
    latest = max((head["year"] or "" for head in found.values()), default="")
    adjusted = any(head["adjusted"] for head in found.values())
    values = dict(grid.values)
    for place, head in found.items():
        first = adjusted and head["what"] == "预算" and not head["adjusted"]
        other = first or head["other"] or (head["year"] or latest) < latest
        values[place] = _OTHER if other else f"{head['what']}数"
    return Grid(grid.sheet, values, grid.percent, grid.uncomputed, grid.ranges)


def _across(form: Form, grid: Grid) -> dict[str, tuple[int, int]]:
    """Places by column, where 预算数 and 决算数 stand above the kinds of spending, or below them."""
    known = {_clean(part) for column in form.columns for part in column.path}
    top = min((r for r, c in grid.values if _clean(grid.label(r, c)) in known), default=0)
    # A row that numbers its columns is none of amounts.
    below = without_notes(grid, top + 1, ())
    rows = [row for row in below if _amounts(grid, row) and not _numbers(grid, row)]
    row = rows[0] if rows else grid.height + 1  # blank: below all notes
    stop = rows[0] if rows else below.stop
    stacks = {
        column: [text for text in _heads(grid, top, stop, column) if text and not text.isdigit()]
        for column in range(1, grid.width + 1)
    }
    found = {}
    for column in form.columns:
        path = _sorted([_clean(part) for part in column.path])
        for at, stack in stacks.items():
            if _sorted(list(dict.fromkeys(stack))) == path:
                found[column.key] = (row, at)
    return found if len(found) == len(form.columns) else {}


def _sorted(path: Sequence[str]) -> tuple[str, ...]:
    """A path with 预算数 or 决算数 first, wherever it stands."""
    return tuple(sorted(path, key=lambda part: part not in _GROUPS))


def _heads(grid: Grid, top: int, stop: int, column: int) -> list[str]:
    """What stands above a column, from top to bottom.

    An .ods is read without its merged cells: there a blank above a label belongs to what stands
    left of it.
    """
    own = [_clean(grid.header(row, column)) for row in range(top, stop)]
    if grid.merged:
        return own
    lowest = max((n for n, text in enumerate(own) if text), default=0)
    return [
        text or (_left(grid, top + n, column) if n < lowest else "") for n, text in enumerate(own)
    ]


def _left(grid: Grid, row: int, column: int) -> str:
    return next((t for c in range(column - 1, 0, -1) if (t := _clean(grid.label(row, c)))), "")


def _down(form: Form, grid: Grid) -> dict[str, tuple[int, int]]:
    """Places by column, where each kind of spending has a row and the two numbers stand beside it."""
    heads = {group: next(iter(_groups(grid, group)), (0, 0)) for group in _GROUPS}
    if len({row for row, _ in heads.values()}) > 1:
        return {}
    top = heads["预算数"][0]
    found: dict[str, tuple[int, int]] = {}
    for row in range(top + 1, grid.height + 1):
        text = next((t for c in range(1, heads["预算数"][1]) if (t := grid.label(row, c))), "")
        for column in form.columns:
            if _is_kind(column, text):
                group = _sorted([_clean(part) for part in column.path])[0]
                found.setdefault(column.key, (row, heads[group][1]))
    return found if len(found) == len(form.columns) else {}


def _is_kind(column: FormColumn, text: str) -> bool:
    """True for the label of a row: 小计 is called 公务用车购置及运行维护费 there."""
    kinds = [part for part in column.path if _clean(part) not in _GROUPS]
    return _clean(text) == _clean(kinds[-2] if kinds[-1] == "小计" else kinds[-1])


def _clean(text: str) -> str:
    """A label without its number, and with the usual words for the same thing."""
    plain = label_key(text).lstrip("0123456789一二三四五六().、")
    for long, brief in (
        ("费用", "费"),
        ("“三公”经费合计", "合计"),
        ("运行维护", "运行"),
    ):
        plain = plain.replace(long, brief)
    return plain.removeprefix("其中:")


def _groups(grid: Grid, group: str) -> Iterator[tuple[int, int]]:
    for place in sorted(grid.values):
        if _clean(grid.label(*place)) == group:
            yield place


def _amounts(grid: Grid, row: int) -> bool:
    """True for a row with numbers, also with a unit of money behind them."""
    places = [(row, column) for column in range(1, grid.width + 1)]
    return any(
        amount(grid.values.get(place))[0] is not None or _WITH_UNIT.fullmatch(grid.label(*place))
        for place in places
    )


def _numbers(grid: Grid, row: int) -> bool:
    found = [t for c in range(1, grid.width + 1) if (t := grid.label(row, c)) and t != "栏次"]
    numbers = [n for text in found if (n := whole(text)) is not None]
    return len(found) > 5 and sorted(numbers) == list(range(1, len(found) + 1))
