"""What people and accounting software put into a cell, turned into values.

Every function returns ``(value, problem)``: a value (None for blank) and "" when the cell
could be read, or None and a Chinese sentence saying what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.model import regex
from generator.workbook.reading.characters import cleaned, one_line, printable
from generator.workbook.reading.residues import without_rest

# What a date format shows for a number that is no date.
NO_DATE = "#VALUE!"
BLANKS = frozenset({"", "-", "--", "—", "——", "－", "–", "*", "/", "无"})
# What spreadsheets show for a formula without a result, and for a column that is too narrow:
# Excel's old and new kinds, LibreOffice's and WPS's.
_ERROR = regex(
    r"#(?:REF|VALUE|DIV/0|NAME|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|PYTHON|BUSY|EXTERNAL"
    r"|TIMEOUT|SERVICE|CIRC|ERROR)[!?]|#(?:N/A|NAME)(?![A-Z0-9/])|#GETTING_DATA|Err:\d{3}|^#{2,}$",
    re.IGNORECASE,
)
# Largest amount in 元 that any column of the official forms is meant to hold.
_LARGEST = Decimal(10) ** 15

# Groups of three may be parted by blanks; any other blank stands between two things.
_NUMBER = regex(
    r"[+-]? *(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?"
)
_NEGATIVE = regex(r"\( ?(.+?) ?\)")
# One mark of the currency before a number, behind its sign or before it.
_MARKED = regex(r"([-+(]? *)(?:(?:RMB|CNY|人民币) ?[¥￥]?|[¥￥]) ?(.+)", re.IGNORECASE)
# Full-width signs of numbers and codes.  No other character stands for a digit: ①, ², ½ and Ⅳ
# would make one number of two things.
_LIKE_DIGITS = regex(
    "[²³¹¼-¾\u2070-\u209c\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3192-\u319f\u3220-\u3229"
    "\u3248-\u325f\u3280-\u3289\u32b1-\u32bf\U0001f100-\U0001f10c]"
)
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)} | str.maketrans(
    "，．－＋（）＃％−﹣　", ",.-+()#%-- "
)
_DATE = regex(r"([0-9]{4})\s*[年\-/.]\s*([0-9]{1,2})\s*[月\-/.]\s*([0-9]{1,2})\s*日?")
_YEAR = regex(r"(20[0-9]{2})\s*(?:年|年度)?")


def label_key(value: Any) -> str:
    """A label made comparable: full and half width alike, no white space, no line breaks."""
    if type(value) is str:
        return _comparable(value)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is int or type(value) is float:
        return str(value)
    return _comparable(str(value))


@lru_cache(maxsize=8192)  # a workbook has some 3000 labels, most of them those of every other one
def _comparable(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = printable(cleaned(text))
        text = "".join(map(_folded, text)) if _LIKE_DIGITS.search(text) else _folded(text)
    return "".join(text.split())


def _folded(text: str) -> str:
    return text if _LIKE_DIGITS.fullmatch(text) else unicodedata.normalize("NFKC", text)


def whole(text: str) -> int | None:
    """A whole number of no more than nine plain digits; ``isdigit`` also takes ①, ² and ٣."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def narrow(text: str) -> str:
    """A number or code as typed, with full-width signs narrowed; for comparing with patterns."""
    return cleaned(text).translate(_NARROW).strip()


def error(value: Any) -> str:
    """The formula error that stands in a text (#REF!, Err:502, #####), "" when there is none."""
    if not isinstance(value, str) or not ("#" in value or "＃" in value or "rr" in value.lower()):
        return ""
    found = _ERROR.search(narrow(value))
    return found[0] if found else ""


def number(value: Any, percent: str = "") -> tuple[Decimal | None, str]:
    """An amount, count or score as typed; thousands separators and full-width digits allowed.

    A float is taken with the 15 significant digits that Excel itself keeps.  ``percent``: what
    the cell shows when that is a percentage, which is none of these, unless it is zero.
    """
    if value is None or (isinstance(value, str) and label_key(value) in BLANKS):
        return None, ""
    if isinstance(value, bool):
        return None, f"是逻辑值 {str(value).upper()}，应是数字"
    if isinstance(value, int | float):
        found, problem = _stored(value)
        if percent and found:
            return None, f"是百分数 {percent}，应是数字"
        return found, problem
    if isinstance(value, date):
        return None, f"是日期 {value:%Y-%m-%d}，应是数字"
    if isinstance(value, time | timedelta):
        return None, f"是时间 {_clock(value)}，应是数字"
    return _number_from_text(str(value))


@lru_cache(maxsize=4096)  # the same amounts stand in several tables
def _stored(value: int | float) -> tuple[Decimal | None, str]:
    return _bounded(significant(value))


def amount(value: Any, percent: str = "", unit: str = "") -> tuple[Decimal | None, str]:
    """A number that may have the mark of the currency before it: ￥1,234.50, RMB 1,000.

    Behind it ``unit`` may stand, 元 or 万元: what its sheet is in.  Another one there is a problem.
    """
    if isinstance(value, str):
        bare = re.sub(rf"(?<=[\d)]) *{unit}(?=\)?$)", "", narrow(value)) if unit else narrow(value)
        marked = _MARKED.fullmatch(bare)
        found, problem = number(marked[1] + marked[2] if marked else bare)
        if not problem:
            return found, ""
    return number(value, percent)


def significant(value: int | float) -> Decimal:
    """A stored number with the 15 digits that Excel keeps; one too large for it is infinite."""
    try:
        return Decimal(f"{value:.15g}")
    except OverflowError:
        return Decimal("Infinity")


def _number_from_text(text: str) -> tuple[Decimal | None, str]:
    compact = narrow(text)
    if found := error(text):
        return None, f"是公式错误 {found}"
    negative = _NEGATIVE.fullmatch(compact)
    if negative:
        compact = "-" + negative[1]
    if not _NUMBER.fullmatch(compact) or not any(c.isdigit() for c in compact):
        return None, f"是文字「{short(text)}」，应是数字"
    return _bounded(Decimal(compact.replace(",", "").replace(" ", "")))


def _bounded(value: Decimal) -> tuple[Decimal | None, str]:
    if not value.is_finite():
        return None, "不是有限的数（NaN 或无穷大）"
    if abs(value) >= _LARGEST:
        return None, f"的数值 {value:.3E} 大得不合理"
    return without_rest(value), ""


def count(value: Any, percent: str = "") -> tuple[Decimal | None, str]:
    """A whole number that is not negative."""
    found, problem = number(value, percent)
    if found is not None and (found < 0 or found != found.to_integral_value()):
        return None, f"是 {found}，应是不小于 0 的整数"
    return found, problem


def text(value: Any, lines: bool = True) -> tuple[str | None, str]:
    """Words as typed, without surrounding blanks; without ``lines`` they are joined to one.

    Numbers must be given as the text that Excel shows for them, see ``formats.shown``.
    """
    if value is None:
        return None, ""
    if found := error(value):
        return None, f"是公式错误 {found}" if label_key(value) == found else f"里有公式错误 {found}"
    words = printable(cleaned(str(value)))
    return (words if lines else one_line(words)).strip() or None, ""


def day(value: Any) -> tuple[date | None, str]:
    """A date cell, or a text such as 2024-10-11 or 2024年10月11日."""
    if value is None:
        return None, ""
    if isinstance(value, datetime):
        return value.date(), ""
    if isinstance(value, date):
        return value, ""
    if isinstance(value, bool):
        return None, f"是逻辑值 {str(value).upper()}，应是日期，例如 2024-10-11"
    if isinstance(value, int | float):
        return None, f"是数字 {_plain(significant(value))}，应是日期，例如 2024-10-11"
    if isinstance(value, time | timedelta):
        return None, f"是时间 {_clock(value)}，应是日期，例如 2024-10-11"
    if found := error(value):
        if found == NO_DATE:
            return None, "不是日期（例如把 20241011 当成数字填了），应填 2024-10-11 的样子"
        return None, f"是公式错误 {found}，应是日期，例如 2024-10-11"
    match = _DATE.fullmatch(narrow(str(value)))
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), ""
        except ValueError:
            return None, f"是「{short(str(value))}」，没有这一天"
    return None, f"是「{short(str(value))}」，应是日期，例如 2024-10-11"


def year(value: Any, percent: str = "") -> tuple[str | None, str]:
    """A year of four digits, as text; 2023年 and 2023年度 are understood, a percentage is not."""
    if value is None:
        return None, ""
    if percent:
        return None, f"是百分数 {percent}，应是四位年份，例如 2023"
    if found := error(value):
        return None, f"是公式错误 {found}"
    if isinstance(value, date):
        return None, f"是日期 {value:%Y-%m-%d}，应是四位年份，例如 2023"
    if isinstance(value, bool):
        return None, f"是逻辑值 {str(value).upper()}，应是四位年份，例如 2023"
    if isinstance(value, time | timedelta):
        return None, f"是时间 {_clock(value)}，应是四位年份，例如 2023"
    shown = _plain(significant(value)) if isinstance(value, int | float) else str(value)
    match = _YEAR.fullmatch(narrow(shown))
    if match:
        return match[1], ""
    return None, f"是「{short(shown)}」，应是四位年份，例如 2023"


def code(parts: list[Any]) -> tuple[str | None, str]:
    """A classification code of 3, 5 or 7 digits from one cell, or from 类, 款, 项 in three.

    Text, numbers, full-width digits, blanks and hyphens between the digits are understood.
    """
    if found := next(filter(None, map(error, parts)), ""):
        return None, f"是公式错误 {found}"
    if day := next((part for part in parts if isinstance(part, date)), None):
        return None, f"是日期 {day:%Y-%m-%d}，不是科目编码"
    texts = [t for t in map(_code_part, parts) if t]
    if not texts:
        return None, ""
    joined = texts[0]
    for piece in texts[1:]:
        if piece.startswith(joined):
            joined = piece
        else:
            joined += piece.zfill(2)
    if not joined.isascii() or not joined.isdigit() or len(joined) not in (3, 5, 7):
        shown = " ".join(texts)
        return None, f"「{short(shown)}」不是科目编码（应是 3、5 或 7 位数字）"
    return joined, ""


def _code_part(value: Any) -> str:
    """The digits of a cell; a line break or a tab parts two things and stays."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return value
    if value is None or label_key(value) == "":
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, time | timedelta):
        return _clock(value)
    return narrow(str(value)).replace(" ", "").replace("-", "")


def _clock(value: time | timedelta) -> str:
    """A time or a duration in hours and minutes, as ``[h]:mm`` shows it."""
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    minutes = abs(value) // timedelta(minutes=1)
    return f"{'-' if value < timedelta(0) else ''}{minutes // 60}:{minutes % 60:02}"


def _plain(value: Decimal) -> str:
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def short(value: str) -> str:
    """A text on one line, cut to what a message can quote."""
    flat = " ".join(value.split())
    return flat if len(flat) <= 20 else f"{flat[:20]}…"
