"""``gen status FOLDER --board``: the page and the workbook over many units."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner, Result

from generator.cli import main
from generator.products.board import BoardRow, Cause, board_page
from generator.products.board.board import shared_causes
from tests.conftest import ROOT
from tests.helpers.browsing import chromium

EXAMPLES = ROOT / "inputs" / "examples"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A bureau with two units in folders of their own, a damaged file and what a build writes."""
    folder = tmp_path_factory.mktemp("bureau")
    for unit, book in (("甲", "事业单位"), ("乙", "新设单位")):
        (folder / unit).mkdir()
        shutil.copy(EXAMPLES / f"{book}.xlsx", folder / unit / "2023.xlsx")
    made = folder / "甲" / "outputs" / "2023"
    made.mkdir(parents=True)
    (made / "2023决算公开第2稿.docx").write_bytes(b"")
    shutil.copy(EXAMPLES / "事业单位.xlsx", made / "2023决算公开第2稿-核对表.xlsx")
    (folder / "坏.xlsx").write_text("x")
    done = run("status", folder, "--board", folder / "总览.html", "--jobs", "1")
    assert done.exit_code == 0, done.output
    return folder / "总览.html", done.output


def test_every_workbook_below_the_folder_is_there_and_nothing_else(
    board: tuple[Path, str],
) -> None:
    page, told = board
    text = page.read_text("utf-8")
    found = re.findall(r'<th scope="row" data-key="([^"]*)">[^<]*<small>([^<]*)</small>', text)
    assert [place for _, place in found] == ["乙/2023.xlsx", "坏.xlsx", "甲/2023.xlsx"]
    assert "第2稿" in told  # of the folder beside the workbook
    again = run("status", page.parent, "--jobs", "1").output
    assert "总览" not in again  # what the board wrote is no unit


def test_the_workbook_says_what_the_page_says(board: tuple[Path, str]) -> None:
    book = openpyxl.load_workbook(board[0].with_suffix(".xlsx"))
    assert book.sheetnames == ["单位", "共同的问题"]
    rows = {
        row[12].value: [cell.value for cell in row] for row in book["单位"].iter_rows(min_row=4)
    }
    assert rows["坏.xlsx"][3] == "不能使用"
    assert "不是 .xlsx 工作簿" in str(rows["坏.xlsx"][13])
    assert rows["甲/2023.xlsx"][9] == "第2稿"


def test_the_page_needs_nothing_from_elsewhere(board: tuple[Path, str]) -> None:
    text = board[0].read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|https?://""", text)


def rule(name: str, weight: str = "错误") -> Cause:
    return Cause(name, f"规则 {name}", weight)


def test_causes_are_grouped_over_units() -> None:
    rows = [
        BoardRow("甲", "2023", "甲.xlsx", errors=2, causes=(rule("F01"), rule("F01"))),
        BoardRow("乙", "2023", "乙.xlsx", errors=2, causes=(rule("F01"), rule("R02"))),
        BoardRow("丙", "2023", "丙.xlsx", errors=1, causes=(rule("R02"),)),
        BoardRow("丁", "2023", "丁.xlsx", warnings=1, causes=(rule("W11", "警告"),)),
    ]
    found = [(s.cause.rule, s.units, s.times) for s in shared_causes(rows)]
    assert found == [("F01", ("甲", "乙"), 3), ("R02", ("乙", "丙"), 2), ("W11", ("丁",), 1)]
    text = board_page("总览", rows, "2024年9月1日")
    assert "甲、乙" in text
    assert 'data-rules="F01 R02"' in text


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (BoardRow("甲", "", "", trouble="坏"), "不能使用"),
        (BoardRow("甲", "", "", errors=1, todo=3), "有错误"),
        (BoardRow("甲", "", "", todo=3, draft=2), "在填"),
        (BoardRow("甲", "", ""), "待出稿"),
        (BoardRow("甲", "", "", draft=2), "待定稿"),
        (BoardRow("甲", "", "", draft=2, final=True), "已定稿"),
        (BoardRow("甲", "", "", draft=2, final=True, published=True), "已公开"),
    ],
)
def test_one_word_says_how_far_a_unit_is(row: BoardRow, state: str) -> None:
    assert row.state == state


def test_a_board_is_a_page(tmp_path: Path) -> None:
    done = run("status", tmp_path, "--board", tmp_path / "总览.pdf")
    assert done.exit_code == 2
    assert ".html" in done.output
    assert "没有这个文件夹" in run("status", tmp_path / "nowhere").output


def test_a_person_sorts_filters_and_finds(tmp_path: Path) -> None:
    rows = [
        BoardRow("甲局", "2023", "甲.xlsx", 20, 23, 3, errors=0, days=-2, deadline="已过 2 天"),
        BoardRow("乙局", "2023", "乙.xlsx", 23, 23, errors=12, causes=(rule("F01"),)),
        BoardRow("丙局", "2023", "丙.xlsx", 23, 23, errors=2, causes=(rule("R02"),)),
    ]
    file = tmp_path / "总览.html"
    file.write_text(board_page("总览", rows, "2024年9月1日"), "utf-8")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto(file.as_uri())
        assert [
            (v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]
        ] == []
        units = page.locator("#board tbody tr:visible th")
        errors = page.locator("#board").get_by_role("button", name="错误", exact=True)
        errors.click()
        assert [text[:2] for text in units.all_inner_texts()] == ["甲局", "丙局", "乙局"]
        errors.click()
        assert [text[:2] for text in units.all_inner_texts()] == ["乙局", "丙局", "甲局"]
        page.get_by_role("button", name="有错误 2").click()
        assert [text[:2] for text in units.all_inner_texts()] == ["乙局", "丙局"]
        page.get_by_role("button", name="R02").click()
        assert [text[:2] for text in units.all_inner_texts()] == ["丙局"]
        assert page.locator("#shown").inner_text() == "列出 1 个"
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_many_units_are_a_table_on_screen_and_on_paper(tmp_path: Path) -> None:
    """Rows out of sight wait for their layout, not for being there."""
    rows = [BoardRow(f"第{n}局", "2023", f"{n}.xlsx", deadline="还有 3 天") for n in range(300)]
    file = tmp_path / "总览.html"
    file.write_text(board_page("总览", rows, "2024年9月1日"), "utf-8")
    with chromium() as browser:
        quiet = browser.new_page(java_script_enabled=False)
        quiet.goto(file.as_uri())
        lying = "row => getComputedStyle(row).contentVisibility"
        assert quiet.locator("#board tbody tr").last.evaluate(lying) == "auto"
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto(file.as_uri())
        lefts = "row => [...row.cells].map(cell => cell.getBoundingClientRect().left)"
        heads, cells = (page.locator(f"#board {part} tr").first for part in ("thead", "tbody"))
        assert heads.evaluate(lefts) == cells.evaluate(lefts)
        last = page.locator("#board tbody tr").last
        page.wait_for_function("!document.querySelector('#board tbody tr:not(.out)')")
        assert last.evaluate(lying) == "visible"
        page.emulate_media(media="print")
        assert last.evaluate("row => getComputedStyle(row).display") == "table-row"
        head = page.locator("#board thead")
        assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
