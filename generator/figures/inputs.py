"""What stands on the input sheets, under the names that the edition gives it.

A line, column or sheet that only one place has reaches its Word template here, as it was typed:
``inputs.procurement.reserved``, ``inputs.meetings.training.this``, ``for row in inputs.services``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.editions.schema import Block, InputColumn, InputRow
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import from_fact, text_from
from generator.model import Fact, Figure, Row, Text

Entry = Figure | Fact | Text  # a number, a date, words
_NUMBERS = frozenset({"amount", "count", "score", "rate"})


class Inputs(Mapping[str, object]):
    """Block → line → entry of ``fields``, line → column → entry of a ``grid``, rows of a ``list``."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def __getitem__(self, block: str) -> object:
        declared = self._accounts.edition.blocks[block][1]
        table = self._accounts.facts[block]
        if declared.kind == "list":
            return tuple(_columns(declared, row) for row in table.rows if row.key != "total")
        if declared.kind == "fields":
            return {li.key: _entry(li, table[li.key]["value"]) for li in declared.lines}
        return {line.key: _columns(declared, table[line.key]) for line in declared.lines}

    def __iter__(self) -> Iterator[str]:
        return iter(self._accounts.edition.blocks)

    def __len__(self) -> int:
        return len(self._accounts.edition.blocks)


def _columns(block: Block, row: Row) -> dict[str, Entry]:
    return {c.key: _entry(c, row[c.key]) for c in block.columns if c.key in row.cells}


def _entry(declared: InputRow | InputColumn, fact: Fact) -> Entry:
    if declared.kind in _NUMBERS:
        return from_fact(fact)
    return fact if declared.kind == "date" else text_from(fact)
