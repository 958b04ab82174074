"""run.py: what of pip's settings counts, no network, a folder that is moved or half set up."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import registry

NOWHERE = "http://127.0.0.1:9/simple"  # nobody listens there
SETTINGS = """[global]
index-url = http://mirror.invalid/simple
constraint = /etc/constraints.txt
[install]
trusted_host = mirror.invalid
user = true
"""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PIP_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def test_of_pips_settings_only_those_count_that_lead_to_a_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text(SETTINGS, "utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "http://nearer.invalid/simple")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    settings = registry.pip_settings()
    assert settings["index-url"] == "http://nearer.invalid/simple"
    assert settings["trusted-host"] == "mirror.invalid"
    given = registry.environment(settings)
    assert given["PIP_INDEX_URL"] == "http://nearer.invalid/simple"
    assert given["PIP_TRUSTED_HOST"] == "mirror.invalid"
    assert given["PIP_CONFIG_FILE"] == os.devnull  # pip itself reads no file any more
    assert {"PIP_CONSTRAINT", "PIP_USER", "PIP_TARGET"} & set(given) == set()


def test_pips_own_address_is_asked_of_pip() -> None:
    pip = registry.bundled_pip()
    assert pip is not None
    assert registry.default_address(pip).startswith("https://")
    assert str(pip) not in sys.path


def test_without_a_registry_the_bundle_is_named_at_once() -> None:
    said: list[str] = []
    with pytest.raises(registry.Unreachable, match=r"没有网络.*\n.*gen-.*-windows\.zip"):
        registry.look_for({}, NOWHERE, said.append)
    with pytest.raises(registry.Unreachable):
        registry.look_for({"proxy": "127.0.0.1:9"}, "https://pypi.invalid", said.append)
    assert said == []


def test_a_mirror_of_the_office_is_asked_past_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings = {"index-url": f"http://127.0.0.1:{server.getsockname()[1]}/simple"}
        with pytest.raises(registry.Unreachable):
            registry.look_for(settings, NOWHERE, said.append)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        registry.look_for(settings, NOWHERE, said.append)
    assert said == []


def test_an_offices_own_source_is_tried_all_the_same() -> None:
    said: list[str] = []
    settings = {"find-links": "/wheels"}
    registry.look_for(settings, NOWHERE, said.append)
    assert settings["retries"] == "0"
    assert "gen-版本号-windows.zip" in said[0]
    registry.look_for({"no-index": "true", "find-links": "/wheels"}, NOWHERE, said.append)
    assert len(said) == 1


def test_a_registry_that_answers_is_not_spoken_of() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        registry.look_for({"extra-index-url": address}, NOWHERE, said.append)
    assert said == []


def test_a_registry_that_is_slow_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(registry, "_PATIENCE", 0.05)
    monkeypatch.setattr(registry, "_listens", lambda _address: time.sleep(1))
    registry.look_for({}, NOWHERE, said.append)
    assert said[0].startswith("Python 组件库还没有回应")


def set_up(folder: Path) -> None:
    """The folder of a program that prints what it is given, as run.py sets it up."""
    (folder / "generator").mkdir(parents=True)
    (folder / "generator" / "__main__.py").write_text("import sys\nprint(*sys.argv[1:])\n", "utf-8")
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    digest = hashlib.sha256()
    for file in ("pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / file, folder)
        digest.update((folder / file).read_bytes())
    shutil.copy(ROOT / "run.py", folder)
    venv.create(folder / ".venv", symlinks=os.name != "nt")
    (packages,) = (folder / ".venv").rglob("site-packages")
    (packages / "_editable_impl_gen.pth").write_text(os.path.relpath(folder, packages), "utf-8")
    stamp = f"{digest.hexdigest()} {sys.version_info[0]}.{sys.version_info[1]}"
    (folder / ".venv" / "run.stamp").write_text(stamp, "utf-8")


def run(folder: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, folder / "run.py", *arguments],
        cwd=cwd,
        env=environment | {"PIP_INDEX_URL": NOWHERE},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "gen"
    set_up(made)
    return made


def test_a_folder_that_was_moved_goes_on_working(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "generator").mkdir()  # in the working folder: not the program
    (tmp_path / "generator" / "__main__.py").write_text("print('wrong')", "utf-8")
    for place in (folder, tmp_path / "移动 (1) & 之后"):
        if place != folder:
            folder.rename(place)
        result = run(place, "check", "甲 乙.xlsx", cwd=tmp_path)
        assert (result.stdout, result.stderr) == ("check 甲 乙.xlsx\n", "")


@pytest.mark.parametrize("broken", ["stamp", "pins", "python"])
def test_what_is_not_whole_is_set_up_again(folder: Path, broken: str) -> None:
    """Offline, so that it stops where it would fetch."""
    if broken == "stamp":
        (folder / ".venv" / "run.stamp").unlink()
    elif broken == "pins":
        with (folder / "requirements.txt").open("a", encoding="utf-8") as pins:
            pins.write("# new\n")
    else:
        for python in (folder / ".venv").rglob("python*"):
            if python.is_symlink() or python.suffix == ".exe":
                python.unlink()
    result = run(folder, "check", cwd=folder)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"连不上 Python 组件库：这台电脑没有网络，或者网络不通。\n{registry.OFFLINE}\n"
    )
