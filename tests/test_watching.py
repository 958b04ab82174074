"""``gen watch``: what counts as a save, what is said, and what is written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main, watching
from generator.cli.report import as_text
from generator.cli.watching import saves, told
from generator.pipeline import preview
from generator.products.outcome import guarded
from tests.conftest import REAL, ROOT
from tests.helpers.opening import opened

WORKBOOK = Path("2023.xlsx")


@pytest.fixture
def workbook() -> Path:
    shutil.copy(REAL, WORKBOOK)
    return WORKBOOK


def changed(value: float = 233.73) -> bytes:
    book = opened(REAL)
    book["公开03表"]["E7"] = value
    book.save("new.xlsx")
    data = Path("new.xlsx").read_bytes()
    Path("new.xlsx").unlink()
    return data


def seen(path: Path, steps: Iterator[Callable[[], object]]) -> list[int]:
    """The looks at which a save was noticed, while at each look the next step is taken."""
    looks = 0

    def wait(_: float) -> None:
        nonlocal looks
        looks += 1
        next(steps)()

    noticed = []
    try:
        for _ in saves(path, wait):
            noticed.append(looks)
    except RuntimeError:  # no more steps
        pass
    return noticed


def nothing() -> None:
    """A look at which nobody saves."""


def test_a_save_is_noticed_once_it_rests(workbook: Path) -> None:
    data = changed()
    steps = iter([nothing, lambda: workbook.write_bytes(data), *[nothing] * 5])
    assert seen(workbook, steps) == [0, 3]


def test_a_replaced_file_and_a_half_written_one_wait_until_whole(workbook: Path) -> None:
    data = changed()
    steps: list[Callable[[], object]] = [
        workbook.unlink,
        nothing,
        lambda: workbook.write_bytes(data[:5000]),
        *[nothing] * 4,
        lambda: workbook.write_bytes(data),
        *[nothing] * 5,
    ]
    assert seen(workbook, iter(steps)) == [0, 9]


def test_a_file_that_stays_broken_is_told_once(workbook: Path) -> None:
    steps = iter([lambda: workbook.write_bytes(b"PK half"), *[nothing] * 40])
    assert len(seen(workbook, steps)) == 2


def test_saving_the_same_again_and_lock_files_are_nothing_new(workbook: Path) -> None:
    def again() -> None:
        workbook.write_bytes(REAL.read_bytes())
        os.utime(workbook, (1, 1))
        Path("~$2023.xlsx").write_bytes(b"lock")

    assert seen(workbook, iter([again, *[nothing] * 6])) == [0]


def test_only_what_came_and_went_is_said(workbook: Path) -> None:
    first = preview(workbook, Path("outputs"))
    workbook.write_bytes(changed())
    second = preview(workbook, Path("outputs"))
    now = datetime(2025, 8, 1, 9, 30)
    assert "2023.xlsx：错误 0，警告 0，提示 4" in told(first, None, now)
    text = told(second, first, now)
    assert text.startswith("09:30:00  错误 ")
    assert text.count("新出现 ") == 1 and "H06" not in text  # three findings of one cause
    block = text.partition("新出现 ")[2]
    assert "\n    X04  01表本年支出合计 = 03表合计，相差 0.36 万元" in block
    assert block in as_text(second)  # as gen check tells it
    back = told(first, second, now)
    assert "已解决 X04" in back and "已解决 F03" in back and "新出现" not in back
    assert told(first, first, now) == "09:30:00  错误 0，警告 0，提示 4"
    workbook.write_bytes(b"PK")
    broken = preview(workbook, Path("outputs"))
    assert "不能使用，审阅页还是上一次的" in told(broken, second, now)
    assert "已解决" not in told(broken, second, now)  # they were not looked at
    assert told(broken, broken, now) == ""


def test_a_preview_is_one_page_that_reads_itself_again_and_no_draft(workbook: Path) -> None:
    page = Path("outputs/2023/2023决算公开预览-审阅.html")
    for value in (233.73, 233.74, 233.75):
        workbook.write_bytes(changed(value))
        assert preview(workbook, Path("outputs")).files["page"] == page
    assert [p.name for p in page.parent.iterdir()] == [page.name]
    assert "location.reload()" in page.read_text("utf-8")
    CliRunner().invoke(main, ["build", str(workbook)])
    beside = page.with_name("2023决算公开第1稿-审阅.html")
    assert "location.reload()" not in beside.read_text("utf-8")


def test_a_fault_of_the_program_does_not_end_the_watch(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(path: Path) -> None:
        raise KeyError("code")

    before = preview(workbook, Path("outputs"))
    monkeypatch.setattr("generator.pipeline._examined", fault)
    said: list[str] = []

    def saved(_: Path, _wait: Callable[[float], None]) -> Iterator[None]:
        yield
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "saves", saved)
    assert watching.watch(workbook, Path("outputs"), said.append)
    assert "程序出错：KeyError: 'code'" in said[0]
    assert said[-1] == "已结束。"
    failed = guarded(workbook, lambda path: preview(path, Path("outputs")))
    assert "程序出错，审阅页还是上一次的" in told(failed, before, datetime.now())
    assert "已解决" not in told(failed, before, datetime.now())


def test_a_missing_workbook_is_told_at_once() -> None:
    result = CliRunner().invoke(main, ["watch", "缺.xlsx"])
    assert result.exit_code == 2
    assert "没有这个文件" in result.output


def test_the_command_runs_until_it_is_interrupted(workbook: Path) -> None:
    command = [sys.executable, "-u", "-m", "generator", "watch", str(workbook)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as run:
        assert run.stdout is not None and run.stderr is not None
        lines = (line.decode() for line in run.stdout)
        assert any("按 Ctrl+C 结束" in line for line in lines)
        time.sleep(2 * watching.PAUSE)
        workbook.write_bytes(changed())
        assert any("新出现 错误" in line for line in lines)
        run.send_signal(signal.SIGINT)
        rest = "".join(lines)
        assert run.wait(20) == 0
        assert rest.endswith("已结束。\n")
        assert run.stderr.read() == b""
