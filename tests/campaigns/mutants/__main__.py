"""The campaign: spoil one line of the program at a time and see whether a test fails.

A run that was broken off goes on where it was: what became of each mutant stands in ``--results``.
More mutants of the same seed are those of before and some more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.campaigns.mutants.making import Mutant
from tests.campaigns.mutants.running import (
    HELD_BY,
    Fate,
    chosen_tests,
    copied,
    every,
    remember,
    remembered,
    sound,
    tried,
)


def main() -> int:
    """1 where more than a tenth survived."""
    given = _arguments()
    mutants = every(given.rooms)
    random.Random(given.seed).shuffle(mutants)
    known = remembered(given.results)
    fates = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = copied(Path(name) / "project")
        for number, mutant in enumerate(mutants[: given.count], 1):
            fate = known.get(mutant.name) or _tried(mutant, folder, given)
            fates.append(fate)
            print(f"{number}/{given.count} {fate.what} {fate.seconds} s  {fate.name}", flush=True)
    return _report(fates)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", choices=HELD_BY, default=list(HELD_BY))
    parser.add_argument("--timeout", type=int, default=900, help="seconds for one mutant")
    parser.add_argument("--results", type=Path, default=Path("mutants.jsonl"))
    return parser.parse_args()


def _tried(mutant: Mutant, folder: Path, given: argparse.Namespace) -> Fate:
    """A mutant's fate; one that survives is believed only where the tests pass without it too."""
    fate = tried(mutant, folder, given.timeout)
    if fate.what == "killed" and not fate.by.startswith("tests/"):
        # No test failed by name: the program does not start with it, or nothing works here at all.
        assert sound(folder, chosen_tests(mutant.path)[:1], given.timeout), fate.by
    remember(given.results, fate)
    return fate


def _report(fates: list[Fate]) -> int:
    counted = Counter(fate.what for fate in fates)
    print(f"{len(fates)} mutants: {dict(counted)}")
    for fate in fates:
        if fate.what == "survived":
            print(f"  {fate.name}\n      {fate.source}")
    return int(counted["survived"] * 10 > len(fates))


if __name__ == "__main__":
    sys.exit(main())
