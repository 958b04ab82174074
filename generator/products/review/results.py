"""What the checks say, as HTML: findings at their place and in a list, coverage, requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup, escape

from generator.checks import Status, by_cause
from generator.checks.engine import telling
from generator.editions import Edition
from generator.figures.phrasing import Marks, Phrasing, unmarked
from generator.model import Cell, Figure, Finding, Severity, spans
from generator.products.review.explaining import printed_number
from generator.products.review.markup import joined
from generator.products.review.model import Accepted, Comparison, Covered, RequirementLine

_SHORT = 4  # characters that stay on one line

PlaceOf = Callable[[int], str]  # number of a finding → id of its place in the document, or ""


def note(number: int, finding: Finding) -> Markup:
    """A finding beside the text that it concerns."""
    return Markup(
        '<div class="note {s}" id="f{n}" role="note" data-severity="{s}">{inner}'
        '<p class="go"><a href="#l{n}" data-go>在核对结果中看第 {n} 条</a></p></div>'
    ).format(s=finding.severity.value, n=number, inner=_told(finding))


def findings_list(findings: Sequence[Finding], place_of: PlaceOf) -> Markup:
    """Every finding, with a way to its place."""
    if not findings:
        return Markup("<p>没有发现问题。</p>")
    kin = _kin(findings)
    items = (
        _item(number, f, place_of(number), kin.get(number, Markup("")))
        for number, f in enumerate(findings, start=1)
    )
    return Markup('<ol class="findings">{}</ol>').format(Markup("\n").join(items))


def _kin(findings: Sequence[Finding]) -> dict[int, Markup]:
    """Number of a finding → the way to the others of the same cause."""
    found: dict[int, Markup] = {}
    number = 1
    for lead, others in by_cause(findings):
        behind = range(number + 1, number + 1 + len(others))
        if others:
            links = Markup("、").join(_way(other, findings) for other in behind)
            found[number] = Markup('<p class="kin">{}：{}（{} <code>{}</code>）</p>').format(
                telling.SAME_CAUSE, links, telling.SHARED, str(lead.cause)
            )
        for other in behind:
            found[other] = Markup('<p class="kin">原因见 {}。</p>').format(_way(number, findings))
        number += 1 + len(others)
    return found


def _way(number: int, findings: Sequence[Finding]) -> Markup:
    rule = findings[number - 1].rule
    return Markup('<a href="#l{n}" data-go>第 {n} 条 {r}</a>').format(n=number, r=rule)


def _item(number: int, finding: Finding, place: str, kin: Markup) -> Markup:
    way = (
        Markup('<p class="go"><a href="#{}" data-go>到正文中的这一处</a></p>').format(place)
        if place
        else Markup('<p class="go">这些单元格没有印在正文里。</p>')
    )
    return Markup(
        '<li class="note {s}" id="l{n}" tabindex="-1" data-severity="{s}">{t}{k}{w}</li>'
    ).format(s=finding.severity.value, n=number, t=_told(finding), k=kin, w=way)


def _told(finding: Finding) -> Markup:
    rows = joined(
        Markup("<dt>{}</dt><dd>{}</dd>").format(*_pair(detail))
        for detail in telling.details(finding)
    )
    head = Markup('<p class="head"><strong>{} {}</strong> {}</p>').format(
        telling.state(finding), finding.rule, finding.message
    )
    return head + (Markup("<dl>{}</dl>").format(rows) if rows else Markup(""))


def _pair(detail: telling.Detail) -> tuple[str, str | Markup]:
    """What a detail is called, and the detail; the cells of a side are called by its value."""
    if detail.cells:
        return detail.name or detail.words, _cells(detail.cells)
    return (detail.name, detail.words) if detail.name else (detail.words, "")


def _cells(cells: Iterable[Cell]) -> Markup:
    return Markup("、").join(Markup("<code>{}</code>").format(span) for span in spans(cells))


def filters(findings: Iterable[Finding]) -> Markup:
    """The check boxes that show or hide findings by severity."""
    counts = Counter(finding.severity for finding in findings)
    boxes = (
        Markup(
            '<label class="{s}"><input type="checkbox" checked data-filter="{s}"> {c} {n}</label>'
        ).format(s=severity.value, c=severity.chinese, n=counts[severity])
        for severity in Severity
    )
    return Markup(
        '<fieldset class="filters"><legend>显示的核对结果</legend>{}'
        '<output id="shown" aria-live="polite"></output></fieldset>'
    ).format(Markup(" ").join(boxes))


# --- coverage, accepted findings, requirements -------------------------------------------------


def coverage_table(coverage: Sequence[Covered]) -> Markup:
    """Which rules ran and how they came out."""
    counts = Counter(line.state for line in coverage)
    summary = "，".join(f"{status.value} {counts[status.value]}" for status in Status)
    rows = ((line.rule, line.name, line.state, line.looked, line.detail) for line in coverage)
    return Markup("<p>{}</p>{}").format(
        summary, table("核对项目", ("规则", "核对什么", "结果", "看了几处", "说明"), rows)
    )


def accepted_table(accepted: Iterable[Accepted]) -> Markup:
    """Findings that stand on purpose."""
    rows = (
        (
            a.finding.severity.chinese,
            a.finding.rule,
            a.finding.message,
            _cells(a.finding.cells),
            a.reason,
        )
        for a in accepted
    )
    return table("已说明的核对结果", ("程度", "规则", "问题", "单元格", "说明"), rows)


def requirements_table(requirements: Iterable[RequirementLine]) -> Markup:
    """The checklist of what must be disclosed."""
    rows = ((r.text, r.state, r.detail) for r in requirements)
    return table("公开要求", ("公开要求", "结果", "见于何处，或缺什么"), rows)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str | Markup]]) -> Markup:
    """A table of texts; columns in which nothing stands are left out."""
    kept = list(rows)
    used = [number for number in range(len(head)) if any(row[number] for row in kept)]
    heads = joined(_head(head[n]) for n in used)
    lines = (Markup(f"<tr>{joined(_cell(row[n]) for n in used)}</tr>") for row in kept)
    return Markup(
        '<div class="table" role="region" tabindex="0" aria-label="{c}"><table>'
        '<caption class="unseen">{c}</caption><thead><tr>{h}</tr></thead><tbody>{r}</tbody>'
        "</table></div>"
    ).format(c=caption, h=heads, r=joined(lines, "\n"))


def _head(words: str) -> Markup:
    start = '<th class="short" scope="col">' if len(words) <= _SHORT else '<th scope="col">'
    return Markup(f"{start}{escape(words)}</th>")


def _cell(content: str | Markup) -> Markup:
    start = '<td class="short">' if len(content) <= _SHORT else "<td>"
    return Markup(f"{start}{escape(content)}</td>")


# --- comparisons -------------------------------------------------------------------------------


def comparison_figure(comparison: Comparison, edition: Edition) -> Markup:
    """Bars for this year, last year and the budget."""
    bars = [("本年", comparison.change.this), ("上年", comparison.change.base)]
    if comparison.budget is not None:
        bars.append(("预算", comparison.budget))
    given = [(name, figure) for name, figure in bars if figure.given]
    highest = max((abs(figure.amount) for _, figure in given), default=0) or 1
    rows = joined(
        Markup(
            '<tr><th scope="row">{}</th><td class="bar"><svg viewBox="0 0 100 8" '
            'preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="8"/></svg></td>'
            '<td class="amount">{}</td></tr>'
        ).format(name, f"{float(abs(figure.amount) / highest) * 100:.4g}", _amount(figure, edition))
        for name, figure in given
    )
    return Markup(
        '<figure class="compare"><table><caption>对比：{}（万元）</caption><tbody>{}</tbody>'
        "</table></figure>"
    ).format(comparison.label, rows)


def comparisons_table(comparisons: Iterable[Comparison], edition: Edition) -> Markup:
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
    return table("本年、上年、预算（万元）", ("项目", "本年", "上年", "预算", "比上年"), rows)


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
