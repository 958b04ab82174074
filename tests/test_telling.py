"""A finding in words: what terminal, page, comment and sheet have in common."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from generator.checks.engine import telling
from generator.cli.report import Wanted, finding_text, shown
from generator.model import Cell, Finding, Mismatch, Severity, Side, Slip, SlipKind, Unit
from generator.products.outcome import Outcome

LEFT, RIGHT = Cell("公开01表", "F33"), Cell("公开03表", "E7")
APART = Mismatch(
    Side(Decimal(2_337_300), (LEFT,)),
    Side(Decimal(2_333_700), (RIGHT,)),
    Decimal(100),
    Unit.YUAN,
)
FOUND = Finding(
    "X04",
    Severity.ERROR,
    "01表 = 03表",
    (LEFT, RIGHT),
    "公开01表58行",
    APART,
    Slip(SlipKind.SWAPPED_DIGITS, RIGHT),
    "改正后再运行。",
    lapsed="核对说明里没有写原因。",
)


def as_json(finding: Finding) -> dict[str, object]:
    outcome = Outcome(Path("2023.xlsx"), (finding,))
    found: dict[str, object] = json.loads(shown(outcome, Wanted(json=True)))["findings"][0]
    return found


def test_a_comparison_in_full() -> None:
    assert finding_text(FOUND).splitlines() == [
        "错误 X04  01表 = 03表    依据：公开01表58行",
        "  233.73 万元    公开01表!F33",
        "  233.37 万元    公开03表!E7",
        "  相差 0.36 万元，允许误差 0.01 万元",
        "  处理：核对说明里没有写原因。公开03表!E7 像是两位数字对调：改正后再运行。",
    ]


def test_what_was_explained_has_a_reason_and_no_remedy() -> None:
    lines = finding_text(replace(FOUND, accepted="已更正")).splitlines()
    assert lines[0].startswith("已说明 X04") and lines[-1] == "  说明：已更正"


def test_amounts_are_told_in_the_unit_they_were_typed_in() -> None:
    found = replace(FOUND, mismatch=replace(APART, currency="元", tolerance=Decimal(0)))
    assert telling.difference(found) == "3,600 元"
    assert telling.tolerance(found) == "0"


def test_every_slip_has_words_of_its_own() -> None:
    told = {telling.slip(Slip(kind)) for kind in SlipKind}
    assert len(told) == len(SlipKind) and all(words.startswith("像是") for words in told)
    row = Slip(SlipKind.WRONG_ROW, LEFT, RIGHT)
    assert telling.slip(row) == "公开01表!F33 像是填错了一行（公开03表!E7）"


def test_a_program_gets_the_numbers_beside_the_words() -> None:
    found = as_json(FOUND)
    assert (found["difference"], found["difference_value"]) == ("0.36 万元", "3600")
    assert (found["tolerance"], found["tolerance_value"]) == ("0.01 万元", "100")
    assert (found["unit"], found["slip"], found["slip_part"]) == (
        "元",
        "swapped_digits",
        "公开03表!E7",
    )


def test_what_is_no_comparison_has_no_numbers() -> None:
    found = as_json(Finding("R02", Severity.ERROR, "没有写原因", (LEFT,)))
    assert (found["sides"], found["difference"], found["tolerance"]) == ([], "", "")
    assert (found["difference_value"], found["tolerance_value"], found["slip"]) == (None,) * 3
