"""The rules about texts on every line of a paper, whoever wrote it: fixed sentences too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.catalogue import rules_of
from generator.checks.engine.context import Context, Words
from generator.checks.engine.rule import examine_rule
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.history.audited.lines import AuditLine
from generator.history.audited.places import PaperPlaces
from generator.model import Finding

# Rules that need not know in which cell of a workbook a text would stand.
ANYWHERE = frozenset(
    f"W{number:02}" for number in (1, 2, 3, 4, 6, 7, 11, 12, 13, 14, 21, 22, 23, 25, 33)
)
_BLOCK = "paper"
_HEADS = (
    "部门:",
    "单位:",
    "编制单位:",
    "编制部门:",
    "部门名称:",
    "单位名称:",
)  # of tables, which have rules of their own


@dataclass(frozen=True)
class PaperContext(Context):
    """A context whose words are the lines of the paper."""

    texts: tuple[Words, ...] = ()

    @property
    def words(self) -> tuple[Words, ...]:
        """The lines."""
        return self.texts

    @property
    def as_printed(self) -> tuple[Words, ...]:
        """The same."""
        return self.texts


def wording(
    accounts: Accounts, made: Disclosure, lines: Iterable[AuditLine], places: PaperPlaces
) -> Iterator[Finding]:
    """What the rules about texts say of the lines, at their places."""
    texts = tuple(
        Words(_BLOCK, "line", text, places.line(line))
        for line in lines
        for text in line.typed
        if not line.text.startswith(_HEADS)
    )
    context = PaperContext(accounts, made, texts=texts)
    for rule in rules_of(accounts.edition):
        if rule.id in ANYWHERE:
            yield from examine_rule(rule, context)[0]
