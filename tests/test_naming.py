"""No number of a table is written in the program: the edition says what is printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.editions import load
from tests.test_structure import modules, nodes, own_name

NUMBER = re.compile(r"公开\d|\d\d表|\d\d[、＋]\d\d表")


def texts(path: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in nodes(path)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(path):
        said = node.value if isinstance(node, ast.Constant) else None
        if isinstance(said, str) and id(node) not in docstrings:
            yield said


def test_no_printed_number_of_a_table_in_python() -> None:
    found = {own_name(path): list(filter(NUMBER.search, texts(path))) for path in modules()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{totals}", "公开01表"),
        ("{totals.mark}合计", "01表合计"),
        ("{totals}{totals.opening}行", "公开01表29行"),
        ("{fiscal}{fiscal/general}栏", "公开04表3栏"),
        ("{fiscal}{fiscal.general}行", "公开04表1行"),
        ("{income,general}", "公开02、05表"),
        ("{general+fund+capital.mark}支出", "05＋07＋08表支出"),
        ("{name}和{what}", "{name}和{what}"),
        ("没有", "没有"),
    ],
)
def test_the_edition_says_what_its_tables_are_called(text: str, said: str) -> None:
    assert load("2023").worded(text) == said


def compared(path: Path) -> Iterator[str]:
    """The texts that a module compares something with."""
    for node in nodes(path):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                parts = side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
                for part in parts:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_no_word_of_a_choice_is_compared_with() -> None:
    """Choices have keys; only the units of money are what they are everywhere."""
    blocks = [block for sheet in load("2023").sheets for block in sheet.blocks]
    offered = [e.choices for b in blocks for e in b.lines] + [
        e.choices for b in blocks for e in b.columns
    ]
    words = {word for choices in offered for word in choices.values()} - {"元", "万元"}
    assert words >= {"部门", "参公事业单位", "国有资本经营", "财政专项资金"}
    found = {own_name(path): set(compared(path)) & words for path in modules()}
    assert {name: said for name, said in found.items() if said} == {}
