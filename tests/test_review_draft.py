"""What reviewing puts into the Word draft, what a final version leaves out, where pages go."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.document import Draft, Remark, annotated
from generator.document.word import BODY
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.history import drafts
from generator.model import Figure, Unit
from generator.pipeline import build
from generator.products.review import remarks
from tests.conftest import REAL, Spoil, shared
from tests.helpers.doctext import lines
from tests.helpers.firstdraft import first_draft
from tests.helpers.prints import printed
from tests.helpers.review_examples import FINDINGS, given, real

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOLDER = Path("outputs/2023")
PAGE = FOLDER / "2023决算公开第1稿-审阅.html"


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def commented() -> tuple[Draft, Draft]:
    plain = given(real()).draft
    return plain, annotated(plain, remarks(plain, FINDINGS))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def error_in_a_total(book: Any) -> None:
    book["公开03表"]["E7"] = 233.73


# --- comments ---------------------------------------------------------------------------------


def test_each_finding_is_a_comment_at_its_paragraph() -> None:
    document = docx.Document(io.BytesIO(commented()[1].docx))
    said = list(document.comments)
    assert {comment.author for comment in said} == {"核对"}
    assert [c.text.splitlines()[0] for c in said] == [
        f"{f.severity.chinese} {f.rule}  {f.message}" for f in FINDINGS
    ]
    body = document.element.body
    places = {
        start.get(f"{W}id"): "".join(t.text or "" for t in start.getparent().iter(f"{W}t"))
        for start in body.iter(f"{W}commentRangeStart")
    }
    assert places["0"] == "233.37"  # 公开01表 58行
    assert "主要原因是项目支出减少" in places["1"]
    assert "部门决算公开" in places["2"]  # shown nowhere: at the title


def test_every_comment_has_its_range_and_its_reference() -> None:
    xml = parts(commented()[1].docx)["word/document.xml"]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert re.findall(rf'<w:{tag} w:id="(\d+)"/>', xml) == re.findall(
            r'<w:commentRangeStart w:id="(\d+)"/>', xml
        )
    assert not any("\ufdd0" <= sign <= "\ufdef" for sign in xml)


def test_comments_change_no_text(tmp_path: Path) -> None:
    plain, marked = commented()
    for name, draft in (("a", plain), ("b", marked)):
        (tmp_path / name).write_bytes(draft.docx)
    assert lines(tmp_path / "a") == lines(tmp_path / "b")
    assert commented()[1].docx == marked.docx


def test_only_the_lines_of_the_contents_are_no_place_for_a_comment() -> None:
    """A paragraph without a style right above them is one."""
    words = f"<w:r><w:t>{OPEN}0{SHUT}1{CLOSE}</w:t></w:r>"
    styles = ("", "TOC1", "Title")
    looks = [f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "" for style in styles]
    body = "".join(f'<w:p w:rsidR="1">{look}{words}</w:p>' for look in looks)
    draft = Draft({}, {BODY: body.encode("utf-8")}, (Figure(Decimal(1), Unit.COUNT, "数"),))
    assert [spot.listed for spot in draft.spots] == [True, False, True]


def test_comments_of_the_template_stay_beside_the_new_ones() -> None:
    once = commented()[1]
    draft = Draft({**once.members}, {**once.marked}, once.printed, once.typed)
    twice = parts(annotated(draft, [Remark(("再看",), draft.spots[0])]).docx)
    assert re.findall(r'<w:comment [^>]*w:id="(\d+)"', twice["word/comments.xml"]) == [
        "0",
        "1",
        "2",
        "3",
    ]
    assert twice["[Content_Types].xml"].count("/word/comments.xml") == 1


def test_a_draft_without_findings_is_left_as_it_is() -> None:
    plain = given(real()).draft
    assert annotated(plain, ()) is plain


# --- drafts and final versions ----------------------------------------------------------------


def header(path: Path) -> str:
    sections = docx.Document(str(path)).sections
    return "".join(p.text for section in sections for p in section.header.paragraphs)


def test_a_draft_carries_its_mark_and_a_final_version_neither_mark_nor_comments(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    draft, final = build(REAL, Path("a")), printed(REAL.stem, shared(tmp_path_factory)).docx
    assert draft.written is not None
    assert "征求意见稿" in header(draft.written.path)
    assert "征求意见稿" not in header(final)
    assert "word/comments.xml" in parts(draft.written.path.read_bytes())
    assert "word/comments.xml" not in parts(final.read_bytes())
    assert "comment" not in "".join(parts(final.read_bytes()).values())
    # The final version has the page numbers in its contents.
    numbered = [re.sub(r" \d+$", "", line) for line in lines(final)]
    assert [re.sub(r" \d+$", "", line) for line in lines(draft.written.path)] == numbered


def test_a_final_version_is_refused_while_errors_stand(
    spoiled: Callable[[Spoil], Path],
) -> None:
    result = gen("build", "--final", spoiled(error_in_a_total))
    assert result.exit_code == 1
    assert "    X04  " in result.output
    assert "没有写出定稿" in result.output
    assert not Path("outputs").exists()


# --- the page beside the draft ----------------------------------------------------------------


def test_build_writes_the_page_beside_the_draft() -> None:
    result = gen("build", REAL)
    assert f"审阅页：{PAGE}" in result.output
    text = PAGE.read_text("utf-8")
    assert "2023决算公开第1稿" in text
    assert 'id="coverage"' in text and 'id="requirements"' in text


def test_an_equal_page_is_left_as_it_is() -> None:
    first_draft()
    before = PAGE.stat()
    gen("build", REAL)
    assert PAGE.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in FOLDER.glob("*.html")] == [PAGE.name]


def test_an_older_page_of_the_program_is_replaced(tmp_path: Path) -> None:
    draft = tmp_path / "稿.docx"
    first = drafts.save_page(draft, "审阅", "<p>一</p>\n".encode())
    assert drafts.save_page(draft, "审阅", "<p>二</p>\n".encode()) == first
    assert first.read_text("utf-8").startswith("<p>二</p>")
    assert [path.name for path in tmp_path.iterdir()] == ["稿-审阅.html"]


@pytest.mark.parametrize("content", ["改过的页", "", "<!-- 0 -->\n"])
def test_a_page_that_a_person_changed_stays(tmp_path: Path, content: str) -> None:
    draft = tmp_path / "稿.docx"
    first = drafts.save_page(draft, "审阅", "<p>一</p>\n".encode())
    first.write_text(content, "utf-8")
    assert drafts.save_page(draft, "审阅", "<p>一</p>\n".encode()).name == "稿-审阅2.html"
    assert first.read_text("utf-8") == content


def test_a_page_that_cannot_be_written_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.history.drafts.pages._written_page", full)
    outcome = build(REAL, Path("a"))
    assert outcome.exit_code == 1
    assert outcome.written is not None and outcome.written.path.is_file()
    assert "审阅页写不进" in outcome.findings[0].message
