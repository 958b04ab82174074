"""Identities within one table: the formulas printed in its footnotes, and the code hierarchy."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.comparing import Claim, exact
from generator.figures.accounts import Accounts, basis_of, formula_terms
from generator.figures.arithmetic import from_fact
from generator.forms import Form, Formula


def claims(accounts: Accounts) -> Iterator[Claim]:
    """Every claim of every official table about itself."""
    for form in accounts.edition.forms:
        for formula in form.formulas:
            yield from _formula_claims(accounts, form, formula)
        if form.layout == "codes":
            yield from _hierarchy_claims(accounts, form)
        if form.layout == "items":
            yield from _item_claims(accounts, form)
    yield from _budget_claims(accounts)


def _formula_claims(accounts: Accounts, form: Form, formula: Formula) -> Iterator[Claim]:
    for row in accounts.facts[form.id].rows:
        for column in row.cells:
            terms = formula_terms(form, formula, row.key, column)
            if not terms and len(formula.terms) == 1:
                terms = _other_side(form, formula, row.key, column)
            if not terms:
                continue
            fact = row[column]
            if not fact.given and len(formula.terms) > 1:
                continue  # a blank total is computed from these very terms
            yield Claim(
                f"F{form.id}",
                f"{form.sheet} {fact.label}：{formula.printed}",
                accounts.amount(form.id, row.key, column),
                tuple((sign, accounts.amount(form.id, r, c)) for sign, r, c in terms),
                basis_of(form, row.key, column),
                exact(accounts, form.id),
            )


def _other_side(form: Form, formula: Formula, row: str, column: str) -> list[tuple[int, str, str]]:
    """31行=（62）行: the same total on the other side, in that side's first column."""
    if form.layout != "lines" or formula.axis != "行":
        return []
    left, right = form.sides
    target, other = left.by_no.get(formula.target), right.by_no.get(formula.terms[0][1])
    if target is None or other is None or (target.key, left.columns[0].key) != (row, column):
        return []
    return [(1, other.key, right.columns[0].key)]


def _hierarchy_claims(accounts: Accounts, form: Form) -> Iterator[Claim]:
    for row in accounts.facts[form.id].rows:
        children = accounts.children(form.id, row.key)
        if not children and row.key != "total":
            continue
        for column in form.columns:
            if not row[column.key].given:
                continue
            below = {"total": "各类", 3: "各款", 5: "各项"}[
                row.key if row.key == "total" else len(row.key)
            ]
            yield Claim(
                f"H{form.id}",
                f"{form.sheet} {row[column.key].label} = {below}之和",
                from_fact(row[column.key]),
                tuple((1, accounts.amount(form.id, child, column.key)) for child in children),
                basis_of(form, row.key, column.key),
                exact(accounts, form.id),
            )


def _item_claims(accounts: Accounts, form: Form) -> Iterator[Claim]:
    for row in accounts.facts[form.id].rows:
        children = accounts.item_children(form, row.key)
        if not row["amount"].given or not children:
            continue
        below = "各款之和" if row.key.isdigit() else "＋".join(children)
        yield Claim(
            f"H{form.id}",
            f"{form.sheet} {row['amount'].label} = {below}",
            from_fact(row["amount"]),
            tuple((1, accounts.amount(form.id, child)) for child in children),
            form.sheet,
            exact(accounts, form.id),
        )


def _budget_claims(accounts: Accounts) -> Iterator[Claim]:
    table = accounts.facts["budget"]
    stated = from_fact(table["total"]["budget"])
    if stated.given:
        yield Claim(
            "H10",
            f"{table.sheet} 合计 = 各项年初预算之和",
            stated,
            tuple((1, from_fact(r["budget"])) for r in table.rows if r.key != "total"),
            "年初预算合计",
            exact(accounts, "budget"),
        )
