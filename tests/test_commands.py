"""The commands as a person types them: what they print, what they write, how they exit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.products import pdf
from tests.conftest import REAL, Spoil
from tests.helpers.firstdraft import first_draft


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def in_a_process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in a process of its own."""
    command = [sys.executable, "-c", "from generator.cli import main; main()", *map(str, arguments)]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, check=False, env=env)


def error_in_a_total(book: Any) -> None:
    book["公开03表"]["E7"] = 233.73


def test_build_says_what_it_wrote_and_how_much_it_found() -> None:
    result = gen("build", REAL)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"{REAL}：错误 0，警告 0，提示 4"
    draft = Path("outputs/2023/2023决算公开第1稿.docx")
    assert f"已写出草稿：{draft}" in lines
    assert draft.is_file()


def test_an_unchanged_workbook_makes_no_new_draft() -> None:
    first_draft()
    result = gen("build", REAL)
    assert "内容与上一稿相同，没有另写：" in result.output
    assert [p.name for p in Path("outputs/2023").glob("*.docx")] == ["2023决算公开第1稿.docx"]


def test_a_changed_workbook_makes_the_next_draft(spoiled: Callable[[Spoil], Path]) -> None:
    first_draft()
    first = Path("outputs/2023/2023决算公开第1稿.docx").read_bytes()
    path = spoiled(error_in_a_total)
    result = gen("build", path)
    assert result.exit_code == 1
    assert Path("outputs/2023/2023决算公开第1稿.docx").read_bytes() == first
    assert Path("outputs/2023/2023决算公开第2稿.docx").is_file()


def test_an_error_is_shown_with_both_sides(spoiled: Callable[[Spoil], Path]) -> None:
    result = gen("check", spoiled(error_in_a_total))
    assert result.exit_code == 1
    assert not Path("outputs").exists()
    shown = result.output[result.output.index("公开03表 合计·本年支出合计") :].splitlines()
    assert shown[1:8] == [
        "  233.73 万元    公开03表!E7",
        "  233.37 万元    公开03表!F7、公开03表!G7",
        "  相差 0.36 万元，允许误差 0.015 万元",
        "  处理：像是两位数字对调：核对这些单元格，改正后再运行。",
        "  同一原因的还有（都用到 公开03表!E7）：",
        "    H03  公开03表 合计·本年支出合计 = 各类之和，相差 0.36 万元",
        "    X04  01表本年支出合计 = 03表合计，相差 0.36 万元",
    ]


@pytest.mark.parametrize("lock", ["~$甲.xlsx", ".~甲.xlsx", ".~lock.甲.xlsx#"])
@pytest.mark.parametrize("command", [["check"], ["build"], ["check", "--json"]])
def test_a_workbook_that_is_open_is_told_in_one_line(command: list[str], lock: str) -> None:
    shutil.copy(REAL, "甲.xlsx")
    quiet = gen(*command, "甲.xlsx")
    shutil.rmtree("outputs", ignore_errors=True)
    assert quiet.stderr == ""
    Path(lock).write_bytes(b"lock")
    told = gen(*command, "甲.xlsx")
    assert told.stdout == quiet.stdout
    assert told.stderr == (
        f"甲.xlsx 正在别的程序里打开（有 {lock}）：还没有保存的修改不在这次结果里。\n"
    )


def test_json_is_one_object(spoiled: Callable[[Spoil], Path]) -> None:
    result = gen("check", "--json", spoiled(error_in_a_total))
    report = json.loads(result.output)
    assert report["docx"] is None
    assert report["counts"]["error"] > 0
    finding = report["findings"][0]
    assert finding["severity"] == "error"
    assert set(finding) >= {"rule", "severity", "message", "cells"}
    assert all("!" in cell for cell in finding["cells"])
    built = json.loads(gen("build", "--json", REAL).output)
    assert built["docx"] == str(Path("outputs/2023/2023决算公开第1稿.docx"))


def test_json_for_an_unusable_file() -> None:
    result = gen("build", "--json", "缺.xlsx")
    assert result.exit_code == 2
    report = json.loads(result.output)
    assert report["unusable"] is True
    assert report["docx"] is None
    assert report["findings"][0]["rule"] == "I01"


def test_many_workbooks_one_bad_one_does_not_stop_the_others() -> None:
    shutil.copy(REAL, "甲.xlsx")
    result = gen("build", "甲.xlsx", "缺.xlsx", REAL)
    assert result.exit_code == 2
    assert Path("outputs/2023/甲决算公开第1稿.docx").is_file()
    assert Path("outputs/2023/2023决算公开第1稿.docx").is_file()


def test_new_writes_a_blank_workbook_once() -> None:
    result = gen("new", "2023")
    assert result.exit_code == 0
    path = Path("inputs/2023.xlsx")
    assert path.is_file()
    before = path.read_bytes()
    again = gen("new", "2023")
    assert again.exit_code == 2
    assert "已经存在，没有改动它" in again.output
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["甲.docx", "甲.xls", "甲", ".xlsx"])
def test_new_writes_nothing_but_xlsx(name: str) -> None:
    result = gen("new", "2023", "--out", name)
    assert result.exit_code == 2
    assert result.output == f"{name} 不行：工作簿的文件名要以 .xlsx 结尾，例如 2023.xlsx。\n"
    assert list(Path().iterdir()) == []
    assert gen("new", "2023", "--out", "甲.XLSX").exit_code == 0


def test_a_blank_workbook_can_be_checked() -> None:
    """Nothing filled in: every required cell is named, nothing is wrong, a draft is possible."""
    gen("new", "2023")
    result = gen("check", "inputs/2023.xlsx")
    assert result.exit_code == 0
    assert "没有问题，还要填" in result.output.splitlines()[0]
    assert "  基本信息：还差 6 格（B4、B7:B10、B12）" in result.output
    assert gen("build", "inputs/2023.xlsx").exit_code == 0


def test_template_check_passes() -> None:
    result = gen("template", "check")
    assert result.exit_code == 0
    assert "版式 2023：没有错误" in result.output


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "C", "PYTHONIOENCODING": ""}],
    ids=["gbk console", "C locale"],
)
def test_output_survives_narrow_consoles(
    environment: dict[str, str], spoiled: Callable[[Spoil], Path]
) -> None:
    """An emoji in a name cannot be shown in GBK; the command goes on all the same."""

    def emoji(book: Any) -> None:
        book["公开03表"]["D8"] = "社会保障😀支出"
        book["公开03表"]["E8"] = 1

    done = in_a_process("check", spoiled(emoji), **environment)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stdout


def test_help_is_chinese() -> None:
    assert "由一个 Excel 工作簿生成部门决算公开的 Word 草稿。" in gen("--help").output
    for command in ("build", "check", "new"):
        assert gen(command, "--help").exit_code == 0


@pytest.mark.usefixtures("unlaid")
def test_a_final_version_has_a_name_of_its_own() -> None:
    result = gen("build", "--final", REAL)
    assert result.exit_code == 0
    final = Path("outputs/2023/2023决算公开定稿.docx")
    assert f"已写出定稿：{final}" in result.output
    assert "内容与上一稿相同" in gen("build", "--final", REAL).output
    gen("build", REAL)
    assert Path("outputs/2023/2023决算公开第1稿.docx").is_file()


def test_the_pdf_stands_beside_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice makes those of ``prints.printed``, by the same way; here it is only a file."""
    monkeypatch.setattr(pdf, "print_draft", lambda docx: pdf.Pages(docx, b"%PDF"))
    result = gen("build", "--pdf", REAL)
    assert result.exit_code == 0
    path = Path("outputs/2023/2023决算公开第1稿.pdf")
    assert f"PDF：{path}" in result.output
    assert path.read_bytes().startswith(b"%PDF")


def test_without_libreoffice_the_draft_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.workbook.office.office", lambda: None)
    result = gen("build", "--pdf", REAL)
    assert result.exit_code == 0
    assert "警告 P01  没有找到 LibreOffice，目录没有页码，也没有 PDF" in result.output
    assert Path("outputs/2023/2023决算公开第1稿.docx").is_file()
