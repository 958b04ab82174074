"""Where long titles break, and tables that are a little too long for their page."""

from __future__ import annotations

import re

import pytest

from generator.document.fitting import fitted
from generator.document.headlines import broken_well
from generator.document.paragraphs import (
    ParagraphLook,
    Replacement,
    changed,
    in_pieces,
    looks,
    put_together,
    sections,
)
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from tests.conftest import shared
from tests.helpers.prints import STEMS, printed

WIDE = 8845  # twentieths of a point between the margins of A4
STYLES = b"""<w:styles><w:style w:type="paragraph" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Normal"/><w:pPr><w:pageBreakBefore/>
<w:spacing w:before="80" w:after="240" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>
<w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:pPr><w:ind w:left="1190" w:hanging="1190" w:right="300"/>
</w:pPr><w:rPr><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Cell"><w:pPr><w:spacing w:line="280" w:lineRule="exact"/></w:pPr>
<w:rPr><w:sz w:val="21"/></w:rPr></w:style></w:styles>"""
SECTION = (
    '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" '
    'w:bottom="1984" w:left="1587"/></w:sectPr></w:pPr></w:p>'
)


def paragraph(style: str, text: str, tail: str = "") -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t>'
        f"</w:r>{tail}</w:p>"
    )


def broken(body: str) -> str:
    xml = body.encode("utf-8")
    changes = broken_well(xml, range(len(xml)), STYLES)
    return put_together(changed(xml, changes)).decode("utf-8")


def lowered(body: str, first: bool) -> str:
    xml = body.encode("utf-8")
    changes = fitted(xml, range(len(xml)), STYLES, first)
    return put_together(changed(xml, changes)).decode("utf-8")


def indents(style: str, text: str) -> list[int]:
    body = broken(paragraph(style, text) + SECTION)
    return [
        int(number) for number in re.findall(r' w:(?:left|right)="(\d+)"', body.split("<w:r>")[0])
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一部分 武汉市黄陂区人力资源", "和社会保障信息中心概况"),
        ("第三部分 江澜市云溪区妇幼保健服务中心", "（虚构示例）2023年度部门决算情况说明"),
        ("第二部分 江澜市云溪区民政局", "（虚构示例）2023年度部门决算表"),
        ("第一部分　上海市明湾区", "绿化和市容管理局概况"),
        ("第二部分 中共江澜市委政法委员会办公室", "2023年度部门决算表"),
        ("第一部分 武汉市汉南区花卉苗木技术推广", "中心（武汉市汉南区花卉苗木研究所）概况"),
        ("第一部分 武汉市青山区图书馆", "（少年儿童图书馆）概况"),
    ],
)
def test_a_title_breaks_between_words(first: str, second: str) -> None:
    """The lines are wide enough for the first part, and not for one sign more."""
    left, right = indents("Heading1", first + second)
    width = WIDE - left - right
    assert left in (right, right - 1)
    assert _wide(first) <= width < _wide(first + second[: {"2": 4, "（": 2}.get(second[0], 1)])
    assert _wide(second) <= width


def _wide(text: str) -> float:
    return sum(440 if ord(sign) > 0x2000 else 220 for sign in text)


def test_a_title_of_one_line_stays_as_it_is() -> None:
    assert indents("Heading1", "第一部分 某局概况") == []
    full = paragraph("Heading1", "江澜市云溪区人力资源和社会保障信息中心办") + SECTION.replace(
        "11906", str(11906 - WIDE + 20 * 440)
    )
    assert broken(full) == full


@pytest.mark.parametrize(("style", "after"), [("TOC2", SECTION), ("Heading1", "")])
def test_a_title_of_an_unknown_look_or_page_stays_as_it_is(style: str, after: str) -> None:
    body = paragraph(style, "第一部分 武汉市黄陂区人力资源和社会保障信息中心概况") + after
    assert broken(body) == body


def test_a_line_of_the_contents_is_broken_by_itself() -> None:
    """Where its words come from a cell, their mark stays whole; its page number stays behind a tab."""
    name = f"{OPEN}t1{SHUT}江澜市云溪区妇幼保健服务中心（虚构示例）{CLOSE}"
    tail = "<w:r><w:tab/></w:r><w:r><w:t>12</w:t></w:r>"
    line = paragraph("TOC1", f"第三部分 {name}2023年度部门决算情况说明", tail)
    body = broken(line + SECTION)
    assert body.count("<w:br/>") == 1
    before, after = body.split('</w:t><w:br/><w:t xml:space="preserve">')
    assert before.endswith("（虚构示例）" + CLOSE) and after.startswith("2023年度")
    assert after.endswith(tail + "</w:p>" + SECTION)


def test_a_line_of_the_contents_keeps_room_for_its_number() -> None:
    """Full to the end, it would leave dots and number alone on the next line."""
    line = paragraph("TOC1", "第三部分 武汉市蔡甸区森林消防服务站2024年度部门决算情况说明")
    assert "站" + '</w:t><w:br/><w:t xml:space="preserve">2024' in broken(line + SECTION)


def _table(rows: int, text: str = "一般行政管理事务") -> str:
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{paragraph("Cell", text)}</w:tc>'
    )
    height = '<w:trHeight w:val="340" w:hRule="atLeast"/>'
    row = f"<w:tr><w:trPr>{height}</w:trPr>{cell}</w:tr>"
    head = f"<w:tr><w:trPr>{height}<w:tblHeader/></w:trPr>{cell}</w:tr>"
    return f"<w:tbl>{head}{row * rows}</w:tbl>"


def _heights(rows: int, above: str = "", text: str = "一般行政管理事务") -> set[int]:
    body = paragraph("Heading1", "二、收入决算表") + above + _table(rows, text) + SECTION
    found = lowered(body, first=True)
    assert re.sub(r'<w:spacing[^>]*>|w:val="\d+" w:hRule', "", found) == re.sub(
        r'w:val="\d+" w:hRule', "", body
    )
    return {int(height) for height in re.findall(r'trHeight w:val="(\d+)"', found)}


def test_a_table_a_few_rows_too_long_gets_lower_rows() -> None:
    """12,756 less the heading's 1,000 has 33 rows of 340 with their border."""
    assert _heights(32) == {340}
    (lower,) = _heights(36)
    assert 235 <= lower < 340 and 37 * (lower + 8) <= 11756
    assert _heights(80) == {340}  # two pages in any case


def test_rows_with_two_lines_count_as_such() -> None:
    (lower,) = _heights(20, text="机关事业单位基本养老保险缴费支出和职业年金缴费")
    assert lower < 340 and 21 * (2 * min(lower, 280) + 8) <= 11756


def _room(rows: int, height: int) -> str:
    """What stands above these rows where they fill the 12,756 of a page to the last."""
    spacing = f'<w:spacing w:before="{12756 - rows * (height + 8)}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="None"/>{spacing}</w:pPr></w:p>'


def _fitted(above: str, rows: int, below: str = "") -> set[int]:
    found = lowered(above + _table(rows - 1) + below + SECTION, first=False)
    return {int(height) for height in re.findall(r'trHeight w:val="(\d+)"', found)}


def test_rows_that_fill_the_page_to_the_last_stay_on_it() -> None:
    assert _fitted(_room(36, 340), 36) == {340}
    assert _fitted(_room(52, 235), 52) == {235}


def test_a_note_below_the_table_stays_with_it() -> None:
    note = '<w:p><w:pPr><w:spacing w:line="{}" w:lineRule="exact"/></w:pPr></w:p>'
    assert max(_fitted(_room(36, 340), 36, note.format(300))) < 340
    assert _fitted(_room(36, 340), 36, note.format(560)) == {340}  # text, which may go over


def test_a_page_break_above_the_table_begins_its_page() -> None:
    title, pause = (
        paragraph("Heading1", "收入决算表"),
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    )
    assert max(_fitted(title, 36)) < 340
    assert _fitted(title + pause, 36) == {340}


def test_a_table_below_another_is_left_alone() -> None:
    assert _heights(36, above=_table(2)) == {340}


def test_all_sections_but_the_first_begin_a_page() -> None:
    """What stands above the first table of a section is known without a heading that begins a page."""
    for between in ("", paragraph("Note", "单位：万元")):
        section = between + _table(36) + SECTION
        assert lowered(section, first=True) == section
        assert lowered(section, first=False) != section
        second = _table(2) + _table(36) + SECTION
        assert lowered(second, first=False) == second


def test_a_body_is_cut_behind_its_sections() -> None:
    parts = [paragraph("Title", "甲") + SECTION, _table(1) + SECTION, "<w:sectPr/></w:body>"]
    body = "".join(parts).encode("utf-8")
    found = [body[part.start : part.stop].decode("utf-8") for part in sections(body)]
    assert found == parts
    assert b"".join(in_pieces(body)) == body


def test_a_style_takes_over_what_its_bases_say_and_one_of_itself_ends() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/>{}</w:style>'
    size, centred = '<w:sz w:val="44"/>', '<w:jc w:val="center"/>'
    chain = [("甲", "乙", centred), ("乙", "丙", ""), ("丙", "丁", size), ("子", "子", size)]
    found = looks("".join(style.format(*one) for one in chain).encode())
    assert found["甲"] == ParagraphLook(size=440, centred=True)
    assert found["子"] == ParagraphLook(size=440)


def test_of_two_changes_that_overlap_the_first_is_made() -> None:
    changes = [Replacement(4, 5, b"x"), Replacement(1, 3, b"-"), Replacement(2, 4, b"+")]
    assert put_together(changed(b"abcdefg", changes)) == b"a-dxfg"


@pytest.mark.parametrize("stem", STEMS[:4])
def test_a_cover_breaks_between_words_in_print(
    stem: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cover = printed(stem, shared(tmp_path_factory)).pages[0].lines
    expected = {
        "2023": ["2023年度武汉市黄陂区人力", "资源和社会保障信息中心"],
        "事业单位": ["2023年度江澜市云溪区妇幼保健", "服务中心（虚构示例）"],
        "新设单位": ["2023年度临水县数据服务", "中心（虚构示例）"],
        "行政部门": ["2023年度江澜市云溪区", "民政局（虚构示例）"],
    }
    assert cover[:2] == expected[stem]


def test_titles_break_between_words_in_print(tmp_path_factory: pytest.TempPathFactory) -> None:
    document = printed(STEMS[0], shared(tmp_path_factory))
    lines = [document.pages[h.page].lines[0] for h in document.headings if h.level == 1]
    assert lines[:3] == [
        "第一部分武汉市黄陂区人力资源",
        "第二部分武汉市黄陂区人力资源和社会",
        "第三部分武汉市黄陂区人力资源和社会保障",
    ]
