"""Tables of a paper that a page parted, with what the page put between the parts."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator
from functools import cache

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from docx.table import Table

from generator.cli import main
from generator.document.word import foreign_file
from generator.editions import load
from generator.history.papers import PaperRead
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.official import joined
from generator.history.papers.reading import read_blocks
from generator.history.papers.word import blocks_of
from generator.pipeline import examine
from generator.workbook.reading.cells import Range
from tests.conftest import ROOT

DEPARTMENT = ROOT / "inputs" / "examples" / "行政部门.xlsx"
_COMMENT = qn("w:commentRangeStart")
HEAD = 3  # rows that a page prints again


@cache
def paper() -> bytes:
    made, _ = examine(DEPARTMENT)
    assert made is not None
    return made.draft.docx


@cache
def whole() -> PaperRead:
    return read_blocks(blocks_of(foreign_file(paper())), "稿", None)


def parts(table: PaperTable, again: bool) -> tuple[PaperTable, PaperTable]:
    """The halves of a table; the second one begins with the head ``again`` or goes right on."""
    cut = table.height // 2
    skipped = cut - (HEAD if again else 0)
    first = {place: text for place, text in table.texts.items() if place[0] <= cut}
    second = {(r - skipped, c): text for (r, c), text in table.texts.items() if r > cut}
    if again:
        second |= {place: text for place, text in table.texts.items() if place[0] <= HEAD}
    moved = [
        Range(m.top - skipped, m.left, m.bottom - skipped, m.right)
        for m in table.merged
        if m.top > cut
    ]
    heads = [m for m in table.merged if m.bottom <= HEAD] if again else []
    above = tuple(m for m in table.merged if m.bottom <= cut)
    columns = table.width
    return PaperTable(first, above, columns), PaperTable(second, (*heads, *moved), columns)


def parted(between: Callable[[str], list[str]], again: bool) -> Iterator[PaperBlock]:
    """The paper with each official table of more than a dozen rows in two parts."""
    official = {id(one.table): one for one in whole().printed.values()}
    for block in whole().blocks:
        if id(block) not in official or not isinstance(block, PaperTable) or block.height < 14:
            yield block
            continue
        first, second = parts(block, again)
        yield first
        yield from map(Passage, between(official[id(block)].form.title))
        yield second


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize(
    "between",
    [
        lambda _: [],
        lambda _: ["续表"],
        lambda _: ["— 7 —"],
        lambda _: ["第7页，共35页", "（续上表）"],
        lambda title: ["7", f"2023年度{title}（续）", "金额单位：万元"],
        lambda title: [f"续表：2023年度{title}"],
        lambda _: ["（续上页）"],
        lambda _: ["（转下页）", "8", "接前表"],
        lambda title: ["未完待续", f"2023年度{title}（续表二）"],
        lambda title: [f"2023年度{title}（接上页）"],
    ],
)
def test_both_parts_are_read(between: Callable[[str], list[str]], again: bool) -> None:
    blocks = list(parted(between, again))
    assert len(blocks) > len(whole().blocks)
    found = read_blocks(blocks, "稿", None)
    assert found.content.cells == whole().content.cells
    words = [block for block in blocks if isinstance(block, Passage)]
    assert [block for block in found.blocks if isinstance(block, Passage)] == words


def test_words_of_its_own_part_two_tables() -> None:
    title = "2023年度一般公共预算财政拨款支出决算表"
    rows = {(1, 1): "科目编码", (1, 2): "科目名称", (1, 3): "小计"}
    first, second = PaperTable(rows | {(2, 1): "201"}), PaperTable(rows | {(2, 1): "202"})
    edition = load("2023")
    for between in (["二、下属单位"], ["续表", "说明如下"]):
        blocks: tuple[PaperBlock, ...] = (Passage(title), first, *map(Passage, between), second)
        assert joined(blocks, edition) == blocks
    other: tuple[PaperBlock, ...] = (
        Passage("项目支出绩效自评表"),
        first,
        Passage("项目支出绩效自评表"),
        second,
    )
    assert joined(other, edition) == other  # not of the nine: another project


def test_a_comment_stands_in_the_part_that_it_is_about() -> None:
    file = docx.Document(io.BytesIO(paper()))
    table = next(t for t in file.tables if t.cell(0, 4).text == "本年支出" and len(t.rows) > 14)
    second, cut = copy.deepcopy(table._tbl), len(table.rows) // 2
    for row in table._tbl.findall(qn("w:tr"))[cut:]:
        table._tbl.remove(row)
    for row in second.findall(qn("w:tr"))[HEAD:cut]:
        second.remove(row)
    words = file.add_paragraph("续表")._p
    table._tbl.addnext(words)
    words.addnext(second)
    Table(second, table._parent).rows[-1].cells[-1].text = "123456.78"
    file.save("稿.docx")
    done = CliRunner().invoke(main, ["audit", "稿.docx", "--comments"])
    assert "稿-批注.docx" in done.output
    commented = docx.Document("稿-批注.docx")
    after = next(p for p in commented.paragraphs if p.text == "续表")._p
    told = [part for part in after.itersiblings(qn("w:tbl")) if part.findall(f".//{_COMMENT}")]
    assert told and told[0] is after.getnext()
