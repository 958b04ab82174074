"""What builds that were killed leave behind: hidden files and folders with a name of ours."""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path

PREFIX, SUFFIX = ".gen-", ".tmp"
_STALE = 3600  # seconds; a build holds such a file for some milliseconds, a folder for minutes


def sweep(folder: Path) -> None:
    """Remove those in ``folder`` that are an hour old.

    One that cannot be removed does no harm and stays.
    """
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _STALE:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
