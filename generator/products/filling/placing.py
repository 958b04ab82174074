"""Where in the workbook a value belongs: cells of the nine tables, rows of the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from generator.editions.schema import Block, Form, InputSheet
from generator.figures.accounts import WAN
from generator.model import Cell, Fact, Row, Table, Unit, Value
from generator.workbook.changing import CellEntry
from generator.workbook.reading.cells import column_letters, place_of
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.inputs import placement
from generator.workbook.reading.notes import TOTALS, without_notes
from generator.workbook.reading.official.shared import labelled_columns
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.values import label_key

_BEYOND = 300  # rows below the last filled one that a list may still take


class Wish(Struct, frozen=True):
    """A value for a cell, with the fact of the export it comes from (None: from another table)."""

    entry: CellEntry
    fact: Fact | None = None


class Placed(Struct):
    """The wishes of one table, what found no place, and rows to be added below one: (row, count)."""

    wishes: list[Wish] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    growth: tuple[int, int] | None = None


class Sheets:
    """The sheets of a workbook that is being filled, by comparable name."""

    def __init__(self, workbook: Workbook, grids: Mapping[str, Grid]) -> None:
        self.workbook = workbook
        self.facts = workbook.facts
        self._grids = {label_key(name): grid for name, grid in grids.items()}
        self.used: dict[str, set[int]] = {}
        """The free rows of lists that were given away, by block."""

    def grid(self, *names: str) -> Grid | None:
        """A sheet by any of its names, None without one."""
        return next((g for n in names if (g := self._grids.get(label_key(n)))), None)


def entry(cell: Cell, value: Value, source: str, over: bool = False, like: str = "") -> CellEntry:
    """A value for a cell."""
    return CellEntry(cell, value, source, like, over)


def in_unit(fact: Fact, unit: str) -> Value:
    """What a fact says in the unit of a sheet."""
    if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN:
        return fact.value if unit == "元" else fact.value / WAN
    return fact.value


# --- the nine tables ---------------------------------------------------------------------------


def place_form(form: Form, rows: Iterable[Row], sheets: Sheets, source: str) -> Placed:
    """The wishes for one of the nine tables."""
    table, grid = sheets.facts.tables.get(form.id), sheets.grid(form.sheet)
    placed = Placed()
    if table is None or grid is None:
        placed.problems.append(f"工作簿里没有读得出的「{form.sheet}」")
        return placed
    if form.layout == "codes":
        _place_codes(form, list(rows), table, grid, source, placed)
        return placed
    used = set[tuple[int, int]]()
    for row in rows:
        own = table.by_key.get(row.key)
        if form.layout == "items" and (own is None or not own["amount"].cell.address):
            own = _free_item(row, form, table, grid, used, placed, source) or own
        for key, fact in row.cells.items():
            if not fact.given or key in ("code", "name"):
                continue
            target = own.cells.get(key) if own is not None else None
            if target is None or not target.cell.address:
                placed.problems.append(f"{fact.cell} {fact.label} 在工作簿里没有这一行")
            else:
                wish = entry(target.cell, in_unit(fact, table.unit), f"{source}{fact.cell}")
                placed.wishes.append(Wish(wish, fact))
    return placed


def _item_head(row: Row, form: Form, table: Table) -> Row | None:
    """The 类 below which an item belongs: its own, else the last of those with the same total."""
    own = row.key[:3]
    alike = next((total.of for total in form.totals if own in total.of), ())
    rows = (table.by_key[key] for key in (own, *reversed(alike)) if key in table)
    return next((found for found in rows if found["amount"].cell.address), None)


def _free_item(
    row: Row,
    form: Form,
    table: Table,
    grid: Grid,
    used: set[tuple[int, int]],
    placed: Placed,
    source: str,
) -> Row | None:
    """The first free line below the items of its 类, for one that 公开06表 does not print."""
    head = _item_head(row, form, table) if row.key.isdigit() else None
    if head is None:
        return None
    first, column = place_of(head["code"].cell.address)
    amount = place_of(head["amount"].cell.address)[1]
    totals = (r["amount"].cell.address for key, r in table.by_key.items() if not key.isdigit())
    end = min((place_of(address)[0] for address in totals if address), default=0)
    at = next(
        (
            line
            for line in range(first + 1, end)
            if grid.row_blank(line, range(column, amount + 1)) and (line, column) not in used
        ),
        0,
    )
    if not at:
        return None
    used.add((at, column))
    found = {}
    for key, place in (("code", column), ("name", amount - 1)):
        fact = row.cells.get(
            key, Fact(row.key if key == "code" else row["amount"].label, Cell("", ""))
        )
        said = f"{source}{fact.cell}"
        wish = entry(
            grid.cell(at, place), fact.value, said, like=grid.cell(first + 1, place).address
        )
        placed.wishes.append(Wish(wish))
        found[key] = fact
    return Row(row.key, {**found, "amount": Fact(None, grid.cell(at, amount))})


class _CodeArea(Struct, frozen=True):
    """The rows of a form by code: their columns, the row of 合计 (0 without), free rows."""

    code: int
    name: int
    columns: dict[str, int]
    total: int
    first: int
    last: int


def _code_area(form: Form, table: Table, grid: Grid) -> _CodeArea | None:
    header = next(grid.find("科目名称"), None)
    if header is None or header[1] < 2:
        return None
    row, name = header
    reader = SheetReader(grid, Problems(), table.unit)
    depth = next((r for r in range(row + 1, row + 4) if grid.label(r, name) == "栏次"), row)
    columns = labelled_columns(form, reader, range(row - 2, depth + 1), name + 1)
    totals = [r for t in TOTALS for r, c in grid.find(t) if r > depth and c <= name]
    total = min(totals, default=0)
    first = (total if total == depth + 1 else depth) + 1
    stop = without_notes(grid, first, TOTALS).stop
    last = stop - 1 if stop <= grid.height else grid.height + _BEYOND
    if total >= first:  # 合计 below the codes
        last = total - 1
    code = next(c for c in range(1, name) if grid.header(row, c) not in ("序号", "行次"))
    return _CodeArea(code, name, columns, total, first, last)


def _place_codes(
    form: Form, rows: list[Row], table: Table, grid: Grid, source: str, placed: Placed
) -> None:
    area = _code_area(form, table, grid)
    if area is None or len(area.columns) < len(form.columns):
        placed.problems.append(f"工作簿的「{form.sheet}」少了栏目，没有填")
        return
    coded = [row for row in rows if row.key != "total"]
    where = _rows_of(coded, table, area, grid, placed)
    given = _has_amounts(table)
    for row in coded:
        if row.key in where:
            _place_row(row, where[row.key], area, table, grid, source, placed, over=not given)
    total = next((row for row in rows if row.key == "total"), None)
    if total is not None and area.total:
        below = placed.growth[1] if placed.growth and area.total > area.last else 0
        _place_amounts(total, area.total + below, area, table, grid, source, placed)
    if not given:
        _clear_proposals(set(where.values()), table, area, grid, placed)


def _has_amounts(table: Table) -> bool:
    """True where a person has begun to fill the table; codes alone were carried over."""
    return any(
        fact.given
        for row in table.rows
        for key, fact in row.cells.items()
        if key not in ("code", "name")
    )


def _rows_of(
    coded: list[Row], table: Table, area: _CodeArea, grid: Grid, placed: Placed
) -> dict[str, int]:
    """Code → row: in their order where nothing was typed yet, else where the code stands."""
    own = {
        row.key: place_of(row["code"].cell.address)[0]
        for row in table.rows
        if "code" in row.cells and row.key != "total"
    }
    known = own if _has_amounts(table) else {}
    fresh = [row.key for row in coded if row.key not in known]
    taken = set(known.values())
    after = max((r for r in known.values()), default=area.first - 1)
    places = [*area.columns.values(), area.code, area.name]
    free = [
        row
        for row in range(after + 1, area.last + 1)
        if row not in taken and (not known or not any(grid.label(row, c) for c in places))
    ]
    lacking = len(fresh) - len(free)
    if lacking > 0:
        placed.growth = (area.last, lacking)
        free += range(area.last + 1, area.last + 1 + lacking)
    return known | dict(zip(fresh, free, strict=False))


def _place_row(
    row: Row,
    at: int,
    area: _CodeArea,
    table: Table,
    grid: Grid,
    source: str,
    placed: Placed,
    over: bool,
) -> None:
    like = area.first
    for key, column in (("code", area.code), ("name", area.name)):
        fact = row.cells.get(key)
        if fact is not None and fact.given:
            cell, model = grid.cell(at, column), grid.cell(like, column).address
            wish = entry(cell, fact.value, f"{source}{fact.cell}", over, model)
            placed.wishes.append(Wish(wish, fact))
    _place_amounts(row, at, area, table, grid, source, placed)


def _place_amounts(
    row: Row, at: int, area: _CodeArea, table: Table, grid: Grid, source: str, placed: Placed
) -> None:
    for key, column in area.columns.items():
        fact = row.cells.get(key)
        if fact is not None and fact.given:
            cell, model = grid.cell(at, column), grid.cell(area.first, column).address
            wish = entry(cell, in_unit(fact, table.unit), f"{source}{fact.cell}", like=model)
            placed.wishes.append(Wish(wish, fact))


def _clear_proposals(
    used: set[int], table: Table, area: _CodeArea, grid: Grid, placed: Placed
) -> None:
    """Codes of last year that this year's table does not have."""
    for row in table.rows:
        if row.key == "total" or "code" not in row.cells:
            continue
        at = place_of(row["code"].cell.address)[0]
        if at not in used:
            for column in (area.code, area.name):
                placed.wishes.append(Wish(entry(grid.cell(at, column), None, "", over=True)))


# --- lists and fields --------------------------------------------------------------------------


class ListRow(Struct, frozen=True):
    """A row for a list: its values by column, and the columns by which it is recognised."""

    cells: Mapping[str, tuple[Value, Fact | None]]
    known_by: tuple[str, ...]


def place_list(
    block: Block, sheet: InputSheet, rows: Iterable[ListRow], sheets: Sheets, source: str
) -> Placed:
    """The wishes for a list: rows that are there by what they are known by, else free ones."""
    placed, grid = Placed(), sheets.grid(sheet.name, *sheet.also)
    found = None if grid is None else placement(block, sheet, grid)
    if grid is None or found is None:
        placed.problems.append(f"工作簿里没有读得出的「{sheet.name}」")
        return placed
    columns = {
        c.key: found.columns[c.key] for c in block.columns if c.key in found.columns and not c.live
    }
    used = sheets.used.setdefault(block.id, set())
    end = _list_end(found.rows, grid)
    free = (r for r in _free_rows(grid, found.rows.start, end, columns) if r not in used)
    more = count(end + 1)
    for row in rows:
        at = _row_of(row, sheets.facts.tables[block.id]) or next(free, None)
        if at is None:
            at = next(more)
            placed.growth = (end, at - end)
        used.add(at)
        for key, (value, fact) in row.cells.items():
            if key in columns and value is not None:
                cell, model = grid.cell(at, columns[key]), grid.cell(found.rows.start, columns[key])
                place = f"{source}{fact.cell}" if fact is not None else source
                placed.wishes.append(Wish(entry(cell, value, place, like=model.address), fact))
    return placed


def _list_end(rows: range, grid: Grid) -> int:
    """The last row of a list; a blank one stands between it and the next block of the sheet."""
    if rows.stop > grid.height:
        return grid.height + _BEYOND
    last = rows.stop - 1
    return (
        last - 1 if last > rows.start and grid.row_blank(last, range(1, grid.width + 1)) else last
    )


def move_below(placed: Iterable[tuple[str, Placed]]) -> dict[Cell, Cell]:
    """Move what is to be written below rows that are put in on the same sheet.

    ``placed`` are what is to be written with the names of the sheets; all of it is known by then.
    Returns the cells that moved with their new places.
    """
    moved: dict[Cell, Cell] = {}
    known = list(placed)
    for sheet, grown in known:
        if grown.growth is None:
            continue
        after, number = grown.growth
        for other_sheet, other in known:
            if other is not grown and other_sheet == sheet:
                other.wishes = [_below(wish, after, number, moved) for wish in other.wishes]
    return moved


def _below(wish: Wish, after: int, number: int, moved: dict[Cell, Cell]) -> Wish:
    old = wish.entry.cell
    row, column = place_of(old.address)
    if row <= after:
        return wish
    new = Cell(old.sheet, f"{column_letters(column)}{row + number}")
    moved[old] = new
    return Wish(replace(wish.entry, cell=new), wish.fact)


def _row_of(row: ListRow, table: Table) -> int | None:
    """The row of the workbook that is known by the same words."""
    wanted = [label_key(row.cells[key][0]) for key in row.known_by]
    for own in table.rows:
        if own.key == "total":
            continue
        shown = [
            label_key(own.cells[key].value) if key in own.cells else "" for key in row.known_by
        ]
        if shown == wanted:
            return place_of(own.cells[row.known_by[-1]].cell.address)[0]
    return None


def _free_rows(grid: Grid, first: int, last: int, columns: Mapping[str, int]) -> Iterator[int]:
    """The rows below the last filled one."""
    filled = [
        row
        for row in range(first, min(last, grid.height) + 1)
        if any(grid.label(row, c) for c in columns.values())
    ]
    yield from range(max(filled, default=first - 1) + 1, last + 1)


def place_fields(
    block: Block,
    values: Mapping[tuple[str, str], tuple[Value, Fact | None]],
    sheets: Sheets,
    source: str,
) -> Placed:
    """The wishes for fixed lines: (line, column) → value."""
    placed = Placed()
    table = sheets.facts.tables.get(block.id)
    for (line, column), (value, fact) in values.items():
        row = table.by_key.get(line) if table is not None else None
        target = row.cells.get(column) if row is not None else None
        if target is None or not target.cell.address or value is None:
            continue
        place = f"{source}{fact.cell}" if fact is not None else source
        placed.wishes.append(Wish(entry(target.cell, value, place), fact))
    return placed
