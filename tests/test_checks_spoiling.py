"""A small sample of ``tests/helpers/spoiling.py``."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from generator.workbook.reading.facts import read_workbook
from tests.gallery.running import WORKBOOKS
from tests.helpers import sums
from tests.helpers.spoiling import ELSEWHERE, planted, tally

# What does not hold and is explained in the workbook's 核对说明.
EXPLAINED = {"行政部门": ["projects.6.budget >= projects.6.outturn"]}
STEPS = {"2023": 23, "行政部门": 211}


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_wrong_number_is_noticed(path: Path) -> None:
    result = tally(read_workbook(path), step=STEPS.get(path.stem, 97))
    assert result.binding > 12
    assert result.share >= Decimal("0.99"), result.missed


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_relations_of_the_campaign_hold_in_every_workbook(path: Path) -> None:
    facts = read_workbook(path).facts
    made = [sums._relation(facts, line) for line in sums._lines(facts)]
    held = [relation for relation in made if relation is not None]
    assert len(held) > 100
    assert [relation.name for relation in held if not relation.holds] == EXPLAINED.get(
        path.stem, []
    )


def test_the_relations_of_the_campaign_know_nothing_of_the_checks() -> None:
    tree = ast.parse(Path(sums.__file__).read_text("utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in imported if name and name.startswith("generator.checks")]


def test_every_class_of_mistakes_has_a_planted_case() -> None:
    """That each case is noticed by its rule, ``tests/test_checks.py`` says case by case."""
    numbers = {f"E{number:02d}" for number in range(1, 46)}
    assert set(planted()) | set(ELSEWHERE) == numbers
