"""``gen status``: what it shows of workbooks and drafts, and that it changes nothing."""

from __future__ import annotations

import contextlib
import json
import shutil
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from generator.cli import main
from generator.cli.status import Progress, as_text, progress
from generator.pipeline import examined
from generator.workbook.reading.facts import Workbook
from tests.conftest import REAL
from tests.helpers.opening import opened

TODAY = date(2024, 10, 1)


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real workbook with a draft and 批复日期, next year's, a lock file and a broken one."""
    with contextlib.chdir(tmp_path_factory.mktemp("year")):
        Path("inputs").mkdir()
        shutil.copy(REAL, "inputs/2023.xlsx")
        gen("build", "inputs/2023.xlsx")
        book = opened(REAL)
        book["基本信息"]["B11"] = date(2024, 9, 21)
        book.save("inputs/2023.xlsx")
        gen("build", "inputs/2023.xlsx")
        gen("new", "2024", "--from", "inputs/2023.xlsx")
        Path("inputs/~$2024.xlsx").write_bytes(b"lock")
        Path("inputs/坏.xlsx").write_bytes(b"no workbook")
        Path("outputs/2022").mkdir()
        Path("outputs/2022/2022决算公开定稿.docx").write_bytes(b"kept from an earlier year")
        return Path.cwd()


@pytest.fixture
def year(made: Path) -> None:
    shutil.copytree(made, ".", dirs_exist_ok=True)


def shown() -> dict[str, Progress]:
    return {entry.stem: entry for entry in progress(Path("inputs"), Path("outputs"), TODAY)}


@pytest.mark.usefixtures("year")
def test_every_workbook_and_every_series_of_drafts_is_shown() -> None:
    entries = shown()
    assert list(entries) == ["坏", "2022", "2023", "2024"]
    real, blank, broken, earlier = (entries[name] for name in ("2023", "2024", "坏", "2022"))
    assert (real.filled, real.todo) == (real.sheets, 0)
    assert (real.draft, real.final, real.days) == (1, False, 10)
    assert sum(real.findings.values()) == 4
    assert 0 < blank.filled < blank.sheets == real.sheets and blank.todo
    assert (blank.draft, blank.days) == (0, None)
    assert "不是 .xlsx 工作簿" in broken.unusable
    assert (earlier.workbook, earlier.final) == (None, True)


@pytest.mark.usefixtures("year", "unlaid")
def test_days_over_the_limit_publication_and_a_final_version_are_shown() -> None:
    gen("build", "--final", "inputs/2023.xlsx")
    (entry,) = (
        e for e in progress(Path("inputs"), Path("outputs"), date(2024, 10, 14)) if e.year == "2023"
    )
    assert (entry.final, entry.days) == (True, -3)
    assert "2024-10-11 公开" in as_text([entry], Path("inputs"))
    late = replace(entry, published=None)
    assert "已过 3 天" in as_text([late], Path("inputs"))


@pytest.mark.usefixtures("year")
def test_the_table_is_aligned_and_nothing_is_changed() -> None:
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    result = gen("status")
    assert result.exit_code == 0
    head, *lines = result.output.splitlines()

    def width(text: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

    at = width(head[: head.index("公开期限")])
    for line in lines[:4]:
        cut = next(n for n in range(len(line) + 1) if width(line[:n]) >= at)
        assert width(line[:cut]) == at and line[cut - 2 : cut] == "  " and line[cut] != " "
    assert "未填批复日期" in result.output
    assert "2024-10-11 公开" in result.output
    assert lines[4].startswith("inputs/坏.xlsx 不能使用：")
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


@pytest.mark.usefixtures("year")
def test_json_is_one_object_a_workbook() -> None:
    entries = json.loads(gen("status", "--json").output)
    assert [entry["name"] for entry in entries] == ["坏", "2022", "2023", "2024"]
    assert entries[2]["findings"] == {"error": 0, "warning": 0, "hint": 4}
    assert entries[3]["days_left"] is None


def test_a_workbook_that_is_elsewhere_is_not_said_to_be_missing() -> None:
    Path("别处").mkdir()
    shutil.copy(REAL, "别处/甲.xlsx")
    gen("build", "别处/甲.xlsx")
    (line,) = gen("status").output.splitlines()[1:]
    assert line.startswith("2023  甲.xlsx（不在 inputs 里）  —")
    assert "甲.xlsx（不在 空 里）" in gen("status", "--inputs", "空").output
    assert gen("status", "--inputs", "别处").output.splitlines()[1].startswith("2023  甲.xlsx  ")


def test_without_any_workbook_it_says_how_to_begin() -> None:
    result = gen("status", "--inputs", "leer")
    assert result.exit_code == 0
    assert "leer 里没有工作簿。用 gen new 年度 新建一个。" in result.output


@pytest.mark.usefixtures("year")
def test_a_fault_on_one_workbook_leaves_the_table_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fault(workbook: Workbook) -> object:
        if workbook.path.stem == "2024":
            raise KeyError("code")
        return examined(workbook)

    monkeypatch.setattr("generator.cli.status.examined", fault)
    result = gen("status")
    assert result.exit_code == 3
    assert "2023.xlsx" in result.output and "2024-10-11 公开" in result.output
    assert "inputs/2024.xlsx 程序出错：2024.xlsx：程序出错：KeyError: 'code'" in result.output
    entries = {entry["name"]: entry for entry in json.loads(gen("status", "--json").output)}
    assert (entries["2024"]["failed"], entries["2023"]["failed"]) == (True, False)
