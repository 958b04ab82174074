"""Where the drafts of a workbook go: numbered files that are never overwritten."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model import Finding, InputProblem, Severity


@dataclass(frozen=True)
class Written:
    """Where a draft stands; ``fresh`` is False when an equal draft was there already."""

    path: Path
    number: int
    fresh: bool
    final: bool = False


def save(folder: Path, stem: str, content: bytes, final: bool = False) -> Written:
    """Write the next draft ``<stem>决算公开第N稿.docx``, or the final version, into ``folder``.

    The final version is ``<stem>决算公开定稿.docx``; a later one gets a number.  A draft with the same content as the latest one is not written again.  The file appears
    whole or not at all.  Raises InputProblem when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        series = Series(folder, stem, final)
        last = max(series.numbers(), default=0)
        if last and series.path(last).read_bytes() == content:
            return Written(series.path(last), last, False, final)
        return _write_new(series, last + 1, content)
    except OSError as error:
        raise InputProblem([_unwritable(folder, error)]) from error


def save_page(draft: Path, page: str) -> Path:
    """Write the page ``<draft>-审阅.html`` beside a draft; an equal one is left as it is.

    An older page is replaced only where its seal shows that nobody has changed it since it was
    written; else the new one gets a number.  Raises InputProblem when it cannot be written.
    """
    content = _sealed(page)
    try:
        for number in itertools.count(1):
            path = draft.with_name(f"{draft.stem}-审阅{number if number > 1 else ''}.html")
            if _is_there(path, content) or _written_page(path, content):
                return path
    except OSError as error:
        raise InputProblem([_unwritable(draft.parent, error, "审阅页")]) from error
    raise AssertionError("count never ends")


def _is_there(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _written_page(path: Path, content: bytes) -> bool:
    """Write the page whole; False where the name is taken by something that is not ours."""
    ours = path.is_file() and _unchanged(path.read_bytes())
    with _temporary(path.parent, content) as temporary:
        if ours:
            temporary.replace(path)
            return True
        return _placed(temporary, path)


_SEAL = re.compile(rb"<!-- ([0-9a-f]{64}) -->\n\Z")


def _sealed(page: str) -> bytes:
    """The page with a last line that holds the digest of all before it."""
    content = page.encode("utf-8")
    return content + f"<!-- {hashlib.sha256(content).hexdigest()} -->\n".encode()


def _unchanged(content: bytes) -> bool:
    seal = _SEAL.search(content)
    return (
        seal is not None and hashlib.sha256(content[: seal.start()]).hexdigest().encode() == seal[1]
    )


@dataclass(frozen=True)
class Series:
    """The numbered drafts of one workbook, or its final versions."""

    folder: Path
    stem: str
    final: bool

    def path(self, number: int) -> Path:
        """Where number N stands."""
        kind = f"定稿{number if number > 1 else ''}" if self.final else f"第{number}稿"
        return self.folder / f"{self.stem}决算公开{kind}.docx"

    def numbers(self) -> list[int]:
        """The numbers that are there."""
        kind = r"定稿(\d*)" if self.final else r"第(\d+)稿"
        pattern = re.compile(f"{re.escape(self.stem)}决算公开{kind}\\.docx")
        names = (pattern.fullmatch(path.name) for path in self.folder.iterdir())
        return [int(match[1] or 1) for match in names if match]


def save_pdf(document: Path, pdf: bytes) -> Path:
    """Write the PDF beside its document; one that is there stays, the new one gets a number.

    Raises InputProblem when it cannot be written.
    """
    try:
        with _temporary(document.parent, pdf) as temporary:
            for number in itertools.count(1):
                path = document.with_name(f"{document.stem}{f'-{number}' * (number > 1)}.pdf")
                if _placed(temporary, path):
                    return path
    except OSError as error:
        raise InputProblem([_unwritable(document.parent, error, "PDF")]) from error
    raise AssertionError("count never ends")


def save_beside(document: Path, name: str, content: bytes) -> Path:
    """Write ``<document>-<name>.html``; an equal one is left, a different one stays beside it.

    Raises InputProblem when it cannot be written.
    """
    try:
        with _temporary(document.parent, content) as temporary:
            for path in _names(document, name, ".html"):
                if _is_there(path, content) or _placed(temporary, path):
                    return path
    except OSError as error:
        raise InputProblem([_unwritable(document.parent, error, name)]) from error
    raise AssertionError("names never end")


def save_folder(document: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write the folder ``<document>-<name>``; an equal one is left, a different one stays beside it.

    The folder appears with all its files or not at all.  Raises InputProblem when it cannot be
    written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".", suffix=".tmp", dir=document.parent) as made:
            whole = Path(made) / "whole"
            whole.mkdir()
            for file, content in files.items():
                (whole / file).write_bytes(content)
            for path in _names(document, name):
                if _holds(path, files) or _moved(whole, path):
                    return path
    except OSError as error:
        raise InputProblem([_unwritable(document.parent, error, name)]) from error
    raise AssertionError("names never end")


def _names(document: Path, name: str, ending: str = "") -> Iterator[Path]:
    for number in itertools.count(1):
        counted = f"{name}{number if number > 1 else ''}{ending}"
        yield document.with_name(f"{document.stem}-{counted}")


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """True for a folder with exactly these files."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(files):
        return False
    return all(_is_there(folder / file, content) for file, content in files.items())


def _moved(folder: Path, path: Path) -> bool:
    """Give the folder its name unless the name is taken."""
    if os.path.lexists(path):
        return False
    try:
        folder.rename(path)
    except OSError:
        if path.exists():  # another build was faster
            return False
        raise
    return True


def _write_new(series: Series, number: int, content: bytes) -> Written:
    """Write beside, then link into place: an existing file of that name is never replaced."""
    with _temporary(series.folder, content) as temporary:
        while True:
            path = series.path(number)
            if _placed(temporary, path):
                return Written(path, number, True, series.final)
            number += 1


@contextlib.contextmanager
def _temporary(folder: Path, content: bytes) -> Iterator[Path]:
    """A hidden file with the whole content, gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        yield temporary
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


def _unwritable(folder: Path, error: OSError, what: str = "草稿") -> Finding:
    return Finding(
        "I20",
        Severity.ERROR,
        f"{what}写不进 {folder}：{_reason(error)}",
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
