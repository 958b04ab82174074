"""One piece of work at a time, in one thread: the page asks now and then how far it is.

Everything that reads or makes a document runs in that thread, looks too: msgspec ends the whole
process where two threads take the declarations of an edition at once, and nothing of the program
is made for threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from msgspec import Struct, field

from generator.cli.shared import fail

_PATIENCE = 3.0  # seconds for the job before
_MOST_KEPT = 20

_Seen = TypeVar("_Seen")


class DeskJob(Struct):
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
    """The jobs of a desk, and the thread for all work on documents."""

    def __init__(self) -> None:
        self._slot = threading.Lock()  # held from the beginning of a job to its end
        self._worker = ThreadPoolExecutor(1, "desk")
        self._jobs: dict[int, DeskJob] = {}
        self._running: DeskJob | None = None

    def start(self, title: str, work: Callable[[], str]) -> DeskJob:
        """Begin work whose result is a piece of the page.  Raises Refused while other work lasts."""
        if not self._slot.acquire(timeout=_PATIENCE):
            running = self._running
            fail(f"{running.title if running else '还有事没有做完'}：等它做完，再点一次。")
        job = DeskJob(max(self._jobs, default=0) + 1, title)
        self._jobs[job.number] = self._running = job
        self._jobs.pop(job.number - _MOST_KEPT, None)
        self._worker.submit(self._do, job, work)
        return job

    def look(self, make: Callable[[], _Seen]) -> _Seen:
        """What ``make`` makes in the thread of the jobs, after those that were begun before."""
        return self._worker.submit(make).result()

    def close(self) -> None:
        """End when all that was begun is finished."""
        self._worker.shutdown()

    def _do(self, job: DeskJob, work: Callable[[], str]) -> None:
        result = "程序出错。"  # what is left where even telling the fault failed
        try:
            result = work()
        finally:
            self._running = None
            self._slot.release()
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
