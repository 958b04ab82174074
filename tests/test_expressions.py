"""Expressions that an earlier run compiled: the same as those that re.compile makes."""

from __future__ import annotations

import importlib
import marshal
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.checks.words.lexicon import Lexicon, declared
from generator.cli import main
from generator.kept import cache, expressions
from generator.kept.expressions import compiled, keep
from generator.model import UnusedRegex
from tests.conftest import REAL
from tests.test_structure import PACKAGE, modules

ASKED: list[tuple[Any, int]] = [
    (r"(?P<sum>\d+)(?:[,，](\d+))?(?P=sum)", 0),
    (r"^[一二三四五六七八九十]+、(?i:abc)$", re.MULTILINE),
    (rb"<w:t[^>]*>|\x00", re.DOTALL),
    ("", 0),
]


@pytest.fixture(autouse=True)
def _first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache folder, and a process that has compiled nothing."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    another_run(monkeypatch)


def another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_kept", None)
    monkeypatch.setattr(expressions, "_new", {})


def nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(expressions, "_compiled", fails)
    monkeypatch.setattr(re, "compile", fails)


def own() -> Iterator[tuple[Any, int]]:
    """Every expression of the program."""
    for path in modules():
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if not name.endswith("__main__"):
            for one in vars(importlib.import_module(name.removesuffix(".__init__"))).values():
                for each in one.values() if isinstance(one, dict) else (one,):
                    if isinstance(each, UnusedRegex):
                        yield each._text, each._flags
    lexicon = Lexicon({})
    for rule in declared().rules:
        for pattern in rule.patterns:
            found = lexicon.compiled(pattern.find, pattern.pairs)
            yield found.pattern, re.MULTILINE


def test_every_expression_of_the_program_is_the_one_of_re(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal to re are two whose text, flags and code are equal."""
    asked = list(dict.fromkeys(own()))
    assert len(asked) > 300
    usual: list[re.Pattern[Any]] = [re.compile(text, flags) for text, flags in asked]
    assert [compiled(text, flags) for text, flags in asked] == usual
    keep()
    another_run(monkeypatch)
    nothing_is_compiled(monkeypatch)
    found: list[re.Pattern[Any]] = [compiled(text, flags) for text, flags in asked]
    assert found == usual
    assert [(p.groups, p.groupindex) for p in found] == [(p.groups, p.groupindex) for p in usual]


def test_a_match_of_a_kept_one_knows_its_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    text = r"(?P<name>\w)(?P<rest>.)?"
    compiled(text)
    keep()
    another_run(monkeypatch)
    match = compiled(text).match("收")
    assert match and match.groupdict() == {"name": "收", "rest": None}
    assert match.lastgroup == "name"


def test_more_is_kept_beside_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, flags in ASKED:
        another_run(monkeypatch)
        compiled(text, flags)
        keep()
    another_run(monkeypatch)
    nothing_is_compiled(monkeypatch)
    assert [compiled(text, flags).pattern for text, flags in ASKED] == [text for text, _ in ASKED]


def test_what_is_no_longer_used_goes_when_there_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(expressions, "_MOST", 2)
    compiled("a|b"), compiled("c|d")
    keep()
    compiled("e|f")
    keep()
    kept = marshal.loads(cache.load(expressions._key()) or b"")
    assert list(kept) == [("e|f", 0)]


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    keep()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        marshal.dumps(7),
        marshal.dumps({("a+", 0): 7}),
        marshal.dumps({("a+", 0): (32, b"", 0, {}, (None,))}),
        marshal.dumps({("a+", 0): (32, b"12345", 0, {}, (None,))}),
        marshal.dumps({("a+", 0): (32, b"\xff" * 40, 0, {}, (None,))}),
        marshal.dumps({("a+", 0): (2**80, b"\x01\x00\x00\x00", 0, {}, (None,))}),
        marshal.dumps({("a+", 0): ("32", b"\x01\x00\x00\x00", 0, {}, (None,))}),
    ],
)
def test_what_is_kept_wrongly_is_compiled(content: bytes) -> None:
    cache.store(expressions._key(), content)
    assert compiled("a+") == re.compile("a+")


@pytest.mark.parametrize("lacking", ["re._parser", "re._compiler", "_sre"])
def test_a_python_that_has_it_otherwise_compiles_as_ever(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def imported(name: str) -> object:
        if name == lacking:
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(expressions, "import_module", imported)
    for text, flags in ASKED:
        usual: re.Pattern[Any] = re.compile(text, flags)
        assert compiled(text, flags) == usual


def test_a_wrong_expression_is_refused_as_by_re() -> None:
    with pytest.raises(re.error):
        compiled("(")


def test_a_command_keeps_what_it_has_compiled(tmp_path: Path) -> None:
    compiled("[一二三]是")
    assert CliRunner().invoke(main, ["check", str(REAL)]).exit_code in (0, 1)
    (entry,) = (tmp_path / "gen").glob("expressions-*")
    assert ("[一二三]是", 0) in marshal.loads(cache.load(entry.name) or b"")


# Tells the modules of the program that have re compile something.
TOLD = """
import re, sys
from re import _compiler
from generator.cli import main
usual = _compiler.compile
def compile(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_code.co_filename == re.__file__:
        frame = frame.f_back
    print(f"compiled by {frame.f_code.co_filename}")
    return usual(pattern, flags)
_compiler.compile = compile
main(sys.argv[1:], standalone_mode=False)
"""


def test_a_later_run_compiles_only_what_names_the_unit_and_its_files(tmp_path: Path) -> None:
    """Those are of one unit; kept for the thousand of a bureau they would push out the program's."""
    arguments = ["build", str(REAL), "--outputs", str(tmp_path / "outputs")]
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-c", TOLD, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    assert "审阅页：" in ran.stdout, ran.stderr
    by = {
        Path(line.removeprefix("compiled by "))
        for line in ran.stdout.splitlines()
        if "compiled by" in line
    }
    own = {path.relative_to(PACKAGE).as_posix() for path in by if PACKAGE in path.parents}
    assert own <= {"checks/words/naming.py", "history/drafts/series.py"}
