"""One spoilt workbook after another in processes that may be killed: time and memory are bounded."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from . import making
from .books import BASES, packed_base
from .judging import Case, judge
from .reading import base_seen, seen
from .remembering import remembered
from .running import BUILT, base_made, read_only, run

LONGEST = 10  # seconds of processor time for one workbook
_STANDING = 60  # seconds by the clock, for what waits for something
_MEMORY = 2 << 30


@dataclass
class Result:
    """What became of one spoilt workbook.

    ``outcome``: refused, told (a new finding), reflected (read otherwise), same, or fault, hang.
    """

    seed: int
    way: str = ""
    how: str = ""
    outcome: str = ""
    fault: str = ""
    silent: list[str] = field(default_factory=list)
    judged: int = 0
    let: Counter[str] = field(default_factory=Counter)
    rules: tuple[str, ...] = ()
    seconds: float = 0

    @property
    def clean(self) -> bool:
        """True for a workbook with which all is well."""
        return not (self.silent or self.fault)


def attempt(seed: int, folder: Path) -> Result:
    """Spoil one workbook, let the program read it, and judge what it says."""
    spoilt = making.make(seed)
    result = Result(seed, spoilt.way, spoilt.how)
    path = folder / f"{seed}.xlsx"
    path.write_bytes(spoilt.content)
    before, whole = base_made(spoilt.base), seed % BUILT == 0
    begun = time.process_time()
    try:
        with _limited(), contextlib.nullcontext() if whole else remembered():
            made = run(path, whole)
    except Exception:
        lines = traceback.format_exc().splitlines()
        result.outcome, result.fault = "fault", " ".join(line.strip() for line in lines[-3:])
        return result
    finally:
        result.seconds = time.process_time() - begun
        path.unlink()
    new = [finding for finding in made.findings if finding not in before.findings]
    result.rules = tuple(sorted({finding.rule for finding in new}))
    if made.refused:
        result.outcome = "refused"
        if not made.findings:
            result.silent.append("不读，也没有说为什么")
        return result
    same = made.read == before.read
    result.outcome = "told" if new else "same" if same else "reflected"
    other = seen(spoilt.content, spoilt.base, spoilt.shared)
    if other is None:
        if not (same or new):
            result.silent.append("openpyxl 打不开，程序读成了别的内容，没有说")
        return result
    unspoilt = base_seen(spoilt.base, spoilt.shared)
    broken = spoilt.way != making.WAYS[2]
    verdict = judge(Case(made, other, before, unspoilt, broken))
    result.silent += verdict.silent
    result.judged, result.let = verdict.judged, verdict.let
    return result


def prepare(folder: Path) -> None:
    """Read the unspoilt workbooks, before there are processes that share what is known of them."""
    path = folder / "base.xlsx"
    with remembered(new=True):
        for base in range(len(BASES)):
            base_made(base)
            path.write_bytes(packed_base(base, shared=True))
            read_only(path)
            for shared in (False, True):
                base_seen(base, shared)
    path.unlink()
    gc.collect()
    gc.freeze()  # what is known for good is not looked through again and again


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """The system ends the process after so much processor time, whatever it is doing."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 0)


def _work(pipe: Connection, folder: Path) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    parent = os.getppid()
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while os.getppid() == parent:  # the pipe stays open in the processes made after this one
            if pipe.poll(1):
                pipe.send(attempt(pipe.recv(), folder))


class _Worker:
    """A process, the pipe to it, and what it is at since when."""

    def __init__(self, folder: Path) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_work, args=(theirs, folder), daemon=True)
        self.process.start()
        theirs.close()
        self.seed, self.since = -1, 0.0

    def begin(self, seed: int) -> None:
        self.seed, self.since = seed, time.monotonic()
        self.pipe.send(seed)

    def ended(self) -> Result:
        """Its result, or what became of it."""
        with contextlib.suppress(EOFError, OSError):
            found: Any = self.pipe.recv()
            assert isinstance(found, Result)
            return found
        self.process.join()
        return self._gone(f"进程中断（{self.process.exitcode}）")

    def kill(self) -> Result:
        self.process.kill()
        self.process.join()
        return self._gone(f"超过 {_STANDING} 秒")

    def _gone(self, what: str) -> Result:
        spoilt = making.make(self.seed)
        long = sys.platform != "win32" and self.process.exitcode in (
            -signal.SIGPROF,
            -signal.SIGKILL,
        )
        outcome = "hang" if long else "fault"
        return Result(self.seed, spoilt.way, spoilt.how, outcome, what)


def attempts(seeds: Iterable[int], jobs: int) -> Iterator[Result]:
    """The results of many seeds as they come."""
    left = iter(seeds)
    with tempfile.TemporaryDirectory(prefix="spoil-") as name:
        prepare(Path(name))
        busy: list[_Worker] = []
        for seed in islice(left, jobs):
            busy.append(_begun(_Worker(Path(name)), seed))
        while busy:
            ready = wait([worker.pipe for worker in busy], timeout=1)
            for worker in [w for w in busy if w.pipe in ready or _late(w)]:
                busy.remove(worker)
                yield worker.ended() if worker.pipe in ready else worker.kill()
                following = next(left, None)
                if following is None:
                    worker.process.kill()
                    continue
                alive = worker.process.is_alive()
                busy.append(_begun(worker if alive else _Worker(Path(name)), following))


def _begun(worker: _Worker, seed: int) -> _Worker:
    worker.begin(seed)
    return worker


def _late(worker: _Worker) -> bool:
    return time.monotonic() - worker.since > _STANDING
