"""上年公开数 of a new workbook: what the final version of the year before printed."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.model import Facts
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL
from tests.helpers.opening import opened

WAN = Decimal(10000)
SOURCE = Path("甲局.xlsx")
RECORDS = Path("outputs/2023/记录")


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@cache
def recorded(workbook: bytes) -> str:
    """The record of a draft, which needs no document beside it here."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        SOURCE.write_bytes(workbook)
        assert gen("build", SOURCE).exit_code in (0, 1)  # with errors a draft is written as well
        (draft,) = RECORDS.glob("*第*稿.docx.json")
        return draft.read_text("utf-8")


def published(name: str = "甲局决算公开定稿.docx", written: str = "") -> Path:
    """A final version's record; that of the draft with the same content, without the layout."""
    record = json.loads(recorded(SOURCE.read_bytes()))
    record |= {"file": name, "final": True}
    if written:
        record["written"] = written
    place = RECORDS / f"{name}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return place


def put(path: Path, **cells: object) -> None:
    """Write into cells; their names have the sheet before ``__``."""
    book = opened(path)
    for name, value in cells.items():
        sheet, address = name.split("__")
        book[sheet][address].value = value
    book.save(path)


def rolled(*options: str) -> tuple[str, Facts]:
    result = gen("new", "2024", "--from", SOURCE, *options)
    assert result.exit_code == 0, result.output
    return result.output, read_workbook(Path("inputs/2024.xlsx")).facts


@pytest.fixture(autouse=True)
def source() -> None:
    shutil.copy(REAL, SOURCE)


# The general expenditure, and with it the totals of 公开01表, less by 3.37.
LATER = {"公开01表__C33": 230, "公开01表__C7": 230}


def test_a_workbook_that_stands_as_published_says_so() -> None:
    published()
    output, facts = rolled()
    assert "上年公开数取自定稿 甲局决算公开定稿.docx。" in output
    assert all(
        row["published"].value == row["prior"].value
        for table in ("prior", "three_public_items", "operating")
        for row in facts[table].rows
    )


@pytest.mark.parametrize("options", [(), ("--currency", "元")])
def test_what_was_printed_stays_published_after_the_workbook_changed(
    options: tuple[str, ...],
) -> None:
    published()
    put(SOURCE, **LATER)
    output, facts = rolled(*options)
    assert "公开01表!C33 本年收入合计（公开 233.37 万元，工作簿 230 万元）" in output
    assert "有 1 个数" in output and "没有找到" not in output
    income = facts["prior"]["income"]
    assert income["published"].value == Decimal("233.37") * WAN
    assert income["prior"].value == 230 * WAN
    total = facts["prior"]["total"]
    assert total["published"].value == total["prior"].value == Decimal("233.37") * WAN
    checked = gen("check", "inputs/2024.xlsx")
    assert "Y01  本年收入合计·上年决算数与上年公开的数不同，没有写更正原因" in checked.output
    assert checked.output.count("Y01") == 1


def test_a_change_that_prints_alike_is_none() -> None:
    published()
    put(SOURCE, 公开01表__C33=Decimal("233.3749"))
    output, facts = rolled()
    assert "上年公开数取自定稿 甲局决算公开定稿.docx。" in output
    row = facts["prior"]["income"]
    assert row["published"].value == row["prior"].value


def test_the_latest_of_several_final_versions_counts() -> None:
    published(written="2024-09-01T10:00:00+08:00")
    put(SOURCE, **LATER)
    published("甲局决算公开定稿2.docx", "2024-09-02T10:00:00+08:00")
    output, facts = rolled()
    assert "上年公开数取自定稿 甲局决算公开定稿2.docx。" in output
    assert facts["prior"]["income"]["published"].value == 230 * WAN


def test_without_a_final_version_it_is_said() -> None:
    assert gen("build", SOURCE).exit_code == 0  # a draft is not what was published
    output, facts = rolled()
    said = "没有找到 2023 年度的定稿记录：上年公开数取自工作簿，请与公开的数核对。"
    assert said in output
    assert facts["prior"]["income"]["published"].value == Decimal("233.37") * WAN


def test_another_workbooks_final_version_is_not_taken() -> None:
    record = published()
    record.write_text(record.read_text("utf-8").replace("甲局.xlsx", "乙局.xlsx"), "utf-8")
    assert "没有找到 2023 年度的定稿记录" in rolled()[0]


def test_the_final_version_is_looked_for_where_the_drafts_are() -> None:
    published()
    Path("outputs").rename("草稿")
    assert "上年公开数取自定稿" in rolled("--outputs", "草稿")[0]


def test_a_damaged_record_is_told() -> None:
    record = published()
    record.write_text(record.read_text("utf-8")[:300], "utf-8")
    output, _ = rolled()
    assert f"没有找到 2023 年度的定稿记录（记录 {record} 读不了）" in output


def test_a_figure_that_the_final_version_does_not_print_is_named() -> None:
    place = published()
    record = json.loads(place.read_text("utf-8"))
    record["figures"] = [row for row in record["figures"] if row[2] != "公开01表!C33"]
    place.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    put(SOURCE, **LATER)
    output, facts = rolled()
    assert "定稿里没有找到 1 个数：公开01表!C33 本年收入合计" in output
    assert facts["prior"]["income"]["published"].value == 230 * WAN


def test_a_blank_workbook_says_nothing_of_it() -> None:
    assert "公开数" not in gen("new", "2024").output
