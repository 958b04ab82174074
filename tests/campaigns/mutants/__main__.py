"""The campaign: spoil one line of the program at a time and see whether a test fails.

``--record`` runs the tests once, slowly, and keeps in which of them each mutant would have made a
difference: it is tried with those, and with no others.
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
from tests.campaigns.mutants.recorded import Recorded
from tests.campaigns.mutants.running import (
    ROOMS,
    Fate,
    copied,
    every,
    record,
    remember,
    remembered,
    sound,
    tried,
)


def main() -> int:
    """1 where more than a tenth survived."""
    given = _arguments()
    if given.record:
        return record(given.recorded)
    recorded = Recorded(given.recorded)
    mutants = every(given.rooms)
    random.Random(given.seed).shuffle(mutants)
    known = remembered(given.results)
    fates = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = copied(Path(name) / "project")
        for number, mutant in enumerate(mutants[: given.count], 1):
            fate = known.get(mutant.name) or _tried(mutant, folder, recorded, given)
            fates.append(fate)
            print(f"{number}/{given.count} {fate.what} {fate.seconds} s  {fate.name}", flush=True)
    return _report(fates)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=list(ROOMS))
    parser.add_argument("--timeout", type=int, default=600, help="seconds for one portion")
    parser.add_argument("--results", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--record", action="store_true", help="which functions each test runs")
    parser.add_argument("--recorded", type=Path, default=Path("mutants-recorded"))
    given = parser.parse_args()
    if not given.record and not list(given.recorded.glob("*.jsonl")):
        parser.error(f"{given.recorded} is empty: run it with --record first")
    return given


def _tried(mutant: Mutant, folder: Path, recorded: Recorded, given: argparse.Namespace) -> Fate:
    """A mutant's fate; one that survives is believed only where the tests pass without it too."""
    portions = recorded.portions(mutant)
    fate = tried(mutant, folder, portions, given.timeout)
    if fate.what == "killed" and not fate.by.startswith("tests/"):
        # No test failed by name: the program does not start with it, or nothing works here at all.
        assert sound(folder, portions[:1], given.timeout), fate.by
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
