"""Where long titles break: between words, in lines of about one length, the longer one first.

Word breaks Chinese anywhere, also inside 中心. A title gets indents of its own that make it break
where it reads well: its text stays as it is, without line breaks that Word's contents would repeat.
A line of the contents gets line breaks: its page number stands right of any indent.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from html import unescape
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from msgspec import Struct

from generator.document.paragraphs import LINE_BREAK, ParagraphLook, Replacement, looks, page_of
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
_PIECE = r"[（“《]*(?:[0-9A-Za-z.,%]+|.)[）”》、，。：；]*"
_UNIT = regex(_PIECE)
# LibreOffice does not break between a closing bracket and the number behind it.
_CLINGING = regex(rf"{_PIECE}(?:(?<=[）”》])[0-9A-Za-z.,%]+)?")
_GAP = regex(rf"(?<=[0-9A-Za-z]){HAN}|(?<={HAN})[0-9A-Za-z]")
_DIGIT = regex("[0-9]")
_PARTING = regex(r"[0-9]{4}年|（[^（）]{6,}）")  # a name ends before it: the best place for a break
# How much wider than half a sign blanks and digits are: usually, and in the fonts that stand in.
_BROAD, _NUMBER = 0.14, 1.2
_FONTS = ((0.0, 0.0), (-0.28, _BROAD), (-0.28, 0.0))
_LEADS = frozenset("和与及暨的")  # a line may begin with these, and not end


def broken_well(body: bytes, part: range, styles: bytes) -> Iterator[Replacement]:
    """An indent at each title of a section that would break inside a word, or end in a few signs."""
    page, known = page_of(body, part), looks(styles)
    if page is None:
        return
    for found in _titles(body, part):
        title = [group.decode("utf-8") for group in found.groups()]
        if (look := known.get(title[1])) and look.size:
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
    settled = _settled(longest, space, look)
    if settled is None:
        return f"{start}{end}{content}"
    width, ends = settled
    if look.centred:
        side = (space - width) // 2
        indent = f'<w:ind w:left="{look.left + side}" w:right="{look.right + side}"/>'
        fits = all(_width(line) * look.size <= width for line in lines if line != longest)
        return f"{start}{indent if fits else ''}{end}{content}"
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
def _settled(text: str, space: int, look: ParagraphLook) -> tuple[int, Sequence[int]] | None:
    """The width of lines at which the text breaks best, and where; None where it needs no break."""
    if _width(text) * look.size + look.first <= space:
        return None
    judge = partial(_judged, text, word_ends(text))
    usual, *others = (_Setting(*found, look, judge) for found in _measured(text, look))
    best, settled = math.inf, space
    for width in range(space, space // 3, -look.size // 10):
        found = usual.cost(width)
        if found < best:  # the other fonts only add to it
            found += max(setting.cost(width) for setting in others) / 2
        if found < best:
            best, settled = found, width
    return settled, usual.broken(settled).ends


class _Lines(NamedTuple):
    """Where a text breaks at widths from ``least`` up to, but not, ``most``; the cost by the spare."""

    ends: Sequence[int]
    least: float
    most: float
    cost: Callable[[float], float]


class _Setting(Struct):
    """A text in one font: where each piece begins, and how wide all is before it, and at the end."""

    begins: Sequence[int]
    reaches: Sequence[int]
    look: ParagraphLook
    judge: Callable[[Sequence[int]], Callable[[float], float]]
    lines: _Lines | None = None

    def cost(self, width: int) -> float:
        """How badly it reads at this width, in Chinese characters."""
        lines = self.lines
        if lines is None or not lines.least <= width < lines.most:  # many widths break it alike
            lines = self.lines = self.broken(width)
        return lines.cost(min(width - lines.least, lines.most - width) / self.look.size)

    def broken(self, width: int) -> _Lines:
        """Where Word breaks it."""
        reaches, ends, used, over = self.reaches, list[int](), list[int](), list[int]()
        start, at = -self.look.first, 0
        while (at := bisect(reaches, start + width, at + 1)) < len(reaches):
            ends.append(self.begins[at - 1])
            used.append(reaches[at - 1] - start)
            over.append(reaches[at] - start)
            start = reaches[at - 1]
        used.append(reaches[-1] - start)
        return _Lines(ends, max(used), min(over, default=math.inf), self.judge(ends))


def _measured(text: str, look: ParagraphLook) -> Iterator[tuple[list[int], list[int]]]:
    """For each font where the pieces begin that Word never breaks, and how wide all is before them.

    That is a sign or a number, with what clings to it, and the gap between digits and Chinese.
    """
    pieces = list((_CLINGING if look.centred else _UNIT).finditer(text))
    begins = [piece.start() for piece in pieces]
    wide = [_width(piece[0]) for piece in pieces]
    gaps = [_GAP.match(text, begin) is not None for begin in begins]
    blanks = [piece[0].count(" ") for piece in pieces]
    digits = [len(_DIGIT.findall(piece[0])) for piece in pieces]
    for blank, digit in _FONTS:
        widths = (
            int((w + (gap / 4 + blank * b + digit * d)) * look.size)
            for w, gap, b, d in zip(wide, gaps, blanks, digits, strict=True)
        )
        yield begins, list(accumulate(widths, initial=0))


def _judged(text: str, words: frozenset[int], ends: Sequence[int]) -> Callable[[float], float]:
    """How badly the text reads with lines that end there, by how many signs the width has to spare.

    Words cut in two weigh most, also by a width with so little to spare that Word may break
    elsewhere, then a last line of two or three signs, one more line.  In Chinese characters.
    """
    cut = sum(end not in words for end in ends)
    if cut > 1:
        return lambda spare: 100.0 * cut
    lines = [_width(text[begin:end]) for begin, end in pairwise([0, *ends, len(text)])]
    count, last, longest, shortest = len(lines), lines[-1], max(lines), min(lines)
    parting = sum(_PARTING.match(text, end) is not None for end in ends)

    def cost(spare: float) -> float:
        cost = 100 * cut + 200 * max(0.0, 0.15 - spare) + 20 * (last < 4) + 10 * count
        return cost + longest - shortest - 8 * parting

    return cost


def _width(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return text_width(text) / 2


@lru_cache(maxsize=512)  # a heading stands in the text and in the contents
def word_ends(text: str) -> frozenset[int]:
    """Where the text may break: between words, but not inside a year, a bracket or a fixed phrase."""
    tied = {at for found in _TIED.finditer(text) for at in range(found.start() + 1, found.end())}
    number = _NUMBERED.match(text)
    tied |= set(range(number.end() + 1 if number else 0))
    found, at = set[int](), 0
    for word, following in pairwise(_parser().parse(text)):
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
