"""Reading the nine official tables by their labels, codes and 行次, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.forms import Column, Form, ItemBlock, Line, Side
from generator.model import Cell, Fact, Row, Table
from generator.workbook.opening import Grid
from generator.workbook.problems import SheetReader
from generator.workbook.values import code as parse_code
from generator.workbook.values import label_key

_NUMBERING = re.compile(r"^[一二三四五六七八九十]+、")
_END = ("注", "说明")
_HEAD_ROWS = 8
_UNIT_NAME = re.compile(r"(?:编制)?(?:部门|单位)(?:名称)?:.")


def read_form(form: Form, reader: SheetReader) -> Table:
    """Read one official table.  What cannot be found or read goes to the reader's problems."""
    read = {
        "lines": _read_lines,
        "codes": _read_codes,
        "items": _read_items,
        "single": _read_single,
    }
    rows = tuple(read[form.layout](form, reader))
    by_key = {row.key: row for row in rows}
    return Table(form.id, form.sheet, rows, by_key, reader.unit, tuple(_heads(form, reader.grid)))


def _heads(form: Form, grid: Grid) -> Iterator[Fact]:
    """The title and 部门：… as they stand in the first rows; formulas never calculated are left out."""
    title = label_key(form.title)
    for (row, column), value in sorted(grid.values.items()):
        text = grid.label(row, column)
        if row > _HEAD_ROWS or not isinstance(value, str):
            continue
        if text.endswith(title) or _UNIT_NAME.match(text):
            yield Fact(value.strip(), grid.cell(row, column), "表头")


def absent(sheet: str, label: str) -> Fact:
    """A cell that the sheet does not have: blank."""
    return Fact(None, Cell(sheet, ""), label)


# --- two sides with 行次 (公开01, 04) ----------------------------------------------------------


def _read_lines(form: Form, reader: SheetReader) -> Iterator[Row]:
    grid = reader.grid
    header, numbers = _number_columns(grid, len(form.sides))
    if not numbers:
        reader.problems.add("I03", f"找不到 {len(form.sides)} 个「行次」标题", Cell(form.sheet, ""))
        return
    ends = [*numbers[1:], grid.width + 1]
    start = 1
    for side, number, end in zip(form.sides, numbers, ends, strict=True):
        columns = _side_columns(side, grid, header, number, end)
        for column in side.columns:
            if column.key not in columns:
                where = Cell(form.sheet, "")
                reader.problems.add("I03", f"{side.label}一侧找不到「{column.label}」一栏", where)
        yield from _side_rows(form, side, reader, header, range(start, number), number, columns)
        start = max(columns.values(), default=number) + 1


def _number_columns(grid: Grid, sides: int) -> tuple[int, list[int]]:
    """The header row with one 行次 a side, and their columns."""
    rows: dict[int, list[int]] = {}
    for row, column in grid.find("行次"):
        rows.setdefault(row, []).append(column)
    for row, columns in rows.items():
        if len(columns) == sides:
            return row, columns
    return 0, []


def _side_columns(side: Side, grid: Grid, header: int, number: int, end: int) -> dict[str, int]:
    """Amount columns right of 行次, by header label; a single one stands right beside it."""
    if len(side.columns) == 1:
        return {side.columns[0].key: number + 1}
    found: dict[str, int] = {}
    wanted = {label_key(name): column.key for column in side.columns for name in column.names}
    for row in range(header, header + 4):
        for column in range(number + 1, end):
            key = wanted.get(grid.label(row, column))
            if key:
                found.setdefault(key, column)
    return found


def _side_rows(
    form: Form,
    side: Side,
    reader: SheetReader,
    header: int,
    labels: range,
    number: int,
    columns: dict[str, int],
) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for row in range(header + 1, reader.grid.height + 1):
        texts = [reader.grid.label(row, c) for c in labels]
        label = next((text for text in texts if text), "")
        if label.startswith(_END):
            break
        line = _line_at(side, label, reader.grid.label(row, number), seen)
        if line is None:
            _report_unknown(side, reader, row, label, columns)
            continue
        if line.key in seen:
            cell = reader.grid.cell(row, number)
            reader.problems.add(
                "I03", f"「{line.label}」出现了两次（另一次在第 {seen[line.key]} 行）", cell
            )
            continue
        seen[line.key] = row
        yield _line_row(side, line, reader, row, columns)
    for line in side.lines:
        if line.key not in seen:
            yield _missing_line(form, side, line, reader)


def _line_at(side: Side, label: str, number: str, seen: dict[str, int]) -> Line | None:
    """The line of a row: by 行次 when its label agrees or is blank, else by label alone."""
    by_number = side.by_no.get(int(number)) if number.isdigit() else None
    if by_number and (not label or _same_label(by_number, label)):
        return by_number
    matches = [line for line in side.lines if label and _same_label(line, label)]
    exact = [line for line in matches if label_key(line.label) == label]
    fresh = [line for line in exact or matches if line.key not in seen]
    return next(iter(fresh or matches), None)


def _same_label(line: Line, label: str) -> bool:
    bare = _NUMBERING.sub("", label)
    return any(_NUMBERING.sub("", label_key(name)) == bare for name in line.names)


def _report_unknown(
    side: Side, reader: SheetReader, row: int, label: str, columns: dict[str, int]
) -> None:
    amounts = [c for c in columns.values() if reader.grid.label(row, c)]
    if not amounts or label == "栏次":
        return
    if reader.grid.label(row, amounts[0]) in _header_texts(side):
        return
    cell = reader.grid.cell(row, amounts[0])
    name = f"「{label}」" if label else "这一行"
    reader.problems.add(
        "I03", f"有数，但{name}不是本表的项目", cell, remedy="对照表样改正项目名称，或清除这一格。"
    )


def _header_texts(side: Side) -> set[str]:
    """What stands above the amounts without being one: 栏次 and labels."""
    return {text for c in side.columns for text in (str(c.no), label_key(c.label))}


def _line_row(
    side: Side, line: Line, reader: SheetReader, row: int, columns: dict[str, int]
) -> Row:
    computed = line.total or line.subtotal
    facts = {}
    for column in side.columns:
        label = line.label if len(side.columns) == 1 else f"{line.label}·{column.label}"
        label = _NUMBERING.sub("", label)
        if column.key in columns:
            total = computed or column.key == "total"
            facts[column.key] = reader.amount(row, columns[column.key], label, total)
        else:
            facts[column.key] = absent(reader.grid.sheet, label)
    return Row(line.key, facts)


def _missing_line(form: Form, side: Side, line: Line, reader: SheetReader) -> Row:
    """A 类 row may be missing (some places print fewer); any other row must be there."""
    if not line.key.isdigit():
        reader.problems.add("I03", f"找不到「{line.label}」这一行", Cell(form.sheet, ""))
    return Row(line.key, {c.key: absent(form.sheet, line.label) for c in side.columns})


# --- by function code (公开02, 03, 05, 07, 08) ------------------------------------------------


def _read_codes(form: Form, reader: SheetReader) -> Iterator[Row]:
    grid = reader.grid
    name_at = next(grid.find("科目名称"), None)
    if name_at is None:
        reader.problems.add("I03", "找不到「科目名称」标题", Cell(form.sheet, ""))
        return
    header, name = name_at
    codes = list(range(1, name))
    first = _first_code_row(grid, header, codes, name)
    columns = _labelled_columns(form, reader, range(max(1, header - 2), first), name + 1)
    seen: dict[str, int] = {}
    for row in range(first, grid.height + 1):
        if _is_note(grid, row):
            break
        yield from _code_row(form, reader, row, codes, name, columns, seen)
    if "total" not in seen:
        reader.problems.add("I03", "找不到「合计」这一行", Cell(form.sheet, ""))
    _check_parents(reader, codes[0], seen)


def _first_code_row(grid: Grid, header: int, codes: list[int], name: int) -> int:
    for row in range(header + 1, grid.height + 1):
        words = [grid.label(row, c) for c in (*codes, name)]
        if "".join(words) == "合计" or (parse_code([words[0]])[0] and words[-1] != "栏次"):
            return row
    return grid.height + 1


def _is_note(grid: Grid, row: int) -> bool:
    words = next((grid.label(row, c) for c in range(1, grid.width + 1) if grid.label(row, c)), "")
    return words.startswith(_END)


def _labelled_columns(form: Form, reader: SheetReader, rows: range, start: int) -> dict[str, int]:
    """Column key → sheet column, by header label, else by the printed 栏次."""
    grid = reader.grid
    stacks = {
        column: [text for row in rows if (text := grid.header(row, column))]
        for column in range(start, grid.width + 1)
    }
    found: dict[str, int] = {}
    for column in form.columns:
        place = _match(column, stacks, set(found.values()))
        if place is None:
            reader.problems.add("I03", f"找不到「{column.label}」一栏", Cell(form.sheet, ""))
        else:
            found[column.key] = place
    return found


def _match(column: Column, stacks: dict[int, list[str]], taken: set[int]) -> int | None:
    labels = {label_key(name) for name in column.names}
    groups = [label_key(g) for g in column.path[:-1]]
    named = [c for c, stack in stacks.items() if labels & set(stack) and c not in taken]
    grouped = [c for c in named if all(group in stacks[c] for group in groups)]
    numbered = [c for c, stack in stacks.items() if stack and stack[-1] == str(column.no)]
    for candidates in (grouped, named):
        agreeing = [c for c in candidates if c in numbered]
        if agreeing or candidates:
            return (agreeing or candidates)[0]
    unnamed = [c for c in numbered if stacks[c] == [str(column.no)]]
    return unnamed[0] if unnamed else None


def _code_row(
    form: Form,
    reader: SheetReader,
    row: int,
    codes: list[int],
    name: int,
    columns: dict[str, int],
    seen: dict[str, int],
) -> Iterator[Row]:
    grid = reader.grid
    places = [*codes, name, *columns.values()]
    if all(not grid.label(row, c) for c in places):
        return
    _report_merges(reader, row, [name, *columns.values()])
    key = _row_key(reader, row, codes, name)
    if key is None:
        return
    if key in seen:
        message = (
            f"编码 {key} 重复（第 {seen[key]} 行已有）" if key != "total" else "「合计」出现了两次"
        )
        reader.problems.add("I05", message, grid.cell(row, codes[0]), remedy="合并或删除重复的行。")
        return
    seen[key] = row
    title = "合计" if key == "total" else grid.label(row, name) or key
    facts = {"name": reader.text(row, name, "科目名称")}
    facts["code"] = Fact(key, grid.cell(row, codes[0]), "科目编码")
    for column in form.columns:
        label = f"{title}·{column.label}"
        if column.key not in columns:
            facts[column.key] = absent(form.sheet, label)
            continue
        computed = key == "total" or len(key) < 7 or column.key in _summed(form)
        facts[column.key] = reader.amount(row, columns[column.key], label, computed)
    yield Row(key, facts)


def _summed(form: Form) -> set[str]:
    targets = {formula.target for formula in form.formulas if formula.axis == "栏"}
    return {column.key for column in form.columns if column.no in targets}


def _row_key(reader: SheetReader, row: int, codes: list[int], name: int) -> str | None:
    grid = reader.grid
    if "".join(grid.label(row, c) for c in (*codes, name)) == "合计":
        return "total"
    found = reader.code(row, codes, "")
    if found.value is None and not any(grid.label(row, c) for c in codes):
        cell = grid.cell(row, codes[0])
        reader.problems.add("I05", "这一行没有科目编码", cell, remedy="补上编码，或清除这一行。")
    return found.text or None


def _report_merges(reader: SheetReader, row: int, columns: list[int]) -> None:
    """Report, once each, merged ranges that join this row or its amounts with others."""
    grid = reader.grid
    for column in columns:
        place = (row, column)
        joined = [
            other
            for other in ((row + 1, column), (row, column + 1))
            if grid.merged.get(other) == place and (other[0] > row or other[1] in columns)
        ]
        if joined:
            message = "这里是合并单元格，看不出是哪一行的数"
            reader.problems.add("I08", message, grid.cell(row, column))


def _check_parents(reader: SheetReader, column: int, seen: dict[str, int]) -> None:
    for key, row in seen.items():
        if key != "total" and len(key) > 3 and key[:-2] not in seen:
            kind = "款" if len(key) == 7 else "类"
            reader.problems.add(
                "I05",
                f"科目 {key} 没有它的上级{kind} {key[:-2]} 一行",
                reader.grid.cell(row, column),
                remedy=f"在它上面补一行 {key[:-2]}，金额可以留空。",
            )


# --- by economic code in blocks (公开06) ------------------------------------------------------


def _read_items(form: Form, reader: SheetReader) -> Iterator[Row]:
    grid = reader.grid
    names = list(grid.find("科目名称"))
    if not names:
        reader.problems.add("I03", "找不到「科目名称」标题", Cell(form.sheet, ""))
        return
    header = names[0][0]
    blocks = [(c - 1, c, c + 1) for row, c in names if row == header]
    seen: dict[str, int] = {}
    totals: dict[str, Row] = {}
    for row in range(header + 1, grid.height + 1):
        if _is_note(grid, row):
            break
        if found := _item_totals(form, reader, row, blocks):
            totals.update(found)
            continue
        for block in blocks:
            yield from _item_row(reader, row, block, seen)
    yield from _absent_items(form, seen)
    yield from _totals_or_problem(form, reader, totals)


def _item_row(
    reader: SheetReader, row: int, block: tuple[int, int, int], seen: dict[str, int]
) -> Iterator[Row]:
    grid = reader.grid
    code_at, name_at, amount_at = block
    if grid.row_blank(row, range(code_at, amount_at + 1)):
        return
    found = reader.code(row, [code_at], "")
    key = found.text
    if not key:
        if not grid.label(row, code_at):
            cell = grid.cell(row, code_at)
            reader.problems.add(
                "I05", "这一行没有科目编码", cell, remedy="补上编码，或清除这一行。"
            )
        return
    if key in seen:
        reader.problems.add(
            "I05", f"编码 {key} 重复（第 {seen[key]} 行已有）", grid.cell(row, code_at)
        )
        return
    seen[key] = row
    name = reader.text(row, name_at, "科目名称")
    amount = reader.amount(row, amount_at, name.text or key, len(key) == 3)
    yield Row(key, {"code": found, "name": name, "amount": amount})


def _item_totals(
    form: Form, reader: SheetReader, row: int, blocks: list[tuple[int, int, int]]
) -> dict[str, Row]:
    """Totals that stand in this row: the last filled amount between a label and the next one."""
    grid = reader.grid
    labels = {label_key(total.label): total for total in form.totals}
    at = sorted(
        (c, labels[t]) for c in range(1, grid.width + 1) if (t := grid.label(row, c)) in labels
    )
    found = {}
    for index, (column, total) in enumerate(at):
        end = at[index + 1][0] if index + 1 < len(at) else grid.width + 2
        places = [amount for _, _, amount in blocks if column < amount < end]
        filled = [c for c in places if (row, c) in grid.values or (row, c) in grid.uncomputed]
        place = (filled or places or [column + 1])[-1]
        amount = reader.amount(row, place, total.label, True)
        found[total.key] = Row(total.key, {"amount": amount})
    return found


def _absent_items(form: Form, seen: dict[str, int]) -> Iterator[Row]:
    """Printed items that the sheet does not have: blank, with their printed names."""
    for line in _printed(form.blocks):
        if line.key not in seen:
            name = Fact(line.label, Cell(form.sheet, ""), "科目名称")
            yield Row(line.key, {"name": name, "amount": absent(form.sheet, line.label)})


def _printed(blocks: tuple[ItemBlock, ...]) -> Iterator[Line]:
    for block in blocks:
        yield from block.lines


def _totals_or_problem(form: Form, reader: SheetReader, totals: dict[str, Row]) -> Iterator[Row]:
    for total in form.totals:
        if total.key in totals:
            yield totals[total.key]
        else:
            reader.problems.add("I03", f"找不到「{total.label}」", Cell(form.sheet, ""))
            yield Row(total.key, {"amount": absent(form.sheet, total.label)})


# --- one row (公开09) -------------------------------------------------------------------------


def _read_single(form: Form, reader: SheetReader) -> Iterator[Row]:
    grid = reader.grid
    last = _column_number_row(form, grid)
    if last is None:
        count = len(form.columns)
        reader.problems.add("I03", f"找不到栏次 1 至 {count} 的一行", Cell(form.sheet, ""))
        return
    columns = _labelled_columns(form, reader, range(max(1, last - 4), last + 1), 1)
    used = range(1, grid.width + 1)
    below = range(last + 1, grid.height + 2)
    row = next(
        (r for r in below if not grid.row_blank(r, used) and not _is_note(grid, r)), last + 1
    )
    row = row if not _is_note_before(grid, last + 1, row) else last + 1
    summed = _summed(form)
    facts = {}
    for column in form.columns:
        label = "·".join(column.path)
        at = columns.get(column.key)
        facts[column.key] = (
            absent(form.sheet, label)
            if at is None
            else reader.amount(row, at, label, column.key in summed)
        )
    yield Row("row", facts)


def _is_note_before(grid: Grid, first: int, last: int) -> bool:
    return any(_is_note(grid, row) for row in range(first, last))


def _column_number_row(form: Form, grid: Grid) -> int | None:
    wanted = [str(column.no) for column in form.columns]
    for row in range(1, grid.height + 1):
        texts = [t for c in range(1, grid.width + 1) if (t := grid.label(row, c))]
        if texts == wanted:
            return row
    return None
