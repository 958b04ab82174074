"""The shape of the program: who may import whom, and what may not be written."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model import UnusedRegex

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
# A room imports only rooms to its left.
ORDER = [
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


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_stands_to_its_left(path: Path) -> None:
    own = ORDER.index(room(path))
    for name in imports(path):
        if name.startswith("generator."):
            other = name.split(".")[1]
            if other == "__version__":
                continue
            assert ORDER.index(other) <= own, f"{path.name} imports {name}"
        library = name.split(".")[0]
        assert room(path) in ONLY_IN.get(library, {room(path)}), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_figures_are_never_rounded_by_float_means(path: Path) -> None:
    code = path.read_text("utf-8")
    assert not re.search(r"(?<![\w.])round\(", code)
    assert not re.search(r":\.\d+f\}", code)


FAULTS_ARE_TOLD = {"products/outcome.py", "cli/__init__.py"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_faults_are_caught_only_where_they_are_told(path: Path) -> None:
    """As faults of the program with an exit code of their own, never as somebody's mistake."""
    broad = re.search(
        r"except( Exception| BaseException)?:|except (Base)?Exception\b", path.read_text("utf-8")
    )
    assert broad is None or path.relative_to(PACKAGE).as_posix() in FAULTS_ARE_TOLD


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_records_are_structs(path: Path) -> None:
    """Dataclasses cost every start a millisecond each."""
    assert "dataclasses" not in set(imports(path))


def test_expressions_are_compiled_when_they_are_used() -> None:
    """At the top of a module ``regex`` stands for ``re.compile``; all of them can be compiled."""
    for path in modules():
        for node in ast.iter_child_nodes(ast.parse(path.read_text("utf-8"))):
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
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_top_of_the_package_are_its_rooms() -> None:
    found = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name[0] != "."}
    assert found - {"__pycache__", "__init__", "templates"} == set(ORDER)
