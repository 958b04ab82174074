"""What a table is by its words: its title, its number, the year and the unit it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.editions.schema import Form
from generator.model import regex
from generator.workbook.reading.heads import name_in_title, years_in
from generator.workbook.reading.notes import CONTINUED
from generator.workbook.reading.values import label_key

_QUOTES = regex("[“”‘’\"'「」《》]")
_BEHIND = regex(rf"(?:\([^()]*\)|{CONTINUED}|套打)+$")
# A number of a table: 公开01表, 财决01-1表, and sheets called GK01, C07, Z08_1.
_PUBLISHED = regex(r"公开(\d{1,2})表|^GK(\d{1,2})(?!\d)", re.IGNORECASE)
_UPSTREAM = regex(r"财决(\d{1,2}(?:-\d)?)表|^Z(\d{2}(?:_\d)?)(?!\d)", re.IGNORECASE)
_NUMBER = regex(
    r"公开\d{1,2}表|财决[\d-]+表|^(?:GK|C|Z)\d{1,2}(?:_\d)?(?!\d)|^(?:附件|附表|表|附)?[\d一二三四五六七八九十]*[-:、.]",
    re.IGNORECASE,
)
_TITLE = regex(r"(?:决算|预算|收支|收入|支出|经费|自评|情况|明细|拨款).*表$")
_NOT_BEFORE = regex(
    r"(?:预算|拨款|资金|经费|基金|项目|基本|一般|财政|经营|收入|支出|明细|人员|公用)$"
)
_YEAR = regex(r"20\d\d(?:年度?|度)?|二[〇○零]..年度?")
_COMMON = regex(r"(?:部门|单位|预算单位|本级|区级|市级|县级|省级|决算|公开|汇总)+$")

# Other titles of the nine tables, by what regions and years print.
_ALSO = {
    "totals": ("收支决算总表", "收入支出决算表", "部门收支决算总表"),
    "income": ("收入决算总表",),
    "expenditure": ("支出决算总表",),
    "fiscal": ("财政拨款收支决算总表", "财政拨款收入支出决算表"),
    "general": ("一般公共预算支出决算表", "一般公共预算财政拨款支出决算表(功能分类)"),
    "basic": (
        "一般公共预算财政拨款基本支出决算表",
        "一般公共预算基本支出决算表",
        "一般公共预算基本支出决算明细表",
    ),
    "fund": ("政府性基金预算收入支出决算表", "政府性基金预算财政拨款支出决算表"),
    "capital": ("国有资本经营预算支出决算表", "国有资本经营预算财政拨款收入支出决算表"),
    "three_public": (
        "一般公共预算财政拨款三公经费支出决算表",
        "三公经费支出决算表",
        "财政拨款三公经费支出情况表",
    ),
}
# The tables of the accounts software (财决) that hold the same figures, and what the others are.
_UPSTREAM_FORMS = {
    "01": "totals",
    "01-1": "fiscal",
    "03": "income",
    "04": "expenditure",
    "07": "general",
}


class Named(NamedTuple):
    """A title as it was found: ``form`` is the id of an official table, "" for another kind.

    ``before`` is what stands before the title: a year, the name of a unit; ``upstream`` the number
    of a table of the accounts software.
    """

    text: str
    form: str
    before: str = ""
    upstream: str = ""


def bare(text: str) -> str:
    """A title made comparable: without quotation marks and brackets behind it."""
    return _BEHIND.sub("", _QUOTES.sub("", label_key(text)))


def titles_of(forms: Iterable[Form]) -> dict[str, str]:
    """Comparable title → id of the official table."""
    found = {}
    for form in forms:
        for title in (form.title, *_ALSO.get(form.id, ())):
            found[bare(title)] = form.id
    return found


def looks_like_title(text: str) -> bool:
    """True for the title of a table of any kind; not for its number alone."""
    words = _NUMBER.sub("", bare(text))
    return len(words) <= 60 and _TITLE.search(words) is not None and "。" not in words


def named(text: str, titles: dict[str, str]) -> Named:
    """What a title says."""
    shown = bare(text)
    ending = [title for title in titles if shown.endswith(title)]
    if ending:
        title = max(ending, key=len)
        before = _NUMBER.sub("", shown.removesuffix(title))
        if not _NOT_BEFORE.search(_COMMON.sub("", _YEAR.sub("", before))):
            return Named(text, titles[title], before)
    return Named(text, "")


def number_in(text: str) -> int:
    """The number of 公开NN表 or GKNN; 0 for none."""
    match = _PUBLISHED.search(label_key(text))
    return int(match[1] or match[2]) if match else 0


def upstream_in(text: str) -> str:
    """The number of a table of the accounts software, such as 08-1; "" for none."""
    match = _UPSTREAM.search(label_key(text))
    return (match[1] or match[2]).replace("_", "-") if match else ""


def upstream_form(number: str) -> str:
    """The official table with the figures of an upstream one; "" for one that is not taken over."""
    head, _, tail = number.partition("-")
    return _UPSTREAM_FORMS.get(f"{head.zfill(2)}-{tail}" if tail else head.zfill(2), "")


def is_budget(text: str) -> bool:
    """True for a table of a budget and not of final accounts."""
    shown = bare(text)
    return "预算" in shown and "决算" not in shown and "自评" not in shown


def years_about(texts: Iterable[str], titles: Iterable[str]) -> tuple[str, ...]:
    """The years that the head names, dates left out."""
    return tuple(dict.fromkeys(year for text in texts for year in years_in(text, titles)))


def owner_before(name: Named) -> str:
    """The name of a unit that stands before a title, "" for none."""
    return name_in_title(name.before)


def pieces(text: str) -> Iterator[str]:
    """What one cell says, part by part: lines, and words with wide gaps between them."""
    yield from (part.strip() for part in re.split(r"\n|\s{3,}|\u3000{2,}", text) if part.strip())
