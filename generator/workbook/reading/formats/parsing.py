"""A number format in its parts: sections with conditions, and the signs of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from msgspec import Struct

from generator.model import regex


class NotFollowed(ValueError):
    """A format, or a number in it, of which it is not certain what Excel shows."""


Kind = Literal[
    "text",  # shown as it stands
    "digit",  # 0 # ?
    "point",
    "comma",
    "percent",
    "power",  # E+00
    "slash",
    "general",
    "words",  # @
    "date",  # y m d a h s, am/pm, elapsed [h]
]


class Sign(NamedTuple):
    """One sign of a section; ``said`` is its text."""

    kind: Kind
    said: str


class FormatSection(Struct, frozen=True):
    """Signs and what stands in brackets: a condition, Chinese numerals (DBNum 1–3), a language."""

    signs: tuple[Sign, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0
    language: str = ""  # of names: zh, en, other, system date, system time

    def has(self, *kinds: Kind) -> bool:
        """True when a sign of one of the kinds is in it."""
        return any(sign.kind in kinds for sign in self.signs)


_PIECE = regex(
    r"""
    "(?P<quoted>[^"]*)"
    | [\\!](?P<escaped>.)
    | _(?P<pad>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>general|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<power>E[+-][0#?]+)
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)
    | (?P<digit>[0#?])
    | (?P<single>[.,%/@;])
    | (?P<letter>[A-Za-z])
    | (?P<other>[^"\[\]\\])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SINGLE: dict[str, Kind] = {
    ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "words"
}  # fmt: skip
_CONDITION = regex(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?)", re.IGNORECASE)
_ELAPSED = regex(r"h+|m+|s+", re.IGNORECASE)
_COLOUR = regex(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+"
    r"|黑色?|蓝色?|青色?|蓝绿色?|绿色?|洋红色?|红色?|白色?|黄色?|颜色 ?[0-9]+)",
    re.IGNORECASE,
)
_MONEY = regex(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_CHINESE = frozenset({"804", "1004", "zh-cn", "zh-hans", "zh-sg"})
_ENGLISH = frozenset({"409", "809", "en-us", "en-gb"})
_PLAIN_LETTERS = frozenset("cfijkloqrtuvwxzCFIJKLOQRTUVWXZpP")


@cache
def sections(code: str) -> tuple[FormatSection, ...]:
    """The sections of a format.  Raises NotFollowed for a sign whose meaning is not known."""
    found: list[list[re.Match[str]]] = [[]]
    end = 0
    for piece in _PIECE.finditer(code):
        if piece.start() != end:
            break
        end = piece.end()
        if piece["single"] == ";":
            found.append([])
        else:
            found[-1].append(piece)
    if end != len(code) or len(found) > 4:
        raise NotFollowed
    parts = tuple(map(_section, found))
    if len(parts) == 1 and found[0] and all(piece["bracket"] for piece in found[0]):
        return (_general(parts[0]),)
    return parts


def _general(section: FormatSection) -> FormatSection:
    """A format that is brackets alone, such as ``[DBNum2]`` or ``[Red]``: General in that way."""
    if section.condition:
        raise NotFollowed
    if section.signs or section.language.startswith("system"):
        return section
    return FormatSection((Sign("general", "General"),), None, section.numerals, section.language)


def _section(pieces: list[re.Match[str]]) -> FormatSection:
    signs: list[Sign] = []
    brackets: dict[str, object] = {}
    for piece in pieces:
        inside = piece["bracket"]
        if inside is None:
            signs += _signs(piece)
        elif _ELAPSED.fullmatch(inside):
            signs.append(Sign("date", f"[{inside.lower()}]"))
        else:
            signs += _bracket(inside, brackets)
    return FormatSection(tuple(signs), **brackets)  # type: ignore[arg-type]


def _signs(piece: re.Match[str]) -> Iterator[Sign]:
    kind, said = piece.lastgroup, piece[piece.lastgroup or 0]
    if kind == "fill":
        return
    if kind == "pad":
        yield Sign("text", " ")
    elif kind == "single":
        yield Sign(_SINGLE[said], said)
    elif kind in ("general", "power", "digit"):
        yield Sign(kind, said)  # type: ignore[arg-type]
    elif kind in ("date", "half"):
        yield Sign("date", said if kind == "half" else said.lower())
    elif kind == "letter" and said not in _PLAIN_LETTERS:
        raise NotFollowed
    else:
        yield Sign("text", said)


def _bracket(inside: str, brackets: dict[str, object]) -> Iterator[Sign]:
    if match := _CONDITION.fullmatch(inside.strip()):
        brackets["condition"] = (match[1], Decimal(match[2]))
    elif match := re.fullmatch(r"DBNum([123])", inside, re.IGNORECASE):
        brackets["numerals"] = int(match[1])
    elif match := _MONEY.fullmatch(inside):
        brackets["language"] = _language((match[2] or "").lower().lstrip("0"))
        if match[1] == "RMB":  # 元、角、分 to WPS, three letters to Excel
            raise NotFollowed
        if match[1]:
            yield Sign("text", match[1])
    elif not _COLOUR.fullmatch(inside):
        raise NotFollowed


def _language(said: str) -> str:
    """The language of names in dates; raises NotFollowed where it brings its own digits."""
    if said in ("f800", "x-sysdate"):
        return "system date"
    if said in ("f400", "x-systime"):
        return "system time"
    if said in _CHINESE:
        return "zh"
    if said in _ENGLISH:
        return "en"
    if "," in said or (re.fullmatch("[0-9a-f]+", said) and len(said) > 4):
        raise NotFollowed
    return said and "other"
