"""Which sheets are still blank: what is compared with them would only tell that they are.

A sheet that nothing belongs on is blank by right.  A sheet of which nobody can tell yet, because
the one that would say so is blank itself, waits with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from generator.editions.schema import Block, InputColumn, InputRow
from generator.figures.accounts import MAIN_FORMS
from generator.figures.unit import OFFICES
from generator.model import Figure

if TYPE_CHECKING:
    from generator.checks.engine.context import Context

# Where it can be seen that a table is not blank by right: places of other tables and sheets.
_ELSEWHERE = {
    "fiscal": ("totals.general.amount", "totals.fund.amount", "general.total.total"),
    "general": ("fiscal.expenditure.general", "basic.personnel.amount", "basic.public.amount"),
    "basic": ("general.total.basic",),
    "fund": ("fiscal.fund.amount", "fiscal.expenditure.fund", "fiscal.opening_fund.amount"),
    "capital": ("fiscal.expenditure.capital",),
    "three_public": (
        "basic.30212.amount",
        "basic.30217.amount",
        "basic.30231.amount",
        "basic.31013.amount",
    ),
}
# The table that says whether another one is blank by right.
_ABOVE = {
    "fiscal": "totals",
    "general": "fiscal",
    "basic": "general",
    "fund": "fiscal",
    "capital": "fiscal",
    "three_public": "basic",
}
_FEW = 3
_BUDGETED = ("general", "fund", "capital")
_THREE_PUBLIC = ("three_public_items", "three_public_counts")


def unbegun(context: Context) -> frozenset[str]:
    """The names of the sheets that are still blank and not by right."""
    edition, facts = context.accounts.edition, context.accounts.facts
    before = frozenset(facts.asked)
    forms = {form.sheet for form in edition.forms if _form_waits(context, form.id)}
    asked = {sheet.id: sheet.name for sheet in edition.asked}
    inputs = {asked[key] for key, waits in _INPUTS.items() if key in asked and waits(context)}
    facts.asked.intersection_update(before)  # a rule that asks has not looked at all of this
    return frozenset(forms | inputs)


def shown(context: Context, form_id: str) -> Figure | None:
    """An amount elsewhere that must stand in a blank table, too; None where there is none."""
    places = (context.amount(place) for place in _ELSEWHERE.get(form_id, ()))
    found = next((figure for figure in places if not figure.nil), None)
    if found is None and form_id == "three_public":
        found = _three_public_typed(context)
    return found


def _three_public_typed(context: Context) -> Figure | None:
    """What the sheet 三公经费 says of this year, where it is no zero."""
    budget = context.accounts.stated("three_public_items", "total", "budget")
    rows = context.accounts.facts["three_public_counts"].rows
    counts = (context.given("three_public_counts", row.key) for row in rows)
    # Cars are owned without being paid for, and a few meals may have cost less than 50 元.
    many = (f for row, f in zip(rows, counts, strict=True) if row.key != "cars_owned")
    return next((f for f in many if f.amount > _FEW), None) if budget.nil else budget


def _form_waits(context: Context, form_id: str) -> bool:
    """True for a blank table that must be filled, or of which nobody can tell yet."""
    if context.accounts.has_amounts(form_id):
        return False
    if form_id in MAIN_FORMS or shown(context, form_id) is not None:
        return True
    return form_id in _ABOVE and _form_waits(context, _ABOVE[form_id])


def typed(context: Context, block_id: str) -> bool:
    """True when something of this year stands in a block: not only what the roll-over carries."""
    block = context.accounts.edition.blocks[block_id][1]
    carried = {entry.key for entry in _entries(block) if entry.carry not in ("", "note")}
    for row in context.accounts.facts[block_id].rows:
        for column, fact in row.cells.items():
            key = row.key if block.kind == "fields" else column
            if fact.given and key not in carried and key != block.key:
                return True
    return False


def _entries(block: Block) -> Iterable[InputRow | InputColumn]:
    return block.lines if block.kind == "fields" else block.columns


# --- the sheets beside the tables --------------------------------------------------------------


def _prior(context: Context) -> bool:
    rows = context.accounts.facts["prior"].rows
    return not context.accounts.without_prior and not any(row["prior"].given for row in rows)


def _budget(context: Context) -> bool:
    if context.accounts.has_amounts("budget"):
        return False
    return any(_filled_or_waiting(context, form_id) for form_id in _BUDGETED)


def _three_public(context: Context) -> bool:
    if any(typed(context, block) for block in _THREE_PUBLIC):
        return False
    return _filled_or_waiting(context, "three_public")


def _operating(context: Context) -> bool:
    kind = context.accounts.chosen("profile", "unit_type")
    return kind in (*OFFICES, "") and not typed(context, "operating")


def _assets(context: Context) -> bool:
    owned = ("cars_owned", "cars_bought")
    counts = (context.given("three_public_counts", line) for line in owned)
    return not typed(context, "assets") and not all(count.nil for count in counts)


def _performance(context: Context) -> bool:
    return not any(typed(context, block) for block in ("performance", "goals"))


def _projects(context: Context) -> bool:
    if context.accounts.has_amounts("projects"):
        return False
    spent = context.amount("expenditure.total.project")
    return not spent.nil or _form_waits(context, "expenditure")


def _indicators(context: Context) -> bool:
    if typed(context, "indicators"):
        return False
    return bool(context.accounts.facts["projects"].rows) or _projects(context)


def _subjects(context: Context) -> bool:
    if context.accounts.facts["subjects"].rows:
        return False
    spent = context.accounts.code_rows("expenditure", 7)
    return bool(spent) or _form_waits(context, "expenditure")


def _filled_or_waiting(context: Context, form_id: str) -> bool:
    nil = all(
        fact.value is None or fact.value == 0
        for row in context.accounts.facts[form_id].rows
        for key, fact in row.cells.items()
        if key not in ("code", "name")
    )
    return not nil or _form_waits(context, form_id)


_INPUTS: dict[str, Callable[[Context], bool]] = {
    "prior": _prior,
    "budget": _budget,
    "three_public": _three_public,
    "operating": _operating,
    "assets": _assets,
    "performance": _performance,
    "projects": _projects,
    "indicators": _indicators,
    "subjects": _subjects,
}
