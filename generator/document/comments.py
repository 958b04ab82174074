"""Comments in a rendered draft: one for each remark, at the paragraph that it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from generator.document.paragraphs import in_pieces, put_together
from generator.document.placing import Spot
from generator.document.rendering import Draft
from generator.document.word import BODY
from generator.figures.phrasing import unmarked_part
from generator.model import regex

AUTHOR, INITIALS = "核对", "核"
FIXED_DATE = "2000-01-01T00:00:00Z"  # fixed: the same input gives the same file
_PART, _RELS, _TYPES = "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_START = regex(rb"<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>|<w:pPr/>)?", re.DOTALL)
_NUMBER = regex(r'<w:comment [^>]*w:id="(\d+)"')
_PAGE_TEXT = regex(rb"<w:p[ >](?:(?!</w:p>).)*?<w:t[ >]", re.DOTALL)


class Remark(Struct, frozen=True):
    """What a comment says, line by line, and where; without a place: at the document's start."""

    lines: tuple[str, ...]
    spot: Spot | None = None


def annotated(draft: Draft, remarks: Sequence[Remark]) -> Draft:
    """The draft with the remarks as comments; the draft itself when there are none."""
    if not remarks:
        return draft
    members = {name: b"" if name == BODY else draft.members[name] for name in draft.members}
    old = members.get(_PART, b"").decode("utf-8")
    first = max((int(n) for n in _NUMBER.findall(old)), default=-1) + 1
    numbered = list(enumerate(remarks, start=first))
    xml = draft.marked[BODY]
    pieces = _with_references(xml, numbered)  # a large body is not copied as a whole
    members[BODY] = put_together(map(unmarked_part, pieces))
    members[_PART] = _with_comments(old, numbered).encode("utf-8")
    if not old:
        _declare(members)
    return replace(draft, members=members)


def _with_references(xml: bytes, remarks: Iterable[tuple[int, Remark]]) -> Iterator[bytes]:
    """The body, piece by piece, with the range of each comment around its whole paragraph."""
    by_paragraph: dict[int, list[int]] = {}
    for number, remark in remarks:
        start = remark.spot.paragraph if remark.spot else _first_paragraph(xml)
        by_paragraph.setdefault(start, []).append(number)
    done = 0
    for start in sorted(by_paragraph):
        head = _START.match(xml, start)
        end = xml.index(b"</w:p>", start)
        opened = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in by_paragraph[start])
        closed = "".join(_reference(n) for n in by_paragraph[start])
        inside = head.end() if head else start
        yield from in_pieces(xml, done, inside)
        yield from (opened.encode(), xml[inside:end], closed.encode())
        done = end
    yield from in_pieces(xml, done)


def _first_paragraph(xml: bytes) -> int:
    match = _PAGE_TEXT.search(xml)
    return match.start() if match else xml.index(b"<w:p")


def _reference(number: int) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def _with_comments(old: str, remarks: Iterable[tuple[int, Remark]]) -> str:
    part = old or f'{_HEAD}<w:comments xmlns:w="{_W}"></w:comments>'
    added = "".join(_comment(number, remark) for number, remark in remarks)
    end = part.rindex("</w:comments>")
    return part[:end] + added + part[end:]


def _comment(number: int, remark: Remark) -> str:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in remark.lines
    )
    return (
        f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}"'
        f' w:date="{FIXED_DATE}">{paragraphs}</w:comment>'
    )


def _declare(members: dict[str, bytes]) -> None:
    """Make the new part known to the package."""
    override = f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>'
    members[_TYPES] = members[_TYPES].replace(b"</Types>", override.encode())
    link = (
        f'<Relationship Id="rIdReviewComments" Type="{_LINK}" Target="comments.xml"/>'
        "</Relationships>"
    )
    members[_RELS] = members[_RELS].replace(b"</Relationships>", link.encode())
