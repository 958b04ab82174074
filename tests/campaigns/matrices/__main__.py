"""The campaign: the tests that use ``tests/helpers/sampling.py``, each with all its cases."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.helpers.sampling import ALL

TESTS = Path(__file__).resolve().parents[2]


def sampled() -> list[str]:
    """The test modules that take a sample."""
    asks = "from tests.helpers.sampling import"
    modules = sorted(TESTS.glob("test_*.py"))
    return [str(path) for path in modules if asks in path.read_text("utf-8")]


def main(arguments: list[str]) -> int:
    """What pytest ends with; ``arguments`` are for it."""
    os.environ[ALL] = "1"
    return int(pytest.main([*sampled(), *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
