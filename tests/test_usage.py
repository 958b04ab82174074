"""A mistyped command is answered in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main, usage
from tests.conftest import ROOT

MISTYPED = [
    (["build"], "缺少参数「工作簿…」。"),
    (["bild", "x.xlsx"], "没有 bild 这个命令。是不是「build」？"),
    (
        ["build", "--jsom", "x.xlsx"],
        "没有 --jsom 这个选项。是不是其中之一：「--jobs」、「--json」？",
    ),
    (["build", "x.xlsx", "--outputs"], "选项 --outputs 后面要写一个值。"),
    (["build", "--json=3", "x.xlsx"], "选项 --json 后面不带值。"),
    (["new", "20x4"], "「年度」的值不对：「20x4」不是整数。"),
    (["new", "1999"], "「年度」的值不对：应在 2000 至 2099 之间，不能是 1999。"),
    (["build", "x.xlsx", "--jobs", "0"], "「--jobs」的值不对：应不小于 1，不能是 0。"),
    (["template", "new", "x"], "缺少选项「--from」。"),
    (["rules", "X04", "X05"], "多出了一个参数：X05"),
    (["template", "chek"], "没有 chek 这个命令。是不是「check」？"),
]
# What may stand in Latin letters: the command, its parts, what was typed.
KNOWN = re.compile(
    r"gen|main|--?[a-z]+|build|check|bild|chek|x\.xlsx|20x4|X05|template|new|rules|x"
)


@pytest.mark.parametrize(("arguments", "says"), MISTYPED, ids=lambda value: str(value))
def test_a_mistyped_command_is_explained_in_chinese(arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert says in result.output
    assert not re.findall("[A-Za-z]+", KNOWN.sub("", result.output)), result.output
    assert not re.search(r"['<=]|[。：] |\.$", result.output, re.M)


def test_help_pages_are_chinese() -> None:
    asked = (["--help"], ["new", "--help"], ["template", "new", "--help"], ["build", "--help"])
    for arguments in asked:
        shown = CliRunner().invoke(main, arguments).output
        assert "用法：main" in shown and "选项：" in shown
        assert not re.search(
            "required|RANGE|<=|>=|Usage|Options|Commands|Show|OPTIONS|COMMAND|TEXT|PATH", shown
        )


def test_the_set_up_speaks_with_chinese_signs() -> None:
    """run.py cannot use anything of the program; what it says keeps to the same signs."""
    said = [
        node.value
        for path in (ROOT / "run.py", *sorted((ROOT / "tools").rglob("*.py")))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    chinese = [words for words in said if re.search("[\u4e00-\u9fff]", words)]
    assert len(chinese) > 20
    assert [words for words in chinese if re.search("[,:;!?()]", words)] == []


def _spoken(path: Path) -> Iterator[str]:
    """What a module of click passes through gettext."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            for argument in node.args[:2]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def test_the_catalogue_holds_clicks_own_words() -> None:
    folder = Path(click.__file__).parent
    spoken = {path.stem: set(_spoken(path)) for path in folder.glob("*.py")}
    every = set().union(*spoken.values())
    by_a_variable = {"required"}
    assert set(usage._WORDS) <= every | by_a_variable
    unsaid = {"Invalid start character for option ({option})"}  # the program's own mistake
    assert spoken["exceptions"] | spoken["parser"] <= set(usage._WORDS) | unsaid
    for words, chinese in usage._WORDS.items():
        assert set(re.findall(r"\{(\w+)", chinese)) <= set(re.findall(r"\{(\w+)", words))
