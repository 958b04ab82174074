"""What a place prints stands in its edition: no number of a table, no part, no region in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

REGIONS = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南"
    "|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|武汉|黄陂|蔡甸|深圳|广州|长沙"
)
PRINTED = re.compile(rf"公开[01]\d表|(?<!\d)[01]\d表|第[一二三四五六]部分|{REGIONS}")
MODULES = sorted((ROOT / "generator").rglob("*.py"))
PAGES = sorted((ROOT / "generator").rglob("*.j2"))


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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_template_holds_what_a_place_prints(path: Path) -> None:
    assert PRINTED.findall(re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)) == []


def test_the_look_sees_what_is_there(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text(
        '"""公开01表"""\nA = "见公开11表"\nB = f"第三部分 {A}"\nC = {"广东": 1}\n', "utf-8"
    )
    found = [text for text in texts(module) if PRINTED.search(text)]
    assert sorted(found) == sorted(["见公开11表", "广东", "第三部分 "])
