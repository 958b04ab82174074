"""What a rule is, what it says about a workbook, and how the whole catalogue is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, StrEnum, auto
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.engine.claims import Claim, examine
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.editions import Edition
from generator.model import Cell, Finding, Severity

Look = Claim | Right | Unknown | Wrong
Outcome = Right | Unknown | Wrong | None
Test = Callable[[Context], Iterable[Look]]

ENVELOPE = "以元填报的须完全相等；以万元填报的允许（n+1）×0.005 万元（n 是不为零的加数个数，由程序算出的合计按算它的各格计），在此以内只提示尾差"
AT_LEAST = "不得超出；以万元填报的允许（n+1）×0.005 万元（n 是不为零的加数个数，由程序算出的合计按算它的各格计），在此以内只提示尾差"
COUNTED = "数量、分数须完全相符，没有允许误差"
WORDS = "不比较数字"


class Reads(Enum):
    """What a rule looks at, and so what keeps it waiting: blank tables, cells that cannot be read."""

    TABLES = auto()  # the official tables: it has nothing to say before these are filled in
    INPUTS = auto()  # the input sheets
    CELLS = auto()  # each cell by itself: what is missing elsewhere changes nothing
    NUMBERS = auto()  # a number, anywhere in the workbook


class Rule(Struct, frozen=True):
    """One entry of the catalogue.

    ``idle`` says why the rule does not apply when it finds nothing to look at; ``tolerance``
    is the sentence of the reference; ``covers`` are the entries of the project's collection
    of known mistakes and identities that the rule stands for.
    """

    id: str
    title: str
    severity: Severity
    basis: str
    test: Test
    idle: str
    tolerance: str = WORDS
    covers: tuple[str, ...] = ()
    reads: Reads = Reads.TABLES

    def of(self, edition: Edition) -> Rule:
        """The rule with the names that an edition has for its tables, and what it says otherwise."""
        change = edition.rules.get(self.id)
        if change is not None:
            severity = Severity(change.severity) if change.severity else self.severity
            basis = change.basis or self.basis
            return replace(self, severity=severity, basis=basis)._worded(edition)
        return self._worded(edition)

    def _worded(self, edition: Edition) -> Rule:
        texts = (self.title, self.basis, self.idle, self.tolerance)
        if not any("{" in text for text in texts):
            return self
        title, basis, idle, tolerance = map(edition.worded, texts)
        return replace(self, title=title, basis=basis, idle=idle, tolerance=tolerance)


class Status(StrEnum):
    """What became of a rule on one workbook; NOTED: hints, or what was accepted, and nothing worse.

    OPEN: nothing is wrong, something is not filled in yet.
    """

    PASSED = "通过"
    NOTED = "有提示"
    FAILED = "未通过"
    IDLE = "不适用"
    NOT_RUN = "未核对"
    OPEN = "待填"


class Coverage(Struct, frozen=True):
    """One rule on one workbook: ``looked`` comparisons were made; ``detail`` says why not.

    ``unread``: some were not made for a cell that could not be read.
    """

    rule: Rule
    status: Status
    looked: int
    detail: str = ""
    unread: bool = False


def examine_rule(rule: Rule, context: Context) -> tuple[list[Finding], Coverage]:
    """Run one rule."""
    return told(rule, looks_of(rule, context), context.accounts.edition)


def tested(rule: Rule, context: Context) -> Iterable[Look]:
    """What a rule says, as unknown where it takes a sheet that is still blank."""
    looks = rule.test(context)
    return _begun(rule, context, looks) if context.unbegun else looks


def _begun(rule: Rule, context: Context, looks: Iterable[Look]) -> Iterator[Look]:
    everywhere = rule.reads is Reads.NUMBERS
    for look in looks:
        waiting = context.waiting(_cells(look)) or (everywhere and min(context.unbegun))
        yield Unknown(f"{waiting}还空着") if waiting and not _asks(rule, look) else look


def _asks(rule: Rule, look: Look) -> bool:
    """True for what says that something must be filled in, or could not be looked at anyway."""
    if isinstance(look, Unknown) or rule.severity is Severity.TODO:
        return True
    return isinstance(look, Wrong) and look.severity is Severity.TODO


def _cells(look: Look) -> Iterable[Cell]:
    """The cells of a look in their order, some of them twice."""
    if isinstance(look, Claim):
        figures = (look.left, *(figure for _, figure in look.right))
        return chain.from_iterable(figure.cells for figure in figures)
    return look.cells


def looks_of(rule: Rule, context: Context) -> tuple[Outcome, ...]:
    """What a rule says, its comparisons made; None where there is nothing to compare."""
    beside = (lambda: context.beside) if context.guesses else None
    looks = tested(rule, context)
    return tuple([examine(look, beside) if isinstance(look, Claim) else look for look in looks])


def outcomes(rule: Rule, context: Context) -> tuple[Outcome, ...]:
    """The same, kept for whatever else asks for it."""
    if rule.id not in context.kept:
        context.kept[rule.id] = looks_of(rule, context)
    return context.kept[rule.id]


def told(
    rule: Rule, outcomes: Iterable[Outcome], edition: Edition
) -> tuple[list[Finding], Coverage]:
    """The findings of a rule in the words of the edition, and what became of it."""
    looked = [outcome for outcome in outcomes if outcome is not None]
    telling = [outcome for outcome in looked if type(outcome) is not Right]  # nearly all are
    found = [_worded(wrong, edition) for wrong in telling if isinstance(wrong, Wrong)]
    unknown = [
        replace(outcome, reason=edition.worded(outcome.reason))
        for outcome in telling
        if isinstance(outcome, Unknown)
    ]
    findings = [_finding(rule, wrong) for wrong in found]
    return findings, _coverage(rule, len(looked) - len(unknown), found, unknown)


def _worded(wrong: Wrong, edition: Edition) -> Wrong:
    message, remedy, basis = map(edition.worded, (wrong.message, wrong.remedy, wrong.basis))
    return replace(wrong, message=message, remedy=remedy, basis=basis)


def _finding(rule: Rule, wrong: Wrong) -> Finding:
    return Finding(
        rule.id,
        _severity(rule, wrong),
        wrong.message,
        wrong.cells,
        wrong.basis or rule.basis,
        wrong.mismatch,
        wrong.slip,
        wrong.remedy,
        explains=wrong.explains,
        blank=wrong.blank,
    )


def _coverage(rule: Rule, looked: int, found: list[Wrong], unknown: list[Unknown]) -> Coverage:
    reasons = "；".join(dict.fromkeys(entry.reason for entry in unknown))
    unread = any(entry.unread for entry in unknown)
    if looked:
        partly = f"另有未核对的：{reasons}" if reasons else ""
        detail = "；".join(filter(None, (*_found(rule, found), partly)))
        return Coverage(rule, _status(rule, found), looked, detail, unread)
    if unknown:
        return Coverage(rule, Status.NOT_RUN, 0, reasons, unread)
    return Coverage(rule, Status.IDLE, 0, rule.idle)


def _severity(rule: Rule, wrong: Wrong) -> Severity:
    return wrong.severity or rule.severity


def _status(rule: Rule, found: list[Wrong]) -> Status:
    if not found:
        return Status.PASSED
    severities = {_severity(rule, wrong) for wrong in found}
    if any(severity.serious for severity in severities):
        return Status.FAILED
    return Status.OPEN if Severity.TODO in severities else Status.NOTED


def _found(rule: Rule, found: list[Wrong]) -> Iterator[str]:
    """How many findings of each weight: 错误 1 处, 尾差 2 处."""
    if not found:
        return
    words = Counter("尾差" if wrong.rounding else _severity(rule, wrong).chinese for wrong in found)
    for word in (*(severity.chinese for severity in Severity), "尾差"):
        if words[word]:
            yield f"{word} {words[word]} 处"


def closed(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules as given.  Raises ValueError when two have the same id."""
    kept = tuple(rules)
    ids = [rule.id for rule in kept]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"规则编号重复：{'、'.join(twice)}")
    return kept
