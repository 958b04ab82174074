"""What a template would fetch from elsewhere is refused; links for people to click on are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import editions
from generator.cli import main
from generator.document.template.checking import check_template
from generator.document.template.linking import fetched
from generator.document.template.package import W
from generator.pipeline import build
from tests.conftest import REAL, ROOT
from tests.helpers.sampling import some
from tests.helpers.wordtemplates import (
    DOCUMENT,
    RELS,
    TYPES,
    both,
    edition,
    related,
    swapped,
    typed,
    workbook,
)

WORDS = "年度收、支总计均为"


def field(instruction: str, split: bool = False) -> str:
    pieces = list(instruction) if split else [instruction]
    words = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces
    )
    return (
        '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{words}<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve">'
    )


OUTSIDE = {
    "a picture on the web": ({RELS: related("image", "http://example.org/a.png", True)}, "图片"),
    "a picture in a file": ({RELS: related("image", "file:///D:/a.png", True)}, "图片"),
    "a linked object": ({RELS: related("oleObject", "file:///D:/a.xlsx", True)}, "对象"),
    "a part of a document": ({RELS: related("subDocument", "a.docx", True)}, "子文档"),
    "something unheard of": ({RELS: related("wonder", "http://example.org", True)}, "wonder"),
    "another document inside": (
        {RELS: related("aFChunk", "chunk.html"), TYPES: typed("word/chunk.html", "text/html")},
        "另一份文档",
    ),
    "a picture of VML": (
        {
            DOCUMENT: swapped(
                WORDS,
                '</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
                '<v:imagedata src="http://example.org/a.png"/></v:shape></w:pict></w:r><w:r><w:t>',
            )
        },
        "图片",
    ),
    "INCLUDEPICTURE": (
        {DOCUMENT: swapped(WORDS, field(' INCLUDEPICTURE "http://x/a.png" \\d ') + WORDS)},
        "INCLUDEPICTURE",
    ),
    "includetext in pieces": (
        {DOCUMENT: swapped(WORDS, field(' includetext "D:\\\\a.docx"', split=True) + WORDS)},
        "includetext",
    ),
    "DDEAUTO": ({DOCUMENT: swapped(WORDS, field("DDEAUTO cmd a b") + WORDS)}, "DDEAUTO"),
    "a simple field": (
        {
            DOCUMENT: swapped(
                WORDS,
                '</w:t></w:r><w:fldSimple w:instr=" LINK Excel.Sheet.12 D:\\\\a.xlsx "/><w:r><w:t>',
            )
        },
        "LINK",
    ),
}


@pytest.mark.parametrize("name", some([*OUTSIDE], 6))
def test_what_would_be_fetched_is_refused(name: str) -> None:
    changes, says = OUTSIDE[name]
    edition(changes, {"word/chunk.html": "<p/>"} if "inside" in name else None)
    found = check_template(editions.load("试")).found
    assert [fault for fault in found if fault.rule == "T05" and says in fault.text], found
    if name in ("a picture on the web", "DDEAUTO"):
        outcome = build(workbook(), Path("outputs"))
        assert outcome.unusable and outcome.findings[0].rule == "T05"
        assert not Path("outputs").exists()


def test_a_field_with_another_one_before_its_word_is_known() -> None:
    before = (
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SET a 1'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText>'
    )
    words = field(f'{before}INCLUDETEXT "D:\\\\a.docx"')
    space = W.strip("{}")
    body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
    xml = f'<w:document xmlns:w="{space}">{body}</w:document>'
    (told,) = fetched({DOCUMENT: xml.encode()})
    assert "INCLUDETEXT" in told


def test_the_template_of_somebody_is_refused_with_its_path() -> None:
    name = "word/_rels/settings.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    edition(
        {},
        {
            name: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="file:///D:/公文.dotx" TargetMode="External"/>'
            "</Relationships>"
        },
    )
    assert "另一个模板：file:///D:/公文.dotx" in check_template(editions.load("试")).faults[0]


def test_links_for_people_and_ordinary_fields_are_let_stand() -> None:
    edition(
        {
            RELS: related("hyperlink", "https://example.org/", True),
            DOCUMENT: both(
                swapped(
                    WORDS,
                    '</w:t></w:r><w:hyperlink r:id="rIdMore"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
                    f'<w:r><w:t xml:space="preserve">{WORDS}',
                ),
                swapped(WORDS, field(' DATE \\@ "yyyy" ') + WORDS),
            ),
        }
    )
    assert check_template(editions.load("试")).faults == ()


@pytest.mark.parametrize("name", ["../../elsewhere.docx", "/etc/hostname"])
def test_the_template_lies_inside_the_edition(name: str) -> None:
    folder = edition({})
    Path("elsewhere.docx").write_bytes((folder / "template.docx").read_bytes())
    told = folder / "edition.toml"
    text = told.read_text("utf-8").replace('template = "template.docx"', f'template = "{name}"')
    told.write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["template", "check", "试"])
    assert result.exit_code == 2
    assert "template 应是版式文件夹里的文件" in result.output


def test_a_link_out_of_the_edition_is_refused_and_one_to_its_base_is_not() -> None:
    folder = edition({})
    template = folder / "template.docx"
    template.rename("elsewhere.docx")
    template.symlink_to(Path("elsewhere.docx").resolve())
    assert CliRunner().invoke(main, ["template", "check", "试"]).exit_code == 2
    shutil.copytree(ROOT / "templates" / "2024", "templates/甲")
    Path("templates/甲/template.docx").symlink_to(ROOT / "templates/2023/template.docx")
    assert editions.load("甲").template.samefile(editions.load("2023").template)


def test_an_edition_of_the_working_folder_is_named() -> None:
    folder = edition({})
    for command in ("check", "build"):
        result = CliRunner().invoke(main, [command, str(workbook())])
        assert f"版式取自 {folder.resolve()}，不是随程序带的" in result.output
    assert "版式取自" not in CliRunner().invoke(main, ["check", str(REAL)]).output
