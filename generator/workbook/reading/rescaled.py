"""Numbers of which the screen shows another one: formats that scale, name a unit, or hide.

The stored number is read, whatever its format (see ``docs/design.md``); here the difference is told.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from generator.model import regex
from generator.workbook.reading.cells import Place
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.showing import on_screen
from generator.workbook.reading.values import significant

# What shows a number as it is: digits between signs and words without digits, points or money.
_DIGITS = r"(?:#,##)?[0#?]+(?:\.[0#?]+)?"
_AROUND = (
    r'(?:_.|\*.|[-+() ¥￥$]|\\[^\d.]|"[^"\d.元]*"|\[(?:Red|Blue|Green|Black|红色|蓝色|黑色)\])*'
)
_PLAIN = regex(f"General|G/通用格式|{_AROUND}{_DIGITS}{_AROUND}", re.IGNORECASE)
_NUMBER = regex(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_MONEY = regex(r"[十百千万亿]*元")
_TEN_THOUSAND = Decimal(10000)


def shown_otherwise(grid: Grid, place: Place, unit: str) -> str | None:
    """What the screen shows in place of a number that is not zero; None where it shows that number.

    ``unit`` is that of an amount, "" for other numbers.
    """
    code, value = grid.looks.formats.get(place), grid.values[place]
    if code is None or _is_plain(code) or isinstance(value, str):
        return None
    screen = on_screen(grid, place)
    if screen.unclear or screen.date:
        return None
    money = _MONEY.search(screen.text)
    if unit and money and money[0] != unit:
        return screen.text
    if re.search(r"[eE/]|DBNum", re.sub('"[^"]*"', "", code)):
        return None
    return None if _same(abs(significant(value)), screen.text, unit) else screen.text


def _same(value: Decimal, text: str, unit: str) -> bool:
    """True where one of the numbers in a text is the value, rounded; or 万元 of 元, as people do."""
    for found in _NUMBER.findall(text):
        shown = Decimal(found.replace(",", ""))
        room = Decimal(1).scaleb(int(shown.as_tuple().exponent)) / 2
        if abs(shown - value) <= room:
            return True
        if unit == "元" and abs(shown - value / _TEN_THOUSAND) <= room:
            return True
    return not value


@cache
def _is_plain(code: str) -> bool:
    parts = code.split(";")
    return all(_PLAIN.fullmatch(part) for part in parts[:2])
