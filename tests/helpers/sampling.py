"""A few of many cases: the suite tries a sample that is the same in every run, a campaign all.

``python -m tests.campaigns.matrices`` runs the tests that take their cases from here with all.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

ALL = "TESTS_ALL"  # the variable that is set where all are to be tried
_Entry = TypeVar("_Entry")


def everything() -> bool:
    """Whether all are to be tried."""
    return ALL in os.environ


def some(entries: Sequence[_Entry], count: int, seed: int = 1) -> list[_Entry]:
    """So many of the entries, in their order; all of them in the campaign."""
    if everything() or len(entries) <= count:
        return list(entries)
    chosen = random.Random(seed).sample(range(len(entries)), count)
    return [entries[index] for index in sorted(chosen)]
