"""Numbers of which the screen shows another one: formats that scale, name a unit, turn or hide.

The stored number is read, whatever its format (see ``docs/design.md``); here the difference is told.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from generator.model import regex
from generator.workbook.reading.cells import Place
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.showing import in_format, on_screen, size_on_screen
from generator.workbook.reading.values import narrow

# What shows a number as it is: digits among words without digits, points, signs, money and powers
# of ten.  Negative ones have a minus sign in front, stand in brackets, or are red.
_DIGITS = r"(?:#,##)?[0#?]+(?:\.[0#?]+)?"
_WORDS = (
    r'(?:_.|\*.|[ ¥￥$]|\\[^-\d.(（]|"[^-"\d.(（△▲负元十百千万亿]*"'
    r"|\[(?:Red|Blue|Green|Black|红色|蓝色|黑色)\])*"
)
_PLAIN = regex(f"General|G/通用格式|{_WORDS}{_DIGITS}{_WORDS}", re.IGNORECASE)
_MINUS = regex(
    rf"{_WORDS}(?:-{_WORDS}{_DIGITS}{_WORDS}|\({_WORDS}{_DIGITS}{_WORDS}\){_WORDS})", re.IGNORECASE
)
_RED = regex(r"\[(?:Red|红色?|Color ?3|颜色 ?3)\]", re.IGNORECASE)
_CHINESE_NUMERALS = regex(r"\[DBNum[123]\]", re.IGNORECASE)
_ASIDE = regex(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|General|G/通用格式', re.IGNORECASE | re.DOTALL)
_NUMBER = regex(
    r"(?P<minus>(?<![0-9A-Za-z])[-−－△▲负]|[(（](?=[\d,. ¥￥$]+[)）]))?[ ¥￥$]*"
    r"(?P<digits>(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:E[-+]?\d+)?)"
    r" *(?P<money>(?!百分)[十百千万亿]*元?)"
)
_MONEY = regex(r"[十百千万亿]*元")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def shown_otherwise(grid: Grid, place: Place, unit: str, number: Decimal) -> str | None:
    """What the screen shows in place of a number that is not zero; None where it shows that number.

    ``unit`` is that of an amount, "" for other numbers; ``number`` what was read, also of a text.
    """
    code, value = grid.looks.formats.get(place), grid.values[place]
    if code is None or _is_plain(code):
        return None
    screen = on_screen(grid, place)
    if isinstance(value, str):
        same = screen.unclear or _same(number, narrow(screen.text), unit, signed=True)
        return None if same else screen.text
    signed = not screen.unclear
    if screen.unclear:
        screen = size_on_screen(value, code)
    digits = in_format(value, _CHINESE_NUMERALS.sub("", code)) if "DBNum" in code else screen
    if screen.unclear or screen.date or digits.unclear or "/" in _ASIDE.sub("", code):
        return None
    signed = signed and not _RED.search(code)
    return None if _same(number, digits.text, unit, signed) else screen.text


def _same(value: Decimal, text: str, unit: str, signed: bool) -> bool:
    """True where one of the numbers in a text is the value, rounded; or 万元 of 元, as people do.

    ``signed``: a negative one must show it.
    """
    money = _MONEY.search(text)
    for found in _NUMBER.finditer(text):
        shown = Decimal(found["digits"].replace(",", ""))
        room = Decimal(1).scaleb(int(shown.as_tuple().exponent)) / 2
        minus = bool(found["minus"])
        if shown and minus != (value < 0) and (minus or signed):
            continue
        said = found["money"] or (money[0] if money else "")
        for power in _powers(said, unit):
            if abs(shown.scaleb(power) - abs(value)) <= room.scaleb(power):
                return True
    return not value


def _powers(said: str, unit: str) -> tuple[int, ...]:
    """By which powers of ten a number may differ from one in the unit, behind which something stands."""
    if not unit:
        return () if said and not said.endswith("元") else (0,)
    if not said:
        return (0, 4) if unit == "元" else (0,)
    return (_power(said) - _power(unit),)


def _power(money: str) -> int:
    return sum(_POWERS.get(sign, 0) for sign in money)


@cache
def _is_plain(code: str) -> bool:
    first, *rest = code.split(";")
    if not _PLAIN.fullmatch(first):
        return False
    negative = rest[0] if rest else "-0"
    if _MINUS.fullmatch(negative):
        return True
    return bool(_PLAIN.fullmatch(negative) and _RED.search(negative))
