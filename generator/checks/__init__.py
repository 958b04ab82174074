"""The checks: everything that can be wrong with a readable workbook."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.engine.context import Context
from generator.checks.engine.doubt import doubt_of
from generator.checks.engine.grouping import by_cause, grouped, merged
from generator.checks.engine.rule import Coverage, Reads, Status, outcomes, told
from generator.checks.engine.todo import SheetTodo, by_sheet, to_fill
from generator.checks.requirements import Requirement, State, requirements
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.model import Finding, Line, Unread

__all__ = [
    "CheckReport",
    "Coverage",
    "Requirement",
    "SheetTodo",
    "State",
    "Status",
    "by_cause",
    "requirements",
    "run",
]


class CheckReport(Struct, frozen=True):
    """What the checks say: open findings, those accepted with a reason, coverage by rule.

    Findings stand errors first, otherwise in the order of the catalogue; those of one cause
    follow each other.  ``todo`` is what is not filled in yet, by sheet; each of it is among the
    findings, too, but not of what is ``told`` one by one.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    todo: tuple[SheetTodo, ...] = ()

    @property
    def told(self) -> tuple[Finding, ...]:
        """The open findings without those that ``todo`` stands for."""
        return tuple(finding for finding in self.findings if not to_fill(finding))


def run(
    accounts: Accounts,
    disclosure: Disclosure,
    lines: tuple[Line, ...] | None = None,
    unread: Unread | None = None,
) -> CheckReport:
    """Run the whole catalogue.

    ``lines`` are those of the rendered draft, None without one; what depends on ``unread`` cells
    counts as not looked at.
    """
    from generator.checks.catalogue import BY_ID, rules_of
    from generator.checks.engine.acceptance import accept

    context = Context(accounts, disclosure, lines)
    doubt = doubt_of(accounts, unread) if unread else None
    found: list[Finding] = []
    coverage: list[Coverage] = []
    for rule in rules_of(accounts.edition):
        looks = doubt.looks(rule, context) if doubt else outcomes(rule, context)
        findings, covered = told(rule, looks, accounts.edition)
        found += findings
        coverage.append(_waiting(covered) if accounts.unfilled else covered)
    open_, accepted = accept(context, found)
    if doubt:  # an explanation may belong to what was not looked at
        open_ = [finding for finding in open_ if finding.rule in BY_ID]
    coverage = [_in_doubt(covered) for covered in coverage] if doubt else coverage
    settled = tuple(_settled(covered, open_, accepted) for covered in coverage)
    every = grouped(merged(open_))
    todo = by_sheet(every, accounts.edition)
    return CheckReport(every, tuple(merged(accepted)), settled, todo)


def _waiting(covered: Coverage) -> Coverage:
    """A rule about the official tables that found nothing to look at while they are blank."""
    if covered.status is not Status.IDLE or covered.rule.reads is not Reads.TABLES:
        return covered
    return replace(covered, status=Status.NOT_RUN, detail="决算表还空着")


def _in_doubt(covered: Coverage) -> Coverage:
    """A rule that could not look at everything has not passed."""
    if covered.status is Status.FAILED or not covered.unread:
        return covered
    return replace(covered, status=Status.NOT_RUN)


def _settled(covered: Coverage, open_: list[Finding], accepted: list[Finding]) -> Coverage:
    """A rule that failed in nothing but what was accepted with a reason has not failed."""
    rule = covered.rule.id
    serious = any(f.rule == rule and f.severity.serious for f in open_)
    if covered.status is not Status.FAILED or serious:
        return covered
    told = sum(finding.rule == rule for finding in accepted)
    return replace(covered, status=Status.NOTED, detail=f"已说明 {told} 处")
