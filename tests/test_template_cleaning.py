"""A template without its history, piece by piece: what goes and what stays."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.document.template.cleaning import cleaned
from generator.document.template.enclosing import freed
from generator.document.template.gathering import gather
from generator.document.template.hiding import without_hidden
from generator.document.template.package import Element
from generator.document.template.revisions import accepted
from generator.document.word import own_file
from tests.helpers.wordtemplates import DOCUMENT, RELS, TYPES

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
GONE = "<w:pPr><w:rPr><w:del/><w:b/></w:rPr></w:pPr>"


def tree(xml: str) -> Element:
    return etree.fromstring(f'<w:body xmlns:w="{W}" xmlns:wp="{WP}">{xml}</w:body>')


def inside(root: Element) -> str:
    """The XML of a body, without the declarations of its names."""
    text = "".join(etree.tostring(child, encoding="unicode") for child in root)
    return text.replace(f' xmlns:w="{W}"', "").replace(f' xmlns:wp="{WP}"', "")


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def row(change: str = "") -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{change}</w:trPr><w:tc>{p('甲')}</w:tc></w:tr>"


LOOKS, UNMARKED = "<w:pPr><w:jc/></w:pPr>", "<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<w:tbl>{row('<w:del/>')}{row()}</w:tbl>", f"<w:tbl>{row()}</w:tbl>"),
        (
            p("前", GONE) + p("后", LOOKS),
            f"<w:p>{LOOKS}<w:r><w:t>前</w:t></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        ),
        (cell(p("甲", GONE)), cell(p("甲", UNMARKED))),
        (p("甲", GONE) + cell(p("乙")), p("甲", UNMARKED) + cell(p("乙"))),
        (control(f"<w:p>{GONE}</w:p>") + control(p("甲")), control(p("甲"))),
        (cell(f"<w:p>{GONE}</w:p>"), cell("<w:p/>")),
        (cell(cell(p("甲"))), cell(cell(p("甲")) + "<w:p/>")),
    ],
    ids=[
        "a row with other properties",
        "an end before a paragraph with properties",
        "an end with nothing behind it",
        "an end before a table",
        "all of a content control",
        "all of a cell",
        "a table at the end of a cell",
    ],
)
def test_tracked_changes_leave_a_document_that_word_opens(before: str, after: str) -> None:
    root = tree(before)
    accepted(root)
    assert inside(root) == after


HIDDEN = frozenset({"Note"})


@pytest.mark.parametrize(
    ("run", "left"),
    [
        ("内部{% if a %}口径{% endif %}", "{% if a %}{% endif %}"),
        ("内部口径", ""),
        ("内部{{ a }}", ""),
    ],
)
@pytest.mark.parametrize("style", ["own", "run", "paragraph"])
def test_hidden_words_go_and_hidden_commands_stay(run: str, left: str, style: str) -> None:
    looks = {"own": "<w:vanish/>", "run": '<w:rStyle w:val="Note"/>', "paragraph": ""}[style]
    whole = '<w:pPr><w:pStyle w:val="Note"/></w:pPr>' * (style == "paragraph")
    root = tree(f"<w:p>{whole}<w:r><w:rPr>{looks}</w:rPr><w:t>{run}</w:t></w:r></w:p>")
    assert without_hidden(root, HIDDEN) == 1
    assert "".join(root.itertext()) == left


def package(body: str, styles: str = "", relations: str = "") -> dict[str, bytes]:
    """A Word file with this body, with relationships of the document besides its styles."""
    related = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    parts = {
        TYPES: f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": rels.format(related.format("r1", "officeDocument", DOCUMENT)),
        DOCUMENT: f'<w:document xmlns:w="{W}" xmlns:wp="{WP}"><w:body>{body}</w:body></w:document>',
        RELS: rels.format(related.format("r2", "styles", "styles.xml") + relations),
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    }
    return {name: text.encode("utf-8") for name, text in parts.items()}


def test_a_relationship_to_what_is_not_there_goes() -> None:
    lost = f'<Relationship Id="r3" Type="{OFFICE}/image" Target="media/gone.png"/>'
    kept, _ = cleaned(package(p("甲"), relations=lost))
    assert b"styles.xml" in kept[RELS] and b"gone.png" not in kept[RELS]


@pytest.mark.parametrize("looks", ["", "<w:rPr><w:b/></w:rPr>"])
def test_words_beside_the_sign_of_a_comment_stay_and_its_empty_run_goes(looks: str) -> None:
    reference = '<w:commentReference w:id="0"/>'
    body = f"<w:p><w:r>{looks}{reference}<w:t>甲</w:t></w:r><w:r>{looks}{reference}</w:r></w:p>"
    kept, history = cleaned(package(body))
    assert history.comments == 2
    assert kept[DOCUMENT].count(b"<w:r>") == 1
    (block,) = own_file(kept).blocks
    assert getattr(block, "text", "") == "甲"


@pytest.mark.parametrize(("value", "left"), [("", ""), (' w:val="0"', "甲")])
def test_words_in_a_style_are_hidden_where_it_says_so(value: str, left: str) -> None:
    style = f'<w:style w:styleId="Note"><w:rPr><w:vanish{value}/></w:rPr></w:style>'
    kept, _ = cleaned(package(p("甲", '<w:pPr><w:pStyle w:val="Note"/></w:pPr>'), style))
    assert "".join(etree.fromstring(kept[DOCUMENT]).itertext()) == left


def test_a_chart_that_lost_its_name_gets_the_last_one_named_above_it() -> None:
    above = p('{%p if charts["图1"] %}') + p('{%p if charts["图2"] %}')
    kept, _ = cleaned(package(f'{above}<w:p><w:r><wp:docPr name="Object3"/></w:r></w:p>'))
    assert 'name="图2"' in kept[DOCUMENT].decode("utf-8")


def test_a_tag_split_over_runs_is_put_together_and_nothing_around_it_is_lost() -> None:
    def run(inside: str) -> str:
        return f"<w:r>{inside}</w:r>"

    begin, middle, stop = (
        run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    link = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'
    root = tree(
        "<w:p>"
        + begin
        + run("<w:instrText>REF a</w:instrText>")
        + middle
        + run("<w:t>共{{ a</w:t><w:softHyphen/>")
        + stop
        + run("<w:t>.b</w:t>")
        + link.format(run("<w:t> }}元和{</w:t>"))
        + run("<w:br/><w:drawing/><w:t>{ c }</w:t>")
        + run("<w:t>}</w:t>")
        + "</w:p>"
    )
    gather(root)
    gathered = inside(root).replace(' xml:space="preserve"', "")
    assert gathered == (
        "<w:p>"
        + begin
        + run("<w:instrText>REF a</w:instrText>")
        + middle
        + run("<w:t>共{{ a.b }}</w:t>")
        + stop
        + link.format(run("<w:t>元和{{ c }}</w:t>"))
        + run("<w:drawing/>")
        + "</w:p>"
    )


def test_a_tag_that_is_not_finished_is_not_put_together_with_the_next() -> None:
    body = "<w:p><w:r><w:t>{{ a</w:t></w:r><w:r><w:t>乙{{ b }}</w:t></w:r></w:p>"
    root = tree(body)
    gather(root)
    assert inside(root) == body


def field(content: str, code: str = "REF a") -> str:
    begin, middle, stop = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{content}{stop}"


def said(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (control(p("{%p if a %}")), p("{%p if a %}")),
        (control(control(p("{%p else %}"))), p("{%p else %}")),
        (
            f"<w:tbl>{control(row().replace('甲', '{%tr for a in b %}'))}</w:tbl>",
            f"<w:tbl>{row().replace('甲', '{%tr for a in b %}')}</w:tbl>",
        ),
        (
            f"<w:p><w:hyperlink>{said('乙{% endif %}')}</w:hyperlink></w:p>",
            p("乙{% endif %}"),
        ),
        (f"<w:p><w:fldSimple>{said('{% if a %}')}</w:fldSimple></w:p>", p("{% if a %}")),
    ],
)
def test_what_is_around_half_of_a_condition_is_taken_off(before: str, after: str) -> None:
    root = tree(before)
    freed(root)
    assert inside(root) == after


def test_a_field_around_half_of_a_condition_is_taken_off() -> None:
    root = tree(f"<w:p>{field(field(said('{{ b }}')) + said('{% if a %}'), 'TOC')}</w:p>")
    freed(root)
    assert inside(root).count("fldChar ") == 3
    assert "TOC" not in inside(root) and "REF a" in inside(root)


@pytest.mark.parametrize(
    "whole",
    [
        control(p("{%p if a %}") + p("{%p else %}") + p("{%p endif %}")),
        f"<w:p><w:hyperlink>{said('{{ a }}')}</w:hyperlink></w:p>",
        f"<w:p>{field(said('{% for a in b %}{{ a }}{% endfor %}'))}</w:p>",
    ],
)
def test_what_is_around_a_whole_condition_stays(whole: str) -> None:
    root = tree(whole)
    freed(root)
    assert inside(root) == whole
