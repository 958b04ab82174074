"""What is slow to make and asked for by several tests: made once by all processes of a run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Made = TypeVar("_Made")


def kept(name: str, make: Callable[[], _Made]) -> _Made:
    """What ``make`` gives, from the folder of the run where another test had it made."""
    place = Path(os.environ["TESTS_RUN"]) / name
    if place.exists():
        found: _Made = pickle.loads(place.read_bytes())
        return found
    made = make()
    part = place.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(made))
    part.replace(place)
    return made
