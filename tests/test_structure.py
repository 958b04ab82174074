"""The shape of the program: who may import whom, and what may not be written."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.model import UnusedRegex

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
# A room imports only rooms to its left.
ORDER = [
    "kept",
    "model",
    "editions",
    "workbook",
    "figures",
    "checks",
    "document",
    "history",
    "products",
    "pipeline",
    "cli",
    "__main__",
]
ONLY_IN = {
    "openpyxl": {"workbook", "products"},
    "docxtpl": {"document"},
    "click": {"cli"},
}


def modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent != PACKAGE or path.stem != "__init__"
    ]


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def code(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Everything in the syntax of a module, which is read once for all tests of a process."""
    return list(ast.walk(ast.parse(code(path))))


def own_name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_a_module_imports_only_what_stands_to_its_left() -> None:
    wrong = [
        f"{own_name(path)} imports {name}"
        for path in modules()
        for name in imports(path)
        if not _may_import(room(path), name)
    ]
    assert not wrong


def _may_import(own: str, name: str) -> bool:
    library, *inner = name.split(".")
    if library == "generator" and inner and inner[0] != "__version__":
        return ORDER.index(inner[0]) <= ORDER.index(own)
    return own in ONLY_IN.get(library, {own})


def test_figures_are_never_rounded_by_float_means() -> None:
    means = re.compile(r"(?<![\w.])round\(|:\.\d+f\}")
    assert [own_name(path) for path in modules() if means.search(code(path))] == []


FAULTS_ARE_TOLD = ["cli/__init__.py", "products/outcome.py"]


def test_faults_are_caught_only_where_they_are_told() -> None:
    """As faults of the program with an exit code of their own, never as somebody's mistake."""
    broad = re.compile(r"except( Exception| BaseException)?:|except (Base)?Exception\b")
    assert [own_name(path) for path in modules() if broad.search(code(path))] == FAULTS_ARE_TOLD


def test_records_are_structs() -> None:
    """Dataclasses cost every start a millisecond each."""
    assert [own_name(path) for path in modules() if "dataclasses" in imports(path)] == []


def test_types_of_declarations_are_no_texts() -> None:
    """msgspec compiles each that is one, at every start."""
    for name in ("declared", "relations", "schema"):
        assert "__future__" not in imports(PACKAGE / "editions" / f"{name}.py")


def test_expressions_are_compiled_when_they_are_used() -> None:
    """At the top of a module ``regex`` stands for ``re.compile``; all of them can be compiled."""
    for path in modules():
        for node in ast.iter_child_nodes(nodes(path)[0]):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert "re.compile(" not in ast.unparse(node), path
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if not name.endswith("__main__"):
            found = vars(importlib.import_module(name.removesuffix(".__init__")))
            expressions = [one for one in found.values() if isinstance(one, UnusedRegex)]
            assert all(one.groups >= 0 for one in expressions), path


def test_every_type_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_top_of_the_package_are_its_rooms() -> None:
    found = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name[0] != "."}
    assert found - {"__pycache__", "__init__", "templates"} == set(ORDER)
