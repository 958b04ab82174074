"""A paper checked without a workbook: what was read of it, held against what it prints.

Its facts are laid out as a workbook's are and checked by the same rules.  The draft that they make
is then laid beside the paper, sentence by sentence: what the draft prints in the place of a number
is what the number should be.
"""

from generator.history.audited.auditing import Audit, audited, held_against
from generator.history.audited.facts import workbook_of
from generator.history.audited.judging import JudgedNumber, NumberStanding
from generator.history.audited.learning import learned, probed
from generator.history.audited.places import PaperSpot
from generator.history.audited.reading import read_for_audit

__all__ = [
    "Audit",
    "JudgedNumber",
    "NumberStanding",
    "PaperSpot",
    "audited",
    "held_against",
    "learned",
    "probed",
    "read_for_audit",
    "workbook_of",
]
