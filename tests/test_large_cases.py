"""Many rows, long texts, the widest amounts: the text is whole, and every row is there."""

from __future__ import annotations

from functools import cache

import pytest

from tests.helpers.casebook import Result, result
from tests.helpers.largecases import LARGE, MOST, NAME
from tests.helpers.textlint import complaints


@cache
def made(name: str) -> Result:
    return result(LARGE[name])


@pytest.mark.parametrize("name", list(LARGE))
def test_no_sentence_is_torn(name: str) -> None:
    assert complaints(made(name).text) == []


def test_sixty_items_are_numbered_and_listed() -> None:
    lines = made("六十个项").text.sections["五（三）"]
    assert len(lines) == 61
    assert lines[60].startswith("60. 二十一类综合事务支出（类）二十一类综合事务管理（款）")
    rows = [
        line
        for line in made("六十个项").text.sections["公开05表"]
        if line[:3].isdigit() and " | " in line
    ]
    assert len(rows) == 60 + 12 + 12


def test_thirty_projects_are_evaluated_twice() -> None:
    text = made("三十个项目").text
    assert text.sections["十三（三）"][0].endswith("共涉及30个项目。")
    for section in ("十三（三）", "第六部分 二"):
        named = [line for line in text.sections[section] if line.startswith("项目名称 | ")]
        assert len(named) == 30


def test_the_widest_amount_and_name_stand_in_every_form() -> None:
    text = made("最长的名称和最大的金额").text
    for number in range(1, 10):
        section = text.sections[f"公开{number:02d}表"]
        assert f"部门：{NAME} 金额单位：万元" in section
        assert any(MOST in line for line in section)
