"""Next year's workbook from this year's."""

from __future__ import annotations

import contextlib
import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.model import Cell, Facts, Unit, Value
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.doctext import lines
from tests.helpers.nextyear import fill_in
from tests.helpers.opening import opened

WAN = Decimal(10000)


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Facts]:
    """The workbook of 2024 as the roll-over writes it, and what is read of it."""
    with contextlib.chdir(tmp_path_factory.mktemp("rolled")):
        result = gen("new", "2024", "--from", REAL)
        assert result.exit_code == 0, result.output
        path = Path("inputs/2024.xlsx").resolve()
    return path, read_workbook(path).facts


@pytest.fixture
def rolled(once: tuple[Path, Facts]) -> Facts:
    path, facts = once
    Path("inputs").mkdir()
    shutil.copy(path, "inputs")
    return facts


def test_this_years_figures_become_last_years(rolled: Facts) -> None:
    published = {"total", "income", "expenditure", "fiscal_total", "general_expenditure"}
    for line in published:
        assert rolled["prior"][line]["prior"].value == Decimal("233.37") * WAN
    assert rolled["prior"]["closing"]["prior"].value == 0


def test_what_is_to_be_written_anew_is_blank(rolled: Facts) -> None:
    assert not any(row["reason"].given for row in rolled["prior"].rows)
    assert not rolled["profile"]["publish_date"]["value"].given
    assert rolled["key_work"].rows == ()
    assert not any(row["score"].given for row in rolled["goals"].rows)
    assert not any(row["budget"].given for row in rolled["projects"].rows)
    for form in ("income", "expenditure", "general"):
        amounts = {k for row in rolled[form].rows for k, f in row.cells.items() if f.given}
        assert amounts == {"code", "name"}


def test_a_choice_is_carried_over_in_the_word_of_the_new_edition() -> None:
    assert gen("template", "new", "甲局2024", "--from", "2024").exit_code == 0
    Path("templates/甲局2024/sheets.toml").write_text(
        """
[[sheet]]
id = "profile"
[[sheet.block]]
id = "profile"
lines = [{ key = "unit_type", choices = { institution = "公益事业单位" } }]
[[sheet]]
id = "projects"
[[sheet.block]]
id = "projects"
columns = [{ key = "category", choices = { departmental = "部门项目" } }]
""",
        "utf-8",
    )
    said = gen("new", "2024", "--edition", "甲局2024", "--from", REAL, "--out", "新.xlsx")
    assert said.exit_code == 0, said.output
    facts, old = read_workbook(Path("新.xlsx")).facts, read_workbook(REAL).facts
    assert facts["profile"]["unit_type"]["value"].text == "公益事业单位"
    assert facts["profile"]["level"]["value"].text == old["profile"]["level"]["value"].text
    assert {row["category"].text for row in old["projects"].rows} == {"部门预算项目"}
    assert {row["category"].text for row in facts["projects"].rows} == {"部门项目"}


def test_standing_text_is_carried_over(rolled: Facts) -> None:
    real = read_workbook(REAL).facts
    for block in ("duties", "organisation", "subjects"):
        assert [r.cells.keys() for r in rolled[block].rows] == [
            r.cells.keys() for r in real[block].rows
        ]
    assert rolled["profile"]["name"]["value"].text == real["profile"]["name"]["value"].text
    assert rolled["profile"]["year"]["value"].text == "2024"
    assert [r["name"].text for r in rolled["projects"].rows] == [
        r["name"].text for r in real["projects"].rows
    ]
    assert [r.key for r in rolled["general"].rows] == [r.key for r in real["general"].rows]


def test_last_years_words_stand_beside(rolled: Facts) -> None:
    book = opened(Path("inputs/2024.xlsx"))
    reason = rolled["prior"]["total"]["reason"].cell
    comment = book[reason.sheet][reason.address].comment
    assert comment is not None
    assert comment.text == "上年：项目支出减少"


@pytest.mark.parametrize(("currency", "amount"), [("万元", "240"), ("元", "2400000")])
def test_last_years_words_stand_beside_the_totals_of_the_budget(
    tmp_path: Path, currency: str, amount: str
) -> None:
    """全年预算数 and 差异原因, on the row 合计 and in 各类预算合计; the sum is a formula anew."""
    source, book = tmp_path / "2023.xlsx", opened(REAL)
    sheet = book["年初预算"]
    kinds = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=30)}
    for row in (4, kinds["一般公共预算"]):
        sheet[f"F{row}"], sheet[f"J{row}"] = 240, "追加了人员经费"
    sheet[f"E{kinds['一般公共预算']}"] = 208.72
    book.save(source)
    result = gen(
        "new", "2024", "--from", source, "--currency", currency, "--out", tmp_path / "n.xlsx"
    )
    assert result.exit_code == 0, result.output
    new = opened(tmp_path / "n.xlsx")["年初预算"]
    row = next(row[0].row for row in new.iter_rows() if row[0].value == "一般公共预算")
    comments = {
        cell.coordinate: cell.comment.text.rpartition("\n")[2]
        for line in (4, row)
        for cell in new[line]
        if cell.comment
    }
    assert comments == {
        **{f"F{line}": f"上年：{amount}" for line in (4, row)},
        **{f"J{line}": "上年：追加了人员经费" for line in (4, row)},
        f"E{row}": "上年：" + ("208.72" if currency == "万元" else "2087200"),
    }
    assert str(new["E4"].value).startswith("=IF(COUNT(") and new["F4"].value is None
    totals = read_workbook(tmp_path / "n.xlsx").facts["budget"]["total"]
    assert totals["reason"].last_year == "追加了人员经费"


def test_what_was_published_is_kept_beside_last_years_figures(rolled: Facts) -> None:
    for table in ("prior", "three_public_items", "operating"):
        for row in rolled[table].rows:
            assert row["published"].value == row["prior"].value
            assert not row["correction"].given
    book = opened(Path("inputs/2024.xlsx"))
    cell = rolled["prior"]["total"]["published"].cell
    assert book[cell.sheet][cell.address].protection.locked
    assert not book[cell.sheet][rolled["prior"]["total"]["prior"].cell.address].protection.locked


def test_codes_and_projects_are_rows_to_confirm_or_delete(rolled: Facts) -> None:
    real = read_workbook(REAL).facts
    for form in ("income", "expenditure", "general", "fund"):
        assert [row.key for row in rolled[form].rows] == [row.key for row in real[form].rows]
    assert [r.key for r in rolled["budget"].rows] == [r.key for r in real["budget"].rows]
    projects, indicators = rolled["projects"].rows, rolled["indicators"].rows
    assert len(projects) == len(real["projects"].rows)
    assert [r["target"].value for r in indicators] == [
        r["target"].value for r in real["indicators"].rows
    ]
    assert not any(row["result"].given or row["score"].given for row in indicators)


def test_an_empty_year_rolls_over_as_well(rolled: Facts) -> None:
    assert gen("new", "2025", "--from", "inputs/2024.xlsx").exit_code == 0
    facts = read_workbook(Path("inputs/2025.xlsx")).facts
    assert facts["profile"]["year"]["value"].text == "2025"
    assert facts["prior"]["total"]["prior"].value == 0


# --- the year after: rolled over, filled in, built -------------------------------------------

LABELS = ("使用非财政拨款结余", "使用非财政拨款结余（含专用结余）")
# With the same figures as the year before, the 2024 draft is the 2023 one with these changes.


@pytest.fixture
def filled(rolled: Facts) -> Path:
    path = Path("inputs/2024.xlsx")
    fill_in(path, 2024, "2024", REAL)
    return path


def test_the_2024_draft_differs_from_the_2023_one_in_years_label_and_changes(filled: Path) -> None:
    result = gen("build", filled)
    assert result.exit_code == 0, result.output
    draft = lines(Path("outputs/2024/2024决算公开第1稿.docx"))
    before = (ROOT / "tests/golden/2023.txt").read_text("utf-8").splitlines()
    moved = [re.sub(r"20\d\d(?=年)", lambda m: str(int(m[0]) + 1), line) for line in before]
    changed = [(old, new) for old, new in zip(moved, draft, strict=True) if old != new]
    row, *sentences, own, term = changed
    assert own[1] == own[0].replace("我单位", "本单位", 1)
    assert row[1] == row[0].replace(*LABELS)
    assert term[1] == term[0].replace(*LABELS, 1)
    assert len(sentences) == 6
    for old, new in sentences:
        assert "减少9.65万元" in old and "2023年度" in new
        assert "持平" in new and "原因" not in new


def test_what_was_published_is_last_years_figure_the_year_after(filled: Path) -> None:
    assert gen("new", "2025", "--edition", "2024", "--from", filled).exit_code == 0
    path = Path("inputs/2025.xlsx")
    facts = read_workbook(path).facts
    assert facts["profile"]["edition"]["value"].text == "2024"
    for line in ("total", "income", "expenditure", "fiscal_total", "general_expenditure"):
        for column in ("prior", "published"):
            assert facts["prior"][line][column].value == Decimal("233.37") * WAN
    assert [r.key for r in facts["general"].rows] == [
        r.key for r in read_workbook(REAL).facts["general"].rows
    ]
    fill_in(path, 2025, "2024", REAL)
    checked = gen("check", path)
    assert checked.exit_code == 0, checked.output
    assert "I14  基本信息!B5 决算年度是 2025，版式 2024 是 2024 年度的" in checked.output


def test_a_correction_of_last_years_figure_needs_a_reason_and_is_printed(filled: Path) -> None:
    sheet = read_workbook(filled).facts["prior"]["total"]
    book = opened(filled)

    def put(column: str, value: object) -> None:
        book[sheet[column].cell.sheet][sheet[column].cell.address].value = value
        book.save(filled)

    put("prior", 230)
    put("reason", "追加项目支出")
    without = gen("check", filled)
    assert "Y01  收、支总计·上年决算数与上年公开的数不同，没有写更正原因" in without.output
    put("correction", "会计差错更正")
    output = gen("build", filled).output
    assert "Y01" not in output
    assert "提示 Y02  收、支总计·上年决算数已更正，原因：会计差错更正" in output
    text = "\n".join(lines(Path("outputs/2024/2024决算公开第1稿.docx")))
    assert (
        "收、支总计各增加3.37万元，增长1.5%（上年决算数由公开的233.37万元更正为230万元，"
        "原因是会计差错更正），主要原因是追加项目支出。" in text
    )


# --- in another currency ---------------------------------------------------------------------


def carried(name: str, *options: str) -> Facts:
    result = gen("new", "2024", "--from", REAL, "--out", name, *options)
    assert result.exit_code == 0, result.output
    return read_workbook(Path(name)).facts


def amounts(facts: Facts) -> dict[Cell, Value]:
    return {
        fact.cell: fact.value
        for table in facts.tables.values()
        for row in table.rows
        for fact in row.cells.values()
        if fact.given and fact.unit is Unit.YUAN and isinstance(fact.value, Decimal)
    }


def test_amounts_are_carried_into_the_currency_that_is_chosen() -> None:
    as_before, yuan = carried("甲.xlsx"), carried("乙.xlsx", "--currency", "元")
    assert amounts(yuan) == amounts(as_before) and len(amounts(yuan)) > 10
    assert yuan["profile"]["currency"]["value"].text == "元"
    assert as_before["profile"]["currency"]["value"].text == "万元"
    book = opened(Path("乙.xlsx"))
    for column in ("prior", "published"):
        cell = yuan["prior"]["total"][column].cell
        assert book[cell.sheet][cell.address].value == 2333700
    note = book["年初预算"]["E5"].comment
    assert note is not None and "上年：1473200" in note.text


def test_amounts_in_yuan_are_carried_back_into_wan(tmp_path: Path) -> None:
    carried("乙.xlsx", "--currency", "元")
    result = gen("new", "2025", "--from", "乙.xlsx", "--currency", "万元")
    assert result.exit_code == 0 and "，金额单位万元）" in result.output
    facts = read_workbook(Path("inputs/2025.xlsx")).facts
    assert facts["profile"]["currency"]["value"].text == "万元"
    example = ROOT / "inputs/examples/事业单位.xlsx"
    assert read_workbook(example).facts["profile"].unit == "元"
    same, wan = (tmp_path / name for name in ("元.xlsx", "万元.xlsx"))
    assert gen("new", "2024", "--from", example, "--out", same).exit_code == 0
    done = gen("new", "2024", "--from", example, "--out", wan, "--currency", "万元")
    assert done.exit_code == 0
    assert amounts(read_workbook(wan).facts) == amounts(read_workbook(same).facts)


def test_a_blank_workbook_may_be_in_yuan() -> None:
    assert gen("new", "2024", "--currency", "元").exit_code == 0
    facts = read_workbook(Path("inputs/2024.xlsx")).facts
    assert facts["profile"].unit == "元"
    refused = gen("new", "2025", "--currency", "美元")
    assert refused.exit_code == 2 and "「美元」不是其中之一：「元」、「万元」。" in refused.output


def test_another_years_workbook_is_refused() -> None:
    result = gen("new", "2026", "--from", REAL)
    assert result.exit_code == 2
    assert "2023.xlsx 是 2023 年度的工作簿，不能结转到 2026 年度" in result.output
    assert not Path("inputs/2026.xlsx").exists()


def test_a_project_of_one_year_is_told_and_not_carried(tmp_path: Path) -> None:
    source, book = tmp_path / "2023.xlsx", opened(REAL)
    name = book["项目绩效"]["A5"].value
    book["项目绩效"]["F5"] = "一次性项目"
    book.save(source)
    result = gen("new", "2024", "--from", source)
    assert f"没有结转一次性项目：{name}。" in result.output
    facts, before = (read_workbook(p).facts for p in (Path("inputs/2024.xlsx"), REAL))
    for block, column in (("projects", "name"), ("indicators", "project")):
        kept = [row[column].text for row in facts[block].rows]
        assert kept == [row[column].text for row in before[block].rows if row[column].text != name]


def test_last_years_balances_stand_beside_those_at_the_beginning() -> None:
    said = gen("new", "2024", "--from", ROOT / "inputs/examples/行政部门.xlsx", "--out", "新.xlsx")
    assert "上年年末的结转和结余写在「公开01表」「公开04表」年初一格的批注里" in said.output
    book = openpyxl.load_workbook("新.xlsx")
    assert book["公开01表"]["C35"].comment.text == "上年年末：441.62"
    assert book["公开01表"]["C35"].value is None
    assert book["公开04表"]["C36"].comment.text.startswith("上年年末：")
