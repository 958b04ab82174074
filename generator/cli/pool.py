"""Work on many files in a pool of processes.  What one does to its process spoils no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait as wait_for_end
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from generator.cli.shared import collect_seldom

_MOST_PROCESSES = 61  # what Windows can wait for

_PATIENCE = 2  # seconds for LibreOffice; the pool kills a process after three

_Made = TypeVar("_Made")


class Killed(Exception):
    """The process that handled a file was killed."""


def in_order(
    work: Callable[[Path], _Made], paths: Sequence[Path], jobs: int
) -> Iterator[_Made | BaseException]:
    """What ``work`` makes of each, ``jobs`` at a time, in the order of ``paths``.

    An error stands in the place of what was not made; ``Killed`` for a killed process.
    """
    before = signal.signal(signal.SIGTERM, _stop)
    pool = ProcessPool(min(jobs, len(paths), _MOST_PROCESSES), initializer=_begin)
    waiting: deque[ProcessFuture[_Made]] = deque(pool.schedule(work, args=[path]) for path in paths)
    try:
        while waiting:
            made = _result(waiting[0])
            waiting.popleft()  # what it made is kept by nobody: there may be thousands
            yield made
    finally:
        # After an interruption what was begun is ended, so that no half-written file stays.
        for future in waiting:
            if not future.running():
                future.cancel()
        pool.close()
        pool.join()
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Asked to end: as if interrupted, so that no process and no half-written file stays."""
    raise KeyboardInterrupt


def _result(future: ProcessFuture[_Made]) -> _Made | BaseException:
    error = future.exception()
    if error is None:
        return future.result()
    return Killed() if isinstance(error, ProcessExpired) else error


def _begin() -> None:
    """A process of the pool leaves ctrl-C to the one that started it, and ends when that one does."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: _end())
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for_end([parent.sentinel])
    _end()


def _end() -> NoReturn:
    """Soon, with the LibreOffice of this process if there is one: so the pool ends its processes."""
    if office := sys.modules.get("generator.workbook.office"):
        office.close(_PATIENCE)
    os._exit(1)
