"""PDF: what LibreOffice takes for a draft by itself, and what we take with it."""

from __future__ import annotations

import shutil
import sys
from itertools import count
from pathlib import Path

from benchmarks.comparing import REAL
from benchmarks.measuring import Process, Taken, Timed, environment, interleaved
from benchmarks.tables import Table, compared

_HEAD = "PDF, a process for one document:"


def printed(folder: Path, rounds: int) -> Table:
    """A draft to PDF by LibreOffice as it comes, and ``gen build --pdf`` from the workbook."""
    if shutil.which("soffice") is None:
        return Table(f"{_HEAD} LibreOffice is missing.", ("",), [])
    kept = environment(folder)
    build = [sys.executable, "-m", "generator", "build", str(REAL), "--outputs"]
    Process([*build, str(folder / "draft")], kept)()
    (draft,) = (folder / "draft").rglob("*.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    plain = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    runs = {
        "gen build --pdf: workbook to PDF with page numbers": Process(build, kept),
        "LibreOffice as it comes: draft to PDF": Process([*plain, str(draft)], kept),
    }
    numbers = count()

    def fresh(run: Process) -> Timed:
        if run.command != build:
            return run

        def once() -> Taken:
            run.command = [*build, str(folder / f"pdf{next(numbers)}"), "--pdf"]
            return run()

        return once

    times = interleaved({name: fresh(run) for name, run in runs.items()}, rounds)
    return compared(_HEAD, times, runs)
