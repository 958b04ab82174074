"""Personal and secret data in what will be published (《政府信息公开条例》第十四、十五条)."""

from __future__ import annotations

import re
from datetime import date

from generator.checks.words.lexicon import Lexicon
from generator.model import regex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# The first two digits of a 身份证号码: the province.
_PROVINCE = regex(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_GAP = r"[ \-]?"  # people write long numbers in groups
_IDENTITY = regex(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dXx])|(?<!\d)\d{{15}}(?!\d)")
_MOBILE = regex(
    rf"(?<![\d.])(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\d.]|万|元|张|件|次|人)"
)
_ACCOUNT = regex(rf"(?<!\d)\d(?:{_GAP}\d){{11,18}}(?!\d)")


def identity_number(text: str, words: Lexicon) -> str:
    """A 身份证号码: one with a real birth date and the right check digit, or one called so.

    A wrong check digit is a number typed wrong, not another kind of number; without a name it
    passes only where the words before it say that it is something else.
    """
    for match in _IDENTITY.finditer(text):
        digits, before = _bare(match.group()).upper(), _before(text, match)
        if words["called_identity"].search(before) or _looks_personal(digits, before, words):
            return match.group()
    return ""


def _looks_personal(digits: str, before: str, words: Lexicon) -> bool:
    if len(digits) != 18 or not (_PROVINCE.match(digits) and _is_born(digits)):
        return False
    other = words["called_paper"].search(before) or words["called_account"].search(before)
    return _checked(digits) or not other


def _before(text: str, match: re.Match[str]) -> str:
    """The words that say what a number is."""
    return text[max(0, match.start() - 10) : match.start()]


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _checked(number: str) -> bool:
    """The check digit of a 身份证号码 (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _is_born(number: str) -> bool:
    try:
        return 1900 <= date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year <= 2099
    except ValueError:
        return False


def mobile_number(text: str, words: Lexicon) -> str:
    """A mobile telephone number that is not called the number of a paper."""
    for found in _MOBILE.finditer(text):
        if not words["called_paper"].search(_before(text, found)):
            return found.group()
    return ""


def bank_account(text: str, words: Lexicon) -> str:
    """16 to 19 digits with the check digit of bank cards, or 12 to 19 that are called an account."""
    for match in _ACCOUNT.finditer(text):
        digits = _bare(match.group())
        if words["called_account"].search(_before(text, match)):
            return match.group()
        identity = len(digits) == 18 and _is_born(digits) and _checked(digits)
        if len(digits) >= 16 and _luhn(digits) and not identity:
            return match.group()
    return ""


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def person(text: str, words: Lexicon) -> str:
    """A person's name before 同志, 先生, 女士, after 联系人, or where an officer does something."""
    for match in words["titled_name"].finditer(text):
        known = words["public_names"].fullmatch(match["name"])
        if not known and not words["not_names"].search(match["name"]):
            return match.group()
    contact = words["contact"].search(text)
    return contact.group() if contact else ""
