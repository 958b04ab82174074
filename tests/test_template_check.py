"""``gen template check`` names every fault of a template with its place."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from generator import editions
from generator.cli import main
from generator.document.template.checking import TemplateReport, check_template
from generator.history.differences.reading import read_lines
from generator.pipeline import build
from tests.conftest import REAL, ROOT
from tests.helpers.doctext import lines
from tests.helpers.opening import opened


@pytest.fixture
def with_text(tmp_path: Path) -> Callable[[str, str], None]:
    """A copy of the edition in ./templates, with a text of its Word template replaced."""
    shutil.copytree(ROOT / "templates" / "2023", tmp_path / "templates" / "2023")
    path = tmp_path / "templates" / "2023" / "template.docx"

    def replace(old: str, new: str) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        xml = members["word/document.xml"].decode("utf-8")
        assert old in xml
        members["word/document.xml"] = xml.replace(old, new, 1).encode("utf-8")
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)

    return replace


def checked() -> TemplateReport:
    return check_template(editions.load("2023"))


def test_the_delivered_template_has_no_fault() -> None:
    report = check_template(editions.load("2023"))
    assert report.faults == ()


PLACE = "「一、收入支出决算总体情况说明」下的段落「{{ unit.year }}年度收、支总计均为"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "overview.total|wan",
            "overview.totals|wan",
            "不认识的名称「totals」（Overview 没有这一项）",
        ),
        ("overview.total|wan", "overview.total|yuan", "不认识的格式「|yuan」"),
        ("overview.total|wan", "overvew.total|wan", "不认识的名称「overvew」"),
        ("overview.total|wan }}", "overview.total|wan +}}", "语法有误："),
    ],
)
def test_a_wrong_tag_is_named_with_its_place(
    old: str, new: str, says: str, with_text: Callable[[str, str], None]
) -> None:
    with_text(f"{{{{ {old}" if "{{" not in old else old, f"{{{{ {new}" if "{{" not in new else new)
    faults = checked().faults
    assert len(faults) == 1
    assert faults[0].startswith(PLACE)
    assert says in faults[0]
    result = CliRunner().invoke(main, ["template", "check", "2023"])
    assert result.exit_code == 1
    assert says in result.output


def test_a_wrong_name_is_found_where_two_are_set_at_once(
    with_text: Callable[[str, str], None],
) -> None:
    with_text("收、支总计均为{{", "收、支总计均为{% set a, b = overvew.total, 1 %}{{")
    faults = checked().faults
    assert any("不认识的名称「overvew」" in fault for fault in faults), faults


def test_a_wrong_tag_stops_the_build_with_its_place(with_text: Callable[[str, str], None]) -> None:
    with_text("overview.total|wan", "overview.totals|wan")
    outcome = build(REAL, Path("outputs"))
    assert outcome.unusable
    assert not Path("outputs").exists()
    assert PLACE in outcome.findings[0].message
    assert "totals" in outcome.findings[0].message


@pytest.mark.parametrize("typed", ["｛{", "｛甲｝{{"])
def test_a_full_width_brace_is_found(typed: str, with_text: Callable[[str, str], None]) -> None:
    with_text("收、支总计均为{{", f"收、支总计均为{typed}")
    assert any("花括号不成对，或用了全角花括号" in fault for fault in checked().faults)


def test_a_text_that_is_set_to_the_end_is_not_looked_for_at_the_beginning(
    with_text: Callable[[str, str], None],
) -> None:
    with_text("</w:body>", "<w:p><w:r><w:t>{% set x %}甲</w:t></w:r></w:p></w:body>")
    (fault,) = checked().faults
    assert "的段落「{% set x %}甲」：语法有误：「set」没有结束" in fault


def test_text_beside_a_paragraph_tag_is_found(with_text: Callable[[str, str], None]) -> None:
    """docxtpl would drop it without a word."""
    with_text("{%p for paragraph in", "说明{%p for paragraph in")
    assert any("{%p 标记要独占一段，同段的文字会丢失" in fault for fault in checked().faults)


def test_a_renamed_chart_is_found(with_text: Callable[[str, str], None]) -> None:
    with_text('name="图1"', 'name="图表 1"')
    assert any("图表「图表 1」不认识" in fault for fault in checked().faults)


def test_unused_figures_are_listed_by_path(with_text: Callable[[str, str], None]) -> None:
    with_text("overview.total|wan", "overview.expenditure_total|wan")
    assert all(re.fullmatch(r"[a-z_.0-9]+", path) for path in checked().unused)


def test_what_a_person_types_is_printed_as_typed() -> None:
    """Characters with a meaning for XML or the template engine are plain text in a cell."""
    typed = "{{ 1 + 1 }} & <b>甲</b> {% x %} 😀"
    book = opened(REAL)
    book["职责"]["A5"] = typed
    book.save("2023.xlsx")
    outcome = build(Path("2023.xlsx"), Path("outputs"))
    assert outcome.written is not None
    assert typed in lines(outcome.written.path)


def test_a_text_of_several_lines_in_one_tag_prints_its_breaks(
    with_text: Callable[[str, str], None],
) -> None:
    with_text("年度收、支总计均为", "年度{{ '甲\\n乙' }}收、支总计均为")
    written = build(REAL, Path("outputs")).written
    assert written is not None
    (line,) = (line for line in read_lines(written.path.read_bytes(), "draft") if "甲" in line)
    assert "年度甲 乙收、支总计均为" in line  # what is read for comparing has one line


def test_a_cell_whose_paragraphs_are_left_out_has_an_empty_one(
    with_text: Callable[[str, str], None],
) -> None:
    """Word opens no cell without a paragraph."""
    heads = ("", '<w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>', "<w:tcPr/>")
    gone = "".join(
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        for words in ("{%p if not unit.year %}", "甲", "{%p endif %}")
    )
    for head in heads:
        with_text(
            "<w:body>",
            f"<w:body><w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{head}{gone}</w:tc></w:tr></w:tbl>",
        )
    written = build(REAL, Path("outputs")).written
    assert written is not None
    tables = Document(str(written.path)).tables[: len(heads)]
    assert [len(table.cell(0, 0).paragraphs) for table in tables] == [1] * len(heads)
