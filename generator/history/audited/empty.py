"""What stands beside empty things: a statement below a table without data, counts of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.figures.accounts import Accounts
from generator.history.audited.lines import AuditLine
from generator.history.audited.places import PaperPlaces
from generator.history.papers.blocks import Passage
from generator.history.papers.folding import folded
from generator.history.papers.official import PrintedForm
from generator.history.papers.sections import is_title, titles_of
from generator.model import Cell, Finding, Severity, regex

_NONE = regex(r"(?:没有|无|未)[^。;]{0,50}(?:收入|支出|数据|发生|安排|经费|拨款)|空表")
_NOTE = regex(r"^(?:说明|备注|注)\d?[:.、]")
_MAY_BE_EMPTY = ("fund", "capital", "three_public")
_FOLLOWING = 6  # paragraphs below a table that may belong to it


def empty_tables(places: PaperPlaces) -> Iterator[Finding]:
    """A table without data and without a word of it; a table with data that is said to be empty."""
    for key in _MAY_BE_EMPTY:
        printed = places.paper.printed.get(key)
        table = places.facts.tables.get(key)
        if printed is None or table is None:
            continue
        values = [fact.value for row in table.rows for fact in row.cells.values()]
        filled = any(isinstance(value, Decimal) and value for value in values)
        below = list(_below(places, printed))
        above = [text for text in map(folded, printed.above) if not _NOTE.match(text)]
        inside = [*map(folded, printed.table.texts.values()), *above]
        place = (Cell(printed.form.sheet, ""),)
        if not filled and not any(map(_NONE.search, (*below, *inside))):
            told = f"{printed.form.sheet}是空表，表下面没有说明"
            remedy = "在表下面写明没有这项收支，本表无数据。"
            yield Finding("Q13", Severity.WARNING, told, place, remedy=remedy)
        said = next((line for line in below if _NOTE.match(line) and _NONE.search(line)), "")
        if filled and said:
            told = f"{printed.form.sheet}里有数，表下面却写「{said[:40]}」"
            yield Finding("Q13", Severity.ERROR, told, place, remedy="删去这句说明，或改正表。")


def _below(places: PaperPlaces, printed: PrintedForm) -> Iterator[str]:
    """The paragraphs below a table, up to a heading or another table."""
    blocks, titles = places.paper.blocks, titles_of(places.paper.edition)
    at = next(n for n, block in enumerate(blocks) if block is printed.table) + 1
    for block in blocks[at : at + _FOLLOWING]:
        if not isinstance(block, Passage) or is_title(block, titles):
            return
        yield folded(block.text)


def uncounted(
    accounts: Accounts, lines: Iterable[AuditLine], places: PaperPlaces
) -> Iterator[Finding]:
    """国有资产 without a number, though 三公 names vehicles."""
    titles = {key for key, record in titles_of(places.paper.edition).items() if record == "assets"}
    told = [line for line in lines if not line.row and _under(line, titles)]
    text = "".join(line.text for line in told)
    if not told or any(sign.isdigit() for sign in text) or not re.search("无|没有", text):
        return
    owned = accounts.facts["three_public_counts"]["cars_owned"]["value"].value
    if not isinstance(owned, Decimal) or not owned:
        return
    told_of = f"没有写明车辆和设备的数量，“三公”经费里的公务用车保有量是 {owned} 辆"
    remedy = "写明车辆数和单价 100 万元以上设备数，没有的写 0。"
    yield Finding("Q14", Severity.ERROR, told_of, (places.line(told[0]),), remedy=remedy)


def _under(line: AuditLine, titles: set[str]) -> bool:
    return bool(line.place) and any(line.heading.endswith(title) for title in titles)
