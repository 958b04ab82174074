"""The sheet 核对表 beside a draft: every requirement, every finding, every rule."""

from __future__ import annotations

import io
import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from generator import checks
from generator.checks import CheckReport, State
from generator.checks.catalogue import RULES
from generator.cli import main
from generator.history.drafts import save_beside
from generator.model import InputProblem
from generator.pipeline import build, derive
from generator.products.checklist import checklist
from generator.products.outcome import Outcome
from tests.conftest import REAL
from tests.gallery.changing import Add, Drop, Edit, Put, changed, wan
from tests.gallery.running import real

WRONG: tuple[Edit, ...] = (
    Put("general.2101102.basic", wan("14.02")),
    Put("totals.opening.amount", wan("5.02")),
    Put("prior.closing.prior", wan("5")),
    Drop("subjects", "2101102"),
    Add("acceptance", rule="X17", cell="公开01表!C35", value="5.02", reason="=1+1"),
)


@cache
def examined() -> tuple[CheckReport, tuple[checks.Requirement, ...]]:
    accounts, made = derive(replace(real(), facts=changed(real(), WRONG)))
    return checks.run(accounts, made), checks.requirements(accounts, made)


@cache
def content() -> bytes:
    report, required = examined()
    return checklist("2023决算公开第1稿", "2023.xlsx", required, report.told, report)


def rows(name: str) -> list[list[Any]]:
    """The rows below the header, blanks as ""."""
    sheet = openpyxl.load_workbook(io.BytesIO(content()))[name]
    return [["" if v is None else v for v in row] for row in sheet.iter_rows(4, values_only=True)]


def test_every_requirement_is_listed_with_its_place() -> None:
    _, required = examined()
    told = [(entry.title, entry.state.value, entry.place) for entry in required]
    assert [tuple(row[1:4]) for row in rows("公开要求")] == told
    assert {entry.state for entry in required} == set(State)


def test_every_finding_is_listed_with_both_sides() -> None:
    report, _ = examined()
    found = rows("核对结果")
    assert len(found) == len(report.told) + len(report.todo) + len(report.accepted)
    first = next(row for row in found if row[2] == "F05")
    assert first[4:8] == [
        "10.42 万元\n公开05表!E17",
        "14.02 万元\n公开05表!F17",
        "3.6 万元",
        "0.01 万元",
    ]
    assert "像是两位数字对调" in first[8]
    follower = next(row for row in found if row[2] == "H05")
    assert follower[8].startswith(f"与第 {first[0]} 条同一原因（公开05表!F17）")


def test_an_accepted_finding_stands_with_its_reason_as_text() -> None:
    last = rows("核对结果")[-1]
    assert (last[1], last[2], last[8]) == ("已说明", "X17", "原为警告。说明：=1+1")


def test_every_rule_is_listed_with_what_became_of_it() -> None:
    report, _ = examined()
    told = {row[0]: row[3] for row in rows("核对项目")}
    assert list(told) == [rule.id for rule in RULES]
    assert told == {entry.rule.id: entry.status.value for entry in report.coverage}


def test_the_sheets_are_laid_out_for_print() -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(content())).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9  # A4
        # A width that is not stated is one page.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$3"
        assert sheet["B4"].alignment.wrap_text


def test_what_a_reviewer_fills_in_is_open_and_the_rest_is_locked() -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(content())).worksheets:
        last = sheet.max_column
        assert sheet.cell(3, last).value == "复核意见"
        assert {row[-1].protection.locked for row in sheet.iter_rows(4)} == {False}
        assert {cell.protection.locked for row in sheet.iter_rows(4) for cell in row[:-1]} == {True}


def test_results_stand_on_their_colour() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content()))["公开要求"]
    fills = {row[2].value: row[2].fill.fgColor.rgb[2:] for row in sheet.iter_rows(4)}
    assert fills["已满足"] == "E2EFDA" and fills["未满足"] == "F8CBAD"


def test_texts_with_signs_of_markup_and_spaces_stay_as_they_are() -> None:
    report, required = examined()
    odd = replace(report.findings[0], message=" 甲 & <乙>\n丙 ]]> ", mismatch=None)
    book = checklist("a&b", "<c>.xlsx", required, [odd], report)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["核对结果"]
    assert sheet["D4"].value == odd.message
    assert sheet["A2"].value.startswith("a&b，由 <c>.xlsx 得出")


def test_the_same_checks_give_the_same_bytes() -> None:
    report, required = examined()
    again = checklist("2023决算公开第1稿", "2023.xlsx", required, report.told, report)
    assert again == content()


def test_build_names_it_and_leaves_it_when_nothing_changed() -> None:
    first = CliRunner().invoke(main, ["build", str(REAL), "--json"])
    path = Path(json.loads(first.output)["checklist"])
    assert path.name == "2023决算公开第1稿-核对表.xlsx" and path.is_file()
    before = path.stat().st_mtime_ns
    again = CliRunner().invoke(main, ["build", str(REAL)])
    assert f"核对表：{path}" in again.output
    assert path.stat().st_mtime_ns == before
    assert len(list(path.parent.glob("*核对表*"))) == 1


def test_remarks_of_a_reviewer_are_never_overwritten() -> None:
    path = _built().files["checklist"]
    assert path is not None
    book = openpyxl.load_workbook(path)
    book["公开要求"]["E4"] = "已核"
    book.save(path)
    edited = path.read_bytes()
    other = _built().files["checklist"]
    assert other is not None and other.name == "2023决算公开第1稿-核对表2.xlsx"
    assert path.read_bytes() == edited
    assert _built().files["checklist"] == other


def _built() -> Outcome:
    return build(REAL, Path("outputs"))


def test_an_unwritable_folder_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.history.drafts.beside.placed", full)
    with pytest.raises(InputProblem, match=r"核对表写不进 .*磁盘已满"):
        save_beside(Path("draft.docx").resolve(), "核对表", ".xlsx", b"")


def test_it_is_written_quickly() -> None:
    report, required = examined()
    start = time.process_time()
    checklist("2023决算公开第1稿", "2023.xlsx", required, report.told, report)
    assert time.process_time() - start < 0.2
