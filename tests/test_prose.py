"""Good sentences of official prose raise no alarm: a sample of ``tests.campaigns.prose``."""

from __future__ import annotations

from generator.cli.report import finding_text
from tests.campaigns.prose import WAYS, Sentence, alarms, found_in, of_file, of_tests


def sample() -> list[Sentence]:
    """Every third unit, and of the reasons every eighth."""
    listed = [s for s in of_file() if s.place not in WAYS]
    units = list(dict.fromkeys(s.unit for s in listed))[::3]
    reasons = [s for s in of_file() if s.place in WAYS]
    return [s for s in listed if s.unit in units] + reasons[::8]


def test_good_sentences_raise_no_alarm() -> None:
    told = [(s.text, f) for s, found in found_in(sample()) for f in alarms(found)]
    assert [(text, finding_text(finding)) for text, finding in told] == []


def test_there_are_enough_of_them() -> None:
    assert len({*of_file(), *of_tests()}) >= 700
    assert len({s.unit for s in of_file()}) >= 25
