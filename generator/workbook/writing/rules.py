"""What helps a person type: colours for what is missing, drop-downs, refusals with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.editions.schema import InputColumn, Kind
from generator.workbook.writing.areas import Area
from generator.workbook.writing.block_plan import BlockPlan
from generator.workbook.writing.formulas import resolve
from generator.workbook.writing.places import Places
from generator.workbook.writing.style import WANTED, solid

_VISIBLE = "0.005"
_NUMBER = ("decimal", "between", "-1E+15", "1E+15", "这里只填数字。")
_REFUSALS: dict[Kind, tuple[str, str, str, str, str]] = {
    "amount": _NUMBER,
    "score": _NUMBER,
    "count": ("whole", "between", "0", "1000000000", "这里只填整数。"),
    "year": ("whole", "between", "2000", "2100", "请填四位数字的年度，例如 2023。"),
    "date": ("date", "between", "36526", "73415", "请填日期，例如 2024-10-11。"),
}


def add_rules(sheet: Any, plan: BlockPlan, places: Places) -> None:
    """All colours and checks of a block."""
    if plan.block.kind == "list":
        _colour_list(sheet, plan, places)
    else:
        _colour_lines(sheet, plan, places)
    for column in plan.block.columns:
        if column.needed_if:
            _colour_reasons(sheet, plan, column, places)
    for area, column, kind, choices in _typed_areas(plan):
        _validate(sheet, area, column, kind, choices, places)


def _colour(sheet: Any, area: Area, condition: str) -> None:
    rule = FormulaRule(formula=[condition], fill=solid(WANTED))
    sheet.conditional_formatting.add(area.address, rule)


def _blank(area: Area) -> str:
    return f"LEN(TRIM({area.corner}))=0"


def _colour_lines(sheet: Any, plan: BlockPlan, places: Places) -> None:
    for row, line in enumerate(plan.block.lines, start=plan.first):
        for column in plan.block.columns:
            if line.needs(column.key) and not (line.live or column.live):
                area = plan.area(row, column.key)
                _colour(sheet, area, _demanded(plan, places, _blank(area)))


def _demanded(plan: BlockPlan, places: Places, condition: str) -> str:
    """The condition, unless a line elsewhere says that the block does not concern the unit."""
    if not plan.block.waived:
        return condition
    table, line, key = plan.block.waived
    choice = places.blocks[table].block.line(line).choices[key]
    return f'AND({condition},{places.find(f"{table}.{line}.value")}<>"{choice}")'


def _colour_list(sheet: Any, plan: BlockPlan, places: Places) -> None:
    """A required column once its row has begun; in a required list the first row at once."""
    begun = f"COUNTA({','.join(_row_parts(plan, plan.first, plan.first))})>0"
    needed = [column for column in plan.block.columns if column.required]
    for column in needed:
        area = plan.area(plan.first, column.key, plan.last)
        _colour(sheet, area, f"AND({begun},{_blank(area)})")
    if plan.block.required:
        empty = ",".join(_row_parts(plan, plan.first, plan.last, fixed="$"))
        for column in needed or plan.block.columns[:1]:
            wanted = _demanded(plan, places, f"COUNTA({empty})=0")
            _colour(sheet, plan.area(plan.first, column.key), wanted)


def _row_parts(plan: BlockPlan, top: int, bottom: int, fixed: str = "") -> Iterator[str]:
    """The cells a person fills in, column by column; columns fixed for use in a rule."""
    for column in plan.block.columns:
        if not column.live:
            area = plan.area(top, column.key)
            letter = get_column_letter(area.left)
            yield f"${letter}{fixed}{top}:${letter}{fixed}{bottom}"


def _colour_reasons(sheet: Any, plan: BlockPlan, column: InputColumn, places: Places) -> None:
    for top, bottom, above in _explained_rows(plan, column.key):
        area = plan.area(top, column.key, bottom)
        difference = plan.area(top, column.needed_if).corner
        due = [f"ABS(N({difference}))>={_VISIBLE}", _blank(area)]
        if column.spared_if:
            cells = {c.key: plan.area(top, c.key) for c in plan.block.columns}
            due.append(f"NOT({resolve(column.spared_if, cells, {}, places)})")
        if above:
            due.append(f"NOT(OR({','.join(_shared(plan, column, top, row) for row in above)}))")
        _colour(sheet, area, f"AND({','.join(due)})")


def _shared(plan: BlockPlan, column: InputColumn, own: int, other: int) -> str:
    """True where another line has a reason and went the same way: it holds for this one, too."""
    said = plan.area(other, column.key).corner
    ways = (f"SIGN(N({plan.area(row, column.needed_if).corner}))" for row in (own, other))
    return f"AND(LEN(TRIM({said}))>0,{'='.join(ways)})"


def _explained_rows(plan: BlockPlan, column: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The rows, from and to, whose changes need a reason, and those whose reason they share."""
    if not plan.block.lines:
        yield plan.first, plan.last, ()
        return
    rows = dict(plan.row_keys())
    for line in plan.block.lines:
        if not (line.told_by_parts or column in line.spared):
            row = rows[line.key]
            yield row, row, plan.reasons_above(line.key)


def _typed_areas(plan: BlockPlan) -> Iterator[tuple[Area, InputColumn, Kind, Sequence[str]]]:
    """The areas with one kind of value each: a column, or in fields each line."""
    for column in plan.block.columns:
        if column.live:
            continue
        if plan.block.kind != "fields":
            area = plan.area(plan.first, column.key, plan.last)
            yield area, column, column.kind, tuple(column.choices.values())
            continue
        for row, line in enumerate(plan.block.lines, start=plan.first):
            if not line.live:
                yield plan.area(row, column.key), column, line.kind, tuple(line.choices.values())


def _validate(
    sheet: Any,
    area: Area,
    column: InputColumn,
    kind: Kind,
    choices: Sequence[str],
    places: Places,
) -> None:
    if choices:
        _offer(sheet, area, _literal(choices), f"请从列表中选择：{'、'.join(choices)}。")
    elif column.choices_from:
        message = "请从列表中选择；列表里没有的，先填到前面的表里。"
        _offer(sheet, area, _filled(places, column.choices_from), message)
    elif column.suggestions:
        _offer(sheet, area, _literal(column.suggestions), "")
    elif kind in _REFUSALS:
        check, operator, low, high, message = _REFUSALS[kind]
        rule = DataValidation(check, operator=operator, formula1=low, formula2=high)
        _refuse(sheet, area, rule, message)


def _literal(choices: Sequence[str]) -> str:
    return f'"{",".join(choices)}"'


def _filled(places: Places, path: str) -> str:
    """The filled part of a list's column."""
    table, column = path.split(".")
    area = places.ranges[table, column]
    return f"OFFSET({area.anchor.absolute},0,0,MAX(1,COUNTA({area.absolute})),1)"


def _offer(sheet: Any, area: Area, source: str, message: str) -> None:
    """A drop-down; without a message anything else may be typed too."""
    _refuse(sheet, area, DataValidation("list", formula1=source), message)


def _refuse(sheet: Any, area: Area, rule: DataValidation, message: str) -> None:
    rule.allow_blank = True
    rule.showErrorMessage = bool(message)
    rule.errorTitle, rule.error = ("填写有误", message) if message else (None, None)
    rule.add(area.address)
    sheet.add_data_validation(rule)
