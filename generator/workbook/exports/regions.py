"""Where the tables of a sheet are: each from its title to the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.model import HAN, regex
from generator.workbook.exports import titles
from generator.workbook.exports.titles import Named
from generator.workbook.reading.cells import column_letters
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import amount

_CODE = regex(r"[1-5]\d{2}(?:\d{2}){0,2}")  # of a 科目, also an economic one
_HAN = regex(HAN)
_SPARSE = 4  # texts in a row with a title: title, number, unit of money, 部门：…
_ABOVE = 2  # rows above a title that may be its number


class Region(Struct, frozen=True):
    """A table of a sheet: its title ("" without one), its part of the sheet, and where it is.

    ``grid`` has the places of the sheet, and nothing but the table in it.
    """

    title: str
    grid: Grid
    first: int
    last: int

    @property
    def area(self) -> str:
        """The range, e.g. ``A1:G40``."""
        columns = [column for _, column in self.grid.values]
        rows = [row for row, _ in self.grid.values]
        left, right = column_letters(min(columns)), column_letters(max(columns))
        return f"{left}{min(rows)}:{right}{max(rows)}"

    @property
    def filled(self) -> bool:
        """True when a number stands in it."""
        return bool(self.rows_with_amounts)

    @property
    def rows_with_amounts(self) -> frozenset[int]:
        """The rows in which a number stands."""
        return frozenset(row for (row, _), value in self.grid.values.items() if _is_amount(value))

    @property
    def has_items(self) -> bool:
        """True where the code of a 科目 stands in a row with its name and a number behind it."""
        rows: dict[int, list[object]] = {}
        for (row, _), value in sorted(self.grid.values.items()):
            rows.setdefault(row, []).append(value)
        return any(map(_is_item, rows.values()))

    def texts(self, rows: range) -> Iterator[tuple[tuple[int, int], str]]:
        """The texts of some rows with their places."""
        for place, value in sorted(self.grid.values.items()):
            if place[0] in rows and isinstance(value, str):
                yield place, value


def _is_item(values: Sequence[object]) -> bool:
    """2080501 | 行政单位离退休 | 12.30, the code also as a number or over three cells."""
    name = next((at for at, value in enumerate(values) if _HAN.match(str(value))), 0)
    code = "".join(str(value).strip() for value in values[:name])
    return bool(_CODE.fullmatch(code)) and any(map(_is_amount, values[name + 1 :]))


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) or amount(value)[0] is not None


def regions(grid: Grid) -> Iterator[Region]:
    """The tables of a sheet, top to bottom; the whole sheet where no title stands on it."""
    if not grid.values:
        return
    found = list(_titles(grid))
    starts = [_start(grid, row, [r for r, _ in found if r < row]) for row, _ in found]
    if not found:
        title = grid.sheet if titles.looks_like_title(grid.sheet) else ""
        yield _region(grid, title, 1, grid.height)
        return
    for index, (_, title) in enumerate(found):
        first = 1 if index == 0 else starts[index]
        last = starts[index + 1] - 1 if index + 1 < len(found) else grid.height
        yield _region(grid, title, first, last)


def _titles(grid: Grid) -> Iterator[tuple[int, str]]:
    """The rows with a title and little else."""
    rows: dict[int, list[str]] = {}
    for (row, _), value in sorted(grid.values.items()):
        rows.setdefault(row, []).append(value if isinstance(value, str) else "")
    for row, words in rows.items():
        if len(words) > _SPARSE:
            continue
        for text in (piece for word in words for piece in titles.pieces(word)):
            if titles.looks_like_title(text):
                yield row, text
                break


def _start(grid: Grid, row: int, before: list[int]) -> int:
    """The first row of a table's head: its number may stand above its title."""
    least = max(before, default=0) + 1
    for above in range(row - 1, max(least, row - _ABOVE) - 1, -1):
        words = [str(v) for place, v in grid.values.items() if place[0] == above]
        if words and not all(_is_number(word) for word in words):
            return above + 1
        if words:
            row = above
    return row


def _is_number(text: str) -> bool:
    return bool(titles.number_in(text) or titles.upstream_in(text)) and len(text) < 12


def _region(grid: Grid, title: str, first: int, last: int) -> Region:
    within = {p: v for p, v in grid.values.items() if first <= p[0] <= last}
    ranges = [area for area in grid.ranges if area.bottom >= first and area.top <= last]
    part = Grid(
        grid.sheet,
        within,
        grid.percent,
        grid.uncomputed,
        ranges,
        {},
        grid.errors,
        grid.looks,
    )
    return Region(title, part, first, last)


def name_of(region: Region, known: dict[str, str]) -> Named:
    """What the table is: by its number in the accounts software, else by its title."""
    by_title = titles.named(region.title, known) if region.title else Named("", "")
    words = [text for _, text in region.texts(range(region.first, region.first + 8))]
    upstream = next(filter(None, map(titles.upstream_in, (*words, region.grid.sheet))), "")
    if upstream:
        return by_title._replace(form=titles.upstream_form(upstream), upstream=upstream)
    return by_title


def published_number(region: Region) -> int:
    """The number in 公开NN表 or GKNN, of the head or the sheet's name; 0 for none."""
    words = [text for _, text in region.texts(range(region.first, region.first + 8))]
    return next(filter(None, map(titles.number_in, (*words, region.grid.sheet))), 0)
