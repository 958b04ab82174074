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
from generator.history.papers.plans import ITEM
from generator.history.papers.sections import bare, titles_of
from generator.model import Cell, Fact, Finding, Severity, Unread

_GAP = "【待补充"  # in a sentence of which the paper gave too little
_MOST = 40  # signs of a sentence that is told


def unsaid(found: Matched, lines: Sequence[AuditLine], judge: Judge) -> Iterator[Finding]:
    """Sentences with amounts that the paper should print, in sections that it has, and sections.

    Where it has sentences of its own with numbers in the section, or the same amounts in others,
    nothing is told: they may say the same in other words.  One sentence less is a hint.
    """
    headings = {bare(line.heading): line for line in lines if line.titles}
    own = {bare(s.line.heading) for s in found.alone if any(t.value is not None for t in s.tokens)}
    known = {bare(one.line.heading) for one, _ in found.pairs if one.line.place}
    missing: dict[str, list[Sentence]] = {}
    for sentence in found.lacking:
        heading = bare(sentence.line.heading)
        if sentence.line.row or sentence.line.titles or heading in own or _GAP in sentence.text:
            continue
        if heading in headings and not _elsewhere(sentence, heading, lines, judge):
            missing.setdefault(heading, []).append(sentence)
    for heading, sentences in missing.items():
        place, first = judge.places.line(headings[heading]), sentences[0].text
        words = first if len(first) <= _MOST else f"{first[:_MOST]}…"
        more = f"等 {len(sentences)} 句" if len(sentences) > 1 else ""
        weight = Severity.HINT if heading in known else Severity.WARNING
        yield Finding("Q06", weight, f"没有写「{words}」{more}", (place,), remedy=_ADD)
    yield from _sections(found, lines, judge)


def _elsewhere(sentence: Sentence, heading: str, lines: Sequence[AuditLine], judge: Judge) -> bool:
    """True where a sentence says nothing that counts, or its section has all its numbers."""
    telling = {token.value for token in sentence.tokens if judge.tells(token)}
    if not telling:
        return True
    named = ITEM.match(sentence.line.text)  # its amounts may be those of the whole
    own = [line.text for line in lines if not line.row and bare(line.heading) == heading]
    if named and not any(named["low"] in text for text in own):
        return False
    said = {
        token.value
        for line in lines
        if not line.row and bare(line.heading) == heading
        for part in line.sentences
        for token in part.tokens
    }
    return telling <= said


_ADD = "补上这一句；用别的话写了的，可以不改。"


def _sections(found: Matched, lines: Sequence[AuditLine], judge: Judge) -> Iterator[Finding]:
    """Headings of the edition that the paper has nowhere, told together.

    A table may have its title inside, and what a heading stands over may be there without it.
    """
    paper = judge.places.paper
    texts = {bare(line.text) for line in lines}
    texts |= {folded(printed.form.title) for printed in paper.printed.values()}
    filled = {table for table, _, _ in paper.content.cells}
    records = titles_of(paper.edition)
    alone = [s for s in found.alone if s.line.titles]
    lost = list[str]()
    for sentence in found.lacking:
        line = sentence.line
        whole = sentence.start == 0 and sentence.end == len(line.text)
        title = bare(line.text)
        kind, _, record = records.get(title, "").rpartition(".")
        there = title in texts or (kind == "narrative" and record in filled)
        if line.titles and whole and not there and not alone:
            lost.append(f"「{line.text}」")
    if lost:
        told = f"没有{'、'.join(lost)}这{'一节' if len(lost) == 1 else f' {len(lost)} 节'}"
        yield Finding("Q07", Severity.WARNING, told, remedy="补上；另附在别处的，可以不改。")


def blank_sums(
    accounts: Accounts, unread: Unread, places: PaperPlaces, wrong: frozenset[Cell]
) -> Iterator[Finding]:
    """Sums of an official table that are blank, with what their parts give.

    Nothing is told of cells that are ``wrong`` already.
    """
    for form in accounts.edition.forms:
        if form.id not in places.paper.printed:
            continue
        for row in accounts.facts[form.id].rows:
            for column, fact in row.cells.items():
                named = column in ("code", "name")
                if not named and not fact.given and fact.cell not in wrong:
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
