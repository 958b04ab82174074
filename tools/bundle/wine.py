"""The .cmd files of the bundle under Wine, with a stand-in for the Python of Windows.

Wine starts programs of this system too: the stand-in is a script that turns the paths of Windows
back into ours and runs this Python.  What Wine 8 does otherwise than Windows is not tried here:
%CMDCMDLINE%, from which the dropped paths are read, UTF-16 in "type", exit codes of such programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bundle.contents import EXAMPLES
from tools.bundle.making import Say
from tools.bundle.wheels import BundleError

_PATIENCE = 120  # seconds: the first start of Wine makes itself a home
_BOOK = f"甲局 乙{'(1)&x!'}.xlsx"
_STAND_IN = """#!/bin/sh
for word; do
  shift
  case $word in Z:*) word=$(printf %s "$word" | cut -c3- | tr '\\\\' /) ;; esac
  set -- "$@" "$word"
done
{before}
exec {python} -S "$@"
"""
_OF_PY = "shift  # -3"


def tried_under_wine(folder: Path, say: Say) -> None:
    """Use the .cmd files of a bundle that has libraries for this system too."""
    if not shutil.which("wine"):
        say("没有 wine：.cmd 文件没有运行。")
        return
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        _expect(_cmd(folder, home, "新建.cmd"), 0, "Press any key", "没有 Python 时停下来")
        _expect(_cmd(folder, home, "gen.cmd", "status"), 2, "", "没有 Python 时的退出码")
        _stand_in(folder / "python" / "python.exe", "")
        _use(folder, home, say, "随带的 Python")
        shutil.rmtree(folder / "python")
        _stand_in(home / "path" / "py.exe", _OF_PY)
        _use(folder, home, say, "py 找到的 Python")
        subprocess.run(["wineserver", "-k"], env=_environment(home), capture_output=True)


def _use(folder: Path, home: Path, say: Say, what: str) -> None:
    books = Path(tempfile.mkdtemp(dir=home))
    shutil.copy(folder / EXAMPLES / "2023.xlsx", books / _BOOK)
    _expect(_cmd(folder, home, "核对并生成.cmd", _windows(books / _BOOK)), 0, "已写出草稿", what)
    if not list((books / "outputs" / "2023").glob("*.docx")):
        raise BundleError(f"{what}：工作簿旁边没有草稿")
    _expect(_cmd(folder, home, "gen.cmd", "check", _windows(books / _BOOK)), 0, "错误 0", what)
    _expect(_cmd(folder, home, "gen.cmd", "check", "没有.xlsx"), 0, "没有.xlsx", what)
    say(f"{what}：.cmd 文件在 wine 里好")


def _stand_in(place: Path, before: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    python = getattr(sys, "_base_executable", sys.executable)
    place.write_text(_STAND_IN.format(before=before, python=python), "utf-8")
    place.chmod(0o755)


def _windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _environment(home: Path) -> dict[str, str]:
    own = {"HOME": str(home), "WINEPREFIX": str(home / "wine"), "WINEDEBUG": "-all"}
    path = {"WINEPATH": _windows(home / "path"), "BROWSER": "true", "DISPLAY": ""}
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | own | path


def _cmd(folder: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["wine", "cmd", "/c", *words],
        cwd=folder,
        env=_environment(home),
        input="\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
    )


def _expect(done: subprocess.CompletedProcess[str], code: int, words: str, what: str) -> None:
    if done.returncode != code or words not in done.stdout:
        raise BundleError(
            f"{what}：以 {done.returncode} 结束，应是 {code}；{words!r}\n{done.stdout}"
        )
