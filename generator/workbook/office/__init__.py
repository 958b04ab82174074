"""LibreOffice: one document in, the same one in another format out.

Each process has one LibreOffice for all its documents.  It is started for the first one, and
anew after a document that it breaks off over or hangs at.
"""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path

from generator.workbook.leftovers import sweep
from generator.workbook.office.failing import NoOffice, NotConverted, NotMade, NotStarted
from generator.workbook.office.living import PATIENCE, BrokenOff, Converted, Converter, Job
from generator.workbook.office.program import office

__all__ = [
    "Converted",
    "Job",
    "NoOffice",
    "NotConverted",
    "NotMade",
    "close",
    "converted",
    "office",
    "prepare",
]

_TIMEOUT = 180  # seconds for one document
_MOST = 50  # documents for one LibreOffice, so that no memory piles up

_lock = threading.Lock()
_living: Converter | None = None
_owner = 0  # the process that started it


def converted(job: Job, content: bytes) -> Converted:
    """What LibreOffice makes of a document.  Raises NotConverted.

    One that it broke off over is tried once more where it had made others before: it may have
    been ended from outside.
    """
    with _lock:
        used = _converter().count
        try:
            return _tried(job, content)
        except BrokenOff:
            if not used:
                raise NotMade(job.kind) from None
        try:
            return _tried(job, content)
        except BrokenOff as error:
            raise NotMade(job.kind) from error


def prepare() -> None:
    """Start LibreOffice for documents to come, without waiting for it.

    Where that fails, nothing happens: the first document tells.
    """
    with _lock, suppress(NotConverted):
        _converter()


def close(patience: float = PATIENCE) -> None:
    """End the LibreOffice of this process, if there is one; the next document starts another.

    It has so many seconds to tidy up.
    """
    global _living
    if _living and _owner == os.getpid():
        _living.end(patience)
    _living = None


def _tried(job: Job, content: bytes) -> Converted:
    """What is made at one try; one that ended before it was there is started once more."""
    with suppress(NotStarted):
        return _made(job, content)
    return _made(job, content)


def _made(job: Job, content: bytes) -> Converted:
    """Whatever interrupts it, no LibreOffice stays that is in the middle of something."""
    done = False
    try:
        made = _converter().converted(job, content)
        done = True
        return made
    except NotMade:
        done = True
        raise
    finally:
        if not done:
            close(0)


def _converter() -> Converter:
    """The one of this process; a process that was forked leaves that of the other alone."""
    global _living, _owner
    if _living and (_owner != os.getpid() or _living.count >= _MOST):
        close()
    program = office()
    if program is None:
        raise NoOffice
    if _living is None:
        sweep(Path(tempfile.gettempdir()))
        _living = Converter(program, _TIMEOUT)
        if _owner != os.getpid():
            _owner = os.getpid()
            Finalize(None, close, exitpriority=1)  # at the end, of a process of a pool too
    return _living
