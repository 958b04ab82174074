"""Equations as data: each place exists, each is run, over official tables and input sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks import Status, catalogue
from generator.checks.catalogue import BY_ID
from generator.checks.engine import equations
from generator.checks.engine.context import Context
from generator.checks.engine.equations import declared
from generator.checks.engine.rule import examine_rule
from generator.checks.reference import INPUT_PROBLEMS, OTHER_PROBLEMS
from generator.editions import available, load
from generator.editions.references import DeclaredPlaces
from generator.editions.relations import Equation, EquationRule
from generator.pipeline import derive
from tests.gallery.changing import Blank
from tests.gallery.running import checked, real
from tests.test_naming import texts
from tests.test_structure import modules

CODE = re.compile(r"[A-Z]\d\d")


@pytest.mark.parametrize("edition", sorted(available()))
def test_every_place_of_an_equation_is_in_the_edition(edition: str) -> None:
    declared_by = load(edition)
    places = DeclaredPlaces(declared_by.forms, declared_by.sheets)
    for rule in declared():
        for equation in rule.equations:
            for place in (equation.left, *equation.right):
                row = place.replace("*", "201").replace("#", "2010101")
                assert places.has(row) or row.startswith("totals.201"), place


@pytest.mark.parametrize("rule", declared(), ids=lambda rule: rule.id)
def test_an_equation_in_the_file_is_a_rule_that_is_run(rule: EquationRule) -> None:
    assert BY_ID[rule.id].title == rule.title
    assert rule.equations


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        ("prior.total.prior", ["prior.income.prior", "prior.closing.prior"], False),
        ("prior.income.prior", ["three_public_items.total.prior"], True),
        ("performance.outturn.value", ["expenditure.total.total"], False),
    ],
)
def test_an_equation_may_stand_over_input_sheets(left: str, right: list[str], wrong: bool) -> None:
    equation = Equation("试", left, tuple(right))
    rule = equations.rule_of(EquationRule("Q01", "试", "依据", (equation,)))
    accounts, made = derive(real())
    found, coverage = examine_rule(rule, Context(accounts, made))
    assert coverage.looked == 1
    assert bool(found) is wrong
    assert all(finding.basis == "依据" for finding in found)


@pytest.mark.parametrize(
    ("right", "status"),
    [("prior.income.prior", Status.PASSED), ("totals.income.amount", Status.NOT_RUN)],
)
def test_only_an_equation_over_official_tables_waits_for_them(
    right: str, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    equation = Equation("试", "prior.income.prior", (right,))
    rule = equations.rule_of(EquationRule("Q01", "试", "依据", (equation,)))
    monkeypatch.setattr(catalogue, "rules_of", lambda _: (rule,))
    tables = (form.id for form in real().edition.forms)
    report = checked((*map(Blank, tables),))
    assert [covered.status for covered in report.coverage] == [status]


def test_a_misspelt_entry_of_the_file_is_refused() -> None:
    from generator.editions.strict import taken

    with pytest.raises(ValueError, match=r"equations\.toml rule「X01」 里不认识 titel"):
        entry = {"id": "X01", "titel": "", "title": "", "basis": "", "equations": []}
        taken(equations.EquationsFile, {"rule": [entry]}, "equations.toml")


def test_every_code_that_is_printed_is_explained() -> None:
    known = BY_ID.keys() | INPUT_PROBLEMS.keys() | OTHER_PROBLEMS.keys()
    printed = {
        text
        for path in modules()
        for text in texts(Path(path))
        if CODE.fullmatch(text) and "checks" not in path.parts
    }
    assert printed - known == set()


def test_no_code_says_two_things() -> None:
    """A code of a command of its own must not be one of the catalogue, nor of another command."""
    assert BY_ID.keys() & (INPUT_PROBLEMS.keys() | OTHER_PROBLEMS.keys()) == set()
    assert INPUT_PROBLEMS.keys() & OTHER_PROBLEMS.keys() == set()
    rooms: dict[str, set[str]] = {}
    for path in map(Path, modules()):
        if "checks" in path.parts or "workbook" in path.parts:
            continue
        for text in filter(CODE.fullmatch, texts(path)):
            rooms.setdefault(text[0], set()).add(path.parent.name)
    strange = {letter: found for letter, found in rooms.items() if letter in "JPQ"}
    # outcome.py asks whether a PDF was not made
    assert strange == {"J": {"summing", "cli"}, "P": {"pdf", "products"}, "Q": {"audited"}}
