"""A small sample of ``tests/spoiling.py``."""

from __future__ import annotations

from decimal import Decimal

from gallery.running import real
from spoiling import planted, tally


def test_a_wrong_number_is_noticed() -> None:
    result = tally(real(), step=23)
    assert result.binding > 50
    assert result.share >= Decimal("0.99"), result.missed


def test_every_planted_mistake_is_noticed() -> None:
    for name, rules in planted().items():
        assert not [rule for rule in rules if rule.startswith("未发现")], name
