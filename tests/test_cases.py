"""Every situation of a unit, with the exact text that the document prints for it.

``pytest tests/test_cases.py --update-golden`` writes the expected texts of cases/*.toml anew
where they hold no ``…``; read the difference before committing it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.casebook import Case, case_files, cases, result, result_of
from tests.helpers.textlint import complaints

MARKER = "【待补充："


@pytest.mark.parametrize("name", list(cases()))
def test_a_case_prints_what_is_expected(name: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        pytest.skip("written anew")
    case, text = cases()[name], result_of(name).text
    for section, expected in case.expect.items():
        lines = [line.rstrip() for line in expected.strip().splitlines()]
        printed = [line.rstrip() for line in text.sections.get(section, [])]
        if "…" in lines:
            assert matches(printed, lines), "\n".join([f"{section}:", *printed])
        else:
            assert printed == lines
    assert [words for words in case.absent if words in text.whole] == []
    marked = [line for _, line in text.lines if MARKER in line]
    assert bool(marked) == case.incomplete, marked
    said = [finding.message for finding in result_of(name).findings]
    assert [message for message in case.reported if message not in said] == [], said


@pytest.mark.parametrize("name", list(cases()))
def test_no_sentence_is_torn(name: str) -> None:
    assert complaints(result_of(name).text) == []


def test_the_real_workbook_is_not_torn() -> None:
    assert complaints(result(Case("实例")).text) == []


def matches(printed: list[str], wanted: list[str]) -> bool:
    """``wanted`` line by line, ``…`` standing for any number of lines."""
    if not wanted:
        return not printed
    head, *rest = wanted
    if head == "…":
        return any(matches(printed[n:], rest) for n in range(len(printed) + 1))
    return bool(printed) and printed[0] == head and matches(printed[1:], rest)


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_expected_texts_can_be_written_anew(path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--update-golden"):
        pytest.skip("only with --update-golden")
    text, name = path.read_text("utf-8"), ""

    def anew(match: re.Match[str]) -> str:
        nonlocal name
        name = match["name"] or name
        if match["name"] or "…" in match["old"]:
            return match.group()
        lines = result_of(name).text.sections[match["section"]]
        printed = "\n".join(line.rstrip() for line in lines)
        return f"expect.\"{match['section']}\" = '''\n{printed}\n'''"

    pattern = r"""^name = "(?P<name>.+)"$|expect\."(?P<section>.+)" = '''(?P<old>[^']*)'''"""
    path.write_text(re.sub(pattern, anew, text, flags=re.MULTILINE), "utf-8")
