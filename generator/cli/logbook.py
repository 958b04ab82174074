"""A log of what stood on the screen, which can be sent to someone."""

from __future__ import annotations

import contextlib
import platform
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from generator import __version__

NAME = "日志.txt"
_OLD = "日志-旧.txt"
_MOST = 1_000_000  # bytes, before a new one is begun


class _Both:
    """A stream that writes to the screen and into the log.

    It has no file behind it: on Windows click would write to the console past it.
    """

    def __init__(self, screen: TextIO, log: TextIO) -> None:
        self._screen, self._log = screen, log

    def write(self, text: str) -> int:
        """Write to both."""
        self._log.write(text)
        return self._screen.write(text)

    def flush(self) -> None:
        """Nothing is held back on either."""
        self._log.flush()
        self._screen.flush()

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._screen.isatty()

    @property
    def encoding(self) -> str:
        """Of the screen."""
        return self._screen.encoding

    @property
    def errors(self) -> str | None:
        """How the screen takes what it cannot show."""
        return self._screen.errors


@contextlib.contextmanager
def logged(folder: Path) -> Iterator[Path | None]:
    """What is printed goes into the log too: in the folder, else in the person's own.

    Gives the place of the log, None where neither may be written.
    """
    places = [folder / NAME, Path.home() / NAME]
    place, log = next(((p, f) for p in places if (f := _opened(p))), (None, None))
    if place is None or log is None:
        yield None
        return
    with log:
        system = f"Python {platform.python_version()}，{platform.platform()}"
        log.write(f"\n==== {datetime.now():%Y-%m-%d %H:%M:%S}  gen {__version__}，{system}\n")
        screen = contextlib.redirect_stdout(_Both(sys.stdout, log))
        errors = contextlib.redirect_stderr(_Both(sys.stderr, log))
        with screen, errors:
            yield place


def note(text: str) -> None:
    """Write into the log alone what a person typed, who sees it on the screen already."""
    if isinstance(sys.stdout, _Both):
        sys.stdout._log.write(f"{text}\n")


def _opened(place: Path) -> TextIO | None:
    """The log to write on; a long one is put aside first."""
    with contextlib.suppress(OSError):
        if place.is_file() and place.stat().st_size > _MOST:
            place.replace(place.with_name(_OLD))
    try:
        new = not place.exists()
        # Line by line: who closes the window has them all the same.
        log = place.open("a", buffering=1, encoding="utf-8", errors="replace")
    except OSError:
        return None
    if new:
        log.write("\ufeff")  # by which Notepad of older Windows knows what it reads
    return log
