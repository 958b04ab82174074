"""Chromium for the tests that look at pages, and the desk that it looks at."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from generator.cli.desk.serving import listening, serve
from tests.helpers import office


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window, with the tests' own fonts."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            env={**office.environment()},
        )
        yield started
        started.close()


@contextmanager
def desk(show: Callable[[Path], bool]) -> Iterator[str]:
    """The address of a desk over the current folder; ``show`` opens a file with its program."""
    server, told = listening(0), list[str]()
    ready = threading.Event()

    def tell(address: str) -> None:
        told.append(address)
        ready.set()

    thread = threading.Thread(target=serve, args=(server, show, tell))
    thread.start()
    ready.wait(10)
    yield told[0]
    server.shutdown()
    thread.join(10)
    assert not thread.is_alive()


def lines_of(page: Page, selector: str) -> list[str]:
    """The lines in which the browser shows an element's text."""
    lines: list[str] = page.evaluate(
        """selector => {
          const walker = document.createTreeWalker(
            document.querySelector(selector), NodeFilter.SHOW_TEXT);
          const lines = []; let last = null;
          while (walker.nextNode()) {
            const node = walker.currentNode;
            for (let at = 0; at < node.data.length; at++) {
              const range = new Range();
              range.setStart(node, at); range.setEnd(node, at + 1);
              const box = range.getBoundingClientRect();
              const middle = box.top + box.height / 2;
              if (last === null || Math.abs(middle - last) > 8) { lines.push(""); last = middle; }
              lines[lines.length - 1] += node.data[at];
            }
          }
          return lines.map(line => line.trim());
        }""",
        selector,
    )
    return lines
