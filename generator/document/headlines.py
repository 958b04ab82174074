"""Where long titles break: between words, in lines of about one length, the longer one first.

Word breaks Chinese anywhere, also inside 中心. A title gets indents of its own that make it break
where it reads well: its text stays as it is, without line breaks that Word's contents would repeat.
A line of the contents gets line breaks: its page number stands right of any indent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

from generator.document.paragraphs import (
    LINE_BREAK,
    ParagraphLook,
    Replacement,
    looks,
    page_at,
    pages,
)
from generator.figures.phrasing import CLOSE, OPEN, SHUT, unmarked
from generator.model import HAN, regex
from generator.workbook.widths import text_width

TITLES = ("Title", "Heading1", "TOC1", "TOC2")
_PARAGRAPH = regex(
    rf'(<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val="({"|".join(TITLES)})"/>)(</w:pPr>)(.*?</w:p>)'.encode(),
    re.DOTALL,
)
_SHOWN = regex(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>")
_TEXT = regex(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
_NUMBERED = regex(r"第[一二三四五六七八九十]+部分\s*|[一二三四五六七八九十]+、")
_TIED = regex(r"[0-9０-９]+年度?|（[^（）]{1,8}）|决算情况说明|情况说明|决算公开|决算表|概况")
_SIGN = regex(f"{OPEN}[tu]?[0-9]+{SHUT}|&[^;]+;|.", re.DOTALL)
_UNIT = regex(r"[（“《]*(?:[0-9A-Za-z.,%]+|.)[）”》、，。：；]*")
# LibreOffice does not break between a closing bracket and the number behind it.
_CLINGING = regex(rf"{_UNIT.pattern}(?:(?<=[）”》])[0-9A-Za-z.,%]+)?")
_GAP = regex(rf"(?<=[0-9A-Za-z]){HAN}|(?<={HAN})[0-9A-Za-z]")
_DIGIT = regex("[0-9]")
_PARTING = regex(r"[0-9]{4}年|（[^（）]{6,}）")  # a name ends before it: the best place for a break
# How much wider than half a sign blanks and digits are: usually, and in the fonts that stand in.
_BROAD, _NUMBER = 0.14, 1.2
_FONTS = ((0.0, 0.0), (-0.28, _BROAD), (-0.28, 0.0))
_LEADS = frozenset("和与及暨的")  # a line may begin with these, and not end


def broken_well(body: bytes, part: range, styles: bytes) -> Iterator[Replacement]:
    """An indent at each title of a section that would break inside a word, or end in a few signs."""
    sections, known = pages(body, part), looks(styles)
    for found in _titles(body, part):
        title = [group.decode("utf-8") for group in found.groups()]
        page, look = page_at(sections, found.start()), known.get(title[1])
        if page and look and look.size:
            instead = _set(title, look, page.width).encode("utf-8")
            if instead != found[0]:
                yield Replacement(*found.span(), instead)


def _titles(body: bytes, part: range) -> Iterator[re.Match[bytes]]:
    """The paragraphs of the titles' styles."""
    for style in TITLES:
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'.encode()
        at = body.find(properties, part.start, part.stop)
        while at >= 0:
            begin = body.rfind(b"<w:p", part.start, at)
            if match := _PARAGRAPH.match(body, begin, part.stop):
                yield match
            at = body.find(properties, at + 1, part.stop)


def _set(title: Sequence[str], look: ParagraphLook, room: int) -> str:
    """The paragraph with what makes it break well."""
    start, _, end, content = title
    space = room - look.left - look.right
    lines = _lines(content)
    longest = max(lines, key=_width)
    if not look.centred:  # the dots and the page number stand on the line, too
        space -= int((_NUMBER + _BROAD * len(_DIGIT.findall(longest))) * look.size)
    width = _settled(longest, space, look)
    if width is None:
        return f"{start}{end}{content}"
    if look.centred:
        side = (space - width) // 2
        indent = f'<w:ind w:left="{look.left + side}" w:right="{look.right + side}"/>'
        fits = all(_width(line) * look.size <= width for line in lines if line != longest)
        return f"{start}{indent if fits else ''}{end}{content}"
    ends, _ = _broken(_units(longest, look), width, look)
    return f"{start}{end}{_with_breaks(content, ends)}"


def _lines(paragraph: str) -> list[str]:
    """The text of a paragraph up to its tab, line by line as its own breaks have it."""
    lines = [""]
    for found in _SHOWN.finditer(paragraph):
        if found[2] == "tab":
            break
        if found[2] == "br":
            lines.append("")
        else:
            lines[-1] += unescape(unmarked(found[1]))
    return lines


def _with_breaks(paragraph: str, ends: Sequence[int]) -> str:
    """The paragraph with a line break before each of these signs of its text."""
    count = 0

    def broken(sign: re.Match[str]) -> str:
        nonlocal count
        if sign[0][0] in (OPEN, CLOSE):
            return sign[0]
        count += 1
        return f"{LINE_BREAK}{sign[0]}" if count - 1 in ends else sign[0]

    return _TEXT.sub(lambda shown: f"{shown[1]}{_SIGN.sub(broken, shown[2])}{shown[3]}", paragraph)


@lru_cache(maxsize=512)  # titles are mostly the template's own words: the same in each document
def _settled(text: str, space: int, look: ParagraphLook) -> int | None:
    """The width of lines at which the text breaks best; None where it needs no break."""
    if _width(text) * look.size + look.first <= space:
        return None
    words = word_ends(text)
    usual, *others = (_units(text, look, blank, digit) for blank, digit in _FONTS)

    def cost(units: Sequence[tuple[int, int]], width: int) -> float:
        return _cost(text, *_broken(units, width, look), words)

    best, settled = math.inf, space
    for width in range(space, space // 3, -look.size // 10):
        found = cost(usual, width)
        if found < best:  # the other fonts only add to it
            found += max(cost(units, width) for units in others) / 2
        if found < best:
            best, settled = found, width
    return settled


def _units(
    text: str, look: ParagraphLook, blank: float = 0, digit: float = 0
) -> list[tuple[int, int]]:
    """Where each piece begins that Word never breaks, and how wide it is.

    That is a sign or a number, with the brackets and stops that cling to it, and the gap that Word
    leaves between digits and Chinese.  ``blank`` and ``digit`` are how much wider than half a sign
    the font has them.
    """
    return [
        (found.start(), int((_width(found[0]) + _more(found, blank, digit)) * look.size))
        for found in (_CLINGING if look.centred else _UNIT).finditer(text)
    ]


def _more(found: re.Match[str], blank: float, digit: float) -> float:
    """What digits and blanks take beyond half a sign each, in Chinese characters."""
    gaps = len(_GAP.findall(found.string, *found.span()))
    return gaps / 4 + blank * found[0].count(" ") + digit * len(_DIGIT.findall(found[0]))


def _cost(text: str, ends: list[int], spare: float, words: frozenset[int]) -> float:
    """How badly the text reads with lines that end there, in Chinese characters.

    Words cut in two weigh most, also by a width with so little to spare that Word may break
    elsewhere, then a last line of two or three signs, one more line.
    """
    cut = sum(end not in words for end in ends)
    if cut > 1:
        return 100.0 * cut
    lines = [_width(text[begin:end]) for begin, end in pairwise([0, *ends, len(text)])]
    cost = 100 * cut + 200 * max(0.0, 0.15 - spare) + 20 * (lines[-1] < 4) + 10 * len(lines)
    parting = sum(_PARTING.match(text, end) is not None for end in ends)
    return cost + max(lines) - min(lines) - 8 * parting


def _broken(
    units: Sequence[tuple[int, int]], width: int, look: ParagraphLook
) -> tuple[list[int], float]:
    """Where Word breaks these units, and by how many signs no break is missed at least."""
    ends, spare, used = list[int](), look.size, look.first
    for at, wide in units:
        if used + wide > width:
            spare = min(spare, width - used, used + wide - width)
            ends.append(at)
            used = 0
        used += wide
    return ends, min(spare, width - used) / look.size


def _width(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return text_width(text) / 2


@lru_cache(maxsize=512)  # a heading stands in the text and in the contents
def word_ends(text: str) -> frozenset[int]:
    """Where the text may break: between words, but not inside a year, a bracket or a fixed phrase."""
    tied = {at for found in _TIED.finditer(text) for at in range(found.start() + 1, found.end())}
    number = _NUMBERED.match(text)
    tied |= set(range(number.end() + 1 if number else 0))
    words = _parser().parse(text)
    found, at = set[int](), 0
    for word, following in pairwise(words):
        at += len(word)
        alone = len(word.strip()) == 1 or (len(following.strip()) == 1 and following not in _LEADS)
        if at not in tied and not alone and word[-1] not in _LEADS:
            found.add(at)
    return frozenset(found)


@cache
def _parser() -> Any:
    """The segmenter; loaded only where a title is longer than its line."""
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()
