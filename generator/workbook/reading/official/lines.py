"""公开01表 and 公开04表: two sides, each with its 行次."""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions.schema import Form, FormRow, FormSide
from generator.model import Cell, Row, regex
from generator.workbook.reading.heads import without_money
from generator.workbook.reading.notes import is_remark, numbered, without_notes
from generator.workbook.reading.official.aside import columns_aside
from generator.workbook.reading.official.shared import absent, read_number
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import BLANKS, label_key, short, whole

_LINES = 1000  # no form has as many; a larger number in the column 行次 is an amount
_NUMBERING = regex(r"^[一二三四五六七八九十]+、")


def read_lines(form: Form, reader: SheetReader) -> Iterator[Row]:
    """One row a line of either side; a 类 that the sheet lacks is blank."""
    grid, heading = reader.grid, "行次" if form.numbered else "项目"
    header, numbers = _heading_columns(grid, heading, len(form.sides))
    if not numbers:
        reader.problems.add(
            "I03", f"找不到 {len(form.sides)} 个「{heading}」标题", Cell(form.sheet, "")
        )
        return
    if form.numbered:
        reader.know(range(header, grid.height + 1), numbers)
    ends = [*numbers[1:], grid.width + 1]
    aside = columns_aside(form, grid, range(header - 1, header + 3))
    start = 1
    for side, number, end in zip(form.sides, numbers, ends, strict=True):
        own = [c for c in range(number + 1, max(end, number + 2)) if c not in aside]
        columns = _side_columns(side, grid, header, own)
        for column in side.columns:
            if column.key not in columns:
                where = Cell(form.sheet, "")
                reader.problems.add("I03", f"{side.label}一侧找不到「{column.label}」一栏", where)
        stop = number if form.numbered else number + 1
        labels = [c for c in range(start, stop) if c not in aside]
        yield from _side_rows(form, side, reader, header, labels, number, columns)
        start = max(columns.values(), default=number) + 1


def _heading_columns(grid: Grid, heading: str, sides: int) -> tuple[int, list[int]]:
    """The header row with one such heading a side, and their columns."""
    rows: dict[int, list[int]] = {}
    for row, column in grid.find(heading):
        rows.setdefault(row, []).append(column)
    for row, columns in rows.items():
        if len(columns) == sides:
            return row, columns
    return 0, []


def _report_number(reader: SheetReader, row: int, column: int, line: FormRow | None) -> None:
    """What stands in the column 行次 and is none: an amount in the wrong column, an error."""
    label = reader.grid.label(row, column)
    no = whole(label)
    note = line is None and is_remark(label) and not label.isascii()
    if label in BLANKS or note or (no is not None and no < _LINES):
        return
    message = f"「行次」一栏里是「{short(label)}」，不是行次，没有读"
    remedy = "改成表样上的行次；是金额的，填到金额一栏。"
    reader.problems.warn("I45", message, reader.grid.cell(row, column), remedy)


def _side_columns(side: FormSide, grid: Grid, header: int, own: list[int]) -> dict[str, int]:
    """Amount columns of ``own``, right of 行次 or 项目, by header label; a single one is the first."""
    if len(side.columns) == 1:
        return {side.columns[0].key: own[0]} if own else {}
    found: dict[str, int] = {}
    wanted = {label_key(name): column.key for column in side.columns for name in column.names}
    for row in range(header, header + 4):
        for column in own:
            key = wanted.get(without_money(grid.label(row, column)))
            if key:
                found.setdefault(key, column)
    return found


def _side_rows(
    form: Form,
    side: FormSide,
    reader: SheetReader,
    header: int,
    labels: list[int],
    number: int,
    columns: dict[str, int],
) -> Iterator[Row]:
    seen: dict[str, int] = {}
    printed = [label_key(name) for line in side.lines for name in line.names]
    for row in without_notes(reader.grid, header + 1, printed):
        texts = [reader.grid.label(row, c) for c in labels]
        label = next((text for text in texts if text), "")
        shown = reader.grid.label(row, number) if form.numbered else ""
        line = _line_at(side, label, shown, seen)
        if form.numbered:
            _report_number(reader, row, number, line)
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
        reader.know(rows=range(row, row + 1), columns=labels)
        yield _line_row(side, line, reader, row, columns)
    for line in side.lines:
        if line.key not in seen:
            yield _missing_line(form, side, line, reader)


def _line_at(side: FormSide, label: str, number: str, seen: dict[str, int]) -> FormRow | None:
    """The line of a row: by 行次 when its label agrees or is blank, else by label alone."""
    no = whole(number)
    by_number = None if no is None else side.by_no.get(no)
    if by_number and (not label or _same_label(by_number, label)):
        return by_number
    matches = [line for line in side.lines if label and _same_label(line, label)]
    exact = [line for line in matches if label_key(line.label) == label]
    fresh = [line for line in exact or matches if line.key not in seen]
    return next(iter(fresh or matches), None)


def _same_label(line: FormRow, label: str) -> bool:
    bare = _NUMBERING.sub("", label)
    return any(_NUMBERING.sub("", label_key(name)) == bare for name in line.names)


def _report_unknown(
    side: FormSide, reader: SheetReader, row: int, label: str, columns: dict[str, int]
) -> None:
    amounts = numbered(reader.grid, row, columns.values())
    if not amounts or label == "栏次":
        return
    if reader.grid.label(row, amounts[0]) in _header_texts(side):
        return
    cell = reader.grid.cell(row, amounts[0])
    name = f"「{label}」" if label else "这一行"
    reader.problems.add(
        "I03", f"有数，但{name}不是本表的项目", cell, remedy="对照表样改正项目名称，或清除这一格。"
    )


def _header_texts(side: FormSide) -> set[str]:
    """What stands above the amounts without being one: 栏次 and labels."""
    return {text for c in side.columns for text in (str(c.no), label_key(c.label))}


def _line_row(
    side: FormSide, line: FormRow, reader: SheetReader, row: int, columns: dict[str, int]
) -> Row:
    computed = line.total or line.subtotal
    facts = {}
    for column in side.columns:
        label = line.label if len(side.columns) == 1 else f"{line.label}·{column.label}"
        label = _NUMBERING.sub("", label)
        if column.key in columns:
            total = computed or column.key == "total"
            place = (row, columns[column.key])
            facts[column.key] = read_number(reader, place, label, total, line, column)
        else:
            facts[column.key] = absent(reader.grid.sheet, label, line, column)
    return Row(line.key, facts)


def _missing_line(form: Form, side: FormSide, line: FormRow, reader: SheetReader) -> Row:
    """A 类 row may be missing (some places print fewer); any other row must be there."""
    if not line.key.isdigit():
        reader.problems.add("I03", f"找不到「{line.label}」这一行", Cell(form.sheet, ""))
    return Row(line.key, {c.key: absent(form.sheet, line.label, line, c) for c in side.columns})
