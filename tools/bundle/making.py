"""The bundle, made."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from generator import __version__
from tools.bundle.archive import MOST_CHARACTERS, checksums, written_zip
from tools.bundle.contents import PROGRAM, contents
from tools.bundle.embedded import embedded
from tools.bundle.library import Files, laid_out, licences
from tools.bundle.targets import VERSIONS, Target, windows
from tools.bundle.wheels import BundleError, Wheels, direct, fetch, in_folder, is_pure, needed, pins

TOP = "决算公开"
SUMS = "校验和.txt"
_LIBRARY = f"{PROGRAM}/lib"

Say = Callable[[str], None]


def bundle(root: Path, folder: Path, python: Path | None, say: Say) -> Path:
    """Write ``gen-<version>-windows.zip`` into the folder; its place.

    ``python`` is the embeddable Python for Windows as a zip, None where Windows has its own.
    """
    own = embedded(python, "python") if python else {}
    targets = [windows(version, bits) for bits in ("win_amd64", "win32") for version in VERSIONS]
    files = contents(root) | libraries(root, targets, say) | own
    if long := [name for name in files if len(name) > MOST_CHARACTERS]:
        raise BundleError(f"文件名太长，在深的文件夹里 Windows 打不开：{'、'.join(long)}")
    files[SUMS] = checksums(files)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"gen-{__version__}-windows.zip"
    target.write_bytes(written_zip(files, TOP))
    return target


def libraries(root: Path, targets: list[Target], say: Say) -> Files:
    """What the program needs, unpacked for each target, and the licences.

    For 32 bits only where there is a wheel of everything; else it is told what has none.
    """
    with tempfile.TemporaryDirectory() as place:
        found: dict[Target, Wheels] = {}
        for target in targets:
            try:
                found[target] = wheels(root, target, Path(place), say)
            except BundleError as error:
                if not target.optional:
                    raise
                say(f"不带 {target.folder}：{error}")
                break
        every = {file.name: file for some in found.values() for file in some.values()}
        own = laid_out({target: some.values() for target, some in found.items()}, _LIBRARY)
        return own | licences(every.values(), f"{PROGRAM}/licences")


def wheels(root: Path, target: Target, place: Path, say: Say) -> Wheels:
    """The wheels that the program needs on a target; what is the same for all is fetched once."""
    say(f"正在下载 {target.folder} 的 Python 组件……")
    lines = pins((root / "requirements.txt").read_text("utf-8"), target.markers)
    shared, own = place / "shared", place / target.folder
    for folder in (shared, own):
        folder.mkdir(exist_ok=True)
    known = in_folder(shared)
    fetch([line for name, line in lines.items() if name not in known], target, own)
    for wheel in own.glob("*.whl"):
        if is_pure(wheel):
            wheel.rename(shared / wheel.name)
    every = in_folder(shared) | in_folder(own)
    wanted = needed(every, direct(root / "pyproject.toml"), target.markers)
    return {name: every[name] for name in sorted(wanted)}
