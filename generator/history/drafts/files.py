"""Files that appear whole or not at all, and never in the place of another."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.model import Finding, Severity
from generator.workbook.leftovers import PREFIX, SUFFIX

_LONGEST_NAME = 255
_LONGEST_WINDOWS_PATH = 260


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


def require_room(folder: Path, names: Iterable[str]) -> None:
    """Raises OSError (ENAMETOOLONG) before anything is written whose name would not fit.

    Most systems count 255 bytes of UTF-8 or 255 characters for a name, Windows 260 for a path.
    """
    for name in names:
        units = len(name.encode("utf-16-le")) // 2 if os.name == "nt" else len(os.fsencode(name))
        whole = len(str(folder.absolute() / name)) if os.name == "nt" else 0
        if units > _LONGEST_NAME or whole >= _LONGEST_WINDOWS_PATH:
            raise OSError(errno.ENAMETOOLONG, "name too long", name)


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
        remedy=f"{advice(error)}后再运行；原有的草稿没有动。",
    )


def advice(error: OSError) -> str:
    """What to do about it, without a stop."""
    known = {
        errno.ENAMETOOLONG: "改用较短的文件名和文件夹名（例如 2023.xlsx）",
        errno.EINVAL: '把文件改名，不用 < > : " / \\ | ? * 这些字符',
        errno.ENOSPC: "清理磁盘空间，或换一个磁盘",
        errno.EBUSY: "关闭打开它的程序",
    }
    return known.get(error.errno or 0, "检查磁盘空间和文件夹权限")


def reason(error: OSError) -> str:
    """Why, in Chinese where it is known."""
    known = {
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已用完",
        errno.EFBIG: "文件大小超过了系统的限制",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
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
