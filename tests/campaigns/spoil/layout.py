"""What a person does to rows and columns: deleted, inserted, moved, pasted over."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from . import cells
from .books import tag
from .cells import Element


def row_deleted(dice: random.Random, root: Element) -> None:
    gone = dice.randint(1, cells.extent(root)[0])
    cells.moved(root, lambda r, c: None if r == gone else (r - (r > gone), c))


def row_inserted(dice: random.Random, root: Element) -> None:
    at, by = dice.randint(1, cells.extent(root)[0]), dice.choice((1, 1, 3))
    cells.moved(root, lambda r, c: (r + by * (r >= at), c))


def column_deleted(dice: random.Random, root: Element) -> None:
    gone = dice.randint(1, cells.extent(root)[1])
    cells.moved(root, lambda r, c: None if c == gone else (r, c - (c > gone)))


def column_inserted(dice: random.Random, root: Element) -> None:
    at = dice.randint(1, cells.extent(root)[1])
    cells.moved(root, lambda r, c: (r, c + (c >= at)))


def table_shifted(dice: random.Random, root: Element) -> None:
    down, right = dice.choice((0, 1, 5)), dice.choice((0, 1, 2))
    cells.moved(root, lambda r, c: (r + down, c + right))


def block_shifted(dice: random.Random, root: Element) -> None:
    """A column from some row on one down: the last paste began one cell too low."""
    height, width = cells.extent(root)
    at, column = dice.randint(1, height), dice.randint(1, width)
    cells.moved(root, lambda r, c: (r, c))
    found = [cells.cell_at(root, r, column) for r in range(at, height + 2)]
    held = [(c.get("t", "n"), [deepcopy(child) for child in c]) for c in found]
    for cell, (kind, children) in zip(found[1:], held, strict=False):
        cells.clear(cell)
        cell.set("t", kind)
        cell.extend(children)
    cells.clear(found[0])


def rows_exchanged(dice: random.Random, root: Element) -> None:
    height = cells.extent(root)[0]
    one, other = dice.randint(1, height), dice.randint(1, height)
    to = {one: other, other: one}
    for row in cells.rows(root):
        number = int(row.get("r"))
        row.set("r", str(to.get(number, number)))
        for cell in row:
            column = cells.place(cell.get("r"))[1]
            cell.set("r", f"{cells.letters(column)}{to.get(number, number)}")
    data = root.find(tag("sheetData"))
    data[:] = sorted(data, key=lambda row: int(row.get("r")))


def row_doubled(dice: random.Random, root: Element) -> None:
    """A row pasted once more, below everything or over another one."""
    filled = [row for row in cells.rows(root) if any(map(cells.said, row))]
    for row in cells.some(dice, filled):
        height = cells.extent(root)[0]
        to = dice.choice((height + 1, height + 2, dice.randint(1, height)))
        _paste(root, row, to)


def header_pasted(dice: random.Random, root: Element) -> None:
    """One of the first rows pasted again in the middle."""
    filled = [row for row in cells.rows(root) if any(map(cells.said, row))][:8]
    for row in cells.some(dice, filled):
        _paste(root, row, dice.randint(2, cells.extent(root)[0] + 1))


def _paste(root: Element, row: Element, to: int) -> None:
    for source in [deepcopy(cell) for cell in row]:
        column = cells.place(source.get("r"))[1]
        cell = cells.cell_at(root, to, column)
        cells.clear(cell)
        cell.set("t", source.get("t", "n"))
        cell.extend(list(source))


def merged(dice: random.Random, root: Element) -> None:
    """Cells merged as Excel does: only the first one keeps what it holds."""
    height, width = cells.extent(root)
    top, left = dice.randint(1, height), dice.randint(1, width)
    down, right = dice.choice(((1, 0), (2, 0), (4, 0), (0, 1), (1, 1)))
    kept = dice.random() < 0.3  # as other programs do
    for row in range(top, top + down + 1):
        for column in range(left, left + right + 1):
            if (row, column) != (top, left) and not kept:
                cells.clear(cells.cell_at(root, row, column))
    group = root.find(tag("mergeCells"))
    if group is None:
        group = etree.Element(tag("mergeCells"))
        root.find(tag("sheetData")).addnext(group)
    ref = f"{cells.letters(left)}{top}:{cells.letters(left + right)}{top + down}"
    etree.SubElement(group, tag("mergeCell")).set("ref", ref)


def note_written(dice: random.Random, root: Element) -> None:
    """A note, a signature or a subtotal in a blank row or the first column."""
    notes = ("注：本表反映收支情况。", "本单位没有收入，故本表无数据。", "小计", "制表人：张三",
             "说明：金额含税", "附注", "合计", "单位：元", "金额单位：万元", "2299999", "其中：")  # fmt: skip
    row = dice.randint(1, cells.extent(root)[0] + 2)
    cells.put_text(cells.cell_at(root, row, dice.choice((1, 1, 2))), dice.choice(notes))
    if dice.random() < 0.4:
        cells.put_value(cells.cell_at(root, row, dice.randint(3, 6)), "12.34")


def unit_head(dice: random.Random, root: Element) -> None:
    """A wrong or a second unit of money above the table."""
    heads = ("单位：元", "金额单位：万元", "单位：千元", "单位:元", "（元）", "金额单位：元，下同",
             "部门：某局    金额单位：元", "单位：万元/元", "计量单位：人")  # fmt: skip
    cell = cells.cell_at(root, dice.randint(1, 5), dice.randint(1, 6))
    cells.put_text(cell, dice.choice(heads))


def column_of(dice: random.Random, root: Element) -> None:
    """A column of numbers times ten thousand, or as texts."""
    column = dice.randint(1, cells.extent(root)[1])
    as_text = dice.random() < 0.5
    for cell in cells.numbers(root):
        if cells.place(cell.get("r"))[1] == column:
            if as_text:
                cells.put_text(cell, cells.said(cell))
            else:
                cells.put_value(cell, f"{float(cells.said(cell)) * 10000:.10g}")


SLIPS: tuple[Callable[[random.Random, Element], None], ...] = (
    row_deleted, row_inserted, column_deleted, column_inserted, table_shifted, block_shifted,
    rows_exchanged, row_doubled, header_pasted, merged, note_written, unit_head, column_of,
)  # fmt: skip
