"""The input sheets beside the official forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.utils import get_column_letter

from generator.editions.schema import InputColumn, InputRow, InputSheet
from generator.workbook.widths import LINE_HEIGHT, height_for
from generator.workbook.writing.areas import Area
from generator.workbook.writing.block_plan import BlockPlan
from generator.workbook.writing.filling import Filling
from generator.workbook.writing.places import Places
from generator.workbook.writing.rules import add_rules
from generator.workbook.writing.style import (
    HEAD,
    HELP,
    LABEL,
    SECTION,
    TABS,
    TAKEN_OVER,
    TITLE,
    Look,
    add_back_link,
    add_note,
    computed,
    fit_height,
    free_other_cells,
    input_look,
    put,
    set_page,
    set_widths,
    start_height,
)

_WIDE = 100
_ROW_HEIGHT = 20.0
_ALLOWED = (
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertRows",
    "deleteRows",
    "insertHyperlinks",
    "sort",
    "autoFilter",
)


def write_sheet(sheet: Any, declared: InputSheet, places: Places, filling: Filling) -> None:
    """One input sheet: title, help line, its blocks below each other, protection, page set-up."""
    widths = places.widths[declared.name]
    right, width = len(widths), sum(widths)
    set_widths(sheet, widths)
    free_other_cells(sheet, widths)
    put(sheet, Area(declared.name, 1, 1, 1, right), declared.title, TITLE)
    put(sheet, Area(declared.name, 2, 1, 2, right), declared.help, HELP)
    sheet.row_dimensions[1].height = 30
    fit_height(sheet, 2, declared.help, width)
    plans = [places.blocks[block.id] for block in declared.blocks]
    for plan in plans:
        BlockSheet(sheet, plan, filling).write()
        add_rules(sheet, plan, places)
    add_back_link(sheet, right)
    _protect(sheet)
    _page(sheet, plans, width, right)


class BlockSheet(Struct, frozen=True):
    """A block on its way onto its sheet."""

    sheet: Any
    plan: BlockPlan
    filling: Filling

    def write(self) -> None:
        """Title, header and rows."""
        block, top = self.plan.block, self.plan.top
        if block.title:
            put(self.sheet, Area(self.plan.sheet, top, 1, top, 1), block.title, SECTION)
            self.sheet.row_dimensions[top].height = 24
        self._header()
        for key, row in self.plan.row_keys():
            self._row(key, row)
            self._height(key, row)

    def _header(self) -> None:
        plan, row = self.plan, self.plan.header
        labels = [column.label for column in plan.block.columns]
        if plan.block.kind != "list":
            labels.insert(0, plan.block.label)
        for text, (left, right) in zip(labels, plan.spans, strict=True):
            put(self.sheet, Area(plan.sheet, row, left, row, right), text, HEAD)
        self.sheet.row_dimensions[row].height = 30
        for column in plan.block.columns:
            if column.note:
                add_note(self.sheet, plan.area(row, column.key), column.note)

    def _row(self, key: str, row: int) -> None:
        plan, line = self.plan, self.plan.lines.get(key)
        if line:
            label = replace(LABEL, indent=2 * line.indent)
            put(self.sheet, Area(plan.sheet, row, 1, row, plan.spans[0][1]), line.label, label)
        for column in plan.block.columns:
            self._cell(key, row, column)
        if plan.is_total(key):
            look = replace(LABEL, bold=True, align="center")
            put(self.sheet, Area(plan.sheet, row, 1, row, 1), plan.block.total, look)
        self._notes(key, row, line)

    def _notes(self, key: str, row: int, line: InputRow | None) -> None:
        """The declared note of the line and what the content has to say beside each cell."""
        for number, column in enumerate(self.plan.block.columns):
            declared = line.note if line and number == 0 else ""
            said = self.filling.notes.get((self.plan.block.id, key, column.key), "")
            if text := "\n".join(filter(None, (declared, said))):
                add_note(self.sheet, self.plan.area(row, column.key), text)

    def _cell(self, key: str, row: int, column: InputColumn) -> None:
        full = (self.plan.block.id, key, column.key)
        value, formula = self.filling.at(full)
        look = self._look(key, column)
        if formula:
            # Excel deletes no row that has a locked cell, and rows of a list may have to go.
            kept = self.plan.block.kind != "list" or self.plan.is_total(key)
            look = computed(look, locked=full in self.filling.live and kept)
        elif column.locked:
            look = computed(look)
        put(self.sheet, self.plan.area(row, column.key), value, look, formula=formula)

    def _look(self, key: str, column: InputColumn) -> Look:
        look = input_look(self.plan.kind(key, column))
        if column.kind == "amount" and column.live.startswith("={"):
            look = replace(look, format=TAKEN_OVER)
        if self.plan.block.kind == "fields":
            return replace(look, align="left")
        return replace(look, bold=True) if self.plan.is_total(key) else look

    def _height(self, key: str, row: int) -> None:
        """Room for what is typed.  A merged cell does not grow later: it gets more at once."""
        needed = max(self._needed(key, row, column) for column in self.plan.block.columns)
        if any(left < right for left, right in self.plan.spans):
            self.sheet.row_dimensions[row].height = max(needed, _ROW_HEIGHT)
        elif needed or self.plan.block.kind == "fields":
            start_height(self.sheet, row, max(needed, _ROW_HEIGHT))

    def _needed(self, key: str, row: int, column: InputColumn) -> float:
        """The height of a text of several lines, or of a merged cell meant for one; else 0."""
        area = self.plan.area(row, column.key)
        value, formula = self.filling.at((self.plan.block.id, key, column.key))
        letters = map(get_column_letter, range(area.left, area.right + 1))
        width = sum(self.sheet.column_dimensions[letter].width for letter in letters)
        text = value if isinstance(value, str) and not formula else ""
        roomy = area.left < area.right and self.plan.kind(key, column) == "long"
        least = height_for("\n" if roomy else "", width)
        height = max(least, height_for(text, width))
        return height if height > LINE_HEIGHT + 3 else 0


def _protect(sheet: Any) -> None:
    """Formulas are safe from typing; there is no password, and rows can come and go."""
    sheet.protection.sheet = True
    for action in _ALLOWED:
        setattr(sheet.protection, action, False)  # False: not forbidden


def _page(sheet: Any, plans: Sequence[BlockPlan], width: float, right: int) -> None:
    set_page(sheet, plans[-1].last, right, landscape=width > _WIDE, one_page=False)
    sheet.sheet_properties.tabColor = TABS["input"]
    if any(plan.block.label_span == 1 for plan in plans[1:]):
        sheet.freeze_panes = "A3"
        return
    header = plans[0].header
    sheet.print_title_rows = f"1:{header}"
    sheet.freeze_panes = f"{_frozen_column(plans[0])}{header + 1}"


def _frozen_column(plan: BlockPlan) -> str:
    """The first column stays in sight beside many others."""
    if len(plan.spans) < 5:
        return "A"
    return "C" if plan.block.key else "B"
