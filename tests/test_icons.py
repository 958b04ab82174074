"""The icons of the bundle: what they ask, do and say, without Windows."""

from __future__ import annotations

import io
import shutil
import webbrowser
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.cli import icons, logbook
from tests.conftest import REAL, Spoil

LINE = r'C:\WINDOWS\system32\cmd.exe /c ""D:\决算 (1)\核对并生成.cmd" {}"'


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the files that were opened."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: found.append(address))
    return found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    give()
    return give


@pytest.mark.parametrize(
    ("given", "files"),
    [
        ("", []),
        (r"D:\a&b.xlsx", [r"D:\a&b.xlsx"]),
        (r'"D:\甲 乙.xlsx" D:\a^b.xlsx', [r"D:\甲 乙.xlsx", r"D:\a^b.xlsx"]),
        (r'"D:\50% (2)\是!.xlsx" "D:\c d\e.docx"', [r"D:\50% (2)\是!.xlsx", r"D:\c d\e.docx"]),
        (r"D:\%TEMP%\(x).xlsx", [r"D:\%TEMP%\(x).xlsx"]),
        (r"D:\b.cmd\a.xlsx", [r"D:\b.cmd\a.xlsx"]),
    ],
)
def test_dropped_paths_are_those_of_the_line_that_started_cmd(given: str, files: list[str]) -> None:
    assert icons.dropped(LINE.format(given), ["cut", "short"]) == files


def test_where_the_line_says_nothing_the_arguments_count() -> None:
    for line in ("", r'"C:\Windows\system32\cmd.exe" '):
        assert icons.dropped(line, ["甲 乙.xlsx"]) == ["甲 乙.xlsx"]


def test_a_dropped_workbook_gets_its_draft_beside_it_and_the_page_is_opened(
    tmp_path: Path, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "甲 & 乙"
    folder.mkdir()
    shutil.copy(REAL, folder)
    assert icons.main("build", [str(folder / "2023.xlsx")], tmp_path) == 0
    pages = folder / "outputs" / "2023" / "2023决算公开第1稿-审阅.html"
    assert shown == [pages.as_uri()]
    said = capsys.readouterr().out
    assert "没有错误" in said.splitlines()[-2]
    log = (tmp_path / logbook.NAME).read_text("utf-8-sig")
    assert said.splitlines()[-1] == (
        f"这次显示的内容记在 {tmp_path / logbook.NAME}，有问题时可以把它发给维护程序的人。"
    )
    assert said in log


def test_what_is_wrong_is_said_and_what_to_do(
    spoiled: Callable[[Spoil], Path], shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def error(book: object) -> None:
        book["公开03表"]["E7"] = 233.73  # type: ignore[index]

    wrong = str(spoiled(error))
    assert icons.main("build", [wrong], Path()) == 1
    assert "再拖到「核对并生成」上" in capsys.readouterr().out
    assert len(shown) == 1
    assert icons.main("final", [wrong], Path()) == 1
    assert "还不能定稿" in capsys.readouterr().out
    assert icons.main("build", ["没有.xlsx"], Path()) == 2
    assert "没有做成" in capsys.readouterr().out


def test_other_files_are_done_as_they_ask_and_not_spoken_of_as_drafts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("单位").mkdir()
    assert icons.main("build", ["单位"], Path()) == 0
    assert "\n做完了。填过、改过的工作簿，再拖到「核对并生成」上。\n" in capsys.readouterr().out


def test_without_a_workbook_the_icon_says_what_to_drop(
    answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    for action in ("build", "final"):
        assert icons.main(action, [], Path()) == 2
        assert "请把工作簿拖到这个图标上" in capsys.readouterr().out


def test_of_several_workbooks_one_is_asked_for(
    answers: Callable[..., None], shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("inputs").mkdir()
    for name in ("2023.xlsx", "甲.xlsx"):
        shutil.copy(REAL, f"inputs/{name}")
    answers("3", "x", "2")
    assert icons.main("build", [], Path()) == 0
    assert "已写出草稿：outputs/2023/甲决算公开第1稿.docx" in capsys.readouterr().out


def test_a_new_workbook_asks_for_the_year(
    answers: Callable[..., None], shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answers("24", "2024", "")
    assert icons.main("new", [], Path()) == 0
    assert Path("inputs/2024.xlsx").is_file()
    said = capsys.readouterr().out
    assert f"{date.today().year - 1} 年度的直接按回车" in said
    assert "「24」不是年度" in said
    assert shown == [Path("inputs/2024.xlsx").absolute().as_uri()]
    assert "：2024\n" in Path(logbook.NAME).read_text("utf-8")  # what was answered


def test_last_years_workbook_is_offered_or_dropped(
    answers: Callable[..., None], shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("inputs").mkdir()
    shutil.copy(REAL, "inputs")
    answers("2024", "")
    assert icons.main("new", [], Path()) == 0
    assert "由 inputs/2023.xlsx 结转" in capsys.readouterr().out
    answers("2024", "0")
    assert icons.main("new", [], Path()) == 2
    assert "inputs/2024.xlsx 已经有了，没有改动它" in capsys.readouterr().out


def test_a_new_workbook_lies_beside_the_one_that_was_dropped(
    tmp_path: Path,
    answers: Callable[..., None],
    shown: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "程序").mkdir()
    monkeypatch.chdir(tmp_path / "程序")
    shutil.copy(REAL, tmp_path / "局2023.xlsx")
    answers("")
    assert icons.main("new", [str(tmp_path / "局2023.xlsx")], Path()) == 0
    assert (tmp_path / "2024.xlsx").is_file()
    answers("")
    monkeypatch.setattr(icons, "_is_writable", lambda folder: folder == Path())
    assert icons.main("new", [str(tmp_path / "局2023.xlsx")], Path()) == 0
    assert Path("inputs/2024.xlsx").is_file()


def test_names_without_a_folder_are_those_of_where_it_was_started(
    tmp_path: Path, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "程序").mkdir()
    shutil.copy(REAL, "甲.xlsx")
    assert icons.main("build", ["甲.xlsx"], tmp_path / "程序") == 0
    assert (tmp_path / "outputs" / "2023" / "甲决算公开第1稿.docx").is_file()
    assert Path.cwd() == tmp_path / "程序"


def test_a_page_that_cannot_be_opened_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_address: str) -> None:
        raise OSError

    monkeypatch.setattr(webbrowser, "open", refused)
    book = shutil.copy(REAL, "甲.xlsx")
    assert icons.main("build", [book], Path()) == 0
    assert "甲决算公开第1稿-审阅.html 没有打开" in capsys.readouterr().out


def test_the_desk_is_opened_for_what_was_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def noted(*words: object) -> int:
        asked.append(words)
        return 0

    monkeypatch.setattr(icons, "_gen", noted)
    here = Path.cwd()
    for name in ("单位", "单位/inputs"):
        Path(name).mkdir()
    assert [
        icons.main("desk", files, here) for files in ([], ["单位"], ["单位/inputs/2024.xlsx"])
    ] == [0, 0, 0]
    assert asked == [("desk",), ("desk", here / "单位"), ("desk", here / "单位")]


def test_a_window_that_is_closed_at_a_question_ends_quietly(
    answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert icons.main("new", [], Path()) == 130
    assert capsys.readouterr().out.endswith("已中断。\n")


def test_beside_a_program_that_lies_read_only_nothing_is_written(
    tmp_path: Path,
    answers: Callable[..., None],
    shown: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(icons, "_is_writable", lambda folder: folder != tmp_path / "盘")
    answers("2024", "")
    assert icons.main("new", [], tmp_path / "盘") == 0
    own = tmp_path / "决算公开"
    assert f"新建的工作簿和日志放在 {own}。" in capsys.readouterr().out
    assert sorted(path.name for path in own.iterdir()) == ["inputs", "日志.txt"]


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    assert icons._is_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not icons._is_writable(tmp_path / "没有")


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "无")
    (tmp_path / logbook.NAME).mkdir()
    assert icons.main("final", [], tmp_path) == 2
    assert "记在" not in capsys.readouterr().out


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / logbook.NAME).write_bytes(b"x" * 1_000_001)
    with logbook.logged(tmp_path):
        print("新的")
    assert "新的" in (tmp_path / logbook.NAME).read_text("utf-8")
    assert (tmp_path / "日志-旧.txt").stat().st_size == 1_000_001
