"""``gen explain`` gives in the terminal what the panel of the review page gives."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.editions import load
from generator.figures.arithmetic import difference, magnitude, ratio, signed_total, total
from generator.model import Cell, Figure, Unit
from generator.products.review.explaining import explain
from tests.conftest import REAL
from tests.helpers.review_examples import given, real


def asked(question: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["explain", *options, str(REAL), question])


def matches(question: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asked(question, "--json").output)["matches"]
    return found


def test_a_printed_text_is_explained() -> None:
    shown = asked("4%").output
    for text in (
        "收、支总计增减率",
        "9.65 ÷ 243.02 = 3.97% → 4%",
        "四舍五入到 1 位小数",
        "公开01表!C37  233.37 万元",
        "一、收入支出决算总体情况说明",
    ):
        assert text in shown


def test_an_amount_may_be_asked_for_with_its_unit() -> None:
    assert matches("「233.37万元」") == matches("233.37")
    assert len(matches("233.37")) > 10


def test_the_headline_has_the_unit() -> None:
    assert asked("4%").output.startswith("4%  收、支总计增减率\n")
    assert asked("9.65").output.startswith("9.65万元  收、支总计增减额\n")
    assert "\n大于  " in f"\n{asked('大于').output}"
    assert matches("9.65")[0]["printed"] == ["9.65"]


@pytest.mark.parametrize("question", ["公开03表E8", "公开03表 e8", "公开０３表！E8"])
def test_the_sign_between_sheet_and_cell_may_be_missing(question: str) -> None:
    assert asked(question).output == asked("公开03表!E8").output


def test_the_name_of_an_input_cell_leads_to_the_cell() -> None:
    assert asked("单位全称").output == asked("基本信息!B4").output
    assert "印在  封面；" in asked("单位全称").output
    assert asked("主管部门").output == asked("基本信息!B10").output  # three more are blank


def test_names_of_cells_that_are_not_printed_are_listed() -> None:
    shown = asked("三公").output.splitlines()
    assert shown[0] == "名称或表名里有「三公」的格子，共 48 格，都空着："
    assert shown[1] == "  三公经费!B4  空白  合计·年初预算数"
    assert shown[-2:] == [
        "  ……只列出前 20 格。",
        "看某一格用在哪里，问它的单元格，例如 三公经费!B4。",
    ]
    named = json.loads(asked("采购", "--json").output)["named"]
    assert {cell["cell"].partition("!")[0] for cell in named} == {"政府采购"}
    assert "公开02表!A8  208  科目编码" in asked("科目编码").output


def test_a_cell_names_everything_that_depends_on_it() -> None:
    result = asked("公开03表!E8")
    assert result.exit_code == 0
    assert "公开03表!E8  222.95 万元" in result.output
    draft = given(real()).draft
    cell = Cell("公开03表", "E7")
    labels = {figure.label for figure in draft.printed if cell in figure.cells}
    assert {match["label"] for match in matches("公开03表!$e$7")} == labels


def test_a_label_is_found_by_a_part_of_it() -> None:
    assert [match["label"] for match in matches("事业运行与年初预算")] == [
        "事业运行与年初预算增减额"
    ]


@pytest.mark.parametrize("question", ["-9.65", "−9.65", "-9.65万元"])
def test_a_decrease_is_found_with_its_sign(question: str) -> None:
    """Printed as 减少9.65万元; a question that begins with a sign is no option."""
    result = asked(question)
    assert result.exit_code == 0
    assert result.output.startswith("9.65万元  收、支总计增减额\n")
    assert asked("+9.65").exit_code == 1  # nothing rose by that


def test_typed_words_are_explained_by_their_cell() -> None:
    (match,) = matches("公开日期") or matches("2024年10月11日")
    assert match["typed"] is True
    assert match["cells"][0]["cell"].startswith("基本信息!")


def test_a_cell_that_is_not_printed_says_so() -> None:
    shown = asked("公开01表!C8").output
    assert "公开01表!C8  空白" in shown
    assert "没有印出" in shown


@pytest.mark.parametrize("question", ["987654.32", "没有的名称", "没有的表!A1"])
def test_what_is_not_there_ends_with_1(question: str) -> None:
    result = asked(question)
    assert result.exit_code == 1
    assert question in result.output


def test_a_file_that_cannot_be_read_ends_with_2() -> None:
    result = CliRunner().invoke(main, ["explain", "缺.xlsx", "4"])
    assert result.exit_code == 2
    assert "I01" in result.output


# --- the formula in words and numbers ---------------------------------------------------------


def wan(label: str, amount: str | None) -> Figure:
    value = None if amount is None else Decimal(amount) * 10000
    return Figure(value, Unit.YUAN, label, (Cell("表", label),))


A, B, C = wan("甲", "1"), wan("乙", "3"), wan("丙", None)


@pytest.mark.parametrize(
    ("figure", "words", "values"),
    [
        (A, "", ""),
        (total("和", [A, B]), "甲 ＋ 乙", "1 ＋ 3 = 4 万元"),
        (total("和", [A, C]), "甲 ＋ 丙", "1 ＋ 空白 = 1 万元"),
        (signed_total("和", [(1, A), (-1, B)]), "甲 − 乙", "1 − 3 = -2 万元"),
        (difference("差", A, B), "甲 − 乙", "1 − 3 = -2 万元"),
        (magnitude(difference("差", A, B)), "乙 − 甲", "3 − 1 = 2 万元"),
        (ratio("率", A, B), "甲 ÷ 乙", "1 ÷ 3 = 33.33% → 33.3%"),
        (ratio("率", B, A), "乙 ÷ 甲", "3 ÷ 1 = 300%"),
        (magnitude(ratio("率", difference("差", A, B), B)), "差 ÷ 乙", "2 ÷ 3 = 66.67% → 66.7%"),
        (
            ratio("率", wan("丁", "0.03949999"), A),
            "丁 ÷ 甲",
            "0.03949999 ÷ 1 = 3.949999% → 3.9%",
        ),
    ],
)
def test_the_formula_in_words_and_values(figure: Figure, words: str, values: str) -> None:
    told = explain(figure, load("2023"))
    assert (told.words, told.values) == (words, values)


def test_a_figure_that_cannot_be_formed_says_why() -> None:
    told = explain(ratio("率", A, C), load("2023"))
    assert told.value == "丙为零"
    assert told.values == "1 ÷ 空白"


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("完成率", "完成年初预算"),
        ("事业运行 完成率", "事业运行完成年初预算"),
        ("增长率", "增减率"),
        ("下降幅度", "增减率"),
        ("增加额", "增减额"),
        ("占本年支出合计的比例", "占本年支出合计的比重"),
    ],
)
def test_a_figure_is_found_by_its_everyday_name(question: str, means: str) -> None:
    labels = [match["label"] for match in matches(question)]
    assert labels and all(means in label for label in labels)
    assert len(labels) == len({match["label"] for match in matches(means)} | set(labels))


def test_a_kind_of_figure_that_is_not_there_is_not_found() -> None:
    assert asked("出勤率").exit_code == 1
