"""A sample of ``tests/slips.py``."""

from __future__ import annotations

import pytest
from slips import KINDS, Slip, outcome, real, slips


def test_no_slip_in_a_tag_is_silent() -> None:
    every = list(slips(len(KINDS), seed=7))
    found = {slip: outcome(slip) for slip in every}
    assert [slip for slip, what in found.items() if what == "silent"] == []
    assert sum(what in ("error", "warning") for what in found.values()) > len(KINDS) - 3


@pytest.mark.parametrize("kind", ["single braces", "blank in the opening", "closing brace lost"])
def test_a_broken_brace_is_an_error_without_the_original_too(kind: str) -> None:
    assert outcome(Slip(kind, len(real()[1]) // 2, 1), alone=True) == "error"
