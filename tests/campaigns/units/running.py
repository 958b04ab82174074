"""Builds the drafts of many units through the command line, and judges them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .catalogue import ROOT
from .filling import fill
from .judging import judge
from .making import make

AT_ONCE = 10  # workbooks in one run of the program


@dataclass
class Outcome:
    """What became of one unit."""

    seed: int
    judged: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        """True with no difference, no error and no warning."""
        return not (self.differences or self.errors or self.warnings)


def program(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program's command line."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def blank(folder: Path, year: int) -> Path:
    """The blank workbook of a year."""
    path = folder / f"blank-{year}.xlsx"
    if not path.exists():
        made = program("new", str(year), "--out", path)
        assert made.returncode == 0, made.stderr
    return path


def run(seeds: Sequence[int], folder: Path, jobs: int = 1) -> list[Outcome]:
    """Make, build and judge the units of some seeds."""
    units = {f"u{seed}.xlsx": make(seed) for seed in seeds}
    for name, unit in units.items():
        fill(blank(folder, unit.year), unit, folder / name)
    paths = [folder / name for name in units]
    made = program("build", *paths, "--json", "--jobs", str(jobs), "--outputs", folder / "out")
    try:
        told = json.loads(made.stdout)
    except ValueError:
        return [Outcome(seeds[0], errors=[f"程序没有给出结果：{made.stdout}{made.stderr}"])]
    results = {Path(r["workbook"]).name: r for r in told.get("results", [told])}
    return [_outcome(unit, results[name]) for name, unit in units.items()]


def _outcome(unit: Any, result: dict[str, Any]) -> Outcome:
    found = Outcome(unit.seed)
    for finding in result["findings"]:
        said = f"{finding['rule']} {finding['message']} {' '.join(finding['cells'][:4])}"
        if finding["severity"] == "hint":
            found.hints[finding["rule"]] += 1
        else:
            (found.errors if finding["severity"] == "error" else found.warnings).append(said)
    if not result["docx"]:
        found.errors.append("没有草稿")
        return found
    tally = judge(unit, Path(result["docx"]))
    found.judged, found.differences = tally.judged, tally.differences
    return found
