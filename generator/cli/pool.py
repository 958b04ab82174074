"""Work on many files in a pool of processes.  What one does to its process spoils no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for_end
from pathlib import Path
from types import FrameType
from typing import TypeVar

_MOST_PROCESSES = 61  # what Windows can wait for

_Made = TypeVar("_Made")
_Entry = tuple[int, Path]


class Killed(Exception):
    """The process that handled a file was killed."""


def in_order(
    work: Callable[[Path], _Made], paths: Sequence[Path], jobs: int
) -> Iterator[_Made | BaseException]:
    """What ``work`` makes of each, ``jobs`` at a time, in the order of ``paths``.

    An error stands in the place of what was not made; ``Killed`` for a killed process.
    """
    early: dict[int, _Made | BaseException] = {}
    due = 0
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for number, made in _finished(work, paths, jobs):
            early[number] = made
            while due in early:
                yield early.pop(due)
                due += 1
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Asked to end: as if interrupted, so that no process and no half-written file stays."""
    raise KeyboardInterrupt


def _finished(
    work: Callable[[Path], _Made], paths: Sequence[Path], jobs: int
) -> Iterator[tuple[int, _Made | BaseException]]:
    """As they get finished.  After a process was killed, each suspect runs alone."""
    waiting = deque(enumerate(paths))
    while waiting:
        suspects: list[_Entry] = []
        processes = min(jobs, len(waiting), _MOST_PROCESSES)
        for (number, _), future in _together(work, waiting, processes, suspects):
            made = _result(future)
            yield number, made
        for number, path in suspects:
            made = _result(_alone(work, path))
            yield number, made


def _together(
    work: Callable[[Path], _Made], waiting: deque[_Entry], jobs: int, suspects: list[_Entry]
) -> Iterator[tuple[_Entry, Future[_Made]]]:
    """Handle what is ``waiting`` until nothing is or a process dies; then note who was at work.

    No more is handed out than there are processes, so that few are suspect, and little is
    still done after an interruption.
    """
    running: dict[Future[_Made], _Entry] = {}
    with _pool(jobs) as pool:
        while (waiting and not suspects) or running:
            while waiting and not suspects and len(running) < jobs:
                entry = waiting.popleft()
                running[pool.submit(work, entry[1])] = entry
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                entry = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(entry)
                else:
                    yield entry, future


def _alone(work: Callable[[Path], _Made], path: Path) -> Future[_Made]:
    with _pool(1) as pool:
        future = pool.submit(work, path)
        wait([future])
    return future


def _result(future: Future[_Made]) -> _Made | BaseException:
    error = future.exception()
    if error is None:
        return future.result()
    return Killed() if isinstance(error, BrokenProcessPool) else error


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_begin)


def _begin() -> None:
    """A process of the pool leaves ctrl-C to the one that started it, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for_end([parent.sentinel])
    os._exit(1)
