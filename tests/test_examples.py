"""The example workbooks build without a finding; test_appearance.py measures their pages."""

from __future__ import annotations

import pytest

from generator.model import Severity
from generator.pipeline import build
from generator.products.outcome import Outcome
from tests.conftest import EXAMPLES, shared
from tests.helpers.prints import printed


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build(request.param, tmp_path_factory.mktemp("examples"))


def assert_clean(outcome: Outcome) -> None:
    assert [f.message for f in outcome.findings if f.severity is not Severity.HINT] == []
    assert outcome.exit_code == 0


def test_there_are_examples() -> None:
    stems = {path.stem for path in EXAMPLES}
    assert stems == {"事业单位", "新设单位", "行政部门", "湖南部门", "上海部门"}


def test_an_example_has_no_error_and_no_warning(outcome: Outcome) -> None:
    assert_clean(outcome)


def test_a_long_workbook_has_no_error_and_no_warning(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    said = printed("large", shared(tmp_path_factory)).findings
    hint = f" {Severity.HINT.value} "
    assert said and [told for told in said if hint not in told] == []
