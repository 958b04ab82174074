"""Workbooks that are looked at again after each save, as ``gen watch`` does, while a page asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from generator.cli.desk.jobs import DeskJobs
from generator.cli.watching import looks
from generator.pipeline import check, preview
from generator.products.outcome import Outcome

_FORGOTTEN = 60.0  # seconds after which a page that no longer asks is taken for closed


class _NobodyLooks(Exception):
    """The page was closed."""


class LiveLook:
    """One workbook: what was found last, how often it was looked at, and what changed then.

    With ``previewed`` each look also refreshes the review page of ``gen watch``.
    """

    def __init__(self, path: Path, outputs: Path, jobs: DeskJobs) -> None:
        self.path = path
        self.outcome: Outcome | None = None
        self.count = 0
        self.changes = ""
        self.moment = ""
        self.previewed = False
        self._outputs = outputs
        self._jobs = jobs
        self._asked = time.monotonic()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def ask(self) -> None:
        """Somebody looks: go on looking."""
        self._asked = time.monotonic()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._go_on, daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()

    def _go_on(self) -> None:
        try:
            for number, (outcome, text) in enumerate(looks(self.path, self._look, self._wait)):
                self.changes = text if number else ""
                self.outcome, self.moment = outcome, f"{datetime.now():%H:%M:%S}"
                self.count += 1
        except _NobodyLooks:
            pass

    def _look(self, path: Path) -> Outcome:
        found = preview if self.previewed else check
        return self._jobs.look(lambda: found(path, self._outputs))

    def _wait(self, seconds: float) -> None:
        if self._ended.wait(seconds) or time.monotonic() - self._asked > _FORGOTTEN:
            raise _NobodyLooks


class LiveLooks:
    """All workbooks that are looked at."""

    def __init__(self, outputs: Path, jobs: DeskJobs) -> None:
        self._make: Callable[[Path], LiveLook] = lambda path: LiveLook(path, outputs, jobs)
        self._looks: dict[Path, LiveLook] = {}

    def at(self, path: Path) -> LiveLook:
        """The look at a workbook, begun where nobody looks yet."""
        look = self._looks.setdefault(path, self._make(path))
        look.ask()
        return look

    def end(self) -> None:
        """Look at nothing any more."""
        for look in self._looks.values():
            look.end()
