"""Names in typed texts that belong to another unit or another district."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import Look
from generator.checks.words.clauses import clause
from generator.checks.words.lexicon import Lexicon, lexicon
from generator.checks.words.regions import ordinary, real, region_and_office, regions, related
from generator.checks.words.visits import visited
from generator.model import HAN, Cell, Severity, regex

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
    found = dict(_strangers(context, names))
    wrong = _wrong_in_profile(context, found)
    if wrong:
        yield wrong
    told = wrong.cells if wrong else ()
    for words in context.words:
        if words.cell not in found or words.cell in told:
            yield Right((words.cell,))
            continue
        other, severity = found[words.cell]
        message = f"「{other}」与「{_nearest(other, names)}」只差几个字，像是写错或别的单位"
        yield Wrong(message, (words.cell,), "核对名称。", severity=severity)


def _strangers(
    context: Context, names: list[str]
) -> Iterator[tuple[Cell, tuple[str, Severity | None]]]:
    """Each cell whose text has a name that is nearly the unit's or its superior's."""
    known = lexicon(context.accounts.edition)
    for words in context.words:
        met = (_stranger(words.text, name, known) for name in names)
        other = next((e for e in met if e and not any(n.endswith(e[0]) for n in names)), None)
        if other:
            yield words.cell, other


def _nearest(found: str, names: list[str]) -> str:
    return max(names, key=lambda name: SequenceMatcher(None, name, found).ratio())


def _wrong_in_profile(
    context: Context, found: dict[Cell, tuple[str, Severity | None]]
) -> Wrong | None:
    """One name in several texts where 基本信息 has nearly the same, and no text has that."""
    profile = context.accounts.facts["profile"]
    said = Counter(other for other, severity in found.values() if severity is None)
    for line in ("supervisor", "name"):
        fact = profile[line]["value"]
        if any(fact.text in words.text for words in context.words if words.cell != fact.cell):
            continue
        for other, times in said.items():
            if times > 1 and SequenceMatcher(None, fact.text, other).ratio() >= _ALIKE:
                cells = (cell for cell, (name, _) in found.items() if name == other)
                message = f"{fact.label}填的是「{fact.text}」，文字里 {times} 处写的是「{other}」"
                return Wrong(message, (fact.cell, *cells), "核对名称，像是基本信息里写错了。")
    return None


def _stranger(text: str, name: str, known: Lexicon) -> tuple[str, Severity | None] | None:
    """A name in the text that is nearly, and not quite, ``name``; where that is doubtful a hint.

    In a clause about joint work another unit is in its place; in the own district it may
    as well be this one with a slip.
    """
    rest = text.replace(name, "\n")
    for match in _near(name).finditer(rest):
        found = name[:2] + match[1] + name[-2:]
        if SequenceMatcher(None, name, found).ratio() < _ALIKE or _neighbour(found, name, known):
            continue
        place = match.start(), match.start() + len(found)
        if _FORMER.search("".join(clause(rest, *place))):
            continue
        if not visited(rest, *place, known):
            return found, None
        if regions(found, known) == regions(name, known):
            return found, Severity.HINT
    found = _other_region(rest, name, known)
    return (found, None) if found else None


@lru_cache(maxsize=8)
def _near(name: str) -> re.Pattern[str]:
    """Anything about as long as the name with the same beginning and end."""
    size = len(name)
    start, end = re.escape(name[:2]), re.escape(name[-2:])
    return re.compile(rf"(?={start}({HAN}{{{max(1, size - 6)},{size}}}?){end})")


_FORMER = regex(r"前身|原名|曾用名|更名|划转|合并|整合|撤销|并入")
_ORDINAL = regex(r"第[一二三四五六七八九十]+")


def _neighbour(found: str, name: str, known: Lexicon) -> bool:
    """Another unit that is called alike: 第六中学 for 第一中学, 财政局 for 民政局, one level up."""
    if _ORDINAL.sub("", found) == _ORDINAL.sub("", name):
        return True
    if found[:-3] == name[:-3] and known.compiled("(?:{offices})局$").search(found):
        return True
    own, its = set(regions(name, known)), set(regions(found, known))
    return (own <= its or its <= own) and _bare(found, known) == _bare(name, known)


def _bare(name: str, known: Lexicon) -> str:
    for region in regions(name, known):
        name = name.replace(region, "", 1)
    return name


# What may stand before the name of a district and is no part of it: 由黄陂区, 与江夏区.
_LEADING = "[由经与和及同赴从在对向给省市县]?"


def _other_region(text: str, name: str, known: Lexicon) -> str:
    """The unit's own office under another region of the same kind, e.g. another 区."""
    own, tail = region_and_office(name, known)
    if len(tail) < 4 or tail not in text:
        return ""
    for match in _office_elsewhere(own[-1], tail).finditer(text):
        region = match[1]
        if region.endswith(own) or own.endswith(region) or ordinary(region, known):
            continue
        # 完成区教育局交办的事项: the verb makes no name, nothing but a real one is told.
        named = real(region) or (region if _AFTER_CITY.search(text[: match.start(1)]) else "")
        if named and not visited(text, match.start(1), match.end(), known):
            return named + tail
    return ""


_AFTER_CITY = regex(rf"{HAN}{{2}}[省市州]$")


@lru_cache(maxsize=8)
def _office_elsewhere(kind: str, tail: str) -> re.Pattern[str]:
    return re.compile(rf"{_LEADING}({HAN}{{2,3}}{kind}){re.escape(tail)}")


def districts(context: Context) -> Iterator[Look]:
    """The own city followed by another district; or the own district with one wrong character."""
    known = lexicon(context.accounts.edition)
    found = regions(context.accounts.facts["profile"]["name"]["value"].text, known)
    if len(found) < 2:
        return
    own = found[-1]
    patterns = [_one_wrong(own)]
    if own[-1] != "市":  # 湖北省 before 大冶市 may be followed by the prefecture, 黄石市
        patterns.append(_after_city(found[-2], own[-1]))
    for words in context.words:
        other = next(filter(None, (_elsewhere(words.text, p, own, known) for p in patterns)), "")
        other = other or (_foreign(words.text, found, known) if words.block in _OWN_WORK else "")
        if other:
            message = f"写有「{other}」，本单位在「{own}」"
            sure = other[0] == own[0] or real(other)
            severity = None if sure else Severity.HINT
            yield Wrong(message, (words.cell,), "核对是不是别的地区的文字。", severity=severity)
        else:
            yield Right((words.cell,))


_OWN_WORK = frozenset({"duties", "organisation"})
_PLACE = regex(rf"{HAN}{{2,7}}?[区县市旗]")


def _foreign(text: str, own: tuple[str, ...], known: Lexicon) -> str:
    """A real district or city that is neither above nor below the unit's own."""
    allowed = related(own)
    for match in _PLACE.finditer(text) if allowed else ():
        named = real(match.group())
        if not named or named in allowed or ordinary(named, known):
            continue
        place = match.end() - len(named), match.end()
        if not visited(text, *place, known) and not _FORMER.search("".join(clause(text, *place))):
            return named
    return ""


def _elsewhere(text: str, pattern: re.Pattern[str], own: str, known: Lexicon) -> str:
    for match in pattern.finditer(text):
        if match[1] == own or ordinary(match[1], known):
            continue
        if not visited(text, *match.span(1), known):
            return match[1]
    return ""


def _after_city(city: str, kind: str) -> re.Pattern[str]:
    """The city's name and another district: two characters or more before 区 or 县."""
    return re.compile(rf"{re.escape(city)}((?:(?!{kind}){HAN}){{2,3}}?{kind})(?![域级内间划直])")


def _one_wrong(own: str) -> re.Pattern[str]:
    """The district's name with its last character before 区/县/市 replaced: 黄浦区 for 黄陂区."""
    body, kind = own[:-1], own[-1]
    return re.compile(rf"({re.escape(body[:-1])}{HAN}{kind})(?!{HAN}?域)")
