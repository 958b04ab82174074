"""What TOML texts declare, kept from run to run: as if they had been parsed each time."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.editions.toml import parsed
from generator.kept import cache

SAID = 'a = "甲\\u0000"\nb = [1, 1.0, true, -0.0, {}, []]\n[c]\nz = {}\na = 18446744073709551615\n'
NOT_KEPT = (
    "a = 2024-01-02",
    "a = 2024-01-02T03:04:05+08:00",
    "a = 03:04:05",
    "a = 18446744073709551616",
    f"{'.'.join('a' * 3000)} = 1",
)
NO_DECLARATIONS = (
    b"",
    b"garbage",
    b"\x07",
    b"\x81\x01\x02",
    b"\x81\xa1a",
    b"\x81\xa1a" * 3000 + b"\x01",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder; it is made when something is kept."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return tmp_path / "home" / "gen"


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Python's own parser was given."""
    seen: list[str] = []
    loads = tomllib.loads

    def counting(said: str) -> dict[str, Any]:
        seen.append(said)
        return loads(said)

    monkeypatch.setattr(tomllib, "loads", counting)
    return seen


def test_declarations_are_parsed_once_and_kept_as_they_are(parsings: list[str]) -> None:
    first, second = parsed(SAID, "a.toml"), parsed(SAID, "a.toml")
    assert parsings == [SAID]
    assert repr(first) == repr(second)  # kinds and order, too
    parsed(f"{SAID}#", "a.toml")
    assert len(parsings) == 2


def test_a_second_run_does_not_need_the_parser() -> None:
    said = "import sys, generator.checks.catalogue as c; from generator.editions import load\n"
    said += "load('hunan-2024'); print('tomllib' in sys.modules)"
    runs = [subprocess.check_output([sys.executable, "-c", said], text=True) for _ in range(2)]
    assert runs == ["True\n", "False\n"]


@pytest.mark.parametrize("said", NOT_KEPT, ids=range(len(NOT_KEPT)))
def test_what_would_come_back_otherwise_is_not_kept(
    said: str, folder: Path, parsings: list[str]
) -> None:
    assert parsed(said, "a.toml").keys() == parsed(said, "a.toml").keys() == {"a"}
    assert parsings == [said, said]
    assert not folder.exists()


def test_damaged_declarations_are_told_each_time(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(
            ValueError, match=r"^a\.toml 写法有误（Invalid value \(at line 1, column 5\)）$"
        ):
            parsed("a = ?", "a.toml")
    assert not folder.exists()


def test_kept_declarations_that_are_none_are_parsed_anew(folder: Path, parsings: list[str]) -> None:
    first = parsed(SAID, "a.toml")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    for times, content in enumerate(NO_DECLARATIONS, start=2):
        cache.store(kept.name, content)
        assert parsed(SAID, "a.toml") == first
        assert len(parsings) == times
        assert kept.read_bytes() == whole
