"""The spreadsheet formulas: totals of the official forms and live columns of the input sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from openpyxl.utils import quote_sheetname

from generator.editions.formulas import Formula
from generator.editions.schema import InputRow
from generator.model import regex
from generator.workbook.writing.areas import Area, Key
from generator.workbook.writing.block_plan import BlockPlan
from generator.workbook.writing.form_plan import FormPlan
from generator.workbook.writing.lookups import CodeLookup, LineLookup, SingleLookup, money
from generator.workbook.writing.places import Places

_ALIKE = regex(r"\[(\w+)\]≈\[(\w+)\]")
_REFERENCE = regex(r"\{(?P<place>[^{}]+)\}|\[(?P<column>\w+)(?P<down>…?)\]")
_PRINTED = 'ROUND(N([{column}]),IF({{profile.currency.value}}="元",{yuan},{wan}))'

_WAN_PLACES = 4  # an amount in 万元 has four more decimals than in 元


def total_formulas(places: Places) -> dict[Key, str]:
    """The formula of every total; a person may type or paste over any of them."""
    found = chain.from_iterable(_form_totals(plan, places) for plan in places.forms.values())
    lists = chain.from_iterable(_list_totals(plan) for plan in places.blocks.values())
    lines = chain.from_iterable(_line_totals(plan) for plan in places.blocks.values())
    return dict(chain(found, lists, lines))


def live_formulas(places: Places) -> dict[Key, str]:
    """The formula of every cell that is shown to the person and never read."""
    plans = places.blocks.values()
    return dict(chain.from_iterable(_live_cells(plan, places) for plan in plans))


def _form_totals(plan: FormPlan, places: Places) -> Iterator[tuple[Key, str]]:
    if plan.form.layout == "items":
        yield from _item_totals(plan, places)
        return
    if plan.form.layout == "codes":
        yield from _code_totals(plan, places)
    done: set[Key] = set()
    for formula in sorted(plan.form.formulas, key=lambda formula: formula.axis == "栏"):
        if formula.sums:
            for target, terms in _targets(plan, formula):
                if target not in done:
                    done.add(target)
                    yield target, signed_sum([(sign, places.cells[key]) for sign, key in terms])


def _targets(plan: FormPlan, formula: Formula) -> Iterator[tuple[Key, list[tuple[int, Key]]]]:
    """The cells that a printed formula computes, each with its signed terms."""
    by_number = _rows_by_number if formula.axis == "行" else _columns_by_number
    for cells in by_number(plan):
        if formula.target in cells:
            terms = [(sign, cells[number]) for sign, number in formula.terms if number in cells]
            yield cells[formula.target], terms


def _rows_by_number(plan: FormPlan) -> Iterator[dict[int, Key]]:
    """For each column of a lines form: 行次 → cell."""
    for side in plan.form.sides:
        for column in side.columns:
            yield {no: (plan.form.id, line.key, column.key) for no, line in side.by_no.items()}


def _columns_by_number(plan: FormPlan) -> Iterator[dict[int, Key]]:
    """For each row: 栏次 → cell; the 合计 row of a form by code adds up its 类 instead."""
    for side in plan.form.sides:
        for line in side.lines:
            yield {column.no: (plan.form.id, line.key, column.key) for column in side.columns}
    keys = dict.fromkeys(row for (_, row, _), _ in plan.cells() if row != "total")
    for key in keys if plan.form.columns else ():
        yield {column.no: (plan.form.id, key, column.key) for column in plan.form.columns}


def signed_sum(terms: Sequence[tuple[int, Area]]) -> str:
    """``=IF(COUNT(…)=0,"",ROUND(SUM(…)-SUM(…),2))``: blank as long as every term is blank."""
    plus = _joined(area for sign, area in terms if sign > 0)
    minus = _joined(area for sign, area in terms if sign < 0)
    amount = f"SUM({plus})-SUM({minus})" if minus else f"SUM({plus})"
    every = ",".join(filter(None, (plus, minus)))
    return f'=IF(COUNT({every})=0,"",ROUND({amount},2))'


def _joined(areas: Iterable[Area]) -> str:
    """Addresses as arguments; neighbours below or beside each other become one range."""
    runs: list[Area] = []
    for area in areas:
        if runs and _continues(runs[-1], area):
            runs[-1] = runs[-1].to(area)
        else:
            runs.append(area)
    return ",".join(run.address for run in runs)


def _continues(run: Area, area: Area) -> bool:
    below = (run.left, run.right, run.bottom + 1) == (area.left, area.right, area.top)
    beside = (run.top, run.bottom, run.right + 1) == (area.top, area.bottom, area.left)
    return below or beside


def _code_totals(plan: FormPlan, places: Places) -> Iterator[tuple[Key, str]]:
    """合计: the 类, where these are blank what stands below; however the codes were pasted in."""
    code = places.ranges[plan.form.id, "code"]
    rows = CodeLookup(plan, code.bottom, code.top)
    for column in plan.form.columns:
        blank, summed = f"{rows.counted(column.key)}=0", rows.summed(column.key)
        yield (plan.form.id, "total", column.key), f'=IF({blank},"",ROUND({summed},2))'


def _sum_where(condition: str, amounts: str) -> str:
    """The sum of the numbers in rows that meet the condition, blank where there is none."""
    count = f"SUMPRODUCT(--({condition}),--ISNUMBER({amounts}))"
    return f'=IF({count}=0,"",ROUND(SUMPRODUCT(--({condition}),{amounts}),2))'


def _item_totals(plan: FormPlan, places: Places) -> Iterator[tuple[Key, str]]:
    for block in plan.form.blocks:
        for line in block.lines:
            key = (plan.form.id, line.key, "amount")
            cell = places.cells[key]
            if len(line.key) == 3 and cell.top + 1 < plan.bottom:
                yield key, _item_class(plan, cell)
    for total in plan.form.totals:
        yield (plan.form.id, total.key, "amount"), _item_sum(plan, total.of)


def _item_class(plan: FormPlan, cell: Area) -> str:
    """A 类 of 公开06: the rows below it in its block whose code begins with its code."""
    own = plan.area(cell.top, cell.left - 2).address
    codes = plan.area(cell.top + 1, cell.left - 2, bottom=plan.bottom - 1).address
    amounts = plan.area(cell.top + 1, cell.left, bottom=plan.bottom - 1).address
    return _sum_where(f'LEFT({codes},3)={own}&""', amounts)


def _item_sum(plan: FormPlan, classes: Sequence[str]) -> str:
    """人员经费合计, 公用经费合计: their 类, wherever in their blocks these stand."""
    wanted = "{" + ",".join(f'"{code}"' for code in classes) + "}"
    sums, columns = [], []
    for index in plan.item_blocks(classes):
        codes = plan.area(plan.top, 3 * index + 1, bottom=plan.bottom - 1).address
        amounts = plan.area(plan.top, 3 * index + 3, bottom=plan.bottom - 1).address
        columns.append(amounts)
        sums.append(f"SUMIF({codes},{wanted},{amounts})")
    return f'=IF(COUNT({",".join(columns)})=0,"",ROUND(SUMPRODUCT({"+".join(sums)}),2))'


def _list_totals(plan: BlockPlan) -> Iterator[tuple[Key, str]]:
    for column in plan.block.columns:
        if plan.block.total and column.total:
            rows = plan.area(plan.first, column.key, plan.last)
            yield (plan.block.id, "total", column.key), signed_sum([(1, rows)])


def _line_totals(plan: BlockPlan) -> Iterator[tuple[Key, str]]:
    """Totals among fixed lines; blank while all that they add up is blank."""
    rows = dict(plan.row_keys())
    for line in plan.block.lines:
        for column in plan.block.columns:
            if line.of and column.kind == "amount" and not (column.live or column.locked):
                cells = ",".join(plan.area(rows[key], column.key).corner for key in line.of)
                yield (
                    (plan.block.id, line.key, column.key),
                    f'=IF(COUNT({cells})=0,"",SUM({cells}))',
                )


def _live_cells(plan: BlockPlan, places: Places) -> Iterator[tuple[Key, str]]:
    for key, row in plan.row_keys():
        cells = {column.key: plan.area(row, column.key) for column in plan.block.columns}
        down = {column.key: plan.area(plan.first, column.key, row) for column in plan.block.columns}
        line = plan.lines.get(key)
        refs = line.refs if line else {}
        for column in plan.block.columns:
            text = column.live_total if plan.is_total(key) else _live_text(line, column.live)
            if text:
                yield (plan.block.id, key, column.key), resolve(text, cells, refs, places, down)


def figure(places: Places, table: str, row: str, column: str, *, by_code: bool = False) -> str:
    """The figure of an official form in the unit of the workbook; of a code: its name, too.

    ``row`` is a row of the form, or with ``by_code`` the address of a cell that says a code.
    """
    plan = places.forms[table]
    prefix = f"{quote_sheetname(plan.form.sheet)}!"
    if plan.form.layout == "codes":
        rows = CodeLookup(plan, places.ranges[table, "code"].bottom, prefix=prefix)
        if by_code and column == "name":
            return rows.name_of(row)
        found = rows.of_code(column, row) if by_code else rows.total(column)
    elif plan.form.layout == "lines":
        found = LineLookup(plan, prefix).value(row, column)
    else:
        found = SingleLookup(plan, prefix).value(column)
    return f"ROUND({found}*{money(plan, places.find('profile.currency.value'))},6)"


def _empty(places: Places, table: str, row: str, column: str) -> str:
    """The condition that an official table is not filled yet; "" for 公开09表, blank without 三公."""
    plan = places.forms[table]
    prefix = f"{quote_sheetname(plan.form.sheet)}!"
    if plan.form.layout == "codes":
        bottom = places.ranges[table, "code"].bottom
        return CodeLookup(plan, bottom, prefix=prefix).blank(column)
    if plan.form.layout == "lines":
        return LineLookup(plan, prefix).blank(row, column)
    return ""


def _live_text(line: InputRow | None, column: str) -> str:
    return (line.live if line else "") or column


def resolve(
    text: str,
    cells: Mapping[str, Area],
    refs: Mapping[str, str],
    places: Places,
    down: Mapping[str, Area] | None = None,
) -> str:
    """A live formula with addresses for ``[column]``, ``{table.row.column}`` and ``{name}``.

    Of an official form the figure is looked up, wherever the table was pasted; a formula that is
    nothing else stays blank until the table has amounts.  ``[column]`` as its row, or as its only part, stands for the row with the code that the cell of that column says.
    ``[column…]`` is the column from the first row of a list ``down`` to this one, and
    ``[column]≈[column]`` is true where the draft prints both amounts alike.  Raises KeyError naming
    the formula when it refers to a place that does not exist.
    """

    def address(match: re.Match[str]) -> str:
        if match["down"]:
            return (down or {})[match["column"]].growing
        if match["column"]:
            return cells[match["column"]].corner
        place = refs.get(match["place"], match["place"])
        table, _, rest = place.partition(".")
        if table not in places.forms:
            return places.find(place)
        row, _, column = rest.rpartition(".")
        code = cells[row[1:-1]].corner if row.startswith("[") else ""
        return figure(places, table, code or row, column, by_code=bool(code))

    def alike(match: re.Match[str]) -> str:
        digits = {"yuan": places.money.places, "wan": places.money.places + _WAN_PLACES}
        return "=".join(_PRINTED.format(column=c, **digits) for c in match.groups())

    try:
        found = _REFERENCE.sub(address, _ALIKE.sub(alike, text))
        alone = _REFERENCE.fullmatch(text, 1)
        table, *place = refs.get(alone["place"] or "", "").split(".") if alone else [""]
        empty = _empty(places, table, *place) if table in places.forms else ""
        return f'=IF({empty},"",{found[1:]})' if empty else found
    except KeyError as error:
        raise KeyError(f"{error.args[0]}，公式：{text}") from error
