"""The rules about texts on every line of a paper, whoever wrote it: fixed sentences too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.checks.catalogue import rules_of
from generator.checks.engine.context import Context
from generator.checks.engine.rule import examine_rule
from generator.checks.engine.texts import Words
from generator.checks.words.lexicon import lexicon
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.history.audited.lines import AuditLine
from generator.history.audited.places import PaperPlaces
from generator.model import Finding, Severity, regex

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


class PaperContext(Context, frozen=True):
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


# What a line that was broken in the wrong place looks like.
_BROKEN = frozenset({"W03", "W04", "W06", "Q03", "Q05", "Q06", "Q07"})


def uncertain(finding: Finding) -> Finding:
    """A finding in a PDF, whose lines had to be put together: a hint."""
    if finding.rule not in _BROKEN:
        return finding
    told = f"{finding.message}（按页面上的行读出，断行处可能读错）"
    return replace(finding, severity=Severity.HINT, message=told)


_NO_REASON = regex(r"[^。;,]{0,12}(?:主要)?原因(?:是|为|系)?:?(?=。|;|$)")


def unreasoned(lines: Iterable[AuditLine], places: PaperPlaces) -> Iterator[Finding]:
    """主要原因是 with nothing behind it; a line that ends with a colon goes on in the next one."""
    for line in lines:
        found = None if line.row or line.titles else _NO_REASON.search(line.text)
        if found and found[0].endswith(("是", "为", "系", ":")) and not line.text.endswith(":"):
            told = f"「{line.cut(*found.span())}」后面没有写原因"
            cells = (places.line(line),)
            yield Finding(
                "Q03", Severity.ERROR, told, cells, remedy="写明原因；没有增减的，删去这半句。"
            )


_BOTH = regex(
    r"\((?:增加|增长|上升)/(?:减少|下降|降低)\)|(?:增加|增长)\((?:减少|下降)\)(?=主要|\d)"
)


def undecided(lines: Iterable[AuditLine], places: PaperPlaces) -> Iterator[Finding]:
    """（增加/减少） of a template left in, also where no number follows."""
    for line in lines:
        if found := None if line.row else _BOTH.search(line.text):
            told = f"「{line.cut(*found.span())}」是模板里的，没有选定"
            cells = (places.line(line),)
            yield Finding("Q02", Severity.ERROR, told, cells, remedy="只留与数字相符的一个词。")


def wording(
    accounts: Accounts, made: Disclosure, lines: Iterable[AuditLine], places: PaperPlaces
) -> Iterator[Finding]:
    """What the rules about texts say of the lines, at their places."""
    known = lexicon(accounts.edition)
    texts = tuple(
        Words(_BLOCK, "line", text, places.line(line), known)
        for line in lines
        for text in line.typed
        if not line.text.startswith(_HEADS)
    )
    context = PaperContext(accounts, made, texts=texts)
    for rule in rules_of(accounts.edition):
        if rule.id in ANYWHERE:
            yield from examine_rule(rule, context)[0]
