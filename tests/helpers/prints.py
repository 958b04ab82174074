"""The final versions of all example workbooks with their PDFs, made once in a run of the tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from generator.editions import load
from generator.pipeline import build
from generator.workbook.writing import write_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.doctext import lines
from tests.helpers.large import large_content
from tests.helpers.pdfpages import Word, ink_of, left_edge, pages_of, words_of

EXAMPLES = {path.stem: path for path in sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))}
STEMS = [REAL.stem, *EXAMPLES, "large"]
MM = 72 / 25.4
_PAGE_NUMBER = re.compile(r"—(\d+)—")


@dataclass(frozen=True)
class Page:
    """A page: its size, its words from the top down, the printed number (0 for none)."""

    width: float
    height: float
    words: tuple[Word, ...]
    number: int

    @property
    def lines(self) -> list[str]:
        """The texts of the lines from the top down, without blanks and the page number."""
        found: dict[int, list[Word]] = {}
        for word in self.words:
            found.setdefault(int((word.top + word.bottom) / 6), []).append(word)
        rows = ("".join(w.text for w in sorted(found[y], key=left_edge)) for y in sorted(found))
        return [row for row in rows if not _PAGE_NUMBER.fullmatch(row)]

    @property
    def text(self) -> str:
        """Everything on the page without blanks."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True)
class Heading:
    """A bookmark: level from 1, title without blanks, physical page from 0."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Print:
    """One document and its PDF."""

    docx: Path
    pdf: Path

    @property
    def findings(self) -> list[str]:
        """Rule, severity and message of everything that the build said."""
        return self.pdf.with_suffix(".said").read_text("utf-8").splitlines()

    @cached_property
    def pages(self) -> list[Page]:
        """The pages as PDFium measures them."""
        with pages_of(self.pdf) as pages:
            return [_page(page) for page in pages]

    @cached_property
    def reader(self) -> PdfReader:
        """The PDF's structure."""
        return PdfReader(self.pdf)

    @cached_property
    def fonts(self) -> set[str]:
        """The PostScript names of the fonts of all pages, with the prefix of a subset."""
        pages: Any = self.reader.pages
        tables = (page["/Resources"].get("/Font", {}).get_object() for page in pages)
        return {str(font.get_object()["/BaseFont"]) for table in tables for font in table.values()}

    @cached_property
    def headings(self) -> list[Heading]:
        """The bookmarks in reading order."""
        return list(_headings(self.reader, self.reader.outline, 1))

    @cached_property
    def paragraphs(self) -> list[str]:
        """The lines of the document, table rows as one."""
        return lines(self.docx)

    @cached_property
    def ink(self) -> list[tuple[float, float]]:
        """How far from the left and the right edge of each page its ink begins, in points."""
        with pages_of(self.pdf) as pages:
            return [ink_of(page) for page in pages]


def _page(page: Any) -> Page:
    words = tuple(sorted(words_of(page), key=lambda word: (word.top, word.left)))
    low = [word for word in words if word.top > words[-1].top - 3]
    number = _PAGE_NUMBER.fullmatch("".join(w.text for w in sorted(low, key=left_edge)))
    width, height = page.get_size()
    return Page(width, height, words, int(number[1]) if number else 0)


def _headings(reader: PdfReader, outline: object, level: int) -> list[Heading]:
    found: list[Heading] = []
    assert isinstance(outline, list)
    for entry in outline:
        if isinstance(entry, list):
            found += _headings(reader, entry, level + 1)
        else:
            page = reader.get_destination_page_number(entry)
            assert page is not None
            found.append(Heading(level, "".join(str(entry.title).split()), page))
    return found


@cache
def printed(stem: str, folder: Path) -> Print:
    """The final version of one of STEMS; the first who asks makes it, the others wait."""
    place = folder / f"print-{STEMS.index(stem)}"
    _once(place, lambda: _make(stem, place))
    (docx,) = place.rglob("*定稿.docx")
    return Print(docx, docx.with_suffix(".pdf"))


def _once(place: Path, make: Callable[[], None]) -> None:
    done = place / "done"
    try:
        place.mkdir()
    except FileExistsError:
        limit = time.monotonic() + 300
        while not done.exists() and time.monotonic() < limit:
            time.sleep(0.1)
        return
    try:
        make()
    finally:
        done.touch()


def _make(stem: str, place: Path) -> None:
    workbook = {REAL.stem: REAL, **EXAMPLES}.get(stem)
    if workbook is None:
        workbook = place / f"{stem}.xlsx"
        write_workbook(load("2023"), workbook, 2023, large_content())
    outcome = build(workbook, place, final=True, products=["pdf"])
    assert "pdf" in outcome.files, outcome.findings
    pdf = outcome.files["pdf"]
    said = "\n".join(f"{f.rule} {f.severity.value} {f.message}" for f in outcome.findings)
    pdf.with_suffix(".said").write_text(said, "utf-8")
