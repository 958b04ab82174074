"""The first draft of the project's own workbook, for tests of what comes after it: made once in a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from generator.pipeline import build
from tests.conftest import REAL

OUTPUTS = Path("outputs")


def first_draft() -> None:
    """Puts it, with all that a build writes beside it, into this test's own outputs."""
    copied("first-draft", lambda: build(REAL, OUTPUTS))


def copied(name: str, make: Callable[[], object]) -> None:
    """Puts the outputs that ``make`` writes here into this test's own, made once by all processes."""
    place = Path(os.environ["TESTS_RUN"]) / name
    if place.exists():
        shutil.copytree(place, OUTPUTS)
        return
    make()
    part = place.with_suffix(f".{os.getpid()}")
    shutil.copytree(OUTPUTS, part)
    try:
        part.rename(place)
    except OSError:  # another process was as quick
        shutil.rmtree(part)
