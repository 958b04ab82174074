"""Identities within one table: the printed formulas, the code hierarchy, signs, levels."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import pairwise

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import ENVELOPE, WORDS, Look, Rule
from generator.editions import Edition
from generator.editions.formulas import Addend, Formula
from generator.editions.naming import formula_words
from generator.editions.schema import Form
from generator.figures.accounts import Accounts, basis_of, formulas_of
from generator.figures.arithmetic import from_fact
from generator.figures.budget_rows import meant, rows
from generator.figures.tables import FORM_KEYS
from generator.model import Fact, Row, Severity, Table, Unit

_BLANK = "没有填数，或合计空着由程序算出"
_SUMS = {"total": "各类", 3: "各款", 5: "各项"}
# Rows and columns whose amounts may be below zero (adjustments, deficits).
_SIGNED = frozenset(
    {"opening", "closing", "allocation", "surplus_used", "total_income", "total_expenditure"}
    | {"opening_general", "opening_fund", "opening_capital", "fiscal_closing"}
)


def formulas(context: Context, form_id: str) -> Iterator[Look]:
    """The formulas of one form's footnotes."""
    accounts, form = context.accounts, context.accounts.edition.form(form_id)
    computed: dict[Formula, list[tuple[Row, str, list[Addend]]]] = {f: [] for f in form.formulas}
    for row in accounts.facts[form_id].rows:
        for column in row.cells:
            for formula, terms in formulas_of(form, row.key, column):
                computed[formula].append((row, column, terms))
    for formula in form.formulas:
        for row, column, terms in computed[formula] or _across(accounts, form, formula):
            # A blank total is computed from these very terms.
            if row[column].given or not formula.sums:
                yield _formula_claim(accounts, form, formula, (row, column, terms))


def _formula_claim(
    accounts: Accounts, form: Form, formula: Formula, of: tuple[Row, str, list[Addend]]
) -> Claim:
    row, column, terms = of
    return Claim(
        f"{form.sheet} {row[column].label}：{formula_words(form, formula)}",
        accounts.amount(form.id, row.key, column),
        tuple((sign, accounts.amount(form.id, r, c)) for sign, r, c in terms),
        basis_of(form, row.key, column),
        exact(accounts, form.id),
    )


def _across(
    accounts: Accounts, form: Form, formula: Formula
) -> Iterator[tuple[Row, str, list[Addend]]]:
    """31行=（62）行: the same total on the other side, in that side's first column."""
    if formula.axis != "行" or formula.sums:
        return
    for left, right in pairwise(form.sides):
        target, other = left.by_no.get(formula.target), right.by_no.get(formula.terms[0][1])
        if target is not None and other is not None:
            row, column = accounts.facts[form.id][target.key], left.columns[0].key
            yield row, column, [(1, other.key, right.columns[0].key)]


def hierarchy(context: Context, form_id: str) -> Iterator[Look]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项 in every column of a form by code."""
    accounts, form = context.accounts, context.accounts.edition.form(form_id)
    for row in accounts.facts[form.id].rows:
        children = accounts.children(form.id, row.key)
        if not children and row.key != "total":
            continue
        below = _SUMS[row.key if row.key == "total" else len(row.key)]
        for column in form.columns:
            if not row[column.key].given:
                continue
            yield Claim(
                f"{form.sheet} {row[column.key].label} = {below}之和",
                from_fact(row[column.key]),
                tuple((1, accounts.amount(form.id, child, column.key)) for child in children),
                basis_of(form, row.key, column.key),
                exact(accounts, form.id),
            )


def item_hierarchy(context: Context) -> Iterator[Look]:
    """公开06表: 类 = Σ款; 人员经费合计 and 公用经费合计 = Σ of their 类."""
    accounts, form = context.accounts, context.accounts.edition.form("basic")
    for row in accounts.facts[form.id].rows:
        children = accounts.item_children(form, row.key)
        if not row["amount"].given or not children:
            continue
        below = "各款之和" if row.key.isdigit() else "＋".join(children)
        yield Claim(
            f"{form.sheet} {row['amount'].label} = {below}",
            from_fact(row["amount"]),
            tuple((1, accounts.amount(form.id, child)) for child in children),
            form.sheet,
            exact(accounts, form.id),
        )


def budget_total(context: Context) -> Iterator[Look]:
    """年初预算: 合计 = Σ of the 项, of all of them and of each kind."""
    accounts, table = context.accounts, context.accounts.facts["budget"]
    every = [row for row in table.rows if row.key != "total"]
    stated = [("合计", table["total"], rows(accounts, meant(accounts)) or every)]
    for line in accounts.edition.blocks["budget_totals"][1].lines:
        kind = accounts.facts["budget_totals"][line.key]
        stated.append((f"{line.label}合计", kind, rows(accounts, line.key)))
    for name, total, found in stated:
        whole = from_fact(total["budget"])
        if whole.given:
            yield Claim(
                f"{table.sheet} {name} = 各项年初预算之和",
                whole,
                tuple((1, from_fact(row["budget"])) for row in found),
                "年初预算合计",
                exact(accounts, "budget"),
            )


def negative(context: Context) -> Iterator[Look]:
    """No amount or score is below zero, save balances and 结余分配.

    What is below zero for one 项 is so in the sums above it, and in the tables that repeat it: told
    once.
    """
    found: list[list[Fact]] = []
    for table, row, column, fact in _unsigned(context):
        if from_fact(fact).amount >= 0:
            yield Right((fact.cell,))
        elif not _follows(context, table, row, column):
            same = next((group for group in found if _repeated(context, group[0], fact)), None)
            if same is None:
                found.append([fact])
            else:
                same.append(fact)
    for group in found:
        cells = tuple(fact.cell for fact in group)
        remedy = "核对正负号；确有冲减的，在核对说明里写明原因。"
        yield Wrong(f"{group[0].label}是负数", cells, remedy)


def _unsigned(context: Context) -> Iterator[tuple[Table, Row, str, Fact]]:
    """Every number that may not be below zero."""
    for table in context.accounts.facts.tables.values():
        for row in table.rows:
            for column, fact in row.cells.items():
                signed = row.key in _SIGNED or column in _SIGNED
                if isinstance(fact.value, Decimal) and not signed:
                    yield table, row, column, fact


def _follows(context: Context, table: Table, row: Row, column: str) -> bool:
    """True where one of the rows below is negative too: the sum is not the place to look at."""
    by_code = {form.id for form in context.accounts.edition.forms if form.layout == "codes"}
    if table.id not in by_code:
        return False
    children = context.accounts.children(table.id, row.key)
    return any(context.accounts.amount(table.id, c, column).amount < 0 for c in children)


def _repeated(context: Context, first: Fact, other: Fact) -> bool:
    """True for the same amount in an official table."""
    sheets = {form.sheet for form in context.accounts.edition.forms}
    return first.value == other.value and {first.cell.sheet, other.cell.sheet} <= sheets


def whole_cents(context: Context) -> Iterator[Look]:
    """An amount is a whole number of 分: more digits are those of a formula."""
    for fact in context.by_cell.values():
        if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN and fact.value:
            if fact.value * 100 == (fact.value * 100).to_integral_value():
                yield Right((fact.cell,))
            else:
                message = f"{fact.label}不是整分"
                yield Wrong(message, (fact.cell,), "公式算出的数四舍五入到分；手工填的核对单位。")


def levels(context: Context) -> Iterator[Look]:
    """A 类 or 款 with an amount is broken down to 项."""
    for form in context.accounts.edition.forms:
        if form.layout != "codes":
            continue
        for row in context.accounts.facts[form.id].rows:
            filled = any(row[column.key].given for column in form.columns)
            if row.key == "total" or not filled:
                continue
            cell = row["code"].cell
            if len(row.key) == 7 or context.accounts.children(form.id, row.key):
                yield Right((cell,))
            else:
                message = f"{form.sheet} {row.key} {row['name'].text} 下面没有列到项级科目"
                yield Wrong(message, (cell,), "补上它下面的款、项各行。")


def _formula_rule(rule: str, form_id: str, *covers: str) -> Rule:
    return Rule(
        rule,
        f"{{{form_id}}}附注里印的公式",
        Severity.ERROR,
        f"{{{form_id}}}附注",
        partial(formulas, form_id=form_id),
        _BLANK,
        ENVELOPE,
        covers,
    )


def _hierarchy_rule(rule: str, form_id: str, *covers: str) -> Rule:
    return Rule(
        rule,
        f"{{{form_id}}}合计、类、款、项逐级相加",
        Severity.ERROR,
        f"{{{form_id}}}",
        partial(hierarchy, form_id=form_id),
        _BLANK,
        ENVELOPE,
        covers,
    )


def rules_beyond(edition: Edition) -> Iterator[Rule]:
    """The formulas and sums of the tables that an edition has beyond the nine, numbered from F11."""
    beyond = (form for form in edition.forms if form.id not in FORM_KEYS)
    for number, form in enumerate(beyond, start=11):
        if form.formulas:
            yield _formula_rule(f"F{number}", form.id)
        if form.layout == "codes":
            yield _hierarchy_rule(f"H{number}", form.id)


SUMS = (
    _formula_rule("F01", "totals", "01-a", "01-b", "01-c", "01-d", "01-e", "E19", "E32"),
    _formula_rule("F02", "income", "02-a", "E19"),
    _formula_rule("F03", "expenditure", "03-a", "E19"),
    _formula_rule("F04", "fiscal", "04-a", "04-b", "04-c", "E19"),
    _formula_rule("F05", "general", "05-a", "E19"),
    _formula_rule("F07", "fund", "07-a", "E19"),
    _formula_rule("F08", "capital", "08-a", "E19"),
    _formula_rule("F09", "three_public", "09-a", "E08", "E19"),
    _hierarchy_rule("H02", "income", "02-b", "E19"),
    _hierarchy_rule("H03", "expenditure", "03-b", "E19"),
    _hierarchy_rule("H05", "general", "05-b", "E19"),
    Rule(
        "H06",
        "{basic}类、款和人员经费、公用经费合计",
        Severity.ERROR,
        "{basic}",
        item_hierarchy,
        _BLANK,
        ENVELOPE,
        ("06-a", "06-b", "E19"),
    ),
    _hierarchy_rule("H07", "fund", "07-b", "E19"),
    _hierarchy_rule("H08", "capital", "08-b", "E19"),
)
"""What is added up within one official table."""

RULES = (
    *SUMS,
    Rule(
        "H10",
        "年初预算合计 = 各项之和",
        Severity.ERROR,
        "年初预算合计",
        budget_total,
        "没有填合计，由程序算出",
        ENVELOPE,
        ("X23",),
    ),
    Rule(
        "N01",
        "金额和分数不为负",
        Severity.WARNING,
        "金额不为负，年初、年末结转结余和结余分配除外",
        negative,
        "没有填数",
        "零以下即提示",
        ("N-",),
    ),
    Rule(
        "N02",
        "功能分类列到项级",
        Severity.ERROR,
        "部门决算公开要求支出列到项级科目",
        levels,
        "没有填数",
        WORDS,
        ("E11",),
    ),
    Rule(
        "N04",
        "金额是整分",
        Severity.HINT,
        "会计核算以元为单位，记到分",
        whole_cents,
        "没有填数",
        "按元计，小数最多两位",
        ("E26",),
    ),
)
