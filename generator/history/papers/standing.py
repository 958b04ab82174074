"""Who publishes: cover, duties, organisation, and what the edition's own words give away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from generator.history.papers.folding import Folded, folded
from generator.history.papers.gathered import Gathered
from generator.history.papers.sections import COVER, PaperSections, bare
from generator.model import regex

_DAY = regex(
    r"(20\d\d|二[〇○零]\S{2})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_YEAR = regex(r"(20\d\d)年度?")
_DIGITS = "〇一二三四五六七八九"
_INSTITUTION = regex(r"非参公事业单位|事业单位[,，]?(?:没有|无|不存在)机关运行经费")
_CALLED_INSTITUTION = regex(
    r"(?:是|为|属)[^。;]{0,40}(?:公益[一二]类|财政补助|财政拨款|全额拨款|差额拨款|自收自支)[^。;]{0,8}事业单位"
)
_ABOUT = ("narrative.duties", "narrative.organisation")
_LISTED = regex(r"决算编制范围的(?:预算|二级|下属)?单位")


def year_in(lines: Iterable[Folded]) -> int:
    """The year of the accounts: the one that the first lines name with 年度 and 决算; 0 for none."""
    for line in lines:
        if found := re.search(r"(20\d\d)年?度?.{0,60}决算", line.text):
            return int(found[1])
    return 0


def take_profile(sections: PaperSections, owners: Iterable[str], gathered: Gathered) -> None:
    """基本信息 as far as a paper says it."""
    cover = sections.lines(COVER)
    name = next(iter(Counter(owners).most_common(1)), ("", 0))[0] or _name_on(cover)
    _put(gathered, "name", name)
    _put(gathered, "publish_date", _day_on(cover))
    whole = "".join(line.text for record in sections.blocks for line in sections.lines(record))
    words = gathered.edition.words
    _put_choice(gathered, "entity", _commonest(whole, words.get("self", {})))
    _put_choice(gathered, "level", _commonest(whole, words.get("finance", {})))
    for key, said in words.get("no_prior", {}).items():
        if all(part in whole for part in map(folded, re.split(r"\{\w+\}", said))):
            _put_choice(gathered, "history", key)
    about = "".join(line.text for part in _ABOUT for line in sections.lines(part))
    operating = "".join(line.text for line in sections.lines("operating"))
    if _INSTITUTION.search(operating) or _CALLED_INSTITUTION.search(about):
        _put_choice(gathered, "unit_type", "institution")


def _put(gathered: Gathered, line: str, value: str | date | None) -> None:
    if line in {entry.key for entry in gathered.edition.blocks["profile"][1].lines}:
        gathered.put("profile", line, "value", value)


def _put_choice(gathered: Gathered, line: str, key: str) -> None:
    choices = gathered.edition.blocks["profile"][1].line(line).choices
    _put(gathered, line, choices.get(key))


def _commonest(text: str, words: dict[str, str]) -> str:
    """The key of the word that stands most often, "" where none does."""
    counted = {key: text.count(folded(word)) for key, word in words.items()}
    best = max(counted, key=lambda key: counted[key], default="")
    return best if counted.get(best) else ""


def _name_on(cover: Iterable[Folded]) -> str:
    """What stands between the year and 决算 on the cover, or before the year, over its lines."""
    whole = "".join(line.text for line in cover)
    found = re.search(r"20\d\d年度?(.{4,60}?)(?:部门|单位)?决算", whole)
    before = re.match(r"(\D{4,60}?)20\d\d年度?(?:部门|单位)?决算", whole)
    return before[1] if before else found[1] if found else ""


def _day_on(cover: Iterable[Folded]) -> date | None:
    for line in cover:
        if found := _DAY.fullmatch(line.text):
            year, month, day = (_whole(part) for part in found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _whole(text: str) -> int:
    """A number of a date, in digits or as 二〇二四, 十一, 二十."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)
    signs = (_DIGITS.find("〇" if sign in "○零" else sign) for sign in text)
    return int("".join(str(max(sign, 0)) for sign in signs))


def take_texts(sections: PaperSections, gathered: Gathered) -> None:
    """职责 and the paragraphs of 机构, without the headings that the paper itself prints."""
    for block in ("duties", "organisation"):
        printed = {folded(heading) for heading in gathered.edition.headings.get(block, ())}
        lines = sections.lines(f"narrative.{block}")
        for line in lines:
            if bare(line.source) in printed or _LISTED.search(line.text):
                continue
            gathered.put(block, gathered.next_row(block), "paragraph", line.source)
        if not lines:
            gathered.miss(block, "", "", "没有找到这一节")
