"""Personal and secret data in what will be published (《政府信息公开条例》第十四、十五条)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

from generator.checks.engine.context import Words
from generator.checks.engine.rule import Rule
from generator.checks.engine.spots import TextFault, spotting
from generator.model import Severity

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
    "丁沈姚卢姜崔钟谭陆范汪廖石贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤"
)
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fa5]{{1,2}}"
_NAMED = re.compile(rf"({_NAME})(?:同志|先生|女士)(?!们)")
_GENERAL = re.compile(
    r"干部|党员|职工|领导|群众|青年|许多|高龄|方便|老|女|男|体|部|工|员|位|名|等|的|和|与"
)
# People of whom everybody may speak: those whom campaigns and study days are named after.
_PUBLIC = frozenset(
    ("毛泽东", "周恩来", "邓小平", "陈云", "雷锋", "焦裕禄", "孔繁森", "张富清", "黄文秀", "白求恩")
)
_CONTACT = re.compile(
    rf"(?:(?:联系|经办)人[：:\s]+({_NAME})(?=[，。；、（(\s\d]|$)"
    rf"|(?:局|院|校|区|县|镇)长((?!于){_NAME}?)(?=带队|率队|调研|主持|出席|讲话))"
)


# The first two digits of a 身份证号码: the province.
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_GAP = r"[ \-]?"  # people write long numbers in groups
_IDENTITY = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dXx])|(?<!\d)\d{{15}}(?!\d)")
_CALLED_IDENTITY = re.compile(r"身份证|证件号|身份号码|公民号码")
_PAPER_NUMBER = re.compile(r"编号|单号|合同号|代码|流水号|文号")
_OTHER_NUMBER = re.compile(_PAPER_NUMBER.pattern + r"|卡号|账号|帐号")
_MOBILE = re.compile(
    rf"(?<![\d.])(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\d.]|万|元|张|件|次|人)"
)
_ACCOUNT = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{11,18}}(?!\d)")
_CALLED_ACCOUNT = re.compile(r"账号|帐号|账户|帐户|卡号|银行卡")


def identity_number(text: str) -> str:
    """A 身份证号码: one with a real birth date and the right check digit, or one called so.

    A wrong check digit is a number typed wrong, not another kind of number; without a name it
    passes only where the words before it say that it is something else.
    """
    for match in _IDENTITY.finditer(text):
        digits, before = _bare(match.group()).upper(), _before(text, match)
        if _CALLED_IDENTITY.search(before) or _looks_personal(digits, before):
            return match.group()
    return ""


def _looks_personal(digits: str, before: str) -> bool:
    if len(digits) != 18 or not (_PROVINCE.match(digits) and _is_born(digits)):
        return False
    return _checked(digits) or not _OTHER_NUMBER.search(before)


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


def mobile_number(text: str) -> str:
    """A mobile telephone number that is not called the number of a paper."""
    for found in _MOBILE.finditer(text):
        if not _PAPER_NUMBER.search(_before(text, found)):
            return found.group()
    return ""


def bank_account(text: str) -> str:
    """16 to 19 digits with the check digit of bank cards, or 12 to 19 that are called an account."""
    for match in _ACCOUNT.finditer(text):
        digits = _bare(match.group())
        if _CALLED_ACCOUNT.search(_before(text, match)):
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


def person(text: str) -> str:
    """A person's name before 同志, 先生, 女士, after 联系人, or where an officer does something."""
    for match in _NAMED.finditer(text):
        if match[1] not in _PUBLIC and not _GENERAL.search(match[1]):
            return match.group()
    contact = _CONTACT.search(text)
    return contact.group() if contact else ""


_SECRET = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆*]|[(【\[](?:绝密|机密|秘密|内部资料|内部文件)[)】\]]"
    r"|内部(?:资料|文件|使用)[,，、]?\s*(?:注意保存|妥善保管|不得外传|严禁外传|不得公开)"
)


def secret(text: str) -> str:
    """A mark that a text is secret or for inside use."""
    found = _SECRET.search(text)
    return found.group() if found else ""


@lru_cache(maxsize=2048)  # every rule here reads every text
def _plain(text: str) -> str:
    """Full-width digits are digits."""
    return unicodedata.normalize("NFKC", text)


def _written(words: Words, *, spot: Callable[[str], str], what: str) -> TextFault | None:
    found = spot(_plain(words.text))
    shown = found if len(found) < 10 else f"{found[:4]}…{found[-2:]}"
    return TextFault(f"写有{what}「{shown}」") if found else None


def _rule(
    rule: str,
    what: str,
    severity: Severity,
    spot: Callable[[str], str],
    remedy: str,
    basis: str = "《政府信息公开条例》第十五条",
) -> Rule:
    finder = partial(_written, spot=spot, what=what)
    return spotting(rule, f"没有{what}", severity, finder, remedy, "E43", basis=basis)


_OUT = "公开稿不应有个人信息，删去或改写。"
RULES = (
    _rule("W21", "身份证号码", Severity.WARNING, identity_number, _OUT),
    _rule("W22", "手机号码", Severity.WARNING, mobile_number, _OUT),
    _rule("W23", "银行账号", Severity.WARNING, bank_account, _OUT),
    _rule("W24", "个人姓名", Severity.HINT, person, "征得本人同意，或删去姓名。"),
    _rule(
        "W25",
        "密级和内部字样",
        Severity.WARNING,
        secret,
        "公开前经保密审查；涉密的内容不公开，删去。",
        "《政府信息公开条例》第十四条",
    ),
)
