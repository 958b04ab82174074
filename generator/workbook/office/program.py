"""LibreOffice's program: where it is, how it is started and ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

# LibreOffice frees and takes small pieces all the time; the way of glibc to search for one grows
# longer with each document.  More of them kept at hand, in large pages, are a sixth less work
# over 40 documents.  Read by glibc alone; a value that somebody has set stays.
_MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=8000:glibc.malloc.hugetlb=1"}


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


def build_of(program: Path) -> str:
    """Which LibreOffice it is, as it names itself; "" where that cannot be seen."""
    folder = program.resolve().parent
    for name in ("versionrc", "version.ini"):
        with suppress(OSError, UnicodeDecodeError):
            for line in (folder / name).read_text("utf-8").splitlines():
                if line.startswith("buildid="):
                    return line.removeprefix("buildid=")
    return ""


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process of a group of its own, which ctrl-C does not reach.  Raises OSError."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        env=_MEMORY | os.environ,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait so many seconds for the process, then end it with everything that it started.

    soffice is a script around the program that works: both must go.
    """
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
