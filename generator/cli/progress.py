"""That a command goes on, said on a terminal while it takes longer than one waits in silence."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

import click

_SILENT = 2.0  # seconds


@contextlib.contextmanager
def going_on(doing: str = "正在处理") -> Iterator[None]:
    """While something is done: after two seconds, that it is being done and for how long.

    Only on a terminal, beside the output; nothing of it stays when it is done.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=[doing, done], daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(doing: str, done: threading.Event) -> None:
    began, shown = time.monotonic(), False
    while not done.wait(1 if shown else _SILENT):
        seconds = int(time.monotonic() - began)
        click.echo(f"\r{doing}，已经 {seconds} 秒 …", err=True, nl=False)
        shown = True
    if shown:
        click.echo(f"\r{' ' * 40}\r", err=True, nl=False)
