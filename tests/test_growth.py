"""Twice as many rows more are twice as much work more, not four times as much.

Calls are counted, which no other load of the machine changes: one call for each pair of rows is
seen.  Work inside one call (a list that is searched for each row) is seen in the processor time
alone, with a wide margin.
"""

from __future__ import annotations

import cProfile
import gc
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from generator.editions import load
from generator.pipeline import check
from generator.workbook.writing import write_workbook
from tests.helpers.large import large_content

SIZE = (13, 3, 6)  # codes, projects, key works
STEPS = (2, 4, 8)
Work = Callable[[], object]


def written(folder: Path, times: int) -> Path:
    path = folder / f"{times}.xlsx"
    write_workbook(load("2023"), path, 2023, large_content(*(size * times for size in SIZE)))
    return path


def excess(counts: list[int]) -> float:
    """How much more the last step costs for each row than the one before: 1.0 for none."""
    first, second, third = counts
    return (third - second) / (2 * (second - first))


def calls(work: Work) -> int:
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def seconds(work: Work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.fixture
def unswept() -> Iterator[None]:
    """Without the garbage collector, which other tests' objects slow down."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("unswept")
def test_each_row_costs_the_same(tmp_path: Path) -> None:
    small = written(tmp_path, 1)
    writing = [calls(partial(written, tmp_path, times)) for times in STEPS]
    assert excess(writing) < 1.3  # small tables have blank rows besides
    assert not check(small).wrong  # and everything is loaded
    paths = [tmp_path / f"{times}.xlsx" for times in STEPS]
    assert excess([calls(partial(check, path)) for path in paths]) < 1.03
    took = [
        min(seconds(partial(check, small)) for _ in range(3)),
        seconds(partial(check, paths[-1])),
    ]
    assert took[1] < took[0] * STEPS[-1] * 1.6, took
