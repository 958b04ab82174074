"""The page for a website: the document's words, with a structure that a screen reader follows."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html

from generator.pipeline import build, derive, render_draft
from generator.products.webpage import webpage
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.browsing import chromium, lines_of
from tests.helpers.doctext import lines

WORKBOOKS = [REAL, *sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))]
ADMINISTRATION = ROOT / "inputs" / "examples" / "行政部门.xlsx"

Element = Any  # an element of lxml.html


@cache
def page(path: Path = REAL, final: bool = True) -> str:
    workbook = read_workbook(path)
    made = derive(workbook)[1]
    draft = render_draft(workbook.edition, made, final)
    return webpage(made, workbook.edition, draft, final).decode("utf-8")


def tree(path: Path = REAL) -> Element:
    return html.document_fromstring(page(path))


def compact(text: str) -> str:
    return re.sub(r"[\s|/]", "", text)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_page_says_what_the_document_says(path: Path, tmp_path: Path) -> None:
    workbook = read_workbook(path)
    docx = tmp_path / "draft.docx"
    docx.write_bytes(render_draft(workbook.edition, derive(workbook)[1], final=True).docx)
    said = compact("".join(lines(docx)))
    document = tree(path)
    for caption in document.xpath("//caption[contains(., '（2）') or not(br)] | //svg"):
        caption.text, caption[:] = "", []
    start, end = said.index("目录"), said.index("第一部分", said.index("第六部分"))
    shown = "".join(document.xpath("//header")[0].itertext())
    shown += "".join(document.xpath("//main")[0].itertext())
    assert sorted(compact(shown)) == sorted(said[:start] + said[end:])


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_headings_go_in_steps_and_the_contents_lead_to_them(path: Path) -> None:
    document = tree(path)
    levels = [int(h.tag[1]) for h in document.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = document.xpath("//nav//a/@href")
    assert len(links) > 30
    assert all(link[1:] in ids for link in links)


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_table_has_a_caption_and_says_what_heads_its_cells(path: Path) -> None:
    tables = tree(path).xpath("//table")
    captions = [table.find("caption").text_content() for table in tables]
    assert len(set(captions)) == len(captions)
    assert sum("公开0" in caption and "金额单位：万元" in caption for caption in captions) == 9
    for table in tables:
        assert table.xpath(".//th")
        assert {th.get("scope") for th in table.xpath(".//th")} <= {"col", "colgroup", "row"}


def test_names_head_their_rows_and_amounts_stand_right() -> None:
    (row,) = tree().xpath("//table[contains(caption, '公开03表')]//tr[contains(., '合计')][td]")
    assert [th.text_content() for th in row.xpath("th[@scope='row']")] == ["合计"]
    assert row.xpath("td[@class='amount']")[0].text_content() == "233.37"


def test_the_nine_tables_keep_their_header_rows() -> None:
    official = tree().xpath("//table[contains(caption, '公开0')]")
    assert len(official) == 9
    assert all(table.xpath("thead/tr/th") for table in official)


def test_charts_are_pictures_with_words() -> None:
    drawn = tree(ADMINISTRATION).xpath("//figure")
    assert len(drawn) == 4
    for figure in drawn:
        assert figure.xpath("svg/title/text()") and figure.xpath("svg/desc/text()")
        assert re.match("图[1-4]", figure.find("figcaption").text)


def test_nothing_of_the_review_is_on_it() -> None:
    for path in WORKBOOKS:
        words = page(path)
        assert "<script" not in words
        assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", words)
        assert not any("\ufdd0" <= sign <= "\ufdef" for sign in words)
        assert not re.search("公开0[1-9]表!|data-f|批注", words)
    assert 'lang="zh-CN"' in page()


def test_a_draft_says_that_it_is_one() -> None:
    assert "征求意见稿" in page(final=False)
    assert "征求意见稿" not in page()


def test_a_page_that_is_there_is_left_and_never_changed(tmp_path: Path) -> None:
    first = build(REAL, tmp_path, products=["html"]).files["html"]
    assert first is not None
    assert first.name == "2023决算公开第1稿-网页.html"
    assert build(REAL, tmp_path, products=["html"]).files["html"] == first
    first.write_text("改过", "utf-8")
    second = build(REAL, tmp_path, products=["html"]).files["html"]
    assert second is not None and second.name == "2023决算公开第1稿-网页2.html"
    assert first.read_text("utf-8") == "改过"


def test_a_browser_finds_no_fault_and_scrolls_only_downwards(tmp_path: Path) -> None:
    with chromium() as browser:
        for number, path in enumerate((REAL, ADMINISTRATION)):
            file = tmp_path / f"{number}.html"
            file.write_text(page(path), "utf-8")
            opened = browser.new_page(viewport={"width": 1100, "height": 900})
            opened.goto(file.as_uri())
            violations = Axe().run(opened).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
            opened.set_viewport_size({"width": 390, "height": 800})
            assert opened.evaluate("document.documentElement.scrollWidth") <= 390
            assert not [line for line in lines_of(opened, "h1") if line[0] in "力源会障息心政局开"]


def test_the_page_leads_to_the_same_in_other_formats() -> None:
    workbook = read_workbook(REAL)
    _, made = derive(workbook)
    draft = render_draft(workbook.edition, made, True)
    beside = (("PDF", "2023决算公开定稿.pdf"), ("数据（Excel）", "数据/公开 数据.xlsx"))
    page = html.document_fromstring(webpage(made, workbook.edition, draft, True, beside))
    links = page.xpath("//header//a")
    assert [link.text for link in links] == ["PDF", "数据（Excel）"]
    assert [unquote(link.get("href")) for link in links] == [address for _, address in beside]
    assert " " not in links[1].get("href")
    assert (
        page.findtext(".//title") == "2023年度武汉市黄陂区人力资源和社会保障信息中心 部门决算公开"
    )


def test_a_build_with_everything_links_what_it_wrote(tmp_path: Path) -> None:
    outcome = build(REAL, tmp_path, products=("html", "data"))
    page = html.document_fromstring(outcome.files["html"].read_bytes())
    links = page.xpath("//header//a/@href")
    assert len(links) == 2
    assert all((outcome.files["html"].parent / unquote(link)).is_file() for link in links)
