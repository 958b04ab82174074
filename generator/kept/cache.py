"""Bytes kept from one run to the next in the user's own cache folder.

What stands there saves work and is never needed: the folder may be deleted at any time, and
where it cannot be read or written everything is made anew.  Some callers turn the bytes back
into code, so nothing is taken that another user may have written, or that is not whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path

_MOST_ENTRIES = 64
_DIGEST = hashlib.sha256().digest_size
# Not following a link, and not waiting for somebody to write into a pipe.
_OPEN = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _OPEN |= getattr(os, _flag, 0)


def folder() -> Path | None:
    """Where the entries stand, as the platform has it; None where there is no such place."""
    named = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    base = Path(os.environ.get(named, ""))
    if not base.is_absolute():
        try:
            base = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
        except RuntimeError:  # a user without a home
            return None
    return base / "gen" if base.is_absolute() else None


def load(key: str) -> bytes | None:
    """The content kept under ``key``; None when there is none that can be trusted."""
    place = folder()
    try:
        if place is None or not _private(place.lstat()):
            return None
        with os.fdopen(os.open(place / key, _OPEN), "rb") as file:
            status = os.fstat(file.fileno())
            usable = stat.S_ISREG(status.st_mode) and _private(status)
            whole = file.read() if usable else b""
    except OSError:
        return None
    content = whole[_DIGEST:]
    return content if whole[:_DIGEST] == _digest(key, content) else None


def store(key: str, content: bytes) -> None:
    """Keep ``content`` under ``key``; where that is not possible, nothing happens."""
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        if _private(place.lstat()):
            _write(place / key, _digest(key, content) + content)
            _drop_oldest(place)


def _private(status: os.stat_result) -> bool:
    """True for what belongs to this user and nobody else may write; on Windows by its place."""
    if sys.platform == "win32":
        return True
    mine = status.st_uid == os.getuid()
    return mine and not stat.S_ISLNK(status.st_mode) and not status.st_mode & 0o022


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + content).digest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when two processes write the same entry."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _drop_oldest(place: Path) -> None:
    entries = sorted(place.iterdir(), key=lambda entry: entry.lstat().st_mtime, reverse=True)
    for entry in entries[_MOST_ENTRIES:]:
        entry.unlink()
