"""Files that appear whole or not at all, and never in the place of another."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.leftovers import PREFIX, SUFFIX
from generator.model import Finding, Severity


@contextlib.contextmanager
def temporary(folder: Path, content: bytes) -> Iterator[Path]:
    """A hidden file with the whole content, gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o644)
        yield path
    finally:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def placed(source: Path, path: Path) -> bool:
    """Give the file its name unless the name is taken."""
    try:
        os.link(source, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        source.rename(path)
    return True


def read_or_none(path: Path) -> bytes | None:
    """The content of a file; None where another program holds it, or it is no file.

    Only a file is opened: reading a pipe or a device may never end.
    """
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def unwritable(folder: Path, error: OSError, what: str = "草稿") -> Finding:
    """The finding for something that could not be written."""
    return Finding(
        "I20",
        Severity.ERROR,
        f"{what}写不进 {folder}：{reason(error)}",
        remedy="检查磁盘空间和文件夹权限后再运行；原有的草稿没有动。",
    )


def reason(error: OSError) -> str:
    """Why, in Chinese where it is known."""
    known = {
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已用完",
        errno.EFBIG: "文件大小超过了系统的限制",
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.EROFS: "磁盘是只读的",
        errno.ENOTDIR: "路径中有一段不是文件夹",
        errno.ENOENT: "没有这个文件夹，也不能新建",
        errno.ENAMETOOLONG: "文件名太长",
        errno.EINVAL: "文件名里有系统不允许的字符",
        errno.EISDIR: "同名的文件夹占了文件的位置",
        errno.EIO: "磁盘读写出错",
        errno.EBUSY: "文件正被别的程序占用",
        errno.EEXIST: "同名的文件占了文件夹的位置",
    }
    told = error.strerror or ""  # Windows speaks the language of the machine
    unknown = told if told and not told.isascii() else f"系统错误，代号 {error.errno or '不明'}"
    return known.get(error.errno or 0, unknown)
