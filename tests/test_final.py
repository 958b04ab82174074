"""The final version: when it is refused, and how a file is known to be it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import pipeline
from generator.cli import main
from generator.products import pdf
from tests.conftest import REAL, Spoil
from tests.helpers.firstdraft import first_draft
from tests.helpers.handedits import reword, save_again

FOLDER = Path("outputs/2023")
FINAL, FIRST = FOLDER / "2023决算公开定稿.docx", FOLDER / "2023决算公开第1稿.docx"


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice counts pages elsewhere; here a PDF only has to be a file."""
    monkeypatch.setattr(pdf, "print_draft", lambda docx: pdf.Pages(docx, b"%PDF"))


# --- refusing ----------------------------------------------------------------------------------


def no_reason(book: Any) -> None:
    book["上年数"]["F4"] = None


def marker_in_a_text(book: Any) -> None:
    book["重点工作"]["B4"] = "【待补充：工作一】"
    book["名词解释"]["A4"], book["名词解释"]["B4"] = "甲", "见【待补充：解释】"


def test_a_final_version_is_refused_while_something_is_missing(
    spoiled: Callable[[Spoil], Path],
) -> None:
    result = gen("build", "--final", spoiled(marker_in_a_text))
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert any(line.endswith(" › 【待补充：工作一】") for line in lines)
    assert any(line.endswith(" › 【待补充：解释】") for line in lines)
    assert "正文里还缺 " in result.output
    assert "没有写出定稿" in lines[-1]
    assert not Path("outputs").exists()


def test_no_file_is_made_of_what_errors_refuse(
    spoiled: Callable[[Spoil], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(book: Any) -> None:
        marker_in_a_text(book)
        book["公开01表"]["C7"] = 1

    made = list[object]()

    def file_of(*given: object) -> tuple[bytes, str]:
        made.append(given)
        return b"", ""

    monkeypatch.setattr(pipeline, "_file_of", file_of)
    report = json.loads(gen("build", "--final", "--json", spoiled(wrong)).output)
    assert report["refused"] is True and not made
    assert len(report["missing"]) == 2


def test_the_missing_are_listed_for_programs(spoiled: Callable[[Spoil], Path]) -> None:
    report = json.loads(gen("build", "--final", "--json", spoiled(no_reason)).output)
    assert report["refused"] is True
    assert {"【待补充：增减原因】"} == {gap["marker"] for gap in report["missing"]}
    assert all(gap["place"] for gap in report["missing"])


def test_every_place_that_is_missing_counts(spoiled: Callable[[Spoil], Path]) -> None:
    def twice(book: Any) -> None:
        book["重点工作"]["C4"] = "见【待补充：附件】，又见【待补充：附件】"

    result = gen("build", "--final", spoiled(twice))
    places = [
        line for line in result.output.splitlines() if line.endswith("【待补充：附件】（2 处）")
    ]
    assert places
    assert f"正文里还缺 {2 * len(places)} 处内容：" in result.output


def test_a_draft_may_have_markers(spoiled: Callable[[Spoil], Path]) -> None:
    gen("build", spoiled(marker_in_a_text))
    assert FIRST.is_file()


# --- gen verify --------------------------------------------------------------------------------


def test_the_final_version_is_known_wherever_it_is() -> None:
    gen("build", "--final", REAL)
    shutil.copy(FINAL, "网站下载.docx")
    for path in (FINAL, Path("网站下载.docx")):
        result = gen("verify", path)
        assert result.exit_code == 0
        assert f"{path}：是定稿 2023决算公开定稿.docx，一个字节都没有变。" in result.output
        assert "由 2023.xlsx 写于 20" in result.output


@pytest.fixture
def china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of the machine is that of China."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of the process cannot be set")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "CST-8")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("china")
def test_the_time_of_writing_is_told_by_the_local_clock() -> None:
    gen("build", "--final", REAL)
    record, moment = FOLDER / "记录" / f"{FINAL.name}.json", "2026-11-26T14:40:22+00:00"
    text = re.sub(r'(?<="written": ")[^"]+', moment, record.read_text("utf-8"))
    record.write_text(text, "utf-8")
    assert "由 2023.xlsx 写于 2026年11月26日 22:40，版式 2023" in gen("verify", FINAL).output
    assert json.loads(gen("verify", "--json", FINAL).output)["record"]["written"] == moment
    record.write_text(text.replace(moment, "某日"), "utf-8")
    assert "写于 某日，" in gen("verify", FINAL).output


def test_a_changed_final_version_shows_where() -> None:
    gen("build", "--final", REAL)
    reword(FINAL, "233.37万元。与2022", "233.73万元。与2022")
    result = gen("verify", FINAL)
    assert result.exit_code == 1
    assert "不是定稿 2023决算公开定稿.docx。" in result.output
    assert "收、支总计均为[-233.37-][+233.73+]万元" in result.output
    found = json.loads(gen("verify", "--json", FINAL).output)
    assert found["verdict"] == "changed"
    assert [change["place"] for change in found["changes"]] == ["一、收入支出决算总体情况说明"]


def test_a_final_version_saved_again_differs_in_looks_only() -> None:
    gen("build", "--final", REAL)
    save_again(FINAL)
    result = gen("verify", FINAL)
    assert result.exit_code == 1
    assert "文字、表格和图表的数都相同" in result.output


def test_a_draft_is_not_the_final_version() -> None:
    first_draft()
    result = gen("verify", FIRST)
    assert result.exit_code == 1
    assert "是草稿 2023决算公开第1稿.docx，不是定稿。" in result.output


@pytest.mark.parametrize("final", [False, True], ids=["no final version", "beside one"])
@pytest.mark.parametrize("name", [FIRST, Path("寄回的稿.docx")], ids=["its name", "another"])
def test_an_edited_draft_is_compared_with_the_draft(name: Path, final: bool) -> None:
    first_draft()
    if final:
        gen("build", "--final", REAL)
    reword(FIRST, "233.37万元。与2022", "233.73万元。与2022")
    FIRST.replace(name)
    result = gen("verify", name)
    assert result.exit_code == 1
    assert f"不是定稿，是草稿 {FIRST.name} 写出后改动过的版本。" in result.output
    assert "与草稿不同：1 处" in result.output
    assert "没有定稿的记录" not in result.output


def test_a_final_version_replaced_by_a_later_one_is_still_known(
    spoiled: Callable[[Spoil], Path],
) -> None:
    def later(book: Any) -> None:
        book["基本信息"]["B12"] = "2024-10-12"

    gen("build", "--final", REAL)
    Path("已公开").mkdir()
    FINAL.rename("已公开/公开稿.docx")
    gen("build", "--final", spoiled(later))
    assert (FOLDER / "2023决算公开定稿2.docx").is_file()
    for path in (Path("已公开/公开稿.docx"), FOLDER / "2023决算公开定稿2.docx"):
        assert gen("verify", path).exit_code == 0


def test_the_pdf_of_a_final_version() -> None:
    gen("build", "--final", "--pdf", REAL)
    pdf = FOLDER / "2023决算公开定稿.pdf"
    assert gen("verify", pdf).exit_code == 0
    pdf.write_bytes(b"%PDF other")
    result = gen("verify", pdf)
    assert result.exit_code == 1
    assert "与定稿 PDF 2023决算公开定稿.pdf 不同" in result.output


def test_without_a_record_nothing_can_be_said() -> None:
    gen("build", "--final", "--pdf", REAL)
    shutil.rmtree(FOLDER / "记录")
    for path in (FINAL, FINAL.with_suffix(".pdf")):
        result = gen("verify", path)
        assert result.exit_code == 2
        assert "没有定稿的记录，无从核验" in result.output


def test_a_damaged_record_is_passed_over_with_a_word() -> None:
    first_draft()
    gen("build", "--final", REAL)
    damaged = FOLDER / "记录" / f"{FIRST.name}.json"
    damaged.write_text("{", "utf-8")
    result = gen("verify", FINAL)
    assert result.exit_code == 0
    assert f"{FIRST.name}.json 读不了，已略过。" in result.output


def test_other_outputs_can_be_named() -> None:
    gen("build", "--final", REAL, "--outputs", "甲")
    shutil.copy(FINAL if FINAL.exists() else Path("甲/2023") / FINAL.name, "下载.docx")
    assert gen("verify", "下载.docx").exit_code == 2
    assert gen("verify", "下载.docx", "--outputs", "甲").exit_code == 0


def test_a_file_that_is_not_there_or_no_document() -> None:
    for path, message in (("缺.docx", "没有找到"), (str(REAL), "不是 Word 文档")):
        result = gen("verify", path)
        assert result.exit_code == 2
        assert message in result.output
