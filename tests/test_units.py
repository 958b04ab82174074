"""A small part of the campaign of random units, and a proof that its judge sees what it says."""

from __future__ import annotations

import ast
import random
import re
from pathlib import Path

from tests.campaigns.units import judging, running
from tests.campaigns.units.making import make
from tests.campaigns.units.reading import Section, read
from tests.helpers.sampling import some

HERE = Path(running.__file__).parent
SEEDS = [
    int(line.split()[0])
    for line in (HERE / "seeds.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_every_number_of_a_consistent_unit_is_right(tmp_path: Path) -> None:
    seeds = some(SEEDS, 3)
    outcomes = running.run(seeds, tmp_path)
    assert [o.seed for o in outcomes] == seeds
    for found in outcomes:
        assert found.differences == []
        assert found.errors + found.warnings == []
        assert sum(found.judged.values()) > 500


def test_a_changed_number_is_noticed(tmp_path: Path) -> None:
    """Any number of the draft with another last digit, in text, table or chart.

    It makes its own draft: the other test's many are made in another worker.
    """
    folder, unit = tmp_path, make(SEEDS[-1])
    running.run(SEEDS[-1:], folder)
    sections = read(folder / "out" / str(unit.year) / f"u{unit.seed}决算公开第1稿.docx")
    places = list(_numbers(sections))
    missed = []
    for holder, key, start, end in random.Random(1).sample(places, 50):
        text = holder[key]
        digit = str((int(text[end - 1]) + 1) % 10)
        holder[key] = text[: end - 1] + digit + text[end:]
        if not judging.judge_sections(unit, sections).differences:
            missed.append(f"{text[max(0, start - 20) : end + 20]} → {digit}")
        holder[key] = text
    assert missed == []


def _numbers(sections: list[Section]):  # type: ignore[no-untyped-def]
    """Each number that the program writes: the list that holds its text, and its place."""
    for section in sections:
        if section.part[:4] not in ("第二部分", "第三部分", "第六部分"):
            continue
        holders = [section.paragraphs, *(row for table in section.tables for row in table)]
        holders += [values for chart in section.charts for values in chart.series.values()]
        for holder in holders:
            for key, text in enumerate(holder):
                for found in re.finditer(r"\d+(?:\.\d+)?", text):
                    yield holder, key, found.start(), found.end()


def test_the_judge_knows_nothing_of_the_program() -> None:
    for path in HERE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        names += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        assert not [name for name in names if name.startswith("generator")], path.name
