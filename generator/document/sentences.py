"""The lines of a draft as they are printed, with the cell behind the words that a person typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from generator.document.paragraphs import paragraph_start
from generator.document.rendering import Draft
from generator.document.word import BODY
from generator.figures.phrasing import CLOSE, OPEN, SHUT
from generator.model import Line, Typed, regex

_TYPED = f"{OPEN}t".encode()
_TABLE, _TABLE_END = b"<w:tbl>", b"</w:tbl>"
_TEXT = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:br/>|<w:tab/>")
_SHOWN = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_CONTENTS = '<w:pStyle w:val="TOC'
_MARK = regex(f"{OPEN}([tu]?)([0-9]+){SHUT}|{CLOSE}")
_ALONE = regex(f"{OPEN}t([0-9]+){SHUT}([^{OPEN}{CLOSE}\n]+){CLOSE}")  # all of it typed, one line


def lines(draft: Draft) -> tuple[Line, ...]:
    """Every line of the body with typed words in it, once, without the table of contents.

    A line break ends a line, as a paragraph does.
    """
    return tuple(dict.fromkeys(_lines(draft, draft.marked.get(BODY, b""))))


def _lines(draft: Draft, body: bytes) -> Iterator[Line]:
    tables, start, end = _tables(body), 0, 0
    while (at := body.find(_TYPED, end)) >= 0:
        start = max(paragraph_start(body, end, at), start)
        end = body.find(b"</w:p>", at)
        xml = body[start:end].decode("utf-8")
        if _CONTENTS not in xml:
            yield from _read(draft, _text(xml), bisect_right(tables, start) % 2 == 1)


def _tables(body: bytes) -> list[int]:
    """Where a table that stands in none begins and ends, in turn."""
    found, depth, begin = list[int](), 0, body.find(_TABLE)
    end = body.find(_TABLE_END)
    while end >= 0:
        opens = 0 <= begin < end
        if depth == (0 if opens else 1):
            found.append(begin if opens else end)
        depth += 1 if opens else -1
        if opens:
            begin = body.find(_TABLE, begin + 1)
        else:
            end = body.find(_TABLE_END, end + 1)
    return found


def _text(xml: str) -> str:
    """The text with its marks; line breaks as such, tabs as blanks."""
    if "<w:br/>" in xml or "<w:tab/>" in xml:
        text = "".join(
            found[1] if found[1] is not None else "\n" if "br" in found[0] else "\u3000"
            for found in _TEXT.finditer(xml)
        )
    else:
        text = "".join(_SHOWN.findall(xml))
    return unescape(text) if "&" in text else text


def _read(draft: Draft, text: str, in_table: bool) -> Iterator[Line]:
    """The lines of a paragraph."""
    if (alone := _ALONE.fullmatch(text)) and (cell := draft.typed[int(alone[1])].cell):
        yield Line(alone[2], (Typed(0, len(alone[2]), cell),), in_table)
        return
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
