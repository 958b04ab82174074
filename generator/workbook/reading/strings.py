"""The words of a cell as its XML holds them: escapes decoded, runs joined, raised signs kept."""

from __future__ import annotations

import re

from generator.model import regex
from generator.workbook.package import Element

_ESCAPE = regex(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.4.2.4 (bstr)
_PAIR = regex("[\ud800-\udbff][\udc00-\udfff]")
# Signs in the height of a footnote mark; a run of them must not become digits of what is before.
_SIGNS = "0123456789+-=()"
_HEIGHTS = {
    "superscript": str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
    "subscript": str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}


def text_of(item: Element) -> str:
    """The words of a string, plain or in runs; phonetic guides are left out."""
    if is_plain(item):
        return decoded(item[0].text or "")
    pieces = []
    for child in item.iterchildren("{*}t", "{*}r"):
        if child.tag.endswith("}t"):
            pieces.append(words(child))
        else:
            pieces.append(_run(child))
    return decoded("".join(pieces))


def is_plain(item: Element) -> bool:
    """True for a string that is words and nothing else, as most are."""
    return len(item) == 1 and not len(item[0]) and bool(item[0].tag.endswith("}t"))


def is_on(switch: Element | None) -> bool:
    """True for a switch such as ``<strike/>`` that is there and not turned off."""
    return switch is not None and switch.get("val", "1") not in ("0", "false")


def has_struck_words(item: Element) -> bool:
    """True for a string with a run that is struck through."""
    return not is_plain(item) and any(
        is_on(strike) for strike in item.iterfind("{*}r/{*}rPr/{*}strike")
    )


def is_nested(item: Element) -> bool:
    """True for a string with elements inside its words, or with words twice: none is written so."""
    if is_plain(item):
        return False
    plain, runs = list(item.iterchildren("{*}t")), item.find("{*}r") is not None
    twice = len(plain) > 1 or (plain and runs)
    return bool(twice) or any(len(text) for text in item.iter("{*}t"))


def _run(run: Element) -> str:
    said = "".join(map(words, run.iterfind("{*}t")))
    height = run.find("{*}rPr/{*}vertAlign")
    return said if height is None else said.translate(_HEIGHTS.get(height.get("val"), {}))


def words(element: Element) -> str:
    """All text of an element, whatever stands between."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def decoded(text: str) -> str:
    """The text without its escapes: ``_x000D_`` is a carriage return, ``_x005F_`` a ``_``."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _PAIR.sub(_joined, text)


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
