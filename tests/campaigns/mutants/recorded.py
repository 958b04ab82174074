"""Which tests can notice a mutant, those that notice most for their time first."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

from tests.campaigns.mutants.making import ROOT, Mutant

PORTIONS = (8, 40, 240)  # seconds of tests that are run before the next ones are looked at
_FEW = 20  # tests
_ALIKE = 5  # letters with which ``acceptance`` and ``accepting`` begin


class Recorded:
    """What a recorded run saw: the tests in which a mutant makes a difference, and their seconds."""

    def __init__(self, folder: Path) -> None:
        self.seconds: dict[str, float] = {}
        self._of_mutant: dict[str, list[str]] = defaultdict(list)
        self._of_module: dict[str, list[str]] = defaultdict(list)
        for file in sorted(folder.glob("*.jsonl")):
            keys: list[str] = []
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    said = json.loads(line)
                    keys += said["new"]
                    self.seconds[said["test"]] = said["seconds"]
                    self._add(said["test"], [keys[number] for number in said["differing"]])

    def _add(self, test: str, keys: list[str]) -> None:
        for one in keys:
            self._of_mutant[one].append(test)
        for module in {one.partition("|")[0] for one in keys}:
            self._of_module[module].append(test)

    def portions(self, mutant: Mutant) -> list[list[str]]:
        """The tests for a mutant, in portions of more and more seconds; none where nothing differs.

        Where there are few, and for a line outside of functions, those that run anything of its
        module, near ones first: what was kept from one test to the next was seen in the first.
        """
        found = self._of_mutant[mutant.key(_lines(mutant.path))]
        near = set(near_files(mutant.path))
        if not found and function_at(mutant.path, mutant.line):
            return []
        portions = list(self._in_portions(found, near, PORTIONS))
        if len(found) < _FEW:
            more = [test for test in self._of_module[mutant.path] if test not in found]
            portions += self._in_portions(more, near, PORTIONS[:2])
        return portions

    def _in_portions(
        self, tests: Iterable[str], near: set[str], limits: Sequence[int]
    ) -> Iterator[list[str]]:
        """By files, near ones and quick ones first, so that what a file's tests share is made once."""
        seconds = self.seconds.__getitem__
        files: dict[str, list[str]] = defaultdict(list)
        for test in sorted(tests, key=seconds):
            files[test.partition("::")[0]].append(test)
        order = sorted(files, key=lambda f: (f not in near, fmean(map(seconds, files[f]))))
        left = [test for file in order for test in files[file]]
        for most in limits:
            portion = self._within(left, most)
            left = left[len(portion) :]
            if portion:
                yield portion

    def _within(self, tests: Sequence[str], most: float) -> list[str]:
        """The first ones that take so many seconds together, at least one."""
        taken: list[str] = []
        spent = 0.0
        for test in tests:
            spent += self.seconds[test]
            if taken and spent > most:
                break
            taken.append(test)
        return taken


def near_files(path: str) -> list[str]:
    """The test modules that are called like a module of the program or import it."""
    module = path.removesuffix(".py").removesuffix("/__init__")
    asks = re.compile(rf"^from {re.escape(module.replace('/', '.'))} import", re.MULTILINE)
    return [
        name
        for name, source in _test_sources().items()
        if _alike(module, Path(name).stem) or asks.search(source)
    ]


@cache
def _lines(path: str) -> list[bytes]:
    return (ROOT / path).read_bytes().splitlines()


@cache
def _test_sources() -> dict[str, str]:
    places = sorted((ROOT / "tests").glob("test_*.py"))
    return {place.relative_to(ROOT).as_posix(): place.read_text("utf-8") for place in places}


def _alike(module: str, test: str) -> bool:
    """Whether a word of the test's name begins as the module's own name does."""
    name = module.rpartition("/")[2]
    return any(word[:_ALIKE] == name[:_ALIKE] for word in test.split("_")[1:])


def function_at(path: str, line: int) -> str:
    """The name of the innermost function with a line in its body; "" for a line of none.

    Decorators and defaults are no part of it: they run when the module is imported.
    """
    around = [(first, name) for first, last, name in _functions(path) if first <= line <= last]
    return max(around)[1] if around else ""


@cache
def _functions(path: str) -> list[tuple[int, int, str]]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return [
        (node.body[0].lineno, node.end_lineno or 0, node.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]
