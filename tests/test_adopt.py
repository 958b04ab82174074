"""A reviewed draft comes back: what was changed, whose it is, what is written, what stays open."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from generator.cli import main
from generator.history.differences import read_lines
from generator.pipeline import build
from tests.campaigns.returned.judging import judged, reviewed
from tests.conftest import REAL
from tests.helpers.opening import looked_at, names_in, value_in
from tests.helpers.reviewer import ReviewedFile, W, packed, text_of

ANN = {"author": "李科长", "date": "2024-09-01T10:00:00Z"}
BEN = {"author": "王处长", "date": "2024-09-02T15:30:00Z"}
BOOK = Path("book.xlsx")
FOLDER = Path("outputs/2023")
FIRST = FOLDER / "book决算公开第1稿.docx"
BACK = Path("改好了.docx")


def gen(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook and its first draft, made once."""
    folder = tmp_path_factory.mktemp("adopt")
    shutil.copy(REAL, folder / BOOK)
    build(folder / BOOK, folder / "outputs")
    return folder


@pytest.fixture
def copy(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ReviewedFile:
    """The draft as the reviewer has it, in a folder of this test."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return ReviewedFile(FIRST)


def reword(copy: ReviewedFile, old: str, new: str, who: Any = None, number: int = 0) -> None:
    paragraph = copy.paragraph(old, number)
    start = text_of(paragraph).index(old)
    copy.reword(paragraph, start, start + len(old), new, who)


def listed(copy: ReviewedFile, *options: str) -> list[dict[str, Any]]:
    copy.save(BACK)
    result = gen("adopt", BACK, BOOK, "--json", *(options or ("--dry-run",)))
    found: list[dict[str, Any]] = json.loads(result.output)["entries"]
    return found


def cell(address: str) -> Any:
    sheet, _, place = address.partition("!")
    return value_in(BOOK, sheet, place)


# --- remarks saved from the review page --------------------------------------------------------


def remarks(**changes: Any) -> Path:
    """A file as the page saves it, of the first draft."""
    record = json.loads(next(Path("outputs").rglob("记录/*.json")).read_text("utf-8"))
    one = {"on": "number", "place": "一、收入支出决算总体情况说明", "text": "233.37", "done": False}
    one |= {"id": "n1", "cells": ["公开01表!G36", "整体绩效!G13:G24"], "said": "请核对"}
    one |= {"written": "2025-08-20T01:58:00.000Z"}
    tick = one | {"said": "", "done": True}
    saved = {"format": "gen-review-1", "draft": FIRST.stem, "identity": record["identity"]}
    saved |= {"workbook": "book.xlsx", "reviewer": "李科长", "exported": "", "remarks": [one, tick]}
    path = Path("意见.json")
    path.write_text(json.dumps(saved | changes, ensure_ascii=False), "utf-8")
    return path


def test_remarks_of_the_page_come_in_as_comments_and_stay_open(copy: ReviewedFile) -> None:
    result = gen("adopt", remarks(), BOOK, "--none", "--json")
    (said,) = json.loads(result.output)["entries"]
    assert (said["kind"], said["author"], said["comment"]) == ("comment", "李科长", "请核对")
    assert said["date"] == "2025-08-20T01:58:00"
    assert said["cells"] == ["公开01表!G36", "整体绩效!G13"]
    rows = list(looked_at(BOOK)["审稿意见"].values)
    assert any("请核对" in row and "李科长" in row for row in rows)
    refused = gen("build", BOOK, "--final")
    assert refused.exit_code != 0 and "请核对" in refused.output
    again = gen("adopt", remarks(), BOOK, "--none")
    assert again.exit_code == 1
    assert [row for row in looked_at(BOOK)["审稿意见"].values] == rows


def test_opinions_in_the_last_column_of_the_checklist_come_in(copy: ReviewedFile) -> None:
    (path,) = Path("outputs").rglob("*核对表.xlsx")
    assert json.loads(gen("adopt", path, BOOK, "--none", "--json").output)["entries"] == []
    book = openpyxl.load_workbook(path)
    sheet = book["公开要求"]
    sheet.cell(4, sheet.max_column).value = "写得太简单"
    book["核对项目"].cell(5, book["核对项目"].max_column).value = 3
    book.save("核对表改.xlsx")
    entries = json.loads(gen("adopt", "核对表改.xlsx", BOOK, "--none", "--json").output)["entries"]
    assert [(e["place"], e["comment"]) for e in entries] == [
        ("核对表 公开要求", "写得太简单"),
        ("核对表 核对项目", "3"),
    ]
    assert entries[0]["old"] == "主要职责" and entries[1]["old"].startswith("F02 ")
    assert "写得太简单" in gen("build", BOOK, "--final").output
    refused = gen("adopt", BOOK, BOOK, "--none")
    assert refused.exit_code == 2 and "不是核对表" in refused.output


@pytest.mark.parametrize("change", [{"identity": "0" * 32}, {"identity": ""}, {"format": "x"}])
def test_remarks_of_another_draft_are_refused(copy: ReviewedFile, change: dict[str, str]) -> None:
    result = gen("adopt", remarks(**change), BOOK, "--none")
    assert result.exit_code == 2 and "意见.json" in result.output
    Path("意见.json").write_bytes(b"[1, \xff")
    assert "不是审阅页导出的意见" in gen("adopt", "意见.json", BOOK, "--none").output


# --- what was changed, and whose it is ---------------------------------------------------------


def test_an_untouched_copy_has_no_edits(copy: ReviewedFile) -> None:
    assert listed(copy) == []


def test_words_of_a_cell_go_back_to_it_tracked_or_not(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    (edit,) = listed(copy)
    assert (edit["old"], edit["new"]) == ("项目支出减少", "项目经费压减")
    assert (edit["author"], edit["date"], edit["tracked"]) == (*ANN.values(), True)
    assert (edit["source"], edit["cell"], edit["cell_new"]) == (
        "text",
        "上年数!F4",
        "项目经费压减",
    )
    assert edit["place"] == "一、收入支出决算总体情况说明"


def test_a_typed_number_a_computed_one_and_the_editions_words(copy: ReviewedFile) -> None:
    paragraph = copy.paragraph("支出合计减少")
    text = text_of(paragraph)
    typed, computed = text.index("233.37"), text.index("9.65")
    copy.reword(paragraph, computed, computed + 4, "9.05", BEN)
    copy.reword(paragraph, typed, typed + 6, "233.97")
    reword(copy, "收、支总计均为", "收、支总计都是")
    words, number, result = listed(copy)
    assert words["source"] == "wording"
    assert "「一、收入支出决算总体情况说明」下，写着「年度收、支总计均为」" in words["note"]
    assert (number["source"], number["cell"]) == ("number", "公开03表!E7")
    assert (number["cell_old"], number["cell_new"]) == ("233.37", "233.97")
    assert (result["source"], result["cell"]) == ("computed", None)
    assert result["cells"] == ["公开03表!E7", "上年数!B6"]
    assert "公开03表!E7 须增加 0.6 万元，或 上年数!B6 须减少 0.6 万元" in result["note"]


def test_paragraphs_rows_moves_and_splits_are_one_edit_each(copy: ReviewedFile) -> None:
    first = copy.paragraph("主要原因是项目支出减少")
    copy.insert_paragraph(first, "这是新的一段话。", BEN)
    copy.remove(copy.row("使用非财政拨款结余"), ANN)
    split = copy.paragraph("支出合计减少")
    copy.split(split, text_of(split).index("主要原因"))
    found = {entry["kind"]: entry for entry in listed(copy)}
    assert found["added"]["new"] == "这是新的一段话。"
    assert found["added"]["author"] == "王处长"
    assert found["added"]["source"] == "near"
    assert found["removed"]["author"] == "李科长"
    assert "使用非财政拨款结余" in found["removed"]["old"]
    assert "¶主要原因" in found["split"]["new"]
    assert len(found) == 3


def test_a_paragraph_that_goes_before_a_heading_is_one_edit_with_its_author(
    copy: ReviewedFile,
) -> None:
    heading = copy.paragraph("三、支出决算情况说明")
    gone = heading.getprevious()
    words = text_of(gone).strip()
    copy.remove(gone, ANN)
    (edit,) = listed(copy)
    assert (edit["kind"], edit["author"], edit["old"]) == ("removed", "李科长", words)


def test_a_row_of_which_all_words_were_taken_out_went(copy: ReviewedFile) -> None:
    """Of two rows that went LibreOffice writes only for one that it did."""
    row = copy.row("安全提供业务数据共享服务")
    copy.remove(row, ANN)
    mark = row.find(f"{W}trPr/{W}del")
    mark.getparent().remove(mark)
    (edit,) = listed(copy)
    assert (edit["kind"], edit["author"]) == ("removed", "李科长")
    assert edit["old"].startswith("表格 3 | 安全提供业务数据共享服务")


def test_a_paragraph_put_in_before_a_page_break_is_one_edit(copy: ReviewedFile) -> None:
    """LibreOffice writes the break before the next heading into the paragraph, untracked."""
    moved = copy.paragraph("2023年度政府性基金预算财政拨款收入支出决算表")
    heading = copy.paragraph("八、国有资本经营预算财政拨款支出决算表")
    before = heading.getprevious()
    copy.insert_paragraph(before, "另起一段。", BEN)
    copy.move(moved, before, ANN)
    reword(copy, "八、国有", "八、国家", BEN, 0)
    for put_in in (heading.getprevious(), before.getnext()):
        etree.SubElement(etree.SubElement(put_in, f"{W}r"), f"{W}br", {f"{W}type": "page"})
    edits = {edit["kind"]: edit for edit in listed(copy)}
    assert sorted(edits) == ["added", "changed", "moved"]
    assert (edits["added"]["new"], edits["added"]["author"]) == ("另起一段。", "王处长")
    assert (edits["moved"]["old"], edits["moved"]["author"]) == (text_of(moved), "李科长")
    assert (edits["changed"]["new"], edits["changed"]["author"]) == ("八、国家", "王处长")


def test_a_heading_that_lost_its_style_is_still_that_heading(copy: ReviewedFile) -> None:
    """LibreOffice gives it the style of a paragraph before it that went."""
    heading = copy.paragraph("五、一般公共预算财政拨款支出决算情况说明")
    heading.find(f"{W}pPr/{W}pStyle").set(f"{W}val", "BodyText")
    behind = heading.getnext()
    copy.reword(behind, 1, len(text_of(behind)), "另拟）")
    (edit,) = listed(copy)
    words = "一）一般公共预算财政拨款支出决算总体情况"
    assert (edit["kind"], edit["old"], edit["new"]) == ("changed", words, "另拟）")


def test_a_line_that_was_written_anew_is_one_edit(copy: ReviewedFile) -> None:
    paragraph = copy.paragraph("（十四）项目支出：")
    copy.reword(paragraph, 0, len(text_of(paragraph)), "另外写的一段，与原来的毫不相干。")
    (edit,) = listed(copy)
    assert edit["kind"] == "changed"
    assert "毫不相干" in edit["new"]


def test_the_next_draft_does_not_miss_what_was_taken_over(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减")
    copy.save(FIRST)
    gen("adopt", FIRST, BOOK, "--all")
    assert "手工改动的 1 处" not in gen("build", BOOK).output


def test_of_a_sentence_with_two_edits_the_one_not_taken_over_is_missed(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减")
    reword(copy, "收、支总计均为", "收、支总计都是")
    copy.save(FIRST)
    gen("adopt", FIRST, BOOK, "--all")
    assert "手工改动的 1 处" in gen("build", BOOK).output


def test_a_draft_against_its_copy_shows_cells_authors_and_comments(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    copy.comment(copy.paragraph("支出合计减少"), "请核实", BEN)
    copy.save(BACK)
    Path("inputs").mkdir()
    shutil.move(BOOK, Path("inputs") / BOOK)
    told = gen("diff", FIRST, BACK)
    assert told.exit_code == 1
    assert "项目[-支出减少-][+经费压减+]" in told.output
    assert "没有记录" not in told.output
    assert "李科长" in told.output and "写入：上年数!F4" in told.output
    assert "王处长" in told.output and "批注：请核实" in told.output
    entries = json.loads(gen("diff", FIRST, BACK, "--json").output)["review"]["entries"]
    assert [entry["author"] for entry in entries] == ["李科长", "王处长"]
    assert gen("diff", FIRST, FIRST).exit_code == 0
    (Path("inputs") / BOOK).unlink()
    assert "没有列出修改和批注是谁的" in gen("diff", FIRST, BACK).output


def test_check_boxes_footnotes_and_headers(copy: ReviewedFile) -> None:
    row = copy.row("项目类型", 1)
    paragraph = next(p for p in row.iter(f"{W}p") if "☑" in text_of(p))
    text = text_of(paragraph)
    for at, sign in sorted([(text.index("☑"), "☐"), (text.rindex("☐"), "☑")], reverse=True):
        copy.reword(paragraph, at, at + 1, sign, BEN)
    copy.footnote(copy.paragraph("支出合计减少"), "不含附属单位。")
    header = next(copy.part("word/header1.xml").iter(f"{W}p"))
    copy.reword(header, 0, 0, "内部资料 ", ANN)
    tick, head, note = listed(copy, "--all")
    assert (tick["author"], tick["cell"], tick["cell_new"]) == (
        "王处长",
        "项目绩效!F5",
        "一次性项目",
    )
    assert (head["kind"], head["place"], head["new"]) == ("changed", "页眉页脚", "内部资料 ")
    assert (note["kind"], note["place"], note["new"]) == ("added", "脚注", "脚注 不含附属单位。")
    assert cell("项目绩效!F5") == "一次性项目"
    open_now = json.loads(gen("build", BOOK, "--json").output)["reviews"]
    assert [entry["place"] for entry in open_now] == ["页眉页脚", "脚注"]


def test_comments_come_with_author_and_words_and_ours_do_not(copy: ReviewedFile) -> None:
    copy.comment(copy.paragraph("支出合计减少"), "这里请写清楚", BEN)
    (said,) = listed(copy)
    assert (said["kind"], said["author"], said["comment"]) == ("comment", "王处长", "这里请写清楚")
    assert said["old"].startswith("2023年度支出合计233.37万元")


def test_comments_on_rows_or_paragraphs_have_their_words_and_resolved_ones_are_counted(
    copy: ReviewedFile,
) -> None:
    """Word puts the ends of such a comment between paragraphs, or between rows."""
    paragraph, row = copy.paragraph("支出合计减少"), copy.row("确保合作银行")
    numbers = [
        copy.comment(paragraph, "两段", ANN),
        copy.comment(row.find(f".//{W}p"), "一行", BEN),
    ]
    for number, block in zip(numbers, (paragraph, row), strict=True):
        for name in ("Start", "End"):
            marks = copy.root.iter(f"{W}commentRange{name}")
            mark = next(m for m in marks if m.get(f"{W}id") == str(number))
            block.addprevious(mark) if name == "Start" else block.getnext().addnext(mark)
    first = copy.comment(paragraph, "请核", ANN)
    copy.comment(paragraph, "核了", BEN, answers=first)
    copy.save(BACK)
    with zipfile.ZipFile(BACK) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    extended = parts["word/commentsExtended.xml"].decode()
    parts["word/commentsExtended.xml"] = extended.replace('done="0"', 'done="1"', 1).encode()
    BACK.write_bytes(packed(parts))
    found = json.loads(gen("adopt", BACK, BOOK, "--json", "--dry-run").output)
    paragraphs, rows = found["entries"]
    assert (
        paragraphs["old"].startswith("2023年度支出合计") and "基本支出198.37" in paragraphs["old"]
    )
    assert rows["old"].startswith("2 促进社会保障卡") and "100余次" in rows["old"]
    assert rows["place"] == "二、重点工作事项完成情况"
    assert found["notes"] == ["另有 1 条批注在文件里已标为解决，没有列出。"]


def test_the_contents_may_be_brought_up_to_date_and_other_changes_are_told(
    copy: ReviewedFile,
) -> None:
    reword(copy, "（十）本单位使用", "（十）本中心使用", ANN)
    titles = {"二、机构设置情况": ("二、", "贰、"), "三、支出决算表": ("三、", "三、 ")}
    for entry in copy.root.iter(f"{W}p"):
        style = entry.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") != "TOC2":
            continue
        old, new = titles.get(text_of(entry).strip(), ("", ""))
        if old:
            copy.reword(entry, 0, len(old), new, BEN)
        copy.reword(entry, len(text_of(entry)), len(text_of(entry)), "12")
    contents, heading = listed(copy)
    assert (contents["place"], contents["author"]) == ("目录", "王处长")
    assert contents["old"].startswith("二、机构") and contents["new"].startswith("贰、机构")
    assert heading["place"] != "目录"
    gen("adopt", BACK, BOOK, "--none")
    assert "目录" in gen("build", BOOK, "--final").output


def test_a_copy_is_known_by_its_number_and_else_by_its_words(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减")
    copy.save(BACK)
    assert "按内容认出" not in gen("adopt", BACK, "--dry-run", BOOK).output
    with zipfile.ZipFile(BACK) as old:
        parts = {n: old.read(n) for n in old.namelist() if n != "docProps/custom.xml"}
    with zipfile.ZipFile(BACK, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert "按内容认出是 book决算公开第1稿.docx" in gen("adopt", BACK, BOOK, "--dry-run").output


def test_the_paper_of_another_year_is_no_copy_of_this_draft(copy: ReviewedFile) -> None:
    with zipfile.ZipFile(FIRST) as old_file:
        names = [name for name in old_file.namelist() if name != "docProps/custom.xml"]
        parts = {name: old_file.read(name) for name in names}
    for years in (("2022", "2021"), ("2023", "2022")):
        old, new = (year.encode() for year in years)
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    BACK.write_bytes(packed(parts))
    result = gen("adopt", BACK, BOOK, "--dry-run")
    assert result.exit_code == 2 and "认不出是哪一份草稿" in result.output


@pytest.mark.parametrize(
    "kind", ["no zip", "torn", "bomb", "long", "entity", "external", "another document"]
)
def test_what_is_no_reviewed_draft_is_refused(copy: ReviewedFile, kind: str) -> None:
    BACK.write_bytes(_hostile(kind))
    result = gen("adopt", BACK, BOOK, "--all")
    assert result.exit_code == 2
    assert "I22" in result.output and BACK.name in result.output
    assert names_in(BOOK) == names_in(REAL)


_EXTERNAL = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/image" Target="http://example.org/a.png" TargetMode="External"/></Relationships>'
)


def _hostile(kind: str) -> bytes:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = {
        "torn": f"<w:document {ns}><w:body>",
        "bomb": f"<w:document {ns}><w:body>" + " " * 60_000_000,
        "external": f"<w:document {ns}><w:body/></w:document>",
        "long": f"<w:document {ns}><w:body>{'<w:p><w:r><w:t>x</w:t></w:r></w:p>' * 100_000}"
        "</w:body></w:document>",
        "entity": f'<!DOCTYPE d [<!ENTITY e "x">]><w:document {ns}><w:body><w:p><w:r><w:t>&e;'
        "</w:t></w:r></w:p></w:body></w:document>",
        "another document": f"<w:document {ns}><w:body><w:p><w:r><w:t>别的</w:t></w:r></w:p>"
        "</w:body></w:document>",
    }.get(kind, "")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        if kind == "external":
            archive.writestr("word/_rels/document.xml.rels", _EXTERNAL)
    return b"not a zip" if kind == "no zip" else buffer.getvalue()


# --- what is written, and what stays open ------------------------------------------------------


def test_a_whole_round(copy: ReviewedFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two copies back, edits adopted and refused, a second draft, and the final version."""
    monkeypatch.setattr("generator.workbook.office.office", lambda: None)  # no page numbers
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    reword(copy, "收、支总计均为", "收、支总计都是", ANN)
    copy.save(BACK)
    other = ReviewedFile(FIRST)
    other.comment(other.paragraph("支出合计减少"), "请核实", BEN)
    other.save(Path("另一份.docx"))

    result = gen("adopt", BACK, BOOK, "--all")
    assert result.exit_code == 1 and "写入 book.xlsx：1 处" in result.output
    assert cell("上年数!F4") == "项目经费压减"
    gen("adopt", "另一份.docx", BOOK, "--none")
    told = gen("build", BOOK).output
    assert "审稿意见还有 2 条没有处理" in told
    assert "请核实" in told
    second = (FOLDER / "book决算公开第2稿-审阅.html").read_text("utf-8")
    assert "没有处理的审稿意见" in second and "收、支总计都是" in second
    refused = gen("build", "--final", BOOK)
    assert refused.exit_code == 1
    assert "审稿意见还有 2 条没有处理" in refused.output
    assert not list(FOLDER.glob("*定稿*.docx"))

    status = json.loads(gen("status", "--json", "--inputs", ".").output)
    assert [entry["reviews"] for entry in status] == [2]
    _answer("不采纳", "")
    assert gen("build", "--final", BOOK).exit_code == 1, "a refusal needs a reason"
    _answer("不采纳", "版式统一规定")
    final = gen("build", "--final", BOOK)
    assert final.exit_code == 0
    (written,) = FOLDER.glob("*定稿*.docx")
    text = "\n".join(read_lines(written.read_bytes(), written.name))
    assert "项目经费压减" in text
    assert "收、支总计均为" in text


def _answer(state: str, reason: str) -> None:
    book = openpyxl.load_workbook(BOOK)
    sheet = book["审稿意见"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, heads["采纳情况"]).value = state
        sheet.cell(row, heads["说明"]).value = reason or None
    book.save(BOOK)


def test_without_the_column_of_reasons_a_refusal_has_none(copy: ReviewedFile) -> None:
    reword(copy, "收、支总计均为", "收、支总计都是")
    copy.save(BACK)
    gen("adopt", BACK, BOOK, "--none")
    _answer("不采纳", "照原文")
    assert "审稿意见还有" not in gen("build", BOOK).output
    book = openpyxl.load_workbook(BOOK)
    (head,) = (cell for cell in book["审稿意见"][3] if cell.value == "说明")
    book["审稿意见"].delete_cols(head.column)
    book.save(BOOK)
    assert "审稿意见还有 1 条没有处理" in gen("build", BOOK).output


def test_the_indicators_of_a_project_follow_its_name(copy: ReviewedFile) -> None:
    reword(copy, "业务档案管理费", "业务档案管理经费", number=1)
    copy.save(BACK)
    gen("adopt", BACK, BOOK, "--all")
    names = {row[0].value for row in looked_at(BOOK)["项目指标"].iter_rows(min_row=4)}
    assert "业务档案管理经费" in names and "业务档案管理费" not in names


def test_the_same_copy_twice_is_listed_once(copy: ReviewedFile) -> None:
    reword(copy, "收、支总计均为", "收、支总计都是")
    copy.save(BACK)
    gen("adopt", BACK, BOOK, "--none")
    gen("adopt", BACK, BOOK, "--none")
    sheet = looked_at(BOOK)["审稿意见"]
    assert sheet.max_row == 4
    assert sheet.cell(4, 7).value == "均为"


def test_edits_of_one_cell_that_contradict_each_other_change_nothing(copy: ReviewedFile) -> None:
    """Its words are printed in two tables; each was changed otherwise."""
    words = "要继续做好网络安全"
    reword(copy, words, "要做好网络安全", ANN, 0)
    reword(copy, words, "继续抓好网络安全", BEN, 3)
    found = json.loads(gen("adopt", copy.save(BACK), BOOK, "--json", "--all").output)
    assert {entry["cell"] for entry in found["entries"]} == {"整体绩效!B9"}
    assert len(found["refused"]) == 2
    assert cell("整体绩效!B9").startswith(words)


def test_what_another_edit_has_done_is_not_left(
    copy: ReviewedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words in two tables: yes to one writes their only cell."""
    for number in (0, 3):
        reword(copy, "要继续做好网络安全", "要做好网络安全", ANN, number)
    reword(copy, "收、支总计均为", "收、支总计都是", ANN)
    copy.save(BACK)
    monkeypatch.setattr("generator.cli.adopting._is_terminal", lambda: True)
    told = gen("adopt", BACK, BOOK, typed="y\nn\n").output
    assert "写入 book.xlsx：1 处" in told
    assert "还没有处理的 1 条" in told
    assert "审稿意见还有 1 条没有处理" in gen("build", BOOK).output


def test_an_answered_entry_of_a_copy_is_not_left(copy: ReviewedFile) -> None:
    reword(copy, "收、支总计均为", "收、支总计都是")
    copy.save(BACK)
    assert "还没有处理的 1 条" in gen("adopt", BACK, BOOK, "--none").output
    _answer("不采纳", "照原文")
    again = gen("adopt", BACK, BOOK, "--none")
    assert again.exit_code == 0 and "还没有处理" not in again.output


def test_it_asks_for_each_that_it_can_write(
    copy: ReviewedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    reword(copy, "项目支出减少", "项目经费压减")
    copy.save(BACK)
    assert "请给出 --all、--none 或 --dry-run" in gen("adopt", BACK, BOOK).output
    monkeypatch.setattr("generator.cli.adopting._is_terminal", lambda: True)
    assert "写入 book.xlsx：0 处" in gen("adopt", BACK, BOOK, typed="n\n").output
    assert "写入 book.xlsx：1 处" in gen("adopt", BACK, BOOK, typed="y\n").output
    assert cell("上年数!F4") == "项目经费压减"


@pytest.mark.parametrize("who", [ANN, None], ids=["tracked", "plain"])
def test_paragraphs_moved_joined_parted_and_new_give_the_reviewed_text(
    copy: ReviewedFile, who: Any
) -> None:
    """In the lists of paragraphs and in cells of tables."""
    copy.move(copy.paragraph("负责人力资源和社会保障信息系统"), copy.paragraph("承办上级交办"), who)
    copy.join(copy.paragraph("负责街乡、村"), who)
    copy.split(copy.paragraph("下属二级单位"), 20, who)
    organisation = copy.paragraph("从单位构成看")
    copy.insert_paragraph(organisation, "第二段。", who)
    copy.insert_paragraph(organisation, "第一段。", who)
    rows = [copy.row(words) for words in ("确保合作银行", "有序组织实施", "每月对设备")]
    parted, joined, longer = (list(row.iter(f"{W}tc"))[3].findall(f"{W}p") for row in rows)
    copy.split(parted[0], 10, who)
    copy.join(joined[0], who)
    copy.insert_paragraph(longer[0], "另有一条。", who)
    copy.reword(longer[1], 2, 4, "全季", BEN)
    wanted = read_lines(copy.save(BACK).read_bytes(), "")
    result = gen("adopt", BACK, BOOK, "--all")
    assert result.exit_code == 0, result.output
    gen("build", BOOK)
    second = FOLDER / "book决算公开第2稿.docx"
    assert read_lines(second.read_bytes(), "") == wanted
    assert "\n" in cell("重点工作!C5")


def test_joined_paragraphs_take_along_what_else_was_changed_in_them(copy: ReviewedFile) -> None:
    first = copy.paragraph("负责街乡、村")
    second = first.getnext()
    copy.reword(second, 0, 2, "", ANN)
    copy.reword(first, 10, len(text_of(first)), "；", ANN)
    copy.join(first, ANN)
    copy.save(BACK)
    below = cell("职责!A9")
    assert gen("adopt", BACK, BOOK, "--all").exit_code == 0
    assert cell("职责!A7").startswith("2、负责街乡、村（社；贯彻档案工作")
    assert (cell("职责!A8"), cell("职责!A9")) == (below, None)


def test_words_that_were_changed_meanwhile_are_not_replaced_unasked(copy: ReviewedFile) -> None:
    """Two reviewers reword the same sentence, each in a copy of the first draft."""
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    copy.save(BACK)
    other = ReviewedFile(FIRST)
    reword(other, "项目支出减少", "项目支出相应减少", BEN)
    other.save(Path("另一份.docx"))
    gen("adopt", BACK, BOOK, "--all")
    result = gen("adopt", "另一份.docx", BOOK, "--all")
    assert "这里现在写的是「项目经费压减」，审改的是「项目支出减少」" in result.output
    assert result.exit_code == 1 and cell("上年数!F4") == "项目经费压减"
    (entry,) = json.loads(gen("adopt", "另一份.docx", BOOK, "--json", "--dry-run").output)[
        "entries"
    ]
    assert entry["doubtful"] and entry["cell_new"] == "项目支出相应减少"


def test_words_put_in_where_others_stand_now_come_with_what_stood_around_them(
    copy: ReviewedFile,
) -> None:
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    gen("adopt", copy.save(BACK), BOOK, "--all")
    other = ReviewedFile(FIRST)
    paragraph = other.paragraph("项目支出减少")
    at = text_of(paragraph).index("支出减少") + 2
    other.reword(paragraph, at, at, "相应", BEN)
    (entry,) = listed(other)
    assert entry["doubtful"] and entry["cell_new"] == "项目支出相应减少"


def test_a_heading_with_other_words_and_its_first_paragraph_gone_are_two_edits(
    copy: ReviewedFile,
) -> None:
    heading = copy.paragraph("三、支出决算情况说明")
    copy.remove(heading.getnext())
    copy.reword(heading, 2, len(text_of(heading)), "怎样花钱")
    edits = {edit["kind"]: edit for edit in listed(copy)}
    assert edits["changed"]["new"].endswith("怎样花钱")
    assert edits["removed"]["old"].startswith("2023年度支出合计233.37万元")


def test_what_was_written_and_changed_again_is_open_and_told_how_to_answer(
    copy: ReviewedFile,
) -> None:
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    assert gen("adopt", copy.save(BACK), BOOK, "--all").exit_code == 0
    book = openpyxl.load_workbook(BOOK)
    book["上年数"]["F4"].value = "专项工作减少"
    book.save(BOOK)
    assert "（表里没有这一条：再收一次 改好了.docx）" in gen("build", BOOK).output
    gen("adopt", BACK, BOOK, "--none")
    assert "表里没有" not in gen("build", BOOK).output
    _answer("不采纳", "另有写法")
    assert "审稿意见还有" not in gen("build", BOOK).output


def test_a_column_put_in_is_written_nowhere_and_a_blank_place_has_its_cell(
    copy: ReviewedFile,
) -> None:
    blank = list(copy.row("五、事业收入").iter(f"{W}tc"))[2].find(f"{W}p")
    etree.SubElement(etree.SubElement(blank, f"{W}r"), f"{W}t").text = "12.30"
    for row in copy.row("确保合作银行").getparent().iter(f"{W}tr"):
        last = row.findall(f"{W}tc")[-1]
        new = deepcopy(last)
        for text in new.iter(f"{W}t"):
            text.text = "备注"
        last.addnext(new)
    filled, *columns = listed(copy)
    assert filled["cells"] == ["公开01表!C11"] and len(columns) == 9
    assert all(entry["cell"] is None for entry in columns)


def test_a_name_that_is_printed_everywhere_is_not_changed_unasked(copy: ReviewedFile) -> None:
    """Words put in before the year are no year; a year corrected once may be a slip there."""
    sentence = copy.paragraph("支出合计减少")
    copy.reword(sentence, 0, 0, "截至", ANN)
    other = copy.paragraph("收、支总计均为")
    copy.reword(other, 0, 4, "2032", BEN)
    copy.save(BACK)
    result = gen("adopt", BACK, BOOK, "--all", "--json")
    year, before = json.loads(result.output)["entries"]
    assert (year["cell"], year["doubtful"]) == ("基本信息!B5", True)
    assert "处，采纳后处处都改" in year["note"]
    assert (before["new"], before["cell"]) == ("截至", None)
    assert (before["source"], before["cells"]) == ("wording", ["基本信息!B5"])
    assert cell("基本信息!B5") == 2023


def test_more_words_than_a_cell_takes_are_not_written(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "很长" * 20_000)
    copy.save(BACK)
    assert "放不下：一格最多 32767 个字" in gen("adopt", BACK, BOOK, "--all").output
    assert cell("上年数!F4") == "项目支出减少"


def test_a_copy_saved_as_strict_open_xml_is_read_and_one_without_a_body_refused(
    copy: ReviewedFile,
) -> None:
    reword(copy, "项目支出减少", "项目经费压减", ANN)
    copy.save(BACK)
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(BACK) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, empty in (("wordprocessingml/main", False), ("x", True)):
        strict = f"http://purl.oclc.org/ooxml/{name}".encode()
        BACK.write_bytes(packed({n: part.replace(usual, strict) for n, part in parts.items()}))
        result = gen("adopt", BACK, BOOK, "--json", "--dry-run")
        assert result.exit_code == (2 if empty else 0)
        if not empty:
            (edit,) = json.loads(result.output)["entries"]
            assert edit["cell"] == "上年数!F4"


def test_a_dry_run_writes_nothing(copy: ReviewedFile) -> None:
    reword(copy, "项目支出减少", "项目经费压减")
    before = BOOK.read_bytes()
    listed(copy)
    assert BOOK.read_bytes() == before
    assert not (FOLDER / "记录" / "审稿").exists()


def test_a_sample_of_the_campaign(tmp_path: Path) -> None:
    found = judged(reviewed(REAL, 3, tmp_path))
    assert found.troubles == []
    assert sum(found.found.values()) == sum(found.made.values()) > 15
    assert found.right_cell == found.with_cell > 0
    assert found.same_text == found.texts > 0
    assert (found.wrong_written, found.forgotten) == (0, 0)
