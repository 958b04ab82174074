"""One document: our engine beside the others, warm and as a whole process."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import engines
from benchmarks.measuring import ROOT, Process, Taken, Timed, environment, interleaved, timed
from benchmarks.tables import Table, compared

REAL = ROOT / "inputs" / "2023.xlsx"
NODE_ENGINES = ("docxtemplater", "easy-template-x")


def warm(path: Path, title: str, folder: Path, modules: Path | None, rounds: int) -> Table:
    """The engines side by side in one run, after their texts were compared."""
    given = engines.case(path)
    makes = {
        "gen: figures, checks, charts, provenance, comments": engines.ours(given),
        "rendering: gen's, with charts and provenance": engines.ours_rendering(given),
        "floor: the template compiled by Jinja, zipped": engines.floor(given),
        "docxtpl as it comes": engines.docxtpl(given, folder),
    }
    texts = {name: engines.text_of(make()) for name, make in makes.items()}
    clocks: dict[str, Timed] = {name: timed(make) for name, make in makes.items()}
    with ExitStack() as servers:
        node = engines.node(given, folder, modules) if modules else None
        for name in NODE_ENGINES if node else ():
            assert node is not None
            ask, target = servers.enter_context(node.serving(name)), folder / f"{name}.docx"
            ask("render")
            ask(f"save {target}")
            texts[name] = engines.text_of(target.read_bytes())
            clocks[name] = lambda ask=ask: Taken(**ask("render"))  # type: ignore[misc]
        about = f"Warm, one document of {title}, {_same(texts)} characters in each:"
        return compared(about, interleaved(clocks, rounds), ours=2)


def _same(texts: dict[str, str]) -> int:
    """How long the text is that all engines print.  Raises RuntimeError where they differ."""
    if len(set(texts.values())) > 1:
        raise RuntimeError("the engines do not print the same text")
    return len(next(iter(texts.values())))


def cold(folder: Path, modules: Path | None, rounds: int) -> Table:
    """Whole commands, workbook to draft, review page and 核对表, against rendering alone."""
    kept = environment(folder)
    (folder / "file").touch()
    without = {**kept, "XDG_CACHE_HOME": str(folder / "file")}
    gen = [sys.executable, "-m", "generator"]
    runs = {
        "gen build: workbook to all files": Process([*gen, "build", str(REAL)], kept),
        "gen check": Process([*gen, "check", str(REAL)], kept),
        "gen --help": Process([*gen, "--help"], kept),
        "gen build without its cache": Process([*gen, "build", str(REAL)], without),
    }
    if modules is not None:
        node = engines.node(engines.case(REAL), folder, modules)
        for name in NODE_ENGINES:
            command = node.command(name, "once", folder / "cold.docx")
            runs[f"{name}, rendering alone"] = Process(command, node.environment)
    numbers = count()
    times = interleaved({name: _fresh(run, folder, numbers) for name, run in runs.items()}, rounds)
    return compared("Cold, a process for one document:", times, runs, ours=2)


def _fresh(run: Process, folder: Path, numbers: count[int]) -> Timed:
    """Each build into a folder of its own, so that each writes a draft."""
    if "build" not in run.command:
        return run
    plain = list(run.command)

    def once() -> Taken:
        run.command = [*plain, "--outputs", str(folder / f"cold{next(numbers)}")]
        return run()

    return once
