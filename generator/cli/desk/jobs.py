"""One piece of work at a time, in a thread: the page asks now and then how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from generator.cli.shared import fail

_PATIENCE = 5.0  # seconds for a look at a saved workbook, which also writes
_MOST_KEPT = 20


@dataclass
class DeskJob:
    """Work that was begun: what is said of it, and its result, "" while it lasts."""

    number: int
    title: str
    began: float = field(default_factory=time.monotonic)
    result: str = ""

    @property
    def seconds(self) -> int:
        """How long it has taken."""
        return int(time.monotonic() - self.began)


class DeskJobs:
    """The jobs of a desk.  ``writing`` is held by whoever writes."""

    def __init__(self) -> None:
        self.writing = threading.Lock()
        self._jobs: dict[int, DeskJob] = {}
        self._running: DeskJob | None = None

    def start(self, title: str, work: Callable[[], str]) -> DeskJob:
        """Begin work whose result is a piece of the page.  Raises Refused while other work lasts."""
        if not self.writing.acquire(timeout=_PATIENCE):
            running = self._running
            fail(f"{running.title if running else '还有事没有做完'}：等它做完，再点一次。")
        job = DeskJob(max(self._jobs, default=0) + 1, title)
        self._jobs[job.number] = self._running = job
        self._jobs.pop(job.number - _MOST_KEPT, None)
        # Not a daemon: what was begun is finished also when the desk is closed meanwhile.
        threading.Thread(target=self._do, args=(job, work)).start()
        return job

    def _do(self, job: DeskJob, work: Callable[[], str]) -> None:
        result = "程序出错。"  # what is left where even telling the fault failed
        try:
            result = work()
        finally:
            self._running = None
            self.writing.release()
            job.result = result

    def job(self, number: int) -> DeskJob:
        """A job by its number.  Raises Refused for one that is not known."""
        found = self._jobs.get(number)
        if found is None:
            fail("这件事的结果已经不在了，请刷新页面。")
        return found

    @property
    def running(self) -> DeskJob | None:
        """The job that lasts, None where nothing is done."""
        return self._running
