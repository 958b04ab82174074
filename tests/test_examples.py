"""The example workbooks build without a finding; test_appearance.py measures their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.editions import load
from generator.model import Severity
from generator.pipeline import build
from generator.products.outcome import Outcome
from generator.workbook.writing import write_workbook
from tests.conftest import ROOT
from tests.helpers.large import large_content

EXAMPLES = sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build(request.param, tmp_path_factory.mktemp("examples"))


def assert_clean(outcome: Outcome) -> None:
    assert [f.message for f in outcome.findings if f.severity is not Severity.HINT] == []
    assert outcome.exit_code == 0


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == ["事业单位", "新设单位", "行政部门"]


def test_an_example_has_no_error_and_no_warning(outcome: Outcome) -> None:
    assert_clean(outcome)


def test_a_long_workbook_builds(tmp_path: Path) -> None:
    path = tmp_path / "2023.xlsx"
    write_workbook(load("2023"), path, 2023, large_content())
    assert_clean(build(path, tmp_path))
