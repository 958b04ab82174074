"""Tags that are gone, doubled or elsewhere are named; words between them are the office's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import editions
from generator.cli import main
from generator.document.template.against import changes
from generator.document.template.checking import check_template
from generator.model import Severity
from generator.pipeline import build
from tests.conftest import REAL
from tests.helpers.opening import opened
from tests.helpers.sampling import some
from tests.helpers.wordtemplates import DOCUMENT, Change, both, edition, swapped, workbook

TAG = "{{ overview.total|wan }}"
HEADING = "「一、收入支出决算总体情况说明」下"


def paragraph_with(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return text.rindex("<w:p>", 0, at), text.index("</w:p>", at) + len("</w:p>")


def without_paragraph(words: str) -> Change:
    def change(text: str) -> str:
        start, end = paragraph_with(text, words)
        return text[:start] + text[end:]

    return change


CHANGED = {
    "gone": (swapped(TAG, "很多"), f"{HEADING}少了「{TAG}」"),
    "doubled": (swapped(TAG, TAG + TAG), f"{HEADING}多了「{TAG}」"),
    "another": (
        swapped(TAG, "{{ income.total|wan }}"),
        f"{HEADING}多了「{{{{ income.total|wan }}}}」",
    ),
    "two changed places": (
        swapped(
            "{{ unit.year }}年度收、支总计均为" + TAG, TAG + "年度收、支总计均为{{ unit.year }}"
        ),
        f"{HEADING}换了位置：",
    ),
    "slid in its sentence": (
        swapped("年度收、支总计均为" + TAG, TAG + "年度收、支总计均为"),
        f"{HEADING}换了位置：",
    ),
    "a branch lost": (without_paragraph("支出总计{{ overview.expenditure_total|wan }}"), "少了"),
}


@pytest.mark.parametrize("name", some([*CHANGED], 4))
def test_a_tag_that_went_astray_is_named(name: str) -> None:
    change, says = CHANGED[name]
    edition({DOCUMENT: change})
    report = check_template(editions.load("试"))
    assert report.ok
    assert any(says in changed for changed in report.changed), report.changed
    outcome = build(workbook(), Path("outputs"))
    (told,) = [finding for finding in outcome.findings if finding.rule == "T03"]
    assert told.severity is Severity.WARNING and "试/template.docx" in told.message
    assert outcome.written is not None


def told_of(before: str, *after: str) -> list[str]:
    """What is said of a template of one paragraph that became these."""
    body = (
        '<w:body xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:body>'
    )
    old, new = (
        {DOCUMENT: body.format("".join(f"<w:p><w:t>{one}</w:t></w:p>" for one in texts)).encode()}
        for texts in ([before], after)
    )
    return [said.partition("下")[2] for said in changes(old, new, frozenset())]


def test_the_first_tag_that_stands_elsewhere_is_named() -> None:
    before = "共{{ a.x }}万元，{{ b.x }}项，{{ c.x }}人"
    exchanged = "共{{ a.x }}万元，{{ c.x }}项，{{ b.x }}人"
    assert told_of(before, exchanged) == ["换了位置：「{{ c.x }}」"]
    assert told_of(before, "{{ a.x }}共万元，{{ b.x }}项，{{ c.x }}人") == [
        "换了位置：「{{ a.x }}」"
    ]
    assert told_of(before, "共{{ a.x }}", "万元，{{ b.x }}项，{{ c.x }}人") == []


@pytest.mark.parametrize(
    "change",
    [
        swapped("，收、支总计", "，收入总计和支出总计"),
        swapped(TAG, "{{overview.total | wan}}"),
        swapped(TAG, "{{ overview</w:t></w:r><w:r><w:t>.total|wan }}"),
        swapped('required("差异原因")', "required(“差异原因”)"),
        swapped("{#p 三公经费各项共用的段落：只在这里改 #}", "{#p 改 #}"),
        without_paragraph("（二）政府性基金预算财政拨款收入：指"),
    ],
    ids=["words", "blanks", "runs", "quotes", "comment", "paragraph"],
)
def test_what_an_office_may_change_is_not_named(change: Change) -> None:
    edition({DOCUMENT: change})
    report = check_template(editions.load("试"))
    assert report.ok
    assert [line for line in report.changed if "unit.finance" not in line] == []


def test_what_is_meant_is_told_once_and_again_after_the_next_change() -> None:
    folder = edition({DOCUMENT: swapped(TAG, "很多")})
    told = CliRunner().invoke(main, ["template", "check", "试"])
    assert told.exit_code == 0 and "警告  " in told.output
    line = re.search(r'template_changes = "\w+"', told.output)
    assert line is not None
    edition({DOCUMENT: swapped(TAG, "很多")})
    path = folder / "edition.toml"
    text = path.read_text("utf-8").replace("years =", f"{line.group()}\nyears =", 1)
    path.write_text(text, "utf-8")
    assert "警告" not in CliRunner().invoke(main, ["template", "check", "试"]).output
    outcome = build(workbook(), Path("outputs"))
    assert not [finding for finding in outcome.findings if finding.rule == "T03"]
    edition({DOCUMENT: both(swapped(TAG, "很多"), swapped("{{ income.total|wan }}", "很多"))})
    path.write_text(text, "utf-8")
    assert "警告  " in CliRunner().invoke(main, ["template", "check", "试"]).output


BROKEN = [
    (TAG, "{ overview.total|wan }"),
    (TAG, "{ { overview.total|wan }}"),
    (TAG, "{{ overview.total|wan }"),
    (TAG, "｛｛ overview.total|wan ｝｝"),
    (TAG, "{{ overview.total|wan } }"),
    (TAG, "overview.total|wan"),
    (TAG, "{</w:t></w:r><w:r><w:t> overview.total|wan }"),
    ("{% if unit.no_prior %}", "{％ if unit.no_prior ％}"),
    ("{% if unit.no_prior %}", "{% if unit.no_prior"),
    ("{%p if overview.balance.even %}", "{%"),
    ("{%tr else %}", "{tr else %}"),
    ("{%tr else %}", "{%t else %}"),
    ("{%tr else %}", "{#tr else %}"),
    ("{%p endif %}", "{%p endif }"),
]


@pytest.mark.parametrize(("old", "new"), some(BROKEN, 8))
def test_a_broken_tag_stops_the_build_and_is_named(old: str, new: str) -> None:
    edition({DOCUMENT: swapped(old, new)})
    outcome = build(workbook(), Path("outputs"), final=True)
    assert outcome.unusable and not Path("outputs").exists()
    assert outcome.findings[0].rule == "T01"
    result = CliRunner().invoke(main, ["template", "check", "试"])
    assert result.exit_code == 1 and "错误  " in result.output


def test_what_is_left_of_a_tag_by_another_way_refuses_the_final_version() -> None:
    folder = edition({})
    path = folder / "edition.toml"
    text = path.read_text("utf-8").replace(
        'self = { department = "本部门"', 'self = { department = "{{ 部门"'
    )
    path.write_text(text.replace('unit = "本单位"', 'unit = "{{ unit.self }}"'), "utf-8")
    draft = build(workbook(), Path("outputs"))
    left = [finding for finding in draft.findings if finding.rule == "T02"]
    assert left and draft.exit_code == 1 and draft.written is not None
    final = build(workbook(), Path("outputs"), final=True)
    assert final.refused and final.written is None


def test_braces_that_a_person_typed_are_theirs() -> None:
    book = opened(REAL)
    book["职责"]["A5"] = "{{ unit.name }} {% if %} ｛甲｝ { overview.total }"
    book["公开05表"]["D9"] = str(book["公开05表"]["D9"].value) + "{{ 乙 }}"
    book.save("2023.xlsx")
    outcome = build(Path("2023.xlsx"), Path("outputs"))
    assert outcome.written is not None
    assert not [finding for finding in outcome.findings if finding.rule == "T02"]
