"""A few rounds of ``tests/helpers/killing.py``."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.killing import PLAIN, Campaign, at_every_step, at_once, full_disk


def test_a_killed_build_loses_nothing(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, seed=5, modes=(PLAIN,))
    campaign.measure()
    campaign.round()
    campaign.swept()


def test_a_build_that_ends_at_any_step_loses_nothing(tmp_path: Path) -> None:
    found = at_every_step(tmp_path, stride=4)
    assert found["before the draft"] and found["after the record"]
    assert found["between the draft and its record"]
    assert found["with a hidden file"]


def test_two_builds_at_once_lose_nothing(tmp_path: Path) -> None:
    at_once(tmp_path, 2)


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    failed = full_disk(tmp_path, [20_000, 200_000])
    assert set(failed) >= {"草稿写不进", "审阅页写不进"}
