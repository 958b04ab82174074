"""The page numbers of the contents: read from a PDF, written into the fields."""

from __future__ import annotations

import io
import re

_FIELD = re.compile(
    r"(PAGEREF (?P<name>_Toc\w+) [^<]*</w:instrText></w:r>"
    r'<w:r>(?:(?!</w:r>).)*w:fldCharType="separate"/></w:r>)'
    r"(?P<result>.*?)"
    r'(<w:r>(?:(?!</w:r>).)*w:fldCharType="end"/></w:r>)',
    re.DOTALL,
)
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)


def bookmark_pages(pdf: bytes) -> dict[str, int]:
    """Bookmark → page as printed: the page of the first heading is page 1."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    physical = {
        f"_{found.group()}": number
        for name, destination in reader.named_destinations.items()
        if (found := re.search(r"Toc\w+$", name))  # LibreOffice writes the underscore as 5F
        and (number := reader.get_destination_page_number(destination)) is not None
    }
    first = min(physical.values(), default=0)
    return {name: number - first + 1 for name, number in physical.items()}


def with_page_numbers(document: str, pages: dict[str, int]) -> str:
    """document.xml with the numbers as the results of its PAGEREF fields.

    A bookmark without a known page keeps what stands there.
    """

    def numbered(match: re.Match[str]) -> str:
        page = pages.get(match["name"])
        if page is None:
            return match.group()
        properties = _PROPERTIES.search(match["result"])
        style = properties.group() if properties else ""
        return f"{match[1]}<w:r>{style}<w:t>{page}</w:t></w:r>{match[4]}"

    return _FIELD.sub(numbered, document)
