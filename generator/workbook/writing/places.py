"""Where everything lies in the workbook: every cell by its key, every open column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct

from generator.editions import Edition
from generator.editions.money import Money
from generator.workbook.writing.areas import Area, Key
from generator.workbook.writing.block_plan import BlockPlan, block_plans, sheet_widths
from generator.workbook.writing.form_plan import FormPlan, form_plan

REACH = 500
"""Formulas over a form by code look this many rows down: a pasted table may be longer."""


class Places(Struct, frozen=True):
    """The whole workbook: ``ranges`` are the open columns, ``widths`` those of input sheets.

    ``money`` is what the draft prints amounts in.
    """

    forms: dict[str, FormPlan]
    blocks: dict[str, BlockPlan]
    cells: dict[Key, Area]
    ranges: dict[tuple[str, str], Area]
    widths: dict[str, tuple[float, ...]]
    money: Money

    def find(self, path: str) -> str:
        """The absolute reference for ``table.row.column`` or ``table.column``; else KeyError."""
        parts = tuple(path.split("."))
        if len(parts) == 3:
            return self.cells[parts].anchor.absolute
        if len(parts) == 2:
            return self.ranges[parts].absolute
        raise KeyError(path)


def arrange(edition: Edition, used: Mapping[str, int]) -> Places:
    """Lay out every sheet; ``used`` says how many rows of an open table will be filled."""
    forms = {form.id: form_plan(form, used.get(form.id, 0)) for form in edition.forms}
    widths = {sheet.name: sheet_widths(sheet) for sheet in edition.asked}
    blocks = {
        plan.block.id: plan
        for sheet in edition.asked
        for plan in block_plans(sheet, widths[sheet.name], used)
    }
    cells = dict(chain.from_iterable(plan.cells() for plan in forms.values()))
    cells |= chain.from_iterable(plan.cells() for plan in blocks.values())
    return Places(forms, blocks, cells, dict(_ranges(forms, blocks)), widths, edition.money)


def _ranges(
    forms: Mapping[str, FormPlan], blocks: Mapping[str, BlockPlan]
) -> Iterator[tuple[tuple[str, str], Area]]:
    for plan in forms.values():
        if plan.form.layout == "codes":
            first, last = plan.first_code, plan.top + max(plan.rows - 1, REACH)
            if plan.form.total_last:  # rows are put in above 合计, and the range grows with them
                last = plan.bottom - 1
            keys = {"code": 1, "name": 4}
            keys |= {column.key: n for n, column in enumerate(plan.form.columns, start=5)}
            for key, left in keys.items():
                yield (plan.form.id, key), plan.area(first, left, bottom=last)
    for block in blocks.values():
        if block.block.kind == "list":
            for column in block.block.columns:
                yield (block.block.id, column.key), block.area(block.first, column.key, block.last)
