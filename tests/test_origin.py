"""Workbooks of other editions, years and program versions: read with a message, never misread."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from generator.cli.report import finding_text
from generator.editions import load
from generator.model import InputProblem, Severity
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing import Values, write_workbook
from tests.conftest import ROOT, Spoil

Spoiled = Callable[[Spoil], Path]


def place_of(sheet: Any, label: str) -> Any:
    """The cell in which a label stands."""
    return next(c for row in sheet.iter_rows() for c in row if c.value == label)


def beside(book: Any, sheet: str, label: str, value: object) -> None:
    cell = place_of(book[sheet], label)
    book[sheet].cell(cell.row, cell.column + 1).value = value


def refused(path: Path) -> list[str]:
    with pytest.raises(InputProblem) as caught:
        read_workbook(path)
    return [finding_text(finding) for finding in caught.value.findings]


def hints(workbook: Workbook) -> list[str]:
    assert all(finding.severity is Severity.HINT for finding in workbook.findings)
    return [finding_text(finding) for finding in workbook.findings]


def test_a_workbook_names_its_edition_and_the_program_that_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "2024.xlsx"
    write_workbook(load("2024"), path, 2024, Values())
    profile = read_workbook(path).facts["profile"]
    assert profile["edition"]["value"].text == "2024"
    assert profile["program"]["value"].text == __version__


def test_a_workbook_of_a_newer_program_is_refused(spoiled: Spoiled) -> None:
    path = spoiled(lambda book: beside(book, "基本信息", "程序版本", "99.1.0"))
    assert refused(path) == [
        f"错误 I13  基本信息!B15 工作簿是 99.1.0 版程序写的，本程序是 {__version__} 版，新增的内容会读漏\n"
        "  位置：基本信息!B15\n  处理：更新程序后再运行。"
    ]


@pytest.mark.parametrize("written", ["0.0.9", __version__, f"{__version__}.post1", "不详", None])
def test_any_other_version_is_read(written: str | None, spoiled: Spoiled) -> None:
    path = spoiled(lambda book: beside(book, "基本信息", "程序版本", written))
    assert hints(read_workbook(path)) == []


def test_a_year_that_is_not_the_editions_is_allowed_with_a_hint(spoiled: Spoiled) -> None:
    (hint,) = hints(read_workbook(spoiled(lambda book: beside(book, "基本信息", "决算年度", 2024))))
    assert "基本信息!B5 决算年度是 2024，版式 2023 是 2023 年度的" in hint
    assert "2024 年度有自己的版式，应在「版式」一格填 2024" in hint
    (hint,) = hints(read_workbook(spoiled(lambda book: beside(book, "基本信息", "决算年度", 2031))))
    assert "当地当年的表样没有变的，可以照用" in hint


def test_without_a_named_edition_the_one_of_the_year_is_used(spoiled: Spoiled) -> None:
    def change(book: Any) -> None:
        beside(book, "基本信息", "版式", None)
        beside(book, "基本信息", "决算年度", 2024)

    assert read_workbook(spoiled(change)).edition.id == "2024"


def test_both_labels_of_the_row_are_read_in_both_editions(spoiled: Spoiled) -> None:
    for edition in ("2023", "2024"):
        for label in ("使用非财政拨款结余", "使用非财政拨款结余（含专用结余）"):

            def change(book: Any, edition: str = edition, label: str = label) -> None:
                beside(book, "基本信息", "版式", edition)
                beside(book, "基本信息", "决算年度", int(edition))
                cell = place_of(book["公开01表"], "使用非财政拨款结余")
                cell.value, cell.offset(0, 1).value, cell.offset(0, 2).value = label, None, 3

            workbook = read_workbook(spoiled(change))
            assert workbook.facts["totals"]["surplus_used"]["amount"].value == 30000
            assert hints(workbook) == []


def test_what_an_older_workbook_lacks_is_named_and_blank(spoiled: Spoiled) -> None:
    def older(book: Any) -> None:
        del book["核对说明"]
        beside(book, "基本信息", "程序版本", "0.0.9")
        for label in ("上年公开数", "上年数更正额", "上年数更正原因"):
            place_of(book["上年数"], label).value = None

    workbook = read_workbook(spoiled(older))
    (hint,) = hints(workbook)
    assert (
        "较早的工作簿（0.0.9 版程序写的），没有上年数「上年公开数」一栏、上年数「上年数更正原因」一栏、"
        "工作表「核对说明」，都当作空白" in hint
    )
    assert workbook.facts["prior"]["total"]["published"].value is None

    def of_no_version(book: Any) -> None:
        older(book)
        beside(book, "基本信息", "程序版本", None)

    (hint,) = hints(read_workbook(spoiled(of_no_version)))
    assert "较早的工作簿，没有上年数「上年公开数」一栏" in hint


def test_a_renamed_column_is_never_taken_for_a_blank_one(spoiled: Spoiled) -> None:
    def renamed(book: Any) -> None:
        cell = place_of(book["年初预算"], "全年预算数")
        cell.value, cell.offset(2, 0).value = "调整预算数", 160

    (problem,) = refused(spoiled(renamed))
    assert "I03  年初预算!F3 「调整预算数」不是本表的栏目，下面有内容" in problem
    assert "如果它就是「全年预算数」，把标题改回来" in problem

    def without(book: Any) -> None:
        renamed(book)
        place_of(book["年初预算"], "调整预算数").value = None

    (problem,) = refused(spoiled(without))
    assert "年初预算!F3 没有标题的这一栏不是本表的栏目" in problem


def test_a_column_that_a_person_added_is_not_read_and_said_so(spoiled: Spoiled) -> None:
    def added(book: Any) -> None:
        sheet = book["职责"]
        sheet["C3"], sheet["C4"] = "备注", "待核"

    (hint,) = hints(read_workbook(spoiled(added)))
    assert "I16  职责!C3 「备注」不是本表的栏目，没有读" in hint


def test_an_optional_sheet_under_another_name_is_not_taken_for_a_missing_one(
    spoiled: Spoiled,
) -> None:
    def change(book: Any) -> None:
        book["名词解释"].title = "名词"

    (problem,) = refused(spoiled(change))
    assert "I02  缺少工作表「名词解释」" in problem
    assert "工作表「名词」的标题与它相同：如果就是它，把它改名为「名词解释」。" in problem


@pytest.fixture
def renamed_edition() -> None:
    """An edition 2023 in which a sheet, a column and a line have new names."""
    shutil.copytree(ROOT / "templates" / "2023", "templates/2023")
    path = Path("templates/2023/sheets.toml")
    text = path.read_text("utf-8")
    for old, new in (
        ('name = "重点工作"', 'name = "重点任务"\nalso = ["重点工作"]'),
        ('label = "重要事项"', 'label = "事项", also = ["重要事项"]'),
        ('label = "主管部门", kind', 'label = "上级部门", also = ["主管部门"], kind'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


@pytest.mark.usefixtures("renamed_edition")
def test_older_names_of_sheets_columns_and_lines_are_understood(spoiled: Spoiled) -> None:
    workbook = read_workbook(spoiled(lambda book: None))
    assert workbook.facts["key_work"].rows[0]["item"].given
    assert workbook.facts["profile"]["supervisor"]["value"].given
    said = "\n".join(hints(workbook))
    for old, new in (("重点工作", "重点任务"), ("重要事项", "事项"), ("主管部门", "上级部门")):
        assert f"「{old}」现在叫「{new}」，已照「{new}」读" in said


@pytest.mark.usefixtures("renamed_edition")
def test_a_sheet_under_its_name_of_today_and_an_older_one_is_told(spoiled: Spoiled) -> None:
    def change(book: Any) -> None:
        book.copy_worksheet(book["重点工作"]).title = "重点任务"

    problem = "\n".join(refused(spoiled(change)))
    assert "I37" in problem and "「重点任务」和「重点工作」" in problem


def test_a_line_that_stands_twice_is_not_read_from_the_first_alone(spoiled: Spoiled) -> None:
    def twice(book: Any) -> None:
        sheet = book["上年数"]
        sheet["A14"], sheet["B14"] = "收、支总计", 250

    (problem,) = refused(spoiled(twice))
    assert "I03  上年数!B14 「收、支总计」出现了两次（另一次在第 4 行）" in problem
