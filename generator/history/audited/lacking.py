"""What a paper does not say, or leaves blank, that its own tables give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.figures.accounts import Accounts
from generator.figures.phrasing import trimmed
from generator.history.audited.judging import Judge
from generator.history.audited.lines import AuditLine, Sentence
from generator.history.audited.matching import Matched
from generator.history.audited.places import PaperPlaces
from generator.history.papers.folding import folded
from generator.history.papers.sections import bare
from generator.model import Cell, Fact, Finding, Severity, Unread

_GAP = "【待补充"  # in a sentence of which the paper gave too little
_MOST = 40  # signs of a sentence that is told


def unsaid(found: Matched, lines: Sequence[AuditLine], judge: Judge) -> Iterator[Finding]:
    """Sentences with amounts that the paper should print, in sections that it has, and sections.

    Where it has sentences of its own with numbers in the section, nothing is told: they may say
    the same in other words.
    """
    headings = {bare(line.heading): line for line in lines if line.titles}
    own = {bare(s.line.heading) for s in found.alone if any(t.value is not None for t in s.tokens)}
    missing: dict[str, list[Sentence]] = {}
    for sentence in found.lacking:
        heading = bare(sentence.line.heading)
        if sentence.line.row or sentence.line.titles or heading in own or _GAP in sentence.text:
            continue
        if heading in headings and any(judge.tells(token) for token in sentence.tokens):
            missing.setdefault(heading, []).append(sentence)
    for heading, sentences in missing.items():
        place, first = judge.places.line(headings[heading]), sentences[0].text
        words = first if len(first) <= _MOST else f"{first[:_MOST]}…"
        more = f"等 {len(sentences)} 句" if len(sentences) > 1 else ""
        yield Finding("Q06", Severity.WARNING, f"没有写「{words}」{more}", (place,), remedy=_ADD)
    tables = {folded(printed.form.title) for printed in judge.places.paper.printed.values()}
    yield from _sections(found, lines, tables)


_ADD = "补上这一句；用别的话写了的，可以不改。"


def _sections(found: Matched, lines: Sequence[AuditLine], tables: set[str]) -> Iterator[Finding]:
    """Headings of the edition that the paper has nowhere; a table may have its title inside."""
    texts = {bare(line.text) for line in lines} | tables
    alone = [s for s in found.alone if s.line.titles]
    for sentence in found.lacking:
        line = sentence.line
        whole = sentence.start == 0 and sentence.end == len(line.text)
        if line.titles and whole and bare(line.text) not in texts and not alone:
            yield Finding(
                "Q07", Severity.WARNING, f"没有「{line.text}」这一节", remedy="补上这一节。"
            )


def blank_sums(accounts: Accounts, unread: Unread, places: PaperPlaces) -> Iterator[Finding]:
    """Sums of an official table that are blank, with what their parts give."""
    for form in accounts.edition.forms:
        if form.id not in places.paper.printed:
            continue
        for row in accounts.facts[form.id].rows:
            for column, fact in row.cells.items():
                if column not in ("code", "name") and not fact.given:
                    yield from _blank(accounts, (form.id, row.key, column), fact, unread)


def _blank(
    accounts: Accounts, place: tuple[str, str, str], fact: Fact, unread: Unread
) -> Iterator[Finding]:
    figure = accounts.amount(*place)
    if figure.nil or not fact.cell.address or unread.touches((fact.cell, *figure.cells)):
        return
    money = accounts.edition.money
    told = f"「{fact.label}」空着，各部分相加是 {trimmed(money.scaled(figure.amount))} {money.currency}"
    yield Finding("Q08", Severity.ERROR, told, (fact.cell,), remedy="补上这个数。")


def other_order(places: PaperPlaces) -> Iterator[Finding]:
    """Official tables that stand in another order than the edition has them."""
    found = list(places.paper.printed)
    order = [form.id for form in places.paper.edition.forms if form.id in found]
    if found != order:
        names = "、".join(places.paper.printed[key].form.sheet for key in found)
        first = next(a for a, b in zip(found, order, strict=True) if a != b)
        cell = Cell(places.paper.printed[first].form.sheet, "")
        told = f"公开表的次序与版式不同：{names}"
        yield Finding("Q09", Severity.WARNING, told, (cell,), remedy="核对各表的次序和编号。")
