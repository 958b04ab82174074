"""Every branch of the template and every wording of the edition is printed by some case.

``python -m pytest tests/test_template_coverage.py -s`` prints the coverage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from branches import Counted, counted
from casebook import Case, cases, real, result

from generator.editions import Edition


class Wordings(dict[str, Any]):
    """A table of wordings that remembers which of them were used."""

    def __init__(self, name: str, content: Mapping[str, Any]) -> None:
        super().__init__(content)
        self.name = name
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.used.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.used.add(key)
        return super().get(key, default)

    @property
    def missed(self) -> Iterator[str]:
        return (f"{self.name}.{key}" for key in self if key not in self.used)


@cache
def covered() -> tuple[Counted, list[Wordings], str]:
    """Render every case once; the whole text at the end."""
    edition, tables = _remembering(real().edition)
    template = counted(edition.template)
    texts = [
        result(case, edition, template.template).text.whole
        for case in (Case("实例"), *cases().values())
    ]
    return template, tables, "\n".join(texts)


def _remembering(edition: Edition) -> tuple[Edition, list[Wordings]]:
    phrases = {
        item.name: Wordings(item.name, getattr(edition.phrases, item.name))
        for item in fields(edition.phrases)
        if isinstance(getattr(edition.phrases, item.name), dict)
    }
    words = {name: Wordings(name, table) for name, table in edition.words.items()}
    changes: dict[str, Any] = {**phrases}
    remembering = replace(
        edition, phrases=replace(edition.phrases, **changes), words=dict[str, dict[str, str]](words)
    )
    return remembering, [*phrases.values(), *words.values()]


def test_every_branch_of_the_template_is_taken() -> None:
    template = covered()[0]
    print(f"\n模板分支 {len(template.branches)} 个，用到 {len(template.taken)} 个")
    assert [str(branch) for branch in template.missed] == []


def test_every_wording_of_the_edition_is_used() -> None:
    _, tables, _ = covered()
    print(f"\n用语 {sum(map(len, tables))} 条，用到 {sum(len(t.used & set(t)) for t in tables)} 条")
    assert [wording for table in tables for wording in table.missed] == []


def test_the_single_wordings_are_printed() -> None:
    phrases, text = real().edition.phrases, covered()[2]
    for pattern in (phrases.missing, phrases.least, phrases.separator):
        before, _, rest = pattern.partition("{")
        after = rest.partition("}")[2]
        assert before in text and after in text
