"""What a cell stores, by its type: a number, text, truth value, date or error, or nothing usable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import copysign
from typing import Any

from generator.model import regex
from generator.workbook.reading.number_formats import is_duration
from generator.workbook.reading.strings import decoded
from generator.workbook.reading.values import NO_DATE

_DAY = 86_400_000  # milliseconds
_INTEGER = regex(r"[+-]?[0-9]+")
_REAL = regex(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DIGITS = 308  # more do not fit into the numbers of any spreadsheet
_TRUTH = {"0": False, "1": True, "false": False, "true": True}


class Broken(ValueError):
    """A cell whose content no spreadsheet wrote; the message says in Chinese what is wrong."""


def stored_value(kind: str, stored: str, strings: Sequence[str]) -> Any:
    """The value of a cell of that type, None for none; raises Broken."""
    if kind in ("str", "e"):
        return decoded(stored)
    bare = stored.strip(" \t\r\n")
    if not bare:
        if stored:
            raise Broken("里只有空格，不是数")
        return None
    if kind == "n":
        return _number(bare)
    if kind == "s":
        if not _INTEGER.fullmatch(bare) or not 0 <= int(bare[:9]) < len(strings) or len(bare) > 9:
            raise Broken(f"引用的第 {_short(bare)} 个文字不存在")
        return strings[int(bare)]
    if kind == "b":
        return _truth(bare)
    if kind == "d":
        return _iso_date(bare)
    raise Broken(f"的类型「{_short(kind)}」不明")


def _number(stored: str) -> int | float:
    if _INTEGER.fullmatch(stored) and len(stored) <= _DIGITS:
        return int(stored)
    if not _REAL.fullmatch(stored):
        raise Broken(f"的数值「{_short(stored)}」不是数字")
    number = float(stored)
    if number in (float("inf"), float("-inf")):
        raise Broken(f"的数值「{_short(stored)}」大得没有表格能存")
    return number


def _truth(stored: str) -> bool:
    if stored.lower() not in _TRUTH:
        raise Broken(f"的逻辑值「{_short(stored)}」不是 TRUE 或 FALSE")
    return _TRUTH[stored.lower()]


def _iso_date(stored: str) -> date:
    try:
        day = datetime.fromisoformat(stored)
    except ValueError as error:
        raise Broken(f"的日期「{_short(stored)}」读不懂") from error
    return day.replace(tzinfo=None) if "T" in stored else day.date()


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def dated(number: float, shown: str, epoch: datetime) -> Any:
    """A serial number as the date, time or duration that its format shows."""
    try:
        span = timedelta(milliseconds=_nearest(number * _DAY))
        if is_duration(shown):
            return span
        if 0 <= number < 1 and span.days == 0:
            return (datetime.min + span).time()
        lost = timedelta(days=1 if 0 < number < 60 and epoch.year == 1899 else 0)
        return epoch + span + lost  # Excel's 1900 has a 29 February
    except (OverflowError, ValueError):
        return NO_DATE


def serial(day: date, epoch: datetime) -> float:
    """The number behind a day that is stored as one; the opposite of ``dated``."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    days = (moment - epoch) / timedelta(days=1)
    return days - 1 if 0 < days <= 60 and epoch.year == 1899 else days


def _nearest(milliseconds: float) -> int:
    return int(milliseconds + copysign(0.5, milliseconds))
