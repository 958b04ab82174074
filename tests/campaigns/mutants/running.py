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

from tests.campaigns.mutants.making import ROOT, Mutant, mutants_of

_COPIED = ("generator", "templates", "tests", "inputs", "docs", "benchmarks", "tools")
_FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "run.py")

ROOMS = ("figures", "checks", "workbook", "document")
# They look at the mutants themselves, or at what other programs make.
_NOT_RECORDED = ("appearance", "killing", "mutants", "papers", "printing")


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: killed, survived or endless; ``source`` is the line, ``by`` a test."""

    name: str
    what: str
    by: str
    seconds: int
    source: str


def record(folder: Path) -> int:
    """Run the tests once, watched; 1 where some fail, which are not kept."""
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    command += ["-p", "tests.campaigns.mutants.recording", f"--recorded={folder.resolve()}"]
    command += [f"--ignore=tests/test_{name}.py" for name in _NOT_RECORDED]
    # In one word: pytest looks for its settings in folders that stand alone. And with a path, because
    # the plugin is wanted before pytest knows of the project.
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode


def every(rooms: Sequence[str]) -> list[Mutant]:
    """All mutants of some rooms, in the order of the files."""
    paths = (path for room in rooms for path in sorted((ROOT / "generator" / room).rglob("*.py")))
    return [
        mutant
        for path in paths
        for mutant in mutants_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]


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


def tried(mutant: Mutant, folder: Path, portions: Sequence[Sequence[str]], timeout: int) -> Fate:
    """Run the tests for a mutant, portion by portion, until one fails."""
    place = folder / mutant.path
    whole = place.read_text("utf-8")
    line = whole.splitlines()[mutant.line - 1].strip()
    begun = time.monotonic()
    try:
        _put(place, mutant.of(whole))
        what, by = _outcome(folder, portions, timeout)
    finally:
        _put(place, whole)
    return Fate(mutant.name, what, by, round(time.monotonic() - begun), line)


def _put(place: Path, source: str) -> None:
    """Write a module so that Python compiles it anew.

    Bytecode is known by the second of its source and by its size, and a mutant may share both.
    """
    later = int(place.stat().st_mtime) + 1
    place.write_text(source, "utf-8")
    os.utime(place, (later, later))


def sound(folder: Path, portions: Sequence[Sequence[str]], timeout: int) -> bool:
    """Whether the tests pass without a mutant: else all would seem to be killed."""
    return _outcome(folder, portions, timeout)[0] == "survived"


def _outcome(folder: Path, portions: Sequence[Sequence[str]], timeout: int) -> tuple[str, str]:
    for tests in portions:
        what, by = _of_portion(folder, tests, timeout)
        if what != "survived":
            return what, by
    return "survived", ""


def _of_portion(folder: Path, tests: Sequence[str], timeout: int) -> tuple[str, str]:
    chosen = folder / "chosen.txt"
    chosen.write_text("\0".join(tests), "utf-8")
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "--tb=no"]
    command += ["-p", "no:cacheprovider", "-p", "tests.campaigns.mutants.choosing"]
    command += [f"--chosen={chosen}", *files]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
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
