"""What more rows, more workbooks and more documents cost."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks.comparing import REAL
from benchmarks.measuring import ROOT, Process, Taken, Timed, alone, environment, interleaved, timed
from benchmarks.tables import Table, compared

# Codes, projects and key works of consistent workbooks.
SIZES = ((200, 30, 20), (1000, 100, 200), (2000, 100, 200), (5000, 300, 2000))
STEPS = (60, 120, 240, 480)  # codes


def sixty(folder: Path) -> Path:
    """The long workbook of the tests: 60 codes."""
    return _written(folder, STEPS[0])


def _written(folder: Path, codes: int, *more: int) -> Path:
    """A consistent workbook with so many codes (and projects, and key works), made once."""
    from generator.editions import load
    from generator.workbook.writing import write_workbook
    from tests.helpers.large import large_content

    path = folder / f"large{'-'.join(map(str, (codes, *more)))}.xlsx"
    if not path.exists():
        write_workbook(load("2023"), path, 2023, large_content(codes, *more))
    return path


def large(folder: Path) -> Table:
    """``gen check`` and ``gen build`` of consistent workbooks up to a whole city's."""
    kept, rows = environment(folder), []
    for size in SIZES:
        path = _written(folder, *size)
        gen = [sys.executable, "-m", "generator"]
        check = Process([*gen, "check", str(path)], kept)
        target = folder / path.stem
        build = Process([*gen, "build", str(path), "--outputs", str(target)], kept)
        shown = [f"{number:,}" for number in size]
        for run in (check, build):
            shown += [f"{run().cpu / 1000:.1f} s", f"{run.peak // 1024} MiB"]
        pages = sum(page.stat().st_size for page in target.rglob("*.html"))
        rows.append((*shown, f"{pages / 1e6:.1f} MB"))
        shutil.rmtree(target)
    head = ("codes", "projects", "key works", "check", "memory", "build", "memory", "review page")
    return Table("Large workbooks, a process for each, processor time:", head, rows)


def rows(folder: Path, rounds: int) -> Table:
    """What twice, four and eight times the rows cost, workbook to files."""
    clocks = {f"{step} codes": timed(_builder(_written(folder, step), folder)) for step in STEPS}
    times = interleaved(clocks, rounds)
    first = next(iter(times.values()))
    shown = [
        (name, f"{taken.median.cpu:.0f} ms", f"{taken.over(first).cpu:.1f}×")
        for name, taken in times.items()
    ]
    return Table("Growth with rows, workbook to files:", ("", "processor", "of the first"), shown)


def _builder(path: Path, folder: Path) -> Callable[[], object]:
    """A whole build in this process, into a new folder each time."""
    from generator.pipeline import build

    numbers = count()

    def make() -> object:
        target = folder / "built" / str(next(numbers))
        outcome = build(path, target)
        shutil.rmtree(target)
        return outcome

    return make


def batch(folder: Path, workbooks: int = 40) -> Table:
    """Many workbooks through ``gen build``, with one process and with all cores."""
    (folder / "many").mkdir()
    paths = [folder / "many" / f"{number}.xlsx" for number in range(workbooks)]
    for path in paths:
        shutil.copy(REAL, path)
    kept, numbers = environment(folder), count()

    def with_jobs(jobs: int) -> Timed:
        def once() -> Taken:
            target = str(folder / f"batch{next(numbers)}")
            command = [sys.executable, "-m", "generator", "build", "--jobs", str(jobs)]
            return Process([*command, "--outputs", target, *map(str, paths)], kept)()

        return once

    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    runs = {"one process": with_jobs(1), f"{cores} processes": with_jobs(cores)}
    return compared(f"A batch of {workbooks} workbooks:", interleaved(runs, 3))


def documents(folder: Path, most: int) -> Table:
    """Time and memory of one process over many documents."""
    target = folder / "documents.txt"
    code = f"from benchmarks.growing import *; many(Path({str(folder)!r}), {most}, Path({str(target)!r}))"
    alone([sys.executable, "-c", code], ROOT)
    rows = [tuple(line.split("\t")) for line in target.read_text("utf-8").splitlines()]
    return Table("One process, many documents:", ("documents", "clock, each", "peak memory"), rows)


def many(folder: Path, most: int, target: Path) -> None:
    """Build again and again, and write down what it takes; in a process of its own."""
    from generator.cli.shared import collect_seldom

    collect_seldom()
    make, start, lines = _builder(REAL, folder), time.perf_counter(), []
    for number in range(1, most + 1):
        make()
        if number in (1, 10, 100, 1000) or number == most:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            peak //= 1024 * (1024 if sys.platform == "darwin" else 1)
            used = (time.perf_counter() - start) / number * 1000
            lines.append(f"{number}\t{used:.0f} ms\t{peak} MiB")
    target.write_text("\n".join(lines), "utf-8")
