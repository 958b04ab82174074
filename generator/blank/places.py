"""Where everything lies on the sheets: geometry worked out from the declarations alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

from openpyxl.utils import get_column_letter, quote_sheetname

from generator.editions import Edition
from generator.forms import Block, Column, Form, Kind, Line, Sheet

Key = tuple[str, str, str]
"""Table id, row key, column key: the name of a cell that does not depend on its place."""

FORM_HEADER = 4
SHEET_TOP = 3
CODE_ROWS = {"07": 12, "08": 12}
"""Blank rows of the official forms by code; 40 where none is named."""
SPARE_ROWS = 5
REACH = 500
"""Formulas over a form by code look this many rows down: a pasted table may be longer."""


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def corner(self) -> str:
        """The address of the cell at the top left, e.g. ``D7``."""
        return f"{get_column_letter(self.left)}{self.top}"

    @property
    def address(self) -> str:
        """The address of the whole area, e.g. ``D7:F9``, or of its only cell."""
        if (self.top, self.left) == (self.bottom, self.right):
            return self.corner
        return f"{self.corner}:{get_column_letter(self.right)}{self.bottom}"

    @property
    def absolute(self) -> str:
        """The area as every other sheet can refer to it, e.g. ``'公开05表'!$A$8:$A$47``."""
        first = f"${get_column_letter(self.left)}${self.top}"
        last = f"${get_column_letter(self.right)}${self.bottom}"
        return f"{quote_sheetname(self.sheet)}!{first if first == last else f'{first}:{last}'}"

    @property
    def anchor(self) -> Area:
        """The cell at the top left: the one of a merged area that holds the value."""
        return Area(self.sheet, self.top, self.left, self.top, self.left)

    def to(self, other: Area) -> Area:
        """The rectangle from this area's top left to the other's bottom right."""
        return Area(self.sheet, self.top, self.left, other.bottom, other.right)


@dataclass(frozen=True)
class Head:
    """A column of an official form: header texts from top to bottom, its text in the 栏次 row."""

    path: tuple[str, ...]
    number: int | str
    width: float


@dataclass(frozen=True)
class FormPlan:
    """An official form laid out on its sheet; ``rows`` counts the rows below the header."""

    form: Form
    heads: tuple[Head, ...]
    rows: int

    @property
    def depth(self) -> int:
        """Rows of the header above the 栏次 row."""
        return max(len(head.path) for head in self.heads)

    @property
    def numbered(self) -> bool:
        """True when the form has a 栏次 row."""
        return any(head.number for head in self.heads)

    @property
    def top(self) -> int:
        """The first row below the header."""
        return FORM_HEADER + self.depth + self.numbered

    @property
    def bottom(self) -> int:
        """The last row of the table."""
        return self.top + self.rows - 1

    def area(self, row: int, left: int, right: int = 0, bottom: int = 0) -> Area:
        """Cells of this form's sheet; a single one unless ``right`` or ``bottom`` says more."""
        return Area(self.form.sheet, row, left, bottom or row, right or left)

    def item_blocks(self, codes: Sequence[str]) -> list[int]:
        """The blocks of 公开06 that print one of these 类."""
        blocks = enumerate(self.form.blocks)
        return [i for i, block in blocks if any(line.key in codes for line in block.lines)]

    def cells(self) -> Iterator[tuple[Key, Area]]:
        """Every cell that holds a value, by its key."""
        layouts = {
            "lines": self._line_cells,
            "codes": self._code_cells,
            "items": self._item_cells,
            "single": self._single_cells,
        }
        return layouts[self.form.layout]()

    def _line_cells(self) -> Iterator[tuple[Key, Area]]:
        left = 3
        for side in self.form.sides:
            for line in side.lines:
                row = self.top + line.no - side.first
                for index, column in enumerate(side.columns):
                    yield (self.form.id, line.key, column.key), self.area(row, left + index)
            left += 2 + len(side.columns)

    def _code_cells(self) -> Iterator[tuple[Key, Area]]:
        for index in range(self.rows):
            row, key = self.top + index, str(index - 1) if index else "total"
            if index:
                yield (self.form.id, key, "code"), self.area(row, 1, 3)
                yield (self.form.id, key, "name"), self.area(row, 4)
            for place, column in enumerate(self.form.columns, start=5):
                yield (self.form.id, key, column.key), self.area(row, place)

    def _item_cells(self) -> Iterator[tuple[Key, Area]]:
        for index, block in enumerate(self.form.blocks):
            for row, line in enumerate(block.lines, start=self.top):
                yield (self.form.id, line.key, "amount"), self.area(row, 3 * index + 3)
        for total in self.form.totals:
            last = self.item_blocks(total.of)[-1]
            yield (self.form.id, total.key, "amount"), self.area(self.bottom, 3 * last + 3)

    def _single_cells(self) -> Iterator[tuple[Key, Area]]:
        for place, column in enumerate(self.form.columns, start=1):
            yield (self.form.id, "row", column.key), self.area(self.top, place)


@dataclass(frozen=True)
class BlockPlan:
    """A block of an input sheet; ``spans`` are the sheet columns of its label and columns."""

    block: Block
    sheet: str
    top: int
    spans: tuple[tuple[int, int], ...]
    rows: int

    @property
    def header(self) -> int:
        """The row of the column labels."""
        return self.top + bool(self.block.title)

    @property
    def first(self) -> int:
        """The first row to fill in, below the total row where there is one."""
        return self.header + 1 + bool(self.block.total)

    @property
    def last(self) -> int:
        """The last row of the block."""
        return self.first + self.rows - 1

    def area(self, row: int, column: str, bottom: int = 0) -> Area:
        """The cell of a column in a row, or the column down to ``bottom``."""
        left, right = self.column_spans[column]
        return Area(self.sheet, row, left, bottom or row, right)

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The fixed lines by key."""
        return {line.key: line for line in self.block.lines}

    def kind(self, key: str, column: Column) -> Kind:
        """In fields the line says what kind of value it takes, elsewhere the column."""
        return self.lines[key].kind if self.block.kind == "fields" else column.kind

    @property
    def column_spans(self) -> dict[str, tuple[int, int]]:
        """Column key → its sheet columns."""
        spans = self.spans if self.block.kind == "list" else self.spans[1:]
        return {c.key: span for c, span in zip(self.block.columns, spans, strict=True)}

    def row_keys(self) -> Iterator[tuple[str, int]]:
        """Row key → sheet row: lines by key, list rows by position, the total row first."""
        if self.block.total:
            yield "total", self.first - 1
        for index in range(self.rows):
            key = self.block.lines[index].key if self.block.lines else str(index)
            yield key, self.first + index

    def is_total(self, key: str) -> bool:
        """True for the 合计 row of a list; a grid may have a line of that key."""
        return bool(self.block.total) and key == "total"

    def cells(self) -> Iterator[tuple[Key, Area]]:
        """Every cell that holds a value, by its key."""
        for key, row in self.row_keys():
            for column in self.block.columns:
                if not self.is_total(key) or column.total or column.live_total:
                    yield (self.block.id, key, column.key), self.area(row, column.key)


@dataclass(frozen=True)
class Places:
    """The whole workbook: ``ranges`` are the open columns, ``widths`` those of input sheets."""

    forms: dict[str, FormPlan]
    blocks: dict[str, BlockPlan]
    cells: dict[Key, Area]
    ranges: dict[tuple[str, str], Area]
    widths: dict[str, tuple[float, ...]]

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
    forms = {form.id: _form_plan(form, used.get(form.id, 0)) for form in edition.forms}
    widths = {sheet.name: _sheet_widths(sheet) for sheet in edition.sheets}
    blocks = {
        plan.block.id: plan
        for sheet in edition.sheets
        for plan in _block_plans(sheet, widths[sheet.name], used)
    }
    cells = dict(chain.from_iterable(plan.cells() for plan in forms.values()))
    cells |= chain.from_iterable(plan.cells() for plan in blocks.values())
    return Places(forms, blocks, cells, dict(_ranges(forms, blocks)), widths)


def text_width(text: str) -> int:
    """How wide a text is, counted in half-width characters."""
    return max(sum(2 if ord(c) > 0x2000 else 1 for c in line) for line in text.split("\n"))


def _form_plan(form: Form, used: int) -> FormPlan:
    heads = {"lines": _line_heads, "codes": _code_heads, "items": _item_heads}
    make = heads.get(form.layout, _single_heads)
    return FormPlan(form, tuple(make(form)), _form_rows(form, used))


def _form_rows(form: Form, used: int) -> int:
    if form.layout == "lines":
        return max(side.last - side.first + 1 for side in form.sides)
    if form.layout == "codes":
        return 1 + max(CODE_ROWS.get(form.id, 40), used + SPARE_ROWS)
    if form.layout == "items":
        return 1 + max(len(block.lines) for block in form.blocks)
    return 1


def _line_heads(form: Form) -> Iterator[Head]:
    for side in form.sides:
        width = max(text_width(line.label) + 2 * line.indent for line in side.lines)
        yield Head((side.label, "项目"), "栏次", width + 2)
        yield Head((side.label, "行次"), "", 6)
        for column in side.columns:
            path = dict.fromkeys((side.label, side.amount_label, column.label))
            yield Head(tuple(path), column.no, column.width)


def _code_heads(form: Form) -> Iterator[Head]:
    above = (form.group,) if form.group else ()
    for level in "类款项":
        yield Head((*above, "功能分类科目编码"), level, 4.5)
    yield Head((*above, "科目名称"), "栏次", 38)
    for column in form.columns:
        yield Head(column.path, column.no, _label_width(column.label, column.width))


def _item_heads(form: Form) -> Iterator[Head]:
    for block in form.blocks:
        width = max(text_width(line.label) for line in block.lines)
        yield Head((block.label, "科目代码"), "", 10)
        yield Head((block.label, "科目名称"), "", width + 2)
        yield Head((block.label, "决算数"), "", 15)


def _single_heads(form: Form) -> Iterator[Head]:
    for column in form.columns:
        yield Head(column.path, column.no, _label_width(column.label, 13))


def _label_width(label: str, least: float) -> float:
    """Wide enough for the label on one line, unless that is long: then it takes two."""
    wanted = text_width(label) + 2
    return max(least, wanted if wanted < 20 else 0)


def _block_plans(
    sheet: Sheet, widths: Sequence[float], used: Mapping[str, int]
) -> Iterator[BlockPlan]:
    top = SHEET_TOP
    for block in sheet.blocks:
        rows = len(block.lines) or max(block.rows, used.get(block.id, 0) + SPARE_ROWS)
        plan = BlockPlan(block, sheet.name, top, _spans(block, widths), rows)
        yield plan
        top = plan.last + 2


def _column_widths(block: Block) -> list[float]:
    widths: list[float] = [column.width for column in block.columns]
    if block.kind == "list":
        return widths
    labels = [block.label, *(line.label for line in block.lines)]
    longest = max(text_width(label) for label in labels) + 4
    return [min(max(longest, 16), 60), *widths]


def _sheet_widths(sheet: Sheet) -> tuple[float, ...]:
    """Widths that suit the widest block; the last column of a narrower one may span several."""
    rows = [_column_widths(block) for block in sheet.blocks]
    most = max(map(len, rows))
    rows = [row if len(row) == most else row[:-1] for row in rows]
    return tuple(max(column) for column in zip_longest(*rows, fillvalue=0))


def _spans(block: Block, widths: Sequence[float]) -> tuple[tuple[int, int], ...]:
    wanted = _column_widths(block)
    last = end = len(wanted)
    while end < len(widths) and sum(widths[last - 1 : end]) < wanted[-1]:
        end += 1
    return (*((n, n) for n in range(1, last)), (last, end))


def _ranges(
    forms: Mapping[str, FormPlan], blocks: Mapping[str, BlockPlan]
) -> Iterator[tuple[tuple[str, str], Area]]:
    for plan in forms.values():
        if plan.form.layout == "codes":
            first, last = plan.top + 1, plan.top + max(plan.rows - 1, REACH)
            keys = {"code": 1, "name": 4}
            keys |= {column.key: n for n, column in enumerate(plan.form.columns, start=5)}
            for key, left in keys.items():
                yield (plan.form.id, key), plan.area(first, left, bottom=last)
    for block in blocks.values():
        if block.block.kind == "list":
            for column in block.block.columns:
                yield (block.block.id, column.key), block.area(block.first, column.key, block.last)
