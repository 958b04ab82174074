"""公开06表: 经济分类 codes in blocks side by side, totals below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from generator.editions.schema import Form, FormRow, ItemBlock
from generator.model import Cell, Fact, Row
from generator.workbook.reading.notes import (
    first_filled,
    looks_like_code,
    numbered,
    without_notes,
)
from generator.workbook.reading.official.aside import columns_aside
from generator.workbook.reading.official.shared import absent, report_words
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import label_key

Block = tuple[list[int], int, int]  # columns of the codes (款 may stand apart), name, amount


def read_items(form: Form, reader: SheetReader) -> Iterator[Row]:
    """One row an item of any block, the printed ones that the sheet lacks, and the totals."""
    grid = reader.grid
    names = list(grid.find("科目名称"))
    if not names:
        reader.problems.add("I03", "找不到「科目名称」标题", Cell(form.sheet, ""))
        return
    header = names[0][0]
    at = [column for row, column in names if row == header]
    reader.know(range(header, header + 1), at)
    blocks = list(_blocks(form, grid, header, at))
    if len(blocks) < len(at):
        where = grid.cell(header, 1)
        reader.problems.add("I03", "「科目名称」左边没有科目代码一栏", where)
    seen: dict[str, int] = {}
    totals: dict[str, Row] = {}
    labels = {label_key(total.label) for total in form.totals}
    for row in without_notes(grid, header + 1, labels):
        if found := _item_totals(form, reader, row, blocks):
            totals.update(found)
            continue
        for block in blocks:
            yield from item_row(reader, row, block, seen)
    yield from absent_items(form, seen)
    yield from _totals_or_problem(form, reader, totals)


def _blocks(form: Form, grid: Grid, header: int, names: list[int]) -> Iterator[Block]:
    """The blocks with columns of codes; the amounts stand right beside the names."""
    aside = columns_aside(form, grid, range(header - 1, header + 2))
    start = 1
    for name in names:
        codes = [c for c in range(start, name) if c not in aside]
        amount = next(c for c in count(name + 1) if c not in aside)
        if codes:
            yield codes, name, amount
        start = amount + 1


def item_row(reader: SheetReader, row: int, block: Block, seen: dict[str, int]) -> Iterator[Row]:
    """The item of a block in a row; words and codes that stand there twice go to the problems."""
    grid = reader.grid
    codes, name_at, amount_at = block
    if grid.row_blank(row, range(codes[0], amount_at + 1)):
        return
    code_at = first_filled(grid, row, codes)
    shown = grid.label(row, code_at)
    if not numbered(grid, row, [amount_at]) and not looks_like_code(shown):
        return
    if not looks_like_code(shown):
        report_words(reader, row, code_at, shown or grid.label(row, name_at))
        return
    found = reader.code(row, codes, "")
    key = found.text
    if not key:
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


def _item_totals(form: Form, reader: SheetReader, row: int, blocks: list[Block]) -> dict[str, Row]:
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
        given = [c for c in places if (row, c) in grid.values or (row, c) in grid.uncomputed]
        place = (given or places or [column + 1])[-1]
        reader.know(rows=range(row, row + 1), columns=[column])
        amount = reader.amount(row, place, total.label, True)
        found[total.key] = Row(total.key, {"amount": amount})
    return found


def absent_items(form: Form, seen: dict[str, int]) -> Iterator[Row]:
    """Printed items that the sheet does not have: blank, with their printed names."""
    for line in _printed(form.blocks):
        if line.key not in seen:
            nowhere = Cell(form.sheet, "")
            code = Fact(line.key, nowhere, "科目编码")
            name = Fact(line.label, nowhere, "科目名称")
            amount = absent(form.sheet, line.label)
            yield Row(line.key, {"code": code, "name": name, "amount": amount})


def _printed(blocks: tuple[ItemBlock, ...]) -> Iterator[FormRow]:
    for block in blocks:
        yield from block.lines


def _totals_or_problem(form: Form, reader: SheetReader, totals: dict[str, Row]) -> Iterator[Row]:
    for total in form.totals:
        if total.key in totals:
            yield totals[total.key]
        else:
            reader.problems.add("I03", f"找不到「{total.label}」", Cell(form.sheet, ""))
            yield Row(total.key, {"amount": absent(form.sheet, total.label)})
