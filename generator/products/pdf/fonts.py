"""The fonts of the lines of a page, as they stand in the PDF that LibreOffice makes of it.

It writes its objects plainly, so that they are found in the bytes.  pypdf takes longer to load than
all of that; it is left for a PDF that is built in another way.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from generator.model import regex

_PAGE = regex(rb"<</Type/Page/.*?endobj", re.DOTALL)
_LINE = regex(rb"\nBT\n([\d.]+) [\d.]+ Td /(F\d+) [\d.]+ Tf[^/]*\nET\n")
_NAME = regex(rb"/BaseFont/([\w+,.-]+)[\s/>]")


def fonts_of(pdf: bytes, lines: Sequence[str]) -> list[str]:
    """PostScript name of the font of each of the lines; empty where that is not seen."""
    fonts = _plain(pdf, len(lines)) or _read(pdf, frozenset(lines))
    names = [font.rpartition("+")[2].partition("-VKana")[0] for font in fonts]
    return names if len(names) == len(lines) else []


def _plain(pdf: bytes, count: int) -> list[str]:
    """The fonts of so many lines, each in one font and from the same margin of the one page.

    Empty where anything is otherwise.
    """
    try:
        (page,) = _PAGE.findall(pdf)
        content = zlib.decompress(_referred(pdf, page, b"Contents").partition(b"stream\n")[2])
        lines = _LINE.findall(content)
        margins = {margin for margin, _ in lines}
        if not len(lines) == content.count(b"\nBT\n") == count or len(margins) > 1:
            return []
        fonts = _referred(pdf, _referred(pdf, page, b"Resources"), b"Font")
        return [_name(_referred(pdf, fonts, font)) for _, font in lines]
    except (ValueError, zlib.error):
        return []


def _name(font: bytes) -> str:
    (name,) = _NAME.findall(font)
    return str(name, "ascii")


def _referred(pdf: bytes, source: bytes, key: bytes) -> bytes:
    """The object that the entry of another one refers to.  Raises ValueError if none or several."""
    (number,) = re.findall(rb"/%b (\d+) 0 R" % key, source)
    (found,) = re.findall(rb"\n%b 0 obj\n(.*?)\nendobj" % number, pdf, re.DOTALL)
    return bytes(found)


def _read(pdf: bytes, lines: frozenset[str]) -> list[str]:
    """The same through pypdf."""
    from pypdf import PdfReader

    fonts: list[str] = []
    line = ""  # what stands in this line so far

    def seen(text: str, _cm: Any, _tm: Any, font: Mapping[str, Any] | None, _size: Any) -> None:
        nonlocal line
        line += text.strip() if font else ""
        if font and line in lines:
            fonts.append(str(font["/BaseFont"]).removeprefix("/"))
            line = ""
        if "\n" in text:
            line = ""

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return fonts
