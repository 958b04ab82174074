"""An edition that prints in 元 and has eleven tables: read, checked, printed, in the open data.

``editions/yuan-2024`` has tables of the kinds that Yunnan publishes; its wording is ours and not the
province's.  ``pytest tests/test_eleven_tables.py --update-golden`` writes the golden text anew.
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from generator.checks.catalogue import rules_of
from generator.cli import main
from generator.document.template.checking import check_template
from generator.editions import load
from generator.history.audited import NumberStanding
from generator.history.papers import read_paper
from generator.model import Unit
from generator.pipeline import audit, build
from generator.workbook.reading.facts import read_workbook
from tests.conftest import ROOT
from tests.helpers.casebook import YUAN, cases, counting, result_of
from tests.helpers.doctext import lines
from tests.helpers.opening import opened
from tests.helpers.textlint import complaints
from tests.helpers.wordpaper import WordPaper

EDITIONS = Path(__file__).parent / "editions"
EXAMPLE = EDITIONS / "元例.xlsx"
GOLDEN = ROOT / "tests" / "golden" / "yuan-2024.txt"
MARKER = "【待补充："


@pytest.fixture(autouse=True)
def _with_the_edition(_in_an_empty_folder: None) -> None:
    Path("templates").symlink_to(EDITIONS)


def run(*arguments: str) -> str:
    return CliRunner().invoke(main, [*arguments]).output


def test_the_template_prints_all_that_the_edition_declares() -> None:
    report = check_template(load("yuan-2024"))
    assert (report.faults, report.changed) == ((), ())
    assert len(load("yuan-2024").forms) == 11


def test_tables_beyond_the_nine_have_rules_by_their_layout() -> None:
    """One of codes adds up by 类款项, one of lines by its formulas alone."""
    edition, nine = load("yuan-2024"), load("2023")
    known = {form.id for form in nine.forms}
    assert [f.layout for f in edition.forms if f.id not in known] == ["codes", "lines"]
    own = {rule.id for rule in rules_of(edition)} - {rule.id for rule in rules_of(nine)}
    assert own == {"F11", "F12", "H11", "E01", "E02", "E03"}


def test_the_example_is_clean_and_prints_its_text(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    outcome = build(EXAMPLE, tmp_path, products=["data", "html"])
    assert outcome.findings == ()
    assert outcome.written is not None
    draft = lines(outcome.written.path)
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text("\n".join(draft) + "\n", encoding="utf-8")
    assert draft == GOLDEN.read_text(encoding="utf-8").splitlines()
    own = [line.replace("余款8.46万元", "").replace("100万元（含）以上", "") for line in draft]
    assert not [line for line in own if "万元" in line]
    titles = [demand.title for demand in outcome.requirements]
    assert "十一张决算公开表，空表保留并说明" in titles
    _open_data(next(path for path in outcome.files.values() if path.is_dir()))


def _open_data(folder: Path) -> None:
    whole = json.loads((folder / "决算公开数据.json").read_text("utf-8"))
    assert (whole["currency"], len(whole["tables"])) == ("元", 11)
    text = (folder / "公开10表-“三公”经费、机关运行经费和相关数量情况表.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert ["支出和数量", "11", "六、公务用车保有量（辆）", "", "2"] in rows
    assert ["支出和数量", "1", "一、“三公”经费支出", "60000.00", "54213.87"] in rows
    figures = (folder / "正文数字.csv").read_text("utf-8-sig")
    assert "56104123.72,元," in figures and ",万元," not in figures


@pytest.mark.parametrize("name", list(cases(YUAN)))
def test_a_case_prints_what_is_expected(name: str) -> None:
    case, made = cases(YUAN)[name], result_of(name, YUAN)
    for section, expected in case.expect.items():
        wanted = [line.rstrip() for line in expected.strip().splitlines()]
        assert [line.rstrip() for line in made.text.sections[section]] == wanted
    assert any(MARKER in line for _, line in made.text.lines) >= case.incomplete
    assert complaints(made.text) == []


def test_every_branch_of_the_template_is_taken() -> None:
    taken = set().union(*(result_of(name, YUAN).taken for name in cases(YUAN)))
    branches = counting(YUAN).branches
    assert [str(branch) for n, branch in enumerate(branches) if n not in taken] == []


def test_a_blank_workbook_is_in_yuan_and_passes_its_own_reading() -> None:
    assert "已新建" in run("new", "2024", "--edition", "yuan-2024")
    book = openpyxl.load_workbook("inputs/2024.xlsx")
    assert [n for n in book.sheetnames if n.startswith("公开")] == [
        f"公开{number:02d}表" for number in range(1, 12)
    ]
    cells = [cell.value for row in book["基本信息"].iter_rows() for cell in row]
    assert "元" in cells and "万元" not in cells
    told = run("check", "inputs/2024.xlsx")
    assert "还要填" in told and "I0" not in told


def test_counts_of_an_official_table_are_no_money(tmp_path: Path) -> None:
    facts = read_workbook(EXAMPLE).facts["public_costs"]
    assert facts["owned"]["outturn"].value == 2
    assert facts["running"]["outturn"].value == Decimal("54213.87")
    path = changed(tmp_path, "公开10表", "六、公务用车保有量（辆）", 2.5)
    assert "应是不小于 0 的整数" in run("check", str(path))


def test_a_draft_in_yuan_is_read_back(tmp_path: Path) -> None:
    draft = build(EXAMPLE, tmp_path).written
    assert draft is not None
    assert "已读入" in run("read", str(draft.path), "--edition", "yuan-2024", "--out", "读回.xlsx")
    given, read = (read_workbook(path).facts for path in (EXAMPLE, Path("读回.xlsx")))
    for form in load("yuan-2024").forms:
        for row in given[form.id].rows:
            for key, fact in row.cells.items():
                if isinstance(fact.value, Decimal) and fact.value:
                    assert read[form.id][row.key][key].value == fact.value, (form.id, row.key, key)


def test_a_printed_number_is_explained_in_yuan() -> None:
    told = run("explain", str(EXAMPLE), "15,833,464.57元")
    assert "15833464.57 元" in told and "万元" not in told


@pytest.mark.parametrize(
    ("sheet", "label", "rule", "said"),
    [
        ("公开07表", "合计", "F11", "1栏各行=（2+3+4+5+6）栏各行"),
        ("公开10表", "（二）公务用车购置及运行维护费", "F12", "3行=（4+5）行"),
        ("公开10表", "六、公务用车保有量（辆）", "E03", "公务用车保有量 = 10表"),
        ("公开05表", "210", "F05", "6栏各行=（1+2-3）栏各行"),
    ],
)
def test_the_tables_are_checked_by_their_formulas_and_against_each_other(
    tmp_path: Path, sheet: str, label: str, rule: str, said: str
) -> None:
    told = run("check", str(changed(tmp_path, sheet, label, 7)))
    assert f" {rule} " in told and said in told


def changed(folder: Path, sheet: str, label: str, value: float) -> Path:
    """The example with another number in the last filled cell of a row."""
    book = opened(EXAMPLE)
    row = next(r for r in book[sheet].iter_rows() if label in [str(cell.value) for cell in r])
    [*_, last] = [cell for cell in row if cell.value is not None]
    last.value = value
    path = folder / "改.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("paper")
        patch.chdir(folder)
        Path("templates").symlink_to(EDITIONS)
        outcome = build(EXAMPLE, folder)
    assert outcome.written is not None
    return outcome.written.path


def test_its_paper_is_read_back(paper: Path) -> None:
    """Amounts of tables and sentences, also of procurement and 三公, come back in 万元."""
    given = read_workbook(EXAMPLE).facts
    read = read_paper(paper).content.cells
    back = set()
    for block in ("procurement", "three_public_items", "operating", "prior"):
        for row in given[block].rows:
            for column, fact in row.cells.items():
                key = (block, row.key, column)
                if (
                    isinstance(fact.value, Decimal)
                    and fact.unit is Unit.YUAN
                    and fact.value
                    and key in read
                ):
                    assert read[key] == fact.value / 10000, key
                    back.add(key)
    assert len(back) > 12
    assert {("procurement", key, "value") for key in ("goods", "services", "sme")} <= back


def test_its_paper_is_audited_in_its_currency(paper: Path, tmp_path: Path) -> None:
    clean = audit(paper)
    assert [f.message for f in clean.findings] == []
    assert sum(n.standing is NumberStanding.AGREES for n in clean.numbers) > 150
    assert sum(n.standing is NumberStanding.UNJUDGED for n in clean.numbers) <= 12
    wrong = tmp_path / "wrong.docx"
    document = WordPaper(paper)
    document.write("支出864,300.00元", "支出864,380.00元")
    document.save(wrong)
    found = audit(wrong).findings
    assert "写的是 3,990,780.00元，应为 3,990,860.00元" in found[0].message and len(found) <= 2
