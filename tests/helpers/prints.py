"""The final versions of all example workbooks with their PDFs, made once in a run of the tests."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.editions import load
from generator.pipeline import build
from generator.workbook.writing import write_workbook
from tests.conftest import REAL, ROOT
from tests.helpers import office
from tests.helpers.doctext import lines
from tests.helpers.large import large_content

EXAMPLES = {path.stem: path for path in sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))}
STEMS = [REAL.stem, *EXAMPLES, "large"]
MM = 72 / 25.4
_INK_DPI = 36
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
_PAGE_NUMBER = re.compile(r"—(\d+)—")


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


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
        rows = ("".join(w.text for w in sorted(found[y], key=_left)) for y in sorted(found))
        return [row for row in rows if not _PAGE_NUMBER.fullmatch(row)]

    @property
    def text(self) -> str:
        """Everything on the page without blanks."""
        return "".join(word.text for word in self.words)


def _left(word: Word) -> float:
    return word.left


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
        """Rule and message of everything that the build said."""
        return self.pdf.with_suffix(".said").read_text("utf-8").splitlines()

    @cached_property
    def pages(self) -> list[Page]:
        """The pages as poppler measures them."""
        html = self.pdf.with_suffix(".words").read_text("utf-8")
        return [_page(part) for part in html.split("<page ")[1:]]

    @cached_property
    def reader(self) -> PdfReader:
        """The PDF's structure."""
        return PdfReader(self.pdf)

    @cached_property
    def headings(self) -> list[Heading]:
        """The bookmarks in reading order."""
        return list(_headings(self.reader, self.reader.outline, 1))

    @cached_property
    def paragraphs(self) -> list[str]:
        """The lines of the document, table rows as one."""
        return lines(self.docx)

    def ink(self, number: int) -> tuple[float, float]:
        """How far from the left and the right edge of a page its ink begins, in points."""
        picture = self.pdf.with_name(f"ink-{number + 1:0{len(str(len(self.pages)))}d}.pgm")
        _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
        dark = [x for x in range(width) if any(row[x] < 160 for row in rows)]
        scale = 72 / _INK_DPI
        return (dark[0] * scale, (width - 1 - dark[-1]) * scale) if dark else (0, 0)


def _page(part: str) -> Page:
    size = re.match(r'width="([\d.]+)" height="([\d.]+)"', part)
    assert size
    words = tuple(
        Word(float(m[1]), float(m[2]), float(m[3]), float(m[4]), unescape(m[5]))
        for m in _WORD.finditer(part)
    )
    ordered = tuple(sorted(words, key=lambda word: (word.top, word.left)))
    low = [word for word in ordered if word.top > ordered[-1].top - 3]
    number = _PAGE_NUMBER.fullmatch("".join(w.text for w in sorted(low, key=_left)))
    return Page(float(size[1]), float(size[2]), ordered, int(number[1]) if number else 0)


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


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder for this run of the tests, the same one for all its processes."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(office.FONT_RULES))
        outcome = build(workbook, place, final=True, products=["pdf"])
    assert "pdf" in outcome.files, outcome.findings
    pdf = outcome.files["pdf"]
    said = "\n".join(f"{finding.rule} {finding.message}" for finding in outcome.findings)
    pdf.with_suffix(".said").write_text(said, "utf-8")
    office.run(["pdftotext", "-bbox", pdf, pdf.with_suffix(".words")])
    ink = pdf.with_name("ink")
    office.run(["pdftoppm", "-gray", "-r", str(_INK_DPI), pdf, ink])
