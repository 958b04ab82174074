"""Where everything lies on the sheet of an official form, worked out from its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.editions.schema import Form, FormColumn
from generator.workbook.widths import text_width
from generator.workbook.writing.areas import SPARE_ROWS, Area, Key

FORM_HEADER = 4


class Head(Struct, frozen=True):
    """A column of an official form: header texts from top to bottom, its text in the 栏次 row."""

    path: tuple[str, ...]
    number: int | str
    width: float


class FormPlan(Struct, frozen=True):
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

    @property
    def beside(self) -> int:
        """How many columns stand before the amounts of a side: its labels and 行次."""
        return 2 if self.form.numbered else 1

    @property
    def total_row(self) -> int:
        """The row of 合计 of a form by code."""
        return self.bottom if self.form.total_last else self.top

    @property
    def first_code(self) -> int:
        """The row of the first code of a form by code."""
        return self.top if self.form.total_last else self.top + 1

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
        left, beside = 1, self.beside
        for side in self.form.sides:
            for line in side.lines:
                row = self.top + line.no - side.first
                for index, column in enumerate(side.columns, start=left + beside):
                    yield (self.form.id, line.key, column.key), self.area(row, index)
            left += beside + len(side.columns)

    def _code_cells(self) -> Iterator[tuple[Key, Area]]:
        codes = ((str(index), self.first_code + index) for index in range(self.rows - 1))
        for key, row in (("total", self.total_row), *codes):
            if key != "total":
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


def form_plan(form: Form, used: int) -> FormPlan:
    """Lay out a form; ``used`` says how many rows of a form by code will be filled."""
    heads = {"lines": _line_heads, "codes": _code_heads, "items": _item_heads}
    make = heads.get(form.layout, _single_heads)
    return FormPlan(form, tuple(make(form)), _form_rows(form, used))


def _form_rows(form: Form, used: int) -> int:
    if form.layout == "lines":
        return max(side.last - side.first + 1 for side in form.sides)
    if form.layout == "codes":
        return 1 + max(form.rows, used + SPARE_ROWS)
    if form.layout == "items":
        return 1 + max(len(block.lines) for block in form.blocks)
    return 1


def _line_heads(form: Form) -> Iterator[Head]:
    for side in form.sides:
        width = max(text_width(line.label) + 2 * line.indent for line in side.lines)
        yield Head((side.label, "项目"), "栏次" if form.numbered else "", width + 2)
        if form.numbered:
            yield Head((side.label, "行次"), "", 6)
        for column in side.columns:
            path = dict.fromkeys(filter(None, (side.label, side.amount_label, column.label)))
            yield Head(tuple(path), _shown(form, column), column.width)


def _code_heads(form: Form) -> Iterator[Head]:
    above = (form.group,) if form.group else ()
    for level in "类款项":
        yield Head((*above, "功能分类科目编码"), level if form.numbered else "", 4.5)
    yield Head((*above, "科目名称"), "栏次" if form.numbered else "", 38)
    for column in form.columns:
        width = _label_width(column.label, column.width)
        yield Head(column.path, _shown(form, column), width)


def _item_heads(form: Form) -> Iterator[Head]:
    for block in form.blocks:
        width = max(text_width(line.label) for line in block.lines)
        above = (block.label,) if block.label else ()
        yield Head((*above, "科目代码"), "", 10)
        yield Head((*above, "科目名称"), "", width + 2)
        yield Head((*above, "决算数"), "", 15)


def _single_heads(form: Form) -> Iterator[Head]:
    above = (form.group,) if form.group else ()
    for column in form.columns:
        width = _label_width(column.label, 13)
        yield Head((*above, *column.path), _shown(form, column), width)


def _shown(form: Form, column: FormColumn) -> int | str:
    """The 栏次 that is printed below the label."""
    return column.no if form.numbered else ""


def _label_width(label: str, least: float) -> float:
    """Wide enough for the label on one line, unless that is long: then it takes two."""
    wanted = text_width(label) + 2
    return max(least, wanted if wanted < 20 else 0)
