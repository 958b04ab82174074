"""What a number format of Excel makes of a number: a date, a time, a percentage.

A format is its code, or ``#`` and its number for one that Excel has built in.
"""

from __future__ import annotations

import re
from functools import cache

# Built in; 27–36 and 50–58 are dates and times of Chinese Excel and WPS.
_DATES = frozenset(
    f"#{number}" for number in (*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59))
)
_PERCENT = frozenset({"#9", "#10"})
_DURATION = "#46"

_UNSHOWN = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_DATE_SIGN = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)


@cache
def is_date(shown: str) -> bool:
    """True for dates, times and durations."""
    if shown.startswith("#") and shown[1:].isdigit():
        return shown in _DATES
    return _DATE_SIGN.search(_UNSHOWN.sub("", shown.split(";")[0])) is not None


@cache
def is_duration(shown: str) -> bool:
    """True for elapsed time, such as ``[h]:mm``."""
    return shown == _DURATION or _ELAPSED.search(shown.split(";")[0]) is not None


def is_percent(shown: str) -> bool:
    """True for a percentage."""
    return shown in _PERCENT or "%" in shown
