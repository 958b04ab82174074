"""How the styles of a template set their paragraphs, as far as lines and pages are reckoned with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.kept.expressions import compiled
from generator.model import regex

LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'  # inside a run's text
_STYLE = regex(r'<w:style (?=[^>]*w:type="paragraph")[^>]*[^/]>.*?</w:style>', re.DOTALL)
_SECTION = regex(rb"<w:pgSz\b[^>]*>.*?<w:pgMar\b[^>]*>", re.DOTALL)
_PARAGRAPH, _OPENINGS = b"<w:p", (b"<w:p ", b"<w:p>")  # the second are no other tag, <w:pPr>
_PARAGRAPH_END = b"</w:p>"
PIECE = 100_000
"""Characters or bytes that are worked on at a time, or a little more."""
_BASE = regex(r'<w:basedOn w:val="([^"]*)"/>')
_ID = regex(r'w:styleId="([^"]*)"')
_HALVES = regex(r'<w:sz w:val="(\d+)"/>')
_SECTION_END = regex(rb"</w:sectPr>.*?</w:p>", re.DOTALL)


class ParagraphLook(Struct, frozen=True):
    """A paragraph's measures in twentieths of a point; 0 where no style says any.

    ``first`` is what the first line stands further right than the others, less than 0 for one
    that hangs out.  ``line`` is the exact height of a line.  ``breaks`` is True for one that begins a page.
    """

    size: int = 0
    line: int = 0
    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    centred: bool = False
    breaks: bool = False


class Page(Struct, frozen=True):
    """The room between the margins, in twentieths of a point."""

    width: int
    height: int


@lru_cache(maxsize=8)
def looks(styles: bytes) -> Mapping[str, ParagraphLook]:
    """The look of each paragraph style by its id, with what it takes over from the one it is based on."""
    texts = {_id(xml): xml for xml in _STYLE.findall(styles.decode("utf-8"))}
    found: dict[str, ParagraphLook] = {}

    def look(name: str) -> ParagraphLook:
        if name in texts and name not in found:
            found[name] = ParagraphLook()  # for a style that is based on itself
            base = _BASE.search(texts[name])
            found[name] = varied(look(base[1]) if base else ParagraphLook(), texts[name])
        return found.get(name, ParagraphLook())

    for name in texts:
        look(name)
    return found


def _id(style: str) -> str:
    found = _ID.search(style)
    return found[1] if found else ""


def varied(base: ParagraphLook, xml: str) -> ParagraphLook:
    """The look with what these properties of a style or paragraph say otherwise."""
    spacing, indent = _element(xml, "spacing"), _element(xml, "ind")
    halves = _HALVES.search(xml)
    hanging = _number(indent, "hanging")
    given: dict[str, Any] = {
        "size": int(halves[1]) * 10 if halves else None,
        "line": _number(spacing, "line") if 'w:lineRule="exact"' in spacing else None,
        "before": _number(spacing, "before"),
        "after": _number(spacing, "after"),
        "left": _number(indent, "left"),
        "right": _number(indent, "right"),
        "first": _number(indent, "firstLine") if hanging is None else -hanging,
        "centred": True if '<w:jc w:val="center"/>' in xml else None,
        "breaks": True if "<w:pageBreakBefore/>" in xml else None,
    }
    return replace(base, **{key: value for key, value in given.items() if value is not None})


class Replacement(NamedTuple):
    """What stands in a body ``instead`` of the bytes from ``start`` up to ``end``."""

    start: int
    end: int
    instead: bytes


def page_of(body: bytes, part: range) -> Page | None:
    """The pages of a section; None where it does not say how large they are."""
    at = body.find(b"<w:pgSz", part.start, part.stop)
    found = _SECTION.match(body, at, part.stop) if at >= 0 else None
    return _page(found[0].decode("utf-8")) if found else None


@lru_cache(maxsize=32)  # a template has a few kinds of pages
def _page(section: str) -> Page:
    page, margins = _element(section, "pgSz"), _element(section, "pgMar")
    width, height = _number(page, "w") or 0, _number(page, "h") or 0
    left, right, top, bottom = (
        _number(margins, side) or 0 for side in ("left", "right", "top", "bottom")
    )
    return Page(width - left - right, height - top - bottom)


def _element(xml: str, name: str) -> str:
    found = _written(f"<w:{name} [^>]*>").search(xml)
    return found[0] if found else ""


def _number(element: str, name: str) -> int | None:
    found = _written(rf' w:{name}="(-?\d+)"').search(element)
    return int(found[1]) if found else None


@lru_cache(maxsize=32)  # for the few names that are asked for
def _written(text: str) -> re.Pattern[str]:
    return compiled(text)


def paragraph_start(body: bytes, least: int, place: int) -> int:
    """Where the paragraph begins that holds a place; -1 where it begins before ``least``."""
    at = body.rfind(_PARAGRAPH, least, place)
    while at >= 0 and not body.startswith(_OPENINGS, at):
        at = body.rfind(_PARAGRAPH, least, at)
    return at


def in_pieces(body: bytes, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The body, or a part of it, in pieces that end with a paragraph."""
    stop = len(body) if stop is None else stop
    while start < stop:
        end = body.find(_PARAGRAPH_END, start + PIECE, stop)
        end = stop if end < 0 else end + len(_PARAGRAPH_END)
        yield body[start:end]
        start = end


def changed(body: bytes, changes: Iterable[Replacement]) -> Iterator[bytes | memoryview]:
    """The body in pieces, with the changes; of two that overlap with the one that begins first."""
    view, done = memoryview(body), 0
    for start, end, instead in sorted(changes):
        if start >= done:
            yield view[done:start]
            yield instead
            done = end
    yield view[done:]


def put_together(pieces: Iterable[bytes | memoryview]) -> bytes:
    """The pieces as one; ``b"".join`` would hold all of them until then."""
    made = io.BytesIO()
    made.writelines(pieces)
    return made.getvalue()


def sections(body: bytes) -> Iterator[range]:
    """Where each section is, up to the paragraph that ends it; a large one is not copied."""
    start = 0
    for found in _SECTION_END.finditer(body):
        yield range(start, found.end())
        start = found.end()
    yield range(start, len(body))
