"""Drafts and their record: numbered, never overwritten, known again after a hand edit."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import __version__
from generator.cli import main
from generator.history import drafts
from generator.history.drafts import Series
from generator.model import Finding, InputProblem, Severity
from generator.products.pdf import Pages
from tests.conftest import REAL, Spoil
from tests.helpers.firstdraft import first_draft
from tests.helpers.handedits import reword, save_again

FOLDER = Path("outputs/2023")
FIRST, SECOND = FOLDER / "2023决算公开第1稿.docx", FOLDER / "2023决算公开第2稿.docx"
RECORDS = FOLDER / "记录"
RECORD = RECORDS / "2023决算公开第1稿.docx.json"
EDITED = "第1稿在写出后被改动过，保留不动。"


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def built(*arguments: str | Path) -> str:
    result = gen("build", *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def another_date(book: Any) -> None:
    book["基本信息"]["B12"] = "2024-10-12"


# --- the record --------------------------------------------------------------------------------


def test_the_record_says_what_made_a_draft() -> None:
    first_draft()
    text = RECORD.read_text("utf-8")
    record = json.loads(text)
    assert record["file"] == FIRST.name
    assert record["sha256"] == drafts.sha256(FIRST.read_bytes())
    assert record["workbook"] == "2023.xlsx"
    assert record["workbook_sha256"] == drafts.sha256(REAL.read_bytes())
    assert (record["edition"], record["program"]) == ("2023", __version__)
    assert record["final"] is False
    assert record["counts"] == {"error": 0, "warning": 0, "hint": 4}
    assert ["合计·本年支出合计", "233.37万元", "公开03表!E7"] in record["figures"]
    # For people: one line for each thing, and Chinese as it is.
    assert '\n    ["合计·本年支出合计", "233.37万元", "公开03表!E7"]' in text


def test_what_stands_beside_a_draft_may_have_no_name_of_its_own() -> None:
    draft = Path("甲局决算公开第1稿.docx")
    for name, content, told in (
        ("", b"1", "甲局决算公开第1稿.md"),
        ("", b"1", "甲局决算公开第1稿.md"),
        ("", b"2", "甲局决算公开第1稿-2.md"),
        ("网页", b"1", "甲局决算公开第1稿-网页.md"),
        ("网页", b"2", "甲局决算公开第1稿-网页2.md"),
    ):
        assert drafts.save_beside(draft, name, ".md", content).name == told


def test_a_record_is_read_as_it_was_written() -> None:
    first_draft()
    records, damaged = drafts.records_in(FOLDER)
    assert damaged == []
    assert [record.file for record in records] == [FIRST.name]
    content = records[0].content
    assert content is not None and len(content.lines) > 400 and len(content.figures) > 150


def test_without_its_record_a_draft_is_as_good_as_before() -> None:
    first_draft()
    RECORD.unlink()
    assert "内容与上一稿相同，没有另写" in built(REAL)
    assert RECORD.is_file()


DAMAGED = ("", "{", "[]", "null", '{"file": 1}', "[" * 100_000, "\ud800")


def test_a_damaged_record_is_named_and_left_alone(spoiled: Callable[[Spoil], Path]) -> None:
    first_draft()
    for damage in DAMAGED:
        before = damage.encode("utf-8", "surrogatepass")
        RECORD.write_bytes(before)
        said = built(REAL)
        assert f"{FIRST.name} 的记录 {RECORD} 读不了，没有动它；草稿不受影响。" in said, damage
        assert RECORD.read_bytes() == before
    reword(FIRST, "收、支总计均为", "收支总计均为")
    built(spoiled(another_date))
    assert SECOND.is_file()
    assert RECORD.read_bytes() == before


def test_a_record_that_lacks_something_counts_as_damaged() -> None:
    first_draft()
    record = json.loads(RECORD.read_text("utf-8"))
    for key in ("file", "sha256", "final", "workbook", "figures", "text"):
        for wrong in (None, [["x"]], "../x"):
            RECORD.write_text(json.dumps({**record, key: wrong}), "utf-8")
            known, damaged = drafts.records_in(FOLDER)
            told = isinstance(wrong, str) and key in ("sha256", "workbook")  # any text will do
            assert (len(known), len(damaged)) == ((1, 0) if told else (0, 1)), (key, wrong)


# --- drafts that people edited -----------------------------------------------------------------


def test_an_edited_draft_stays_and_a_changed_workbook_makes_the_next(
    spoiled: Callable[[Spoil], Path],
) -> None:
    first_draft()
    reword(FIRST, "收、支总计均为", "收支总计均为")
    before = FIRST.read_bytes()
    said = built(spoiled(another_date)).splitlines()
    assert f"已写出草稿：{SECOND}" in said
    assert EDITED in said
    assert "2023决算公开第1稿里手工改动的 1 处，2023决算公开第2稿里没有；见审阅页。" in said
    assert FIRST.read_bytes() == before


def test_an_edited_draft_of_an_unchanged_workbook_gets_no_rival() -> None:
    first_draft()
    reword(FIRST, "收、支总计均为", "收支总计均为")
    before = FIRST.read_bytes()
    said = built(REAL).splitlines()
    at = said.index(f"没有另写：{FIRST}")
    assert said[at + 1 : at + 4] == [
        EDITED,
        "工作簿的内容仍与写出第1稿时相同，没有另写。",
        "要程序重新写一份，先把第1稿改名或移走，再运行。",
    ]
    assert FIRST.read_bytes() == before
    assert not SECOND.exists()
    page = FIRST.with_name("2023决算公开第1稿-审阅.html").read_text("utf-8")
    assert "写出后的手工改动" in page and "<del>、</del>" in page


def test_a_draft_moved_away_is_written_anew_under_the_next_number() -> None:
    """A number that was given may be in somebody's mail: it is not given twice."""
    first_draft()
    FIRST.rename(FOLDER / "局长改过的.docx")
    assert f"已写出草稿：{SECOND}" in built(REAL)
    assert (FOLDER / "局长改过的.docx").is_file()


def test_a_draft_that_cannot_be_read_is_judged_by_its_record(
    monkeypatch: pytest.MonkeyPatch, spoiled: Callable[[Spoil], Path]
) -> None:
    """Another program may hold the file: nothing fails, nothing is written twice."""
    first_draft()
    read = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name == FIRST.name:
            raise PermissionError(13, "sharing violation")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    assert "第1稿读不了，多半正被其他程序打开；保留不动。" in built(REAL)
    assert not SECOND.exists()
    assert f"已写出草稿：{SECOND}" in built(spoiled(another_date))


def test_a_build_that_comes_in_between_makes_no_second_equal_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other build ends after this one looked at the folder, before it takes its number."""
    look = Series.last_and_next
    others = iter([b"same"])

    def interrupted(series: Series) -> tuple[int, int]:
        seen = look(series)
        for content in others:
            first = Series(series.folder, series.stem, series.final).path(1)
            first.write_bytes(content)
            (FOLDER / "记录").mkdir()
            (FOLDER / "记录" / f"{first.name}.json").write_text("{}")
        return seen

    monkeypatch.setattr(Series, "companions", lambda _: [])
    monkeypatch.setattr(Series, "last_and_next", interrupted)
    written = drafts.save(FOLDER, "2023", b"same")
    assert (written.number, written.fresh) == (1, False)
    assert [path.name for path in FOLDER.glob("*.docx")] == [FIRST.name]


def test_a_number_is_not_passed_over_for_a_record_seen_before_its_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FOLDER.mkdir(parents=True)
    numbers = Series.numbers

    def late(series: Series) -> list[int]:
        FIRST.write_bytes(b"same")  # with its record, between the two looks
        RECORDS.mkdir(exist_ok=True)
        RECORD.write_text("{}")
        return numbers(series)

    monkeypatch.setattr(Series, "numbers", late)
    assert drafts.save(FOLDER, "2023", b"same").number == 1


def test_files_that_word_puts_beside_a_draft_count_for_nothing() -> None:
    first_draft()
    for name in (
        "~$23决算公开第1稿.docx",
        "~$2023决算公开第8稿.docx",
        ".~lock.2023决算公开第9稿.docx#",
    ):
        (FOLDER / name).write_bytes(b"lock")
    assert "内容与上一稿相同，没有另写" in built(REAL)
    FIRST.unlink()
    assert f"已写出草稿：{SECOND}" in built(REAL)


@pytest.mark.usefixtures("unlaid")
def test_a_final_version_says_what_it_leaves_behind() -> None:
    first_draft()
    reword(FIRST, "收、支总计均为", "收支总计均为")
    assert "2023决算公开第1稿里手工改动的 1 处，2023决算公开定稿里没有" in built("--final", REAL)


def test_saving_again_without_a_change_is_no_hand_edit(spoiled: Callable[[Spoil], Path]) -> None:
    first_draft()
    save_again(FIRST)
    said = built(spoiled(another_date))
    assert EDITED in said and "手工改动的" not in said


# --- debris ------------------------------------------------------------------------------------


def test_what_a_killed_build_left_is_removed_once_it_is_old() -> None:
    first_draft()
    old, young, other = (FOLDER / n for n in (".gen-a.tmp", ".gen-b.tmp", ".别人的.tmp"))
    in_records = RECORDS / ".gen-c.tmp"
    for path in (old, young, other, in_records):
        path.write_bytes(b"half")
    for path in (old, other, in_records):
        os.utime(path, (time.time() - 7200,) * 2)
    built(REAL)
    assert [p.exists() for p in (old, young, other, in_records)] == [False, True, True, False]


def test_a_record_that_cannot_be_written_harms_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.history.drafts.series.write_record", full)
    assert f"{FIRST.name} 的记录没有写成：磁盘已满。草稿不受影响。" in built(REAL)
    assert FIRST.is_file() and not RECORD.exists()


def test_json_tells_the_notes() -> None:
    first_draft()
    reword(FIRST, "收、支总计均为", "收支总计均为")
    report = json.loads(built("--json", REAL))
    assert report["new"] is False
    assert report["notes"][0] == EDITED


def test_a_pdf_is_not_made_twice_of_the_same_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(range(9))

    def print_draft(docx: bytes) -> Any:
        return Pages(docx, b"%%PDF %d" % next(made))  # LibreOffice dates its files

    monkeypatch.setattr("generator.products.pdf.print_draft", print_draft)
    built("--pdf", REAL)
    assert f"PDF：{FOLDER / '2023决算公开第1稿.pdf'}" in built("--pdf", REAL)
    (FOLDER / "2023决算公开第1稿.pdf").write_bytes(b"signed")
    assert f"PDF：{FOLDER / '2023决算公开第1稿-2.pdf'}" in built("--pdf", REAL)
    assert (FOLDER / "2023决算公开第1稿.pdf").read_bytes() == b"signed"


def test_a_pdf_that_cannot_be_written_is_reported_beside_the_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> Path:
        raise InputProblem([Finding("I20", Severity.ERROR, "PDF写不进 outputs/2023：磁盘已满")])

    monkeypatch.setattr("generator.products.pdf.print_draft", lambda docx: Pages(docx, b"%PDF"))
    monkeypatch.setattr(drafts, "save_pdf", full)
    result = gen("build", "--pdf", REAL)
    assert result.exit_code == 1
    assert "错误 I20  PDF写不进" in result.output
    assert f"已写出草稿：{FIRST}" in result.output
    assert RECORD.is_file()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOENT, "No such file or directory"), "没有这个文件夹，也不能新建"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.ELOOP, "Too many levels"), f"系统错误，代号 {errno.ELOOP}"),
        (OSError(errno.ELOOP, "层次太多"), "层次太多"),
        (OSError("nothing known"), "系统错误，代号 不明"),
    ],
)
def test_the_reason_of_the_system_is_told_in_chinese(error: OSError, told: str) -> None:
    assert drafts.reason(error) == told
