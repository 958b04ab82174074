"""Chinese numerals as the formats [DBNum1], [DBNum2] and [DBNum3] show them."""

from __future__ import annotations

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟"), 3: ("", "十", "百", "千")}
_GROUPS = ("", "万", "亿", "万亿")


def digits(text: str, numerals: int) -> str:
    """Each digit of a text by itself: 2023 → 二〇二三."""
    return text.translate(str.maketrans("0123456789", _DIGITS[numerals]))


def number(text: str, numerals: int) -> str:
    """A plain decimal number in words: 105.2 → 一百〇五.二; at most 16 digits before the point."""
    whole, point, rest = text.partition(".")
    return _whole(whole, numerals) + point + digits(rest, numerals)


def _whole(text: str, numerals: int) -> str:
    zero, said, skipped = _DIGITS[numerals][0], "", False
    groups = [text[max(0, end - 4) : end] for end in range(len(text), 0, -4)][::-1]
    for index, group in enumerate(groups):
        for place, digit in enumerate(group):
            if digit == "0":
                skipped = True
                continue
            said += (zero if skipped and said else "") + digits(digit, numerals)
            said += _UNITS[numerals][len(group) - 1 - place]
            skipped = False
        if int(group):
            said += _GROUPS[len(groups) - 1 - index]
    return said or zero


def small(value: int, numerals: int, width: int) -> str:
    """A month, day, hour or minute: 10 → 十, 21 → 二十一; of two digits 05 → 〇五."""
    if value < 10:
        return digits(str(value).zfill(width), numerals)
    said = number(str(value), numerals)
    return said[1:] if numerals == 1 and value < 20 else said
