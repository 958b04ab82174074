"""What a person takes the value of a cell for: stated once more, apart from the program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from .reading import Entry

_BLANK = frozenset({"", "-", "--", "—", "——", "–", "*", "/", "无"})
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | str.maketrans(
    "，．－＋（）−﹣　\xa0", ",.-+()--  "
)
_NUMBER = re.compile(r"[+-]? ?(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)?(\.\d+)?")
_HALF_FEN = Decimal("0.005")


def number(value: Any) -> Decimal | None:
    """The one number that stands in a cell, zero for one of the signs for nothing, else None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        huge = isinstance(value, int) and abs(value) > 10**300  # no float
        return Decimal(value) if huge else Decimal(f"{value:.15g}")
    if not isinstance(value, str):
        return None
    text = visible(value).translate(_WIDE).strip()
    if bare(text) in _BLANK:
        return Decimal(0)
    match = re.fullmatch(r"\( ?([\d.,]+) ?\)", text)
    text = f"-{match[1]}" if match else text
    if not text.isascii() or not _NUMBER.fullmatch(text) or not re.search(r"\d", text):
        return None
    return Decimal(text.replace(",", "").replace(" ", ""))


def amount(value: Any, money: str | None) -> Decimal | None:
    """The number of an amount: one mark of the currency before it, the unit of its sheet behind."""
    if isinstance(value, str) and number(value) is None:
        text = visible(value).translate(_WIDE).strip()
        text = re.sub(rf"(?<=[\d)]) *{money}(?=\)?$)", "", text)
        return number(re.sub(r"^([-+(]? *)[¥￥] ?(?=.)", r"\1", text))
    return number(value)


def nil(value: Decimal) -> bool:
    """True for what is no money: less than half a 分, in 元."""
    return abs(value) < _HALF_FEN


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def day(value: Any) -> date | None:
    """The date in a cell, or in a text with year, month and day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = re.findall(r"\d+", unicodedata.normalize("NFKC", str(value)))
    try:
        return date(*map(int, parts[:3])) if len(parts) == 3 else None
    except ValueError:
        return None


def general(value: Any) -> str:
    """A number as a cell without a format shows it, any other value as text."""
    if isinstance(value, float):
        shown = f"{Decimal(f'{value:.15g}'):f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return str(value).upper() if isinstance(value, bool) else str(value)


def visible(text: str) -> str:
    """Without escapes of control characters and without what shows as nothing."""
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\ue815", "\u2e81")  # GB 18030: FE50, which GBK software kept there
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Cn", "Cs") and c != "\xad")
    return "".join(c for c in kept if c in "\n\t " or unicodedata.category(c) != "Cc")


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """A text made comparable: no blanks, one width; ① and ² stay what they are."""
    folded = (
        c if unicodedata.category(c) == "No" else unicodedata.normalize("NFKC", c)
        for c in visible(text)
    )  # fmt: skip
    return "".join("".join(folded).split())


def shown_as(entry: Entry, said: str) -> bool | None:
    """Whether a number or a date may be shown so by its format; None where that cannot be said.

    This is no second program for number formats: a number must be in the words, rounded to the
    decimals that stand there, as a percentage where the format has its sign, in thousands for
    each comma at the end.  Fractions, powers and Chinese numerals are left open.
    """
    if re.search(r"\[DBNum|\?/|/\?|E[+-]", entry.shown):
        return None
    there = [Decimal(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", said)]
    if isinstance(entry.value, datetime | date | time | timedelta):
        return bool(there) and set(map(int, there)) <= set(_parts(entry.value))
    value = number(entry.value)
    if value is None:
        return None
    literal = re.sub(r'"[^"]*"|\\.|\[[^]]*\]|_.', "", entry.shown)
    if not there:
        return None if not re.search(r"[0#]", literal.partition(";")[0]) else False
    value = value * 100 if "%" in literal else value
    value /= 1000 ** len(re.search(r"(,*)(?:%|$)", literal.partition(";")[0])[1])  # type: ignore[index]
    return any(
        rounded(abs(value), -int(found.as_tuple().exponent)) == found for found in there
    )  # fmt: skip


def _parts(value: Any) -> Iterator[int]:
    """The numbers that a date or a time may be shown with."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        yield from (seconds // 3600, seconds // 60, seconds, seconds // 60 % 60, seconds % 60)
        return
    for name in ("year", "month", "day", "hour", "minute", "second"):
        part = getattr(value, name, 0)
        yield from (part, part % 100 if name == "year" else part % 12, part + 1)
