"""What differs from the draft before, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from generator.history.differences import (
    Compared,
    FigureChange,
    LineChange,
    Noted,
    Segment,
    shortened,
)
from generator.model import Severity
from generator.products.review.results import table

_TAGS = {"old": "del", "new": "ins"}


def changes_heading(since: Compared) -> str:
    """The heading of the section."""
    return f"与上一稿相比（{since.old}）" if since.old else "写出后的手工改动"


def changes_section(since: Compared) -> Markup:
    """Hand edits first, because the new draft has none of them; then what the workbook changed."""
    notes = (Markup("<p>{}</p>").format(note) for note in since.notes)
    parts = [
        *notes,
        _lines(f"{since.old}里手工改动的，{since.new}里没有", since.by_hand_old),
        _lines(f"{since.new}写出后手工改动的，工作簿里没有", since.by_hand_new),
        _figures(since.differences.figures),
        _lines("文字和表格", since.differences.lines),
        _findings("新出现的核对结果", since.differences.came),
        _findings("不再有的核对结果", since.differences.went),
    ]
    if since.old and not since.differences.any:
        same = "没有别的不同。" if since.notes else f"数字、文字和核对结果都与{since.old}相同。"
        parts.append(Markup("<p>{}</p>").format(same))
    return Markup("").join(parts)


def _lines(title: str, changes: Sequence[LineChange]) -> Markup:
    if not changes:
        return Markup("")
    items = (
        Markup("<li><small>{}</small><p>{}</p></li>").format(change.place, _redline(change))
        for change in changes
    )
    return _head(title, len(changes)) + Markup('<ul class="changes">{}</ul>').format(
        Markup("\n").join(items)
    )


def _redline(change: LineChange) -> Markup:
    return Markup("").join(map(_segment, shortened(change.segments)))


def _segment(segment: Segment) -> Markup:
    tag = _TAGS.get(segment.kind)
    return Markup(f"<{tag}>{escape(segment.text)}</{tag}>") if tag else escape(segment.text)


def _figures(changes: Sequence[FigureChange]) -> Markup:
    if not changes:
        return Markup("")
    rows = [(c.label, c.old or "—", c.new or "—", "、".join(c.cells)) for c in changes]
    heads = ("数字", "上一稿", "本稿", "单元格")
    return _head("数字", len(changes)) + table("与上一稿不同的数字", heads, rows)


def _findings(title: str, findings: Iterable[Noted]) -> Markup:
    rows = [(Severity(f.severity).chinese, f.rule, f.message, "、".join(f.cells)) for f in findings]
    if not rows:
        return Markup("")
    return _head(title, len(rows)) + table(title, ("轻重", "规则", "内容", "单元格"), rows)


def _head(title: str, count: int) -> Markup:
    return Markup("<h3>{}（{} 处）</h3>").format(title, count)
