"""Official tables that were not pasted: one finding a table, whatever else fails for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.engine.begun import shown
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule
from generator.checks.engine.todo import NOT_BEGUN
from generator.figures.accounts import MAIN_FORMS
from generator.figures.arithmetic import cells_of
from generator.model import Cell, Severity

_PASTE = "粘贴决算软件导出的这张表。"


def filled(context: Context) -> Iterator[Look]:
    """公开01 to 03 have figures; the others have where another table or sheet shows that they must."""
    for form in context.accounts.edition.forms:
        cells = (Cell(form.sheet, ""),)
        if context.accounts.has_amounts(form.id):
            yield Right(cells)
        elif form.id in MAIN_FORMS:
            message = f"{form.sheet}{NOT_BEGUN}"
            yield Wrong(message, cells, _PASTE, blank=cells, explains=cells)
        elif (figure := shown(context, form.id)) is not None:
            message = f"{form.sheet}还空着，{figure.cells[0].sheet}里有它的数"
            also = (*cells, *cells_of([figure]))
            yield Wrong(message, also, _PASTE, blank=cells, explains=cells)


# The sheets that follow from the tables, and what is not told of them by another rule.
_FOLLOWING = ("budget", "three_public", "assets", "subjects")


def followed(context: Context) -> Iterator[Look]:
    """What follows from the tables is filled in, too: budgets, 三公, assets, explanations."""
    edition = context.accounts.edition
    for sheet in edition.asked:
        cells = (Cell(sheet.name, ""),)
        if sheet.id not in _FOLLOWING or not _known(context, sheet.id):
            continue
        if sheet.name in context.unbegun:
            yield Wrong(f"{sheet.name}{NOT_BEGUN}", cells, "填写这张表。", blank=cells)
        else:
            yield Right(cells)


def _known(context: Context, sheet: str) -> bool:
    """True once the table that a sheet follows from is filled in."""
    if sheet == "budget":
        return any(context.accounts.has_amounts(form) for form in ("general", "fund", "capital"))
    above = {"three_public": "three_public", "subjects": "expenditure"}.get(sheet)
    return above is None or context.accounts.has_amounts(above)


RULES = (
    Rule(
        "N03",
        "决算表不空着",
        Severity.TODO,
        "部门决算公开要求公开各张决算表",
        filled,
        "",
        WORDS,
        ("E32",),
    ),
    Rule(
        "N05",
        "由决算表而来的填报表不空着",
        Severity.TODO,
        "填报要求",
        followed,
        "决算表还空着",
        WORDS,
        ("E32",),
    ),
)
