"""Years and dates in typed texts: those of another report, and those that do not exist."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from generator.checks.engine.context import Context, Words
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.engine.spots import TextFault, spotting
from generator.checks.words.clauses import clause, sentence, without_titles
from generator.model import Severity

_REPORTED = frozenset({"key_work", "projects", "performance", "goals", "indicators"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年(度?)(?![版级卷])")


class _Said(NamedTuple):
    """A year in a text: what stands before and after it in its clause."""

    words: Words
    text: str
    match: re.Match[str]
    before: str
    after: str

    @property
    def year(self) -> int:
        return int(self.match[1])

    @property
    def whole(self) -> bool:
        """年度 and not only 年."""
        return bool(self.match[2])


def years(context: Context) -> Iterator[Look]:
    """What was done is said of the report's year; years are written in full."""
    for words in context.words:
        spot = _wrong_year(words, context.year) if "年" in words.text else None
        if spot:
            remedy = "核对年度：是不是沿用了别的年度的文字。"
            yield Wrong(spot.message, (words.cell,), remedy, severity=spot.severity)
        else:
            yield Right((words.cell,))


def _wrong_year(words: Words, year: int) -> TextFault | None:
    text = without_titles(words.text)
    if cut := _CUT.search(text):
        return TextFault(f"年份「{cut.group()}」不完整")
    for match in _YEAR.finditer(text):
        said = _Said(words, text, match, *clause(text, *match.span()))
        if weight := _weight(said, year):
            return TextFault(_message(match.group(), said.year, year), weight)
    return None


def _message(written: str, said: int, year: int) -> str:
    if said == year:
        return f"写的是与「{written}」相比，本决算就是 {year} 年度"
    return f"写的是「{written}」，本决算是 {year} 年度"


# 建校逾200年 and 208年树龄 are spans of time.
_CUT = re.compile(
    r"(?<![\d逾超近约达有余满第共龄])(?:20\d\s*年度?|20\d{3}\s*年)(?!历史|以上|一遇|[来树古的级]|左右|纪念)"
)
# Beside any of these a year is a base, a beginning or an end; not 占比, 达到, 初中, 自评.
_COMPARED = re.compile(
    r"基础(?!设施|教育|数据)|(?<![占对])比(?![例重武赛])|较(?![好大强多])|相比|同比|以来|(?<!一)起(?![草到])"
    r"|以前|之前|至(?!少)|(?<![达得收做])到(?![位岗账])|底(?!线)|末|初(?![中级步审])|上年|去年|结转"
    r"|自(?![评查治主愿然筹])|(?<![用关由])于|—|-|～|~"
)


def _weight(said: _Said, year: int) -> Severity | None:
    """How much a year that is said is out of its place; None where it is not."""
    if said.year == year:
        return Severity.WARNING if _with_itself(said, year) else None
    if _too_early_a_base(said, year):
        return Severity.HINT
    if _COMPARED.search(said.before) or _COMPARED.search(said.after):
        return None
    if said.year > year:
        return _ahead(said, year)
    return _behind(said, year)


def _with_itself(said: _Said, year: int) -> bool:
    """与2023年相比 in the report of 2023."""
    if not (said.before.endswith(("与", "和", "同")) and said.after.startswith("相比")):
        return False
    return f"{year + 1}年" not in "".join(sentence(said.text, *said.match.span()))


def _too_early_a_base(said: _Said, year: int) -> bool:
    """The reason of a change since last year that speaks of the year before."""
    if not said.words.key.endswith("reason") or said.year != year - 2:
        return False
    return said.before.endswith("比") and bool(re.match("增|减|上升|下降|提高", said.after))


_NOT_DONE = r"[^，。；\d完开组共累实]{0,8}?"  # no verb of what was done stands between
_VERBS = r"(?:共|累计)?(?:完成|开展|举办|组织|新增|培训|发放|办理|接待|召开)"
_DONE = re.compile(rf"[，,]?{_VERBS}[^，。；]*\d")
# 2022年，…… and 2022年全区审核1200件 tell of work; 2022年遗留问题 may well be this year's.
_SUBJECT = r"(?:全[省市区县乡镇街校院局]|[本我][\u4e00-\u9fa5]{1,2})?"
_TOLD = re.compile(
    rf"[，,]|{_SUBJECT}(?:{_VERBS}(?![^，。；]{{0,6}}的)|[\u4e00-\u9fa5]{{2,4}}\d)|.*自评"
)

_PLANNED = re.compile(
    r"将|计划|拟|继续|下一步|预计|力争|今后|争取|要|准备|安排|开展好|做好|重点|跨年"
)
# What is written, paid or opened in the months after the report's year, before it is published.
_NEXT = re.compile(
    rf"[1-6]月|{_NOT_DONE}"
    r"(?:预算(?!执行)|项目|计划|方案|目标|元旦|春[节季]|春运|医保|医疗保险|参保|提前)"
)


def _ahead(said: _Said, year: int) -> Severity | None:
    if any(map(_PLANNED.search, sentence(said.text, *said.match.span()))):
        return None
    if said.year > year + 1:
        return _report_of(said) or _done_then(said, Severity.WARNING)
    return None if _NEXT.match(said.after) else _stale(said) or _report_of(said)


# Last year's papers, appraisals and debts are this year's work.
_PAPERS = re.compile(
    rf"{_NOT_DONE}(?:决算(?:已|公开|编报|编制|批复|审核|报表|会审)|年报|年度报告|汇算"
    r"|考核|评审|评议|先进|优秀|典型|案例|表彰|述职|民主生活会|稳岗|尾款|质保)"
)
_PROCEDURES = re.compile(rf"{_NOT_DONE}(?:审计|审核|绩效(?:自评|评价|奖)|奖励|整改|问题|总结|欠)")
# 根据2022年数据, 兑现2022年度奖励: the words before say that it is about the past.
_OF_THE_PAST = re.compile(
    r"(?:根据|按照|依据|针对|清算|兑现|补发|补缴|结算|公开|公布|发布|整改|消化)$"
)
# What began or fell due then: 2022年12月启动的项目, 2022年秋季学期.
_BEGUN = re.compile(
    r"(?:\d{1,2}月)?[^，。；]{0,8}?"
    r"(?:(?:启动|开工|立项|采购|招聘|引进|推迟|签订)的|尾款|质保|学期|季度奖)"
)
_SERIES = re.compile(r"20\d\d年度?\s*[、和及]$|^[、和及]\s*20\d\d年")


def _behind(said: _Said, year: int) -> Severity | None:
    if _OF_THE_PAST.search(said.before) or _BEGUN.match(said.after):
        return None
    if _SERIES.search(said.before) or _SERIES.search(said.after):
        return None
    opening = not said.before.strip("　 （(“")
    if (said.whole or not opening) and _PAPERS.match(said.after):
        return None
    if said.whole and not opening and _PROCEDURES.match(said.after):
        return None
    if said.year == year - 1:
        return _stale(said)
    return _report_of(said) or _done_then(said, Severity.HINT)


def _stale(said: _Said) -> Severity | None:
    """Last year or next year where this year's work is told; where it only may be, a doubt."""
    if said.words.block not in _REPORTED:
        return None
    told = _TOLD.match(said.text, said.match.end())
    return Severity.WARNING if told else Severity.HINT


def _report_of(said: _Said) -> Severity | None:
    """The 年度 of another report."""
    clause_said = said.before + said.after
    report = said.whole and re.search(r"决算|预算|收入|支出|自评", clause_said)
    return Severity.WARNING if report else None


def _done_then(said: _Said, severity: Severity) -> Severity | None:
    """A far year that opens a sentence about what was done, with a number."""
    opening = not sentence(said.text, *said.match.span())[0].strip()
    done = said.words.block in _REPORTED and opening and _DONE.match(said.text, said.match.end())
    return severity if done else None


_DATE = re.compile(
    r"(?<![\d.])(?:((?:19|20)\d\d)年(?:\d{1,2}\s*[-—–~～至到]\s*)?(\d{1,2})月(?:(\d{1,2})日)?"
    r"|(\d{1,2})月(\d{1,2})日)"
)
_LEAP = 2024  # where no year is said, 29 February may exist


def no_such_date(words: Words) -> TextFault | None:
    """13月, 2月30日, 9月31日."""
    if "月" not in words.text:
        return None
    for match in _DATE.finditer(words.text):
        year, month = int(match[1] or _LEAP), int(match[2] or match[4])
        day = int(match[3] or match[5] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            return TextFault(f"没有「{match.group()}」这个日期")
    return None


RULES = (
    Rule(
        "W13",
        "没有别的年度的文字",
        Severity.WARNING,
        "基本信息 决算年度",
        years,
        "没有填文字",
        WORDS,
        ("E15",),
        reads=Reads.INPUTS,
    ),
    spotting("W14", "日期存在", Severity.WARNING, no_such_date, "核对年、月、日。", "E18"),
)
