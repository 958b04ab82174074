"""Times and memory: interleaved rounds, medians and spread."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Taken(NamedTuple):
    """What one round took, in ms: on the clock, and of processors."""

    wall: float
    cpu: float


Timed = Callable[[], Taken]  # does the work once


@dataclass(frozen=True)
class Times:
    """The rounds of one engine, one after the other."""

    rounds: tuple[Taken, ...]

    def over(self, other: Times) -> Taken:
        """The median of the ratios, round by round: both met the same state of the machine."""
        pairs = list(zip(self.rounds, other.rounds, strict=True))
        wall = statistics.median(a.wall / b.wall for a, b in pairs)
        return Taken(wall, statistics.median(a.cpu / b.cpu for a, b in pairs))

    @property
    def median(self) -> Taken:
        """The medians of clock and processor time."""
        wall = statistics.median(taken.wall for taken in self.rounds)
        return Taken(wall, statistics.median(taken.cpu for taken in self.rounds))


def timed(work: Callable[[], object]) -> Timed:
    """Time a function of this process."""

    def once() -> Taken:
        start, used = time.perf_counter(), time.process_time()
        work()
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        return Taken(wall * 1000, cpu * 1000)

    return once


def interleaved(engines: Mapping[str, Timed], rounds: int) -> dict[str, Times]:
    """Every engine once a round, after one round that does not count."""
    taken: dict[str, list[Taken]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        print(
            f"\r{', '.join(engines)[:60]} … {number}/{rounds} ", end="", file=sys.stderr, flush=True
        )
        for name, engine in engines.items():
            used = engine()
            if number:
                taken[name].append(used)
    print("\r" + " " * 79, end="\r", file=sys.stderr)
    return {name: Times(tuple(values)) for name, values in taken.items()}


# A small process starts and times the command: started from a large one, its peak memory would
# be that of the large one.
_LAUNCH = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
print(wall * 1000, cpu * 1000, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def alone(command: Sequence[str], folder: Path) -> None:
    """Run a command that measures its own memory, its output shown.

    A small process starts it: a process begins with the peak memory of the one that starts it.
    """
    launch = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", launch, *command], cwd=folder, check=True)


def environment(folder: Path) -> dict[str, str]:
    """An environment in which gen runs from here, with its cache and bytecode in a folder."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


@dataclass
class Process:
    """A command as a whole process; remembers the largest memory that any run needed."""

    command: Sequence[str]
    environment: Mapping[str, str]
    peak: int = 0  # in KiB

    def __call__(self) -> Taken:
        """Run it.  Raises RuntimeError when the command fails."""
        run = subprocess.run(
            [sys.executable, "-c", _LAUNCH, *self.command],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=dict(self.environment),
            check=False,
        )
        wall, cpu, peak, code = map(float, run.stdout.split())
        if code:
            raise RuntimeError(f"exit code {code:.0f}: {' '.join(self.command)}")
        self.peak = max(self.peak, int(peak))
        return Taken(wall, cpu)
