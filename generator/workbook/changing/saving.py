"""A changed workbook in the place of the old one, which is kept beside it."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from pathlib import Path

from generator.model import Finding, InputProblem, Severity
from generator.workbook.leftovers import PREFIX, SUFFIX
from generator.workbook.reading.opening import lock_of


def refuse_open(path: Path) -> None:
    """Raises InputProblem where a lock file says that the workbook is open in another program."""
    lock = lock_of(path)
    if lock is not None:
        remedy = f"关闭它，再运行。已经关闭的，删去旁边的 {lock.name}（隐藏文件），再运行"
        what = f"正在 Excel、WPS 或 LibreOffice 中打开（旁边有 {lock.name}）"
        raise _refused(path, what, remedy)


def replace_workbook(path: Path, old: bytes, new: bytes) -> Path:
    """Write ``new`` in the place of ``old`` and return the file that keeps ``old``.

    The workbook is the old one or the new one at any time, whatever happens.  Raises InputProblem
    when it is open, was saved in the meantime or cannot be written; it is unchanged then.
    """
    refuse_open(path)
    backup: Path | None = None
    draft: Path | None = None
    try:
        draft = _written(path.parent, new)
        shutil.copymode(path, draft)
        backup = _kept(path, old)
        if path.read_bytes() != old:
            raise _refused(path, "刚才又被保存过", "再运行一次")
        draft.replace(path)
    except OSError as error:
        _forget(draft, backup)
        raise _refused(path, *_why(error)) from error
    except InputProblem:
        _forget(draft, backup)
        raise
    return backup


def _written(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
    with os.fdopen(handle, "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.close()
            Path(name).unlink(missing_ok=True)
            raise
    return Path(name)


def _kept(path: Path, old: bytes) -> Path:
    """The old content under a free name; no ending of a workbook, so that no command takes it."""
    for number in itertools.count(1):
        backup = path.with_name(f"{path.stem}-改前{number}{path.suffix}.bak")
        with contextlib.suppress(FileExistsError), backup.open("xb") as file:
            file.write(old)
            return backup
    raise AssertionError("numbers never end")


def _forget(*paths: Path | None) -> None:
    for path in paths:
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _why(error: OSError) -> tuple[str, str]:
    if isinstance(error, PermissionError):
        return "写不进去", "可能正在 Excel 或 WPS 中打开：关闭后再运行；或者检查文件和文件夹的权限"
    return "写不进去", "检查磁盘空间和文件夹权限后再运行"


def _refused(path: Path, what: str, remedy: str) -> InputProblem:
    message = f"{path.name}：{what}，没有改动它"
    return InputProblem([Finding("I20", Severity.ERROR, message, remedy=f"{remedy}。")])
