"""``python -m benchmarks``: our engine beside docxtpl, docxtemplater and the floor.

Needs Linux or macOS; node and npm for docxtemplater, which is left out without them.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks import engines
from benchmarks.measuring import Process, Taken, Timed, Times, alone, interleaved, timed

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "inputs" / "2023.xlsx"
NODE = Path(__file__).with_name(".node")
PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="rounds of each comparison")
    parser.add_argument("--documents", type=int, default=1000, help="documents of the long run")
    given = parser.parse_args()
    modules = install_docxtemplater()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large = [write_large(folder, times) for times in (1, 2, 4, 8)]
        for title, path in (("the real workbook", REAL), ("60 items", large[0])):
            print(f"\n== warm, per document: {title}")
            warm(path, folder, modules, given.rounds)
        print("\n== cold, a whole process: the real workbook")
        cold(folder, modules, given.rounds)
        print("\n== growth with rows: 60 items ×1, ×2, ×4, ×8, workbook to files")
        rows(large, folder, given.rounds)
        print("\n== a batch: 1 process and all cores")
        batch(folder)
        print("\n== growth with documents, one process")
        code = f"from benchmarks.__main__ import *; documents(Path({name!r}), {given.documents})"
        alone([sys.executable, "-c", code], ROOT)


def install_docxtemplater() -> Path | None:
    """Its modules, in a folder that git ignores; None without npm."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        print("node or npm is missing: docxtemplater is left out")
        return None
    NODE.mkdir(exist_ok=True)
    command = ["npm", "install", "--no-package-lock", "--no-save", "--silent", "--prefix"]
    subprocess.run([*command, str(NODE), *PACKAGES], check=True)
    return NODE / "node_modules"


def write_large(folder: Path, times: int) -> Path:
    """The workbook of the tests with 60 项, or several times as many."""
    from generator.editions import load
    from generator.workbook.writing import write_workbook
    from tests.helpers.large import ITEMS, large_content

    path = folder / f"large{times}.xlsx"
    write_workbook(load("2023"), path, 2023, large_content(ITEMS * times))
    return path


def warm(path: Path, folder: Path, modules: Path | None, rounds: int) -> None:
    """The engines side by side in one run, after their texts were compared."""
    given = engines.case(path)
    makes = {
        "gen: figures, checks, charts, provenance, comments": engines.ours(given),
        "gen: rendering with charts and provenance": engines.ours_rendering(given),
        "plain docxtpl": engines.docxtpl(given, folder),
        "floor: precompiled Jinja, zipped": engines.floor(given),
    }
    texts = {name: engines.text_of(make()) for name, make in makes.items()}
    clocks: dict[str, Timed] = {name: timed(make) for name, make in makes.items()}
    if modules is None:
        report(interleaved(clocks, rounds), texts)
        return
    node, target = engines.docxtemplater(given, folder, modules), folder / "node.docx"
    with node.serving(target) as ask:
        ask("render")
        ask("save")
        texts["docxtemplater"] = engines.text_of(target.read_bytes())
        clocks["docxtemplater"] = lambda: Taken(**ask("render"))
        report(interleaved(clocks, rounds), texts)


def report(times: dict[str, Times], texts: dict[str, str]) -> None:
    """Medians, spread, and the ratio of the first engine to each."""
    assert len(set(texts.values())) == 1, "the engines do not print the same text"
    print(f"all engines print the same {len(next(iter(texts.values())))} characters")
    first = next(iter(times.values()))
    for name, values in times.items():
        print(f"{name:52}{values}   gen is {first.over(values)}")


def cold(folder: Path, modules: Path | None, rounds: int) -> None:
    """From the workbook to draft and review page, against docxtemplater's rendering alone."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    build = [sys.executable, "-m", "generator", "build", str(REAL), "--outputs"]
    runs = {"gen build, everything on": Process(build, environment)}
    (folder / "file").touch()
    without = {**environment, "XDG_CACHE_HOME": str(folder / "file")}
    runs["gen build without its cache"] = Process(build, without)
    if modules is not None:
        node = engines.docxtemplater(engines.case(REAL), folder, modules)
        command = node.command("once", folder / "cold.docx")
        runs["docxtemplater, rendering alone"] = Process(command, node.environment)
    numbers = count()

    def fresh(run: Process) -> Timed:
        """Each build into a folder of its own, so that each writes a draft."""

        def once() -> Taken:
            if run.command[: len(build)] == build:
                run.command = [*build, str(folder / f"cold{next(numbers)}")]
            return run()

        return once

    times = interleaved({name: fresh(run) for name, run in runs.items()}, rounds)
    first = next(iter(times.values()))
    for name, values in times.items():
        print(f"{name:52}{values}   gen is {first.over(values)}   {runs[name].peak // 1024} MiB")


def builder(path: Path, folder: Path) -> Callable[[], object]:
    """A whole build in this process, into a new folder each time."""
    from generator.pipeline import build

    numbers = count()

    def make() -> object:
        target = folder / "built" / str(next(numbers))
        outcome = build(path, target)
        shutil.rmtree(target)
        return outcome

    return make


def rows(paths: list[Path], folder: Path, rounds: int) -> None:
    """What twice, four and eight times the rows cost."""
    clocks = {path.stem.replace("large", "×"): timed(builder(path, folder)) for path in paths}
    times = interleaved(clocks, max(3, rounds // 4))
    first = next(iter(times.values()))
    for name, values in times.items():
        print(f"{name:52}{values}   {values.over(first)} the time of ×1")


def batch(folder: Path, workbooks: int = 40) -> None:
    """Many workbooks through ``gen build``, with one process and with all cores."""
    (folder / "many").mkdir()
    paths = [folder / "many" / f"{number}.xlsx" for number in range(workbooks)]
    for path in paths:
        shutil.copy(REAL, path)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT)}
    numbers = count()

    def with_jobs(jobs: int) -> Timed:
        def once() -> Taken:
            target = str(folder / f"batch{next(numbers)}")
            command = [sys.executable, "-m", "generator", "build", "--jobs", str(jobs)]
            return Process([*command, "--outputs", target, *map(str, paths)], environment)()

        return once

    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    alone, together = interleaved({"1": with_jobs(1), "all": with_jobs(cores)}, 3).values()
    print(f"{workbooks} workbooks, 1 process:   {alone}")
    print(f"{workbooks} workbooks, {cores} processes: {together}   1 takes {alone.over(together)}")


def documents(folder: Path, most: int) -> None:
    """Time and memory of one process over many documents."""
    make, start = builder(REAL, folder), time.perf_counter()
    for number in range(1, most + 1):
        make()
        if number in (1, 10, 100, 1000) or number == most:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            peak //= 1024 * (1024 if sys.platform == "darwin" else 1)
            used = (time.perf_counter() - start) / number * 1000
            print(f"{number:5} documents: {used:7.1f} ms each, peak memory so far {peak} MiB")


if __name__ == "__main__":
    main()
