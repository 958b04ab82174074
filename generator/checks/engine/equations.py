"""Relations between tables as data: each rule of ``equations.toml`` with its equations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.checks.engine.claims import Claim, exact
from generator.checks.engine.conditions import fiscal_only, incomes_not_negative, no_carry_over
from generator.checks.engine.context import Context
from generator.checks.engine.rule import AT_LEAST, ENVELOPE, Look, Reads, Rule
from generator.editions import Edition
from generator.editions.files import read_toml
from generator.editions.references import REQUIRED_FORMS
from generator.editions.relations import LENGTHS, Equation, EquationRule
from generator.editions.schema import Declared
from generator.editions.strict import taken
from generator.figures.accounts import basis_of
from generator.model import Severity

CONDITIONS: dict[str, Callable[[Context], bool]] = {
    "fiscal_only": fiscal_only,
    "no_carry_over": no_carry_over,
    "incomes_not_negative": incomes_not_negative,
}


class EquationsFile(Declared, frozen=True):
    """``equations.toml``."""

    rules: tuple[EquationRule, ...] = msgspec.field(name="rule")


def _looks(context: Context, rule: EquationRule) -> Iterator[Look]:
    """The claims of the equations, over the codes of the workbook."""
    if rule.when and not CONDITIONS[rule.when](context):
        return
    for equation in rule.equations:
        for row in _rows(context, equation):
            yield _claim(context, rule, equation, row)


def _rows(context: Context, equation: Equation) -> list[str]:
    """What the wildcard of an equation stands for: the codes of either side."""
    wildcard = equation.places[0][1]
    if wildcard not in LENGTHS:
        return [wildcard]
    rows = {
        row.key
        for table, _, _ in equation.places
        for row in context.accounts.facts[table].rows
        if row.key.isdigit() and len(row.key) == LENGTHS[wildcard]
    }
    return sorted(rows)


def _claim(context: Context, rule: EquationRule, equation: Equation, row: str) -> Claim:
    accounts = context.accounts
    places = [(t, row if r in LENGTHS else r, column) for t, r, column in equation.places]
    left, *right = (context.at(*place) for place in places)
    named = f"{row} {accounts.name_of(row)}" if row.isdigit() else ""
    return Claim(
        equation.name.replace("{name}", named),
        left,
        tuple((1, figure) for figure in right),
        _basis(context, *places[0]) or rule.basis,
        exact(accounts, *(table for table, _, _ in places)),
        rule.at_least,
    )


def _basis(context: Context, table: str, row: str, column: str) -> str:
    edition = context.accounts.edition
    return basis_of(edition.form(table), row, column) if edition.has_form(table) else ""


def rules_beyond(edition: Edition) -> Iterator[Rule]:
    """The relations that an edition adds in its forms.toml."""
    tables = {form.id for form in edition.forms}
    for declared in edition.relations:
        yield replace(rule_of(declared), reads=_reads(declared.over_tables(tables)))


def _reads(over_tables: bool) -> Reads:
    return Reads.TABLES if over_tables else Reads.INPUTS


def rule_of(declared: EquationRule) -> Rule:
    """The rule of the catalogue that an entry of the file is."""
    return Rule(
        declared.id,
        declared.title,
        Severity[declared.severity.upper()],
        declared.basis,
        partial(_looks, rule=declared),
        declared.idle,
        AT_LEAST if declared.at_least else ENVELOPE,
        declared.covers,
        _reads(declared.over_tables(REQUIRED_FORMS)),
    )


def declared() -> tuple[EquationRule, ...]:
    """What ``equations.toml`` says.  Raises ValueError with every fault of it."""
    file = Path(__file__).parents[1] / "equations.toml"
    return taken(EquationsFile, read_toml(file), file.name).rules


RULES = tuple(map(rule_of, declared()))
