"""An edition whose tables have other numbers: everything that is said has these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.model import Severity
from generator.pipeline import build, check
from tests.conftest import REAL, ROOT
from tests.helpers.opening import opened

# 三公 as the seventh table, as many places print it: key → number here, number of the real workbook.
NUMBERS = {"three_public": ("07", "09"), "fund": ("08", "07"), "capital": ("09", "08")}
EDITION = (
    'id = "丙"\nname = "丙市"\nyears = [2023]\nbased_on = "2023"\ntemplate = "template.docx"\n'
)


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def edition() -> Path:
    folder = Path("templates/丙")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(EDITION, "utf-8")
    forms = "".join(
        f'[[form]]\nid = "{key}"\nsheet = "公开{here}表"\nmark = "{here}表"\n'
        for key, (here, _) in NUMBERS.items()
    )
    (folder / "forms.toml").write_text(forms, "utf-8")
    return folder


def renumbered(change: Callable[[Any], None] = lambda book: None) -> Path:
    """The real workbook with its tables numbered as this edition numbers them."""
    book = opened(REAL)
    book["基本信息"]["B6"] = "丙"
    change(book)
    for _, old in NUMBERS.values():
        book[f"公开{old}表"].title = f"旧{old}"
    for here, old in NUMBERS.values():
        sheet = book[f"旧{old}"]
        sheet.title = f"公开{here}表"
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace(f"公开{old}表", f"公开{here}表")
    path = Path("2023.xlsx")
    book.save(path)
    return path


def test_its_blank_workbook_passes_its_own_check() -> None:
    made = gen("new", "2023", "--edition", "丙")
    assert made.exit_code == 0, made.output
    book = opened(Path("inputs/2023.xlsx"))
    named = [name for name in book.sheetnames if name.startswith("公开")]
    assert len(named) == 9
    assert [book[name]["A2"].value for name in named] == named
    rules = {finding.rule for finding in check(Path("inputs/2023.xlsx")).findings}
    assert not {rule for rule in rules if rule.startswith(("U", "I0"))} - {"I11"}


def test_the_draft_has_the_same_amounts_under_the_other_numbers(tmp_path: Path) -> None:
    assert gen("template", "check", "丙").exit_code == 0
    outcome = build(renumbered(), tmp_path)
    assert outcome.exit_code == 0, [finding.message for finding in outcome.findings]


def test_findings_name_the_tables_as_the_edition_does() -> None:
    def wrong(book: Any) -> None:
        book["公开09表"]["G8"] = 2.02  # 三公: its total is that of its parts no longer

    findings = check(renumbered(wrong)).findings
    told = {finding.rule: finding for finding in findings if finding.rule == "F09"}
    assert told["F09"].message.startswith("公开07表")
    assert told["F09"].basis == "公开07表7栏"
    listed = " ".join(finding.message + finding.basis for finding in findings)
    assert "09表" not in listed


def test_an_edition_may_change_a_rule_or_switch_it_off(edition: Path) -> None:
    def wrong(book: Any) -> None:
        book["公开01表"]["C33"] = 240

    path = renumbered(wrong)
    assert "X01" in {finding.rule for finding in check(path).findings}
    file = edition / "edition.toml"
    file.write_text(f"{EDITION}[rules]\nX01 = {{ off = true }}\n", "utf-8")
    outcome = check(path)
    assert "X01" not in {finding.rule for finding in outcome.findings}
    assert outcome.report is not None
    assert "X01" not in {entry.rule.id for entry in outcome.report.coverage}
    file.write_text(f'{EDITION}[rules.F01]\nseverity = "warning"\nbasis = "丙市通知"\n', "utf-8")
    outcome = check(path)
    told = [finding for finding in outcome.findings if finding.rule == "F01"]
    assert {finding.severity for finding in told} == {Severity.WARNING}
    assert outcome.report is not None
    (rule,) = (e.rule for e in outcome.report.coverage if e.rule.id == "F01")
    assert rule.basis == "丙市通知"
    file.write_text(f"{EDITION}[rules]\nX99 = {{ off = true }}\n", "utf-8")
    assert "X99，没有这条规则" in gen("template", "check", "丙").output


def test_a_column_that_is_not_printed_is_named(edition: Path) -> None:
    forms = (ROOT / "templates/2023/forms.toml").read_text("utf-8")
    added = '{ no = 6, key = "to_affiliated", label = "对附属单位补助支出" },'
    assert added in forms
    more = '    { no = 7, key = "donated", label = "捐赠支出" },'
    (edition / "forms.toml").write_text(forms.replace(added, f"{added}\n{more}"), "utf-8")
    result = gen("template", "check", "丙")
    assert result.exit_code == 1
    assert "公开03表的「捐赠支出」在版式里有，模板没有印：合计行少了 donated" in result.output
    assert "各行少了 donated" in result.output
    there = '{ no = 5, key = "operating", label = "经营支出" }'
    assert there in forms
    gone = '{ key = "operating", absent = true }'
    less = forms.replace(there, gone)
    (edition / "forms.toml").write_text(less, "utf-8")
    formula = "1栏各行=（2+3+4+5+6）栏各行"
    assert f"公式 {formula} 里的 5 不是表里的栏" in gen("template", "check", "丙").output
    assert less.count(formula) == 1
    shorter = less.replace(formula, formula.replace("5+", ""))
    (edition / "forms.toml").write_text(shorter, "utf-8")
    told = gen("template", "check", "丙").output
    assert "模板印 tables.expenditure.total.amounts.operating，公开03表没有这一栏" in told


def test_a_renamed_choice_keeps_its_meaning(edition: Path) -> None:
    """参公 units state their 机关运行经费, whatever the list calls them."""
    name = "参照公务员法管理的事业单位"
    (edition / "sheets.toml").write_text(
        '[[sheet]]\nid = "profile"\n[[sheet.block]]\nid = "profile"\n'
        f'lines = [{{ key = "unit_type", choices = {{ quasi_government = "{name}" }} }}]\n',
        "utf-8",
    )

    def change(book: Any) -> None:
        book["基本信息"]["B8"] = name

    outcome = check(renumbered(change))
    assert outcome.report is not None
    told = {finding.message for finding in outcome.findings}
    assert f"{name}没有填「机关运行经费支出·本年决算数」" in told
    assert gen("template", "check", "丙").exit_code == 0
