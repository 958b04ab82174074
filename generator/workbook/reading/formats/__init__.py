"""What Excel shows for a stored value under a number format.

The rules are those of ECMA-376 part 1, 18.8.31, and of Microsoft's description of format codes,
in a Chinese Excel or WPS.  What they leave open is not guessed: ``NotFollowed`` is raised.
"""

from __future__ import annotations

import operator
from decimal import Decimal

from generator.workbook.reading.formats.dates import shown_date
from generator.workbook.reading.formats.numbers import shown_number
from generator.workbook.reading.formats.parsing import FormatSection, NotFollowed, sections

__all__ = ["NotFollowed", "is_moment", "shown", "shown_size"]

_GENERAL = sections("General")[0]
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}


def shown(value: Decimal | str, code: str, since_1904: bool = False) -> str:
    """The text on the screen, without the blanks around it, "" for none.  Raises NotFollowed."""
    parts = sections(code)
    said = _text(value, parts) if isinstance(value, str) else _number(value, parts, since_1904)
    return said.strip()


def shown_size(value: Decimal, code: str) -> str:
    """What is certain of a number: its section's text without a minus sign of its own.

    Raises NotFollowed, also for dates.
    """
    section, _ = _chosen(value, sections(code))
    return shown_number(abs(value), section).strip()


def is_moment(value: Decimal, code: str) -> bool:
    """True when the format shows a date, a time or a duration for the number."""
    section, _ = _chosen(value, sections(code))
    return section.has("date") or section.language.startswith("system")


def _text(value: str, parts: tuple[FormatSection, ...]) -> str:
    last = parts[-1]
    if len(parts) < 4 and not last.has("words"):
        return value
    return "".join(value if sign.kind in ("words", "general") else sign.said for sign in last.signs)


def _number(value: Decimal, parts: tuple[FormatSection, ...], since_1904: bool) -> str:
    section, signed = _chosen(value, parts)
    if section.has("date") or section.language.startswith("system"):
        return shown_date(value, section, since_1904)
    if signed is None and value < 0 and section.has("digit", "general"):
        raise NotFollowed
    said = shown_number(abs(value), section)
    minus = signed and value < 0 and any(digit in said for digit in _NOT_NIL)
    return f"-{said}" if minus else said


_NOT_NIL = "123456789一二三四五六七八九壹贰叁肆伍陆柒捌玖１２３４５６７８９"


def _chosen(value: Decimal, parts: tuple[FormatSection, ...]) -> tuple[FormatSection, bool | None]:
    """The section for a number, and whether it gets a minus sign of its own when negative.

    None: nobody knows.
    """
    if len(parts) < 4 and parts[-1].has("words"):
        if len(parts) == 1 and len(parts[0].signs) > 1:
            raise NotFollowed
        parts = parts[:-1]
    parts = parts[:3] or (_GENERAL,)
    if any(section.condition for section in parts):
        return _by_condition(value, parts)
    if value < 0 and len(parts) > 1:
        return parts[1], False
    return (parts[2] if value == 0 and len(parts) > 2 else parts[0]), True


def _by_condition(value: Decimal, parts: tuple[FormatSection, ...]) -> tuple[FormatSection, None]:
    """The first section whose condition holds, else the one without; not all cases are known."""
    stated = [section.condition is not None for section in parts]
    if stated not in ([True], [True, False], [True, True], [True, True, False]):
        raise NotFollowed
    for section in parts:
        if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
            return section, None
    raise NotFollowed
