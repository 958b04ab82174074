"""Characters that a screen shows as nothing, as a blank, as a box, or as another one's twin.

``cleaned`` is a text as a person reads it: what has a certain meaning is written with the usual
characters.  ``unprintable`` and ``boxes`` find what has none and must be told.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from generator.model import regex

# Nothing here can be odd: ASCII, Chinese punctuation and ideographs, full-width signs.
_ODD = regex(r"[^\n\x20-\x7e\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff01-\uff5e‘’“”…—·①-⑳℃]")

_BREAKS = regex("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = regex("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800]")
# Joiners and variation selectors belong to the writing of Arabic, Indic scripts and Mongolian.
_INVISIBLE = regex(
    "(?<![\u0600-\u0dff\u1800-\u18af])[\u180b-\u180f\u200c\u200d]"
    "|[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202d\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# Control characters, halves of pairs, noncharacters (the marks of ``phrasing`` among them), and
# U+202E, which turns the order of what follows round.
_UNPRINTABLE = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_PRIVATE = regex("[\ue000-\uf8ff]")

# Radicals that a PDF gives for whole characters, where Unicode has no decomposition for them
# (EquivalentUnifiedIdeograph.txt); U+2F00–2FD5 have one.
_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_TWINS = regex(f"[{''.join(_RADICALS)}⺟⻳\u2f00-\u2fd5\ufb00-\ufb06]")

# GB 18030: the 80 characters of rows FE50–FEA0 stood at U+E815–E864 in GBK software; those that
# its first edition still kept there, and the vertical signs of row A6, by later editions.
_GBK_ROW = [bytes((0xFE, trail)) for trail in (*range(0x50, 0x7F), *range(0x80, 0xA1))]
_LATER = {
    **dict(zip("\ue816\ue817\ue818\ue831\ue83b\ue855", "𠂇𠂉𠃌𡗗𢦏𤇾", strict=True)),
    **dict(
        zip(
            "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
            map(chr, range(0x9FB4, 0x9FBC)),
            strict=True,
        )
    ),
    **dict(zip(map(chr, range(0xE78D, 0xE797)), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    "\ue76c": "€",
    "\ue7c7": "ḿ",
    "\ue7c8": "ǹ",
}

_EMOJI = (
    "\U0001f000-\U0001f0ff\U0001f18e\U0001f191-\U0001f1ff\U0001f201-\U0001f2ff\U0001f300-\U0001faff"
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕"
)
_BOX = regex(f"[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffc\ufffd{_EMOJI}]")
TICKED, UNTICKED = "☑☒■√✓✔▣●◉", "☐□○◯"
"""What people put in for a check box that is ticked, and for one that is not."""

# A box between two letters stands for a character that a font did not have; before or behind an
# option it is a box to tick.
_TICKS = regex(r"(?:^|[\s,，、;；。：:（(])[□■☐☑☒√]|[□■☐☑☒](?:$|[\s,，、;；。：:）)])")
_MISSING = regex(r"(?<=\w)[□■](?=\w)")

_LATIN = regex(r"[0-9A-Za-z\u00c0-\u024f]")


def cleaned(text: str) -> str:
    """The text with usual characters; control characters stay, see ``unprintable``."""
    if not _ODD.search(text):
        return text
    text = _BLANKS.sub(_blank, _INVISIBLE.sub("", _BREAKS.sub("\n", text)))
    text = _PRIVATE.sub(lambda match: _gb18030().get(match[0], match[0]), text)
    text = _TWINS.sub(lambda match: _RADICALS.get(match[0]) or _folded(match[0]), text)
    return unicodedata.normalize("NFC", text)  # compatibility ideographs, accents written apart


def _blank(match: re.Match[str]) -> str:
    """A blank, unless it joins a Mongolian ending to its word."""
    before = match.string[match.start() - 1 : match.start()]
    return match[0] if match[0] == "\u202f" and "\u1800" <= before <= "\u18af" else " "


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@cache
def _gb18030() -> dict[str, str]:
    found = {chr(0xE815 + i): pair.decode("gb18030") for i, pair in enumerate(_GBK_ROW)}
    return found | _LATER


def unprintable(text: str) -> bool:
    """True for a text with control characters, which no document can show."""
    return not text.isprintable() and _UNPRINTABLE.search(text) is not None


def printable(text: str) -> str:
    """The text without its control characters."""
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)


def boxes(text: str) -> list[str]:
    """Characters that print as a box or as something else, each once: 「□」, U+E001."""
    if not _ODD.search(text):
        return []
    text = cleaned(text)
    found = [*_BOX.findall(text), *filter(_unassigned, text)]
    if not _TICKS.search(text):
        found += _MISSING.findall(text)
    return [_named(character) for character in dict.fromkeys(found)]


def _unassigned(character: str) -> bool:
    """True for what Unicode does not have; ideographs are still being added."""
    newer = 0x20000 <= ord(character) < 0x40000
    return not newer and unicodedata.category(character) == "Cn" and not unprintable(character)


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    seen = unicodedata.category(character) not in ("Co", "Cn") and character != "\ufffc"
    return f"「{character}」（{code}）" if seen else code


def one_line(text: str) -> str:
    """The text with its lines joined: nothing between Chinese characters, a blank between words."""
    if text.isprintable():  # neither line breaks nor tabs
        return text.strip()
    joined = ""
    for part in filter(None, map(str.strip, re.split(r"[\n\t]", text))):
        words = joined and _LATIN.match(joined[-1]) and _LATIN.match(part[0])
        joined += f" {part}" if words else part
    return joined
