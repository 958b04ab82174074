"""The one reader of Word files: tracked changes, comments, grids, check boxes, charts."""

from __future__ import annotations

import io
import zipfile
from functools import cache, partial
from pathlib import Path

import pytest

from generator.document.word import (
    PARAGRAPH_END,
    CommentAnchor,
    Revision,
    Signature,
    StreamedFile,
    WordBlock,
    WordDrawing,
    WordParagraph,
    WordTable,
    foreign_file,
    own_file,
)
from generator.pipeline import examine
from generator.workbook.package import Damaged, TooMuch
from tests.conftest import REAL

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
ANN = 'w:author="安" w:date="2024-05-01T09:00:00Z"'
BEN = 'w:author="本" w:date=""'
WHO, OTHER = Signature("安", "2024-05-01T09:00:00Z"), Signature("本", "")


def run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def package(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def blocks(body: str) -> tuple[WordBlock, ...]:
    return foreign_file(package(body)).blocks


def paragraph(body: str) -> WordParagraph:
    (block,) = blocks(f"<w:p>{body}</w:p>")
    assert isinstance(block, WordParagraph)
    return block


def test_a_tracked_replacement_is_one_revision_however_word_cut_it() -> None:
    read = paragraph(
        f"{run('因')}<w:del {ANN}>{run('业务', 'delText')}{run('增加', 'delText')}</w:del>"
        f"<w:ins {ANN}>{run('人员')}</w:ins><w:ins {ANN}>{run('减少')}</w:ins>{run('。')}"
    )
    assert read.text == "因人员减少。"
    assert read.revisions == (Revision(1, 5, "业务增加", WHO),)


def test_two_authors_are_two_revisions_and_what_came_and_went_is_none() -> None:
    read = paragraph(
        f"<w:ins {ANN}>{run('甲')}<w:del {BEN}>{run('空', 'delText')}</w:del></w:ins>"
        f"<w:ins {BEN}>{run('乙')}</w:ins><w:moveFrom {ANN}>{run('丙')}</w:moveFrom>"
    )
    assert read.text == "甲乙"
    assert read.revisions == (
        Revision(0, 1, "", WHO),
        Revision(1, 2, "", OTHER),
        Revision(2, 2, "丙", WHO),
    )


def test_a_paragraph_whose_end_was_taken_away_goes_on_in_the_next() -> None:
    gone = f"<w:pPr><w:rPr><w:del {ANN}/></w:rPr></w:pPr>"
    came = f"<w:pPr><w:rPr><w:ins {BEN}/></w:rPr></w:pPr>"
    first, second = blocks(
        f"<w:p>{gone}{run('甲')}</w:p><w:p>{run('乙')}<w:ins {BEN}>{run('丙')}</w:ins></w:p>"
        f"<w:p>{came}{run('丁')}</w:p>"
    )
    assert isinstance(first, WordParagraph) and isinstance(second, WordParagraph)
    assert first.text == "甲乙丙"
    assert first.revisions == (Revision(1, 1, PARAGRAPH_END, WHO), Revision(2, 3, "", OTHER))
    assert second.ended == OTHER


GONE = f"<w:p><w:pPr><w:rPr><w:del {ANN}/></w:rPr></w:pPr>{{}}</w:p>"


def test_a_paragraph_without_its_end_and_without_a_next_one_is_read_all_the_same() -> None:
    """Before a table, in a cell, before a picture, at the end."""
    words = GONE.format(run("甲"))
    picture = '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="{}" name="图"/></w:drawing></w:r></w:p>'
    first, table, empty, drawing, _, last = blocks(
        f"{words}<w:tbl><w:tr><w:tc>{words}</w:tc></w:tr></w:tbl>"
        f"{GONE.format('')}{picture.format(WP)}{words}"
    )
    assert isinstance(table, WordTable) and isinstance(drawing, WordDrawing)
    assert table.rows[0].cells[0].texts == ("甲",)
    read = [block.text for block in (first, empty, last) if isinstance(block, WordParagraph)]
    assert read == ["甲", "", "甲"]


def test_a_comment_keeps_its_words_when_its_paragraph_is_joined_to_the_one_before() -> None:
    marked = f'<w:commentRangeStart w:id="0"/>{run("丙")}<w:commentRangeEnd w:id="0"/>'
    (block,) = blocks(f"{GONE.format(run('甲甲'))}<w:p>{run('乙')}{marked}</w:p>")
    assert isinstance(block, WordParagraph)
    assert block.anchors == (CommentAnchor("0", 3, 4),)


@pytest.mark.parametrize(
    ("said", "column"), [("2", 2), ("二", 0), ("", 0), ("99999", 1000), ("100000", 0)]
)
def test_a_row_begins_where_it_says_within_reason(said: str, column: int) -> None:
    given = f'<w:trPr><w:gridBefore w:val="{said}"/></w:trPr>'
    (table,) = blocks(f"<w:tbl><w:tr>{given}<w:tc><w:p/></w:tc></w:tr></w:tbl>")
    assert isinstance(table, WordTable)
    assert table.rows[0].cells[0].column == column


def test_a_table_is_a_grid_with_its_merged_cells_and_its_tracked_rows() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    def row(cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    span, start, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    (table,) = blocks(
        "<w:tbl>"
        + row(cell("头", span) + cell("尾"), "<w:tblHeader/>")
        + row(cell("甲", start) + cell("1") + cell("2"))
        + row(cell("去") + cell("") + cell(""), f"<w:del {ANN}/>")
        + row(cell("", rest) + cell("3") + cell("4"), f"<w:ins {BEN}/>")
        + "</w:tbl>"
    )
    assert isinstance(table, WordTable)
    head, first, last = table.rows
    assert [(c.texts, c.column, c.span) for c in head.cells] == [(("头",), 0, 2), (("尾",), 2, 1)]
    assert head.header and not first.header
    assert table.depth(1, first.cells[0]) == 2
    assert last.inserted == OTHER
    assert [row.deleted for row in table.all_rows] == [None, None, WHO, None]


def test_columns_that_are_slivers_are_none() -> None:
    """LibreOffice parts cells whose borders do not quite meet by a column of a twip."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1200, 1, 1200, 1199))
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    first = f"<w:tr><w:tc>{span}<w:p>{run('甲')}</w:p></w:tc><w:tc>{span}<w:p>{run('乙')}</w:p></w:tc></w:tr>"
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in "子丑")
    second = f"<w:tr><w:tc>{span}<w:p>{run('甲')}</w:p></w:tc>{cells}</w:tr>"
    (block,) = blocks(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{first}{second}</w:tbl>")
    assert isinstance(block, WordTable)
    assert [(cell.column, cell.span) for cell in block.rows[0].cells] == [(0, 1), (1, 2)]
    assert [(cell.column, cell.span) for cell in block.rows[1].cells] == [(0, 1), (1, 1), (2, 1)]


def test_columns_without_a_width_are_columns() -> None:
    """Some programs leave it to Word how wide they are."""
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in "甲乙")
    grid = '<w:gridCol w:w="0"/>' * 2
    (block,) = blocks(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>")
    assert isinstance(block, WordTable)
    assert [(cell.column, cell.span) for cell in block.rows[0].cells] == [(0, 1), (1, 1)]


def test_breaks_tabs_and_check_boxes_show() -> None:
    read = paragraph(
        '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="1"/><w:checked w:val="0"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r>"
        "<w:r><w:fldChar><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>"
    )
    assert read.text == "甲\t乙\n丙-☑☐☐"


def test_a_comment_on_a_whole_paragraph_moves_no_other_one() -> None:
    """Its ends stand between the paragraphs, as Word writes them."""
    body = (
        f'<w:commentRangeStart w:id="0"/><w:p>{run("甲")}</w:p><w:commentRangeEnd w:id="0"/>'
        f'<w:p>{run("乙")}<w:commentRangeStart w:id="1"/>{run("丙")}<w:commentRangeEnd w:id="1"/></w:p>'
        f"<w:p>{run('丁')}</w:p>"
    )
    blocks = foreign_file(package(body)).blocks
    anchors = [block.anchors for block in blocks if isinstance(block, WordParagraph)]
    assert anchors == [(CommentAnchor("0", 0, 1),), (CommentAnchor("1", 1, 2),), ()]


def test_comments_have_authors_replies_and_the_words_they_stand_on() -> None:
    note = '<w:comment w:id="{}" {}><w:p w14:paraId="{}">{}</w:p></w:comment>'
    notes = note.format("0", ANN, "A", run("请核对")) + note.format("1", BEN, "B", run("已改"))
    body = (
        f'<w:p>{run("前")}<w:commentRangeStart w:id="0"/>{run("话")}</w:p>'
        f'<w:p>{run("后")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        f'{run("尾")}<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    extended = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="B" w15:paraIdParent="A"/></w15:commentsEx>'
    )
    comments = f'<w:comments xmlns:w="{W}" xmlns:w14="{W14}">{notes}</w:comments>'
    file = foreign_file(package(body, comments=comments, commentsExtended=extended))
    first, second = file.blocks
    assert isinstance(first, WordParagraph) and isinstance(second, WordParagraph)
    assert first.anchors == (CommentAnchor("0", 1, 2),)
    assert second.anchors == (CommentAnchor("0", 0, 1), CommentAnchor("1", 2, 2))
    asked, answered = file.comments()
    assert (asked.text, asked.signature, asked.done) == ("请核对", WHO, True)
    assert (answered.text, answered.signature, answered.answers) == ("已改", OTHER, "0")


@cache
def own() -> tuple[WordBlock, ...]:
    made, _ = examine(REAL)
    assert made is not None
    return foreign_file(made.draft.docx).blocks


def test_a_draft_is_read_with_headings_tables_and_the_values_of_its_charts() -> None:
    levels = {b.style.level for b in own() if isinstance(b, WordParagraph)}
    assert levels >= {0, 1, 2, 3}
    charts = [block for block in own() if isinstance(block, WordDrawing)]
    assert [chart.name for chart in charts] == ["图1", "图2", "图3", "图4"]
    assert charts[0].series[0].values == ("243.02", "233.37")
    assert sum(isinstance(block, WordTable) for block in own()) > 9


def test_a_body_read_piece_by_piece_is_the_one_read_as_a_whole() -> None:
    made, _ = examine(REAL)
    assert made is not None
    parts = dict(made.draft.members)
    assert len(made.draft.members) == len(parts)
    assert made.draft.words.outer == own_file(parts).outer
    for body in (parts["word/document.xml"], _commented(parts["word/document.xml"])):
        whole = own_file(parts | {"word/document.xml": body})
        streamed = StreamedFile(parts, partial(_cut, body))
        assert streamed.blocks == whole.blocks
        assert streamed.outer == whole.outer
        assert list(streamed.headers()) == list(whole.headers())


def test_a_file_that_a_word_file_names_is_not_read_into_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("机密", "utf-8")
    head = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{(tmp_path / "file").as_uri()}">]>'
    text = f"<w:p>{run('甲&e;乙')}</w:p>"
    body = f'{head}<w:document xmlns:w="{W}"><w:body>{text}</w:body></w:document>'.encode()
    parts = {"word/document.xml": body}
    for file in (own_file(parts), StreamedFile(parts, partial(_cut, body))):
        (block,) = file.blocks
        assert isinstance(block, WordParagraph)
        assert "甲" in block.text and "机密" not in block.text


def test_the_rows_of_a_long_table_are_read_in_their_order() -> None:
    """Also one inside a content control, and one that a tracked change put in far below."""
    made, _ = examine(REAL)
    assert made is not None
    parts = dict(made.draft.members)
    rows = [f"<w:tr><w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc></w:tr>" for n in range(350)]
    rows[120] = f"<w:sdt><w:sdtContent>{rows[120]}</w:sdtContent></w:sdt>"
    before, grid, after = parts["word/document.xml"].partition(b"</w:tblGrid>")
    for last in (
        rows[-1],
        rows[-1].replace("<w:tr>", '<w:tr><w:trPr><w:ins w:author="x"/></w:trPr>'),
    ):
        body = before + grid + "".join([*rows[:-1], last]).encode() + after
        streamed = StreamedFile(parts, partial(_cut, body))
        assert streamed.blocks == own_file(parts | {"word/document.xml": body}).blocks
        table = next(block for block in streamed.blocks if isinstance(block, WordTable))
        texts = [row.cells[0].paragraphs[0].text for row in table.all_rows[:350]]
        assert texts == [str(n) for n in range(350)]


def _cut(body: bytes) -> list[bytes]:
    return [body[at : at + 1000] for at in range(0, len(body), 1000)]


def _commented(body: bytes) -> bytes:
    """The body with a comment that reaches from its first paragraph into a later one."""
    start = b'<w:commentRangeStart w:id="0"/></w:p>'
    end = b'<w:commentRangeEnd w:id="0"/></w:p>'
    begun = body.replace(b"</w:p>", start, 1)
    before, _, after = begun.rpartition(b"</w:p>")
    return before + end + after


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no zip", Damaged),
        (package("<w:p>"), Damaged),
        (package("<w:p><w:r><w:t/></w:r></w:p>" * 500_000), TooMuch),
    ],
    ids=["no zip", "torn", "more than any document"],
)
def test_what_is_no_document_or_too_much_of_one_is_refused(
    content: bytes, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        _ = foreign_file(content).blocks
