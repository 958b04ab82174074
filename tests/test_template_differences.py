"""What ``gen template diff`` tells of two Word templates, and of entries that only one edition has."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.document import upkeep
from generator.document.upkeep.template import template_differences
from generator.editions import load
from tests.helpers.wordtemplates import DOCUMENT, write

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    "</w:styles>"
).encode()
FOOTER = "word/footer1.xml"


def paragraphs(*texts: str) -> str:
    """The paragraphs; one that begins with # is a heading."""
    style = '<w:pPr><w:pStyle w:val="1"/></w:pPr>'
    return "".join(
        f"<w:p>{style * text.startswith('#')}<w:r><w:t>{text.lstrip('#')}</w:t></w:r></w:p>"
        for text in texts
    )


def template(name: str, *texts: str, footer: str = "") -> Path:
    body = f"<w:document {W}><w:body>{paragraphs(*texts)}</w:body></w:document>"
    parts = {DOCUMENT: body.encode(), "word/styles.xml": STYLES}
    if footer:
        parts[FOOTER] = f"<w:ftr {W}>{paragraphs(footer)}</w:ftr>".encode()
    path = Path(f"{name}.docx")
    write(path, parts)
    return path


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (("前言", "#概况", "甲二", "乙"), [("「概况」下", "甲", "甲二")]),
        (("前言", "#概况", "乙"), [("「概况」下", "甲", "")]),
        (("前言", "#概况", "甲", "丙", "乙"), [("「概况」下", "", "丙")]),
        (("前言二", "又", "#概况", "甲", "乙"), [("开头", "前言", "前言二"), ("开头", "", "又")]),
        (("#概况", "甲", "乙"), [("开头", "前言", "")]),
    ],
)
def test_paragraphs_are_told_side_by_side_under_their_heading(
    new: tuple[str, ...], told: list[tuple[str, str, str]]
) -> None:
    old = template("旧", "前言", "#概况", "甲", "乙")
    assert list(template_differences(old, template("新", *new))) == told


def test_a_footer_is_called_by_its_part() -> None:
    old, new = (template(name, "甲", footer=f"第{name}页") for name in "旧新")
    assert list(template_differences(old, new)) == [(f"{FOOTER} 开头", "第旧页", "第新页")]


def test_what_only_one_edition_has_is_told_as_a_whole() -> None:
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(
        'id = "甲"\nname = "甲"\nyears = [2023, 2024]\nbased_on = "2023"\n', "utf-8"
    )
    (folder / "forms.toml").write_text(
        '[[relation]]\nid = "E01"\ntitle = "子"\nbasis = "丑"\n'
        'equations = [{ name = "寅", left = "general.total.total", right = ["fund.total.project"] }]',
        "utf-8",
    )
    (folder / "sheets.toml").write_text(
        '[[sheet]]\nid = "assets"\n[[sheet.block]]\nid = "assets"\n'
        'lines = [{ key = "boats", label = "船舶", kind = "count" }]',
        "utf-8",
    )
    one, other = load("2023"), load("甲")
    told = [(d.place, d.old, d.new) for d in upkeep.compare(one, other)]
    back = [(d.place, d.new, d.old) for d in upkeep.compare(other, one)]
    assert sorted(told) == sorted(back)
    assert any("船舶" in new and not old for _, old, new in told), told
    assert any("子" in new and not old for _, old, new in told), told
    made = CliRunner().invoke(main, ["template", "new", "乙", "--from", "甲"])
    assert "gen new 2024 --edition 乙" in made.output
