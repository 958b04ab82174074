"""What a place prints stands in its edition: no number of a table, no part, no region in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PRINTED = re.compile(r"公开0\d表|(?<!\d)0\d表|第[一二三四五六]部分|武汉|上海|湖南|湖北|黄陂")
MODULES = sorted((ROOT / "generator").rglob("*.py"))


def texts(path: Path) -> Iterator[str]:
    """Every text of a module that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_holds_what_a_place_prints(path: Path) -> None:
    assert [text for text in texts(path) if PRINTED.search(text)] == []


def test_the_look_sees_what_is_there(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text('"""公开01表"""\nA = "见公开01表"\nB = f"第三部分 {A}"\n', "utf-8")
    assert [text for text in texts(module) if PRINTED.search(text)] == ["见公开01表", "第三部分 "]
