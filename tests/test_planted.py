"""A sample of the campaign of planted mistakes: each is told, at its place, in few findings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.campaigns.planted import planting
from tests.campaigns.planted.planting import Plant
from tests.campaigns.planted.running import attempt, every, shown

PLANTS = list(every())
# Those that were once told in more findings than three, or not first at their own place.
TOLD_MORE = ("general（2023）", "单位类型选错：行政单位", "没有填（行政部门）")
ONCE = [plant for plant in PLANTS if any(words in plant.title for words in TOLD_MORE)]


def test_the_list_is_long_and_names_no_plant_twice() -> None:
    titles = [plant.title for plant in PLANTS]
    assert len(titles) >= 200
    assert len(set(titles)) == len(titles)
    assert len(ONCE) >= 2


@pytest.mark.parametrize("plant", [*PLANTS[::17], *ONCE], ids=lambda plant: plant.title)
def test_a_planted_mistake_is_told_at_its_place(plant: Plant) -> None:
    result = attempt(plant)
    assert result.good, shown(result)


def test_the_plants_know_nothing_of_the_checks() -> None:
    folder = Path(planting.__file__).parent
    for path in folder.glob("*.py"):
        if path.stem in ("running", "__main__"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not [name for name in modules if name.startswith("generator.checks")], path
