"""The review page says what the draft says, and names the source of every number in it."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from generator.document import BODY
from generator.figures.phrasing import CLOSE, OPEN, SHUT, marked_texts, unmarked
from generator.history.differences import Compared, Differences, LineChange
from generator.history.differences.reading import lines_of, places
from generator.model import Cell, Fact, Facts, Finding, Severity, Unit
from generator.pipeline import derive, render_draft
from generator.products.review import ReviewInput, review_page
from generator.products.review.model import Paragraph
from generator.products.review.reading import sections
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.doctext import lines
from tests.helpers.review_examples import FINDINGS, changed, given, large, real

Element = Any  # an element of lxml.html
WORKBOOKS = [REAL, *sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))]

STEP = Decimal("1.1") * 10000


@dataclass(frozen=True)
class Shown:
    """One number of the page: its text and the cells that its panel names."""

    text: str
    cells: frozenset[str]


@cache
def real_given() -> ReviewInput:
    return given(real())


@cache
def real_page() -> str:
    return review_page(real_given())


def tree(page: str) -> Element:
    return html.document_fromstring(page)


def data(page: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(tree(page).get_element_by_id("data").text)
    return loaded


def numbers(page: str) -> list[Shown]:
    """What the program wrote, in reading order, as a reader finds it by clicking."""
    known = data(page)
    return [
        Shown(
            element.text_content(),
            frozenset(
                known["cells"][cell][0]
                for cell in known["figures"][int(element.get("data-f"))]["cells"]
            ),
        )
        for element in tree(page).xpath("//article//*[@data-f][starts-with(@id, 'n')]")
    ]


def count(page: str, kind: str) -> int:
    return int(tree(page).xpath(f"//*[@data-count='{kind}']")[0].text)


# --- the document -----------------------------------------------------------------------------


def own_text(page: str) -> list[str]:
    """The text of the document inside the page, without what the page adds to it."""
    article = tree(page).get_element_by_id("document")
    for added in article.xpath(".//figure | .//*[@role='note'] | .//caption"):
        added.getparent().remove(added)
    for line_break in article.xpath(".//br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return [block.text_content() for block in article.xpath(".//h1|.//h2|.//h3|.//h4|.//p|.//tr")]


def compact(texts: list[str]) -> str:
    return re.sub(r"[\s|/]", "", "".join(texts))


def test_the_page_says_what_the_draft_says(tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(real_given().draft.docx)
    said = compact(lines(draft))
    shown = compact(own_text(real_page()))
    start, end = said.index("目录"), said.index("第一部分", said.index("第六部分"))
    assert shown == said[:start] + said[end:]


def test_headings_are_in_steps_and_lead_somewhere() -> None:
    page = tree(real_page())
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    links = page.xpath("//nav//a/@href")
    ids = set(page.xpath("//@id"))
    assert len(links) > 30
    assert all(link[1:] in ids for link in links)


def test_every_id_is_there_once() -> None:
    ids = tree(real_page()).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("number", range(9))
def test_an_official_table_is_a_table_with_a_header(number: int) -> None:
    table = tree(real_page()).xpath("//article//div[@class='table']/table")[number]
    assert table.find("caption").text_content()
    assert {th.get("scope") for th in table.xpath("thead//th")} <= {"col", "colgroup"}
    assert table.xpath("thead//th") and not table.xpath("tbody//th")
    assert len(set(widths(table))) == 1


def widths(table: Element) -> Iterator[int]:
    """How many columns each row fills, merged cells from above included."""
    hanging: list[tuple[int, int]] = []
    for row in table.iter("tr"):
        cells = [(int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in row]
        yield sum(span for _, span in (*cells, *hanging))
        hanging = [(rest - 1, span) for rest, span in (*hanging, *cells) if rest > 1]


def test_charts_are_pictures_with_a_text_alternative() -> None:
    charts = tree(real_page()).xpath("//article//svg[@role='img']")
    assert [chart.find("title").text for chart in charts] == ["图1", "图2", "图3", "图4"]
    assert "基本支出 198.37万元" in charts[2].find("desc").text


def test_the_page_needs_nothing_from_outside() -> None:
    page = real_page()
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "url(" not in page
    assert "@import" not in page
    assert not any("\ufdd0" <= sign <= "\ufdef" for sign in page)


def test_the_same_input_gives_the_same_page() -> None:
    assert review_page(given(real())) == real_page()


# --- where the numbers come from --------------------------------------------------------------


def test_every_number_that_the_program_wrote_is_traced() -> None:
    page = real_page()
    printed = [text for _, text in marked_texts(real_given().draft.marked[BODY])]
    assert [shown.text for shown in numbers(page)] == printed
    assert all(shown.cells for shown in numbers(page))
    assert count(page, "unknown") == 0
    assert count(page, "program") >= sum(any(map(str.isdigit, text)) for text in printed)
    assert count(page, "typed") == len(tree(page).xpath("//article//*[@data-t][@class='t']"))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_workbook_is_traced_to_its_cells(path: Path) -> None:
    """No number without a source in any delivered workbook; every figure names a cell."""
    workbook = read_workbook(path)
    draft = render_draft(workbook.edition, derive(workbook)[1])
    assert draft.unknown == ()
    assert [figure.label for figure in draft.printed if not figure.cells] == []


def test_no_digit_of_a_sentence_is_without_a_mark_unless_the_template_wrote_it() -> None:
    """Take away what is marked: what is left has no number but the template's own."""
    left = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "", real_given().draft.marked[BODY].decode("utf-8"))
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", left, re.DOTALL)
    texts = ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", p)) for p in paragraphs)
    sentences = [text for text in texts if re.search(r"万元|%", text)]
    assert [text for text in sentences if re.search(r"\d(?:\.\d+)?(?:万元|%)", text)] == []


def test_a_number_of_unknown_origin_is_counted_and_shown() -> None:
    draft = real_given().draft
    xml = draft.marked[BODY].decode("utf-8")
    xml = xml.replace("收、支总计均为", f"收{OPEN}u0{SHUT}35{CLOSE}支", 1)
    odd = replace(draft, marked={**draft.marked, BODY: xml.encode("utf-8")}, unknown=("35",))
    page = review_page(replace(real_given(), draft=odd))
    assert count(page, "unknown") == 1
    assert [e.text_content() for e in tree(page).xpath("//*[@class='u']")] == ["35"]


def test_the_panel_of_a_rate_has_the_calculation_and_the_rounding() -> None:
    known = data(real_page())
    rate = next(f for f in known["figures"] if f["label"] == "收、支总计增减率" and "at" in f)
    assert rate["words"] == "收、支总计增减额 ÷ 收、支总计·上年决算数"
    assert rate["sum"] == "9.65 ÷ 243.02 = 3.97% → 4%"
    assert known["said"][rate["rounding"]] == "四舍五入到 1 位小数：3.97% → 4%"
    sources = [known["cells"][cell] for cell in rate["cells"]]
    assert sources == [
        ["公开01表!C37", "233.37 万元", "总计"],
        ["公开01表!F37", "233.37 万元", "总计"],
        ["上年数!B4", "243.02 万元", "收、支总计·上年决算数"],
    ]


def test_every_place_of_a_figure_is_listed() -> None:
    page = real_page()
    known = data(page)
    for element in tree(page).xpath("//article//*[@data-f]"):
        figure = known["figures"][int(element.get("data-f"))]
        assert element.get("id") in figure["at"][::2]


def amounts() -> list[Fact]:
    return [
        fact
        for table in real().facts.tables.values()
        for row in table.rows
        for fact in row.cells.values()
        if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN and fact.value != 0
    ]


def with_step(cell: Cell) -> Facts:
    def step(fact: Fact) -> Fact:
        if fact.cell == cell and isinstance(fact.value, Decimal):
            return replace(fact, value=fact.value + STEP)
        return fact

    return changed(real().facts, step)


@pytest.mark.parametrize("index", random.Random(17).sample(range(len(amounts())), 10))
def test_a_changed_cell_changes_the_numbers_whose_panels_name_it(index: int) -> None:
    cell = amounts()[index].cell
    workbook: Workbook = replace(real(), facts=with_step(cell))
    before, after = numbers(real_page()), numbers(review_page(given(workbook)))
    if len(before) == len(after):
        differing = [b for a, b in zip(before, after, strict=True) if a.text != b.text]
    else:  # a sentence or row appeared or went
        differing = list(set(before) ^ set(after))
    assert all(str(cell) in shown.cells for shown in differing)


# --- changes in the text ----------------------------------------------------------------------


def test_a_changed_line_and_its_change_lead_to_each_other() -> None:
    sentence = next(
        block
        for section in sections(real_given().draft)
        for block in section.blocks
        if isinstance(block, Paragraph) and "收、支总计均为" in block.text
    )
    heading = next(
        s.heading.text for s in sections(real_given().draft) if sentence in s.blocks and s.heading
    )
    changes = (
        LineChange(heading, "旧的一句", sentence.text),
        LineChange("二、收入决算表", "| 合计 | 1.00", "| 合计 | 没有这一行"),
        LineChange(heading, "去掉的一句", ""),
    )
    since = Compared("第1稿", "第2稿", Differences(lines=changes))
    page = tree(review_page(replace(real_given(), since=since)))
    assert [e.get("href") for e in page.xpath("//article//a[@class='was']")] == ["#c1"]
    marked = page.xpath("//article//p[contains(@class, 'changed')]")
    assert [e.text_content() for e in marked] == [sentence.text]
    ways = page.xpath("//ul[@class='changes']//a/@href")
    assert ways == ["#" + marked[0].get("id")]
    assert len(page.xpath("//ul[@class='changes']/li[starts-with(@id, 'c')]")) == 3


def test_a_changed_row_of_a_table_is_marked() -> None:
    row = next(line for line in lines_of(real_given().draft) if line.startswith("| 208 |"))
    places_of = dict(
        zip(lines_of(real_given().draft), places(lines_of(real_given().draft)), strict=True)
    )
    since = Compared(
        "第1稿", "第2稿", Differences(lines=(LineChange(places_of[row], "| 208", row),))
    )
    page = tree(review_page(replace(real_given(), since=since)))
    marked = page.xpath("//article//tr[@class='changed']")
    assert [e.get("id") for e in marked] == ["r1"]
    assert marked[0].xpath(".//a/@href") == ["#c1"]


# --- findings ---------------------------------------------------------------------------------


def test_findings_stand_at_their_place_and_in_the_list() -> None:
    page = tree(real_page())
    assert len(page.xpath("//ol[@class='findings']/li")) == len(FINDINGS)
    notes = page.xpath("//article//*[@role='note']")
    assert [note.get("data-severity") for note in notes] == ["error", "warning"]
    before = notes[1].getprevious().getprevious()  # its paragraph, then the comparison
    assert "项目支出减少" in before.text_content()
    assert notes[0].getprevious().get("class") == "table"
    for note in notes:
        assert page.get_element_by_id(note.xpath(".//a/@href")[0][1:]).tag == "li"


def test_a_finding_shows_both_sides_with_their_cells() -> None:
    first = tree(real_page()).get_element_by_id("l1").text_content()
    for text in ("错误 X04", "公开01表!F33", "公开03表!E7", "0.36 万元", "依据", "处理"):
        assert text in first


def test_words_of_a_finding_are_not_taken_for_markup() -> None:
    assert "原因 &lt;写得太短&gt; &amp; 不清楚" in real_page()


def test_coverage_accepted_findings_and_requirements_have_their_sections() -> None:
    page = tree(real_page())
    for anchor, text in (
        ("coverage", "不适用"),
        ("accepted", "已向财政部门说明"),
        ("requirements", "公开九张表"),
        ("comparisons", "一般公共预算财政拨款支出"),
    ):
        section = page.get_element_by_id(anchor).getparent()
        assert text in section.text_content()


def test_sections_without_content_are_left_out() -> None:
    bare = replace(real_given(), coverage=(), accepted=(), requirements=(), comparisons=())
    page = tree(review_page(replace(bare, findings=())))
    assert page.xpath("//main/section/h2/text()") == ["要处理的", "核对结果", "我的意见"]
    assert "没有发现问题" in page.xpath("//main/section")[1].text_content()


def test_a_missing_text_is_marked_with_the_cell_that_is_blank() -> None:
    cell = Cell("上年数", "F4")

    def blank(fact: Fact) -> Fact:
        return replace(fact, value=None) if fact.cell == cell else fact

    workbook = replace(real(), facts=changed(real().facts, blank))
    hint = Finding("W02", Severity.HINT, "提示", (cell,))
    error = Finding("R02", Severity.ERROR, "没有写原因", (cell,))
    page = review_page(given(workbook, (hint, error)))
    (gap,) = tree(page).xpath("//article//*[starts-with(@class, 'gap')]")
    assert gap.text_content() == "【待补充：增减原因】"
    assert gap.get("class") == "gap has-error"  # the worse of the two
    known = data(page)
    cells = [known["cells"][c][:2] for c in known["texts"][int(gap.get("data-t"))]["cells"]]
    assert cells == [["上年数!F4", "空白"]]


def test_a_reason_that_another_one_stands_for_is_no_gap() -> None:
    below = {Cell("上年数", f"F{row}") for row in range(5, 12)}

    def blank(fact: Fact) -> Fact:
        return replace(fact, value=None) if fact.cell in below else fact

    page = tree(review_page(given(replace(real(), facts=changed(real().facts, blank)))))
    assert "主要原因与收、支总计相同" in page.xpath("//article")[0].text_content()
    assert not page.xpath("//article//*[starts-with(@class, 'gap')]")


# --- size -------------------------------------------------------------------------------------


def test_the_page_of_a_large_document_stays_small() -> None:
    big = given(large())
    assert len(big.draft.printed) > 1500
    page = review_page(big)
    assert len(page.encode()) < 3_000_000
    assert count(page, "unknown") == 0
    assert all(shown.cells for shown in numbers(page))
    assert unmarked(page) == page
