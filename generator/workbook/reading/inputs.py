"""Reading the further input sheets: fixed lines and open lists, found by their labels."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.editions.schema import Block, InputColumn, InputRow, InputSheet
from generator.model import Cell, Fact, Row, Table, Unit
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import amount, label_key

_UNITS = {"count": Unit.COUNT, "rate": Unit.COUNT, "score": Unit.SCORE}


def read_sheet(sheet: InputSheet, reader: SheetReader) -> Iterator[Table]:
    """Read the blocks of one input sheet, in order.  Problems go to the reader."""
    headers = [_header(block, reader.grid) for block in sheet.blocks]
    for block, header in zip(sheet.blocks, headers, strict=True):
        if header is None:
            if block.optional:
                reader.problems.lacking.append(f"{sheet.name}「{block.title}」")
            else:
                _report_no_header(block, reader)
            yield _table(block, sheet, _absent_rows(block, sheet.name), reader.unit)
            continue
        rows = range(header + 1, _end(sheet, reader.grid, header, headers))
        _know_titles(reader, header)
        _know_next_title(sheet, reader, rows.stop)
        _report_columns(block, reader, header, rows)
        read = _read_list if block.kind == "list" else _read_fixed
        yield _table(block, sheet, tuple(read(block, reader, header, rows)), reader.unit)


class Placement(Struct, frozen=True):
    """Where a block of an input sheet is: its header, its rows, its columns by key."""

    header: int
    rows: range
    columns: dict[str, int]


def placement(block: Block, sheet: InputSheet, grid: Grid) -> Placement | None:
    """Where a block is on its sheet; None where its header is not there."""
    headers = [_header(other, grid) for other in sheet.blocks]
    header = headers[sheet.blocks.index(block)]
    if header is None:
        return None
    rows = range(header + 1, _end(sheet, grid, header, headers))
    return Placement(header, rows, _columns(block, grid, header))


def _know_titles(reader: SheetReader, header: int) -> None:
    """The header of a block; a number that was typed over or beside it is told as one outside."""
    grid = reader.grid
    columns = range(1, grid.width + 1)
    amounts = [amount(grid.values.get((header, column)))[0] for column in columns]
    titles = [c for c, found in zip(columns, amounts, strict=True) if not found]
    reader.know(range(header, header + 1), titles)


def _know_next_title(sheet: InputSheet, reader: SheetReader, row: int) -> None:
    """The title of the block that follows; what stands beside it is told as outside."""
    for block in sheet.blocks:
        if block.title:
            reader.known.update(reader.grid.find(label_key(block.title), range(row, row + 1)))


def absent_sheet(sheet: InputSheet) -> Iterator[Table]:
    """The blocks of an optional sheet that the workbook does not have: all blank."""
    for block in sheet.blocks:
        yield _table(block, sheet, _absent_rows(block, sheet.name), "万元")


def _end(sheet: InputSheet, grid: Grid, header: int, headers: list[int | None]) -> int:
    """The row at which a block ends: the next block's title or header."""
    later = [h for h in headers if h is not None and h > header]
    titles = [
        row
        for block in sheet.blocks
        if block.title
        for row, _ in grid.find(label_key(block.title))
        if row > header
    ]
    return min((*later, *titles), default=grid.height + 1)


def _table(block: Block, sheet: InputSheet, rows: tuple[Row, ...], unit: str) -> Table:
    return Table(block.id, sheet.name, rows, {row.key: row for row in rows}, unit)


def _header_labels(block: Block) -> list[tuple[str, ...]]:
    """What the header row of a block shows: for each column that must be there its names."""
    names = [c.names for c in block.columns if not (c.live or c.optional)]
    return names if block.kind == "list" else [(block.label,), *names]


def _header(block: Block, grid: Grid) -> int | None:
    """The row in which all header labels of the block stand."""
    return next((row for row in range(1, grid.height + 1) if not _missing(block, grid, row)), None)


def _missing(block: Block, grid: Grid, row: int) -> list[str]:
    """The header labels of the block that do not stand in a row."""
    texts = {grid.label(row, column) for column in range(1, grid.width + 1)}
    return [
        names[0]
        for names in _header_labels(block)
        if texts.isdisjoint(label_key(name) for name in names)
    ]


def looks_like(sheet: InputSheet, grid: Grid) -> bool:
    """True when a grid has the header of a block of the sheet."""
    return any(_header(block, grid) for block in sheet.blocks)


def _report_no_header(block: Block, reader: SheetReader) -> None:
    """Name the labels that are missing from the row that has most of them."""
    grid, labels = reader.grid, [names[0] for names in _header_labels(block)]
    rows = range(1, grid.height + 1)
    row = min(rows, key=lambda row: len(_missing(block, grid, row)), default=1)
    missing = _missing(block, grid, row)
    if len(missing) * 2 < len(labels):
        message = f"第 {row} 行的标题里找不到「{'」「'.join(missing)}」"
        reader.problems.add("I03", message, grid.cell(row, 1))
    else:
        message = f"找不到「{'」「'.join(labels)}」这一行标题"
        reader.problems.add("I03", message, Cell(grid.sheet, ""))


def _columns(block: Block, grid: Grid, header: int) -> dict[str, int]:
    places = {grid.label(header, c): c for c in range(grid.width, 0, -1) if grid.label(header, c)}
    found = {}
    for column in block.columns:
        known = [places[label_key(n)] for n in column.names if label_key(n) in places]
        if known:
            found[column.key] = known[0]
    return found


def _report_columns(block: Block, reader: SheetReader, header: int, rows: range) -> None:
    """What the header has under an older name, does not have yet, or has besides."""
    grid, columns = reader.grid, _columns(block, reader.grid, header)
    _know_live(reader, rows, [columns[c.key] for c in block.columns if c.live and c.key in columns])
    for column in block.columns:
        at = columns.get(column.key)
        if at is None and column.optional and not column.live:  # nobody misses what computes itself
            reader.problems.lacking.append(f"{grid.sheet}「{column.label}」一栏")
        elif at is not None and grid.label(header, at) != label_key(column.label):
            old = str(grid.values[header, at])
            reader.problems.renamed(old, column.label, grid.cell(header, at))
    lacking = [c.label for c in block.columns if c.optional and not c.live and c.key not in columns]
    for at in _strange_columns(block, grid, header, rows, set(columns.values())):
        reader.know(rows, [at])
        _report_strange(reader, grid.cell(header, at), grid.label(header, at), lacking)


def _strange_columns(
    block: Block, grid: Grid, header: int, rows: range, known: set[int]
) -> Iterator[int]:
    """Columns with content that the block does not declare; without a header only inside it."""
    for at in range(1, grid.width + 1):
        text = grid.label(header, at)
        inside = min(known) < at < max(known)
        if at in known or text == label_key(block.label) or not (text or inside):
            continue
        if any(grid.label(row, at) for row in rows):
            yield at


def _know_live(reader: SheetReader, rows: range, columns: list[int]) -> None:
    """What the workbook computes for the person.

    Words that were typed over it are told, and a number in a row that has nothing else.
    """
    grid = reader.grid
    if not columns:
        return
    others = [c for c in range(1, grid.width + 1) if c not in columns]
    for row in rows:
        filled = not grid.row_blank(row, others)
        for place in ((row, column) for column in columns):
            if place in grid.formulas or (filled and not amount(grid.values.get(place))[1]):
                reader.known.add(place)


def _report_strange(reader: SheetReader, cell: Cell, name: str, lacking: list[str]) -> None:
    """An error where it may be a column that was renamed, else a hint."""
    name = f"「{name}」" if name else "没有标题的这一栏"
    if lacking:
        remedy = f"如果它就是「{'」或「'.join(lacking)}」，把标题改回来；不是就清除这一栏。"
        reader.problems.add("I03", f"{name}不是本表的栏目，下面有内容", cell, remedy=remedy)
    else:
        message = f"{name}不是本表的栏目，没有读"
        reader.problems.hint("I16", message, cell, "要公开的内容请填到本表的栏目里。")


# --- fixed lines ------------------------------------------------------------------------------


def _read_fixed(block: Block, reader: SheetReader, header: int, rows: range) -> Iterator[Row]:
    grid = reader.grid
    columns = _columns(block, grid, header)
    label_at = next(c for r, c in grid.find(label_key(block.label), range(header, header + 1)))
    lines = {label_key(name): line for line in block.lines for name in line.names}
    found: dict[str, int] = {}
    for row in rows:
        line = lines.get(grid.label(row, label_at))
        if line is not None and line.key not in found:
            found[line.key] = row
            reader.know(range(row, row + 1), [label_at])
            if grid.label(row, label_at) != label_key(line.label):
                old = str(grid.values[row, label_at])
                reader.problems.renamed(old, line.label, grid.cell(row, label_at))
        elif line is not None:
            _report_twice(line, reader, row, found[line.key], columns)
        elif grid.label(row, label_at) and any(grid.label(row, c) for c in columns.values()):
            name = grid.label(row, label_at)
            cell = grid.cell(row, label_at)
            remedy = "对照用 gen new 新建的工作簿改正项目名称；不要的，清除这一行。"
            reader.problems.add("I03", f"「{name}」不是本表的项目", cell, remedy=remedy)
    for line in block.lines:
        if line.key in found:
            yield _fixed_row(block, line, reader, found[line.key], columns)
        else:
            if line.optional:
                reader.problems.lacking.append(f"{grid.sheet}「{line.label}」一行")
            else:
                reader.problems.add("I03", f"找不到「{line.label}」这一行", Cell(grid.sheet, ""))
            yield _absent_row(block, line, grid.sheet)


def _report_twice(
    line: InputRow, reader: SheetReader, row: int, first: int, columns: dict[str, int]
) -> None:
    """A line that stands a second time, with something in it."""
    if any(reader.grid.label(row, column) for column in columns.values()):
        message = f"「{line.label}」出现了两次（另一次在第 {first} 行）"
        cell = reader.grid.cell(row, min(columns.values()))
        reader.problems.add("I03", message, cell, remedy="删去多出的一行。")


def _fixed_row(
    block: Block, line: InputRow, reader: SheetReader, row: int, columns: dict[str, int]
) -> Row:
    facts = {}
    for column in block.columns:
        if column.live:
            continue
        if column.key not in columns:
            unit = _unit(line if column.key == "value" else column)
            facts[column.key] = Fact(None, Cell(reader.grid.sheet, ""), line.label, unit)
            continue
        label = line.label if column.key == "value" else f"{line.label}·{column.label}"
        fields = column.key == "value"
        kind, choices = (line.kind, line.choices) if fields else (column.kind, column.choices)
        computed = bool(line.live or (line.of and kind == "amount"))
        if fields:
            reader.refuse_merged(row, columns[column.key], "哪一项的内容")
        facts[column.key] = _read(
            reader, row, columns[column.key], label, kind, tuple(choices.values()), computed
        )
    return Row(line.key, facts)


def _absent_rows(block: Block, sheet: str) -> tuple[Row, ...]:
    rows = [_absent_row(block, line, sheet) for line in block.lines]
    if block.total:
        rows.append(_blank_total(block, sheet))
    return tuple(rows)


def _absent_row(block: Block, line: InputRow, sheet: str) -> Row:
    cells = {
        c.key: Fact(None, Cell(sheet, ""), line.label, _unit(line if c.key == "value" else c))
        for c in block.columns
        if not c.live
    }
    return Row(line.key, cells)


def _unit(declared: InputRow | InputColumn) -> Unit:
    """The unit of a blank cell: what ``_read`` gives one that is there."""
    return _UNITS.get(declared.kind, Unit.YUAN)


def _blank_total(block: Block, sheet: str) -> Row:
    cells = {c.key: Fact(None, Cell(sheet, ""), block.total) for c in block.columns if not c.live}
    return Row("total", cells)


# --- open lists -------------------------------------------------------------------------------


def _read_list(block: Block, reader: SheetReader, header: int, rows: range) -> Iterator[Row]:
    grid = reader.grid
    columns = _columns(block, grid, header)
    inputs = [column for column in block.columns if not column.live and column.key in columns]
    codes = [column.key for column in inputs if column.kind == "code"]
    above: dict[str, Fact] = {}
    seen: dict[str, int] = {}
    for row in _filled_rows(block, grid, rows, [columns[c.key] for c in inputs]):
        if block.total and _is_total(block, grid, row, columns):
            seen["total"] = row
            stated = [c for c in inputs if c.total or c.in_total]
            reader.know(range(row, row + 1), _of_total(block, grid, row, columns))
            yield _list_row("total", stated, block, reader, row, columns)
            continue
        read = _list_row(str(row), inputs, block, reader, row, columns)
        filled = _filled_down(read, block, above)
        key = _unique_key(block, filled, reader, row, seen)
        _report_missing(codes, filled, reader)
        yield Row(key, filled.cells)
    if block.total and "total" not in seen:
        yield _blank_total(block, grid.sheet)


def _filled_rows(block: Block, grid: Grid, rows: range, columns: list[int]) -> Iterator[int]:
    """Rows with something in them, without the title row of a block that follows."""
    for row in rows:
        places = [(row, c) for c in columns]
        if any(grid.label(*place) or place in grid.uncomputed for place in places):
            yield row


def _is_total(block: Block, grid: Grid, row: int, columns: dict[str, int]) -> bool:
    total = label_key(block.total)
    return any(grid.label(row, c) == total for c in columns.values())


def _of_total(block: Block, grid: Grid, row: int, columns: dict[str, int]) -> Iterator[int]:
    """The columns of a total's row in which nothing is lost: its label, and what computes itself."""
    live = {columns[c.key] for c in block.columns if c.live and c.key in columns}
    for column in columns.values():
        if column in live or grid.label(row, column) == label_key(block.total):
            yield column


def _list_row(
    key: str,
    wanted: list[InputColumn],
    block: Block,
    reader: SheetReader,
    row: int,
    columns: dict[str, int],
) -> Row:
    facts = {}
    for column in wanted:
        label = f"合计·{column.label}" if key == "total" else column.label
        computed = key == "total"
        at = columns[column.key]
        if column.shared:
            facts[column.key] = reader.score(row, at, label, shared=True)
            continue
        choices = tuple(column.choices.values()) if column.choices else ()
        facts[column.key] = _read(reader, row, at, label, column.kind, choices, computed)
    for column in block.columns:
        if column.key not in facts and not column.live:
            place = columns.get(column.key)
            cell = reader.grid.cell(row, place) if place else Cell(reader.grid.sheet, "")
            facts[column.key] = Fact(None, cell, column.label)
    return Row(key, facts)


def _filled_down(row: Row, block: Block, above: dict[str, Fact]) -> Row:
    """Blank cells of ``fill_down`` columns repeat the cell above, as people write lists."""
    for column in block.columns:
        if not column.fill_down:
            continue
        if row[column.key].given:
            above[column.key] = row[column.key]
        elif column.key in above:
            row.cells[column.key] = above[column.key]
    return row


def _unique_key(
    block: Block, row: Row, reader: SheetReader, number: int, seen: dict[str, int]
) -> str:
    if not block.key:
        return row.key
    fact = row[block.key]
    if not fact.given:  # a bare number of a row would be taken for a code
        return f"第{row.key}行"
    key = fact.text
    if key in seen:
        message = f"编码 {key} 重复（第 {seen[key]} 行已有）"
        reader.problems.add("I05", message, fact.cell, remedy="合并或删除重复的行。")
    seen[key] = number
    return key


def _report_missing(codes: list[str], row: Row, reader: SheetReader) -> None:
    for key in codes:
        if not row[key].given:
            cell = row[key].cell
            if not any(f.cells == (cell,) for f in reader.problems.findings):
                reader.problems.add(
                    "I05", "这一行没有科目编码", cell, remedy="补上编码，或清除这一行。"
                )


def _read(
    reader: SheetReader,
    row: int,
    column: int,
    label: str,
    kind: str,
    choices: tuple[str, ...],
    computed: bool,
) -> Fact:
    if kind == "choice":
        return reader.choice(row, column, label, choices)
    if kind == "code":
        return reader.code(row, [column], label, digits=7)
    if kind == "amount":
        return reader.amount(row, column, label, computed)
    if kind == "count":
        return reader.count(row, column, label, computed)
    if kind == "score":
        return reader.score(row, column, label)
    if kind == "date":
        return reader.day(row, column, label)
    if kind == "year":
        return reader.year(row, column, label)
    fact = reader.text(row, column, label, computed, lines=kind == "long")
    return Fact(fact.value, fact.cell, label, Unit.COUNT) if kind == "rate" else fact
