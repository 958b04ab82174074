"""A plugin of pytest: of which mutants each test would have seen a difference, and how long it takes.

The modules are imported with calls that tell it (``watched``). What a fixture that is shared runs
counts for every test that asks for it. What a process that a test starts runs is not seen.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import json
import os
import sys
import time
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from itertools import count
from pathlib import Path
from types import CodeType

import pytest

from tests.campaigns.mutants.making import ROOT
from tests.campaigns.mutants.watched import HELPERS, differing, watched

_of_fixtures: dict[str, set[str]] = {}
_numbers: dict[str, int] = {}  # of the keys that were written


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        """Compiled anew: the bytecode that is kept has no watching in it."""
        source = Path(self.path).read_text("utf-8")
        path = Path(self.path).relative_to(ROOT).as_posix()
        return compile(watched(path, source), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if not fullname.startswith("generator"):
            return None
        spec = PathFinder.find_spec(fullname, path)  # type: ignore[arg-type]
        if spec and spec.origin and spec.origin.endswith(".py"):
            spec.loader = _Loader(fullname, spec.origin)
        return spec


for _name, _helper in HELPERS.items():
    setattr(builtins, _name, _helper)
sys.meta_path.insert(0, _Finder())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--recorded", type=Path, help="the folder for what each test would see")


def _taken() -> set[str]:
    """What made a difference since it was asked last."""
    keys = set(differing)
    differing.clear()
    return keys


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    """What a shared fixture runs is kept by its name; another's own stays the test's."""
    if fixturedef.scope == "function":
        return (yield)
    before = _taken()
    try:
        return (yield)
    finally:
        kept = _of_fixtures.setdefault(fixturedef.argname, set())
        kept.update(_taken())
        differing.update(before)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    failed = item.session.testsfailed
    differing.clear()
    begun = time.monotonic()
    try:
        return (yield)
    finally:
        keys = _taken()
        for name in getattr(item, "fixturenames", ()):
            keys |= _of_fixtures.get(name, set())
        if item.session.testsfailed == failed:
            _write(item, round(time.monotonic() - begun, 3), sorted(keys))


def _write(item: pytest.Item, seconds: float, keys: list[str]) -> None:
    """A line: the test, its seconds, and numbers for keys, which count from 0 as they come."""
    folder: Path = item.config.getoption("--recorded")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    new = [one for one in keys if one not in _numbers]
    _numbers.update(zip(new, count(len(_numbers)), strict=False))
    with (folder / f"{worker}.jsonl").open("a", encoding="utf-8") as file:
        numbers = [_numbers[one] for one in keys]
        said = {"test": item.nodeid, "seconds": seconds, "new": new, "differing": numbers}
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
