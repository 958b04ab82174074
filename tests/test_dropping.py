"""Files in the place of a command: what is done with each kind, and what is never taken for one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from generator.cli import main
from generator.cli.dropping import steps
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, Spoil
from tests.helpers.exports import LAYOUTS, ExportLayout, write_export

NASTY = [
    "甲 乙.xlsx",
    "a&b.xlsx",
    "100%.xlsx",
    "%TEMP%.xlsx",
    "是!否!.xlsx",
    "a^b.xlsx",
    "表 (1).xlsx",
]


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_workbook_is_built_beside_itself() -> None:
    Path("资料").mkdir()
    book = shutil.copy(REAL, "资料/2023.xlsx")
    result = gen(book)
    assert result.exit_code == 0
    assert "已写出草稿：资料/outputs/2023/2023决算公开第1稿.docx" in result.output


def test_a_workbook_in_inputs_has_its_drafts_where_build_has_them() -> None:
    [step] = steps([Path("inputs/2023.xlsx")])
    assert step == ["build", "--outputs", "outputs", "--", "inputs/2023.xlsx"]


@pytest.mark.parametrize("name", NASTY)
def test_names_that_mean_something_to_a_shell_are_names(name: str) -> None:
    assert steps([Path("夹") / name]) == [["build", "--outputs", "夹/outputs", "--", f"夹/{name}"]]
    assert f"{name}" in gen(Path("夹") / name).output


def test_several_files_are_each_done_as_their_kind_asks(tmp_path: Path) -> None:
    files = ["一/甲.xlsx", "一/乙.xlsx", "二/丙.xlsx", "公开稿.pdf", "意见.json", "无此.docx"]
    (tmp_path / "单位").mkdir()
    assert steps([Path(name) for name in [*files, "单位"]]) == [
        ["build", "--outputs", "一/outputs", "--", "一/甲.xlsx", "一/乙.xlsx"],
        ["build", "--outputs", "二/outputs", "--", "二/丙.xlsx"],
        ["read", "--", "公开稿.pdf"],
        ["adopt", "--outputs", "outputs", "--", "意见.json"],
        ["read", "--", "无此.docx"],
        ["status", "--outputs", "单位/outputs", "--", "单位"],
    ]


def test_exports_go_into_the_workbook_they_were_dropped_with() -> None:
    files = [Path("决算.xls"), Path("2024.xlsx"), Path("三公.et")]
    assert steps(files) == [["fill", "--", "2024.xlsx", "决算.xls", "三公.et"]]
    alone = gen("决算.xls")
    assert (alone.exit_code, alone.output) == (
        2,
        "决算.xls 不是填报工作簿。是导出的表的，把它和要填的那个工作簿一起选中，再一起拖上来。\n",
    )


@pytest.mark.parametrize("layout", LAYOUTS[:2], ids=lambda layout: layout.name)
def test_an_export_as_xlsx_is_told_from_a_workbook(layout: ExportLayout) -> None:
    """One whose sheets are called as ours are, and one whose are not; a form in Word goes along."""
    [export] = write_export(read_workbook(REAL), layout, Path("导出"))
    Document().save("自评表.docx")
    assert steps([export, REAL, Path("自评表.docx"), Path("意见.json")]) == [
        ["fill", "--", str(REAL), str(export), "自评表.docx"],
        ["adopt", "--outputs", "outputs", "--", "意见.json"],
    ]
    assert "一起拖上来" in gen(export).output


def test_a_word_file_is_read_or_adopted_by_what_it_is() -> None:
    """A draft of ours is known by its number wherever it lies, a paper without one is read."""
    gen("build", REAL)
    draft = Path("outputs/2023/2023决算公开第1稿.docx")
    shutil.copy(draft, "送审.docx")
    assert steps([draft]) == [["adopt", "--outputs", str(Path.cwd() / "outputs"), "--", str(draft)]]
    assert steps([Path("送审.docx")])[0][0] == "adopt"
    checklist = draft.with_name("2023决算公开第1稿-核对表.xlsx")
    shutil.copy(checklist, "李科长.xlsx")
    assert steps([Path("李科长.xlsx")])[0][0] == "adopt"


def test_a_paper_becomes_a_workbook(tmp_path: Path) -> None:
    paper = tmp_path / "通知.docx"
    Document().save(str(paper))
    assert steps([paper]) == [["read", "--", str(paper)]]
    assert gen(paper).exit_code == 2


def test_the_highest_exit_code_counts(spoiled: Callable[[Spoil], Path]) -> None:
    def error(book: object) -> None:
        book["公开03表"]["E7"] = 233.73  # type: ignore[index]

    wrong = spoiled(error)
    Path("空").mkdir()
    assert gen(wrong, "空").exit_code == 1


def test_a_command_is_not_shadowed_by_a_file_of_its_name() -> None:
    Path("check").mkdir()
    assert "缺少参数「工作簿…」" in gen("check").output
    mistyped = gen("bild", "x.xlsx")
    assert "没有 bild 这个命令" in mistyped.output


def test_a_file_that_is_not_there_is_said_to_be_missing() -> None:
    result = gen("没有.xlsx")
    assert result.exit_code == 2
    assert "没有.xlsx" in result.output and "没有 没有.xlsx 这个命令" not in result.output


def test_a_file_of_another_kind_is_refused() -> None:
    Path("照片.png").touch()
    result = gen("照片.png")
    assert result.exit_code == 2
    assert result.output.startswith("照片.png 不是这里用得上的文件")
