"""Chromium for the tests that look at pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

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
