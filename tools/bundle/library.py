"""Wheels unpacked into folders from which Python imports: nothing is left to install.

``py`` holds what is the same for every Python, and one folder for each Python the rest.  A pure
package with names too long for a deep folder on Windows stays a zip, from which Python imports too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from tools.bundle.archive import MOST_CHARACTERS, written_zip
from tools.bundle.targets import Target
from tools.bundle.wheels import BundleError, is_pure

Files = dict[str, bytes]  # by their paths in the bundle, with /

PURE = "py"
# What no program reads at run time: sources of compiled parts, types, tests, unused templates.
_LEFT_OUT = re.compile(
    r".*\.(pyi|pyx|pxd|pxi|c|h|cpp|hpp|rst)"
    r"|(.*/)?tests?/.*"
    r"|lxml/(includes|isoschematron)/.*"
    r"|docx/templates/default-docx-template/.*"
)
_ABI = re.compile(
    r"\.cp\d+-win(_amd64|32)(?=\.pyd$)"
)  # Python does without it, and paths are short
_DATA = re.compile(r"[^/]+\.data/(?:purelib|platlib)/(.+)")
_INFO = re.compile(r"[^/]+\.(?:dist-info|data)/.*")
_LICENCE = re.compile(
    r"[^/]+\.dist-info/(?:.*/)?((?:licen[cs]e|copying|notice|authors)[^/]*)", re.I
)


def laid_out(wheels: Mapping[Target, Iterable[Path]], root: str) -> Files:
    """The files of the wheels of each target, below ``root`` in the bundle."""
    found: Files = {}
    for target, some in wheels.items():
        for wheel in some:
            pure = is_pure(wheel)
            place = f"{root}/{PURE if pure else target.folder}"
            files = _unpacked(wheel)
            if pure and max(len(f"{place}/{name}") for name in files) > MOST_CHARACTERS:
                name = wheel.name.partition("-")[0]
                files, place = {f"{name}.zip": written_zip(files)}, root
            _add(found, {f"{place}/{name}": content for name, content in files.items()})
    return found


def licences(wheels: Iterable[Path], root: str) -> Files:
    """The licences that come with the wheels, each under the name of its package."""
    found: Files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if match := _LICENCE.fullmatch(name):
                    label = PurePosixPath(match[1]).stem
                    place = f"{root}/{wheel.name.partition('-')[0]}-{label}.txt"
                    found[place] = archive.read(name)
    return found


def _unpacked(wheel: Path) -> Files:
    found: Files = {}
    with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as archive:
        for name in archive.namelist():
            moved = _DATA.fullmatch(name)
            inside = _ABI.sub("", moved[1] if moved else name)
            skipped = name.endswith("/") or (not moved and _INFO.fullmatch(name))
            if not skipped and not _LEFT_OUT.fullmatch(inside):
                found[inside] = archive.read(name)
    return found


def _add(found: Files, more: Files) -> None:
    for place, content in more.items():
        if found.setdefault(place, content) != content:
            raise BundleError(f"两个 Python 组件都有文件 {place}，内容不同。")
