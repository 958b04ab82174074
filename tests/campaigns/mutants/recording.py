"""A plugin of pytest: which functions of the program each test runs, and how long it takes.

What a fixture that is shared runs counts for every test that asks for it. What a process that a
test starts runs is not seen.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

ROOT = Path(__file__).resolve().parents[3]
_BEFORE = f"{ROOT}{os.sep}"
_PROGRAM = f"{_BEFORE}generator{os.sep}"

_running: dict[int, CodeType] = {}  # by id: the hash of a code object looks at all of it
_of_fixtures: dict[str, set[str]] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--touched", type=Path, help="the folder for what each test runs")


def _entered(frame: FrameType, _event: str, _value: object) -> None:
    """Called for each call of a function; None: not for its lines."""
    code = frame.f_code
    _running[id(code)] = code


def _watch() -> None:
    sys.settrace(_entered)
    threading.settrace(_entered)


def _taken() -> set[str]:
    """The functions of the program since it was asked last, as ``generator/a.py:name``."""
    codes = list(_running.values())  # at once: what is called here is watched too
    _running.clear()
    return {
        f"{code.co_filename.removeprefix(_BEFORE)}:{code.co_name}"
        for code in codes
        if code.co_filename.startswith(_PROGRAM)
    }


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
    """What a shared fixture runs is kept by its name; another's own stays the test's."""
    if fixturedef.scope == "function":
        return (yield)
    before = dict(_running)
    _running.clear()
    _watch()
    try:
        return (yield)
    finally:
        kept = _of_fixtures.setdefault(fixturedef.argname, set())
        kept.update(_taken())
        _running.update(before)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    failed = item.session.testsfailed
    _running.clear()
    begun = time.monotonic()
    _watch()
    try:
        return (yield)
    finally:
        sys.settrace(None)
        functions = _taken()
        for name in getattr(item, "fixturenames", ()):
            functions |= _of_fixtures.get(name, set())
        if item.session.testsfailed == failed:
            _write(item, round(time.monotonic() - begun, 3), sorted(functions))


def _write(item: pytest.Item, seconds: float, functions: list[str]) -> None:
    folder: Path = item.config.getoption("--touched")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with (folder / f"{worker}.jsonl").open("a", encoding="utf-8") as file:
        said = {"test": item.nodeid, "seconds": seconds, "functions": functions}
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
