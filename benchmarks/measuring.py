"""Times and memory: interleaved rounds, medians and spread."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Timed = Callable[[], float]  # does the work once and says how many ms it took


@dataclass(frozen=True)
class Times:
    """The ms of one engine, a round after the other."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle round."""
        return statistics.median(self.values)

    def over(self, other: Times) -> float:
        """The median of the ratios, round by round: both met the same state of the machine."""
        pairs = zip(self.values, other.values, strict=True)
        return statistics.median(a / b for a, b in pairs)

    def __str__(self) -> str:
        low, _, high = statistics.quantiles(self.values, n=4)
        return f"{self.median:8.1f} ms  ({low:.1f} to {high:.1f})"


def timed(work: Callable[[], object]) -> Timed:
    """Time a function of this process."""

    def once() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return once


def interleaved(engines: Mapping[str, Timed], rounds: int) -> dict[str, Times]:
    """Every engine once a round, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        for name, engine in engines.items():
            used = engine()
            if number:
                taken[name].append(used)
    return {name: Times(tuple(values)) for name, values in taken.items()}


# A small process starts and times the command: started from a large one, its peak memory would
# be that of the large one.
_LAUNCH = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
print((time.perf_counter() - start) * 1000, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


@dataclass
class Process:
    """A command as a whole process; remembers the largest memory that any run needed."""

    command: Sequence[str]
    environment: Mapping[str, str]
    peak: int = 0  # in KiB

    def __call__(self) -> float:
        """Run it; ms of wall clock.  Raises RuntimeError when the command fails."""
        run = subprocess.run(
            [sys.executable, "-c", _LAUNCH, *self.command],
            stdout=subprocess.PIPE,
            env=dict(self.environment),
            check=False,
        )
        used, peak, code = map(float, run.stdout.split())
        if code:
            raise RuntimeError(f"exit code {code:.0f}: {' '.join(self.command)}")
        self.peak = max(self.peak, int(peak))
        return used
