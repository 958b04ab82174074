"""The open data beside a document: what it says, what it keeps apart, and that it is data."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import openpyxl
import pytest
from msgspec.structs import replace

from generator.document import Draft
from generator.figures.disclosure import Disclosure
from generator.model import Fact
from generator.pipeline import build, derive, render_draft
from generator.products.opendata import open_data
from generator.products.opendata.files import as_text
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.doctext import lines
from tests.helpers.review_examples import changed

WORKBOOKS = [REAL, *sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))]
ADMINISTRATION = ROOT / "inputs" / "examples" / "行政部门.xlsx"
TABLES = [f"公开{n:02d}表" for n in range(1, 10)]

Files = dict[str, bytes]


@cache
def made(path: Path) -> tuple[Workbook, Disclosure, Draft]:
    workbook = read_workbook(path)
    disclosure = derive(workbook)[1]
    return workbook, disclosure, render_draft(workbook.edition, disclosure, final=True)


@cache
def files(path: Path = REAL) -> Files:
    workbook, disclosure, draft = made(path)
    return open_data(disclosure, workbook.edition, draft, final=True)


def loaded(path: Path = REAL) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(path)["决算公开数据.json"])
    return data


def rows(name: str, path: Path = REAL) -> list[dict[str, str]]:
    (file,) = (content for file, content in files(path).items() if file.startswith(name))
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def table(form: str, path: Path = REAL) -> list[dict[str, Any]]:
    (found,) = (t for t in loaded(path)["tables"] if t["number"] == form)
    entries: list[dict[str, Any]] = found["rows"]
    return entries


# --- JSON --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_json_keeps_to_its_schema(path: Path) -> None:
    schema = json.loads(files(path)["决算公开数据.schema.json"])
    fastjsonschema.validate(schema, loaded(path))


def test_the_schema_refuses_a_number_that_is_no_text() -> None:
    schema, data = json.loads(files()["决算公开数据.schema.json"]), loaded()
    data["tables"][0]["rows"][0]["amounts"]["amount"] = 233.37
    with pytest.raises(fastjsonschema.JsonSchemaException):
        fastjsonschema.validate(schema, data)


def test_amounts_are_what_the_document_prints() -> None:
    assert table("公开01表")[0] == {
        "part": "收入",
        "line": "1",
        "name": "一、一般公共预算财政拨款收入",
        "amounts": {"amount": "233.37"},
    }
    total = next(row for row in table("公开03表") if row["name"] == "合计")
    assert total["amounts"]["basic"] == "198.37"


def test_blank_zero_and_not_applicable_are_three_things() -> None:
    workbook = made(REAL)[0]

    def zero(fact: Fact) -> Fact:
        zeroed = str(fact.cell) == str(income.cell)
        return Fact(Decimal(0), fact.cell, fact.label, fact.unit) if zeroed else fact

    income = workbook.facts["fiscal"]["fund"]["amount"]
    spoiled = replace(workbook, facts=changed(workbook.facts, zero))
    disclosure = derive(spoiled)[1]
    draft = render_draft(workbook.edition, disclosure)
    data = json.loads(open_data(disclosure, workbook.edition, draft, False)["决算公开数据.json"])
    entries = {row["name"]: row["amounts"] for row in data["tables"][3]["rows"]}
    assert entries["二、政府性基金预算财政拨款"] == {"amount": "0.00"}
    assert entries["三、国有资本经营预算财政拨款"] == {"amount": None}
    assert set(entries["一、一般公共服务支出"]) == {"total", "general", "fund", "capital"}
    assert data["status"] == "征求意见稿"


def test_the_numbers_of_the_text_stand_in_their_clause() -> None:
    figures = loaded()["figures"]
    rate = next(figure for figure in figures if figure["name"] == "收、支总计增减率")
    assert (rate["value"], rate["unit"], rate["text"]) == ("4.0", "%", "4")
    assert "收、支总计各减少9.65万元，下降4%" in rate["clause"]
    assert all(figure["text"] in figure["clause"] for figure in figures)
    assert rate["place"][0].startswith("第三部分")


def test_no_cell_of_the_workbook_is_named() -> None:
    for path in WORKBOOKS:
        whole = b"".join(c for n, c in files(path).items() if not n.endswith(".xlsx"))
        assert b"!" not in whole.replace("！".encode(), b"")


# --- CSV ---------------------------------------------------------------------------------------


def test_there_is_one_csv_for_each_table_and_one_for_the_text() -> None:
    names = sorted(name for name in files() if name.endswith(".csv"))
    assert [name.split("-")[0] for name in names] == [*TABLES, "正文数字.csv"]
    assert all(files()[name].startswith(b"\xef\xbb\xbf") for name in names)


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_csv_and_json_say_the_same(form: str, path: Path) -> None:
    found, wanted = rows(form, path), table(form, path)
    assert len(found) == len(wanted) > 0
    for row, entry in zip(found, wanted, strict=True):
        given = list(entry["amounts"].values())
        printed = [value for value in list(row.values())[-_columns(form, path) :] if value != "NA"]
        assert [value or None for value in printed] == given


def _columns(form: str, path: Path) -> int:
    (found,) = (t for t in loaded(path)["tables"] if t["number"] == form)
    return len(found["columns"])


def test_what_a_table_does_not_have_is_not_blank() -> None:
    income = rows("公开04表")[0]
    assert income["决算数"] == "233.37"
    assert income["决算数-合计"] == "NA"


@pytest.mark.parametrize(
    "words", ["=1+1", "+86", "-甲", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "'a"]
)
def test_words_are_never_a_formula(words: str) -> None:
    assert as_text(words) == f"'{words}"


def test_other_words_and_negative_numbers_stay() -> None:
    assert as_text("一、甲=乙") == "一、甲=乙"
    workbook = made(REAL)[0]

    def negative(fact: Fact) -> Fact:
        if fact.cell.sheet == "公开02表" and isinstance(fact.value, Decimal):
            return Fact(-fact.value, fact.cell, fact.label, fact.unit)
        if fact.cell.sheet == "公开02表" and fact.text == "事业运行":
            return Fact("=HYPERLINK(1)", fact.cell, fact.label, fact.unit)
        return fact

    spoiled = replace(workbook, facts=changed(workbook.facts, negative))
    disclosure = derive(spoiled)[1]
    draft = render_draft(workbook.edition, disclosure)
    written = open_data(disclosure, workbook.edition, draft, False)
    lines_ = written["公开02表-收入决算表.csv"].decode("utf-8-sig").splitlines()
    assert lines_[1].startswith(",合计,-233.37,")
    book = openpyxl.load_workbook(io.BytesIO(written["决算公开数据.xlsx"]))
    kinds = {cell.data_type for row in book["公开02表"] for cell in row}
    assert "f" not in kinds


# --- the workbook ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_workbook_shows_the_tables_as_published(path: Path, tmp_path: Path) -> None:
    """Every row of the nine tables of the document, in order, word for word."""
    docx = tmp_path / "draft.docx"
    docx.write_bytes(made(path)[2].docx)
    said = "".join(lines(docx)).replace(" ", "").replace("|", "")
    book = openpyxl.load_workbook(io.BytesIO(files(path)["决算公开数据.xlsx"]))
    assert book.sheetnames == [*TABLES, "正文数字"]
    for name in TABLES:
        shown = "".join("".join(map(_shown, row)) for row in book[name])
        assert "".join(shown.split()) in "".join(said.split()).replace("/", "")


def _shown(cell: Any) -> str:
    if isinstance(cell.value, int | float):
        digits = len(cell.number_format.partition(".")[2])
        return f"{Decimal(str(cell.value)):.{digits}f}"
    return "" if cell.value is None else str(cell.value)


def test_numbers_are_numbers_and_stand_right() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(files()["决算公开数据.xlsx"]))["公开03表"]
    amounts = [c for row in sheet for c in row if isinstance(c.value, float)]
    assert 233.37 in {cell.value for cell in amounts}
    assert {cell.alignment.horizontal for cell in amounts} == {"right"}
    assert {cell.number_format for cell in amounts} == {"0.00"}
    assert sheet.print_title_rows


# --- files -------------------------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes() -> None:
    workbook, disclosure, draft = made(ADMINISTRATION)
    assert open_data(disclosure, workbook.edition, draft, final=True) == files(ADMINISTRATION)
    with zipfile.ZipFile(io.BytesIO(files()["决算公开数据.xlsx"])) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_the_description_names_every_file() -> None:
    words = files()["说明.txt"].decode("utf-8-sig")
    assert [name for name in files() if name not in words and name != "说明.txt"] == []
    assert "（定稿）" in words


def test_a_folder_that_is_there_is_left_and_never_changed(tmp_path: Path) -> None:
    first = build(REAL, tmp_path, products=["data"]).files["data"]
    assert first is not None
    assert first.name == "2023决算公开第1稿-数据"
    assert {path.name for path in first.iterdir()} == set(files())
    assert build(REAL, tmp_path, products=["data"]).files["data"] == first
    (first / "说明.txt").write_text("改过", "utf-8")
    second = build(REAL, tmp_path, products=["data"]).files["data"]
    assert second is not None
    assert second.name == "2023决算公开第1稿-数据2"
    assert (first / "说明.txt").read_text("utf-8") == "改过"
    assert build(REAL, tmp_path, products=["data"]).files["data"] == second
    assert not list(tmp_path.rglob(".*"))
