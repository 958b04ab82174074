"""The review page of a large document, most of which waits until it is needed, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from generator.products.review import review_page
from tests.helpers.browsing import chromium
from tests.helpers.pdfpages import texts_of
from tests.helpers.review_examples import CODES, given, large, real

FAR = f"某某项目支出{CODES[-1]}"  # in the last rows of the tables, and in sentences
FAR_SENTENCE = f"article p:has-text('{FAR}')"
WAITING = "document.querySelectorAll('.later noscript').length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def shown() -> str:
    return review_page(given(large()))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, shown: str) -> Path:
    path = tmp_path_factory.mktemp("page") / "大.html"
    path.write_text(shown, "utf-8")
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing is drawn for want of anything else to do."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    opened.add_init_script("window.requestIdleCallback = () => 0")
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    yield opened
    assert faults == []
    opened.close()


def waiting(page: Page) -> int:
    count: int = page.evaluate(WAITING)
    return count


def tree(page: str) -> Any:
    return html.document_fromstring(page)


def far_number(shown: str) -> str:
    """The id of a number in the last row of the last long table."""
    rows = tree(shown).xpath(f"//article//tr[contains(., '{FAR}')]")
    found: str = rows[-1].xpath(".//*[@data-f]/@id")[0]
    return found


def in_sight(page: Page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    return box is not None and 0 <= box["y"] < 900


def test_a_large_document_opens_with_its_beginning(page: Page, file: Path, shown: str) -> None:
    page.goto(file.as_uri())
    assert waiting(page) > 5
    assert page.locator(FAR_SENTENCE).count() == 0
    assert page.locator("article :is(h2,h3,h4)").count() == len(
        tree(shown).xpath("//article//*[self::h2 or self::h3 or self::h4]")
    )
    page.keyboard.press("End")
    page.locator("article > .later").last.locator("table").first.wait_for()
    assert waiting(page) > 0


def test_the_rest_is_drawn_while_nobody_does_anything(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    page.locator(".later noscript").first.wait_for(state="detached")
    while waiting(page):
        page.wait_for_timeout(50)
    assert page.evaluate("text => window.find(text)", FAR)  # as Ctrl-F does
    page.close()


def test_an_address_leads_into_what_waits(page: Page, file: Path, shown: str) -> None:
    far = f"#{far_number(shown)}"
    page.goto(file.as_uri() + far)
    assert page.locator(":target").inner_text() == page.locator(far).inner_text()
    assert in_sight(page, far)
    assert waiting(page) > 0


def test_a_changed_address_and_a_link_do_too(page: Page, file: Path, shown: str) -> None:
    far = f"#{far_number(shown)}"
    page.goto(file.as_uri())
    page.evaluate("far => { location.hash = far }", far)
    page.locator(f":target{far}").wait_for()
    assert in_sight(page, far)
    page.reload()
    page.goto(file.as_uri())
    page.evaluate(
        """far => {
          const link = document.createElement("a");
          link.href = far; link.textContent = "去";
          document.querySelector("#summary").append(link);
        }""",
        far,
    )
    page.get_by_role("link", name="去", exact=True).click()
    page.locator(f":target{far}").wait_for()
    assert in_sight(page, far)


def test_the_other_places_of_a_number_are_reached(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    assert page.locator("article p.body .n").count() == 0
    number = page.locator("article .table >> nth=1").locator(".n").first  # 合计
    number.click()
    link = page.locator("#panel .places a", has_text="收入决算情况说明").first
    link.click()
    assert page.locator("p :focus").inner_text() == number.inner_text()
    assert in_sight(page, ":focus")


def test_search_finds_what_waits(page: Page, file: Path, shown: str) -> None:
    page.goto(file.as_uri())
    page.keyboard.press("/")
    page.keyboard.type(FAR)
    whole = tree(shown).xpath("string(//article)")
    assert page.locator("#hits").inner_text() == f"{whole.count(FAR)} 处"
    page.keyboard.press("Enter")
    assert in_sight(page, f"article td:has-text('{FAR}')")


def test_arrow_keys_go_on_into_what_waits(page: Page, file: Path) -> None:
    # Nothing is drawn for being near, either.
    page.add_init_script("window.IntersectionObserver = class { observe() {} unobserve() {} }")
    page.goto(file.as_uri())
    page.locator("article > .table").last.locator(".n").last.focus()
    before = waiting(page)
    page.keyboard.press("ArrowRight")
    assert waiting(page) < before
    assert page.locator(".later :focus").count() == 1
    page.keyboard.press("ArrowLeft")
    assert page.locator(".later :focus").count() == 0
    page.locator("article h2", has_text="附件").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator(".later p:focus").count() == 1


def test_what_needs_a_decision_is_found_in_what_waits(
    page: Page, shown: str, tmp_path: Path
) -> None:
    far = int(far_number(shown)[1:])
    path = tmp_path / "大.html"
    gap = shown.replace(f'class="n" id="n{far}"', f'class="gap" id="n{far}"')
    path.write_text(gap, "utf-8")
    page.goto(path.as_uri())
    page.keyboard.press("n")  # the finding beside the first table
    page.keyboard.press("n")
    assert page.locator(":focus").get_attribute("id") == f"n{far}"
    assert in_sight(page, ":focus")
    assert waiting(page) > 0


def test_a_remark_stays_on_what_waits(page: Page, file: Path, shown: str, tmp_path: Path) -> None:
    far = f"#{far_number(shown)}"
    page.goto(file.as_uri() + far)
    page.locator(far).click()
    page.locator("#said").fill("请核对")
    page.locator("#said").blur()
    page.goto("about:blank")
    page.goto(file.as_uri())
    assert "remarked" in (page.locator(far).get_attribute("class") or "")
    with page.expect_download() as saving:
        page.get_by_role("button", name="保存带意见的页面").click()
    saved = tmp_path / "带意见.html"
    saving.value.save_as(saved)
    kept, before = saved.read_text("utf-8"), file.read_text("utf-8")
    assert kept.count("<noscript>") == before.count("<noscript>")
    page.evaluate("localStorage.clear()")
    page.goto(saved.as_uri())
    assert "remarked" in (page.locator(far).get_attribute("class") or "")


def test_the_whole_document_is_printed(page: Page, file: Path, tmp_path: Path) -> None:
    page.goto(file.as_uri())
    assert waiting(page) > 0
    printed = tmp_path / "页.pdf"
    page.pdf(path=printed, format="A4")
    whole = "".join("".join(texts_of(printed)).split())
    assert all(f"某某项目支出{code}" in whole for code in CODES)
    assert waiting(page) == 0


def test_without_a_script_everything_can_be_read(browser: Browser, file: Path, shown: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(FAR_SENTENCE).last.is_visible()
    told = tree(shown).get_element_by_id("document").text_content()
    read = page.locator("article").text_content() or ""
    assert "".join(read.split()) == "".join(told.split())
    context.close()


def test_a_small_document_is_drawn_at_once() -> None:
    assert 'class="later"' not in review_page(given(real()))
