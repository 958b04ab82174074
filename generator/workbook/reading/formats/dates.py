"""Dates, times and durations as a number format shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from generator.workbook.reading.formats import numerals
from generator.workbook.reading.formats.parsing import FormatSection, NotFollowed, Sign, sections

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LATEST = 2_958_465  # 9999-12-31
_DAY = 86_400


class _Moment(Struct, frozen=True):
    """A day (weekday from Monday) and the seconds since its midnight; ``total`` since the epoch."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal
    total: Decimal


def shown_date(value: Decimal, section: FormatSection, since_1904: bool) -> str:
    """What stands on the screen for a serial number.  Raises NotFollowed."""
    if section.language.startswith("system"):
        code = 'yyyy"年"m"月"d"日"' if section.language == "system date" else "h:mm:ss"
        section = sections(code)[0]
    if section.language == "other" or section.has("general", "words", "percent", "power"):
        raise NotFollowed
    signs = _fractions(section.signs)
    moment = _moment(value, signs, since_1904)
    half = any(sign.said.upper() in ("AM/PM", "A/P", "上午/下午") for sign in signs)
    return "".join(
        _part(index, signs, moment, section, half) if sign.kind == "date" else sign.said
        for index, sign in enumerate(signs)
    )


def _fractions(signs: Sequence[Sign]) -> list[Sign]:
    """The signs with ``.00`` behind seconds as one; any other point or comma is shown as it is."""
    joined: list[Sign] = []
    for sign in signs:
        last = joined[-1].said if joined and joined[-1].kind == "date" else ""
        if sign.kind == "point" and last.strip("[]").startswith("s"):
            joined.append(Sign("date", "."))
        elif sign == Sign("digit", "0") and last.startswith("."):
            joined[-1] = Sign("date", f"{last}0")
        elif sign.kind in ("text", "date"):
            joined.append(sign)
        elif sign.kind in ("point", "comma", "slash"):
            joined.append(Sign("text", sign.said))
        else:
            raise NotFollowed
    return joined


def _moment(value: Decimal, signs: Sequence[Sign], since_1904: bool) -> _Moment:
    """Seconds are rounded to what is shown of them; hours and minutes are cut."""
    decimals = max((len(s.said) - 1 for s in signs if s.said.startswith(".")), default=0)
    seconds = any(s.kind == "date" and "s" in s.said for s in signs)
    step = Decimal(1).scaleb(-(decimals if seconds else 3))
    if not 0 <= value < _LATEST + 1:
        raise NotFollowed
    total = (value * _DAY).quantize(step, ROUND_HALF_UP)
    days = int(total // _DAY)
    year, month, day = _calendar(days, since_1904)
    weekday = (days + (4 if since_1904 else 5)) % 7
    return _Moment(year, month, day, weekday, total - days * _DAY, total)


def _calendar(days: int, since_1904: bool) -> tuple[int, int, int]:
    """Excel's calendar: 1900 has a day 0 of January and a 29 February."""
    if since_1904:
        if days > _LATEST - 1462:
            raise NotFollowed
        found = date(1904, 1, 1) + timedelta(days)
    elif days > _LATEST:
        raise NotFollowed
    elif days in (0, 60):
        return (1900, 1, 0) if days == 0 else (1900, 2, 29)
    else:
        found = date(1899, 12, 30 if days > 60 else 31) + timedelta(days)
    return found.year, found.month, found.day


def _part(
    index: int, signs: Sequence[Sign], moment: _Moment, section: FormatSection, half: bool
) -> str:
    said = signs[index].said
    if said.startswith("."):
        return f"{moment.seconds % 1:f}"[1:] if len(said) > 1 else said
    if said.startswith("["):
        return _elapsed(said.strip("[]"), moment.total, section.numerals)
    if "/" in said:
        return _half_of_day(said, moment, section)
    if said[0] in "ye":
        year = str(moment.year) if said[0] == "e" or len(said) > 2 else f"{moment.year % 100:02}"
        return numerals.digits(year, section.numerals) if section.numerals else year
    if said[0] == "a" or (said[0] in "md" and len(said) > 2):
        return _name(said, moment, section)
    return _number(said, _value(index, signs, moment, half), section)


def _number(said: str, value: int, section: FormatSection) -> str:
    width = min(len(said), 2)
    if section.numerals:
        return numerals.small(value, section.numerals, width)
    return str(value).zfill(width)


def _value(index: int, signs: Sequence[Sign], moment: _Moment, half: bool) -> int:
    seconds = int(moment.seconds)
    hour, minute = seconds // 3600, seconds // 60 % 60
    sign = signs[index].said[0]
    if sign == "h":
        return (hour % 12 or 12) if half else hour
    if sign == "s":
        return seconds % 60
    if sign == "d":
        return moment.day
    return minute if _is_minute(index, signs) else moment.month


def _is_minute(index: int, signs: Sequence[Sign]) -> bool:
    """``m`` counts minutes behind hours and before seconds."""
    before = [s.said for s in signs[:index] if s.kind == "date" and "/" not in s.said]
    behind = [s.said for s in signs[index + 1 :] if s.kind == "date" and "/" not in s.said]
    return (bool(before) and before[-1].strip("[]")[0] == "h") or (
        bool(behind) and behind[0].strip("[]")[0] == "s"
    )


def _elapsed(said: str, total: Decimal, numeral: int) -> str:
    count = int(total // {"h": 3600, "m": 60, "s": 1}[said[0]])
    shown = str(count).zfill(len(said))
    return numerals.number(shown, numeral) if numeral else shown


def _half_of_day(said: str, moment: _Moment, section: FormatSection) -> str:
    late = moment.seconds >= _DAY // 2
    if said.upper() == "AM/PM" and section.language == "zh":
        said = "上午/下午"
    return said.split("/")[late] if said.upper() != "AM/PM" else ("PM" if late else "AM")


def _name(said: str, moment: _Moment, section: FormatSection) -> str:
    """The name of a month or day; English unless the format says Chinese (``aaaa`` always is)."""
    chinese = section.language == "zh"
    if said[0] == "a" or (said[0] == "d" and chinese):
        day = "一二三四五六日"[moment.weekday]
        return {"aaa": day, "ddd": f"周{day}"}.get(said, f"星期{day}")
    if said[0] == "d":
        return _DAYS[moment.weekday][: 3 if len(said) == 3 else None]
    if len(said) > 4 and chinese:
        raise NotFollowed
    if chinese:
        return f"{moment.month if len(said) == 3 else numerals.small(moment.month, 1, 1)}月"
    return _MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(len(said))]
