"""核对说明: a finding that was looked into stands as accepted until the value changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.checks import Status
from generator.checks.catalogue import RULES
from generator.checks.engine import telling
from generator.cli import main
from generator.model import Severity
from tests.conftest import REAL, Spoil
from tests.gallery.changing import Add, Edit, InYuan, Put, wan
from tests.gallery.running import checked


def _note(value: str = "5.02", reason: str = "收回以前年度支出", **other: str) -> Edit:
    row = {"rule": "X17", "cell": "公开01表!C35", "value": value, "reason": reason} | other
    return Add("acceptance", **row)


OPENING: tuple[Edit, ...] = (
    Put("totals.opening.amount", wan("5.02")),
    Put("prior.closing.prior", wan("5")),
)


def test_an_accepted_finding_is_shown_with_its_reason() -> None:
    report = checked((*OPENING, _note()))
    assert not [f for f in report.findings if f.rule in ("X17", "Z01")]
    assert [(f.rule, f.accepted) for f in report.accepted] == [("X17", "收回以前年度支出")]
    (covered,) = (entry for entry in report.coverage if entry.rule.id == "X17")
    assert (covered.status, covered.detail) == (Status.NOTED, "已说明 1 处")


def test_the_cell_may_be_written_in_other_ways() -> None:
    assert checked((*OPENING, _note(cell="'公开01表'！$C$35", rule="x17"))).accepted


def test_a_changed_value_brings_the_finding_back() -> None:
    report = checked((*OPENING, _note("4.02")))
    found = next(f for f in report.findings if f.rule == "X17")
    assert found.severity is Severity.WARNING
    assert telling.remedy(found).startswith("核对说明写于「4.02」时，现在是「5.02」，请重新核对。")


def test_the_value_of_then_is_in_the_unit_of_the_sheet() -> None:
    in_yuan = (*OPENING, InYuan("totals"))
    assert checked((*in_yuan, _note("50200"))).accepted
    found = next(f for f in checked((*in_yuan, _note("5.02"))).findings if f.rule == "X17")
    assert telling.remedy(found).startswith("核对说明写于「5.02」时，现在是「50200」")


@pytest.mark.parametrize(
    ("value", "accepted"),
    [("2023年，陈小燕…", True), ("2023…", True), ("202…", False), ("2023年，陈小燕", False)],
)
def test_a_long_text_is_quoted_by_its_beginning_with_dots(value: str, accepted: bool) -> None:
    report = checked((_note(value, rule="W24", cell="重点工作!C11"),))
    assert bool(report.accepted) is accepted


def test_an_acceptance_without_the_value_of_then_says_so() -> None:
    found = next(f for f in checked((*OPENING, _note(""))).findings if f.rule == "X17")
    assert telling.remedy(found).startswith(
        "核对说明里没有填当时的值，现在是「5.02」：查清后填上。"
    )


def test_without_a_reason_nothing_is_accepted() -> None:
    report = checked((*OPENING, _note(reason="")))
    assert any(f.rule == "X17" for f in report.findings) and not report.accepted


def test_a_note_that_fits_nothing_is_reported() -> None:
    idle = next(f for f in checked((_note(),)).findings if f.rule == "Z01")
    assert idle.severity is Severity.HINT
    unknown = next(f for f in checked((_note(rule="Q99"),)).findings if f.rule == "Z01")
    assert unknown.severity is Severity.WARNING


def test_coverage_and_requirements_can_be_printed() -> None:
    result = CliRunner().invoke(main, ["check", str(REAL), "--coverage", "--requirements"])
    assert result.exit_code == 0
    assert re.search(
        rf"\n核对 {len(RULES)} 项：通过 \d+，有提示 4，未通过 0，不适用 \d+，未核对 1，待填 0\n",
        result.output,
    )
    assert "\n公开要求未核对 1 项：批复后按期公开\n" in result.output
    assert "  未核对  D01  批复后按期公开（没有填批复日期（基本信息!B11））" in result.output
    assert "  已满足  主要职责：第一部分 一（职责表）" in result.output
    assert "  未核对  批复后按期公开：没有填批复日期（基本信息!B11），无从判断" in result.output


def test_a_pasted_head_of_another_unit_is_reported(spoiled: Callable[[Spoil], Path]) -> None:
    def paste(book: Any) -> None:
        book["公开04表"]["A3"] = "部门：武汉市黄浦区人力资源和社会保障信息中心"
        book["公开05表"]["A1"] = "2022年度一般公共预算财政拨款支出决算表"

    result = CliRunner().invoke(main, ["check", str(spoiled(paste))])
    assert "错误 U02  表头写的是「武汉市黄浦区人力资源和社会保障信息中心」" in result.output
    assert "错误 U03  表头的年度是「2022」，基本信息里是 2023" in result.output


def test_a_note_typed_into_the_workbook_is_read(spoiled: Callable[[Spoil], Path]) -> None:
    def note(book: Any) -> None:
        for column, text in zip(
            "ABCD", ("W24", "重点工作!C11", "2023年，陈小燕…", "本人已同意"), strict=True
        ):
            book["核对说明"][f"{column}4"] = text

    result = CliRunner().invoke(main, ["check", str(spoiled(note))])
    assert "已说明 W24  写有个人姓名「陈小燕同志」" in result.output
    assert "说明：本人已同意" in result.output
    assert "；已说明 1 处" in result.output
