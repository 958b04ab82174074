"""What the checks say, as the page lists it: findings, coverage, requirements, comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.checks import SheetTodo, Status, by_cause
from generator.editions import Edition
from generator.figures.phrasing import Marks, Phrasing, unmarked
from generator.history.differences import Compared, FigureChange, Noted
from generator.history.returned.entries import ReviewEntry
from generator.history.returned.telling import review_row
from generator.model import WEIGHTS, Cell, Figure, Finding, Severity
from generator.products.review.explaining import printed_number
from generator.products.review.model import Accepted, Comparison, Covered, RequirementLine

Content = str | tuple[Cell, ...]


class ListedFinding(NamedTuple):
    """A finding with its number and those of the same cause.

    ``behind`` are the numbers of those that a ``lead`` leads, ``lead`` is 0 for one that leads.
    """

    number: int
    finding: Finding
    lead: int
    behind: range


class ResultTable(NamedTuple):
    """A table of texts and cells; columns in which nothing stands are left out."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Content, ...], ...]


class Bars(NamedTuple):
    """Amounts to compare: name, width in a hundred, and the amount as printed, in ``currency``."""

    label: str
    currency: str
    rows: tuple[tuple[str, str, str], ...]


def listed_findings(findings: Sequence[Finding]) -> Iterator[ListedFinding]:
    """Every finding in the order of its number."""
    number = 1
    for lead, others in by_cause(findings):
        behind = range(number + 1, number + 1 + len(others))
        yield ListedFinding(number, lead, 0, behind)
        yield from (
            ListedFinding(n, f, number, range(0)) for n, f in zip(behind, others, strict=True)
        )
        number += 1 + len(others)


def weights(listed: Sequence[ListedFinding]) -> list[tuple[Severity, int, int]]:
    """How many findings there are of each severity, and the number of the card of the first."""
    counts = Counter(entry.finding.severity for entry in listed)
    first = {e.finding.severity: e.lead or e.number for e in reversed(listed)}
    return [(severity, counts[severity], first.get(severity, 0)) for severity in WEIGHTS]


def result_table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Content]]
) -> ResultTable:
    """A table without its empty columns."""
    kept = list(rows)
    used = [number for number in range(len(heads)) if any(row[number] for row in kept)]
    lines = tuple(tuple(row[n] for n in used) for row in kept)
    return ResultTable(caption, tuple(heads[n] for n in used), lines)


# --- coverage, accepted findings, requirements -------------------------------------------------


def coverage_summary(coverage: Sequence[Covered]) -> str:
    """How many rules came out how."""
    counts = Counter(line.state for line in coverage)
    return "，".join(f"{status.value} {counts[status.value]}" for status in Status)


def coverage_table(coverage: Sequence[Covered]) -> ResultTable:
    """Which rules ran and how they came out."""
    rows = ((line.rule, line.name, line.state, line.looked, line.detail) for line in coverage)
    return result_table("核对项目", ("规则", "核对什么", "结果", "看了几处", "说明"), rows)


def accepted_table(accepted: Iterable[Accepted]) -> ResultTable:
    """Findings that stand on purpose."""
    found = ((a.finding, a.reason) for a in accepted)
    rows = ((f.severity.chinese, f.rule, f.message, f.cells, why) for f, why in found)
    return result_table("已说明的核对结果", ("程度", "规则", "问题", "单元格", "说明"), rows)


def requirements_table(requirements: Iterable[RequirementLine]) -> ResultTable:
    """The checklist of what must be disclosed."""
    rows = ((r.text, r.state, r.detail) for r in requirements)
    return result_table("公开要求", ("公开要求", "结果", "见于何处，或缺什么"), rows)


def todo_table(todo: Iterable[SheetTodo]) -> ResultTable:
    """What is still to be filled in, by sheet."""
    rows = ((sheet.sheet, "；".join(sheet.parts)) for sheet in todo)
    return result_table("还要填的", ("工作表", "还差什么"), rows)


def reviews_table(reviews: Iterable[ReviewEntry]) -> ResultTable:
    """What reviewers wrote and nobody has dealt with."""
    heads = ("编号", "审改人", "类别", "位置", "原文", "改为", "批注", "归属")
    return result_table("没有处理的审稿意见", heads, map(review_row, reviews))


# --- what differs from the draft before --------------------------------------------------------


def changes_heading(since: Compared) -> str:
    """The heading of the section."""
    return f"与上一稿相比（{since.old}）" if since.old else "写出后的手工改动"


def figures_table(changes: Iterable[FigureChange]) -> ResultTable:
    """The figures that are printed differently."""
    rows = ((c.label, c.old or "—", c.new or "—", "、".join(c.cells)) for c in changes)
    return result_table("与上一稿不同的数字", ("数字", "上一稿", "本稿", "单元格"), rows)


def noted_table(title: str, findings: Iterable[Noted]) -> ResultTable:
    """The findings that came, or went."""
    rows = ((Severity(f.severity).chinese, f.rule, f.message, "、".join(f.cells)) for f in findings)
    return result_table(title, ("轻重", "规则", "内容", "单元格"), rows)


# --- comparisons -------------------------------------------------------------------------------


def bars(comparison: Comparison, edition: Edition) -> Bars:
    """Bars for this year, last year and the budget."""
    change = comparison.change
    named = (("本年", change.this), ("上年", change.base), ("预算", comparison.budget))
    given = [(name, figure) for name, figure in named if figure is not None and figure.given]
    highest = max((abs(figure.amount) for _, figure in given), default=0) or 1
    rows = (
        (name, f"{float(abs(f.amount) / highest) * 100:.4g}", _amount(f, edition))
        for name, f in given
    )
    return Bars(comparison.label, edition.currency, tuple(rows))


def comparisons_table(comparisons: Iterable[Comparison], edition: Edition) -> ResultTable:
    """All comparisons in one table."""
    rows = (
        (
            c.label,
            _amount(c.change.this, edition),
            _amount(c.change.base, edition),
            _amount(c.budget, edition),
            _rate(c, edition),
        )
        for c in comparisons
    )
    return result_table(
        f"本年、上年、预算（{edition.currency}）", ("项目", "本年", "上年", "预算", "比上年"), rows
    )


def _amount(figure: Figure | None, edition: Edition) -> str:
    return "" if figure is None else printed_number(figure, edition)


def _percent(rate: Figure, edition: Edition) -> str:
    return unmarked(Phrasing(edition, Marks()).pct(rate))


def _rate(comparison: Comparison, edition: Edition) -> str:
    change = comparison.change
    if change.flat:
        return "持平"
    rate = f"（{_percent(change.rate, edition)}）" if change.rate.given else ""
    word = "增加" if change.up else "减少"
    return f"{word} {printed_number(change.amount, edition)}{rate}"
