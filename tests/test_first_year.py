"""The first year: last year's paper, exports and forms leave little to be typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import REAL, ROOT
from tests.helpers.first_year import first_year

INSTITUTION = ROOT / "inputs" / "examples" / "事业单位.xlsx"


@pytest.mark.parametrize(
    ("example", "stated", "most"), [(REAL, 466, 30), (INSTITUTION, 791, 80)], ids=["small", "large"]
)
def test_little_is_left_to_be_typed(example: Path, stated: int, most: int, tmp_path: Path) -> None:
    """A unit of 560 cells stands between these two: 110 of them are too many."""
    found = first_year(example, tmp_path)
    assert found.stated == stated
    assert found.left.total() <= most, found.by_block
    official = {form.id for form in found.forms}
    assert not official & set(found.by_block)
    assert {"duties", "organisation", "goals", "indicators", "key_work"}.isdisjoint(found.by_block)
    assert not any(table.differing or table.problems for table in found.report.tables)
    assert {refused.expected for refused in found.report.refused} == {True}
