"""The lines of a draft as they are printed, with the cell behind the words that a person typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from generator.document.rendering import Draft
from generator.document.word import BODY
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.model import Line, Typed, regex

_TYPED = f"{OPEN}t"
_PARAGRAPH = regex(r"<w:p[ >]")
_TABLE = regex(r"<(/?)w:tbl>")
_TEXT = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:br/>|<w:tab/>")
_CONTENTS = '<w:pStyle w:val="TOC'
_MARK = regex(f"{OPEN}([tu]?)([0-9]+){SHUT}|{CLOSE}")


def lines(draft: Draft) -> tuple[Line, ...]:
    """Every line of the body with typed words in it, once, without the table of contents.

    A line break ends a line, as a paragraph does.
    """
    return tuple(dict.fromkeys(_lines(draft, draft.marked.get(BODY, ""))))


def _lines(draft: Draft, body: str) -> Iterator[Line]:
    starts = [match.start() for match in _PARAGRAPH.finditer(body)]
    tables, end = _tables(body), 0
    while (at := body.find(_TYPED, end)) >= 0:
        start = starts[bisect_right(starts, at) - 1]
        end = body.find("</w:p>", at)
        xml = body[start:end]
        if _CONTENTS not in xml:
            yield from _read(draft, _text(xml), bisect_right(tables, start) % 2 == 1)


def _tables(body: str) -> list[int]:
    """Where a table that stands in none begins and ends, in turn."""
    found, depth = list[int](), 0
    for tag in _TABLE.finditer(body):
        outer = depth == (1 if tag[1] else 0)
        depth += -1 if tag[1] else 1
        if outer:
            found.append(tag.start())
    return found


def _text(xml: str) -> str:
    """The text with its marks; line breaks as such, tabs as blanks."""
    text = "".join(
        found[1] if found[1] is not None else "\n" if "br" in found[0] else "\u3000"
        for found in _TEXT.finditer(xml)
    )
    return unescape(text) if "&" in text else text


def _read(draft: Draft, text: str, in_table: bool) -> Iterator[Line]:
    """The lines of a paragraph."""
    plain, at, open_ = "", 0, list[tuple[str, int, int]]()
    spans = list[tuple[int, int, int]]()
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        at = mark.end()
        if mark[2] is not None:
            open_.append((mark[1], int(mark[2]), len(plain)))
        elif open_:
            kind, index, start = open_.pop()
            if kind == "t":
                spans.append((index, start, len(plain)))
    plain += text[at:]
    begin = 0
    for words in plain.split("\n"):
        end = begin + len(words)
        typed = tuple(
            Typed(max(start, begin) - begin, min(stop, end) - begin, cell)
            for index, start, stop in spans
            if start < end and stop > begin and (cell := draft.typed[index].cell) is not None
        )
        if typed:
            yield Line(words, typed, in_table)
        begin = end + 1
