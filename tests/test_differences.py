"""What differs: words inside a sentence, figures, findings; and what a Word file says."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.cli import main
from generator.history.differences import (
    Content,
    Noted,
    Printed,
    compare,
    gaps,
    line_changes,
    read_lines,
)
from generator.history.differences.wording import Segment, redline, shortened
from tests.conftest import REAL, ROOT, Spoil
from tests.helpers import office
from tests.helpers.doctext import lines as plain_lines
from tests.helpers.firstdraft import copied, first_draft
from tests.helpers.handedits import reword, save_again

FOLDER = Path("outputs/2023")
FIRST, SECOND = FOLDER / "2023决算公开第1稿.docx", FOLDER / "2023决算公开第2稿.docx"


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def error_in_a_total(book: Any) -> None:
    book["公开03表"]["E7"] = 233.73


@pytest.fixture
def two_drafts(spoiled: Callable[[Spoil], Path]) -> None:
    def make() -> None:
        gen("build", REAL)
        gen("build", spoiled(error_in_a_total))

    copied("two-drafts", make)


def said(old: str, new: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in redline(old, new)]


# --- redlines ----------------------------------------------------------------------------------


def test_numbers_are_whole_words() -> None:
    assert said("支出233.37万元，下降4%。", "支出233.73万元，下降3.9%。") == [
        ("same", "支出"),
        ("old", "233.37"),
        ("new", "233.73"),
        ("same", "万元，下降"),
        ("old", "4%"),
        ("new", "3.9%"),
        ("same", "。"),
    ]


def test_a_single_character_between_two_changes_is_part_of_them() -> None:
    assert said("增加的原因", "减少的理由")[0] == ("old", "增加的原因")


@given(st.text("收支12.%|，增减 ", max_size=30), st.text("收支12.%|，增减 ", max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_redline_holds_both_lines(old: str, new: str) -> None:
    segments = redline(old, new)
    assert "".join(s.text for s in segments if s.kind != "new") == old
    assert "".join(s.text for s in segments if s.kind != "old") == new


def test_long_stretches_are_cut_down_to_what_stands_around_a_change() -> None:
    long = "一二三四五六七八九十" * 20
    cut = shortened(redline(f"{long}甲{long}", f"{long}乙{long}"))
    assert [segment.kind for segment in cut] == ["same", "old", "new", "same"]
    assert cut[0] == Segment("same", "…" + long[-24:])
    assert cut[3] == Segment("same", long[:24] + "…")


# --- lines, figures, findings ------------------------------------------------------------------

OLD = ("# 一、概况", "单位有5人。", "| 合计 | 10.00", "不变的一句。", "要删去的一句话。")
NEW = ("# 一、概况", "单位有6人。", "| 合计 | 12.00", "| 新行 | 1.00", "不变的一句。")


def test_changed_lines_are_paired_and_named_by_their_heading() -> None:
    assert [(c.place, c.old, c.new) for c in line_changes(OLD, NEW)] == [
        ("一、概况", "单位有5人。", "单位有6人。"),
        ("一、概况", "| 合计 | 10.00", "| 合计 | 12.00"),
        ("一、概况", "", "| 新行 | 1.00"),
        ("一、概况", "要删去的一句话。", ""),
    ]


@given(st.lists(st.sampled_from(OLD + NEW), max_size=8), st.lists(st.sampled_from(OLD + NEW)))
@settings(max_examples=200, deadline=None)
def test_equal_texts_differ_in_nothing_and_others_in_something(
    old: list[str], new: list[str]
) -> None:
    changes = line_changes(old, new)
    assert (changes == ()) == (old == new)
    gone = [change.old for change in changes if change.old]
    come = [change.new for change in changes if change.new]
    assert sorted([*old, *come]) == sorted([*new, *gone])


def content(*figures: tuple[str, str, str], findings: tuple[Noted, ...] = ()) -> Content:
    printed = tuple(Printed(label, text, (cell,)) for label, text, cell in figures)
    return Content(printed, findings, ())


def test_figures_change_come_and_go() -> None:
    old = content(("合计", "10万元", "甲!A1"), ("合计", "5万元", "乙!A1"), ("旧", "1万元", "甲!B1"))
    new = content(("合计", "5万元", "乙!A1"), ("合计", "12万元", "甲!A1"), ("新", "2万元", "甲!C1"))
    assert [(c.label, c.old, c.new, c.cells) for c in compare(old, new).figures] == [
        ("合计", "10万元", "12万元", ("甲!A1",)),
        ("新", "", "2万元", ("甲!C1",)),
        ("旧", "1万元", "", ("甲!B1",)),
    ]


def test_a_figure_whose_cell_moved_has_not_changed() -> None:
    assert not compare(content(("合计", "1万元", "甲!A5")), content(("合计", "1万元", "甲!A6"))).any


def test_findings_come_and_go_as_often_as_they_stand() -> None:
    one, other = (
        Noted("X04", "error", "不等", ("甲!A1",)),
        Noted("X04", "error", "不等", ("甲!A9",)),
    )
    fresh = Noted("H03", "hint", "尾差", ())
    found = compare(content(findings=(one, other)), content(findings=(other, fresh)))
    assert found.came == (fresh,)
    assert found.went == (other,)


# --- what a Word file says ---------------------------------------------------------------------


def test_every_word_of_a_draft_is_read() -> None:
    first_draft()
    read = [re.sub(r"^[#|] ", "", line) for line in read_lines(FIRST.read_bytes(), FIRST.name)]
    known = set(read)
    # The contents repeat the headings, long ones in two lines; rows without a word are no lines.
    missing = [line for line in plain_lines(FIRST) if line not in known and line.strip(" |")]
    bare = {line.replace(" ", "") for line in read}
    assert all(re.sub(r"\d*$", "", m.replace(" ", "")) in bare for m in missing), missing
    assert "收入总计：2022年度 243.02 | 2023年度 233.37" in {x.removeprefix("~ ") for x in read}
    assert read[-1] == "^ 征求意见稿"


def test_saving_with_another_program_changes_no_line(tmp_path: Path) -> None:
    first_draft()
    again = office.saved(FIRST, "docx", tmp_path).read_bytes()
    assert again != FIRST.read_bytes()
    assert read_lines(again, "") == read_lines(FIRST.read_bytes(), "")


def test_tracked_changes_are_read_as_if_accepted() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('丁')}</w:moveFrom><w:r><w:tab/><w:t>戊</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:sdt><w:sdtContent><w:tc><w:p>{run('己')}</w:p></w:tc></w:sdtContent>"
        f"</w:sdt><w:tc><w:tbl><w:tr><w:tc><w:p>{run('庚')}</w:p></w:tc></w:tr></w:tbl></w:tc>"
        "</w:tr></w:tbl>"
    )
    assert read_lines(word_file(body), "") == ("甲乙 戊", "| 己 | 庚")


def word_file(body: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        text = f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
    return buffer.getvalue()


def test_markers_are_found_with_their_heading() -> None:
    lines = ("# 一、说明", "原因是【待补充：增减原因】。", "| 【待补充：日期】 | 【待补充：日期】")
    assert gaps(lines, "【待补充：{what}】") == (
        ("一、说明", "【待补充：增减原因】"),
        ("一、说明", "【待补充：日期】"),
        ("一、说明", "【待补充：日期】"),  # each place counts
    )


# --- gen diff ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_drafts")
def test_diff_of_two_drafts() -> None:
    result = gen("diff", FIRST, SECOND)
    assert result.exit_code == 1
    assert (
        "本年支出合计增减额  [-−9.65万元-] → [+−9.29万元+]    公开03表!E7、上年数!B6"
        in result.output
    )
    assert "支出合计减少[-9.65-][+9.29+]万元，下降[-4%-][+3.8%+]，主要原因是" in result.output
    assert "[+错误 X04  01表本年支出合计 = 03表合计+]    公开01表!F33、公开03表!E7" in result.output
    assert "手工改动" not in result.output
    back = gen("diff", SECOND, FIRST).output
    assert "[-错误 X04  01表本年支出合计 = 03表合计-]" in back


def test_diff_of_equal_drafts_and_workbooks() -> None:
    first_draft()
    for path in (FIRST, REAL):
        result = gen("diff", path, path)
        assert result.exit_code == 0
        assert result.output.splitlines()[-1] == "没有不同。"


def test_diff_of_two_workbooks_writes_nothing(spoiled: Callable[[Spoil], Path]) -> None:
    result = gen("diff", "--json", REAL, spoiled(error_in_a_total))
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["different"] is True
    assert {"X04", "H03"} <= {finding["rule"] for finding in found["findings"]["came"]}
    assert found["findings"]["went"] == []
    changed = next(figure for figure in found["figures"] if figure["cells"] == ["公开03表!E7"])
    assert (changed["old"], changed["new"]) == ("233.37万元", "233.73万元")
    assert not Path("outputs").exists()


@pytest.mark.usefixtures("two_drafts")
def test_diff_shows_what_was_edited_by_hand() -> None:
    reword(FIRST, "收、支总计均为", "收支总计共")
    result = gen("diff", FIRST, SECOND)
    assert f"{FIRST.name} 写出后手工改动的：1 处" in result.output
    assert "2023年度收[-、-]支总计[-均为-][+共+]233.37万元" in result.output


@pytest.mark.usefixtures("two_drafts")
def test_without_a_record_only_the_text_is_compared() -> None:
    (FOLDER / "记录" / f"{FIRST.name}.json").unlink()
    result = gen("diff", FIRST, SECOND)
    assert result.exit_code == 1
    assert f"{FIRST.name} 没有记录：只比较文字和表格" in result.output
    assert "\n数字：" not in result.output
    assert "[-9.65-][+9.29+]" in result.output


@pytest.mark.usefixtures("two_drafts")
def test_a_renamed_draft_is_known_by_its_content() -> None:
    FIRST.rename(FOLDER / "送审.docx")
    assert "\n数字：4 个" in gen("diff", FOLDER / "送审.docx", SECOND).output


def test_what_cannot_be_compared_is_refused() -> None:
    first_draft()
    Path("坏.docx").write_bytes(b"x")
    for old, new, message in (
        (FIRST, REAL, "不能比较"),
        (FIRST, Path("缺.docx"), "没有找到"),
        (FIRST, Path("坏.docx"), "不是 Word 文档"),
        (Path("缺.xlsx"), REAL, "没有这个文件"),
    ):
        result = gen("diff", old, new)
        assert result.exit_code == 2
        assert message in result.output
        assert "Traceback" not in result.output


# --- the section of the review page ------------------------------------------------------------


def section(draft: Path) -> str:
    page = html.document_fromstring(draft.with_name(f"{draft.stem}-审阅.html").read_bytes())
    found = page.xpath('//section[@aria-labelledby="changes"]')
    return found[0].text_content() if found else ""


def test_the_first_draft_has_nothing_to_be_compared_with() -> None:
    first_draft()
    assert section(FIRST) == ""


def test_the_review_page_tells_what_changed(spoiled: Callable[[Spoil], Path]) -> None:
    first_draft()
    reword(FIRST, "收、支总计均为", "收支总计共")
    gen("build", spoiled(error_in_a_total))
    text = section(SECOND)
    assert text.startswith("与上一稿相比（2023决算公开第1稿）")
    assert "2023决算公开第1稿里手工改动的，2023决算公开第2稿里没有（1 处）" in text
    assert "文字和表格（3 处）" in text  # the hand edit is not told twice
    assert "233.37万元233.73万元公开03表!E7" in text
    assert "01表本年支出合计 = 03表合计" in text


def test_a_page_without_a_difference_says_so() -> None:
    first_draft()
    save_again(FIRST)
    (FOLDER / "记录" / f"{FIRST.name}.json").unlink()
    gen("build", REAL)
    assert "数字、文字和核对结果都与2023决算公开第1稿相同" not in section(SECOND)
    assert "没有记录：只比较文字和表格" in section(SECOND)
    assert section(SECOND).endswith("没有别的不同。")


def test_the_examples_compare_in_no_time() -> None:
    """Two wholly different units: the worst case."""
    examples = sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))
    result = gen("diff", examples[0], examples[1])
    assert result.exit_code == 1
    assert len(result.output) > 10_000
