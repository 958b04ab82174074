"""One wrong number is told once: the findings that it causes stand together."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from generator.checks import CheckReport, by_cause
from generator.checks.engine import telling
from generator.checks.engine.grouping import grouped, merged
from generator.cli import main
from generator.cli.report import as_json, as_text
from generator.model import Cell, Finding, Mismatch, Severity, Side, Unit
from generator.products.outcome import Outcome
from generator.products.review import remarks, review_page
from tests.conftest import REAL
from tests.gallery.changing import Edit, Put, wan
from tests.gallery.running import checked, found
from tests.helpers.review_examples import given, real

DIGIT: tuple[Edit, ...] = (Put("general.2101102.basic", wan("14.02")),)
OTHER: tuple[Edit, ...] = (Put("totals.208.amount", wan("223.95")),)


def groups(report: CheckReport) -> list[list[str]]:
    """The rules of each group of two and more."""
    return [
        [lead.rule, *(f.rule for f in others)]
        for lead, others in by_cause(report.findings)
        if others
    ]


def without_cause(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(f.rule, f.message) for f in findings}


def test_the_findings_of_one_wrong_digit_stand_together() -> None:
    report = checked(DIGIT)
    assert groups(report) == [["F05", "H05", "X11", "X31"]]
    lead = report.findings[0]
    assert lead.cause == Cell("公开05表", "F17")
    assert "像是两位数字对调" in telling.remedy(lead)


def test_what_rounding_leaves_in_a_table_whose_columns_are_wrong_goes_with_them() -> None:
    cells, sheet = (Cell("公开03表", "F4"), Cell("公开03表", "G4")), (Cell("公开03表", ""),)
    lead = Finding("F10", Severity.ERROR, "两栏像是填反了", cells, explains=sheet)
    inside = Finding("H03", Severity.HINT, "各款之和", (Cell("公开03表", "G8"),))
    outside = Finding("H02", Severity.HINT, "各款之和", (Cell("公开02表", "F4"),))
    found = [(one.rule, len(others)) for one, others in by_cause(grouped([outside, inside, lead]))]
    assert found == [("F10", 1), ("H02", 0)]


def test_what_reads_alike_is_told_once_for_a_sheet_and_each_comparison_apart() -> None:
    sides = [Side(Decimal(amount), (Cell("公开03表", "G4"),)) for amount in (1, 2)]
    apart = Mismatch(sides[0], sides[1], Decimal(0), Unit.YUAN)

    def told(sheets: str, mismatch: Mismatch | None = None) -> int:
        """How often, where each of two findings names a cell of each of these sheets."""
        rows = [tuple(Cell(sheet, f"G{row}") for sheet in sheets) for row in (4, 5)]
        found = [Finding("X", Severity.ERROR, "不平", row, mismatch=mismatch) for row in rows]
        return len(merged(found))

    assert told("甲") == 1
    assert told("甲", apart) == 2
    assert told("甲乙") == 2


def test_a_reason_missing_for_what_a_wrong_digit_made_stands_with_its_cause() -> None:
    report = checked((Put("expenditure.total.total", wan("253.37")),))
    (group,) = groups(report)
    assert group[0] in ("F03", "H03", "X04") and group[-1] in ("K05", "R04", "R02")
    assert "R04" in group  # 支出合计 grew by 10.35, the reason says 减少
    text = as_text(Outcome(Path("2023.xlsx"), report.findings, report=report))
    assert "\n    R04  本年支出合计比上年增加10.35万元，原因里却只说「减少」\n" in f"{text}\n"


def test_an_amount_and_a_count_that_are_off_by_as_much_have_no_cause_in_common() -> None:
    cell = Cell("人员情况", "B4")

    def apart(rule: str, unit: Unit) -> Finding:
        sides = [Side(Decimal(value), (cell,)) for value in (5, 3)]
        found = Mismatch(sides[0], sides[1], Decimal(0), unit)
        return Finding(rule, Severity.ERROR, "不平", (cell,), mismatch=found)

    def causes(one: Unit, other: Unit) -> set[Cell | None]:
        return {f.cause for f in grouped([apart("X", one), apart("Y", other)])}

    assert causes(Unit.COUNT, Unit.COUNT) == {cell}
    assert causes(Unit.YUAN, Unit.COUNT) == {None}


def test_two_mistakes_are_two_groups_and_nothing_is_lost() -> None:
    report = checked((*DIGIT, *OTHER))
    assert groups(report) == [["X05", "X31", "F01"], ["F05", "H05", "X11", "X31"]]
    apart = without_cause(checked(DIGIT).findings) | without_cause(checked(OTHER).findings)
    assert without_cause(report.findings) == apart


def test_findings_that_share_a_cell_but_not_the_difference_stay_apart() -> None:
    edits = (
        Put("expenditure.2080150.total", wan("181.96")),  # 10 too much in its own row
        Put("expenditure.20801.total", wan("175.96")),  # 4 too much above it
    )
    causes = [f.cause for f in found("H03", *edits) if "人力资源" in f.message]
    assert len(set(causes)) == len(causes)


def test_a_finding_alone_has_no_cause() -> None:
    edits = (Put("totals.opening.amount", wan("5.02")), Put("prior.closing.prior", wan("5")))
    (alone,) = found("X17", *edits)
    assert alone.mismatch is not None and alone.severity.serious
    assert alone.cause is None


def test_a_clean_workbook_has_no_groups() -> None:
    assert groups(checked(())) == []
    assert all(finding.cause is None for finding in checked(()).findings)


def shown(edits: tuple[Edit, ...]) -> tuple[str, dict[str, Any]]:
    report = checked(edits)
    outcome = Outcome(Path("2023.xlsx"), report.findings, report=report)
    return as_text(outcome), as_json(outcome)


def test_the_terminal_names_the_others_below_the_first() -> None:
    text, data = shown(DIGIT)
    assert text.startswith("2023.xlsx：错误 4，警告 0，提示 4（同一原因的合并后 5 条）")
    assert "  同一原因的还有（都用到 公开05表!F17）：\n    H05  " in text
    assert text.count("\n错误 ") == 1
    assert data["counts"]["error"] == 4
    assert [f["cause"] for f in data["findings"]] == ["公开05表!F17"] * 4 + [""] * 4


def test_the_page_and_the_comments_tell_one_cause_once() -> None:
    findings = checked(DIGIT).findings
    page = review_page(given(real(), findings))
    assert page.count('class="kin"') == 1
    card = page[page.index('id="l1"') : page.index('id="l5"')]
    assert "同一原因的还有（都用到 <code>公开05表!F17</code>）：" in card
    assert card.count("<li") == 3 + 1 and "第 2 条 H05" in card
    assert page.count('id="l') == len(findings)
    told = remarks(given(real()).draft, findings)
    assert len(told) == len(findings) - 3
    before, others = told[0].lines[:-4], told[0].lines[-4:]
    assert before[-2].startswith("依据：公开05表") and before[-1].startswith("处理：")
    assert others[0] == "同一原因的还有（都用到 公开05表!F17）："
    assert others[1:] == tuple(f"{f.rule}  {f.message}" for f in findings[1:4])


def test_json_without_a_cause_says_so() -> None:
    result = CliRunner().invoke(main, ["check", str(REAL), "--json"])
    assert {f["cause"] for f in json.loads(result.output)["findings"]} == {""}
