"""Good sentences of official prose, and what the checks say of them, which should be nothing.

``good.txt`` has sentences of many kinds of units, each read in the place and the unit where it
would stand; those of ``tests/test_checks_prose.py`` are counted as well.

Usage: ``python -m tests.campaigns.prose``
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.model import Finding, Severity
from tests.gallery.changing import Edit, Put, changed, wan
from tests.gallery.running import real, report_on
from tests.test_checks_prose import DOWN, GOOD, UP, lines, of_units, said_of

WAYS: dict[str, tuple[tuple[Edit, ...], str]] = {
    "up": ((Put("prior.total.prior", wan("200")),), "prior.total.reason"),
    "down": ((), "prior.total.reason"),
    "budget": ((Put("budget.2080150.budget", wan("140")),), "budget.2080150.reason"),
}
OWN = ("", "")  # the unit of the workbook


class Sentence(NamedTuple):
    """A good sentence: its unit and superior, its place, or the way of the change it explains."""

    unit: tuple[str, str]
    place: str
    text: str


def of_file() -> Iterator[Sentence]:
    """The sentences of ``good.txt``."""
    unit, place = OWN, "key_work"
    for line in Path(__file__).with_name("good.txt").read_text("utf-8").splitlines():
        if line.startswith("@ "):
            name, superior = line[2:].split("|")
            unit = (name, superior)
        elif line.startswith(": "):
            place = line[2:]
        elif line and not line.startswith("#"):
            yield Sentence(unit, place, line)


def of_tests() -> Iterator[Sentence]:
    """The good sentences of the tests of prose."""
    yield from (
        Sentence(OWN, place, text) for place, block in GOOD.items() for text in lines(block)
    )
    for place, block in (("up", UP), ("down", DOWN)):
        yield from (Sentence(OWN, place, text) for text in lines(block))
    for name, superior, text in of_units():
        if not text.startswith("!"):
            yield Sentence((name, superior), "key_work", text)


def edits_of(unit: tuple[str, str]) -> tuple[Edit, ...]:
    """The workbook as that of another unit."""
    if unit == OWN:
        return ()
    return Put("profile.name.value", unit[0]), Put("profile.supervisor.value", unit[1])


def found_in(sentences: list[Sentence]) -> Iterator[tuple[Sentence, list[Finding]]]:
    """What is found in each sentence; those of one unit stand in one workbook."""
    for unit in dict.fromkeys(sentence.unit for sentence in sentences):
        own = [sentence for sentence in sentences if sentence.unit == unit]
        listed = [(s.place, s.text) for s in own if s.place not in WAYS]
        said = said_of(listed, edits_of(unit))
        for sentence in own:
            in_reason = sentence.place in WAYS
            yield sentence, _in_reason(sentence) if in_reason else said[sentence.text]


def _in_reason(sentence: Sentence) -> list[Finding]:
    edits, place = WAYS[sentence.place]
    facts = changed(real(), [*edits_of(sentence.unit), *edits, Put(place, sentence.text)])
    table, row, column = place.split(".")
    cell = facts[table][row][column].cell
    return [f for f in report_on(facts, real()).findings if cell in f.cells]


def alarms(found: list[Finding]) -> list[Finding]:
    """Those that are no hints."""
    return [finding for finding in found if finding.severity is not Severity.HINT]
