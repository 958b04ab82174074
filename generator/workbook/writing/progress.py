"""How far each sheet is, as formulas: what is still blank of the cells that must be filled in.

Reasons of changes are not counted: their cells turn yellow, and ``gen check`` names them.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions.schema import Form, InputSheet
from generator.workbook.writing.areas import Area
from generator.workbook.writing.block_plan import BlockPlan
from generator.workbook.writing.form_plan import FormPlan
from generator.workbook.writing.places import Places


def state(places: Places, entry: Form | InputSheet) -> str:
    """The formula that says how far a sheet is: 有数, 还空着, 还差 3 格, 必填的已填; "" if nothing is due."""
    if isinstance(entry, Form):
        return f'=IF({_numbers(places.forms[entry.id])}=0,"还空着","有数")'
    parts = list(_missing(places, entry))
    if not parts or entry.optional:
        return ""
    count, typed = "+".join(parts), "+".join(_typed(places, entry))
    return f'=IF({count}>0,"还差 "&({count})&" 格",IF({typed}=0,"还空着","必填的已填"))'


def _numbers(plan: FormPlan) -> str:
    """How many amounts stand in an official table."""
    rows = [area.top for _, area in plan.cells()]
    columns = {area.left for key, area in plan.cells() if key[2] not in ("code", "name")}
    areas = (Area(plan.form.sheet, min(rows), n, max(rows), n).absolute for n in sorted(columns))
    return f"COUNT({','.join(areas)})"


def _typed(places: Places, sheet: InputSheet) -> Iterator[str]:
    """Terms that count the cells of a sheet in which something was typed."""
    for block in sheet.blocks:
        plan = places.blocks[block.id]
        for column in block.columns:
            if not (column.live or column.locked):
                yield f"SUMPRODUCT(--(LEN({_column(plan, column.key).absolute})>0))"


def _missing(places: Places, sheet: InputSheet) -> Iterator[str]:
    """Terms that count what a sheet lacks."""
    for block in sheet.blocks:
        plan = places.blocks[block.id]
        found = list(_of_list(plan) if block.kind == "list" else _of_lines(plan))
        if found:
            yield f"{_due(plan, places)}({'+'.join(found)})"


def _due(plan: BlockPlan, places: Places) -> str:
    """A factor that is nil where a line elsewhere says that the block does not concern the unit."""
    if not plan.block.waived:
        return ""
    table, line, key = plan.block.waived
    choice = places.blocks[table].block.line(line).choices[key]
    return f'({places.find(f"{table}.{line}.value")}<>"{choice}")*'


def _blank(area: Area) -> str:
    return f"(LEN(TRIM({area.absolute}))=0)"


def _of_lines(plan: BlockPlan) -> Iterator[str]:
    for row, line in enumerate(plan.block.lines, start=plan.first):
        for column in plan.block.columns:
            if line.needs(column.key) and not (line.live or column.live):
                yield f"--{_blank(plan.area(row, column.key).anchor)}"


def _of_list(plan: BlockPlan) -> Iterator[str]:
    """A required column of the rows that have begun; a required list that has no row."""
    typed = [c for c in plan.block.columns if not (c.live or c.locked)]
    areas = {c.key: _column(plan, c.key) for c in typed}
    begun = "+".join(f"LEN({area.absolute})" for area in areas.values())
    for column in typed:
        if column.required:
            yield f"SUMPRODUCT(({begun}>0)*{_blank(areas[column.key])})"
    if plan.block.required:
        yield f"(SUMPRODUCT({begun})=0)"


def _column(plan: BlockPlan, key: str) -> Area:
    area = plan.area(plan.first, key, plan.last)
    return Area(area.sheet, area.top, area.left, area.bottom, area.left)
