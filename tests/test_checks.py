"""The catalogue: closed, complete, explained; every rule with a case on either side of its limit."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from generator import checks
from generator.checks import State, Status
from generator.checks.catalogue import BY_ID, GROUPS, RULES
from generator.checks.engine import telling
from generator.checks.engine.rule import closed
from generator.checks.reference import INPUT_PROBLEMS, examples, reference
from generator.cli import main
from generator.cli.report import finding_text
from generator.figures.accounts import WAN, Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Fact, Facts, Figure, Row, Severity, Unit
from generator.workbook.reading.facts import read_workbook
from tests.gallery.cases import CASES
from tests.gallery.changing import Blank, Drop, InYuan, Put, changed, wan
from tests.gallery.judged import judged
from tests.gallery.running import ROOT, WORKBOOKS, checked, found, real, report_on
from tests.gallery.single import Case

# The collection of known identities and mistakes that a workbook can show.  Left out: what
# only the Word file, the web site or other units' workbooks can show, and X22, which holds
# only where local practice books so.
KNOWN = set(
    [
        "01-a",
        "01-b",
        "01-c",
        "01-d",
        "01-e",
        "02-a",
        "02-b",
        "02-c",
        "02-d",
        "03-a",
        "03-b",
        "04-a",
        "04-b",
        "04-c",
        "04-d",
        "05-a",
        "05-b",
        "06-a",
        "06-b",
        "07-a",
        "07-b",
        "08-a",
        "08-b",
        "09-a",
        "N-",
        "X1",
        "X2",
        "X3",
        "X4",
        "X5",
        "X6",
        "X7",
        "X8",
        "X9",
        "X10",
        "X11",
        "X12",
        "X13",
        "X14",
        "X15",
        "X16",
        "X17",
        "X18",
        "X19",
        "X20",
        "X21",
        "X23",
        "X24",
        "X25",
        "X26",
        "X27",
        "X28",
        "X29",
        "T3",
        "T6",
        "T8",
        "E01",
        "E03",
        "E07",
        "E08",
        "E09",
        "E10",
        "E11",
        "E12",
        "E13",
        "E14",
        "E15",
        "E16",
        "E17",
        "E18",
        "E19",
        "E20",
        "E21",
        "E22",
        "E23",
        "E24",
        "E25",
        "E26",
        "E27",
        "E28",
        "E29",
        "E30",
        "E32",
        "E33",
        "E34",
        "E35",
        "E36",
        "E37",
        "E38",
        "E39",
        "E42",
        "E43",
    ]
)


def test_every_rule_is_explained() -> None:
    for rule in RULES:
        assert rule.title and rule.basis and rule.tolerance and rule.covers, rule.id
        assert rule.idle or rule.id in ("D01", "N03"), rule.id


def test_the_rules_cover_what_is_known() -> None:
    covered = {name for rule in RULES for name in rule.covers}
    assert covered == KNOWN, covered ^ KNOWN


def test_an_id_stands_once() -> None:
    with pytest.raises(ValueError, match="F01"):
        closed([*RULES, RULES[0]])
    assert not set(BY_ID) & set(INPUT_PROBLEMS)


def test_every_rule_has_one_case_and_an_example() -> None:
    assert {case.rule for case in CASES} == set(BY_ID)
    assert len(CASES) == len(BY_ID)
    assert set(examples()) == set(BY_ID)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_is_raised_by_the_smallest_change_with_its_message(case: Case) -> None:
    told = judged(case)
    found = [f for f in told.findings if f.rule == case.rule]
    assert found, "nothing was found"
    assert finding_text(found[0]) == examples()[case.rule]
    severities = {f.severity for f in found}
    quiet = Status.OPEN if Severity.TODO in severities else Status.NOTED
    serious = any(severity.serious for severity in severities)
    assert told.statuses[case.rule] is (Status.FAILED if serious else quiet)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_is_silent_just_inside_its_limit(case: Case) -> None:
    entry = next(e for e in checked(case.right).coverage if e.rule.id == case.rule)
    rounding = entry.status is Status.NOTED and re.fullmatch(r"尾差 \d+ 处", entry.detail)
    assert entry.status is Status.PASSED or rounding, entry


def test_the_real_workbook_is_clean() -> None:
    findings = checked(()).findings
    assert {f.severity for f in findings} == {Severity.HINT}
    assert [f.rule for f in findings] == ["H06", "H10", "X10", "W24"]


def test_coverage_says_what_was_not_looked_at() -> None:
    coverage = {entry.rule.id: entry for entry in checked(()).coverage}
    assert list(coverage) == [rule.id for rule in RULES]
    assert coverage["D01"].status is Status.NOT_RUN
    assert "基本信息!B11" in coverage["D01"].detail
    assert coverage["F09"].status is Status.IDLE and coverage["F09"].detail
    assert coverage["F01"].looked == 5
    assert (coverage["H06"].status, coverage["H06"].detail) == (Status.NOTED, "尾差 1 处")
    assert (coverage["W24"].status, coverage["W24"].detail) == (Status.NOTED, "提示 1 处")


def test_a_rule_fails_by_its_worst_finding() -> None:
    """公开06表 has a rounding residue; a wrong digit elsewhere makes the rule fail."""
    edits = (Put("basic.30101.amount", wan("1")),)
    coverage = {entry.rule.id: entry for entry in checked(edits).coverage}
    assert coverage["H06"].status is Status.FAILED
    assert coverage["H06"].detail == "错误 1 处；尾差 1 处"


def test_in_yuan_the_last_cent_counts() -> None:
    edits = (
        InYuan("totals"),
        InYuan("expenditure"),
        Put("totals.expenditure.amount", wan("233.37") + Decimal("0.01")),
    )
    findings = found("X04", *edits)
    assert [f.severity for f in findings] == [Severity.ERROR]
    assert telling.tolerance(findings[0]) == "0"


def _scaled(facts: Facts, unit: str, factor: Decimal) -> Facts:
    """Every amount as typed, read in another unit."""
    tables = {}
    for key, table in facts.tables.items():
        rows = tuple(
            Row(row.key, {c: _times(f, factor) for c, f in row.cells.items()}) for row in table.rows
        )
        by_key = {row.key: row for row in rows}
        tables[key] = replace(table, rows=rows, by_key=by_key, unit=unit)
    return Facts(tables)


def _times(fact: Fact, factor: Decimal) -> Fact:
    if isinstance(fact.value, Decimal) and fact.unit is Unit.YUAN:
        return replace(fact, value=fact.value * factor)
    return fact


@pytest.mark.parametrize(("factor", "same"), [("1", True), ("1.000001", False)])
def test_tables_in_wan_that_go_down_to_a_fen_were_not_rounded(factor: str, same: bool) -> None:
    """Two amounts that print 0.10 and 0.11 万元 are one only where tables were rounded to that."""
    exact = _scaled(real().facts, "万元", Decimal(factor))
    accounts = Accounts(exact, real().edition)
    one, other = (Figure(Decimal(n), Unit.YUAN, "", (Cell("表", n),)) for n in ("1049", "1051"))
    assert accounts.same(one, other, ("expenditure", "general")) is same


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_a_whole_workbook_in_the_other_unit_is_noticed(path: Path) -> None:
    """The same figures declared in 万元 where they are 元, and the other way round."""
    workbook = read_workbook(path)
    in_yuan = _scaled(workbook.facts, "万元", WAN)
    in_wan = _scaled(workbook.facts, "元", 1 / WAN)
    for facts, told in ((in_yuan, "像是以元填的"), (in_wan, "像是以万元填的")):
        found = [f for f in report_on(facts, workbook).findings if f.rule == "X33"]
        assert [(f.severity, told in f.message) for f in found] == [(Severity.ERROR, True)]


def test_the_sizes_are_told_as_they_were_typed() -> None:
    typed = _scaled(real().facts, "元", 1 / WAN)
    (found,) = (f for f in report_on(typed, real()).findings if f.rule == "X33")
    assert "11 个款级科目最小的是 0.45 元，居中的是 7.27 元" in found.message


def test_blank_official_tables_are_to_be_filled_and_not_a_fall_to_zero() -> None:
    report = checked(tuple(Blank(form.id) for form in real().edition.forms))
    rules = [f.rule for f in report.findings]
    assert rules.count("N03") == 3 and "R02" not in rules
    assert not any(finding.severity.serious for finding in report.findings)
    assert [todo.text for todo in report.todo[:2]] == ["公开01表：还空着", "公开02表：还空着"]
    blank = changed(real(), [Blank("totals"), Blank("income"), Blank("expenditure")])
    accounts = Accounts(blank, real().edition)
    states = {r.title: r.state for r in checks.requirements(accounts, disclosure(accounts))}
    assert states["九张决算公开表，空表保留并说明"] is State.UNMET
    assert [title for title, state in states.items() if state is State.UNKNOWN] == [
        "一般公共预算支出按功能分类列到项级",
        "基本支出按经济分类列到款级",
        "收支增减变化的原因",
        "“三公”经费分项，公务用车购置费与运行维护费分列",
        "团组人次、车辆购置数和保有量、接待批次人次",
        "项目支出绩效自评",
        "名词解释",
        "批复后按期公开",
    ]


def test_rules_wait_for_the_tables() -> None:
    report = checked(tuple(Blank(form.id) for form in real().edition.forms))
    coverage = {entry.rule.id: entry for entry in report.coverage}
    for rule in ("F01", "X04", "X17", "K07", "R02"):
        assert coverage[rule].status is Status.NOT_RUN
        assert coverage[rule].detail.endswith("表还空着")
    assert coverage["O04"].status is Status.IDLE


def test_a_blank_budget_is_asked_for_before_its_reason() -> None:
    rules = {
        (f.rule, f.cells[0].sheet) for f in checked((Put("budget.2080150.budget", None),)).findings
    }
    assert ("R01", "年初预算") in rules
    assert "R02" not in {rule for rule, _ in rules}


def test_a_blank_budget_sheet_is_asked_for_and_no_reasons() -> None:
    """Nor are the totals of 三公, which add up by themselves."""
    spent = [Put(f"three_public.row.{c}_running", wan("3")) for c in ("budget", "outturn")]
    total = [Put(f"three_public.row.{column}", wan("3")) for column in ("budget", "outturn")]
    rows = [row.key for row in real().facts["budget"].rows if row.key != "total"]
    report = checked((Blank("budget"), *(Drop("budget", key) for key in rows), *spent, *total))
    todo = {entry.sheet: entry for entry in report.todo}
    assert todo["年初预算"].text == "年初预算：还空着"
    assert next(cell.address for cell in todo["三公经费"].cells) == "B8"


@pytest.mark.parametrize("words", ["主要原因是", "主要原因是：", "。"])
def test_words_that_print_nothing_are_no_reason(words: str) -> None:
    found = checked((Put("prior.total.reason", words),)).findings
    assert any(f.rule == "R02" and f.message.startswith("收、支总计比上年") for f in found)


def test_a_wrong_unit_is_asked_for_before_reasons() -> None:
    found = checked(
        (Put("prior.total.prior", wan("2430200")), Put("prior.total.reason", None))
    ).findings
    assert "X32" in {f.rule for f in found}
    assert not [f for f in found if f.rule == "R02"]


def test_what_is_told_of_a_table_in_yuan_is_in_yuan() -> None:
    edits = (
        InYuan("totals"),
        InYuan("expenditure"),
        Put("totals.expenditure.amount", wan("233.37") + Decimal("0.005")),
    )
    (finding,) = found("X04", *edits)
    told = [telling.value(finding, side) for side in finding.sides]
    assert told == ["2,333,700.005 元", "2,333,700 元"]
    assert telling.difference(finding) == "0.005 元"
    assert telling.remedy(finding).startswith("像是公式算出的小数没有取整到分")


def test_the_reference_in_docs_is_the_catalogue() -> None:
    shown = CliRunner().invoke(main, ["rules", "--markdown"])
    assert shown.exit_code == 0
    assert shown.output == reference() == (ROOT / "docs" / "checks.md").read_text("utf-8")


def test_rules_can_be_listed_and_asked_for() -> None:
    listed = CliRunner().invoke(main, ["rules"])
    assert all(f"  {rule.id}  " in listed.output for rule in RULES)
    assert all(name in listed.output for name, _ in GROUPS)
    one = CliRunner().invoke(main, ["rules", "x04"])
    assert one.output.startswith("X04  本年支出合计：01表 = 03表\n程度：错误")
    unknown = CliRunner().invoke(main, ["rules", "X99"])
    assert unknown.exit_code == 2


def test_a_count_without_parts_is_no_amount() -> None:
    found = checked((Put("assets.vehicles.value", Decimal(1)),)).findings
    (compared,) = (f for f in found if f.rule == "A01")
    assert [telling.value(compared, side) for side in compared.sides] == ["1", "0"]
