"""Trying mutants in a copy of the project, and remembering what became of each."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.campaigns.mutants.making import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[3]
_COPIED = ("generator", "templates", "tests", "inputs", "docs", "benchmarks", "tools")
_FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "run.py")

# The tests that hold a room, those that notice most for their time first; without LibreOffice.
HELD_BY = {
    "figures": (
        "golden phrasing seams residues cases stated_totals as_printed other_numbers large_cases yuan"
        " values provenance published holes checks"
    ),
    "checks": (
        "checks equations words checks_accepting checks_alarms checks_false checks_grouping"
        " checks_sentences checks_prose printed planted region_words editions_lacking telling heads"
    ),
    "workbook": (
        "values number_formats cells heads reading outside merged hidden bad_input strange_cells"
        " characters unread torn_sheets limits origin screen damage changing rollover residues fill"
    ),
    "document": (
        "golden word_reader charts template_check template_faults template_against template_history"
        " template_bounds template_outside template_saved cache printed cases review_draft"
    ),
}

# What holds a part of a room besides, by the beginning of its modules' names: looked at first.
BESIDES = {
    "checks/compared": "template_against",
    "checks/engine": "unread checks_accepting checks_grouping telling",
    "checks/subjects": "checks checks_alarms further_inputs",
    "document/template": "template_check planted_faults template_faults",
    "document/upkeep": "editions",
    "figures/reasons": "checks_alarms",
    "figures/tables": "printed",
    "workbook/changing": "changing adopt adopt_rows filling_in",
    "workbook/exports": "fill opendata",
    "workbook/office": "office",
    "workbook/reading/opinions": "adopt",
    "workbook/reading/subordinates": "sum",
    "workbook/writing": "grey_cells further_inputs filling_in",
}
_SLOW = {"test_appearance.py", "test_killing.py", "test_papers.py", "test_printing.py"}
_ALIKE = 5  # letters with which ``acceptance`` and ``accepting`` begin


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: killed, survived or endless; ``source`` is the line, ``by`` a test."""

    name: str
    what: str
    by: str
    seconds: int
    source: str


def every(rooms: Sequence[str]) -> list[Mutant]:
    """All mutants of some rooms, in the order of the files."""
    paths = (path for room in rooms for path in sorted((ROOT / "generator" / room).rglob("*.py")))
    return [
        mutant
        for path in paths
        for mutant in mutants_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]


def chosen_tests(path: str) -> list[str]:
    """The test modules for a module: those of its name and part or that import it, then its room's."""
    module = path.removesuffix(".py").removesuffix("/__init__")
    asks = re.compile(rf"^from {re.escape(module.replace('/', '.'))} import", re.MULTILINE)
    every_test = [p for p in sorted((ROOT / "tests").glob("test_*.py")) if p.name not in _SLOW]
    names = [p.stem.removeprefix("test_") for p in every_test if _alike(module, p.stem)]
    names += [p.stem.removeprefix("test_") for p in every_test if asks.search(p.read_text("utf-8"))]
    inside = module.removeprefix("generator/")
    names += [
        name for part, held in BESIDES.items() if inside.startswith(part) for name in held.split()
    ]
    names += HELD_BY[inside.split("/")[0]].split()
    return [f"tests/test_{name}.py" for name in dict.fromkeys(names)]


def _alike(module: str, test: str) -> bool:
    """Whether a word of the test's name begins as the module's own name does."""
    name = module.rpartition("/")[2]
    return any(word[:_ALIKE] == name[:_ALIKE] for word in test.split("_")[1:])


def copied(folder: Path) -> Path:
    """The project in a folder of its own, in which one module is spoilt at a time."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _COPIED:
        if (ROOT / name).exists():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
    for name in _FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def tried(mutant: Mutant, folder: Path, timeout: int) -> Fate:
    """Run the tests for a mutant until one fails."""
    place = folder / mutant.path
    whole = place.read_text("utf-8")
    line = whole.splitlines()[mutant.line - 1].strip()
    begun = time.monotonic()
    try:
        place.write_text(mutant.of(whole), "utf-8")
        what, by = _outcome(folder, chosen_tests(mutant.path), timeout)
    finally:
        place.write_text(whole, "utf-8")
    return Fate(mutant.name, what, by, round(time.monotonic() - begun), line)


def sound(folder: Path, tests: Sequence[str], timeout: int) -> bool:
    """Whether the tests pass without a mutant: else all would seem to be killed."""
    return _outcome(folder, tests, timeout)[0] == "survived"


def _outcome(folder: Path, tests: Sequence[str], timeout: int) -> tuple[str, str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        "--tb=no",
        "-p",
        "no:cacheprovider",
    ]
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        [*command, *tests],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return "endless", ""
    if process.returncode == 0:
        return "survived", ""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    return "killed", failed[1] if failed else said.strip().rpartition("\n")[2][:80]


def remembered(results: Path) -> dict[str, Fate]:
    """What an earlier run found, by the mutants' names."""
    if not results.exists():
        return {}
    fates = (Fate(**json.loads(line)) for line in results.read_text("utf-8").splitlines())
    return {fate.name: fate for fate in fates}


def remember(results: Path, fate: Fate) -> None:
    """Add one to the file, so that a run that is broken off goes on where it was."""
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(fate), ensure_ascii=False) + "\n")
