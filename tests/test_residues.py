"""What binary fractions and rounding apart leave behind is nothing, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator import editions
from generator.checks.engine import telling
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import signed_total
from generator.figures.performance import projects
from generator.figures.residues import step_of, without_residue
from generator.model import Cell, Fact, Facts, Figure, Row, Table, Unit, rounded
from generator.pipeline import build
from generator.products.review.explaining import explain
from generator.workbook.reading import values
from generator.workbook.reading.facts import read_workbook
from generator.workbook.reading.residues import money
from tests.conftest import REAL
from tests.gallery.changing import Edit, Put, changed, wan
from tests.gallery.running import real
from tests.helpers.doctext import lines

REST = 0.1 + 0.2 - 0.3
YUAN, WAN = Decimal(1), Decimal(10000)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (REST, "0"),
        (-REST, "0"),
        (-0.0, "0"),
        (1e-9, "0"),
        ("-0.00000000001", "0"),
        (2.0000000001, "2"),
        (1.9999999999, "2"),
        (20.00000000001, "20"),
        (66.6666666666667, "66.66666667"),
        (0.00000001, "0.00000001"),
        (123456789.12, "123456789.12"),
    ],
)
def test_behind_the_eighth_decimal_is_nothing(typed: Any, read: str) -> None:
    assert values.number(typed) == (Decimal(read), "")
    assert not str(values.number(typed)[0]).startswith("-")


@pytest.mark.parametrize("typed", [2.0000000001, 1.9999999999, "2.00000000001"])
def test_a_count_with_a_rest_is_whole(typed: Any) -> None:
    assert values.count(typed) == (Decimal(2), "")


@pytest.mark.parametrize(
    ("given", "factor", "meant"),
    [
        ("0.0049", YUAN, "0"),
        ("-0.0049", YUAN, "0"),
        ("0.005", YUAN, "0.005"),
        ("0.01", YUAN, "0.01"),
        ("1234.56001", YUAN, "1234.56"),
        ("1234.55992", YUAN, "1234.56"),
        ("1234.561", YUAN, "1234.561"),
        ("12.3456", YUAN, "12.3456"),
        ("0.0001", WAN, "1"),  # 1 元 in 万元 of four decimals
        ("0.000001", WAN, "0.01"),  # and one 分 of six
        ("0.0000004", WAN, "0"),
        ("72.51", WAN, "725100"),
    ],
)
def test_less_than_half_a_fen_is_no_money(given: str, factor: Decimal, meant: str) -> None:
    assert money(Decimal(given) * factor) == Decimal(meant)


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_rests_print_as_nothing(spoiled: Callable[[Any], Path], tmp_path: Path, unit: str) -> None:
    """公开09表 of rests alone is a unit without 三公; a balance of -5.6e-17 is blank."""

    def rests(book: Any) -> None:
        profile = book["基本信息"]
        place = next(row[1] for row in profile.iter_rows() if row[0].value == "金额单位")
        place.value = unit
        for column in "ABCDEFGHIJKL":
            book["公开09表"][f"{column}8"] = REST if column in "AFGL" else None
        book["公开01表"]["C35"] = -REST
        book["公开01表"]["F35"] = REST

    path = spoiled(rests)
    outcome = build(path, tmp_path)
    assert outcome.written is not None
    text = "\n".join(lines(outcome.written.path))
    assert "-0" not in text.replace("20-0", "")
    assert "无“三公”经费财政拨款支出" in text
    assert not any(len(telling.difference(f)) > 20 for f in outcome.findings)


def amounts(*given: str) -> list[Figure]:
    return [
        Figure(Decimal(amount) * WAN, Unit.YUAN, f"数{n}", (Cell("表", f"A{n}"),))
        for n, amount in enumerate(given)
    ]


def closing(*given: str, step: int = 100) -> Figure:
    opening, income, spent = amounts(*given)
    found = signed_total("年末", [(1, opening), (1, income), (-1, spent)])
    return without_residue(found, Decimal(step))


@pytest.mark.parametrize(
    ("given", "step", "left"),
    [
        (("0", "72.51", "72.52"), 100, "0"),
        (("0", "72.52", "72.51"), 100, "0"),
        (("5", "72.51", "77.53"), 100, "0"),  # three amounts: 0.02 is within (3+1)×0.005
        (("0", "72.53", "72.51"), 100, "0.02"),  # two amounts: it is not
        (("5", "72.51", "77.54"), 100, "-0.03"),
        (("0", "72.5101", "72.51"), 1, "0"),  # four decimals: 1 元
        (("0", "72.5123", "72.51"), 1, "0.0023"),
        (("0", "72.510001", "72.51"), 0, "0.000001"),  # to a 分: exact
    ],
)
def test_a_balance_within_rounding_is_nil(given: tuple[str, ...], step: int, left: str) -> None:
    assert closing(*given, step=step).amount == Decimal(left) * WAN


def test_a_residue_is_explained() -> None:
    told = explain(closing("0", "72.51", "72.52"), editions.load("2023"))
    assert told.value == "0 万元"
    assert told.values == "0 ＋ 72.51 − 72.52 = (-0.01)，是四舍五入的尾差，作为 0"
    assert told.otherwise == ""


def table(amounts: list[str]) -> Table:
    facts = {
        str(n): Fact(Decimal(amount) * WAN, Cell("表", f"A{n}")) for n, amount in enumerate(amounts)
    }
    row = Row("row", facts)
    return Table("fund", "表", (row,), {"row": row})


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (["72.51", "3.9", "15", "8.88"], 100),
        (["72.51", "3.9", "15", "8.8812"], 100),  # one that was typed with more
        (["72.5112", "3.9031", "15", "8.8", "7"], 100),  # two of five
        (["72.5112", "3.9", "15.0301", "8.8812"], 1),
        (["72.511234", "3.900001", "15.030145", "8.881299"], 0),
        ([], 100),
    ],
)
def test_the_decimals_of_most_amounts_count(given: list[str], step: int) -> None:
    assert step_of([table(given)]) == step


def with_projects(of_all: str, of_general: str, unit: str) -> Accounts:
    """The real workbook with these 项目支出 (万元) in 公开03表 and 公开05表."""
    workbook = read_workbook(REAL)
    tables = dict(workbook.facts.tables)
    for form, amount in (("expenditure", of_all), ("general", of_general)):
        old = tables[form]["total"]
        fact = replace(old["project"], value=Decimal(amount) * WAN)
        total = Row("total", {**old.cells, "project": fact})
        rows = tuple(total if row.key == "total" else row for row in tables[form].rows)
        by_key = {row.key: row for row in rows}
        tables[form] = replace(tables[form], rows=rows, by_key=by_key, unit=unit)
    return Accounts(Facts(tables), workbook.edition)


@pytest.mark.parametrize(
    ("of_all", "of_general", "unit", "same"),
    [
        ("35", "35", "万元", True),
        ("35.01", "35", "万元", True),  # each was rounded by itself
        ("35.02", "35", "万元", False),
        ("35.01", "35", "元", False),
        ("35.004", "35", "元", True),  # both print 35.00
    ],
)
def test_rounding_apart_does_not_change_the_wording(
    of_all: str, of_general: str, unit: str, same: bool
) -> None:
    assert projects(with_projects(of_all, of_general, unit)).general_only is same


@pytest.mark.parametrize(("more", "same"), [("0.01", True), ("0.02", False), ("0.03", False)])
def test_sums_of_rounded_cells_that_print_apart_are_not_one_amount(more: str, same: bool) -> None:
    """Three 项 each, without totals: rounding alone could make 0.03 万元."""
    items = ("2080150", "2080505", "2089999")
    edits: list[Edit] = []
    for form in ("expenditure", "general"):
        above = [row.key for row in real().facts[form].rows if row.key not in items]
        edits += [Put(f"{form}.{key}.project", None) for key in above]
        edits += [Put(f"{form}.{item}.project", wan("1")) for item in items]
    edits.append(Put(f"expenditure.{items[0]}.project", wan("1") + wan(more)))
    accounts = Accounts(changed(real(), edits), real().edition)
    assert projects(accounts).general_only is same


@pytest.mark.parametrize("value", ["-0.004", "-0.0000001", "-0.00"])
def test_nothing_has_no_sign(value: str) -> None:
    assert str(rounded(Decimal(value), 2)) == "0.00"
