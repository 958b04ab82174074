"""What people and accounting software put into a cell, turned into values.

Every function returns ``(value, problem)``: a value (None for blank) and "" when the cell
could be read, or None and a Chinese sentence saying what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

BLANKS = frozenset({"", "-", "--", "—", "——", "－", "–", "*", "/", "无"})
ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!")
# Largest amount in 元 that any column of the official forms is meant to hold.
_LARGEST = Decimal(10) ** 15

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?$")


def label_key(value: Any) -> str:
    """A label made comparable: full and half width alike, no white space, no line breaks."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _comparable(str(value))


@lru_cache(maxsize=8192)  # a workbook has some 3000 labels, most of them those of every other one
def _comparable(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def number(value: Any) -> tuple[Decimal | None, str]:
    """An amount, count or score as typed; thousands separators and full-width digits allowed.

    A float is taken with the 15 significant digits that Excel itself keeps.
    """
    if value is None or (isinstance(value, str) and label_key(value) in BLANKS):
        return None, ""
    if isinstance(value, bool):
        return None, f"是逻辑值 {str(value).upper()}，应是数字"
    if isinstance(value, int | float):
        return _bounded(Decimal(f"{value:.15g}"))
    if isinstance(value, date):
        return None, f"是日期 {value:%Y-%m-%d}，应是数字"
    return _number_from_text(str(value))


def _number_from_text(text: str) -> tuple[Decimal | None, str]:
    compact = label_key(text).replace("−", "-")
    if compact.upper() in ERRORS:
        return None, f"是公式错误 {compact}"
    negative = re.fullmatch(r"\((.+)\)", compact)
    if negative:
        compact = "-" + negative[1]
    if not _NUMBER.match(compact) or not any(c.isdigit() for c in compact):
        return None, f"是文字「{_short(text)}」，应是数字"
    try:
        return _bounded(Decimal(compact.replace(",", "")))
    except InvalidOperation:
        return None, f"是文字「{_short(text)}」，应是数字"


def _bounded(value: Decimal) -> tuple[Decimal | None, str]:
    if not value.is_finite():
        return None, "不是有限的数（NaN 或无穷大）"
    if abs(value) >= _LARGEST:
        return None, f"的数值 {value:.3E} 大得不合理"
    return value, ""


def count(value: Any) -> tuple[Decimal | None, str]:
    """A whole number that is not negative."""
    found, problem = number(value)
    if found is not None and (found < 0 or found != found.to_integral_value()):
        return None, f"是 {found}，应是不小于 0 的整数"
    return found, problem


def text(value: Any, percent: bool = False) -> tuple[str | None, str]:
    """Words as typed, without surrounding blanks; numbers as Excel shows them."""
    if value is None:
        return None, ""
    if isinstance(value, bool):
        return str(value).upper(), ""
    if isinstance(value, int | float):
        shown = Decimal(f"{value:.15g}")
        return (f"{_plain(shown * 100)}%" if percent else _plain(shown)), ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日", ""
    if label_key(value).upper() in ERRORS:
        return None, f"是公式错误 {value}"
    cleaned = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return _UNPRINTABLE.sub("", cleaned).strip() or None, ""


def unprintable(value: Any) -> bool:
    """True for a text with control characters, which no document can show."""
    return isinstance(value, str) and _UNPRINTABLE.search(value) is not None


def day(value: Any) -> tuple[date | None, str]:
    """A date cell, or a text such as 2024-10-11 or 2024年10月11日."""
    if value is None:
        return None, ""
    if isinstance(value, datetime):
        return value.date(), ""
    if isinstance(value, date):
        return value, ""
    if isinstance(value, int | float):
        return None, f"是数字 {_plain(Decimal(str(value)))}，应是日期，例如 2024-10-11"
    compact = label_key(value)
    if compact in ERRORS:
        return None, "不是日期（例如把 20241011 当成数字填了），应填 2024-10-11 的样子"
    match = _DATE.match(compact)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3])), ""
        except ValueError:
            return None, f"是「{_short(str(value))}」，没有这一天"
    return None, f"是「{_short(str(value))}」，应是日期，例如 2024-10-11"


def year(value: Any) -> tuple[str | None, str]:
    """A year of four digits, as text; 2023年 and 2023年度 are understood."""
    if value is None:
        return None, ""
    match = re.fullmatch(r"(20\d\d)(年|年度)?", label_key(value))
    if match:
        return match[1], ""
    return None, f"是「{_short(str(value))}」，应是四位年份，例如 2023"


def code(parts: list[Any]) -> tuple[str | None, str]:
    """A classification code of 3, 5 or 7 digits from one cell, or from 类, 款, 项 in three.

    Text, numbers, full-width digits, blanks and hyphens between the digits are understood.
    """
    texts = [t for t in (label_key(part).replace("-", "") for part in parts) if t]
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
        return None, f"「{_short(shown)}」不是科目编码（应是 3、5 或 7 位数字）"
    return joined, ""


def _plain(value: Decimal) -> str:
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= 20 else f"{flat[:20]}…"
