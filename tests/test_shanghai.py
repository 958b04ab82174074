"""The edition of Shanghai: its example reads like the official form, each branch has a case.

``pytest tests/test_shanghai.py --update-golden`` writes the golden text anew.
"""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.document.template.checking import check_template
from generator.editions import load
from generator.model import Severity
from generator.pipeline import build, whole_paper
from generator.workbook.reading.facts import read_workbook
from generator.workbook.writing import write_workbook
from tests.conftest import ROOT
from tests.helpers.casebook import SHANGHAI, Case, cases, counting, real, result, result_of
from tests.helpers.doctext import lines
from tests.helpers.opening import opened
from tests.helpers.readback import official_differences
from tests.helpers.textlint import complaints

EXAMPLE = ROOT / "inputs" / "examples" / "shanghai-2024" / "上海部门.xlsx"
GOLDEN = ROOT / "tests" / "golden" / "shanghai-2024.txt"
MARKER = "【待补充："
TABLES = (
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "财政拨款“三公”经费支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
)
SECTIONS = (
    "收入支出决算总体情况说明",
    "收入决算情况说明",
    "支出决算情况说明",
    "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明",
    "政府性基金预算财政拨款收入支出决算情况说明",
    "国有资本经营预算财政拨款收入支出决算情况说明",
    "预算绩效管理情况",
    "其他重要事项的情况说明",
)
NUMBERS = "一二三四五六七八九十"


def test_the_template_prints_all_that_the_edition_declares() -> None:
    report = check_template(load("shanghai-2024"))
    assert (report.faults, report.changed) == ((), ())


def test_the_example_has_no_error_and_no_warning(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    outcome = build(EXAMPLE, tmp_path, products=["data", "html"])
    assert [f.message for f in outcome.findings if f.severity is not Severity.HINT] == []
    assert outcome.written is not None
    draft = lines(outcome.written.path)
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text("\n".join(draft) + "\n", encoding="utf-8")
    assert draft == GOLDEN.read_text(encoding="utf-8").splitlines()
    data = next(path for path in outcome.files.values() if path.is_dir())
    book = openpyxl.load_workbook(io.BytesIO((data / "决算公开数据.xlsx").read_bytes()))
    assert book.sheetnames == [*TABLES, "正文数字"]
    assert {f"{name}.csv" for name in TABLES} <= {path.name for path in data.iterdir()}


def test_its_paper_gives_back_tables_and_units(tmp_path: Path) -> None:
    written = build(EXAMPLE, tmp_path).written
    assert written is not None
    read = whole_paper(written.path)
    write_workbook(read.edition, tmp_path / "读回.xlsx", read.year, read.content)
    given, again = read_workbook(EXAMPLE), read_workbook(tmp_path / "读回.xlsx")
    count, differing = official_differences(given, again)
    assert count > 500
    assert differing == []
    units = [[row["name"].text for row in book.facts["units"].rows] for book in (given, again)]
    assert units[0] == units[1] != []


def test_tables_and_sections_stand_in_the_order_of_the_form() -> None:
    printed = [
        text for style, text in result(Case("表样"), SHANGHAI).text.lines if style == "Heading2"
    ]
    assert printed == [
        "一、主要职能",
        "二、部门决算单位构成",
        *_numbered(TABLES),
        *_numbered(SECTIONS),
    ]


def _numbered(names: tuple[str, ...]) -> list[str]:
    return [f"{_chinese(n)}、{name}" for n, name in enumerate(names, 1)]


def _chinese(number: int) -> str:
    return NUMBERS[number - 1] if number <= 10 else f"十{NUMBERS[number - 11]}"


def test_no_instruction_of_the_form_and_no_number_of_a_table_is_printed() -> None:
    text = result(Case("表样"), SHANGHAI).text.whole
    for words in (
        "XX",
        "如持平",
        "不涉及的不列",
        "按上述格式",
        "作下述说明",
        "公开0",
        "行次",
        "栏次",
    ):
        assert words not in text


@pytest.mark.parametrize("name", list(cases(SHANGHAI)))
def test_a_case_prints_what_is_expected(name: str) -> None:
    case, made = cases(SHANGHAI)[name], result_of(name, SHANGHAI)
    for section, expected in case.expect.items():
        wanted = [line.rstrip() for line in expected.strip().splitlines()]
        assert [line.rstrip() for line in made.text.sections[section]] == wanted
    assert any(MARKER in line for _, line in made.text.lines) == case.incomplete
    assert complaints(made.text) == []
    said = " ".join(f"{f.message} {f.basis} {f.remedy}" for f in made.findings)
    assert "公开0" not in said and "行次" not in said


def test_every_branch_of_the_template_is_taken() -> None:
    taken = set().union(*(result_of(name, SHANGHAI).taken for name in cases(SHANGHAI)))
    branches = counting(SHANGHAI).branches
    assert [str(branch) for n, branch in enumerate(branches) if n not in taken] == []


def test_a_wrong_sum_is_told_in_the_words_of_the_form(tmp_path: Path) -> None:
    book = opened(EXAMPLE)
    for name, cell in (("收入支出决算总表", "B33"), ("财政拨款“三公”经费支出决算表", "A8")):
        book[name][cell] = 9999
    path = tmp_path / "错.xlsx"
    book.save(path)
    told = CliRunner().invoke(main, ["check", str(path)]).output
    assert "总计：总计=本年收入合计＋使用非财政拨款结余＋年初结转和结余" in told
    assert "合计·预算数=因公出国（境）费·预算数＋" in told
    assert "公开0" not in told and "行=" not in told and "栏=" not in told


def test_a_blank_workbook_is_read_as_its_edition_and_asks_for_what_is_needed() -> None:
    made = CliRunner().invoke(main, ["new", "2024", "--edition", "shanghai-2024"])
    assert made.exit_code == 0, made.output
    book = openpyxl.load_workbook("inputs/2024.xlsx")
    assert tuple(name for name in book.sheetnames if name in TABLES) == TABLES
    assert not {"整体绩效", "项目绩效", "项目指标", "重点工作", "科目解释"} & set(book.sheetnames)
    told = CliRunner().invoke(main, ["check", "inputs/2024.xlsx"]).output
    assert "还要填" in told and "错误" not in told and "I0" not in told


def test_the_tables_are_read_however_they_stand() -> None:
    facts = read_workbook(EXAMPLE).facts
    assert facts["general"]["total"]["total"].cell.address == "E46"
    assert facts["fiscal"]["opening_fund"]["amount"].value == 200000
    assert facts["three_public"]["row"]["outturn_purchase"].value == 176000
    assert real(SHANGHAI).edition.form("basic").numbered is False


def test_codes_of_basic_expenditure_may_stand_in_two_columns(tmp_path: Path) -> None:
    """类 and 款 apart, as district forms have them, pasted at A1."""
    book, name = opened(EXAMPLE), "一般公共预算财政拨款基本支出决算表"
    at = book.sheetnames.index(name)
    book.remove(book[name])
    sheet = book.create_sheet(name, at)
    for row in (
        ["类", "款", "科目名称", "决算数", "类", "款", "科目名称", "决算数"],
        ["301", None, "工资福利支出", 20, "302", None, "商品和服务支出", 7],
        ["301", "01", "基本工资", 20, "302", "01", "办公费", 7],
        ["人员经费合计", None, None, 20, "公用经费合计", None, None, 7],
    ):
        sheet.append(row)
    path = tmp_path / "两栏.xlsx"
    book.save(path)
    basic = read_workbook(path).facts["basic"]
    read = {key: basic[key]["amount"].value for key in ("301", "30101", "30201", "public")}
    assert read == {"301": 200000, "30101": 200000, "30201": 70000, "public": 70000}
