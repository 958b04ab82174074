"""Several workbooks at once: a pool of processes, results in the order of the input.

One workbook cannot spoil the others.  What a fault of the program or a killed process does to
one is reported for that one; the others are handled as if nothing had happened.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait as wait_for_end
from pathlib import Path
from types import FrameType

from generator.model import Finding, InputProblem, Severity
from generator.outcome import Outcome
from generator.pipeline import check
from generator.report import Line, Shown, line_of, shown
from generator.workbook.reading import read_workbook

FAILED = 3  # exit code: the program itself failed on a workbook
_MOST_PROCESSES = 61  # what Windows can wait for

_Entry = tuple[int, Path]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one workbook: what to print (text or JSON), its line in the table."""

    text: str
    line: Line
    exit_code: int


Work = Callable[[Path], Done]


def builds(
    workbooks: Sequence[Path], build: Callable[[Path], Outcome], how: Shown, jobs: int
) -> Iterator[Done]:
    """``build`` each workbook; those whose drafts would be taken for one another are refused.

    ``build`` goes to other processes: a function of a module, or a partial of one.
    """
    refused = _mistakable(workbooks) if len(workbooks) > 1 else {}
    return run(partial(_built, build, how, refused), workbooks, how, jobs)


def checks(workbooks: Sequence[Path], how: Shown, jobs: int) -> Iterator[Done]:
    """Check each workbook."""
    return run(partial(_checked, how), workbooks, how, jobs)


def cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _built(
    build: Callable[[Path], Outcome], how: Shown, refused: Mapping[Path, Finding], path: Path
) -> Done:
    if path in refused:
        return _done(Outcome(path, (refused[path],), unusable=True), how)
    return _done(build(path), how)


def _checked(how: Shown, path: Path) -> Done:
    return _done(check(path), how)


def _done(outcome: Outcome, how: Shown) -> Done:
    return Done(shown(outcome, how), line_of(outcome), outcome.exit_code)


def _mistakable(workbooks: Sequence[Path]) -> dict[Path, Finding]:
    """Workbooks of one name and one year: their drafts would be numbered as one workbook's."""
    alike: dict[str, list[Path]] = {}
    for path in workbooks:
        alike.setdefault(path.stem.casefold(), []).append(path)
    found: dict[Path, Finding] = {}
    for paths in (paths for paths in alike.values() if len(paths) > 1):
        years = {path: _year(path) for path in paths}
        for path, year in years.items():
            others = [p for p in paths if p is not path and year and years[p] == year]
            if others:
                found[path] = _same_name(path, others)
    return found


def _year(path: Path) -> str:
    """The year of a workbook; "" for one that cannot be read (building it says why)."""
    try:
        return read_workbook(path).facts["profile"]["year"]["value"].text
    except InputProblem:
        return ""


def _same_name(path: Path, others: Sequence[Path]) -> Finding:
    named = "、".join(map(str, others))
    return Finding(
        "I23",
        Severity.ERROR,
        f"{path} 与 {named} 同名同年度，草稿会混在一起，分不清是谁的第几稿",
        remedy="把其中一个改名（例如用单位名称），或者分几次运行，各用 --outputs 指定文件夹。",
    )


# --- the pool --------------------------------------------------------------------------------


def run(work: Work, workbooks: Sequence[Path], how: Shown, jobs: int) -> Iterator[Done]:
    """Do ``work`` on each, ``jobs`` at a time; the results in the order of ``workbooks``.

    A single one is handled in this very process.  ``how`` is for what the pool itself reports.
    """
    if len(workbooks) == 1:
        yield work(workbooks[0])
        return
    early: dict[int, Done] = {}
    due = 0
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for number, done in _finished(work, workbooks, how, jobs):
            early[number] = done
            while due in early:
                yield early.pop(due)
                due += 1
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Asked to end: as if interrupted, so that no process and no half-written file stays."""
    raise KeyboardInterrupt


def _finished(
    work: Work, workbooks: Sequence[Path], how: Shown, jobs: int
) -> Iterator[tuple[int, Done]]:
    """As they get finished.  After a process was killed, each suspect runs alone."""
    waiting = deque(enumerate(workbooks))
    while waiting:
        suspects: list[_Entry] = []
        processes = min(jobs, len(waiting), _MOST_PROCESSES)
        for (number, path), future in _together(work, waiting, processes, suspects):
            yield number, _result(future, path, how)
        for number, path in suspects:
            yield number, _result(_alone(work, path), path, how)


def _together(
    work: Work, waiting: deque[_Entry], jobs: int, suspects: list[_Entry]
) -> Iterator[tuple[_Entry, Future[Done]]]:
    """Handle what is ``waiting`` until nothing is or a process dies; then note who was at work.

    No more is handed out than there are processes, so that few are suspect, and little is
    still done after an interruption.
    """
    running: dict[Future[Done], _Entry] = {}
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


def _alone(work: Work, path: Path) -> Future[Done]:
    with _pool(1) as pool:
        future = pool.submit(work, path)
        wait([future])
    return future


def _result(future: Future[Done], path: Path, how: Shown) -> Done:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        what = "处理它的进程被终止（多半是内存不足，或被人为结束）"
        remedy = "单独再运行一次；仍然这样，请把它发给维护程序的人。"
    else:
        what = f"程序出错：{''.join(traceback.format_exception_only(error)).strip()}"
        remedy = "这不是填报的问题。单独运行它可以看到详情，请连同工作簿发给维护程序的人。"
    finding = Finding("程序", Severity.ERROR, f"{path.name}：{what}", remedy=remedy)
    outcome = Outcome(path, (finding,), unusable=True)
    return Done(shown(outcome, how), line_of(outcome, "程序出错"), FAILED)


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
