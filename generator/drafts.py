"""Where the drafts of a workbook go: numbered files that are never overwritten."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.model import Finding, InputProblem, Severity


@dataclass(frozen=True)
class Written:
    """Where a draft stands; ``fresh`` is False when an equal draft was there already."""

    path: Path
    number: int
    fresh: bool


def save(folder: Path, stem: str, content: bytes) -> Written:
    """Write the next draft ``<stem>决算公开第N稿.docx`` into ``folder``.

    A draft with the same content as the latest one is not written again.  The file appears
    whole or not at all.  Raises InputProblem when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        numbers = _numbers(folder, stem)
        if numbers:
            latest = _path(folder, stem, max(numbers))
            if latest.read_bytes() == content:
                return Written(latest, max(numbers), False)
        return _write_new(folder, stem, max(numbers, default=0) + 1, content)
    except OSError as error:
        raise InputProblem([_unwritable(folder, error)]) from error


def _path(folder: Path, stem: str, number: int) -> Path:
    return folder / f"{stem}决算公开第{number}稿.docx"


def _numbers(folder: Path, stem: str) -> list[int]:
    pattern = re.compile(re.escape(stem) + r"决算公开第(\d+)稿\.docx")
    return [int(m[1]) for path in folder.iterdir() if (m := pattern.fullmatch(path.name))]


def _write_new(folder: Path, stem: str, number: int, content: bytes) -> Written:
    """Write beside, then link into place: an existing file of that name is never replaced."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        while True:
            path = _path(folder, stem, number)
            if _placed(temporary, path):
                return Written(path, number, True)
            number += 1
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _placed(temporary: Path, path: Path) -> bool:
    """Give the file its name unless the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        temporary.rename(path)
    return True


def _unwritable(folder: Path, error: OSError) -> Finding:
    return Finding(
        "I20",
        Severity.ERROR,
        f"草稿写不进 {folder}：{_reason(error)}",
        remedy="检查磁盘空间和文件夹权限后再运行；原有的草稿没有动。",
    )


def _reason(error: OSError) -> str:
    import errno

    known = {
        errno.ENOSPC: "磁盘已满",
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.EROFS: "磁盘是只读的",
        errno.ENOTDIR: "路径中有一段不是文件夹",
        errno.EEXIST: "同名的文件占了文件夹的位置",
    }
    return known.get(error.errno or 0, error.strerror or str(error))
