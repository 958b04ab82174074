"""Every branch of the template and every wording of the edition is printed by some case.

``python -m pytest tests/test_template_coverage.py -s`` prints the coverage.
"""

from __future__ import annotations

from functools import cache

from tests.helpers.casebook import Result, cases, counting, real, result_of


@cache
def results() -> list[Result]:
    return [result_of(name) for name in cases()]


def test_every_branch_of_the_template_is_taken() -> None:
    branches = counting().branches
    taken = set().union(*(result.taken for result in results()))
    print(f"\n模板分支 {len(branches)} 个，用到 {len(taken)} 个")
    assert [str(branch) for n, branch in enumerate(branches) if n not in taken] == []


def test_every_wording_of_the_edition_is_used() -> None:
    wordings = counting().wordings
    used = set().union(*(result.used for result in results()))
    print(f"\n用语 {len(wordings)} 条，用到 {len(used)} 条")
    assert sorted(wordings - used) == []


def test_the_single_wordings_are_printed() -> None:
    phrases = real().edition.phrases
    text = "\n".join(result.text.whole for result in results())
    for pattern in (phrases.missing, phrases.least, phrases.separator):
        before, _, rest = pattern.partition("{")
        after = rest.partition("}")[2]
        assert before in text and after in text
    assert phrases.corrected.partition("{")[0] in text
