"""Names and years in typed texts that belong to another unit, district or year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from generator.checks.context import Context, Words
from generator.checks.looks import Right, Unknown, Wrong
from generator.checks.rule import WORDS, Look, Rule
from generator.model import Severity

_REGION = re.compile(r"[\u4e00-\u9fa5]{2,4}?(?:省|自治区|市|自治州|区|县|旗)")
_ALIKE = 0.86


def unit_names(context: Context) -> Iterator[Look]:
    """Names like the unit's or its superior's, with another district or a slip of the pen."""
    profile = context.accounts.facts["profile"]
    names = [profile[line]["value"].text for line in ("name", "supervisor")]
    names = [name for name in names if len(name) >= 6]
    if not names:
        cell = profile["name"]["value"].cell
        yield Unknown(f"没有填单位全称（{cell}）", (cell,))
        return
    patterns = [(name, _near(name)) for name in names]
    for words in context.words:
        found = next(filter(None, (_stranger(words.text, n, p) for n, p in patterns)), "")
        if found and not any(found == name for name in names):
            own = max(names, key=lambda name: SequenceMatcher(None, name, found).ratio())
            message = f"「{found}」与「{own}」只差几个字，像是写错或别的单位"
            yield Wrong(message, (words.cell,), "核对名称。")
        else:
            yield Right((words.cell,))


def _near(name: str) -> re.Pattern[str]:
    """Anything about as long as the name with the same beginning and end, or the same end."""
    size = len(name)
    start, end = re.escape(name[:2]), re.escape(name[-2:])
    return re.compile(rf"(?={start}([\u4e00-\u9fa5]{{{max(1, size - 6)},{size}}}?){end})")


def _stranger(text: str, name: str, near: re.Pattern[str]) -> str:
    """A name in the text that is nearly, and not quite, ``name``; "" if there is none."""
    rest = text.replace(name, "\n")
    for match in near.finditer(rest):
        found = name[:2] + match[1] + name[-2:]
        if SequenceMatcher(None, name, found).ratio() >= _ALIKE:
            return "" if _superior(found, name) else found
    return _other_region(rest, name)


def _superior(found: str, name: str) -> bool:
    """The same office one level up: the name without one of its regions."""
    regions = _REGION.findall(name)
    return any(found == name.replace(region, "", 1) for region in regions)


def _other_region(text: str, name: str) -> str:
    """The unit's own office under another region of the same kind, e.g. another 区."""
    own, tail = _region_and_office(name)
    if tail not in text or len(tail) < 4:
        return ""
    match = re.search(rf"([\u4e00-\u9fa5]{{2,3}}{own[-1]}){re.escape(tail)}", text)
    return match.group() if match and match[1] != own[-len(match[1]) :] else ""


@lru_cache(maxsize=8)
def _region_and_office(name: str) -> tuple[str, str]:
    """The last region of a name and what follows it; two "" where it has none."""
    regions = _REGION.findall(name)
    return (regions[-1], name.split(regions[-1], 1)[1]) if regions else ("", "")


def districts(context: Context) -> Iterator[Look]:
    """The own city followed by another district; or the own district with one wrong character."""
    name = context.accounts.facts["profile"]["name"]["value"]
    regions = _REGION.findall(name.text)
    if len(regions) < 2:
        return
    city, own = regions[-2], regions[-1]
    after_city = re.compile(rf"{re.escape(city)}([\u4e00-\u9fa5]{{1,3}}?{own[-1]})")
    slips = _one_wrong(own)
    for words in context.words:
        others = [m[1] for m in after_city.finditer(words.text) if m[1] != own]
        others += [m.group() for m in slips.finditer(words.text) if m.group() != own]
        if others:
            message = f"写有「{others[0]}」，本单位在「{own}」"
            yield Wrong(message, (words.cell,), "核对是不是别的地区的文字。")
        else:
            yield Right((words.cell,))


def _one_wrong(own: str) -> re.Pattern[str]:
    """The district's name with its last character before 区/县/市 replaced: 黄浦区 for 黄陂区."""
    body, kind = own[:-1], own[-1]
    return re.compile(rf"{re.escape(body[:-1])}[\u4e00-\u9fa5]{kind}(?![\u4e00-\u9fa5]{{0,1}}域)")


_REPORTED = frozenset({"key_work", "projects", "performance", "goals", "indicators"})
_COMPARED = re.compile(
    r"比|较|相比|同比|以来|起|以前|之前|至|到|底|末|初|上年|去年|结转|自|于|—|-|～|~"
)
_AHEAD = re.compile(r"将|计划|拟|继续|下一步|预计|力争|今后|争取|要|准备|安排|开展好|做好|重点")
_CUT = re.compile(r"(?<!\d)20\d\s*年度?|(?<!\d)20\d{3}\s*年")


def years(context: Context) -> Iterator[Look]:
    """What was done is said of the report's year; years are written in full."""
    for words in context.words:
        message = _cut_year(words.text) or _stale_year(words, context.year)
        if message:
            yield Wrong(message, (words.cell,), "核对年度：是不是沿用了别的年度的文字。")
        else:
            yield Right((words.cell,))


def _cut_year(text: str) -> str:
    found = _CUT.search(text)
    return f"年份「{found.group()}」不完整" if found else ""


def _stale_year(words: Words, year: int) -> str:
    for match in re.finditer(r"(?<!\d)(20\d\d)\s*年(度?)", words.text):
        said, clause = int(match[1]), _clause(words.text, match.start(), match.end())
        if said == year or _COMPARED.search(clause.replace(match.group(), "")):
            continue
        if said == year + 1 and _AHEAD.search(_sentence(words.text, match.start())):
            continue
        report = match[2] and re.search(r"决算|预算|收入|支出|自评", clause)
        if report and said != year - 1:
            return f"写的是「{match.group()}」，本决算是 {year} 年度"
        if words.block in _REPORTED and said in (year - 1, year + 1):
            return f"写的是「{match.group()}」，本决算是 {year} 年度"
    return ""


def _clause(text: str, start: int, end: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in "，。；\n") + 1
    rights = [at for mark in "，。；\n" if (at := text.find(mark, end)) >= 0]
    return text[left : min(rights, default=len(text))]


def _sentence(text: str, start: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    rights = [at for mark in "。\n" if (at := text.find(mark, start)) >= 0]
    return text[left : min(rights, default=len(text))]


_W = Severity.WARNING
RULES = (
    Rule(
        "W11",
        "没有别的单位的名称",
        _W,
        "基本信息 单位全称、主管部门",
        unit_names,
        "没有填文字",
        WORDS,
        ("E14",),
    ),
    Rule(
        "W12",
        "没有别的地区的名称",
        _W,
        "基本信息 单位全称",
        districts,
        "单位全称里没有市和区县",
        WORDS,
        ("E14",),
    ),
    Rule(
        "W13", "没有别的年度的文字", _W, "基本信息 决算年度", years, "没有填文字", WORDS, ("E15",)
    ),
)
