"""Many workbooks at once: in order, each by itself, and gone without a trace when interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.cli.batch import Done, builds, run
from generator.cli.report import Wanted
from generator.cli.resuming import NAME, BatchLog, resumed
from generator.history.drafts import digest_of
from generator.products.outcome import EXIT_FAILED as FAILED
from generator.products.outcome import Outcome
from tests.conftest import REAL
from tests.helpers.opening import opened

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def copies(*names: str) -> list[Path]:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REAL, name)
    return [Path(name) for name in names]


def spoil(path: Path) -> None:
    book = opened(path)
    book["公开03表"]["E7"] = 233.73
    book.save(path)


# --- the pool, with work of its own (top-level functions, for a pool needs their names) ---------


def working(path: Path) -> Done:
    """What a workbook's name asks for."""
    number = int(path.stem.rpartition("-")[2])
    time.sleep(0.02 * (number % 3))
    if path.name.startswith("fault"):
        raise ZeroDivisionError("by its name")
    if path.name.startswith("killed"):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return Done(path.name, (path.name,), 0)


def results(names: list[str], jobs: int) -> list[Done]:
    return list(run(working, [Path(name) for name in names], Wanted(), jobs))


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_input(jobs: int) -> None:
    names = [f"good-{number}" for number in (5, 3, 4, 1, 2, 6, 9, 7)]
    assert [done.text for done in results(names, jobs)] == names


def test_a_fault_of_the_program_is_reported_for_its_workbook_alone() -> None:
    first, fault, last = results(["good-1", "fault-2", "good-3"], 2)
    assert (first.text, last.text) == ("good-1", "good-3")
    assert (first.exit_code, fault.exit_code) == (0, FAILED)
    assert "fault-2：程序出错：ZeroDivisionError: by its name" in fault.text
    assert "这不是填报的问题" in fault.text


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_killed_process_is_reported_for_its_workbook_alone(jobs: int) -> None:
    names = [f"good-{n}" for n in range(4)] + ["killed-4"] + [f"good-{n}" for n in range(5, 9)]
    found = results([*names, "killed-9"], jobs)
    assert [done.text for done in found if not done.exit_code] == [n for n in names if "good" in n]
    assert [done.exit_code for done in found] == [0, 0, 0, 0, FAILED, 0, 0, 0, 0, FAILED]
    assert "killed-4：处理它的进程被终止" in found[4].text


def failing(path: Path) -> None:
    raise KeyError("code")


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_fault_on_a_single_workbook_is_told_as_one(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.pipeline._examined", failing)
    (path,) = copies("甲.xlsx")
    result = gen(command, path)
    assert result.exit_code == FAILED
    assert result.output.startswith("甲.xlsx：程序出错，没有处理完\n错误 程序  甲.xlsx：程序出错：")
    assert "KeyError: 'code'" in result.output and "Traceback" not in result.output
    assert "这不是填报的问题" in result.output
    found = json.loads(gen(command, path, "--json").output)
    assert (found["failed"], found["unusable"], found["counts"]["error"]) == (True, True, 1)
    assert found["findings"][0]["rule"] == "程序"


def test_a_fault_says_where_in_the_program_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.checks.run", failing)
    (path,) = copies("甲.xlsx")
    assert "（pipeline.py 第 " in gen("check", path).output


def test_a_fault_elsewhere_ends_with_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.render_draft", failing)
    (path,) = copies("甲.xlsx")
    result = gen("explain", path, "233.37")
    assert result.exit_code == FAILED
    assert result.output.startswith("程序出错：")
    assert "请把这段话连同有关的文件发给维护程序的人" in result.output


def here(path: Path) -> Done:
    return Done(str(os.getpid()), (path.name,), 0)


def test_a_single_workbook_needs_no_pool() -> None:
    (done,) = run(here, [Path("one")], Wanted(), 8)
    assert done.text == str(os.getpid())


# --- gen build -------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_messages_stand_in_the_order_of_the_input_and_a_table_at_the_end(jobs: str) -> None:
    good, bad, worse = copies("a/甲单位.xlsx", "b/乙.xlsx", "c/丙.xlsx")
    spoil(bad)
    worse.write_bytes(b"")
    result = gen("build", good, bad, worse, "--jobs", jobs)
    assert result.exit_code == 2
    heads = [result.output.index(f"{path}：") for path in (good, bad, worse)]
    assert heads == sorted(heads)
    assert result.output.split("\n\n")[-1].splitlines() == [
        "工作簿         错误  警告  提示  待填  草稿                      结果",
        "a/甲单位.xlsx     0     0     4     0  甲单位决算公开第1稿.docx  已写出，没有错误",
        "b/乙.xlsx         3     0     4     0  乙决算公开第1稿.docx      已写出，有错误",
        "c/丙.xlsx         1     0     0                                  不能使用",
    ]
    assert len(list(Path("outputs/2023").glob("*.docx"))) == 2


def test_the_same_bytes_come_out_alone_and_in_a_batch() -> None:
    paths = copies("甲.xlsx", "乙.xlsx", "丙.xlsx")
    gen("build", *paths, "--outputs", "together", "--jobs", "3")
    for path in paths:
        gen("build", path, "--outputs", "alone")
    for written in Path("alone/2023").glob("*.docx"):
        assert written.read_bytes() == (Path("together/2023") / written.name).read_bytes()


def test_json_of_many_is_one_object_in_order() -> None:
    good, bad = copies("甲.xlsx", "乙.xlsx")
    bad.write_bytes(b"")
    result = gen("build", good, bad, "--json")
    found = json.loads(result.output)["results"]
    assert [entry["workbook"] for entry in found] == [str(good), str(bad)]
    assert [entry["unusable"] for entry in found] == [False, True]


def test_a_workbook_that_is_named_twice_is_built_once() -> None:
    (path,) = copies("甲.xlsx")
    result = gen("build", path, Path("甲.xlsx").absolute(), f".{os.sep}{path}")
    assert result.output.count("已写出草稿") == 1
    assert result.exit_code == 0


def test_workbooks_of_one_name_and_year_are_not_mixed_up() -> None:
    one, other, third = copies("a/2023.xlsx", "b/2023.xlsx", "c/别的.xlsx")
    result = gen("build", one, other, third)
    assert result.exit_code == 2
    assert f"错误 I23  {one} 与 {other} 同名同年度，草稿会混在一起" in result.output
    assert f"错误 I23  {other} 与 {one} 同名同年度" in result.output
    assert [p.name for p in Path("outputs/2023").glob("*.docx")] == ["别的决算公开第1稿.docx"]


def test_workbooks_of_one_name_and_different_years_are_both_built() -> None:
    one, other = copies("2022/甲.xlsx", "2023/甲.xlsx")
    book = opened(one)
    book["基本信息"]["B5"] = "2022"
    book.save(one)
    result = gen("build", one, other)
    assert "I23" not in result.output
    assert {p.parent.name for p in Path("outputs").rglob("*.docx")} == {"2022", "2023"}


def test_many_are_checked_like_one() -> None:
    good, bad = copies("甲.xlsx", "乙.xlsx")
    spoil(bad)
    result = gen("check", good, bad, "--jobs", "2")
    assert result.exit_code == 1
    assert result.output.rstrip().splitlines()[-2].split() == [
        str(good),
        "0",
        "0",
        "4",
        "0",
        "没有错误",
    ]
    assert not Path("outputs").exists()


# --- interruption ----------------------------------------------------------------------------


@pytest.fixture
def batch() -> Iterator[subprocess.Popen[str]]:
    """A long batch in a process group of its own, with at least one draft written."""
    paths = copies(*(f"单位{number}.xlsx" for number in range(60)))
    code = "from generator.cli import main; main()"
    command = [sys.executable, "-c", code, "build", *map(str, paths), "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        until(lambda: any(Path("outputs").rglob("*.docx")))
        yield process


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def group_is_gone(process: subprocess.Popen[str]) -> bool:
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return True
    return False


@posix
@pytest.mark.parametrize("everyone", [True, False], ids=["from the terminal", "to the parent"])
def test_ctrl_c_ends_cleanly(batch: subprocess.Popen[str], everyone: bool) -> None:
    os.killpg(batch.pid, signal.SIGINT) if everyone else batch.send_signal(signal.SIGINT)
    _, errors = batch.communicate(timeout=60)
    assert batch.returncode == 130
    assert errors == "已中断。\n"
    until(lambda: group_is_gone(batch))
    assert 0 < len(list(Path("outputs").rglob("*.docx"))) < 60
    assert list(Path("outputs").rglob(".*")) == []


@posix
@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
def test_no_process_outlives_the_batch(batch: subprocess.Popen[str], number: str) -> None:
    batch.send_signal(getattr(signal, number))
    batch.communicate(timeout=60)
    until(lambda: group_is_gone(batch))


# --- a run that was stopped -------------------------------------------------------------------


def log_of(tmp_path: Path, wished: str = "") -> BatchLog:
    return BatchLog(tmp_path / NAME, wished)


def books(tmp_path: Path, *names: str) -> list[Path]:
    for name in names:
        (tmp_path / name).write_text(name)
    return [tmp_path / name for name in names]


class Stopped(Exception):
    """Ctrl-C in the middle of a run."""


def working_through(done: list[str], stop: str = "") -> Callable[[Sequence[Path]], Iterator[Done]]:
    """Work that notes what it did, until it is stopped."""

    def work(paths: Sequence[Path]) -> Iterator[Done]:
        for path in paths:
            if path.name == stop:
                raise Stopped
            done.append(path.name)
            bad = "bad" in path.name
            made = f"text of {path.name}", (path.name,), FAILED if bad else 0
            yield Done(*made, digest=digest_of(path), unfinished=bad)

    return work


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    paths, first, second = books(tmp_path, "a", "b", "bad", "d"), list[str](), list[str]()
    with pytest.raises(Stopped):
        list(resumed(log_of(tmp_path), paths, False, working_through(first, stop="d")))
    assert first == ["a", "b", "bad"]
    paths[1].write_text("changed since")
    found = list(resumed(log_of(tmp_path), paths, True, working_through(second)))
    assert second == ["b", "bad", "d"]  # changed; failed; not done
    assert [done.text for done in found] == [f"text of {path.name}" for path in paths]


def test_what_was_made_otherwise_is_made_again(tmp_path: Path) -> None:
    paths, made = books(tmp_path, "a", "b"), list[str]()
    list(resumed(log_of(tmp_path), paths, False, working_through([])))
    list(resumed(log_of(tmp_path, "final"), paths, True, working_through(made)))
    assert made == ["a", "b"]


def test_without_resume_everything_is_done_and_the_log_begins_anew(tmp_path: Path) -> None:
    paths, made = books(tmp_path, "a", "b"), list[str]()
    for _ in range(2):
        list(resumed(log_of(tmp_path), paths, False, working_through(made)))
    assert made == ["a", "b", "a", "b"]
    assert len((tmp_path / NAME).read_text("utf-8").splitlines()) == 2


def test_a_torn_log_is_no_obstacle(tmp_path: Path) -> None:
    paths, made = books(tmp_path, "a", "b"), list[str]()
    list(resumed(log_of(tmp_path), paths, False, working_through([])))
    text = (tmp_path / NAME).read_text("utf-8")
    (tmp_path / NAME).write_text(text[: len(text) - 30], "utf-8")
    list(resumed(log_of(tmp_path), paths, True, working_through(made)))
    assert made == ["b"]


def test_what_follows_a_torn_line_is_kept(tmp_path: Path) -> None:
    paths, made = books(tmp_path, "a", "b", "c"), list[str]()
    list(resumed(log_of(tmp_path), paths[:1], False, working_through([])))
    with (tmp_path / NAME).open("a", encoding="utf-8") as file:
        file.write('{"workbook": ')
    for _ in range(2):
        list(resumed(log_of(tmp_path), paths, True, working_through(made)))
    assert made == ["b", "c"]


def test_a_disk_that_was_full_and_a_draft_that_is_gone_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = copies("甲.xlsx", "乙.xlsx")
    Path("outputs").mkdir()
    Path("outputs/2023").write_text("in the way")
    arguments: list[str | Path] = ["build", *paths, "--jobs", "1"]
    assert gen(*arguments).output.count("草稿写不进 ") == 2
    Path("outputs/2023").unlink()
    assert gen(*arguments, "--resume").exit_code == 0
    next(Path("outputs/2023").glob("甲*稿.docx")).unlink()
    assert gen(*arguments, "--resume").exit_code == 0
    drafts = sorted(path.name for path in Path("outputs/2023").glob("*稿.docx"))
    assert drafts == ["乙决算公开第1稿.docx", "甲决算公开第2稿.docx"]  # no number is used twice


def test_a_workbook_that_is_saved_while_it_is_built_is_not_done(tmp_path: Path) -> None:
    (path,) = books(tmp_path, "a.xlsx")
    before = digest_of(path)

    def build(workbook: Path) -> Outcome:
        workbook.write_text("saved meanwhile")
        return Outcome(workbook, ())

    (done,) = builds([path], build, Wanted(), 1)
    assert done.digest == before != digest_of(path)


def test_two_workbooks_of_one_name_are_refused_in_a_run_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = copies("甲/2023.xlsx", "乙/2023.xlsx")
    first = gen("build", *paths, "--jobs", "1")
    again = gen("build", *paths, "--jobs", "1", "--resume")
    assert first.output.count("同名同年度") == again.output.count("同名同年度") == 2
    assert (tmp_path / "outputs" / NAME).is_file()
