"""How an edition prints its numbers: zeros at the end, commas, what stands for nil."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from generator.editions import Edition, load
from generator.figures.phrasing import Marks, Phrasing, unmarked
from generator.model import Figure, Unit


def figure(value: str | None, unit: Unit = Unit.YUAN) -> Figure:
    return Figure(None if value is None else Decimal(value), unit, "甲")


def phrasing(edition: Edition) -> Phrasing:
    return Phrasing(edition, Marks())


@pytest.mark.parametrize(
    ("value", "kept", "prose", "table"),
    [
        ("23333700", False, "2333.37万元", "2333.37"),
        ("350000", True, "35.00万元", "35.00"),
        ("0", True, "0.00万元", ""),
        ("-29400500", True, "-2940.05万元", "-2940.05"),
    ],
)
def test_amounts_keep_their_zeros_where_the_edition_says_so(
    value: str, kept: bool, prose: str, table: str
) -> None:
    found = phrasing(replace(load("2023"), keep_zeros=kept))
    assert unmarked(found.wan(figure(value))) == prose
    assert unmarked(found.cell(figure(value))) == table


def test_commas_in_tables_or_everywhere() -> None:
    edition, amount = load("2023"), figure("29400500000")
    tables = phrasing(replace(edition, thousands="tables"))
    assert unmarked(tables.cell(amount)) == "2,940,050.00"
    assert unmarked(tables.wan(amount)) == "2940050万元"
    everywhere = phrasing(replace(edition, thousands="everywhere", keep_zeros=True))
    assert unmarked(everywhere.wan(amount)) == "2,940,050.00万元"
    assert unmarked(everywhere.wan(figure("-5000"))) == "-0.50万元"


def test_what_a_table_prints_for_nil() -> None:
    found = phrasing(replace(load("2023"), nil_cell="0.00"))
    assert unmarked(found.cell(figure(None))) == "0.00"
    assert unmarked(found.cell(figure("0"))) == "0.00"
    assert found.cell(None) == ""


def test_rates_keep_their_zeros_and_counts_have_none() -> None:
    found = phrasing(replace(load("2023"), keep_zeros=True, percent_digits=2))
    assert unmarked(found.pct(figure("0.04", Unit.RATIO))) == "4.00%"
    assert unmarked(found.num(figure("12", Unit.COUNT))) == "12"
    assert unmarked(found.num(figure("92.50", Unit.SCORE))) == "92.5"


def test_amounts_in_yuan() -> None:
    found = phrasing(replace(load("2023"), currency="元", thousands="everywhere", keep_zeros=True))
    assert unmarked(found.wan(figure("2940050.5"))) == "2,940,050.50元"
    assert unmarked(found.cell(figure("0.005"))) == "0.01"
    assert found.edition.money.visible == Decimal("0.005")
    assert unmarked(found.pct(figure("10.554", Unit.RATIO))) == "1,055.4%"


def test_a_count_in_a_table_is_a_whole_number() -> None:
    blank, zeros = (phrasing(replace(load("2023"), nil_cell=nil)) for nil in ("", "0.00"))
    assert unmarked(blank.cell(figure("12", Unit.COUNT))) == "12"
    assert unmarked(blank.cell(figure("0", Unit.COUNT))) == ""
    assert unmarked(zeros.cell(figure("0", Unit.COUNT))) == "0"
