"""The sheets of the nine official forms, laid out as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from generator.editions.schema import FormColumn, FormRow, FormSide, counts
from generator.workbook.writing.filling import Filling
from generator.workbook.writing.form_plan import FORM_HEADER, FormPlan, Head
from generator.workbook.writing.places import Places
from generator.workbook.writing.style import (
    AMOUNT,
    CENTER,
    COUNT,
    FORMATS,
    HEAD,
    LABEL,
    NOTE,
    TABS,
    TITLE,
    Look,
    add_back_link,
    add_note,
    computed,
    fit_height,
    put,
    set_page,
    set_widths,
)

_ROW_HEIGHT = 18.0
_CURRENCY_WIDTH = 20
_PLAIN = replace(NOTE, wrap=False)
_CODE = replace(CENTER, format=FORMATS["code"], locked=False)
_NAME = replace(LABEL, locked=False)
_TOTAL_LABEL = replace(CENTER, bold=True)


class FormSheet(Struct, frozen=True):
    """An official form on its way onto its sheet."""

    sheet: Any
    plan: FormPlan
    places: Places
    filling: Filling

    def write(self) -> None:
        """Everything: heading, table, footnotes, page set-up."""
        set_widths(self.sheet, [head.width for head in self.plan.heads])
        self._heading()
        self._header()
        self._body()
        self._footnotes()
        self._page()

    def put_row(self, row: int, left: int, texts: Sequence[str | int | None], look: Look) -> None:
        """Fixed texts side by side."""
        for column, text in enumerate(texts, start=left):
            put(self.sheet, self.plan.area(row, column), text, look)

    def put_value(self, key: tuple[str, str], look: Look) -> None:
        """What was typed into a cell of the table, else its total formula, else nothing."""
        full = (self.plan.form.id, *key)
        value, formula = self.filling.at(full)
        shown = computed(look, locked=False) if formula else look
        put(self.sheet, self.places.cells[full], value, shown, formula=formula)
        if said := self.filling.notes.get(full):
            add_note(self.sheet, self.places.cells[full], said)

    def _heading(self) -> None:
        name, year, currency = (
            self.places.find(f"profile.{line}.value") for line in ("name", "year", "currency")
        )
        form, area, right = self.plan.form, self.plan.area, len(self.plan.heads)
        middle = self._left_part()
        number = form.sheet if form.sheet != form.title else ""
        for place, text, look in (
            (area(1, 1, right), f'={year}&"年度{form.title}"', TITLE),
            (area(2, 1, right), number, replace(_PLAIN, align="right")),
            (area(3, 1, middle), f'="部门："&{name}', _PLAIN),
            (
                area(3, middle + 1, right),
                f'="金额单位："&{currency}',
                replace(_PLAIN, align="right"),
            ),
        ):
            put(self.sheet, place, text, look, formula=text.startswith("="))
        self.sheet.row_dimensions[1].height = 30
        add_back_link(self.sheet, right)

    def _left_part(self) -> int:
        """How many columns the unit's name gets: all but those that 金额单位 needs."""
        widths = [head.width for head in self.plan.heads]
        return max(n for n in range(1, len(widths)) if sum(widths[n:]) >= _CURRENCY_WIDTH)

    def _header(self) -> None:
        plan = self.plan
        for text, top, left, bottom, right in header_cells(plan.heads, plan.depth):
            area = plan.area(FORM_HEADER + top, left + 1, right + 1, FORM_HEADER + bottom)
            put(self.sheet, area, text, HEAD)
        for row in range(FORM_HEADER, FORM_HEADER + plan.depth):
            lowest = row == FORM_HEADER + plan.depth - 1
            self.sheet.row_dimensions[row].height = 30 if lowest else 20
        if plan.numbered:
            self.put_row(plan.top - 1, 1, [head.number or None for head in plan.heads], CENTER)

    def _body(self) -> None:
        bodies: dict[str, Callable[[FormSheet], None]] = {
            "lines": _lines_body,
            "codes": _codes_body,
            "items": _items_body,
            "single": _single_body,
        }
        bodies[self.plan.form.layout](self)
        if self.plan.form.layout != "codes":
            for row in range(self.plan.top, self.plan.bottom + 1):
                self.sheet.row_dimensions[row].height = _ROW_HEIGHT

    def _footnotes(self) -> None:
        right = len(self.plan.heads)
        width = sum(head.width for head in self.plan.heads)
        for row, text in enumerate(self.plan.form.notes, start=self.plan.bottom + 1):
            put(self.sheet, self.plan.area(row, 1, right), text, NOTE)
            fit_height(self.sheet, row, text, width)

    def _page(self) -> None:
        plan, sheet = self.plan, self.sheet
        right, bottom = len(plan.heads), plan.bottom + len(plan.form.notes)
        codes = plan.form.layout == "codes"
        set_page(sheet, bottom, right, landscape=plan.form.landscape, one_page=not codes)
        sheet.print_title_rows = f"1:{plan.top - 1}"
        sheet.freeze_panes = f"{'E' if codes else 'A'}{plan.top}"
        sheet.sheet_properties.tabColor = TABS["official"]


def _number(*declared: FormColumn | FormRow) -> Look:
    return COUNT if counts(*declared) else AMOUNT


def header_cells(heads: Sequence[Head], depth: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Header texts with top, left, bottom, right (from 0): equal neighbours are one cell."""
    for level in range(depth):
        paths = [head.path[: level + 1] for head in heads]
        left = 0
        for path, group in groupby(paths):
            right = left + sum(1 for _ in group) - 1
            if len(path) == level + 1:
                bottom = depth - 1 if heads[left].path == path else level
                yield path[level], level, left, bottom, right
            left = right + 1


def _lines_body(form: FormSheet) -> None:
    left = 1
    for side in form.plan.form.sides:
        for row, number in enumerate(range(side.first, side.last + 1), start=form.plan.top):
            line = side.by_no.get(number)
            if line is None:
                blank = [None] * len(side.columns)
                beside = [None, number] if form.plan.form.numbered else [None]
                form.put_row(row, left, [*beside, *blank], CENTER)
            else:
                _line_row(form, side, line, row, left)
        left += form.plan.beside + len(side.columns)


def _line_row(form: FormSheet, side: FormSide, line: FormRow, row: int, left: int) -> None:
    label = _TOTAL_LABEL if line.total else replace(LABEL, indent=2 * line.indent)
    form.put_row(row, left, [line.label], label)
    if form.plan.form.numbered:
        form.put_row(row, left + 1, [line.no], CENTER)
    for column in side.columns:
        form.put_value((line.key, column.key), replace(_number(line, column), bold=line.total))


def _codes_body(form: FormSheet) -> None:
    plan = form.plan
    put(form.sheet, plan.area(plan.total_row, 1, 3), None, CENTER)
    put(form.sheet, plan.area(plan.total_row, 4), "合计", _TOTAL_LABEL)
    for index in range(-1, plan.rows - 1):
        key = "total" if index < 0 else str(index)
        if index >= 0:
            form.put_value((key, "code"), _CODE)
            form.put_value((key, "name"), _NAME)
        for column in plan.form.columns:
            form.put_value((key, column.key), replace(_number(column), bold=index < 0))
    _embolden_classes(form)


def _embolden_classes(form: FormSheet) -> None:
    """类 and 款 rows are printed bold: as soon as their code is typed."""
    plan = form.plan
    last = plan.first_code + plan.rows - 2
    rows = plan.area(plan.first_code, 1, len(plan.heads), last).address
    length = f"LEN(TRIM($A{plan.first_code}))"
    rule = FormulaRule(formula=[f"AND({length}>0,{length}<7)"], font=Font(bold=True))
    form.sheet.conditional_formatting.add(rows, rule)


def _items_body(form: FormSheet) -> None:
    plan = form.plan
    for index, block in enumerate(plan.form.blocks):
        for row in range(plan.top, plan.bottom):
            line = block.lines[row - plan.top] if row - plan.top < len(block.lines) else None
            _item_row(form, line, row, 3 * index + 1)
    for total in plan.form.totals:
        blocks = plan.item_blocks(total.of)
        label = plan.area(plan.bottom, 3 * blocks[0] + 1, 3 * blocks[-1] + 2)
        put(form.sheet, label, total.label, _TOTAL_LABEL)
        form.put_value((total.key, "amount"), replace(AMOUNT, bold=True))


def _item_row(form: FormSheet, line: FormRow | None, row: int, left: int) -> None:
    """A printed item, or a free row where an item that the form does not print can be typed."""
    bold = line is not None and len(line.key) == 3
    area = form.plan.area
    put(form.sheet, area(row, left), line.key if line else None, replace(_CODE, bold=bold))
    put(form.sheet, area(row, left + 1), line.label if line else None, replace(_NAME, bold=bold))
    if line:
        form.put_value((line.key, "amount"), replace(AMOUNT, bold=bold))
    else:
        put(form.sheet, area(row, left + 2), None, AMOUNT)


def _single_body(form: FormSheet) -> None:
    for column in form.plan.form.columns:
        form.put_value(("row", column.key), _number(column))
