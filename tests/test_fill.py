"""``gen fill``: tables that the office has already, into a workbook."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.editions import load
from generator.history.papers import read_paper
from generator.model import Facts
from generator.pipeline import examine
from generator.products.filling import FillReport, fill_in
from generator.products.pdf.converting import xlsx_of
from generator.workbook.exports.titles import number_in
from generator.workbook.reading.facts import Unreadable, Workbook, read_workbook
from generator.workbook.writing import Values, write_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.binarybook import binary_workbook
from tests.helpers.exports import (
    LAYOUTS,
    ExportLayout,
    amounts,
    as_page,
    as_spreadsheet_xml,
    converted,
    write_export,
    write_upstream,
)
from tests.helpers.opening import looked_at, opened
from tests.helpers.sampling import everything, some

DEPARTMENT = ROOT / "inputs" / "examples" / "行政部门.xlsx"
INSTITUTION = ROOT / "inputs" / "examples" / "事业单位.xlsx"
BLANK = Path("2023.xlsx")


def gen(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def no_office(_content: bytes) -> bytes:
    raise AssertionError("LibreOffice is not needed")


@cache
def example(path: Path) -> Workbook:
    return read_workbook(path)


@cache
def blank() -> bytes:
    path = Path("blank.xlsx")
    write_workbook(load("2023"), path, 2023)
    return path.read_bytes()


def filled(files: Sequence[Path], workbook: Path = BLANK, replace: bool = False) -> FillReport:
    if not workbook.exists():
        workbook.write_bytes(blank())
    return fill_in(workbook, files, no_office, replace)


def facts(workbook: Path = BLANK) -> Facts:
    """What stands in a workbook in which much is still blank."""
    try:
        return read_workbook(workbook).facts
    except Unreadable as problem:
        return problem.rest.facts


def figures(source: Workbook, found: Facts) -> tuple[dict[Any, Any], dict[Any, Any]]:
    forms = source.edition.forms
    return amounts(source.facts, forms), amounts(found, forms)


# --- layouts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", some(LAYOUTS, 8), ids=lambda layout: layout.name)
def test_every_figure_comes_back_from_every_layout(layout: ExportLayout) -> None:
    source = example(INSTITUTION)
    report = filled(write_export(source, layout, Path("exports")))
    wanted, found = figures(source, facts())
    assert len(wanted) == 303
    assert found == wanted
    assert report.whole
    # Where nothing stands, an export may print zeros: then the table is one with figures.
    blank = [] if layout.zeros else ["公开07表没有数", "公开08表没有数"]
    assert [refused.why for refused in report.refused] == blank


@pytest.mark.parametrize("currency", ["￥", "RMB "])
def test_amounts_with_the_mark_of_the_currency(currency: str) -> None:
    source = example(INSTITUTION)
    layout = replace(LAYOUTS[-1], currency=currency)
    assert layout.texts
    report = filled(write_export(source, layout, Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted and report.whole


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("wide", ["merged", "heads", "last"])
def test_each_column_over_two_of_the_sheet(wide: str, numbered: bool) -> None:
    source = example(INSTITUTION)
    layout = ExportLayout("wide", wide=wide, numbered=numbered)
    report = filled(write_export(source, layout, Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted and report.whole


def test_the_only_column_that_is_no_budget_is_taken_whatever_its_name() -> None:
    source = example(INSTITUTION)
    layout = ExportLayout("本年完成数", numbered=False, outturn="本年完成数")
    filled(write_export(source, layout, Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted


@pytest.mark.parametrize("path", [REAL, DEPARTMENT, ROOT / "inputs/examples/新设单位.xlsx"])
def test_units_with_blank_and_with_long_tables(path: Path) -> None:
    source = example(path)
    filled(write_export(source, LAYOUTS[0], Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted


@pytest.mark.parametrize("layout", [LAYOUTS[1], LAYOUTS[8]], ids=lambda layout: layout.name)
@pytest.mark.parametrize("place", ["shanghai-2024", "hunan-2024"])
def test_tables_of_other_places(place: str, layout: ExportLayout) -> None:
    """Those of Shanghai have no 行次 and 三公 in pairs."""
    (path,) = (ROOT / "inputs/examples" / place).glob("*.xlsx")
    source = example(path)
    write_workbook(source.edition, BLANK, 2024)
    report = filled(write_export(source, layout, Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted
    assert report.whole


def test_a_paper_of_shanghai_comes_back() -> None:
    (path,) = (ROOT / "inputs/examples/shanghai-2024").glob("*.xlsx")
    source, (made, _) = example(path), examine(path)
    assert made is not None
    Path("稿.docx").write_bytes(made.draft.docx)
    read = read_paper(Path("稿.docx"), "shanghai-2024")
    write_workbook(read.edition, BLANK, read.year, read.content)
    wanted, found = figures(source, facts())
    assert len(wanted) == 348
    assert found == wanted


def test_a_binary_workbook() -> None:
    source = example(INSTITUTION)
    (export,) = write_export(source, LAYOUTS[0], Path("exports"))
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        str(sheet.title): list(sheet.iter_rows(values_only=True)) for sheet in opened(export)
    }
    Path("决算.xlsb").write_bytes(binary_workbook(sheets))
    report = filled([Path("决算.xlsb")])
    wanted, found = figures(source, facts())
    assert found == wanted
    assert report.whole
    # Given as the workbook, it is told which tables it has, and what takes them.
    told = gen("check", "决算.xlsb").output
    first, last = "2023年度收入支出决算总表", "2023年度财政拨款“三公”经费支出决算表"
    assert f"决算.xlsb：是导出的表（{first}、" in told
    assert f"、{last}），不是填报工作簿\n  处理：用 gen fill 工作簿 决算.xlsb 把" in told


def test_a_budget_form_given_as_the_workbook() -> None:
    titles = ("2023年预算单位收支总表", "2023年预算单位收入总表")
    heads: list[list[str | float | None]] = [["项目", "本年预算"], ["一、本年收入", 12.5]]
    sheets: dict[str, Sequence[Sequence[str | float | None]]] = {
        f"预算{n}": [[title], *heads] for n, title in enumerate(titles)
    }
    Path("预算.xlsb").write_bytes(binary_workbook(sheets))
    told = gen("check", "预算.xlsb").output
    assert "错误 I01  预算.xlsb：是预算表（2 张），不是决算的填报工作簿\n" in told


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_files_of_excel_97_and_of_libreoffice(ending: str, tmp_path: Path) -> None:
    """What differs by the reader: merged cells, texts, numbers, all on one sheet, breaks in heads."""
    source = example(INSTITUTION)
    chosen = {"printed", "software", "high", "wide", "texts"}
    made = {
        layout.name: write_export(source, layout, tmp_path / "exports" / layout.name)
        for layout in LAYOUTS
        if not layout.single and (layout.name in chosen or everything())
    }
    assert len(made) == (13 if everything() else 5)
    files = iter(converted([f for files in made.values() for f in files], ending, tmp_path))
    for name, written in made.items():
        workbook = tmp_path / f"{name}-2023.xlsx"
        report = filled([next(files) for _ in written], workbook)
        wanted, found = figures(source, facts(workbook))
        assert found == wanted, name
        assert report.whole
    old = (tmp_path / f"printed.{ending}").read_bytes()
    (tmp_path / "printed.et").write_bytes(old)  # of WPS, which is known by its content
    assert filled([tmp_path / "printed.et"], tmp_path / "et.xlsx").whole
    # Cut short: told, whatever happens to the library that reads it.
    whole = (tmp_path / f"printed.{ending}").read_bytes()
    for number, length in enumerate((700, 3000, len(whole) // 2)):
        torn = tmp_path / f"torn{number}.{ending}"
        torn.write_bytes(whole[:length])
        assert filled([torn], tmp_path / "printed-2023.xlsx").backup is None
    locked = tmp_path / f"locked.{ending}"
    locked.write_bytes(_locked(whole))
    (refused,) = filled([locked], tmp_path / "printed-2023.xlsx").refused
    assert refused.why == "设有打开密码"


def _locked(whole: bytes) -> bytes:
    """The file as one that asks for a password: what says so is there, the rest stays as it was."""
    if not whole.startswith(b"PK"):
        begin = whole.index(bytes.fromhex("0908100000060500"))  # BOF of the workbook
        second = begin + 20
        return whole[:second] + bytes.fromhex("2f00") + whole[second + 2 :]  # FILEPASS
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(whole)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "META-INF/manifest.xml":
                said = b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
                entry = b'<manifest:file-entry manifest:full-path="content.xml">'
                content = content.replace(b"</manifest:manifest>", entry + said)
            new.writestr(name, content)
    return stream.getvalue()


def test_the_tables_of_the_accounts_software() -> None:
    source = example(DEPARTMENT)
    report = filled([write_upstream(source, Path("财决.xlsx"))])
    wanted, found = figures(source, facts())
    taken = {"totals", "fiscal", "income", "expenditure", "general"}
    assert found == {key: value for key, value in wanted.items() if key[0] in taken}
    assert ["财决08-1表没有对应的公开表" in refused.why for refused in report.refused] == [True]


def test_a_published_table_counts_before_one_of_the_accounts_software() -> None:
    source = example(DEPARTMENT)
    upstream = write_upstream(source, Path("财决.xlsx"))
    report = filled([upstream, *write_export(source, LAYOUTS[0], Path("exports"))])
    assert figures(source, facts())[1] == figures(source, facts())[0]
    assert {refused.expected for refused in report.refused} == {True}


def test_the_draft_of_another_program_or_last_draft_as_word_tables() -> None:
    made, _ = examine(DEPARTMENT)
    assert made is not None
    Path("稿.docx").write_bytes(made.draft.docx)
    report = filled([Path("稿.docx")])
    source = example(DEPARTMENT)
    wanted, found = figures(source, facts())
    names = {key for key in wanted if key[2] == "name"}
    assert {key: found.get(key) for key in names} == {key: wanted[key] for key in names}
    assert found == wanted
    projects = facts()["projects"].rows
    assert [row["name"].text for row in projects] == [
        row["name"].text for row in source.facts["projects"].rows
    ]
    for block in ("goals", "indicators", "key_work"):
        assert _words(facts(), block) == _words(source.facts, block)
    for row, own in zip(projects, source.facts["projects"].rows, strict=True):
        for key in ("category", "attribute", "type", "budget", "outturn", "deviation"):
            assert row[key].value == own[key].value
    assert not any(table.differing or table.problems for table in report.tables)


def _words(found: Facts, block: str) -> list[dict[str, Any]]:
    unprinted = {"points", "weight"}
    return [
        {key: fact.value for key, fact in row.cells.items() if key not in unprinted}
        for row in found[block].rows
    ]


@pytest.mark.parametrize(
    ("head", "amount", "told", "taken"),
    [
        ("项目资金（万元）", 20.5, [], Decimal(205000)),
        ("项目资金（元）", 20.5, [], Decimal("20.5")),
        ("项目资金", 20.5, ["Sheet!B4 没有写明是元还是万元"], None),
        ("项目资金（万元）", "约20", ["Sheet!B4 是文字「约20」，应是数字"], None),
        ("项目资金", None, [], None),
    ],
)
def test_the_amounts_of_an_evaluation_form_need_their_unit_of_money(
    head: str, amount: Any, told: list[str], taken: Decimal | None
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["2023年度项目支出绩效自评表"],
        ["项目名称", "档案管理"],
        [None, "预算数", "执行数"],
        [head, amount, 20],
        ["一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值"],
        ["产出指标", "数量指标", "档案卷数", "2000", "2100"],
    ):
        book.active.append(row)
    book.save("自评.xlsx")
    report = filled([Path("自评.xlsx")])
    assert {str(table.place) for table in report.tables} == {"自评.xlsx Sheet!A1:E6"}
    problems = [problem for table in report.tables for problem in table.problems]
    assert [problem for problem in problems if "B4" in problem] == told
    (project,) = facts()["projects"].rows
    assert project["name"].value == "档案管理"
    assert project["budget"].value == taken


# --- what a person typed -------------------------------------------------------------------------


def test_typed_cells_are_left_and_listed() -> None:
    source = example(DEPARTMENT)
    files = write_export(source, LAYOUTS[1], Path("exports"))
    filled(files)
    book = openpyxl.load_workbook(BLANK)
    row = next(r for r in range(7, 40) if book["公开03表"].cell(r, 1).value == "208")
    was = book["公开03表"].cell(row, 5).value
    book["公开03表"].cell(row, 5, 1)
    book["公开05表"].cell(9, 4, "别的名称")
    book.save(BLANK)
    report = filled(files)
    differing = [s for table in report.tables for s in table.differing]
    assert [(str(s.entry.cell), s.stands) for s in differing] == [
        (f"公开03表!E{row}", "1"),
        ("公开05表!D9", "别的名称"),
    ]
    assert "software.xlsx GK03" in differing[0].entry.source
    assert report.backup is None
    assert looked_at(BLANK)["公开03表"].cell(row, 5).value == 1
    replaced = filled(files, replace=True)
    assert replaced.whole
    assert looked_at(BLANK)["公开03表"].cell(row, 5).value == was


def test_codes_that_were_carried_over_follow_the_export() -> None:
    source = example(DEPARTMENT)
    codes = ["205", "20599", "2059999", "201"]
    content = {("expenditure", str(n), "code"): code for n, code in enumerate(codes)}
    names = {("expenditure", str(n), "name"): "上年的名称" for n, _ in enumerate(codes)}
    write_workbook(load("2023"), BLANK, 2023, Values({**content, **names}))
    filled(write_export(source, LAYOUTS[0], Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted
    table = facts()["expenditure"]
    assert [row.key for row in table.rows] == [row.key for row in source.facts["expenditure"].rows]


def test_a_longer_table_moves_the_notes_down_and_keeps_the_look() -> None:
    source = example(DEPARTMENT)
    filled(write_export(source, LAYOUTS[0], Path("exports")))
    sheet = openpyxl.load_workbook(BLANK)["公开03表"]
    rows = len(source.facts["expenditure"].rows)
    assert rows > 41
    last = 6 + rows
    assert sheet.cell(last, 5).value is not None
    assert str(sheet.cell(last + 1, 1).value).startswith("注：")
    assert sheet.cell(last, 5)._style == sheet.cell(20, 5)._style
    assert f"A{last}:C{last}" in sheet.merged_cells
    (area,) = [str(r.sqref) for r in sheet.conditional_formatting]
    assert area.endswith(str(last))
    assert sheet.print_area.endswith(f"${last + 2}")


# --- what follows ------------------------------------------------------------------------------


def test_codes_are_not_typed_twice() -> None:
    source = example(DEPARTMENT)
    filled(write_export(source, LAYOUTS[0], Path("exports")))
    found = facts()
    spent = {
        row.key
        for form, column in (("general", "total"), ("fund", "expenditure"), ("capital", "total"))
        for row in source.facts[form].rows
        if len(row.key) == 7 and row[column].value
    }
    assert {row.key for row in found["budget"].rows if row.key != "total"} == spent
    assert {row.key for row in found["subjects"].rows} == {
        row.key for row in source.facts["expenditure"].rows if len(row.key) == 7
    }
    name = source.facts["profile"]["name"]["value"].text
    assert found["profile"]["name"]["value"].text == name
    again = filled(write_export(source, LAYOUTS[0], Path("exports")))
    assert sum(table.written for table in again.tables) == 0


def test_the_operating_funds_of_one_unit_are_its_public_funds() -> None:
    source = example(REAL)
    cells = {("profile", "unit_type", "value"): "行政单位", ("profile", "entity", "value"): "单位"}
    write_workbook(load("2023"), BLANK, 2023, Values(cells))
    filled(write_export(source, LAYOUTS[0], Path("exports")))
    public = source.facts["basic"]["public"]["amount"].value
    assert facts()["operating"]["operating"]["this"].value == public


# --- what is not taken ---------------------------------------------------------------------------


def refused(*changes: tuple[str, int, int, Any], layout: ExportLayout = LAYOUTS[0]) -> list[str]:
    """What is said of an export after cells of it were changed."""
    (path,) = write_export(example(DEPARTMENT), layout, Path("exports"))
    book = openpyxl.load_workbook(path)
    for sheet, row, column, value in changes:
        book[sheet].cell(row, column, value)
    book.save(path)
    return [f"{r.where}：{r.why}" for r in filled([path]).refused]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("公开03表", 1, 1, "2022年度支出决算表"), "是 2022 年度的，工作簿是 2023 年度的"),
        (("公开03表", 1, 1, "2023年度部门支出预算表"), "是预算表，不是决算表"),
        (("公开03表", 3, 4, "金额单位：千元"), "千元"),
        (("公开03表", 3, 4, None), None),
    ],
)
def test_a_table_of_another_kind_is_named(change: tuple[str, int, int, Any], said: str) -> None:
    found = refused(change)
    if said is None:  # the file says 万元 throughout
        assert found == []
    else:
        assert len(found) == 1
        assert said in found[0]
        assert "公开03表!A1" in found[0]
        assert facts()["expenditure"].rows[0]["total"].value is None


def test_a_table_that_is_none_of_the_nine_is_named() -> None:
    (path,) = write_export(example(REAL), LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    sheet = book["公开03表"]
    sheet.title, sheet["A1"], sheet["D2"] = "表三", "2023年度项目支出决算表", None
    book.save(path)
    report = filled([path])
    assert [r.why for r in report.refused if "没有数" not in r.why] == ["不是公开表，没有取"]
    assert facts()["expenditure"].rows[0]["total"].value is None


@pytest.mark.parametrize("name", ["Sheet2", "公开03表(2)", "支出决算表续"])
@pytest.mark.parametrize("code", [str, int, lambda code: [code[:3], code[3:5], code[5:]]])
def test_a_page_without_title_and_head_is_named(name: str, code: Callable[[str], Any]) -> None:
    """Its rows would be lost without a word."""
    (path,) = write_export(example(INSTITUTION), LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    page = book.create_sheet(name)
    for row in ("2210101", "廉租住房", 12.3, 12.3), ("2210201", "住房公积金", "4.56", "4.56"):
        said = code(row[0])
        page.append([*(said if isinstance(said, list) else [said]), *row[1:]])
    book.save(path)
    report = filled([path])
    (told,) = [r for r in report.refused if not r.expected]
    assert told.where.startswith(f"{path.name} {name}!A1:")
    assert "没有标题或表头" in told.why
    assert "接在那张表下面" in told.remedy


@pytest.mark.parametrize("form", ["公开01表", "公开04表"])
def test_a_table_of_lines_without_title_and_head_is_named(form: str) -> None:
    (path,) = write_export(example(INSTITUTION), LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    sheet = book[form]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    (first,) = (row for row in range(1, 20) if sheet.cell(row, 2).value == 1)
    sheet.delete_rows(1, first - 1)
    sheet.title = "Sheet2"
    book.save(path)
    (told,) = [r for r in filled([path]).refused if not r.expected]
    assert told.where.startswith(f"{path.name} Sheet2!A1:")
    assert "没有标题或表头" in told.why


def test_words_and_numbers_that_are_no_table_are_not_named() -> None:
    (path,) = write_export(example(INSTITUTION), LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("封面")
    for row in (
        ["组织机构代码", 123456789],
        [2023, "年度"],
        ["208", "社会保障和就业支出"],
        ["第", 3, "页"],
    ):
        page.append(row)
    book.save(path)
    assert all(r.expected for r in filled([path]).refused)


def test_a_table_without_its_unit_of_money_is_not_taken() -> None:
    layout = ExportLayout("nameless", single=True)
    files = write_export(example(DEPARTMENT), layout, Path("exports"))
    book = openpyxl.load_workbook(files[2])
    book.active.cell(3, 4).value = None
    book.save(files[2])
    (left,) = filled([files[2]]).refused
    assert "看不出是元还是万元" in left.why


THREE_PUBLIC: list[list[Any]] = [
    ["2023年度财政拨款“三公”经费支出决算表"],
    ["单位：万元"],
    ["项目", "预算数", "决算数"],
    *([kind, 2, 1] for kind in ("合计", "公务用车购置及运行维护费", "公务用车运行维护费")),
    *([kind, 0, 0] for kind in ("因公出国（境）费", "公务用车购置费", "公务接待费")),
]


@pytest.mark.parametrize(
    ("head", "unit", "said"),
    [
        ("金额", None, "表头没有写金额单位，看不出是元还是万元"),
        ("金额（元）", None, Decimal(1000)),
        ("决算数（万元）", None, Decimal(10_000_000)),
        ("金额（元）", "单位：元", Decimal(1000)),
        ("金额（元）", "单位：万元", "表头写了两种金额单位：「万元」和「元」（01!B4）"),
    ],
)
def test_the_unit_of_money_is_that_of_the_table(
    head: str, unit: str | None, said: str | Decimal
) -> None:
    """It may stand in the heads of the columns; 三公 is in 万元 beside tables in 元."""
    book = openpyxl.Workbook()
    left, right = (side.lines for side in load("2023").form("totals").sides)
    for row in (
        ["2023年度收入支出决算总表"],
        ["某某区档案局", unit],
        ["收入", None, "支出"],
        ["项目", head, "项目", head],
        *([a.label, 1000, b.label, 1000] for a, b in zip(left, right, strict=False)),
    ):
        book.active.append(row)
    book.active.title = "01"
    three_public = book.create_sheet("三公")
    for row in THREE_PUBLIC:
        three_public.append(row)
    book.save("决算.xlsx")
    report = filled([Path("决算.xlsx")])
    found = facts()["totals"]["general"]["amount"].value
    if isinstance(said, str):
        assert [refused.why for refused in report.refused] == [said]
        assert found is None
    else:
        assert found == said


def test_the_tables_of_another_unit_are_named() -> None:
    cells = {("profile", "name", "value"): "乙市丙局"}
    write_workbook(load("2023"), BLANK, 2023, Values(cells))
    report = filled(write_export(example(DEPARTMENT), LAYOUTS[0], Path("exports")))
    assert len(report.refused) == 9
    assert {"的，工作簿是「乙市丙局」的" in r.why for r in report.refused} == {True}
    assert report.backup is None


def test_the_same_tables_in_an_export_and_in_a_paper_are_taken_once() -> None:
    made, _ = examine(REAL)
    assert made is not None
    Path("稿.docx").write_bytes(made.draft.docx)
    (export,) = write_export(example(REAL), LAYOUTS[11], Path("exports"))  # with zeros
    report = filled([export, Path("稿.docx")])
    assert report.whole
    assert figures(example(REAL), facts())[1] == figures(example(REAL), facts())[0]


def test_two_tables_that_differ_are_both_left() -> None:
    (first,) = write_export(example(DEPARTMENT), LAYOUTS[0], Path("one"))
    (second,) = write_export(example(DEPARTMENT), LAYOUTS[1], Path("two"))
    book = openpyxl.load_workbook(second)
    sheet = book.worksheets[2]
    row = next(r for r in range(5, 20) if sheet.cell(r, 4).value == "合计")
    sheet.cell(row, 5, 1)
    book.save(second)
    report = filled([first, second])
    assert "expenditure" not in {key[0] for key in figures(example(DEPARTMENT), facts())[1]}
    assert any("数不相同，两份都没有取" in r.why for r in report.refused)
    assert sum(r.expected for r in report.refused) == 8


def test_columns_that_do_not_add_up_are_not_taken() -> None:
    (path,) = write_export(example(DEPARTMENT), LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    sheet = book["公开05表"]
    for row in range(6, 40):
        if isinstance(sheet.cell(row, 5).value, int | float):
            sheet.cell(row, 5).value *= 3
    book.save(path)
    (left,) = filled([path]).refused
    assert "栏目对不上" in left.why


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.xls", b"", "是空文件"),
        ("坏.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 600, "内容已损坏"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 100, "内容已损坏"),
        ("说明.txt", "没有表".encode(), "没有认出一张决算公开的表"),
        ("说明.csv", b"a\0b,c", "内容既不是表格也不是文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_taken(
    name: str, content: bytes, said: str
) -> None:
    Path(name).write_bytes(content)
    report = filled([Path(name), *write_export(example(REAL), LAYOUTS[0], Path("exports"))])
    assert said in report.refused[0].why
    assert report.refused[0].where == name
    assert len([t for t in report.tables if t.target.startswith("公开")]) == 6


@pytest.mark.parametrize(
    "layout", [lay for lay in some(LAYOUTS, 8) if lay.titles], ids=lambda lay: lay.name
)
def test_tables_as_text_are_read(layout: ExportLayout) -> None:
    """As Excel saves a sheet as .csv: what was merged is blank."""
    source = example(INSTITUTION)
    folder = Path("texts")
    folder.mkdir()
    for path in write_export(source, layout, Path("exports")):
        for sheet in openpyxl.load_workbook(path):
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            (
                folder / f"{path.stem}-{sheet.title[:2]}{len(list(folder.iterdir()))}.csv"
            ).write_bytes(as_text(rows, ",").encode("gbk"))
    assert filled([folder]).whole
    wanted, found = figures(source, facts())
    assert found == wanted


@pytest.mark.parametrize(
    ("encoding", "between", "code"),
    [
        ("utf-8", "\t", "{}"),
        ("utf-8-sig", ",", '="{}"'),
        ("gb18030", "\t", "'{}"),
        ("utf-16", "\t", "{}\t "),
        ("gb18030", ";", "{}"),
    ],
)
def test_a_text_called_xls_is_read(encoding: str, between: str, code: str) -> None:
    source = example(INSTITUTION)
    (path,) = write_export(source, LAYOUTS[0], Path("exports"))
    rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(path)["公开03表"].iter_rows()
    ]
    for row in rows:
        if str(row[0]).isdigit():
            row[0] = code.format(row[0])
        row[4:] = [f"{v:,}" if isinstance(v, float) else v for v in row[4:]]
    Path("导出.xls").write_bytes(as_text(rows, between).encode(encoding))
    assert filled([Path("导出.xls")]).whole
    wanted, found = figures(source, facts())
    wanted = {key: value for key, value in wanted.items() if key[0] == "expenditure"}
    assert {key: value for key, value in found.items() if key[0] == "expenditure"} == wanted
    told = gen("check", "导出.xls").output
    assert "导出.xls：是导出的表（" in told
    assert "用 gen fill 工作簿 导出.xls 把这些表取进填报工作簿" in told


def as_text(rows: Sequence[Sequence[Any]], between: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_web_page_called_xls_is_read(encoding: str) -> None:
    source = example(INSTITUTION)
    (export,) = write_export(source, LAYOUTS[1], Path("exports"))
    Path("导出.xls").write_bytes(as_page(export).encode(encoding))
    report = filled([Path("导出.xls")])
    wanted, found = figures(source, facts())
    assert found == wanted
    assert report.whole


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><table><tr><td colspan=99999 rowspan=99999>x</td></tr></table>",
        "<html><body>" + "<table><tr><td>" * 3000,
        "<html><body><p>没有表</p>",
    ],
)
def test_a_hostile_web_page_is_told(page: str) -> None:
    Path("导出.xls").write_text(page, "utf-8")
    report = filled([Path("导出.xls")])
    assert report.refused and report.backup is None


def test_xml_called_xls_is_read_through_libreoffice() -> None:
    source = example(INSTITUTION)
    (export,) = write_export(source, LAYOUTS[1], Path("exports"))
    Path("导出.xls").write_text(as_spreadsheet_xml(export), "utf-8")
    BLANK.write_bytes(blank())
    report = fill_in(BLANK, [Path("导出.xls")], xlsx_of)
    wanted, found = figures(source, facts())
    assert found == wanted
    assert report.whole


def test_folders_lock_files_and_the_workbook_itself() -> None:
    write_export(example(REAL), LAYOUTS[7], Path("导出"))
    Path("导出/~$single-1.xlsx").write_bytes(b"x")
    Path("导出/说明.txt").write_text("x")
    write_workbook(load("2023"), Path("导出/2023.xlsx"), 2023)
    report = filled([Path("导出")], Path("导出/2023.xlsx"))
    assert report.whole
    wanted, found = figures(example(REAL), facts(Path("导出/2023.xlsx")))
    assert found == wanted


# --- the command -------------------------------------------------------------------------------


def test_the_command_tells_everything() -> None:
    gen("new", "2023", "--out", "2023.xlsx")
    write_export(example(DEPARTMENT), LAYOUTS[1], Path("exports"))
    result = gen("fill", "2023.xlsx", "exports")
    assert result.exit_code == 0
    assert "公开03表：2023年度支出决算表（元），取自 software.xlsx GK03" in result.output
    assert "原来的工作簿留作 2023-改前1.xlsx.bak" in result.output
    assert "还要填写：" in result.output
    again = gen("fill", "2023.xlsx", "exports", "--json")
    data = json.loads(again.output)
    assert data["backup"] is None
    assert {table["written"] for table in data["tables"]} == {0}
    assert data["missing"]["基本信息"] > 1


def test_an_export_that_changed_since_is_told_and_each_number_knows_its_cell() -> None:
    shutil.copy(REAL, BLANK)
    (export,) = write_export(example(REAL), LAYOUTS[1], Path("exports"))
    gen("fill", "2023.xlsx", "exports")
    assert "取自 software.xlsx GK03" in gen("explain", "2023.xlsx", "公开03表!E7").output
    assert "I47" not in gen("check", "2023.xlsx").output
    book = openpyxl.load_workbook(export)
    book.worksheets[2]["A1"] = "2023年度支出决算表（改）"
    book.save(export)
    told = gen("check", "2023.xlsx").output
    assert "I47" in told and "software.xlsx 在取数以后改过" in told


def test_what_is_still_to_fill_is_what_the_check_says() -> None:
    write_export(example(INSTITUTION), LAYOUTS[1], Path("exports"))
    report = filled([Path("exports")])
    todo = examine(BLANK)[1].todo
    assert report.missing == {sheet.sheet: sheet.count for sheet in todo}
    budget = next(sheet for sheet in todo if sheet.sheet == "年初预算")
    assert budget.parts[0].startswith("还差 ") and "还空着" not in budget.text


def test_another_workbook_is_no_export() -> None:
    report = filled([DEPARTMENT])
    assert {refused.why for refused in report.refused} == {"是填报工作簿，不是导出的表"}
    assert report.tables == ()


def test_an_open_workbook_is_told_and_nothing_is_written() -> None:
    gen("new", "2023", "--out", "2023.xlsx")
    write_export(example(REAL), LAYOUTS[0], Path("exports"))
    Path("~$2023.xlsx").write_text("")
    before = BLANK.read_bytes()
    result = gen("fill", "2023.xlsx", "exports")
    assert result.exit_code == 2
    assert "正在 Excel、WPS 或 LibreOffice 中打开" in result.output
    assert BLANK.read_bytes() == before
    assert not Path("2023-来源.json").exists()


def test_amounts_are_exact_in_a_workbook_in_yuan() -> None:
    cells = {("profile", "currency", "value"): "元"}
    write_workbook(load("2023"), BLANK, 2023, Values(cells))
    source = example(INSTITUTION)
    filled(write_export(source, LAYOUTS[2], Path("exports")))
    wanted, found = figures(source, facts())
    assert found == wanted
    assert any(value % 100 for value in found.values() if isinstance(value, Decimal))
    shutil.rmtree("exports")


@pytest.mark.parametrize(
    ("text", "number"),
    [("公开03表", 3), ("GK08", 8), ("gk10 国有资本", 10), ("GK123", 0), ("收入决算表", 0)],
)
def test_a_number_of_a_table_is_known_in_print_and_in_the_software(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("title", ["{}（续表）", "{}续表2", "{}", ""])
@pytest.mark.parametrize("sheets", [True, False])
def test_a_table_on_several_pages_is_taken_whole(title: str, sheets: bool) -> None:
    """Its title stands there again, on the same sheet or on another, or only its head does."""
    source = example(INSTITUTION)
    (path,) = write_export(source, LAYOUTS[0], Path("exports"))
    book = openpyxl.load_workbook(path)
    for sheet in [book["公开03表"], book["公开05表"]]:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        first = next(r for r in range(1, 20) if sheet.cell(r, 4).value == "合计")
        head = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=first - 1)]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
        again = [row for row in head if title or row[3]]
        if title:
            again[0] = [title.format(head[0][0])]
        sheet.delete_rows(1, sheet.max_row)
        for count, start in enumerate(range(0, len(rows), 5)):
            target = book.create_sheet(f"{sheet.title}{count}") if count and sheets else sheet
            for row in (*(again if count else head), *rows[start : start + 5]):
                target.append(row)
    book.save(path)
    report = filled([path])
    wanted, found = figures(source, facts())
    assert found == wanted
    assert not any(table.problems for table in report.tables)
