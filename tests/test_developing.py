"""docs/developing.md against the program: the rooms in order, and every place that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from generator.editions import declared, schema
from tests.conftest import ROOT
from tests.test_docs import COMMANDS, DEVELOPING, DOCUMENTS
from tests.test_structure import ORDER, PACKAGE

_CODE = re.compile(r"`([^`]+)`")
_PATH = re.compile(
    r"(?:generator|tests|docs|benchmarks|tools|templates/2023|templates/2024|\.ci)/[\w./-]*"
)
_FILE = re.compile(r"[\w./-]+(?:\.(?:py|toml)|/)")
_NAME = re.compile(r"(\w+)(?:\.(\w+))?(?:\(\))?")
_SECTION = re.compile(r"\[+(\w+)\]+")
_ENTRY = re.compile(r"(\w+) = .+")


def table(heading: str) -> list[str]:
    """The rows of the table below a heading, without its head."""
    text = DEVELOPING.read_text("utf-8")
    body = re.split(r"^## ", text.split(f"\n## {heading}\n")[1], maxsplit=1, flags=re.M)[0]
    return [line for line in body.splitlines() if line.startswith("|")][2:]


def first_cell(row: str) -> str:
    return row.split("|")[1].strip()


def test_the_rooms_stand_in_the_order_of_imports() -> None:
    assert [first_cell(row).strip("`") for row in table("The rooms")] == ORDER


@pytest.mark.parametrize("row", table("The rooms"), ids=first_cell)
def test_what_stands_in_a_room_is_there(row: str) -> None:
    room = first_cell(row).strip("`")
    assert (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()
    inside = {path.relative_to(PACKAGE / room).as_posix() for path in (PACKAGE / room).rglob("*")}
    for name in filter(_FILE.fullmatch, _CODE.findall(row)):
        wanted = name.rstrip("/")
        assert any(path == wanted or path.endswith(f"/{wanted}") for path in inside), name


def entries() -> set[str]:
    """What the files of an edition may say."""
    records = [
        record
        for module in (schema, declared)
        for record in vars(module).values()
        if isinstance(record, type) and issubclass(record, schema.Declared)
    ]
    fields = (field for record in records for field in msgspec.structs.fields(record))
    return {field.encode_name for field in fields}


def symbols(path: Path) -> Iterator[str]:
    """Every name that a module defines, at its top or inside a class."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (name.id for name in node.targets if isinstance(name, ast.Name))


def modules_of(paths: list[str]) -> Iterator[Path]:
    for path in paths:
        whole = ROOT / path
        yield from whole.rglob("*.py") if whole.is_dir() else [whole] * (whole.suffix == ".py")


def unknown(row: str) -> Iterator[str]:
    """What stands in code font in a row and is neither a place, a name, an entry nor a command."""
    named = _CODE.findall(row)
    paths = [text for text in named if _PATH.fullmatch(text)]
    yield from (path for path in paths if not (ROOT / path).exists())
    known = {symbol for module in modules_of(paths) for symbol in symbols(module)}
    for text in named:
        name, section, entry = (p.fullmatch(text) for p in (_NAME, _SECTION, _ENTRY))
        if text in paths or text.startswith("{"):
            continue
        if text.startswith("gen "):
            fits = any(text == f"gen {c}" or text.startswith(f"gen {c} ") for c in COMMANDS)
        elif section or entry:
            fits = (section or entry)[1] in entries() | {"terms", "slots"}  # type: ignore[index]
        else:
            fits = name is not None and {n for n in name.groups() if n} <= known | entries()
        if not fits:
            yield text


@pytest.mark.parametrize("row", table("To change X, go to Y"), ids=first_cell)
def test_what_is_to_be_changed_is_where_the_table_says(row: str) -> None:
    assert any(map(_PATH.fullmatch, _CODE.findall(row))), "no file named"
    assert list(unknown(row)) == []


def test_the_look_at_the_table_sees_what_is_not_there() -> None:
    row = "| x | `RULES` of `generator/checks/catalogue.py`, `[rules]`, `also` | `gen rules` |"
    assert list(unknown(row)) == []
    for there, gone in (
        ("RULES", "RULEZ"),
        ("catalogue.py", "catalog.py"),
        ("[rules]", "[ruled]"),
        ("also", "alias"),
        ("gen rules", "gen rulez"),
    ):
        assert any(gone in text for text in unknown(row.replace(there, gone))), gone


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_in_code_font_exists(document: Path) -> None:
    named = filter(_PATH.fullmatch, _CODE.findall(document.read_text("utf-8")))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_modules_of_the_design_notes_exist() -> None:
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    for name in filter(re.compile(r"[\w/]+\.py").fullmatch, _CODE.findall(text)):
        roots = (ROOT, PACKAGE)
        assert any((root / name).is_file() for root in roots) or any(PACKAGE.rglob(name)), name
