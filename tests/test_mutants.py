"""What the campaign of mutants changes: one place of one line, to what still compiles."""

from __future__ import annotations

import ast
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.campaigns.mutants.making import ROOT, Mutant, mutants_of
from tests.campaigns.mutants.recorded import Recorded, function_at, near_files
from tests.campaigns.mutants.running import ROOMS, every, sound, tried
from tests.campaigns.mutants.watched import HELPERS, differing, watched

SOURCE = '''"""A docstring with 1 < 2."""
def 甲(x: int = 3, *, y: bool = True) -> "1 + 1":
    if not x and any(x <= n for n in (1, 2)):
        return x + 1 if "一 < 二" not in y else -x
    return x is not None
'''


def test_every_mutant_changes_one_place() -> None:
    found = {(m.line, m.old, m.new) for m in mutants_of("a.py", SOURCE)}
    assert {(2, "3", "4"), (2, "True", "False"), (3, "not ", ""), (3, "and", "or")} <= found
    assert {(3, "any", "all"), (3, "<=", "<"), (4, "+", "-"), (4, "not in", "in")} <= found
    assert (5, "is not", "is") in found
    assert not [line for line, _, _ in found if line == 1]
    assert not mutants_of("a.py", "class A(Struct, frozen=True):\n    b: int\n")


def test_mutants_of_the_program_compile() -> None:
    mutants = every(ROOMS)
    assert len(mutants) > 2000
    for mutant in mutants[::97]:
        source = (ROOT / mutant.path).read_text("utf-8")
        ast.parse(mutant.of(source))
        assert mutant.of(source) != source


def test_near_tests_are_called_like_a_module_or_import_it() -> None:
    assert "tests/test_checks_accepting.py" in near_files("generator/checks/engine/acceptance.py")
    assert "tests/test_mutants.py" not in near_files("generator/checks/engine/acceptance.py")
    assert "tests/test_cache.py" in near_files("generator/model.py")


@pytest.mark.parametrize(
    ("expression", "values", "seen"),
    [
        ("a < b", (1, 2), []),
        ("a < b", (2, 2), ["< → <="]),
        ("a == b", (1, 2), ["== → !="]),
        ("a and b", (True, True), []),
        ("a and b", (True, False), ["and → or"]),
        ("a and b", (False, False), []),
        ("a or b or c", (True, False, False), ["or → and"]),  # the first: (a and b) or c
        ("a + b", (1, 0), []),
        ("a + b", (1, 2), ["+ → -"]),
        ("a + b", ("1", "2"), ["+ → -"]),
        ("any(a)", ([0, 1],), ["any → all"]),
        ("any(a)", ([1, 1],), []),
        ("min(a, b)", (1, 1), []),
        ("min(a, key=abs)", ([-3, 1],), ["min → max"]),
        ("not a", (1,), ["not  → "]),
        ("a[0]", ([5, 6],), ["0 → 1"]),
        ("a and (n := b)", (True, True), ["and → or"]),  # not looked into: taken for a difference
    ],
)
def test_a_watched_module_tells_where_a_mutant_makes_a_difference(
    expression: str, values: tuple[object, ...], seen: list[str]
) -> None:
    source = f"def asked(a, b=None, c=None):\n    return {expression}\n"
    plain: dict[str, Any] = {}
    exec(source, plain)
    told: dict[str, Any] = dict(HELPERS)
    exec(compile(watched("a.py", source), "a.py", "exec"), told)
    differing.clear()
    assert told["asked"](*values) == plain["asked"](*values)
    assert [name.rpartition("|")[2].partition(" ")[2] for name in sorted(differing)] == seen
    known = {mutant.key(source.encode().splitlines()) for mutant in mutants_of("a.py", source)}
    assert differing <= known
    differing.clear()


def test_every_module_of_the_program_can_be_watched() -> None:
    for path in sorted((ROOT / "generator").rglob("*.py"))[::7]:
        compile(watched(path.name, path.read_text("utf-8")), str(path), "exec", dont_inherit=True)


AT = next(
    mutant
    for mutant in every(["checks"])
    if mutant.path == "generator/checks/engine/acceptance.py"
    and function_at(mutant.path, mutant.line)
)
HERE = AT.key((ROOT / AT.path).read_bytes().splitlines())


def test_a_function_is_its_body_without_decorators_and_defaults() -> None:
    path = "tests/campaigns/mutants/recorded.py"
    lines = (ROOT / path).read_text("utf-8").splitlines()
    at = lines.index("def _test_sources() -> dict[str, str]:") + 1
    assert function_at(path, at + 1) == "_test_sources"
    assert function_at(path, at) == function_at(path, at - 1) == function_at(path, 1) == ""


def _recorded(folder: Path, *lines: tuple[str, float, str]) -> Recorded:
    said = [
        json.dumps({"test": test, "seconds": seconds, "new": [one], "differing": [number]})
        for number, (test, seconds, one) in enumerate(lines)
    ]
    (folder / "gw0.jsonl").write_text("\n".join(said), "utf-8")
    return Recorded(folder)


def test_a_mutant_is_tried_where_it_makes_a_difference_quick_ones_first(tmp_path: Path) -> None:
    slow = [(f"tests/test_b.py::{n:02}", 3.0, HERE) for n in range(25)]
    recorded = _recorded(
        tmp_path,
        *slow,
        ("tests/test_a.py::quick", 1.0, HERE),
        ("tests/test_checks_accepting.py::near", 4.0, HERE),
        ("tests/test_a.py::of_another", 0.1, f"{AT.path}|another"),
    )
    first, second, third = recorded.portions(AT)
    assert first == [
        "tests/test_checks_accepting.py::near",
        "tests/test_a.py::quick",
        "tests/test_b.py::00",
    ]
    assert second[0] == "tests/test_b.py::01"
    assert [*first[2:], *second, *third] == [test for test, _, _ in slow]


def test_where_few_tests_see_a_difference_those_of_its_module_are_tried_too(tmp_path: Path) -> None:
    recorded = _recorded(
        tmp_path,
        ("tests/test_a.py::one", 1.0, HERE),
        ("tests/test_a.py::of_another", 0.1, f"{AT.path}|another"),
        ("tests/test_a.py::elsewhere", 0.1, "generator/checks/engine/printing.py|another"),
        ("tests/test_checks_accepting.py::near", 2.0, f"{AT.path}|another"),
    )
    assert recorded.portions(AT) == [
        ["tests/test_a.py::one"],
        ["tests/test_checks_accepting.py::near", "tests/test_a.py::of_another"],
    ]


def test_a_mutant_without_a_difference_anywhere_is_not_tried(tmp_path: Path) -> None:
    recorded = _recorded(tmp_path, ("tests/test_a.py::one", 1.0, f"{AT.path}|another"))
    assert recorded.portions(AT) == []


def test_a_module_that_is_put_back_at_once_is_compiled_anew(tmp_path: Path) -> None:
    (tmp_path / "generator").mkdir()
    (tmp_path / "generator" / "__init__.py").touch()
    place = tmp_path / "generator" / "a.py"
    place.write_text("N = 1\n", "utf-8")
    (tmp_path / "tests").mkdir()
    test = "from generator.a import N\n\ndef test_it():\n    assert N == 1\n"
    (tmp_path / "tests" / "test_a.py").write_text(test, "utf-8")
    _with_the_plugin(tmp_path)
    future = int(place.stat().st_mtime) + 100  # so that the clock does not do what is tested
    os.utime(place, (future, future))
    mutant = Mutant("generator/a.py", 1, 4, 5, "1", "2")
    portions = [["tests/test_a.py::test_it"]]
    fate = tried(mutant, tmp_path, portions, 60)
    assert (fate.what, fate.by, fate.source) == (
        "killed",
        "tests/test_a.py::test_it",
        "N = 1",
    )
    assert int(place.stat().st_mtime) == future + 2
    assert sound(tmp_path, portions, 60)


def _with_the_plugin(folder: Path) -> None:
    """The folder has what a run of a mutant imports of the project itself."""
    campaign = folder / "tests" / "campaigns" / "mutants"
    campaign.mkdir(parents=True)
    for package in (campaign, campaign.parent, campaign.parent.parent):
        (package / "__init__.py").touch()
    shutil.copy(ROOT / "tests" / "campaigns" / "mutants" / "choosing.py", campaign)
