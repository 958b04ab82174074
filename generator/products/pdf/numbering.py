"""The page numbers of the contents: asked of LibreOffice, written into the fields."""

from __future__ import annotations

import re

from generator.model import regex

_FIRST, _BASE = 0xFDD0, 32  # the noncharacters that marks are made of
_MOST = _BASE * _BASE

_FIELD = regex(
    r"(PAGEREF (?P<name>_Toc\w+) [^<]*</w:instrText></w:r>"
    r'<w:r>(?:(?!</w:r>).)*w:fldCharType="separate"/></w:r>)'
    r"(?P<result>.*?)"
    r'(<w:r>(?:(?!</w:r>).)*w:fldCharType="end"/></w:r>)',
    re.DOTALL,
)
_PROPERTIES = regex(r"<w:rPr>.*?</w:rPr>", re.DOTALL)


def with_marks(document: str) -> tuple[str, tuple[str, ...]]:
    """document.xml with a mark as the result of each PAGEREF field, and the bookmarks by number.

    LibreOffice puts the pages there (workbook/office/converter.bas).  A mark is two noncharacters,
    which no text of a document has.
    """
    found = dict.fromkeys(match["name"] for match in _FIELD.finditer(document))
    names = dict(zip(found, range(_MOST), strict=False))

    def marked(match: re.Match[str]) -> str:
        number = names.get(match["name"])
        if number is None:
            return match.group()
        return _with_result(match, chr(_FIRST + number // _BASE) + chr(_FIRST + number % _BASE))

    return _FIELD.sub(marked, document), tuple(names)


def with_page_numbers(document: str, pages: dict[str, int]) -> str:
    """document.xml with the numbers as the results of its PAGEREF fields.

    A bookmark without a known page keeps what stands there.
    """

    def numbered(match: re.Match[str]) -> str:
        page = pages.get(match["name"])
        return match.group() if page is None else _with_result(match, str(page))

    return _FIELD.sub(numbered, document)


def _with_result(field: re.Match[str], text: str) -> str:
    properties = _PROPERTIES.search(field["result"])
    style = properties.group() if properties else ""
    return f"{field[1]}<w:r>{style}<w:t>{text}</w:t></w:r>{field[4]}"
