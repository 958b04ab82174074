"""LibreOffice: one document in, the same one in another format out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.workbook.leftovers import PREFIX, SUFFIX, sweep

_TIMEOUT = 180  # seconds for one conversion
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for place, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)


def office() -> Path | None:
    """LibreOffice's program; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    usual = [
        Path(os.environ.get("PROGRAMFILES", "C:/Program Files"))
        / "LibreOffice/program/soffice.exe",
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]
    return next((path for path in usual if path.is_file()), None)


class NotConverted(Exception):
    """LibreOffice is missing, fails or takes too long; ``told`` and ``remedy`` say so in Chinese."""

    def __init__(self, told: str, remedy: str) -> None:
        super().__init__(told)
        self.told, self.remedy = told, remedy


class NoOffice(NotConverted):
    """LibreOffice is not installed."""

    def __init__(self) -> None:
        remedy = (
            "安装 LibreOffice（libreoffice.org；Debian：apt install libreoffice-writer）后再运行。"
        )
        super().__init__("没有找到 LibreOffice", remedy)


class NotMade(NotConverted):
    """LibreOffice cannot read the file: nothing came out."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"LibreOffice 没有生成 {kind.upper()}", "先在 LibreOffice 中打开这份文件看看。"
        )


def converted(content: bytes, ending: str, target: str, read_as: str = "") -> bytes:
    """A document whose name would end in ``ending``, as another.

    ``target`` is what LibreOffice calls the other one: its ending, then a filter with options
    (``docx:MS Word 2007 XML``); ``read_as`` the filter that reads, where the ending does not say it.
    Raises NotConverted.
    """
    program = office()
    if program is None:
        raise NoOffice
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, suffix=SUFFIX) as name:
        folder = Path(name)
        source = folder / "in" / f"document{ending}"
        source.parent.mkdir()
        source.write_bytes(content)
        _lock(folder / "profile")
        options = [f"--infilter={read_as}"] if read_as else []
        _convert(program, folder, source, [*options, "--convert-to", target])
        kind = target.partition(":")[0]
        made = folder / f"document.{kind}"
        if not made.is_file():
            raise NotMade(kind)
        return made.read_bytes()


def _lock(profile: Path) -> None:
    """A profile that fetches nothing from elsewhere and runs nothing that a document brings."""
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")


def _convert(program: Path, folder: Path, source: Path, options: Sequence[str]) -> None:
    """Each conversion has a profile of its own, so that several can run at once."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", *options]
    try:
        _run([*command, "--outdir", str(folder), str(source)])
    except subprocess.TimeoutExpired as error:
        told = f"LibreOffice {_TIMEOUT} 秒内没有完成转换，已停止"
        raise NotConverted(told, "关闭其他程序后再试。") from error
    except OSError as error:
        told = f"LibreOffice 不能运行（系统错误，代号 {error.errno}）"
        raise NotConverted(told, f"检查 {program}，或重新安装 LibreOffice。") from error


def _run(command: Sequence[str]) -> None:
    """Run to the end; whatever interrupts it, the program and what it started end too."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(_TIMEOUT)
        finally:
            if process.poll() is None:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """soffice is a script around the program that works: both must go."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
