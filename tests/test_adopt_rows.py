"""Rows of lists that a reviewer puts in, takes out and moves in Word come into the workbook."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.history.differences import read_lines
from generator.history.returned.model import Edit
from generator.history.returned.open_list import is_done
from generator.pipeline import build, returned
from tests.campaigns.returned.judging import forgotten
from tests.conftest import ROOT
from tests.helpers.office import saved
from tests.helpers.opening import looked_at
from tests.helpers.reviewer import ReviewedFile, W, text_of

ANN = {"author": "李科长", "date": "2024-09-01T10:00:00Z"}
BOOK = Path("book.xlsx")
FIRST = Path("outputs/2023/book决算公开第1稿.docx")
SECOND = Path("outputs/2023/book决算公开第2稿.docx")
BACK = Path("改好了.docx")

both = pytest.mark.parametrize("who", [ANN, None], ids=["tracked", "plain"])


def gen(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


@pytest.fixture(scope="session")
def department(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook of a department and its first draft."""
    folder = tmp_path_factory.mktemp("rows")
    shutil.copy(ROOT / "inputs/examples/行政部门.xlsx", folder / BOOK)
    build(folder / BOOK, folder / "outputs")
    return folder


@pytest.fixture
def copy(department: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ReviewedFile:
    shutil.copytree(department, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return ReviewedFile(FIRST)


def rows(sheet: str, first: int, last: int, width: int) -> list[tuple[Any, ...]]:
    cells = looked_at(BOOK)[sheet].iter_rows(first, last, 1, width)
    return [tuple(cell.value for cell in row) for row in cells]


def adopted(copy: ReviewedFile) -> None:
    """All edits are written, and the next draft has none of them left to do."""
    copy.save(BACK)
    result = gen("adopt", BACK, BOOK, "--all")
    assert result.exit_code == 0, result.output
    told = gen("build", BOOK).output
    assert "审稿意见还有" not in told, told


def tables(path: Path) -> list[str]:
    """The rows of the tables without what counts them."""
    lines = [line for line in read_lines(path.read_bytes(), "") if line.startswith("| ")]
    return [" | ".join(c for c in line[2:].split(" | ") if not c.isdigit()) for line in lines]


@both
def test_rows_of_a_simple_list_come_go_and_move(copy: ReviewedFile, who: Any) -> None:
    copy.insert_row(copy.row("（本级）"), ["2", "新设中心", "公益一类事业单位", "新设"], who)
    copy.remove(copy.row("救助管理站"), who)
    last = copy.row("核对中心")
    last.addnext(deepcopy(copy.row("殡仪服务中心")))
    copy.remove(copy.row("殡仪服务中心"), None)
    adopted(copy)
    units = rows("机构", 15, 19, 3)  # one came and one went: none is blank, none stands lower
    assert not any(any(row) for row in rows("机构", 20, 24, 3))
    short = [(str(name).removeprefix("江澜市云溪区"), remark) for name, _, remark in units]
    assert short == [
        ("民政局（本级）", None),
        ("新设中心", "新设"),
        ("社会福利院", None),
        ("居民家庭经济状况核对中心", "预算不单列，并入本级"),
        ("殡仪服务中心", None),
    ]
    assert tables(SECOND)[:30] == tables(BACK)[:30]


@both
def test_rows_below_merged_cells_keep_what_they_stand_for(copy: ReviewedFile, who: Any) -> None:
    """The first rows of a group and of a goal go and come: the others stay in theirs."""
    copy.remove(copy.row("城乡低保对象保障人数"), who)
    copy.insert_row(
        copy.row("改造街道综合养老服务中心"), ["", "", "成本指标", "单个补助", "≤9", "8", "2"], who
    )
    head = [row for row in copy.root.iter(f"{W}tr") if "三级指标" in str(row.xpath("string()"))][2]
    copy.insert_row(head, ["", "产出指标", "数量指标", "新的首项", "3个", "3个", "1"], who)
    adopted(copy)
    goals = [row for row in rows("整体绩效", 13, 32, 9) if row[4]]
    assert [row[1] for row in goals if row[1]] == [30, 24, 16, 10]
    assert goals[0] == (goals[0][0], 30, "产出指标", "数量指标", "特困人员救助供养人数", "应养尽养",
                        "812人，应养尽养", None, 6)  # fmt: skip
    names = [row[4] for row in goals]
    at = names.index("改造街道综合养老服务中心")
    assert goals[at + 1][3:9] == ("成本指标", "单个补助", "≤9", "8", None, 2)
    assert goals[at + 2][2:5] == ("产出指标", "数量指标", "特殊困难老年人家庭适老化改造")
    third = names.index("新的首项")
    assert goals[third][:2] == ("提升基层治理和社会组织管理水平", 16)
    assert goals[third + 1][1] is None and goals[third + 1][4] == "社会组织年度检查率"


def test_a_row_before_the_first_one_stands_there_and_not_in_the_look_of_the_heading(
    copy: ReviewedFile,
) -> None:
    head = copy.row("单位性质")
    model = copy.row("社会福利院")
    copy.insert_row(model, ["1", "新的一个", "行政单位", ""], ANN)
    head.addnext(model.getnext())
    adopted(copy)
    sheet = looked_at(BOOK)["机构"]
    assert [sheet.cell(row, 1).value for row in (15, 16)] == [
        "新的一个",
        "江澜市云溪区民政局（本级）",
    ]
    assert sheet["A15"].font.b == sheet["A16"].font.b == sheet["A17"].font.b


@pytest.mark.parametrize("kind", ["moved", "removed"])
def test_a_paragraph_that_goes_with_its_row_is_done_and_no_other_forgotten(
    copy: ReviewedFile, kind: str
) -> None:
    """Only the row is written: the paragraph that prints its first words goes along."""
    words, last = "加强未成年人保护和儿童福利", "优化婚姻登记和社会组织登记服务"
    paragraph, row, behind = copy.paragraph(f"（三）{words}"), copy.row(words), copy.row(last)
    if kind == "moved":
        copy.move(paragraph, copy.paragraph(f"（六）{last}"), ANN)
        copy.insert_row(behind, [text_of(cell).strip() for cell in row.iter(f"{W}tc")], ANN)
    else:
        copy.remove(paragraph, ANN)
    copy.remove(row, ANN)
    found, _ = returned(copy.save(BACK), BOOK, Path("outputs"))
    edit, taken = found.entries
    assert (edit.kind, taken.kind) == (kind, kind)
    assert "写入 book.xlsx：1 处" in gen("adopt", BACK, BOOK, "--all").output
    assert "审稿意见还有" not in gen("build", BOOK).output
    before, after = (read_lines(path.read_bytes(), "") for path in (FIRST, SECOND))
    assert (f"（六）{words}" in after) == (kind == "moved")
    assert forgotten(found, {taken.key}, after) == []
    assert forgotten(found, {taken.key}, before) == [edit]


def test_terms_with_their_meanings_come_and_go(copy: ReviewedFile) -> None:
    first = copy.paragraph("特困人员：")
    copy.insert_paragraph(first, "5. 高龄津贴：指发给高龄老年人的补贴。", ANN)
    copy.remove(copy.paragraph("彩票公益金：指按照"), ANN)
    before = [row for row in rows("名词解释", 4, 12, 2) if any(row)]
    adopted(copy)
    after = [row for row in rows("名词解释", 4, 12, 2) if any(row)]
    assert after == [*before[:2], ("高龄津贴", "指发给高龄老年人的补贴"), before[2], *before[4:]]


def test_the_notes_formulas_and_edits_below_go_along(copy: ReviewedFile) -> None:
    """A row comes in above a cell that is changed, too; its running sum ends where it is."""
    book = openpyxl.load_workbook(BOOK)
    book["项目指标"]["F8"].comment = openpyxl.comments.Comment("上年：得到保障", "gen")
    accepted = book["核对说明"].max_row + 1
    for column, text in enumerate(("W31", "项目指标!E9", "", "见 项目指标!E9"), start=1):
        book["核对说明"].cell(accepted, column).value = text
    book.save(BOOK)
    copy.insert_row(copy.row("低保对象认定准确率"), ["", "", "", "复核率", "≥9%", "9%", "1"], ANN)
    paragraph = copy.paragraph("继续开展低收入人口动态监测")
    copy.reword(paragraph, 0, 2, "持续", ANN)
    other = copy.row("救助对象满意度", 1).findall(f".//{W}p")[5]
    copy.reword(other, 0, 3, "96%", ANN)
    copy.save(BACK)
    assert gen("adopt", BACK, BOOK, "--all").exit_code == 0
    sheet = looked_at(BOOK)["项目指标"]
    assert [sheet[f"D{row}"].value for row in (5, 6, 7)] == [
        "低保对象认定准确率",
        "复核率",
        "低保金发放时间",
    ]
    book = looked_at(BOOK)["核对说明"]
    assert book.cell(accepted, 2).value == "项目指标!E10"  # where it stands now
    assert sheet["F9"].comment is not None and sheet["F9"].value == "96%"
    sums = [sheet[f"I{row}"].value for row in (5, 6, 7)]
    assert all(f"H{row})" in text for row, text in zip((5, 6, 7), sums, strict=True))
    assert looked_at(BOOK)["项目绩效"]["L4"].value.startswith("持续开展")


def areas(sheet: Any) -> list[str]:
    """Where the drop-downs, formats and merged cells of a sheet are."""
    found = [str(one.sqref) for one in sheet.data_validations.dataValidation]
    formats = [str(one.sqref) for one in sheet.conditional_formatting]
    return sorted([*found, *formats, *map(str, sheet.merged_cells.ranges)])


@both
def test_a_row_that_is_taken_out_leaves_no_gap(copy: ReviewedFile, who: Any) -> None:
    """The rows below move up with all that hangs on them; what is below the list stays."""
    book = openpyxl.load_workbook(BOOK)
    units, indicators = book["机构"], book["项目指标"]
    units["E14"], units["F14"] = "序号", "=B18"
    for row in range(15, 20):
        units.cell(row, 5).value = row - 14
    units["A18"].comment = openpyxl.comments.Comment("这一行的批注", "gen")
    units["A17"].comment = openpyxl.comments.Comment("去掉的一行的批注", "gen")
    units.row_dimensions[18].height = 41
    units["G30"] = "=COUNTA(A15:A19)"
    accepted = book["核对说明"].max_row + 1
    for at, named in enumerate(("机构!A17", "机构!A18"), start=accepted):
        for place, text in enumerate(("W31", named, "", "原因"), start=1):
            book["核对说明"].cell(at, place).value = text
    before = areas(units), areas(indicators)
    runs = [indicators[f"I{row}"].value for row in range(4, 40)]
    book.save(BOOK)
    names = [row[3] for row in rows("项目指标", 4, 39, 4)]
    copy.remove(copy.row("救助管理站"), who)
    for _ in range(2):  # tables print it
        copy.remove(copy.row("补贴发放及时率"), who)
    adopted(copy)
    book = looked_at(BOOK)
    units, indicators = book["机构"], book["项目指标"]
    own = [str(units.cell(row, 1).value) for row in range(15, 20)]
    assert [name.removeprefix("江澜市云溪区") for name in own] == [
        "民政局（本级）", "社会福利院", "殡仪服务中心", "居民家庭经济状况核对中心", "None"
    ]  # fmt: skip
    assert [units.cell(row, 5).value for row in range(15, 20)] == [1, 2, 3, 4, None]
    assert units["F14"].value == "=B17" and units["G30"].value == "=COUNTA(A15:A19)"
    notes = {c.coordinate: c.comment.text for row in units["A15:A20"] for c in row if c.comment}
    assert notes == {"A17": "这一行的批注"}
    assert units.row_dimensions[17].height == 41
    said = [book["核对说明"].cell(at, 2).value for at in (accepted, accepted + 1)]
    assert said == ["机构!#REF!", "机构!A17"]
    assert (areas(units), areas(indicators)) == before
    assert [row[3] for row in rows("项目指标", 4, 39, 4)] == [
        *(name for name in names if name != "补贴发放及时率"),
        None,
    ]
    assert [indicators[f"I{row}"].value for row in range(4, 40)] == runs


def test_the_first_rows_of_a_list_are_taken_out(copy: ReviewedFile) -> None:
    book = looked_at(BOOK)
    before, indicators = areas(book["机构"]), book["项目指标"]
    runs = [indicators[f"I{row}"].value for row in range(4, 20)]
    for name in ("（本级）", "社会福利院", *2 * [str(indicators["D4"].value)]):
        copy.remove(copy.row(name), ANN)
    adopted(copy)
    sheet, indicators = looked_at(BOOK)["机构"], looked_at(BOOK)["项目指标"]
    assert [indicators[f"I{row}"].value for row in range(4, 20)] == runs
    names = [sheet.cell(row, 1).value for row in range(14, 20)]
    assert names[0] == "单位名称" and str(names[1]).endswith("救助管理站")
    assert names[4:] == [None, None] and areas(sheet) == before
    assert sheet["A15"].font.b == sheet["A18"].font.b == sheet["A19"].font.b


def test_paragraphs_that_went_or_were_joined_leave_no_gap(copy: ReviewedFile) -> None:
    old = [row[0] for row in rows("职责", 4, 20, 1) if row[0]]
    copy.remove(copy.paragraph(old[1]), ANN)
    copy.join(copy.paragraph(old[3]), ANN)
    adopted(copy)
    column = [row[0] for row in rows("职责", 4, 4 + len(old), 1)]
    assert column == [old[0], old[2], old[3] + old[4], *old[5:], None, None, None]


def test_results_of_formulas_over_a_row_that_went_are_forgotten(
    copy: ReviewedFile, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(BOOK)
    book["机构"]["G30"] = "=COUNTA(A15:A19)"
    book.save(BOOK)
    shutil.copy(saved(BOOK, "xlsx", tmp_path / "calculated"), BOOK)
    assert looked_at(BOOK, calculated=True)["机构"]["G30"].value == 5
    copy.remove(copy.row("救助管理站"), ANN)
    copy.save(BACK)
    assert gen("adopt", BACK, BOOK, "--all").exit_code == 0
    assert looked_at(BOOK, calculated=True)["机构"]["G30"].value is None
    shutil.copy(saved(BOOK, "xlsx", tmp_path / "again"), BOOK)
    assert looked_at(BOOK, calculated=True)["机构"]["G30"].value == 4


@pytest.mark.parametrize("trouble", ["formula", "merged"])
def test_a_row_that_cannot_be_taken_out_is_cleared(copy: ReviewedFile, trouble: str) -> None:
    """A formula elsewhere takes its value, or a merged cell reaches across."""
    book = openpyxl.load_workbook(BOOK)
    if trouble == "formula":
        book["重点工作"]["H30"] = "=机构!A17"
    else:
        book["机构"].merge_cells("H16:H18")
    book.save(BOOK)
    copy.remove(copy.row("救助管理站"), ANN)
    adopted(copy)
    names = [row[0] for row in rows("机构", 15, 19, 1)]
    assert names[2] is None and str(names[4]).endswith("核对中心")
    if trouble == "formula":
        assert looked_at(BOOK)["重点工作"]["H30"].value == "=机构!A17"


def test_what_is_not_certain_is_asked_and_what_no_list_holds_told_with_its_rows(
    copy: ReviewedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.insert_row(copy.row("社会福利院"), ["3", "", "公益一类事业单位", ""], ANN)
    copy.insert_row(copy.row("低保对象认定准确率"), ["", "", "", "", "≥9%", "9%", "1"], ANN)
    copy.insert_row(copy.row("社会组织年度检查率"), ["", "", "", "甲", "≥9%", "9%", "好"], ANN)
    copy.remove(copy.row("四、上级补助收入"), ANN)
    copy.remove(copy.paragraph("行政区划和地名管理（项）"), ANN)
    copy.remove(copy.paragraph("困难群众救助补助项目绩效自评综述"), ANN)
    copy.save(BACK)
    entries = json.loads(gen("adopt", BACK, BOOK, "--json", "--dry-run").output)["entries"]
    by_note = {entry["note"]: entry for entry in entries}
    doubtful = by_note["没有填「三级指标」"]
    assert doubtful["doubtful"] and doubtful["row"].startswith("在「项目指标」第 5 行下面加一行")
    wrong = next(entry for note, entry in by_note.items() if "不能填「好」" in note)
    assert wrong["row"] is None and "「整体绩效」第 22 行下面" in wrong["note"]
    assert "整行来自「公开01表」第 10 行，请在那里改" in by_note
    assert any("「年初预算」第 9 行" in note for note in by_note)
    assert any("「项目绩效」第 4 行" in note for note in by_note)
    before = rows("项目指标", 4, 12, 8)
    gen("adopt", BACK, BOOK, "--all")
    assert rows("项目指标", 4, 12, 8) == before
    monkeypatch.setattr("generator.cli.adopting._is_terminal", lambda: True)
    asked = gen("adopt", BACK, BOOK, typed="n\ny\n" + "n\n" * 9)
    assert "写入 book.xlsx：1 处" in asked.output
    assert rows("项目指标", 6, 6, 8) == [(None, None, None, None, "≥9%", "9%", None, 1)]


def test_edits_of_one_row_that_contradict_each_other_change_nothing(copy: ReviewedFile) -> None:
    """It goes from one of the tables that print it, and says something else in the other."""
    first, second = (copy.row("补贴发放及时率", number) for number in (0, 1))
    copy.remove(first, ANN)
    other = second.findall(f".//{W}p")[5]
    copy.reword(other, 0, 4, "99%", ANN)
    found = json.loads(gen("adopt", copy.save(BACK), BOOK, "--json", "--all").output)
    assert len(found["refused"]) == 2 and "互相矛盾" in found["refused"][0]["reason"]
    assert rows("项目指标", 10, 10, 6)[0][3] == "补贴发放及时率"


def test_a_row_that_went_from_both_tables_or_came_in_both_is_written_once(
    copy: ReviewedFile,
) -> None:
    pairs = [(copy.row("补贴发放人数", n), copy.row("补贴发放及时率", n)) for n in (0, 1)]
    for above, gone in pairs:
        copy.remove(gone, ANN)
        copy.insert_row(above, ["", "", "", "新的指标", "1", "1", "1"], ANN)
    adopted(copy)
    names = [row[3] for row in rows("项目指标", 9, 13, 4) if row[3]]
    assert names[:3] == ["补贴发放人数", "新的指标", "残疾人生活负担"]


def test_rows_that_went_are_done_though_another_was_changed_in_both_tables(
    copy: ReviewedFile,
) -> None:
    """That one says in the next draft what neither table said: it is no row that went."""
    texts = [list(copy.row("发放对象准确率", number).iter(f"{W}p")) for number in (0, 1)]
    copy.reword(texts[0][3], 0, 2, "认定", ANN)
    copy.reword(texts[1][-1], 0, 2, "15", ANN)
    copy.remove(copy.row("低保对象认定准确率"), ANN)
    adopted(copy)
    assert "|  |  | 质量指标 | 认定对象准确率 | ≥99% | 99.6% | 15" in read_lines(
        SECOND.read_bytes(), ""
    )


def test_a_row_that_stays_reworded_is_not_done_where_its_like_went() -> None:
    """Two rows went, the first is there under another number with what merged cells showed."""
    went = "|  |  | 第二季度补贴发放率 | 5"
    other = "| 产出指标 | 数量指标 | 第一季度补贴发放率 | 5"
    edit = Edit("removed", "一", 1, went, 0, len(went), "", twins=(other,))
    for line, done in {
        other: True,
        went: False,
        "| 产出指标 | 数量指标 | 第二季度补贴发放率 | 6": False,
        "|  |  | 第一季度补贴发放率 | 6": True,
    }.items():
        assert is_done(edit, ["# 一", line], ["一", "一"]) is done, line
    both = ["# 一", other, "|  |  | 第一季度补贴发放率 | 6"]
    assert not is_done(edit, both, ["一"] * 3)


def test_a_row_that_was_rewritten_as_a_whole_goes_into_its_cells(copy: ReviewedFile) -> None:
    row = copy.row("救助管理站")
    for paragraph, words in zip(
        list(row.iter(f"{W}p"))[1:], ("救助中心", "行政单位", ""), strict=True
    ):
        text = "".join(paragraph.xpath(".//*[local-name()='t']/text()"))
        copy.reword(paragraph, 0, len(text), words) if text else None
    adopted(copy)
    assert rows("机构", 17, 17, 3) == [("救助中心", "行政单位", None)]


def test_where_no_row_can_be_put_in_all_else_is_written(copy: ReviewedFile) -> None:
    book = openpyxl.load_workbook(BOOK)
    book["项目指标"].merge_cells("A5:A6")
    book.save(BOOK)
    copy.insert_row(copy.row("低保对象认定准确率"), ["", "", "", "甲", "1", "1", "1"], ANN)
    copy.reword(copy.paragraph("继续开展低收入人口动态监测"), 0, 2, "持续", ANN)
    found = json.loads(gen("adopt", copy.save(BACK), BOOK, "--json", "--all").output)
    assert len(found["written"]) == 1
    ((refused,),) = ([entry["reason"] for entry in found["refused"]],)
    assert refused == "要加一行，但有合并单元格跨过这一行：请自己插入这一行"
