"""``gen desk`` in a real browser: from an empty folder to a final version without a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from generator.cli.yearly import begun
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL
from tests.helpers.browsing import chromium, desk
from tests.helpers.exports import LAYOUTS, write_export
from tests.helpers.nextyear import fill_in
from tests.helpers.reviewer import ReviewedFile, text_of

BOOK = Path("inputs/2024.xlsx")
expect.set_options(timeout=30_000)
OUT = Path("outputs/2024")
ANN = {"author": "李科长", "date": "2025-08-20T10:00:00Z"}


@pytest.fixture
def shown() -> list[Path]:
    """The files that were opened with their programs."""
    return []


@pytest.fixture
def address(shown: list[Path]) -> Iterator[str]:
    """Where the desk over the folder of this test is."""

    def show(path: Path) -> bool:
        shown.append(path)
        return True

    with desk(show) as told:
        yield told


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    opened.on(
        "request",
        lambda sent: faults.append(sent.url) if not sent.url.startswith(address) else None,
    )
    opened.set_default_timeout(30_000)
    opened.goto(address)
    yield opened
    opened.close()
    assert [fault for fault in faults if not fault.startswith("data:")] == []


def form(action: str) -> str:
    return f"form[data-do={action}]"


def give(page: Page, action: str, *files: Path) -> None:
    page.locator(f"{form(action)} input[type=file]").set_input_files(
        [FilePayload(name=f.name, mimeType="", buffer=f.read_bytes()) for f in files]
    )


def press(page: Page, action: str) -> None:
    page.locator(f"{form(action)} button.main, {form(action)} button").last.click()


def look(page: Page) -> None:
    """Nothing is wrong with what is seen, on a screen and on a phone."""
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], width
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    page.set_viewport_size({"width": 1200, "height": 900})


def exports(folder: Path) -> list[Path]:
    """What the accounts software would give for 2024."""
    spare = folder / "2024.xlsx"
    begun(spare, 2024, None, REAL, None, Path("outputs"))
    fill_in(spare, 2024, "2024", REAL)
    return write_export(read_workbook(spare), LAYOUTS[0], folder)


def reviewed(draft: Path) -> Path:
    """A draft with an edit of a typed text, one of the template's, and a comment."""
    copy = ReviewedFile(draft)
    for old, new in (("追加了人员经费", "增加了人员经费"), ("收、支总计均为", "收、支总计都是")):
        paragraph = copy.paragraph(old)
        start = text_of(paragraph).index(old)
        copy.reword(paragraph, start, start + len(old), new, None)
    copy.comment(copy.paragraph("收、支总计"), "请核实这一数", ANN)
    return copy.save(draft.with_name("审改稿.docx"))


@pytest.mark.usefixtures("unlaid")
def test_a_year_without_a_terminal(
    page: Page, shown: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = tmp_path_factory.mktemp("desktop")  # what the accountant has lying about

    # New, from last year's workbook.
    page.wait_for_selector(form("new"))
    look(page)
    give(page, "new", REAL)
    page.locator("#year").fill("2024")
    press(page, "new")  # at once: it waits until the file has arrived
    expect(page.locator(f"{form('new')} .result")).to_contain_text("由 2023.xlsx 结转")
    page.get_by_role("link", name="到 2024.xlsx 的页面去").click()
    expect(page.locator("#live")).to_contain_text("公开01表：还空着")

    # Filled from exports; the rest is typed in Excel, and each save is told.
    give(page, "fill", *exports(desk))
    expect(page.locator(f"{form('fill')} .result")).to_contain_text("公开01表：")
    page.get_by_role("button", name="打开工作簿").click()
    expect(page.locator("#fill .inline .result")).to_contain_text("已打开：inputs/2024.xlsx")
    assert shown == [BOOK]
    expect(page.locator("#live")).to_contain_text("上次保存以后")  # by the fill itself
    expect(page.locator(".older")).to_have_count(0)
    fill_in(BOOK, 2024, "2024", REAL)
    expect(page.locator(f"{form('fill')} .older")).to_contain_text("这是以前的结果")
    expect(page.locator("#live")).to_contain_text("上次保存以后")
    expect(page.locator("[data-part=top]")).to_contain_text(re.compile(r"待填\s*0 处"))

    # A draft goes out, and comes back.
    press(page, "build")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 第1稿 Word").click()
    draft = desk / waiting.value.suggested_filename
    waiting.value.save_as(draft)
    assert draft.read_bytes() == (OUT / "2024决算公开第1稿.docx").read_bytes()
    give(page, "returned", reviewed(draft))
    page.get_by_label("采纳，写进工作簿").check()
    press(page, "adopt")
    expect(page.locator(f"{form('adopt')} .result")).to_contain_text("写入 inputs/2024.xlsx")

    # No final version while remarks are open.
    press(page, "final")
    expect(page.locator(f"{form('final')} .result")).to_contain_text("没有写出定稿")
    answers = page.locator(form("answer"))
    expect(answers.locator("select")).to_have_count(2)
    look(page)
    for number in range(2):
        answers.locator("select").nth(number).select_option("不采纳")
        answers.locator("input[type=text]").nth(number).fill("与决算报表一致")
    answers.get_by_role("button").click()
    expect(page.locator("[data-part=open]")).to_contain_text("没有未处理的")

    # What changed, and the final version.
    press(page, "build")
    page.get_by_role("button", name="第2稿与第1稿的不同").click()
    expect(page.locator("#compared ins").first).to_be_visible()
    page.locator("#final").get_by_label("数据").check()
    press(page, "final")
    page.wait_for_selector("h3:text-is('定稿')")
    assert (OUT / "2024决算公开定稿.docx").is_file()
    assert (OUT / "2024决算公开定稿-数据").is_dir()
    look(page)

    # All that goes online, as one file.
    press(page, "publish")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载公开文件").click()
    online = desk / waiting.value.suggested_filename
    waiting.value.save_as(online)
    assert online.name == "2024决算公开定稿-公开.zip"
    assert {"2024决算公开定稿.docx", "2024决算公开定稿-网页.html"} <= set(
        ZipFile(online).namelist()
    )

    page.get_by_role("link", name="所有工作簿").click()
    expect(page.locator(".books .state")).to_have_text("已公开")
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("heading", name="已关闭")).to_be_visible()
    look(page)


def test_files_are_dropped_and_the_keyboard_is_enough(page: Page) -> None:
    page.wait_for_selector(form("take"))
    data = page.evaluate_handle(
        """async (content) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(content)], "2023.xlsx"));
          return data;
        }""",
        list(REAL.read_bytes()),
    )
    # Beside the places for files nothing happens, above all the page is not left.
    page.dispatch_event("h1", "drop", {"dataTransfer": data})
    page.dispatch_event(f"{form('take')} .zone", "drop", {"dataTransfer": data})
    page.wait_for_selector(".go")
    assert Path("inputs/2023.xlsx").read_bytes() == REAL.read_bytes()
    page.reload()
    page.wait_for_selector(".books")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#live .rest")
    page.locator("#check").get_by_role("button", name="现在核对").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#checked")).to_contain_text("inputs/2023.xlsx：错误 0")

    Path("表.xls").write_bytes(b"nothing")
    give(page, "fill", Path("表.xls"))
    filled = page.locator(f"{form('fill')} .result")
    expect(filled).to_contain_text("没有取：表.xls")
    page.get_by_label("已有不同内容的，也换成文件里的").click()  # asked first
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_label("已有不同内容的，也换成文件里的")).not_to_be_checked()
    page.get_by_role("button", name="再填一次").click()
    expect(filled).to_contain_text("没有取：表.xls")


def test_a_desk_that_is_gone_is_told(page: Page) -> None:
    page.wait_for_selector(form("new"))
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    press(page, "new")
    expect(page.locator("#gone")).to_contain_text("请重新启动它")
