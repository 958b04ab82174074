"""The sheets 所属单位 and 抵消 of a department's workbook: whose sum it is, and what is left out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.model import Cell
from generator.workbook.reading.heads import money_of
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.values import amount, code, label_key

UNITS_SHEET, ELIMINATIONS_SHEET = "所属单位", "抵消"
UNIT_HEADINGS = (("单位名称", 40), ("工作簿", 40), ("单位性质", 16), ("预算级次", 16))
ELIMINATION_HEADINGS = (
    ("付款单位", 30),
    ("支出项目", 20),
    ("支出科目编码", 14),
    ("支出方抵消额", 16),
    ("收款单位", 30),
    ("收入项目", 20),
    ("收入科目编码", 14),
    ("收入方抵消额", 16),
    ("原因", 40),
    ("年度", 8),
)
HEAD = 3  # the row of the headings
LAST_YEAR_WORD = "上年"
YEAR_WORDS = ("本年", LAST_YEAR_WORD)
_WAN = Decimal(10000)


class Subordinate(Struct, frozen=True):
    """A unit of the department: its name, its workbook (a path from the department's), its kind."""

    name: str
    workbook: str
    cell: Cell


class EliminationSide(Struct, frozen=True):
    """One side of what is left out: the unit, the item (栏目 of 公开02表 or 公开03表), 科目, amount in 元."""

    unit: str
    item: str
    code: str
    amount: Decimal
    cell: Cell


class Elimination(Struct, frozen=True):
    """What one unit paid to another of the same department: neither spent nor received by the whole.

    ``last_year``: it belongs to last year's figures.
    """

    paid: EliminationSide
    received: EliminationSide
    last_year: bool
    cell: Cell


class ListSheet(Struct, frozen=True):
    """Where rows can be added to one of the two sheets; ``there``: the workbook has it."""

    name: str
    free: int
    there: bool


class Subordinates(Struct, frozen=True):
    """Both sheets as they stand."""

    units: tuple[Subordinate, ...]
    eliminations: tuple[Elimination, ...]
    sheets: Mapping[str, ListSheet]


def is_of_department(name: str) -> bool:
    """True for the names of the two sheets."""
    return label_key(name) in (label_key(UNITS_SHEET), label_key(ELIMINATIONS_SHEET))


def read_subordinates(grids: Mapping[str, Grid], currency: str, problems: Problems) -> Subordinates:
    """Both sheets; amounts in ``currency`` (元 or 万元) where the head does not say another."""
    units, eliminations = (_sheet(grids, n) for n in (UNITS_SHEET, ELIMINATIONS_SHEET))
    return Subordinates(
        tuple(_units(units, problems)),
        tuple(_eliminations(eliminations, currency, problems)),
        {
            name: ListSheet(
                grid.sheet if grid else name, max(grid.height if grid else 0, HEAD) + 1, bool(grid)
            )
            for name, grid in ((UNITS_SHEET, units), (ELIMINATIONS_SHEET, eliminations))
        },
    )


def _sheet(grids: Mapping[str, Grid], name: str) -> Grid | None:
    return next((g for g in grids.values() if label_key(g.sheet) == label_key(name)), None)


def _columns(
    grid: Grid, headings: Sequence[tuple[str, int]], problems: Problems
) -> tuple[int, dict[str, int]]:
    """The row of the headings and their columns; those that are not there are told."""
    names = [name for name, _ in headings]
    row = next((row for row, _ in grid.find(label_key(names[0]))), 0)
    columns = {
        name: column
        for name in names
        for column in range(1, grid.width + 1)
        if row and grid.label(row, column) == label_key(name)
    }
    lacking = [name for name in names if name not in columns]
    if lacking:
        problems.add(
            "I03", f"找不到栏目「{'」「'.join(lacking)}」", Cell(grid.sheet, f"A{row or 1}")
        )
    return row, columns


def _units(grid: Grid | None, problems: Problems) -> Iterator[Subordinate]:
    if grid is None:
        return
    head, columns = _columns(grid, UNIT_HEADINGS[:2], problems)
    if len(columns) < 2:
        return
    for row in range(head + 1, grid.height + 1):
        name, book = (_words(grid, row, columns[heading]) for heading, _ in UNIT_HEADINGS[:2])
        cell = grid.cell(row, columns["单位名称"])
        if name and not book:
            problems.add("I10", f"「{name}」没有写它的工作簿", grid.cell(row, columns["工作簿"]))
        elif name or book:
            yield Subordinate(name, book, cell)


def _eliminations(grid: Grid | None, currency: str, problems: Problems) -> Iterator[Elimination]:
    if grid is None:
        return
    head, columns = _columns(grid, ELIMINATION_HEADINGS, problems)
    if len(columns) < len(ELIMINATION_HEADINGS):
        return
    money = money_of(grid, range(1, head), problems) or currency
    for row in range(head + 1, grid.height + 1):
        if any(grid.label(row, column) for column in columns.values()):
            reader = _RowReader(grid, row, columns, money, problems)
            last_year = label_key(reader.words("年度")) == LAST_YEAR_WORD
            yield Elimination(
                reader.side("付款单位", "支出"),
                reader.side("收款单位", "收入"),
                last_year,
                grid.cell(row, columns["付款单位"]),
            )


def _words(grid: Grid, row: int, column: int) -> str:
    return str(grid.values.get((row, column)) or "").strip()


class _RowReader(Struct, frozen=True):
    """A row of 抵消."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    money: str
    problems: Problems

    def words(self, heading: str) -> str:
        return _words(self.grid, self.row, self.columns[heading])

    def side(self, unit: str, kind: str) -> EliminationSide:
        amount, found = f"{kind}方抵消额", f"{kind}科目编码"
        return EliminationSide(
            self.words(unit),
            self.words(f"{kind}项目"),
            self._code(found),
            self._amount(amount),
            self.grid.cell(self.row, self.columns[amount]),
        )

    def _amount(self, heading: str) -> Decimal:
        place = self.row, self.columns[heading]
        value, problem = amount(self.grid.values.get(place), unit=self.money)
        if problem:
            self.problems.add("I04", problem, self.grid.cell(*place))
        return (value or Decimal(0)) * (_WAN if self.money == "万元" else 1)

    def _code(self, heading: str) -> str:
        place = self.row, self.columns[heading]
        value, problem = code([self.grid.values.get(place)])
        if problem:
            self.problems.add("I05", problem, self.grid.cell(*place))
        return value or ""
