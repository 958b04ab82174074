"""How far each sheet is, as formulas: what is still blank of the cells that must be filled in.

Reasons of changes are not counted: their cells turn yellow, and ``gen check`` names them.  A sheet
that may be blank by right is due as soon as an amount elsewhere says that it is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions.schema import Form, InputSheet
from generator.workbook.writing.areas import Area
from generator.workbook.writing.block_plan import BlockPlan
from generator.workbook.writing.form_plan import FormPlan
from generator.workbook.writing.formulas import figure
from generator.workbook.writing.places import Places

DUE = "还没填"  # blank, and not by right
_BARE = "空着"  # blank by right, or nothing says that it is not
_BLANK = "还空着"
# Amounts that make a blank table or sheet due, by the id of it; of lists a column.
_ELSEWHERE = {
    "fiscal": ("totals.general.amount", "totals.fund.amount", "totals.capital.amount"),
    "general": ("fiscal.expenditure.general",),
    "basic": ("general.basic",),
    "fund": ("fiscal.fund.amount", "fiscal.expenditure.fund"),
    "capital": ("fiscal.expenditure.capital",),
    "budget": ("fiscal.expenditure.general", "fiscal.expenditure.fund"),
    "three_public": ("three_public.row.budget", "three_public.row.outturn"),
    "assets": ("three_public_counts.cars_owned.value",),
    "projects": ("expenditure.project",),
    "indicators": ("projects.name",),
    "subjects": ("expenditure.total",),
}
# The table that, once it has amounts, shows that another one is blank by right.
_ABOVE = {"fiscal": "totals", "general": "fiscal", "basic": "general"}
_ABOVE |= {"fund": "fiscal", "capital": "fiscal", "three_public": "basic"}
_ABOVE |= {"projects": "expenditure", "indicators": "expenditure"}
_OFFICES = ("government", "quasi_government")  # units that have 机关运行经费


def state(places: Places, entry: Form | InputSheet) -> str:
    """The formula that says how far a sheet is: 有数, 还空着, 还没填, 还差 3 格, 必填的已填, 有内容, 空着."""
    if isinstance(entry, Form):
        above = places.forms.get(_ABOVE.get(entry.id, ""))
        blank = f'IF({_numbers(above)}>0,"{_BARE}","{_BLANK}")' if above else f'"{_BLANK}"'
        state = _blank_state(places, entry.id, blank)
        return f'=IF({_numbers(places.forms[entry.id])}>0,"有数",{state})'
    parts, typed = list(_missing(places, entry)), "+".join(_typed(places, entry))
    if not parts or entry.optional:
        blank = _blank_state(places, entry.id, f'"{_BARE}"')
        return f'=IF({typed}>0,"有内容",{blank})'
    count = "+".join(parts)
    blank = _blank_state(places, entry.id, _unless_bare(places, entry))
    return f'=IF({count}>0,"还差 "&({count})&" 格",IF({typed}>0,"必填的已填",{blank}))'


def _unless_bare(places: Places, sheet: InputSheet) -> str:
    """A formula for 还空着: 空着 where a choice or the table above says that nothing belongs here."""
    block = sheet.blocks[0]
    if block.waived:
        return f'IF({_due(places.blocks[block.id], places)}1=0,"{_BARE}","{_BLANK}")'
    above = places.forms.get(_ABOVE.get(sheet.id, ""))
    return f'IF({_numbers(above)}>0,"{_BARE}","{_BLANK}")' if above else f'"{_BLANK}"'


def _blank_state(places: Places, key: str, otherwise: str) -> str:
    """What is said of a blank table or sheet: that it is due, or ``otherwise``, a formula."""
    amounts = [_amount(places, place) for place in _ELSEWHERE.get(key, ()) if _is(places, place)]
    amounts += _offices(places) if key == "operating" else ()
    signs = ",".join(f"{amount}<>0" for amount in amounts)
    return f'IF(OR({signs}),"{DUE}",{otherwise})' if amounts else otherwise


def _offices(places: Places) -> Iterator[str]:
    """Whether the unit is of a kind that has 机关运行经费."""
    kind = places.find("profile.unit_type.value")
    choices = places.blocks["profile"].block.line("unit_type").choices
    yield from (f'COUNTIF({kind},"{choices[key]}")' for key in _OFFICES if key in choices)


def _is(places: Places, place: str) -> bool:
    """True for a place that the edition has."""
    parts = tuple(place.split("."))
    return parts in places.ranges or parts in places.cells


def _amount(places: Places, place: str) -> str:
    """An amount, the sum of a column, or how many rows of a list have something in it."""
    table, *rest = place.split(".")
    if len(rest) == 1:
        return f"{'SUM' if table in places.forms else 'COUNTA'}({places.find(place)})"
    return figure(places, table, *rest) if table in places.forms else f"N({places.find(place)})"


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
