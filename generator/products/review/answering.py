"""``gen explain``: a printed text, a label or a cell → the figures behind it, in the terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from generator.document import BODY, Draft
from generator.editions import Edition
from generator.figures.phrasing import marked_places
from generator.model import Cell, Facts, Figure, Text, Unit, regex
from generator.products.review.catalogue import figure_key
from generator.products.review.explaining import (
    BLANK,
    Explanation,
    Source,
    Sources,
    explain,
    shortened,
)
from generator.products.review.model import Block, Chart, DocumentTable, Paragraph
from generator.products.review.reading import sections

_CELL = regex(r"(.+?)\s*([!！]?)\$?([A-Za-z]{1,3})\$?(\d+)")
_NUMBER = regex(r"-?[\d.]+")
_UNITS = regex(r"(万元|元|%|％|分|个)$")
_MOST = 20


class Told(Struct, frozen=True):
    """One figure, or typed words, that answers the question, with where it is printed.

    ``unit`` is what follows each printed number of a figure.
    """

    printed: tuple[str, ...]
    places: tuple[str, ...]
    explanation: Explanation | None
    sources: tuple[Source, ...]
    unit: str = ""


class Answer(Struct, frozen=True):
    """Everything that matches a question.

    ``cell`` is the cell that was asked for, ``named`` are further cells that have the name.
    """

    question: str
    told: tuple[Told, ...]
    cell: Source | None = None
    named: tuple[Source, ...] = ()

    @property
    def found(self) -> bool:
        """True when there is something to say."""
        return bool(self.told or self.named) or self.cell is not None

    @property
    def text(self) -> str:
        """The answer for a person."""
        if not self.found:
            return f"「{self.question}」：草稿里没有这个文字，也没有这样的名称或单元格。"
        lines = []
        if self.cell is not None:
            lines.append(_source_line(self.cell))
            lines.append("用到这一格的内容：" if self.told else "草稿里没有印出用到这一格的内容。")
        lines += [line for told in self.told[:_MOST] for line in _told_lines(told)]
        if len(self.told) > _MOST:
            lines.append(f"……共 {len(self.told)} 个，只列出前 {_MOST} 个。")
        return "\n".join([*lines, *_named_lines(self.question, self.named)])

    @property
    def json(self) -> dict[str, Any]:
        """The answer for a program."""
        return {
            "question": self.question,
            "cell": _source_json(self.cell) if self.cell else None,
            "named": [_source_json(source) for source in self.named],
            "matches": [_told_json(told) for told in self.told],
        }


def answer(question: str, facts: Facts, edition: Edition, draft: Draft) -> Answer:
    """Find what the question means: first a cell, then a printed text, then a label."""
    sources = Sources(facts)
    entries = list(_entries(draft))
    cell = _cell(question, sources)
    if cell is not None:
        return _about(cell, question, entries, sources, edition)
    wanted = _plain(question)
    matching = [entry for entry in entries if wanted in map(_plain, entry.printed)]
    if not matching:
        matching = list(_with_their_sign(wanted, entries))
    if not matching:
        matching = [entry for entry in entries if wanted and wanted in _plain(entry.label)]
    if not matching:
        matching = list(_of_that_kind(wanted, entries, edition))
    told = {cell for entry in matching for cell in entry.cells}
    named = [source for source in _named(wanted, sources, not matching) if source.cell not in told]
    filled = [source for source in named if source.value != BLANK] or named
    if len(filled) == 1 and not matching:
        return _about(filled[0].cell, question, entries, sources, edition)
    return Answer(question, _all_told(matching, sources, edition), named=tuple(named))


def _with_their_sign(wanted: str, entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """The numbers printed without a sign that the question has with one: -9.65 is 减少9.65万元."""
    bare = wanted.lstrip("+-−")
    if bare == wanted:
        return
    for entry in entries:
        source = entry.source
        lowered = isinstance(source, Figure) and source.formula == "abs"
        if lowered == (wanted[0] != "+") and bare in map(_plain, entry.printed):
            yield entry


def _about(
    cell: Cell, question: str, entries: Sequence[_Entry], sources: Sources, edition: Edition
) -> Answer:
    """A cell, and everything printed that depends on it."""
    matching = [entry for entry in entries if cell in entry.cells]
    return Answer(question, _all_told(matching, sources, edition), sources.get(cell))


def _named(wanted: str, sources: Sources, by_part: bool) -> list[Source]:
    """The cells with that very label, printed or not; else by a part of label or sheet."""
    exact = [source for source in sources if wanted and _plain(source.label) == wanted]
    if exact or not by_part or not wanted:
        return exact
    return [s for s in sources if wanted in _plain(s.label) or wanted in _plain(s.cell.sheet)]


# How people call a kind of figure, after the word that says which one: 完成率, 增长幅度.
_KINDS = {
    Unit.RATIO: regex(r"(.+?)(?:率|比例|比率|比重|百分比|幅度)"),
    Unit.YUAN: regex(r"(.+?)(?:额|金额|数额|数)"),
}


def _of_that_kind(wanted: str, entries: Sequence[_Entry], edition: Edition) -> Iterator[_Entry]:
    """The figures that a word of everyday use means: 完成率 is every rate labelled 完成….

    A word by which the edition says that something changed means every 增减.
    """
    for unit, pattern in _KINDS.items():
        named = pattern.fullmatch(wanted)
        if named is None:
            continue
        told = any(named[1] in phrase for phrase in edition.phrases.change.values())
        stem = "增减" if told else named[1]
        for entry in entries:
            source = entry.source
            if isinstance(source, Figure) and source.unit is unit and stem in _plain(entry.label):
                yield entry


class _Entry(Struct):
    """A figure or text of the draft with what was printed for it, and where."""

    source: Figure | Text
    printed: list[str]
    places: list[str]

    @property
    def cells(self) -> tuple[Cell, ...]:
        if isinstance(self.source, Figure):
            return self.source.cells
        return (self.source.cell,) if self.source.cell else ()

    @property
    def label(self) -> str:
        return self.source.label if isinstance(self.source, Figure) else self.source.value


def _entries(draft: Draft) -> Iterator[_Entry]:
    """Everything printed, each figure and text once, in reading order."""
    where = dict(_sections_of_spots(draft))
    found: dict[Any, _Entry] = {}
    for number, place in enumerate(marked_places(draft.marked[BODY])):
        if place.kind == "u" or number not in where:
            continue
        source = draft.typed[place.index] if place.kind else draft.printed[place.index]
        key = figure_key(source) if isinstance(source, Figure) else source
        entry = found.setdefault(key, _Entry(source, [], []))
        entry.printed.append(re.sub(r"<[^>]*>", "", place.text))
        entry.places.append(where[number])
    yield from found.values()


def _sections_of_spots(draft: Draft) -> Iterator[tuple[int, str]]:
    for section in sections(draft):
        heading = section.heading.text if section.heading else "封面"
        blocks: tuple[Block, ...] = section.blocks
        if section.heading:
            blocks = (section.heading, *blocks)
        for block in blocks:
            for paragraph in _paragraphs(block):
                yield from ((piece.spot, heading) for piece in paragraph.pieces if piece.spot >= 0)


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, Chart):
        yield block.told
    elif isinstance(block, DocumentTable):
        for row in block.rows:
            for cell in row:
                yield from cell.paragraphs


def _cell(question: str, sources: Sources) -> Cell | None:
    """The cell that is meant; without ``!`` only behind the name of a sheet."""
    match = _CELL.fullmatch(question.strip().replace("'", ""))
    sheets = {_plain(source.cell.sheet): source.cell.sheet for source in sources}
    if match is None or not (match[2] or _plain(match[1]) in sheets):
        return None
    sheet = sheets.get(_plain(match[1]), match[1].strip())
    return Cell(sheet, f"{match[3].upper()}{match[4]}")


def _plain(text: str) -> str:
    """A text made comparable: widths, blanks, thousands separators and units aside."""
    compact = re.sub(r"[\s,，「」]", "", unicodedata.normalize("NFKC", text))
    return _UNITS.sub("", compact)


def _all_told(entries: Sequence[_Entry], sources: Sources, edition: Edition) -> tuple[Told, ...]:
    return tuple(
        Told(
            tuple(dict.fromkeys(entry.printed)),
            tuple(dict.fromkeys(entry.places)),
            explain(entry.source, edition) if isinstance(entry.source, Figure) else None,
            tuple(sources[cell] for cell in entry.cells),
            _printed_unit(entry.source, edition),
        )
        for entry in entries
    )


def _printed_unit(source: Figure | Text, edition: Edition) -> str:
    if not isinstance(source, Figure):
        return ""
    return {Unit.YUAN: edition.currency, Unit.RATIO: "%"}.get(source.unit, "")


def _named_lines(question: str, named: Sequence[Source]) -> Iterator[str]:
    if not named:
        return
    filled = [source for source in named if source.value != BLANK]
    blank = len(named) - len(filled)
    state = f"，其中 {blank} 格空白" if blank and filled else "，都空着" if blank else ""
    yield f"名称或表名里有「{question}」的格子，共 {len(named)} 格{state}："
    yield from (f"  {_source_line(source)}" for source in (filled or named)[:_MOST])
    if len(filled or named) > _MOST:
        yield f"  ……只列出前 {_MOST} 格。"
    yield f"看某一格用在哪里，问它的单元格，例如 {(filled or named)[0].cell}。"


def _told_lines(told: Told) -> Iterator[str]:
    known = told.explanation
    printed = "、".join(
        f"{text}{told.unit}" if _NUMBER.fullmatch(text) else shortened(text)
        for text in told.printed
    )
    yield f"{printed}  {known.label if known else '手工填写'}"
    if known:
        rows = (
            ("数值", known.value),
            ("公式", known.words),
            ("计算", known.values),
            ("舍入", known.rounding),
            ("另算", known.otherwise),
            ("依据", known.basis),
            ("说明", known.missing),
        )
        yield from (f"  {name}  {text}" for name, text in rows if text)
    filled = [source for source in told.sources if source.value != BLANK] or told.sources
    yield from (f"  来源  {_source_line(source)}" for source in filled)
    if len(filled) < len(told.sources):
        yield f"  来源  另有 {len(told.sources) - len(filled)} 格空白"
    yield f"  印在  {'；'.join(told.places)}"


def _source_line(source: Source) -> str:
    label = f"  {source.label}" if source.label else ""
    origin = f"  取自 {source.origin}" if source.origin else ""
    return f"{source.cell}  {shortened(source.value)}{label}{origin}"


def _source_json(source: Source) -> dict[str, str]:
    shown = {"cell": str(source.cell), "value": source.value, "label": source.label}
    return shown | ({"origin": source.origin} if source.origin else {})


def _told_json(told: Told) -> dict[str, Any]:
    known = told.explanation
    return {
        "printed": list(told.printed),
        "places": list(told.places),
        "typed": known is None,
        "label": known.label if known else "",
        "value": known.value if known else "",
        "formula": known.words if known else "",
        "calculation": known.values if known else "",
        "rounding": known.rounding if known else "",
        "otherwise": known.otherwise if known else "",
        "basis": known.basis if known else "",
        "missing": known.missing if known else "",
        "cells": [_source_json(source) for source in told.sources],
    }
