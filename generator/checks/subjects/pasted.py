"""Official tables that were not pasted: one finding a table, whatever else fails for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule
from generator.figures.accounts import MAIN_FORMS
from generator.figures.arithmetic import cells_of
from generator.model import Cell, Figure, Severity

# Where it can be seen that a table is not blank by right: places of other tables and sheets.
_ELSEWHERE = {
    "fiscal": ("totals.general.amount", "totals.fund.amount", "general.total.total"),
    "general": ("fiscal.expenditure.general", "basic.personnel.amount", "basic.public.amount"),
    "basic": ("general.total.basic",),
    "fund": ("fiscal.fund.amount", "fiscal.expenditure.fund", "fiscal.opening_fund.amount"),
    "capital": ("fiscal.expenditure.capital",),
}
_PASTE = "粘贴决算软件导出的这张表。"


def filled(context: Context) -> Iterator[Look]:
    """公开01 to 03 have figures; the others have where another table or sheet shows that they must."""
    for form in context.accounts.edition.forms:
        cells = (Cell(form.sheet, ""),)
        if context.accounts.has_amounts(form.id):
            yield Right(cells)
        elif form.id in MAIN_FORMS:
            yield Wrong(f"{form.sheet}没有一个数", cells, _PASTE, explains=cells)
        elif (shown := _shown(context, form.id)) is not None:
            message = f"{form.sheet}没有填，{shown.cells[0].sheet}里有它的数"
            yield Wrong(message, (*cells, *cells_of([shown])), _PASTE, explains=cells)


def _shown(context: Context, form_id: str) -> Figure | None:
    """An amount elsewhere that must stand in a blank table, too; None before any was pasted."""
    if context.accounts.unfilled:
        return None
    places = (context.amount(place) for place in _ELSEWHERE.get(form_id, ()))
    found = next((figure for figure in places if not figure.nil), None)
    if found is None and form_id == "three_public":
        budget = context.accounts.stated("three_public_items", "total", "budget")
        return None if budget.nil else budget
    return found


RULES = (
    Rule(
        "N03",
        "决算表不空着",
        Severity.ERROR,
        "部门决算公开要求公开各张决算表",
        filled,
        "",
        WORDS,
        ("E32",),
    ),
)
