"""A number alone where words belong (W51), and where a number is right."""

from __future__ import annotations

import pytest

from tests.gallery.changing import Put
from tests.gallery.running import checked


def found(place: str, text: str) -> bool:
    return any(f.rule == "W51" for f in checked((Put(place, text),)).findings)


@pytest.mark.parametrize(
    "text", ["-0.0527", "12", "１２.５", "1,234.50", "(3.2)", "5.27%", "12.5万元", "2023年10月1日"]
)
def test_a_number_alone_is_no_reason(text: str) -> None:
    assert found("prior.total.reason", text)


@pytest.mark.parametrize(
    "place",
    [
        "three_public_items.total.budget_reason",
        "three_public_counts.running_use.value",
        "assets.other_use.value",
        "operating.operating.reason",
        "performance.deviation.value",
        "projects.#0.results",
        "projects.#0.improvement",
        "subjects.#0.meaning",
        "duties.#0.paragraph",
    ],
)
def test_it_is_told_wherever_a_sentence_is_printed(place: str) -> None:
    assert found(place, "-0.0527")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("indicators.#0.target", "20"),
        ("indicators.#0.result", "95.5%"),
        ("goals.#0.result", "1500"),
        ("key_work.#0.result", "100%"),
        ("projects.#0.name", "2023"),
        ("prior.total.reason", "调减5.27万元"),
        ("prior.total.reason", "2023年10月1日起停止服务"),
    ],
)
def test_a_number_is_right_where_one_is_asked_for(place: str, text: str) -> None:
    assert not found(place, text)
