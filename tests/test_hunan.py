"""The edition in the order of Hunan: a few dozen lines, another order, one section more."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.template.checking import check_template
from generator.editions import load
from generator.pipeline import build
from tests.conftest import ROOT
from tests.helpers.casebook import HUNAN, cases, result_of
from tests.helpers.doctext import lines
from tests.helpers.textlint import complaints

FOLDER = ROOT / "templates" / "hunan-2024"
EXAMPLE = ROOT / "inputs" / "examples" / "hunan-2024" / "湖南部门.xlsx"
GOLDEN = ROOT / "tests" / "golden" / "hunan-2024.txt"


def test_it_is_a_few_dozen_lines_over_its_base() -> None:
    written = [path.read_text("utf-8").splitlines() for path in FOLDER.glob("*.toml")]
    assert sum(map(len, written)) < 72
    assert check_template(load("hunan-2024")).faults == ()


def test_the_example_is_clean_and_prints_its_text(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    outcome = build(EXAMPLE, tmp_path)
    assert outcome.findings == ()
    assert outcome.written is not None
    draft = lines(outcome.written.path)
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text("\n".join(draft) + "\n", encoding="utf-8")
    assert draft == GOLDEN.read_text(encoding="utf-8").splitlines()
    places = [demand.place for demand in outcome.requirements]
    assert any(place.startswith("第三部分 七、公开09表") for place in places), places
    assert any(place.startswith("第三部分 十二") for place in places)


def test_the_narrative_has_its_own_order() -> None:
    text = result_of("举办了活动", HUNAN).text
    headings = [words for style, words in text.lines if style == "Heading2"]
    start = headings.index("七、财政拨款“三公”经费支出决算情况说明")
    assert headings[start + 1 : start + 8] == [
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        "九、国有资本经营预算财政拨款支出决算情况说明",
        "十、机关运行经费支出说明",
        "十一、一般性支出情况说明",
        "十二、政府采购支出说明",
        "十三、国有资产占用情况说明",
        "十四、预算绩效情况说明",
    ]


@pytest.mark.parametrize("name", list(cases(HUNAN)))
def test_the_further_section_in_each_situation(name: str) -> None:
    case, made = cases(HUNAN)[name], result_of(name, HUNAN)
    for section, expected in case.expect.items():
        assert made.text.sections[section] == [line for line in expected.strip().splitlines()]
    assert complaints(made.text) == []
