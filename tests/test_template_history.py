"""What people left in a template while they edited it reaches neither a draft nor a final version."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import editions
from generator.cli import main
from generator.document.template.checking import check_template
from generator.pipeline import build
from tests.helpers.doctext import lines
from tests.helpers.sampling import some
from tests.helpers.wordtemplates import (
    DOCUMENT,
    RELS,
    TYPES,
    both,
    edition,
    parts_of,
    related,
    swapped,
    typed,
    workbook,
)

WORDS = "年度收、支总计均为"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WHO = 'w:id="91" w:author="科长王某" w:date="2024-05-06T07:08:09Z"'
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def made(final: bool = True) -> dict[str, bytes]:
    outcome = build(workbook(), Path("outputs"), final=final)
    assert outcome.written is not None, outcome.findings
    return parts_of(outcome.written.path)


def everything(parts: dict[str, bytes]) -> str:
    return "\n".join(data.decode("utf-8", "replace") for data in parts.values())


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inside(xml: str) -> str:
    """XML between two runs, in the place of words inside a run."""
    return f'</w:t></w:r>{xml}<w:r><w:t xml:space="preserve">'


def commented(words: str) -> str:
    return inside(
        '<w:commentRangeStart w:id="0"/>'
        + run(words)
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )


COMMENTS = (
    f'<w:comments {W}><w:comment w:id="0" w:author="科长王某"><w:p><w:r><w:t>明年再改</w:t></w:r>'
    "</w:p></w:comment></w:comments>"
)
WITH_COMMENTS = {
    RELS: both(
        related("comments", "comments.xml", number="rIdC1"),
        related("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
    ),
    TYPES: both(
        typed("word/comments.xml", f"{WML}.comments+xml"),
        typed("word/people.xml", f"{WML}.people+xml"),
    ),
}
PARTS = {"word/comments.xml": COMMENTS, "word/people.xml": f"<w:people {W}>科长王某</w:people>"}


@pytest.mark.parametrize("words", [WORDS, "（款）"], ids=["once", "inside a loop"])
def test_comments_of_the_template_stay_behind(words: str) -> None:
    edition({DOCUMENT: swapped(words, commented(words)), **WITH_COMMENTS}, PARTS)
    final = made()
    assert "word/comments.xml" not in final and "word/people.xml" not in final
    assert "王某" not in everything(final) and "comment" not in everything(final)
    draft = made(final=False)
    comments = draft.get("word/comments.xml", b"").decode()
    assert "明年再改" not in comments
    document = draft[DOCUMENT].decode()
    numbers = [m for m in range(50) if f'<w:commentReference w:id="{m}"/>' in document]
    assert all(document.count(f'<w:commentReference w:id="{m}"/>') == 1 for m in numbers)
    told = CliRunner().invoke(main, ["template", "check", "试"])
    assert told.exit_code == 0
    assert "提示  模板里有批注 1 处" in told.output


REVISIONS = {
    "inserted": (f"<w:ins {WHO}>{run('新写的')}</w:ins>", "新写的"),
    "deleted": (f"<w:del {WHO}><w:r><w:delText>删去的</w:delText></w:r></w:del>", ""),
    "moved here": (
        f'<w:moveToRangeStart {WHO} w:name="m"/><w:moveTo {WHO}>{run("移来的")}</w:moveTo>'
        '<w:moveToRangeEnd w:id="91"/>',
        "移来的",
    ),
    "moved away": (f"<w:moveFrom {WHO}>{run('移走的')}</w:moveFrom>", ""),
    "looks": (
        run("照旧", f"<w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>"),
        "照旧",
    ),
    "inserted and deleted again": (
        f"<w:ins {WHO}><w:del {WHO}>{run('又删去')}</w:del>{run('留下')}</w:ins>",
        "留下",
    ),
}


@pytest.mark.usefixtures("unlaid")
@pytest.mark.parametrize("name", some([*REVISIONS], 3))
def test_tracked_changes_are_accepted_without_their_authors(name: str) -> None:
    xml, left = REVISIONS[name]
    edition({DOCUMENT: swapped(f"}}}}{WORDS}", "}}" + inside(xml) + WORDS)})
    outcome = build(workbook(), Path("outputs"), final=True)
    assert outcome.written is not None, outcome.findings
    assert any(f"2023{left}{WORDS}233.37万元" in line for line in lines(outcome.written.path))
    assert "王某" not in everything(parts_of(outcome.written.path))
    assert check_template(editions.load("试")).history.revisions >= 1


@pytest.mark.usefixtures("unlaid")
def test_a_deleted_tag_a_deleted_row_and_a_deleted_end_of_a_paragraph_are_gone() -> None:
    document = parts_of(Path(edition({})) / "template.docx")[DOCUMENT].decode()
    start = document.index("年度收、支总计均为")
    start = document.rindex("<w:p>", 0, start)
    end = document.index("</w:p>", start)
    joined = (
        f"<w:p><w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr>{run('前半段')}</w:p>"
        f"<w:p>{run('后半段')}</w:p>"
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del {WHO}/></w:trPr><w:tc><w:p>{run('删去的行')}"
        f"</w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:cellIns {WHO}/></w:tcPr><w:p>"
        f"<w:pPr><w:rPr><w:ins {WHO}/></w:rPr></w:pPr>{run('留下的行')}</w:p></w:tc></w:tr></w:tbl>"
    )
    whole = document[: end + 6] + joined + document[end + 6 :]
    edition({DOCUMENT: lambda _: whole})
    outcome = build(workbook(), Path("outputs"), final=True)
    assert outcome.written is not None, outcome.findings
    text = lines(outcome.written.path)
    assert "前半段后半段" in text
    assert not [line for line in text if "删去的行" in line]
    assert [line for line in text if "留下的行" in line]
    assert "王某" not in everything(parts_of(outcome.written.path))


@pytest.mark.usefixtures("unlaid")
def test_names_in_the_properties_and_settings_stay_behind() -> None:
    props = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    settings = (
        '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:trackRevisions/><w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
        '<w:docVars><w:docVar w:name="谁" w:val="科长王某"/></w:docVars>'
        '<w:rsids><w:rsid w:val="00AA11BB"/></w:rsids>'
    )
    edition(
        {
            "docProps/core.xml": swapped(
                "<dc:creator/>",
                "<dc:creator>科长王某</dc:creator><cp:lastModifiedBy>科长王某</cp:lastModifiedBy>"
                "<dc:description>王某用</dc:description>",
            ),
            "word/settings.xml": lambda text: settings + text[text.index("<w:zoom") :],
            "_rels/.rels": related("custom-properties", "docProps/custom.xml"),
            TYPES: typed("docProps/custom.xml", "application/xml"),
        },
        {
            "docProps/custom.xml": "<Properties>科长王某</Properties>",
            "docProps/app.xml": f'<Properties xmlns="{props}"><Company>王某的单位</Company></Properties>',
            "customXml/item1.xml": "<a>王某</a>",
        },
    )
    final = made()
    assert "王某" not in everything(final)
    kept = final["word/settings.xml"].decode()
    assert "documentProtection" not in kept and "trackRevisions" not in kept and "rsid" not in kept
    assert "evenAndOddHeaders" in kept
    assert "2023年度" in final["docProps/core.xml"].decode()
    assert check_template(editions.load("试")).history.names == ("科长王某", "王某的单位")


@pytest.mark.usefixtures("unlaid")
def test_hidden_words_and_marks_of_an_editor_stay_behind() -> None:
    hidden = run("内部口径", "<w:rPr><w:vanish/></w:rPr>")
    shown = run("照常", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    marks = (
        '<w:bookmarkStart w:id="90" w:name="_GoBack"/><w:bookmarkEnd w:id="90"/>'
        '<w:proofErr w:type="spellStart"/><w:permStart w:id="9" w:edGrp="everyone"/><w:permEnd w:id="9"/>'
    )
    edition({DOCUMENT: swapped(f"}}}}{WORDS}", "}}" + inside(hidden + shown + marks) + WORDS)})
    final = made()
    document = final[DOCUMENT].decode()
    assert "内部口径" not in document and "照常</w:t>" in document
    for mark in ("_GoBack", "proofErr", "permStart", "permEnd"):
        assert mark not in document
    assert "_Toc202300001" in document  # what the contents refer to is no such mark
    assert "提示  模板里有隐藏文字 1 处" in check_template(editions.load("试")).text


@pytest.mark.usefixtures("unlaid")
def test_a_hidden_command_still_works() -> None:
    """Hiding ``{%p if … %}`` is a way to keep a template readable; it was never printed."""
    command = "{%p if overview.balance.even %}"

    def hide(text: str) -> str:
        at = text.index(command)
        start = text.rindex("<w:rPr>", 0, at) + len("<w:rPr>")
        return text[:start] + "<w:vanish/>" + text[start:]

    edition({DOCUMENT: hide})
    outcome = build(workbook(), Path("outputs"), final=True)
    assert outcome.written is not None, outcome.findings
    text = "\n".join(lines(outcome.written.path))
    assert "收、支总计均为" in text and "支出总计233.37万元" not in text


@pytest.mark.usefixtures("unlaid")
def test_the_delivered_template_has_no_history() -> None:
    assert check_template(editions.load("2023")).history.told == ()
