"""The review page in a real browser: reading, clicking, keyboard, small screens, printing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from generator.products.review import review_page
from tests.helpers.browsing import chromium, lines_of
from tests.helpers.pdfpages import texts_of
from tests.helpers.review_examples import given, large, real

# of the unit's name and the title
WORDS = ("人力", "资源", "社会", "保障", "信息", "中心", "决算", "公开")
RATE = "p:has-text('收、支总计各减少') .n >> nth=2"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "审阅.html"
    path.write_text(review_page(given(real())), "utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    faults: list[str] = []
    asked: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    yield opened
    assert faults == []
    assert asked == [file.as_uri()]
    opened.close()


def panel(page: Page) -> str:
    return page.locator("#panel").inner_text()


def test_a_click_on_a_number_shows_where_it_comes_from(page: Page) -> None:
    page.locator(RATE).click()
    for text in (
        "收、支总计增减率",
        "9.65 ÷ 243.02 = 3.97% → 4%",
        "四舍五入到 1 位小数",
        "公开01表!C37",
        "243.02 万元",
    ):
        assert text in panel(page)
    page.locator("#panel .part").first.click()
    assert "233.37 − 243.02" in panel(page)
    page.locator("#back").click()
    assert "收、支总计增减率" in panel(page)
    page.locator("article td .n").first.click()
    assert "依据\n公开01表1行" in panel(page)


def test_the_other_places_of_a_figure_are_a_click_away(page: Page) -> None:
    number = page.locator("p:has-text('收、支总计均为') .n").first
    number.click()
    assert "公开01表31行" in panel(page)
    page.locator("#panel .places a").first.click()
    focused = page.locator(":focus")
    assert focused.inner_text() == "233.37"
    assert focused.get_attribute("data-f") == number.get_attribute("data-f")
    assert focused.get_attribute("id") != number.get_attribute("id")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到要处理的"
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.get_attribute("role") == "button"
    assert first.inner_text() in panel(page)  # focus alone shows it
    place = first.get_attribute("id")
    page.keyboard.press("Enter")
    assert page.locator("#panel :focus").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(":focus").get_attribute("id") == place


def test_focus_can_be_seen(page: Page) -> None:
    page.locator(RATE).focus()
    page.keyboard.press("ArrowRight")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_typed_numbers_look_different_and_name_their_cell(page: Page) -> None:
    typed = page.locator("article .t").filter(has_text="13314")
    assert typed.evaluate("e => getComputedStyle(e).borderBottomStyle") == "dotted"
    typed.click()
    assert "重点工作!C4" in panel(page)
    assert "手工填写" in panel(page)


def test_findings_are_filtered_by_severity_and_lead_to_their_place(page: Page) -> None:
    listed = page.locator(".findings > li:visible")
    assert listed.count() == 3
    page.get_by_label("警告").uncheck()
    assert listed.count() == 2
    assert page.locator("article .note:visible").count() == 1
    assert page.locator("#shown").inner_text() == "显示 2 / 3 条"
    page.locator(".findings a[data-go]").first.click()
    focused = page.locator(":focus")
    assert "has-error" in (focused.get_attribute("class") or "")
    assert "公开01表!F33" in panel(page)
    box = focused.bounding_box()
    assert box is not None and 0 < box["y"] < 900
    page.locator("article .note.error a").click()
    assert page.locator(":focus").get_attribute("id") == "l1"


def test_a_link_of_the_contents_shows_its_heading(page: Page) -> None:
    page.locator("nav a", has_text="十一、政府采购支出说明").click()
    box = page.locator("h3", has_text="十一、政府采购支出说明").bounding_box()
    assert box is not None and 0 <= box["y"] < 300


def wide(page: Page) -> tuple[int, int]:
    found: list[int] = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return found[0], found[1]


@pytest.mark.parametrize(("width", "height"), [(390, 800), (640, 450)])  # a phone; 1280 at 200 %
def test_narrow_screens_scroll_only_downwards(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    scroll, inner = wide(page)
    assert scroll <= inner
    assert not page.locator("#panel").is_visible()
    number = page.locator(RATE)
    number.click()
    assert wide(page)[0] <= width
    box, cover = number.bounding_box(), page.locator("#panel").bounding_box()
    assert box is not None and cover is not None
    assert box["y"] + box["height"] <= cover["y"]  # the number stays in sight above the panel
    page.locator("#close").click()
    assert not page.locator("#panel").is_visible()


@pytest.mark.parametrize("width", [320, 390, 480, 640, 1400])
def test_headings_break_between_words(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for heading in ("h1", "article h2"):
        lines = lines_of(page, heading)
        assert len(lines) > 1 or width > 390
        whole = "".join(lines)
        known = [word for word in WORDS if word in whole]
        assert [word for word in known if not any(word in line for line in lines)] == [], lines


def faults(page: Page) -> list[Any]:
    result = Axe().run(page)
    return [
        (fault["id"], [node["html"] for node in fault["nodes"]][:3])
        for fault in result.response["violations"]
    ]


def test_no_serious_accessibility_fault(page: Page) -> None:
    page.locator(RATE).click()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults(page) == []


def test_the_printed_copy_has_the_findings_at_its_end(page: Page, tmp_path: Path) -> None:
    page.locator(RATE).click()
    printed = tmp_path / "页.pdf"
    page.pdf(path=printed, format="A4")
    texts = texts_of(printed)
    whole = "".join("".join(texts).split())
    assert "来源单元格" not in whole  # the panel
    assert "跳到正文" not in whole
    assert "收、支总计各减少9.65万元，下降4%" in whole
    assert "错误X04" in "".join("".join(texts[-3:]).split())
    assert "允许误差0.01万元" in whole


# --- the reviewer's way through the page ------------------------------------------------------


def test_the_page_opens_on_what_needs_a_decision(page: Page) -> None:
    summary = page.locator("#summary")
    assert summary.bounding_box()["y"] < 400  # type: ignore[index]
    assert "错误 1 条" in summary.inner_text()
    summary.get_by_role("link", name="警告").click()
    assert page.locator(":focus").get_attribute("id") == "l2"


def test_n_and_p_walk_through_what_needs_a_decision(page: Page) -> None:
    page.keyboard.press("n")
    first = page.locator(":focus").get_attribute("id")
    page.keyboard.press("n")
    assert page.locator(":focus").get_attribute("id") != first
    page.keyboard.press("p")
    assert page.locator(":focus").get_attribute("id") == first
    page.get_by_role("button", name="下一处").click()
    assert page.locator(".here").count() == 1


def test_text_and_findings_are_one_tab_stop_each(page: Page) -> None:
    assert page.locator("article [role=button][tabindex='0']").count() == 1
    assert page.locator(".findings > [tabindex='0']").count() == 1
    page.locator("article [role=button]").first.focus()
    page.keyboard.press("ArrowRight")
    second = page.locator(":focus")
    assert second.get_attribute("id") == page.locator("article [role=button]").nth(1).get_attribute(
        "id"
    )
    assert second.get_attribute("tabindex") == "0"
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus").get_attribute("data-block") == ""
    page.locator("#l1").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus").get_attribute("id") == "l2"


def test_search_counts_hits_and_walks_through_them(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("收、支总计均为")
    assert page.locator("#hits").inner_text().endswith(" 处")
    page.keyboard.press("Enter")
    assert page.locator("#hits").inner_text().startswith("1 / ")
    box = page.locator("p", has_text="收、支总计均为").first.bounding_box()
    assert box is not None and 0 < box["y"] < 900
    page.keyboard.press("Escape")
    assert page.locator("#hits").inner_text() == ""


def test_remarks_stay_and_go_out_as_a_file(browser: Browser, file: Path, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(file.as_uri())
    page.locator(RATE).click()
    page.locator("#said").fill("请核对 <这一数>")
    page.locator("#tick").focus()
    page.locator("#l2").click(position={"x": 5, "y": 5})
    page.locator("#l2").focus()
    page.locator("#tick").check()
    assert page.locator("#open").inner_text() == "1"
    assert page.locator("#done").inner_text() == "1"
    page.reload()
    assert "请核对 <这一数>" in (page.locator("#remarks").text_content() or "")
    page.locator("#reviewer").fill("李科长")
    page.locator("#reviewer").press("Tab")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出意见").click()
    told = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    assert (told["format"], told["reviewer"]) == ("gen-review-1", "李科长")
    number, finding = told["remarks"]
    assert (number["on"], number["said"], number["done"]) == ("number", "请核对 <这一数>", False)
    assert "公开01表!C37" in number["cells"] and number["text"] == "4"
    assert (finding["on"], finding["cells"], finding["done"]) == ("finding", ["上年数!F4"], True)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="保存带意见的页面").click()
    saved = tmp_path / "带意见.html"
    saved.write_bytes(Path(waiting.value.path()).read_bytes())
    page.evaluate("localStorage.clear()")
    page.goto(saved.as_uri())
    assert "请核对 <这一数>" in (page.locator("#remarks").text_content() or "")
    page.close()


def test_on_a_phone_a_name_keeps_its_width(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    cell = page.locator("article td", has_text="社会保障和就业支出").first
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box is not None and box["width"] > 100
    assert wide(page)[0] <= 390


def test_a_large_page_opens_within_a_second(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "大.html"
    path.write_text(review_page(given(large())), "utf-8")
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    opened.goto(path.as_uri())
    loaded = opened.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    opened.close()
    assert loaded < 1000 or busy()


def busy() -> bool:
    """True where other work takes the processors, so that a time says nothing."""
    return os.getloadavg()[0] > (os.cpu_count() or 1) / 2
