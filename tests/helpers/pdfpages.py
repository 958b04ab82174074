"""The pages of a PDF through PDFium: their texts, their words with boxes, and where ink stands."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

_ABOVE, _BELOW = 0.95, 0.35  # the box of a word about its base line, in sizes of its font
_GAP = 0.1  # wider ones part words, in sizes of the font
_INK_SCALE = 0.5  # dots in a point
_DARK = bytes(int(grey < 160) for grey in range(256))


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class _Letter:
    """A printed character: where it begins and ends, its base line from the top, its size."""

    left: float
    right: float
    line: float
    size: float
    text: str


def left_edge(word: Word) -> float:
    return word.left


@contextmanager
def pages_of(pdf: Path) -> Iterator[Sequence[Any]]:
    """PDFium's pages, to be used while the file is open."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        yield [document[number] for number in range(len(document))]


def texts_of(pdf: Path) -> list[str]:
    """The text of each page."""
    with pages_of(pdf) as pages:
        return [page.get_textpage().get_text_range() for page in pages]


def words_of(page: Any) -> Iterator[Word]:
    """The words of a page: blanks, gaps and new lines are between them."""
    word: list[_Letter] = []
    for letter in _letters(page):
        if word and (letter is None or not _goes_on(word[-1], letter)):
            yield _word(word)
            word = []
        if letter is not None:
            word.append(letter)
    if word:
        yield _word(word)


def _letters(page: Any) -> Iterator[_Letter | None]:
    """The characters of a page as they follow one another; None for a blank."""
    text, height = page.get_textpage(), page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        printed = chr(raw.FPDFText_GetUnicode(text, index))
        if printed.isspace() or raw.FPDFText_IsGenerated(text, index):
            yield None
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        right = text.get_charbox(index, loose=True)[2]
        size = raw.FPDFText_GetFontSize(text, index)
        yield _Letter(x.value, right, height - y.value, size, printed)


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    gap = letter.left - last.right
    across = last.right - last.left  # glyphs may overlap, and no word goes back to the left
    return -across < gap <= _GAP * last.size and abs(last.line - letter.line) < 0.1 * last.size


def _word(letters: Sequence[_Letter]) -> Word:
    line, size = letters[0].line, max(letter.size for letter in letters)
    text = "".join(letter.text for letter in letters)
    top, bottom = line - _ABOVE * size, line + _BELOW * size
    return Word(letters[0].left, top, letters[-1].right, bottom, text)


def ink_of(page: Any) -> tuple[float, float]:
    """How far from the left and the right edge of a page its ink begins, in points; 0 for none."""
    picture = page.render(scale=_INK_SCALE, grayscale=True)
    columns = 0  # a byte for each, 0 where every row is light
    pixels = bytes(picture.buffer).translate(_DARK)
    for start in range(0, picture.height * picture.stride, picture.stride):
        columns |= int.from_bytes(pixels[start : start + picture.width], "big")
    dark = columns.to_bytes(picture.width, "big")
    if not columns:
        return 0, 0
    return dark.index(1) / _INK_SCALE, (picture.width - 1 - dark.rindex(1)) / _INK_SCALE
