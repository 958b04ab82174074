"""The embeddable Python for Windows, given as the zip that python.org offers."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from tools.bundle.library import Files
from tools.bundle.targets import VERSIONS
from tools.bundle.wheels import BundleError

_AMD64 = 0x8664
_PATHS = re.compile(r"python3(\d+)\._pth")


def embedded(archive: Path, root: str) -> Files:
    """The files of the embeddable Python, below ``root``.

    Its ``._pth`` stays as it is: it keeps everything of the computer out, and what is needed here
    is found by start.py, whose folder a ``._pth`` keeps out as well.  Raises BundleError for what
    is no embeddable Python of a version for which there are libraries.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if not name.endswith("/")]
            files = {name: opened.read(name) for name in names}
    except (OSError, zipfile.BadZipFile) as error:
        raise BundleError(f"{archive} 打不开，或者不是压缩包。") from error
    version = next((f"3.{m[1]}" for name in files if (m := _PATHS.fullmatch(name))), "")
    if not version or "python.exe" not in files:
        raise BundleError(f"{archive} 不是可嵌入的 Python（Windows embeddable package）。")
    if version not in VERSIONS or _machine(files["python.exe"]) != _AMD64:
        raise BundleError(f"{archive} 应是 64 位的 Python {'、'.join(VERSIONS)} 之一。")
    return {f"{root}/{name}": content for name, content in files.items()}


def _machine(program: bytes) -> int:
    """The kind of processor that a Windows program is for, by its header."""
    try:
        (place,) = struct.unpack_from("<I", program, 0x3C)
        signature, machine = struct.unpack_from("<4sH", program, place)
    except struct.error:
        return 0
    return int(machine) if signature == b"PE\0\0" else 0
