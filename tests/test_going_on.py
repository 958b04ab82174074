"""A command that takes seconds says so on a terminal, and takes it away again."""

from __future__ import annotations

import io
import sys
import time

import pytest

from generator.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_command_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_SILENT", 0.02)
    with progress.going_on("正在处理"):
        until = time.monotonic() + 10
        while "正在处理，已经 0 秒" not in terminal.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
    shown = terminal.getvalue()
    assert "正在处理，已经 0 秒" in shown
    assert shown.endswith(f"\r{' ' * 40}\r")


def test_a_short_one_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.going_on():
        pass
    assert not terminal.getvalue()


def test_nothing_is_said_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    monkeypatch.setattr(progress, "_SILENT", 0.001)
    with progress.going_on():
        time.sleep(0.05)
    assert not file.getvalue()
